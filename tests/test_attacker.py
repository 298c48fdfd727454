"""The standing red team, small and seeded: asks twice, subtracts, and recovers nobody's count. `make attack` is the long one."""

from __future__ import annotations

import pytest

from attacker import Attack, Try, Verdict, judge

# The ways by which exact counts of one person came out before every number went through one door.
ONCE_OPEN = (
    "work mix page",
    "reserve check",
    "absence debrief",
    "friction topics",
    "paths of dead work",
    "paths of live work",
)
TEAMS, TRIES = 2, 24


pytestmark = pytest.mark.slow  # minutes: six ways on two made teams


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    attack = Attack(tmp_path_factory.mktemp("attack"), TEAMS, TRIES * len(ONCE_OPEN), ways=ONCE_OPEN)
    return {verdict.way: verdict for verdict in attack.run()}


@pytest.mark.parametrize("way", ONCE_OPEN)
def test_nobodys_count_comes_out(verdicts: dict[str, Verdict], way: str) -> None:
    assert verdicts[way].tries == TRIES
    assert not verdicts[way].has_fallen, verdicts[way].words()


def tries(claims: list[float], truths: list[int], guess: float) -> list[Try]:
    pairs = zip(claims, truths, strict=True)
    return [Try("a way", {"n": claim, "noise": 7.0}, {"week": truth}, {"week": guess}) for claim, truth in pairs]


def test_the_judge_sees_a_way_that_tells_and_none_in_a_guess() -> None:
    truths = [1, 9, 2, 8, 12, 3, 7, 14, 1, 9, 2, 8, 12, 3, 7, 14]
    assert judge(tries([float(n) for n in truths], truths, 5.0))[0].has_fallen
    assert not judge(tries([5.0] * 16, truths, 5.0))[0].has_fallen
    assert not judge(tries([float(n) for n in reversed(truths)], truths, 5.0))[0].has_fallen
