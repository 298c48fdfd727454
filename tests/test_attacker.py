"""The standing red team, small and seeded: asks twice, subtracts, and recovers nobody's count. `make attack` is the long one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from attacker import Attack, Try, Verdict, judge
from podium.core.group import GROUP, Band
from podium.core.time import WEEK_S
from podium.evidence.people import disclosure_log
from podium.evidence.views.group import Behind, Door, GroupAnswer

# The ways by which exact counts of one person came out before every number went through one door.
ONCE_OPEN = (
    "work mix page",
    "reserve check",
    "absence debrief",
    "friction topics",
    "paths of dead work",
    "paths of live work",
)
TEAMS, TRIES, TRIES_WITHOUT = 2, 24, 18
# A guesser who knows the shares is often right about a small count: it takes more tries to be told apart from one.
TRIES_OF_THE_MIX = 48


pytestmark = pytest.mark.slow  # minutes: six ways on two made teams


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    attack = Attack(tmp_path_factory.mktemp("attack"), TEAMS, TRIES * len(ONCE_OPEN), ways=ONCE_OPEN)
    return {verdict.way: verdict for verdict in attack.run()}


@pytest.mark.parametrize("way", ONCE_OPEN)
def test_nobodys_count_comes_out(verdicts: dict[str, Verdict], way: str) -> None:
    assert verdicts[way].tries == TRIES
    assert not verdicts[way].has_fallen, verdicts[way].words()


def counts_by_week(answer: GroupAnswer, first_s: int, weeks: int) -> tuple[dict[str, float], ...]:
    """Each kind in each week, counted; the page prints a hundredth as one per cent."""
    counts: list[Counter[str]] = [Counter() for _ in range(weeks)]
    for moment, kind, *_ in answer.for_judging:
        if 0 <= moment - first_s < weeks * WEEK_S:
            counts[(moment - first_s) // WEEK_S][kind] += 1
    return tuple({kind: n / 100 for kind, n in week.items()} for week in counts)


def counts_of_each(
    answer: GroupAnswer, _weeks: float, usual: GroupAnswer, _usual: float
) -> dict[str, tuple[int, Band]]:
    """How often each thing was done, instead of its pace."""
    now, before = (Counter(what for what, _ in set(one.for_judging)) for one in (answer, usual))
    return {what: (now[what], Band.of(before[what])) for what in sorted({*now, *before})}


@contextmanager
def without_the_door() -> Iterator[None]:
    """podium as it was before: nobody asks who is behind an answer, nothing is remembered, and counts are counts."""
    with pytest.MonkeyPatch.context() as patch:
        for rule in ("withheld", "why_few"):
            patch.setattr(Door, rule, lambda *_: "")
        patch.setattr(Door, "_behind", lambda *_: Behind(GROUP, is_nobodys=True))
        patch.setattr(disclosure_log, "is_nearly_picked", lambda *_: False)
        patch.setattr(Band, "of", lambda count: Band(count, count + 1))
        patch.setattr(GroupAnswer, "shares_by_week", counts_by_week)
        patch.setattr(GroupAnswer, "paces", counts_of_each)
        yield


@pytest.mark.parametrize("way", ONCE_OPEN)
def test_without_the_door_each_way_tells_a_persons_count(tmp_path: Path, way: str) -> None:
    tries = TRIES_OF_THE_MIX if way == "work mix page" else TRIES_WITHOUT
    with without_the_door():
        (verdict,) = Attack(tmp_path / "attack", TEAMS, tries, ways=(way,)).run()
    assert verdict.has_fallen, verdict.words()


def made_tries(claims: list[float], truths: list[int], guess: float) -> list[Try]:
    pairs = zip(claims, truths, strict=True)
    return [Try("a way", {"n": claim, "noise": 7.0}, {"week": truth}, {"week": guess}) for claim, truth in pairs]


def test_the_judge_sees_a_way_that_tells_and_none_in_a_guess() -> None:
    truths = [1, 9, 2, 8, 12, 3, 7, 14, 1, 9, 2, 8, 12, 3, 7, 14]
    assert judge(made_tries([float(n) for n in truths], truths, 5.0))[0].has_fallen
    assert not judge(made_tries([5.0] * 16, truths, 5.0))[0].has_fallen
    assert not judge(made_tries([float(n) for n in reversed(truths)], truths, 5.0))[0].has_fallen
