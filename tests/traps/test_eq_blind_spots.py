"""EQ Blind Spots: each line at its edge; git alone keeps no trace of it, and podium says so."""

import pytest

from podium.traps import Reader, judge
from podium.traps.eq_blind_spots import EQ_BLIND_SPOTS
from traps.answers import Answers

QUIET = {
    "talks-held": 0.95,
    "talks-moved": 0.05,
    "agenda-theirs": 0.7,
    "feedback-complete": 0.9,
    "feedback-delay": 1.0,
    "open-questions": 0.5,
}
TABLE = [
    ("talks-held", 0.86, "clear"),
    ("talks-held", 0.85, "watch"),
    ("talks-held", 0.6, "in it"),
    ("talks-moved", 0.14, "clear"),
    ("talks-moved", 0.15, "watch"),
    ("talks-moved", 0.3, "in it"),
    ("agenda-theirs", 0.5, "watch"),
    ("agenda-theirs", 0.0, "watch"),
    ("feedback-complete", 0.8, "watch"),
    ("feedback-complete", 0.5, "in it"),
    ("feedback-delay", 2.0, "clear"),
    ("feedback-delay", 3.0, "watch"),
    ("feedback-delay", 6.0, "in it"),
    ("open-questions", 0.0, "clear"),
]


def test_a_busy_month_of_commits_alone_tells_nothing(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-03 23:00+0100 ana wrote c2 a.py
    2026-03-04 09:00+0100 bo  wrote c3 a.py reviewed=ana
    """
    judged = judge(EQ_BLIND_SPOTS, Reader(week.evidence, week.window()))
    assert judged.verdict == "not enough evidence"
    assert judged.trap.needs, "what to connect, and what it would tell"


def test_with_every_line_quiet_the_trap_is_clear():
    assert judge(EQ_BLIND_SPOTS, Answers(QUIET)).verdict == "clear"


@pytest.mark.parametrize(("signal", "value", "verdict"), TABLE)
def test_each_signal_alone_decides_at_its_line_and_no_further_than_it_may(signal: str, value: float, verdict: str):
    assert judge(EQ_BLIND_SPOTS, Answers(QUIET | {signal: value})).verdict == verdict


def test_one_flag_alone_is_too_little_for_an_all_clear():
    name, value = next(iter(QUIET.items()))
    assert judge(EQ_BLIND_SPOTS, Answers({name: value})).verdict == "not enough evidence"
