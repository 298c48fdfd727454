"""What happens to the others' work in the weeks you are away, beside the same for everybody.

The question is about the others: do they land less when one person is absent? Weeks are compared within blocks of a
quarter, so that growth and seasons do not pass for absence; the weeks around New Year are left out. Where the blocks
begin is nobody's choice: all thirteen alignments are summed. The placebo asks the same of up to eight other active
people, who have no name here: whatever their absence does too is not yours. The interval and the p come from dealing
the labels "present" and "absent" anew inside the blocks, and from moving them as they stand along the weeks, which
keeps a leave of three weeks a leave of three weeks. `docs/why/absence-test.md` says why and how far to trust it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import reduce
from operator import add
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from podium.core.time import week_start
from podium.statistics.chance import dice, shuffle_p

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Reading = Literal["dependent", "partly", "resilient", "cannot tell", "nobody to compare with", "insufficient"]

BLOCK_WEEKS = 13
YEAR_END_WEEKS = frozenset({51, 52, 53, 1})
LEAST_ABSENT = 4
LEAST_PRESENT = 26
LEAST_PLACEBO_WEEKS = 8
MOST_PLACEBO = 8
LEAST_PLACEBO = 3
# Chosen on 18 windows of open-source work: a rule of thumb, not a law.
DEPENDENT_AT = 0.55
RESILIENT_AT = 0.8
SURE_BELOW = 0.05


_SIDE_BY_SIDE = 8


class Chance(NamedTuple):
    """How often labels dealt at random bring a ratio as low, and the 5 and 95 % points of the ratios they bring."""

    p: float
    low: float
    high: float


# What was dealt, by a digest of the weeks it was dealt for; whoever keeps it on disk fills it. Another way to deal is another VERSION.
VERSION = 1
known_chances: dict[str, Chance] = {}


class Absence(msgspec.Struct, frozen=True):
    """What the test says; a number that cannot be told is None.

    Attributes:
        naive: others' mean in absent weeks over their mean in present weeks.
        detrended: what the others landed in absent weeks over what the present weeks near by let expect.
        p: how often labels dealt or moved at random bring a detrended ratio as low, the larger of the two; never zero.
        placebo: median of the same ratio for other active people; None with fewer than three of them.
        placebo_n: how many people that is.
        index: detrended over placebo; None without a placebo.
        low, high: 90 % interval of the index, from what chance alone does to the ratio; None without an index.
        present_weeks, absent_weeks: weeks counted.
        reading: the answer in words.
        declared_weeks: how many of the absent weeks were declared as leave.
        absent_in: the absent weeks that were counted, as weeks since Monday 1970-01-05.
    """

    naive: float | None
    detrended: float | None
    p: float | None
    placebo: float | None
    placebo_n: int
    index: float | None
    low: float | None
    high: float | None
    present_weeks: int
    absent_weeks: int
    reading: Reading
    declared_weeks: int
    absent_in: tuple[int, ...] = ()

    @property
    def value(self) -> float | None:
        """What the reading rests on: the index, or the detrended ratio alone when there is no placebo."""
        return self.detrended if self.index is None else self.index


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
        declared_absent: whole weeks of declared leave; they are absent weeks beside those without a trace, and leave
            in which the person landed something counts as neither.
        draws: how often to shuffle.
        bundle_present: whether each person of the bundle landed anything that week, merges included; without it, the
            weeks with a commit of theirs.
    """
    weeks_present = [[n > 0 for n in series] for series in bundle] if bundle_present is None else bundle_present
    _check_lengths(
        present, others, total, *bundle, *weeks_present, *([] if declared_absent is None else [declared_absent])
    )
    if len(weeks_present) != len(bundle) or draws < 1:
        raise ValueError("one row of presence for each series of the bundle, and at least one draw")
    weeks = [w for w in range(len(present)) if not is_year_end(first_week + w)]
    people = placebo_ratios(first_week, bundle, total, weeks_present)
    leave = declared_absent or [False] * len(present)
    weeks = [w for w in weeks if not (leave[w] and present[w])]
    if not weeks:
        return None
    away = [w for w in weeks if not present[w]]
    return _judge(
        [not present[w] for w in weeks],
        [others[w] for w in weeks],
        people,
        draws,
        declared_weeks=sum(leave[w] for w in away),
        absent_in=tuple(first_week + w for w in away),
    )


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
            (sum(landed[w] for w in weeks), tuple(landed), tuple(there))
            for landed, there in zip(bundle, bundle_present, strict=True)
        ),
        reverse=True,
    )
    ratios: list[float] = []
    for _, landed, there in busiest:
        present_weeks = sum(there[w] for w in weeks)
        if min(present_weeks, len(weeks) - present_weeks) < LEAST_PLACEBO_WEEKS:
            continue
        ratio = _detrended([not there[w] for w in weeks], [total[w] - landed[w] for w in weeks])
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


def _judge(
    is_absent: list[bool],
    others: list[int],
    people: list[float],
    draws: int,
    *,
    declared_weeks: int,
    absent_in: tuple[int, ...],
) -> Absence:
    here = [n for n, is_away in zip(others, is_absent, strict=True) if not is_away]
    away = [n for n, is_away in zip(others, is_absent, strict=True) if is_away]
    is_enough = len(here) >= LEAST_PRESENT and len(away) >= LEAST_ABSENT
    detrended = _detrended(is_absent, others) if is_enough else None
    placebo = median(people) if len(people) >= LEAST_PLACEBO else None
    index = detrended / placebo if detrended is not None and placebo else None
    p = low = high = None
    if detrended is not None:
        p, low_chance, high_chance = _chance(is_absent, others, detrended, draws)
        if index is not None:
            low = index / high_chance if high_chance else 0.0
            high = index / low_chance if low_chance else float("inf")
    return Absence(
        naive=_mean(away) / _mean(here) if is_enough and any(here) else None,
        detrended=detrended,
        p=p,
        placebo=placebo,
        placebo_n=len(people),
        index=index,
        low=low,
        high=high,
        present_weeks=len(here),
        absent_weeks=len(away),
        reading=_read(detrended, index, p, low, high),
        declared_weeks=declared_weeks,
        absent_in=absent_in,
    )


def _read(
    detrended: float | None, index: float | None, p: float | None, low: float | None, high: float | None
) -> Reading:
    """A level needs an interval that leaves the opposite out; between them nothing can be told.

    Resilience is asked of the interval alone: a cut through the index as well would be crossed from week to week.
    """
    if detrended is None or p is None:
        return "insufficient"
    if index is None or low is None or high is None:
        return "nobody to compare with"
    if index < RESILIENT_AT and high < RESILIENT_AT and p < SURE_BELOW:
        return "dependent" if index <= DEPENDENT_AT else "partly"
    if low > DEPENDENT_AT and high >= RESILIENT_AT:
        return "resilient"
    return "cannot tell"


def _detrended(is_absent: Sequence[bool], others: Sequence[int]) -> float | None:
    """The ratio summed over all thirteen alignments of the blocks; None where nothing is to be expected.

    What `_ratios` says of one row, to the last bit, without loading NumPy for it.
    """
    landed, expected = 0, 0.0
    for starts in _alignments(len(others)):
        paces: list[float] = []
        for start, end in zip(starts, [*starts[1:], len(others)], strict=True):
            away = sum(is_absent[start:end])
            here = end - start - away
            landed_away = sum(
                count for count, is_away in zip(others[start:end], is_absent[start:end], strict=True) if is_away
            )
            has_both = away > 0 and here > 0
            landed += landed_away if has_both else 0
            paces.append(away * ((sum(others[start:end]) - landed_away) / here) if has_both else 0.0)
        expected += _sum_as_numpy(paces)
    return landed / expected if expected > 0 else None


def _sum_as_numpy(numbers: Sequence[float]) -> float:
    """The sum in the order in which NumPy adds: eight at a time side by side, then the rest."""
    whole = len(numbers) - len(numbers) % _SIDE_BY_SIDE
    # Not `sum`, which newer Pythons round in another way.
    a, b, c, d, e, f, g, h = (reduce(add, numbers[first:whole:_SIDE_BY_SIDE], 0.0) for first in range(_SIDE_BY_SIDE))
    return reduce(add, numbers[whole:], ((a + b) + (c + d)) + ((e + f) + (g + h)))


def _ratios(labels: NDArray[np.bool_], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each row of labels, absent as true: landed in absent weeks over expected, blocks of both kinds only.

    Args:
        labels: draws x weeks.
        counts: what the others landed, by week.
    """
    import numpy as np

    landed = np.zeros(len(labels))
    expected = np.zeros(len(labels))
    in_absent = labels * counts
    for starts in _alignments(len(counts)):
        whole = np.add.reduceat(counts, starts)
        sizes = np.diff([*starts, len(counts)])
        absent_sum = np.add.reduceat(in_absent, starts, axis=1)
        absent = np.add.reduceat(labels.astype(float), starts, axis=1)
        here = sizes - absent
        has_both = (absent > 0) & (here > 0)
        pace = np.where(has_both, (whole - absent_sum) / np.maximum(here, 1), 0.0)
        landed += np.where(has_both, absent_sum, 0.0).sum(axis=1)
        expected += (absent * pace).sum(axis=1)
    ratios = np.full(len(labels), np.nan)
    np.divide(landed, expected, out=ratios, where=expected > 0)
    return ratios


def _alignments(weeks: int) -> list[list[int]]:
    """Where the blocks begin, for each of the thirteen ways to cut; the weeks before the first full block are one."""
    return [sorted({0, *range(shift, weeks, BLOCK_WEEKS)}) for shift in range(min(BLOCK_WEEKS, weeks))]


def _chance(is_absent: Sequence[bool], others: Sequence[int], detrended: float, draws: int) -> Chance:
    """What chance does to the ratio; dealt once for the same weeks."""
    weeks = f"{draws} {''.join(str(int(is_away)) for is_away in is_absent)} {' '.join(map(str, others))}"
    name = hashlib.sha256(weeks.encode()).hexdigest()
    if name not in known_chances:
        known_chances[name] = _deal(is_absent, others, detrended, draws)
    return known_chances[name]


def _deal(is_absent: Sequence[bool], others: Sequence[int], detrended: float, draws: int) -> Chance:
    """p, and the 5 and 95 % points of the ratio when absence does nothing; the wider of the two ways to deal."""
    import numpy as np

    labels, counts = np.array(is_absent), np.array(others, dtype=float)
    limit = detrended * (1 + 1e-9)
    p, low, high = 0.0, 1.0, 1.0
    moved = np.array([np.roll(labels, step) for step in range(1, len(labels))])
    for deals in (_dealt(labels, draws), moved):
        ratios = _ratios(deals, counts)
        ratios = ratios[~np.isnan(ratios)]
        p = max(p, shuffle_p(int((ratios <= limit).sum()), max(len(ratios), 1)))
        if len(ratios) > 1:
            twentieths = quantiles(ratios.tolist(), n=20, method="inclusive")
            low, high = min(low, twentieths[0]), max(high, twentieths[-1])
    return Chance(min(p, 1.0), low, high)


def _dealt(labels: NDArray[np.bool_], draws: int) -> Any:
    """The labels dealt anew inside the blocks, every alignment as often as any other."""
    import numpy as np

    roll = dice("absence").random
    keys = np.fromiter((roll() for _ in range(draws * len(labels))), float, draws * len(labels))
    keys = keys.reshape(draws, len(labels))
    alignments = _alignments(len(labels))
    deals = np.empty((draws, len(labels)), dtype=bool)
    for number, starts in enumerate(alignments):
        rows = slice(number, draws, len(alignments))
        block = np.zeros(len(labels))
        block[starts[1:]] = 1
        deals[rows] = labels[np.argsort(np.cumsum(block) + keys[rows], axis=1, kind="stable")]
    return deals


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts)


def _check_lengths(present: Sequence[bool], *series: Sequence[int]) -> None:
    if any(len(counts) != len(present) for counts in series):
        raise ValueError("all series must cover the same weeks")
    if any(n < 0 for counts in series for n in counts):
        raise ValueError("a week cannot hold less than nothing")
