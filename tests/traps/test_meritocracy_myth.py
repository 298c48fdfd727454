"""Meritocracy Myth: git alone keeps no trace of it, and podium says so instead of guessing."""

from podium.traps import Reader, judge
from podium.traps.meritocracy_myth import MERITOCRACY_MYTH


def test_a_busy_month_of_commits_alone_tells_nothing(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-03 23:00+0100 ana wrote c2 a.py
    2026-03-04 09:00+0100 bo  wrote c3 a.py reviewed=ana
    """
    judged = judge(MERITOCRACY_MYTH, Reader(week.evidence, week.window()))
    assert judged.verdict == "not enough evidence"
    assert judged.trap.needs, "what to connect, and what it would tell"
