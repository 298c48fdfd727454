"""Firefighting: reactive tickets against known lines, reverts only when they rise and matter, improvement as a trend."""

from __future__ import annotations

import pytest

from podium.traps import judge
from podium.traps.firefighting import FIREFIGHTING
from traps.answers import Answers

QUIET = {"reactive-share": 0.05, "reactive-tickets": 0.05, "revert-share": 0.01, "repeat-fixes": 0.1}
PAST = {"revert-share": 0.01, "repeat-fixes": 0.1}


@pytest.mark.parametrize(
    ("share", "level"), [(0.6, "red"), (0.5, "amber"), (0.4, "amber"), (0.31, None), (0.29, "quiet")]
)
def test_reactive_work_is_past_a_line_when_its_whole_interval_is_and_is_shown_alone(share: float, level: str) -> None:
    judged = judge(FIREFIGHTING, Answers(QUIET | {"reactive-share": share}, before=PAST))
    assert next(raised.level for raised in judged.raised if raised.flag.name == "reactive") == level
    assert judged.verdict == "clear"


@pytest.mark.parametrize(("share", "verdict"), [(0.5, "in it"), (0.3, "watch"), (0.29, "clear")])
def test_tickets_that_answered_something_broken_against_their_lines(share: float, verdict: str) -> None:
    assert judge(FIREFIGHTING, Answers(QUIET | {"reactive-tickets": share}, before=PAST)).verdict == verdict


def test_reverts_must_have_doubled_and_be_more_than_a_few() -> None:
    def with_reverts(now: float, before: float) -> str:
        return judge(
            FIREFIGHTING, Answers(QUIET | {"revert-share": now}, before=PAST | {"revert-share": before})
        ).verdict

    assert with_reverts(0.06, 0.02) == "watch"
    assert with_reverts(0.02, 0.005) == "clear", "doubled, but under three per cent"
    assert with_reverts(0.06, 0.05) == "clear", "a policy of reverting first is good practice"


def test_fixing_the_same_files_again_is_shown_and_never_judged() -> None:
    judged = judge(FIREFIGHTING, Answers(QUIET | {"repeat-fixes": 0.6}, before=PAST))
    assert judged.verdict == "clear"
    assert next(raised.level for raised in judged.raised if raised.flag.name == "repeat-fixes") == "amber"


@pytest.mark.parametrize("share", [0.0, 0.9])
def test_improvement_is_shown_and_never_judged(share: float) -> None:
    assert judge(FIREFIGHTING, Answers(QUIET | {"improvement-share": share}, before=PAST)).verdict == "clear"


def test_one_flag_alone_is_too_little_for_an_all_clear() -> None:
    assert judge(FIREFIGHTING, Answers({"reactive-tickets": 0.05})).verdict == "not enough evidence"
