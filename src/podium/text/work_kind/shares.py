"""Shares of the kinds of work with an honest interval, and which forty changes to ask about."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from math import sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from podium.text.work_kind.judged import KINDS
from podium.text.work_kind.weights import load_table

if TYPE_CHECKING:
    from podium.text.work_kind.judged import Judged, Kind, Known
    from podium.text.work_kind.weights import Table

LEAST_UNLABELLED: Final = 100
LEAST_LABELLED: Final = 40
LEAST_LABELS: Final = 20  # fewer answers move nothing
HALF_TRUST: Final = 26.7  # labels at which the shift counts half; forty then count 0.6, as measured
NINETY: Final = 1.645
RANDOM_PART: Final = 0.8


class Label(NamedTuple):
    """The manager's own answer for the change at a place; only answers to randomly drawn ones may move a share."""

    at: int
    kind: Kind
    is_random: bool = True


class Asked(NamedTuple):
    """A change to ask about, drawn at random or because podium is unsure."""

    at: int
    is_random: bool


class Share(NamedTuple):
    """The share of one kind with a 90 % interval; all three are None below `least` changes."""

    estimate: float | None
    low: float | None
    high: float | None
    n: int
    labels: int
    least: int


def _is_guess(item: Judged) -> bool:
    return item.p < 1.0  # anything but the committer's own word


def _one_hot(kind: Kind) -> list[float]:
    return [float(kind == name) for name in KINDS]


def shares(judged: Sequence[Judged], labels: Sequence[Label] | None = None) -> dict[Known, Share]:
    """Estimate each kind's share of the changes; labels correct the estimate and narrow it.

    What a change says of itself is counted as said. For the rest the sharpened odds are summed, which errs by
    repository; the shift seen on the randomly drawn labels, shrunk, is added (with forty labels by 0.6).
    """
    table = load_table()
    judged = [_sharpened(item, table.sharpen) for item in judged]
    answers = {a.at: a for a in labels or () if a.kind != "unclear" and 0 <= a.at < len(judged)}
    drawn = [a for a in answers.values() if a.is_random and _is_guess(judged[a.at])]
    is_labelled = len(drawn) >= LEAST_LABELS
    n = len(judged)
    least = LEAST_LABELLED if is_labelled else LEAST_UNLABELLED
    if n < least:
        return {kind: Share(None, None, None, n, len(answers), least) for kind in KINDS}
    guessed = sum(_is_guess(item) for i, item in enumerate(judged) if i not in answers)
    trust = len(drawn) / (len(drawn) + HALF_TRUST) if is_labelled else 0.0
    misses = [_miss(judged[a.at], a) for a in drawn]
    shift = [trust * sum(column) / len(drawn) for column in zip(*misses, strict=True)] if trust else [0.0] * len(KINDS)
    centres = _centre(judged, answers, shift, guessed)
    halves = _half_widths(misses, trust, guessed, n, table)
    return {
        kind: Share(centre, max(0.0, centre - half), min(1.0, centre + half), n, len(answers), least)
        for kind, centre, half in zip(KINDS, centres, halves, strict=True)
    }


def _sharpened(item: Judged, exponent: float) -> Judged:
    """Odds raised to a power: many small odds would add up to a share that is not there."""
    if not _is_guess(item):
        return item
    a, b, c, d, e, f = (odds**exponent for odds in item.odds)
    total = a + b + c + d + e + f
    return item._replace(odds=(a / total, b / total, c / total, d / total, e / total, f / total))


def _miss(item: Judged, answer: Label) -> list[float]:
    return [true - odds for true, odds in zip(_one_hot(answer.kind), item.odds, strict=True)]


def _centre(judged: Sequence[Judged], answers: dict[int, Label], shift: list[float], guessed: int) -> list[float]:
    sums = [0.0] * len(KINDS)
    for i, item in enumerate(judged):
        row = _one_hot(answers[i].kind) if i in answers else item.odds
        sums = [a + b for a, b in zip(sums, row, strict=True)]
    moved = [max(0.0, a + guessed * b) for a, b in zip(sums, shift, strict=True)]
    return [a / sum(moved) for a in moved]


def _half_widths(misses: list[list[float]], trust: float, guessed: int, n: int, table: Table) -> list[float]:
    if not trust or not guessed:
        return [guessed / n * table.unlabelled_error[kind] for kind in KINDS]
    halves: list[float] = []
    for kind, column in zip(KINDS, zip(*misses, strict=True), strict=True):
        m, mean = len(column), sum(column) / len(column)
        one_change_error = sum((x - mean) ** 2 for x in column) / (m - 1)  # how far one change's odds miss
        shift_error = ((1 - trust) * table.shift_spread[kind]) ** 2  # the shift the shrinking leaves standing
        halves.append(guessed / n * NINETY * sqrt(shift_error + one_change_error * (trust**2 / m + 1 / guessed)))
    return halves


def choose_to_label(items: Sequence[Judged], n: int = 40, seed: int = 0) -> list[Asked]:
    """Choose which changes to ask about: most at random, for the shares; the rest the least sure.

    Changes that say themselves what they are get no question. Same items and seed, same choice.
    """
    open_ones = [i for i, item in enumerate(items) if _is_guess(item)]
    shuffled = sorted(open_ones, key=lambda i: sha256(f"{seed}:{i}".encode()).digest())
    n_random = min(len(shuffled), round(n * RANDOM_PART))
    drawn = shuffled[:n_random]
    unsure = sorted(shuffled[n_random:], key=lambda i: max(items[i].odds))[: max(0, n - n_random)]
    return [Asked(i, is_random=True) for i in drawn] + [Asked(i, is_random=False) for i in unsure]
