"""What happens to the others' work in the weeks you are away, beside the same for everybody.

The question is about the others: do they land less when one person is absent? Weeks are compared within blocks of a
quarter, so that growth and seasons do not pass for absence; the weeks around New Year are left out. The placebo asks
the same of up to eight other active people, who have no name here: whatever their absence does too is not yours.
The p shuffles the labels "present" and "absent" inside the blocks. `docs/why/absence-test.md` says why and how far
to trust it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from podium.core.time import week_start
from podium.statistics.chance import dice, median, shuffle_p

Reading = Literal["dependent", "partly", "resilient", "looks dependent, too few absences to tell", "insufficient"]

BLOCK_WEEKS = 13
YEAR_END_WEEKS = frozenset({51, 52, 53, 1})
LEAST_ABSENT = 4
LEAST_PRESENT = 8
LEAST_PLACEBO_WEEKS = 8
MOST_PLACEBO = 8
LEAST_PLACEBO = 3
# Chosen on 18 windows of open-source work: a rule of thumb, not a law.
DEPENDENT_AT = 0.55
RESILIENT_AT = 0.8
SURE_BELOW = 0.05


@dataclass(frozen=True, slots=True)
class Block:
    """Up to 13 neighbouring weeks, year's end left out.

    Attributes:
        first_week: weeks since Monday 1970-01-05.
        present_weeks, absent_weeks: how many of each.
        present_mean, absent_mean: what the others landed per week; None without such a week.
    """

    first_week: int
    present_weeks: int
    absent_weeks: int
    present_mean: float | None
    absent_mean: float | None


@dataclass(frozen=True, slots=True)
class Absence:
    """What the test says; a number that cannot be told is None.

    Attributes:
        naive: others' mean in absent weeks over their mean in present weeks.
        detrended: what the others landed in absent weeks over what the present weeks of the same block let expect.
        p: how often shuffled labels bring a detrended ratio as low; never zero.
        placebo: median of the same ratio for other active people; None with fewer than three of them.
        placebo_n: how many people that is.
        index: detrended over placebo; None without a placebo.
        present_weeks, absent_weeks: weeks counted.
        reading: the answer in words.
        known_from: whether absence was read from quiet weeks or declared as leave.
        blocks: for a picture.
        absent_in: the absent weeks that were counted, as weeks since Monday 1970-01-05.
    """

    naive: float | None
    detrended: float | None
    p: float | None
    placebo: float | None
    placebo_n: int
    index: float | None
    present_weeks: int
    absent_weeks: int
    reading: Reading
    known_from: Literal["inferred", "declared"]
    blocks: tuple[Block, ...]
    absent_in: tuple[int, ...] = ()

    @property
    def value(self) -> float | None:
        """What the reading rests on: the index, or the detrended ratio alone when there is no placebo."""
        return self.detrended if self.index is None else self.index


@dataclass(frozen=True, slots=True)
class _Part:
    """The others' counts in the present and in the absent weeks of one block."""

    first_week: int
    present: tuple[int, ...]
    absent: tuple[int, ...]

    @property
    def expected(self) -> float:
        """What the absent weeks would have brought at the pace of the present weeks; there are some of both."""
        return len(self.absent) * sum(self.present) / len(self.present)


def absence_test(
    first_week: int,
    present: Sequence[bool],
    others: Sequence[int],
    bundle: Sequence[Sequence[int]],
    total: Sequence[int],
    declared_absent: Sequence[bool] | None = None,
    draws: int = 2000,
    *,
    bundle_present: Sequence[Sequence[bool]] | None = None,
) -> Absence | None:
    """Test whether the others land less in the weeks one person is absent; None when no week is left to look at.

    Args:
        first_week: of all the series, in weeks since Monday 1970-01-05.
        present: whether the person landed anything that week, merges included, as author or committer.
        others: commits landed that week by everybody else, without merges and bots.
        bundle: the same for each other person alone, in any order, without names.
        total: commits landed that week by everybody, without merges and bots.
        declared_absent: whole weeks of declared leave. With one or more, they alone are the absent weeks, every
            week outside them counts as present, and leave that was not kept counts as neither.
        draws: how often to shuffle.
        bundle_present: whether each person of the bundle landed anything that week, merges included; without it, the
            weeks with a commit of theirs.
    """
    seen = [[n > 0 for n in series] for series in bundle] if bundle_present is None else bundle_present
    _check_lengths(present, others, total, *bundle, *seen, *([] if declared_absent is None else [declared_absent]))
    if len(seen) != len(bundle) or draws < 1:
        raise ValueError("one row of presence for each series of the bundle, and at least one draw")
    weeks = [w for w in range(len(present)) if not is_year_end(first_week + w)]
    people = placebo_ratios(first_week, bundle, total, seen)
    is_declared = declared_absent is not None and any(declared_absent[w] for w in weeks)
    is_present = list(present)
    if declared_absent is not None and is_declared:
        weeks = [w for w in weeks if not (declared_absent[w] and present[w])]
        is_present = [not is_away for is_away in declared_absent]
    if not weeks:
        return None
    found = _judge(_parts(first_week, weeks, is_present, others), people, draws, is_declared=is_declared)
    return replace(found, absent_in=tuple(first_week + w for w in weeks if not is_present[w]))


def placebo_ratios(
    first_week: int,
    bundle: Sequence[Sequence[int]],
    total: Sequence[int],
    bundle_present: Sequence[Sequence[bool]],
) -> list[float]:
    """The detrended ratio of the most active other people with at least 8 present and 8 absent weeks, from low to high.

    For each of them "the others" are everybody else, the manager included.
    """
    weeks = [w for w in range(len(total)) if not is_year_end(first_week + w)]
    # Equal totals fall back on the series themselves, so the order of the bundle cannot matter.
    busiest = sorted(
        (
            (sum(landed[w] for w in weeks), tuple(landed), tuple(seen))
            for landed, seen in zip(bundle, bundle_present, strict=True)
        ),
        reverse=True,
    )
    ratios: list[float] = []
    for _, landed, seen in busiest:
        there = sum(seen[w] for w in weeks)
        if min(there, len(weeks) - there) < LEAST_PLACEBO_WEEKS:
            continue
        rest = [whole - own for whole, own in zip(total, landed, strict=True)]
        ratio = _detrended(_parts(first_week, weeks, seen, rest))
        if ratio is not None:
            ratios.append(ratio)
        if len(ratios) == MOST_PLACEBO:
            break
    return sorted(ratios)


def is_year_end(week: int) -> bool:
    """Whether a week is one of the ISO weeks 51 to 1, when everybody is away."""
    try:
        return week_start(week).isocalendar().week in YEAR_END_WEEKS
    except OverflowError as error:
        raise ValueError("a week outside the calendar") from error


def _judge(parts: list[_Part], people: list[float], draws: int, *, is_declared: bool) -> Absence:
    here = [n for part in parts for n in part.present]
    away = [n for part in parts for n in part.absent]
    is_enough = len(here) >= LEAST_PRESENT and len(away) >= (1 if is_declared else LEAST_ABSENT)
    detrended = _detrended(parts) if is_enough else None
    placebo = median(people) if len(people) >= LEAST_PLACEBO else None
    index = detrended / placebo if detrended is not None and placebo else None
    p = None if detrended is None else _shuffled_p(parts, detrended, draws)
    return Absence(
        naive=_mean(away) / _mean(here) if is_enough and any(here) else None,
        detrended=detrended,
        p=p,
        placebo=placebo,
        placebo_n=len(people),
        index=index,
        present_weeks=len(here),
        absent_weeks=len(away),
        reading=_read(detrended if index is None else index, p),
        known_from="declared" if is_declared else "inferred",
        blocks=tuple(_block(part) for part in parts),
    )


def _read(value: float | None, p: float | None) -> Reading:
    if value is None or p is None:
        return "insufficient"
    if value >= RESILIENT_AT:
        return "resilient"
    if value > DEPENDENT_AT:
        return "partly"
    return "dependent" if p < SURE_BELOW else "looks dependent, too few absences to tell"


def _parts(first_week: int, weeks: Sequence[int], present: Sequence[bool], others: Sequence[int]) -> list[_Part]:
    """Cut the weeks into blocks; the weeks left out do not count towards the thirteen."""
    blocks = [weeks[start : start + BLOCK_WEEKS] for start in range(0, len(weeks), BLOCK_WEEKS)]
    return [
        _Part(
            first_week + block[0],
            tuple(others[w] for w in block if present[w]),
            tuple(others[w] for w in block if not present[w]),
        )
        for block in blocks
    ]


def _detrended(parts: Sequence[_Part]) -> float | None:
    """Landed in absent weeks over expected, summed over the blocks that have weeks of both kinds."""
    both = [part for part in parts if part.present and part.absent]
    expected = sum(part.expected for part in both)
    return sum(sum(part.absent) for part in both) / expected if expected else None


def _shuffled_p(parts: Sequence[_Part], seen: float, draws: int) -> float:
    both = [part for part in parts if part.present and part.absent and (any(part.present) or any(part.absent))]
    chance = dice("absence").random
    blocks = [_picker(part, chance) for part in both]
    limit = seen * (1 + 1e-9)
    as_low = 0
    for _ in range(draws):
        landed = expected = 0.0
        for pick in blocks:
            absent_sum, at_present_pace = pick()
            landed += absent_sum
            expected += at_present_pace
        as_low += landed <= limit * expected
    return shuffle_p(as_low, draws)


def _picker(part: _Part, chance: Callable[[], float]) -> Callable[[], tuple[int, float]]:
    """A function that deals the weeks of a block anew: the sum of the absent ones, and what was expected of them."""
    # Sorted, so that nothing but the multiset of counts decides; the smaller group is dealt, the other is the rest.
    counts = sorted(part.present + part.absent)
    whole, size = sum(counts), len(counts)
    absent, here = len(part.absent), len(part.present)
    pace = absent / here
    is_absent_dealt = absent <= here
    hands = [(place, size - place) for place in range(min(absent, here))]

    def pick() -> tuple[int, float]:
        dealt = 0
        for place, left in hands:
            other = place + int(chance() * left)
            count = counts[other]
            counts[other] = counts[place]
            counts[place] = count
            dealt += count
        absent_sum = dealt if is_absent_dealt else whole - dealt
        return absent_sum, pace * (whole - absent_sum)

    return pick


def _block(part: _Part) -> Block:
    return Block(
        part.first_week,
        len(part.present),
        len(part.absent),
        _mean(part.present) if part.present else None,
        _mean(part.absent) if part.absent else None,
    )


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts)


def _check_lengths(present: Sequence[bool], *series: Sequence[int]) -> None:
    if any(len(one) != len(present) for one in series):
        raise ValueError("all series must cover the same weeks")
    if any(n < 0 for one in series for n in one):
        raise ValueError("a week cannot hold less than nothing")
