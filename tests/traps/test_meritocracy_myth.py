"""Meritocracy Myth: each line at its edge; git alone keeps no trace of it, and podium says so."""

import pytest

from podium.traps import Reader, judge
from podium.traps.meritocracy_myth import MERITOCRACY_MYTH
from traps.answers import Answers

QUIET = {
    "stakeholder-reach": 0.9,
    "stakeholder-recency": 10.0,
    "skip-level-gap": 30.0,
    "business-ratio": 0.9,
    "wins-told": 0.5,
    "credit-ratio": 0.9,
    "recall": 1.8,
}
TABLE = [
    ("stakeholder-reach", 0.81, "clear"),
    ("stakeholder-reach", 0.8, "watch"),
    ("stakeholder-reach", 0.5, "in it"),
    ("stakeholder-recency", 30.0, "clear"),
    ("stakeholder-recency", 31.0, "watch"),
    ("stakeholder-recency", 400.0, "watch"),
    ("skip-level-gap", 91.0, "clear"),
    ("skip-level-gap", 92.0, "watch"),
    ("skip-level-gap", 400.0, "watch"),
    ("business-ratio", 0.7, "watch"),
    ("business-ratio", 0.4, "in it"),
    ("wins-told", 0.26, "clear"),
    ("wins-told", 0.25, "watch"),
    ("wins-told", 0.0, "in it"),
    ("credit-ratio", 0.7, "watch"),
    ("credit-ratio", 0.0, "watch"),
    ("recall", 1.4, "watch"),
    ("recall", 0.8, "in it"),
]


def test_a_busy_month_of_commits_alone_tells_nothing(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-03 23:00+0100 ana wrote c2 a.py
    2026-03-04 09:00+0100 bo  wrote c3 a.py reviewed=ana
    """
    judged = judge(MERITOCRACY_MYTH, Reader(week.evidence, week.window()))
    assert judged.verdict == "not enough evidence"
    assert judged.trap.needs, "what to connect, and what it would tell"


def test_with_every_line_quiet_the_trap_is_clear():
    assert judge(MERITOCRACY_MYTH, Answers(QUIET)).verdict == "clear"


@pytest.mark.parametrize(("signal", "value", "verdict"), TABLE)
def test_each_signal_alone_decides_at_its_line_and_no_further_than_it_may(signal: str, value: float, verdict: str):
    assert judge(MERITOCRACY_MYTH, Answers(QUIET | {signal: value})).verdict == verdict


def test_one_flag_alone_is_too_little_for_an_all_clear():
    name, value = next(iter(QUIET.items()))
    assert judge(MERITOCRACY_MYTH, Answers({name: value})).verdict == "not enough evidence"
