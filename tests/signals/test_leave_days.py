"""Leave days: a declared free day counts when she wrote or landed something on it."""

from datetime import date

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals.leave_days import LEAVE_DAYS

FILE = MeFile(me=Me(emails=("ana@example.org",), leave=(Span(date(2026, 3, 2), date(2026, 3, 4)),)))


def test_a_trace_on_a_free_day_counts_once(weeks):
    made = weeks(
        "2026-03-02 09:00+0100 bo  wrote c1 a.py\n"
        "2026-03-03 09:00+0100 ana wrote c2 a.py\n"
        "2026-03-03 10:00+0100 ana wrote c3 a.py\n"
        "2026-03-05 10:00+0100 ana wrote c4 a.py\n",
        file=FILE,
    )
    measure = made.read(LEAVE_DAYS)
    assert measure.value == 1
    assert measure.n == 3


def test_a_leave_without_a_trace_is_none_worked_not_unknown(weeks):
    measure = weeks("2026-03-05 10:00+0100 ana wrote c4 a.py\n", file=FILE).read(LEAVE_DAYS)
    assert measure.value == 0


def test_without_declared_leave_there_is_no_number(week):
    """
    2026-03-03 09:00+0100 ana wrote c2 a.py
    """
    assert week.read(LEAVE_DAYS).value is None


def test_one_day_of_leave_is_enough_to_tell(weeks):
    one_day = MeFile(me=Me(emails=("ana@example.org",), leave=(Span(date(2026, 3, 2), date(2026, 3, 2)),)))
    measure = weeks("2026-03-02 09:00+0100 ana wrote c1 a.py\n", file=one_day).read(LEAVE_DAYS)
    assert (measure.value, measure.n) == (1, 1)
