"""Late share: her own acts outside her own hours; approving, others' work and doubtful clocks are not in it."""

from datetime import date

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals.late_share import LATE_SHARE


def me(**named):
    return MeFile(me=Me(emails=("ana@example.org",), **named))


def test_outside_the_declared_hours(week):
    """
    2026-03-02 08:59+0100 ana wrote c1 a.py            # a minute too early
    2026-03-02 09:00+0100 ana wrote c2 a.py
    2026-03-02 17:59+0100 ana wrote c3 a.py
    2026-03-02 18:00+0100 ana wrote c4 a.py            # the hour is over
    2026-03-07 11:00+0100 ana wrote c5 a.py            # Saturday
    2026-03-09 23:00+0100 bo  wrote c6 a.py reviewed=ana   # his hour, and nobody knows when she approved
    """
    assert week.receipts(LATE_SHARE) == {"c1": 1, "c2": 0, "c3": 0, "c4": 1, "c5": 1}


def test_a_merge_counts_by_her_own_clock(week):
    """
    2026-03-02 10:00+0100 bo  wrote c1 a.py
    2026-03-02 23:10+0100 ana landed m1 of=c1
    """
    assert week.receipts(LATE_SHARE) == {"m1": 1}


def test_a_night_shift_she_declared_is_not_late(weeks):
    text = "2026-03-02 23:00+0100 ana wrote c1 a.py\n2026-03-03 05:00+0100 ana wrote c2 a.py\n2026-03-03 12:00+0100 ana wrote c3 a.py"
    made = weeks(text, file=me(hours="Mon-Fri 22:00-06:00"))
    assert made.receipts(LATE_SHARE) == {"c1": 0, "c2": 0, "c3": 1}


def test_a_burst_of_more_than_twenty_in_a_day_counts_once_on_each_side(weeks):
    night = "".join(f"2026-03-02 23:{n:02d}+0100 ana wrote n{n} a.py\n" for n in range(30))
    day = "2026-03-02 10:00+0100 ana wrote d1 a.py\n2026-03-03 10:00+0100 ana wrote d2 a.py\n"
    assert weeks(day + night).receipts(LATE_SHARE) == {"d1": 0, "n0": 1, "d2": 0}


def test_without_a_zone_there_is_no_hour(week):
    """
    2026-03-02 23:00 ana wrote c1 a.py
    """
    assert week.receipts(LATE_SHARE) == {}


def test_twenty_acts_are_needed_and_leave_makes_them_no_more(weeks):
    text = "".join(f"2026-03-02 1{n // 60}:{n % 60:02d}+0100 ana wrote c{n} a.py\n" for n in range(19))
    off = Span(date(2026, 3, 2), date(2026, 3, 2))
    assert weeks(text, file=me(hours="Mon-Fri 09:00-18:00", leave=(off,))).read(LATE_SHARE).value is None
