"""Tunnel Vision: each line at its edge, the sunset alarm first; git alone tells nothing."""

import pytest

from podium.traps import Reader, judge
from podium.traps.tunnel_vision import TUNNEL_VISION
from traps.answers import Answers

QUIET = {
    "zombie-changes": 0.0,
    "zombie-lag": 0.0,
    "linked-share": 0.9,
    "live-initiatives": 1.0,
    "full-cards": 1.0,
    "stale-goals": 0.0,
}
TABLE = [
    ("linked-share", 0.71, "clear"),
    ("linked-share", 0.7, "watch"),
    ("linked-share", 0.4, "in it"),
    ("live-initiatives", 0.9, "watch"),
    ("live-initiatives", 0.2, "watch"),
    ("full-cards", 0.9, "watch"),
    ("full-cards", 0.2, "watch"),
    ("stale-goals", 0.0, "clear"),
    ("stale-goals", 1.0, "watch"),
    ("stale-goals", 9.0, "watch"),
]


def test_a_busy_month_of_commits_alone_tells_nothing(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-03 23:00+0100 ana wrote c2 a.py
    2026-03-04 09:00+0100 bo  wrote c3 a.py reviewed=ana
    """
    judged = judge(TUNNEL_VISION, Reader(week.evidence, week.window()))
    assert judged.verdict == "not enough evidence"
    assert judged.trap.needs, "what to connect, and what it would tell"


def test_with_every_line_quiet_the_trap_is_clear():
    assert judge(TUNNEL_VISION, Answers(QUIET)).verdict == "clear"


@pytest.mark.parametrize(("signal", "value", "verdict"), TABLE)
def test_each_signal_alone_decides_at_its_line_and_no_further_than_it_may(signal: str, value: float, verdict: str):
    assert judge(TUNNEL_VISION, Answers(QUIET | {signal: value})).verdict == verdict


def test_one_flag_alone_is_too_little_for_an_all_clear():
    name, value = next(iter(QUIET.items()))
    assert judge(TUNNEL_VISION, Answers({name: value})).verdict == "not enough evidence"


@pytest.mark.parametrize(
    ("changes", "lag", "verdict"),
    [(0.0, 0.0, "clear"), (1.0, 8.0, "watch"), (1.0, 14.0, "watch"), (1.0, 15.0, "in it"), (9.0, 42.0, "in it")],
)
def test_the_sunset_alarm_takes_a_change_and_its_lag(changes: float, lag: float, verdict: str):
    answers = QUIET | {"zombie-changes": changes, "zombie-lag": lag}
    judged = judge(TUNNEL_VISION, Answers(answers))
    assert judged.verdict == verdict
    if verdict == "in it":
        assert judged.why == "work still lands on something that was declared dead"
