"""Active days: a day counts once, whatever its number of commits, and it is her own day."""

from podium.signals.active_days import ACTIVE_DAYS


def test_a_burst_is_one_day(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 ana wrote c2 b.py
    2026-03-02 09:02+0100 ana wrote c3 c.py
    2026-03-04 11:00+0100 bo  wrote c4 a.py
    2026-03-04 12:00+0100 ana landed m1 of=c4     # landing is work, too
    """
    measure = week.read(ACTIVE_DAYS)
    assert measure.value == 2
    assert measure.text == "2 days"


def test_the_day_is_hers_not_the_servers(week):
    """
    2026-03-02 23:30+0100 ana wrote c1 a.py       # Monday here
    2026-03-03 00:30+0100 ana wrote c2 a.py       # Tuesday here, still Monday in UTC
    """
    assert week.read(ACTIVE_DAYS).value == 2


def test_approving_and_the_work_of_others_are_no_day_of_writing(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=ana
    2026-03-03 09:00+0100 chi wrote c2 a.py
    """
    measure = week.read(ACTIVE_DAYS)
    assert measure.value is None
    assert measure.why_none == "0 of at least 1 days needed"
