"""Late nights: an evening and its small hours are one night; weeks on call are not counted."""

from datetime import date

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals.late_nights import LATE_NIGHTS


def test_the_small_hours_belong_to_the_evening_before(week):
    """
    2026-03-02 23:30+0100 ana wrote c1 a.py
    2026-03-03 01:30+0100 ana wrote c2 a.py      # the same night
    2026-03-04 05:59+0100 ana wrote c3 a.py      # Tuesday's night
    2026-03-05 06:00+0100 ana wrote c4 a.py      # an early morning, no night
    2026-03-06 21:59+0100 ana wrote c5 a.py      # an evening
    2026-03-09 12:00+0100 ana wrote c6 a.py
    """
    measure = week.read(LATE_NIGHTS)
    assert week.receipts(LATE_NIGHTS) == {"c1": 1, "c3": 1, "c4": 0, "c5": 0, "c6": 0}
    assert measure.text == "2 nights"


def test_a_day_with_work_and_a_night_is_both(week):
    """
    2026-03-02 10:00+0100 ana wrote c1 a.py
    2026-03-02 23:30+0100 ana wrote c2 a.py
    """
    assert week.receipts(LATE_NIGHTS) == {"c1": 0, "c2": 1}


def test_nights_on_call_are_left_out(weeks):
    rota = (Span(date(2026, 3, 2), date(2026, 3, 8)),)
    made = weeks(
        "2026-03-02 23:30+0100 ana wrote c1 a.py\n2026-03-09 23:30+0100 ana wrote c2 a.py\n",
        file=MeFile(me=Me(emails=("ana@example.org",), rota=rota)),
    )
    assert made.receipts(LATE_NIGHTS) == {"c2": 1}


def test_commits_that_all_say_utc_make_no_night(weeks):
    text = "".join(f"2026-03-{2 + n // 10:02d} 23:{n:02d}+0000 ana wrote c{n} a.py\n" for n in range(25))
    assert all(amount == 0 for amount in weeks(text).receipts(LATE_NIGHTS).values())


def test_others_nights_are_theirs(week):
    """
    2026-03-02 23:30+0100 bo wrote c1 a.py
    """
    assert week.receipts(LATE_NIGHTS) == {}
