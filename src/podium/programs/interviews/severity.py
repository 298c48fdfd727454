"""How severe interviewers are: crossed random effects, shrunk, with intervals.

Model, for panels that are neither crossed nor nested: a judgement = mean + candidate + interviewer + rest, each normal; the
vote is that judgement rounded to the scale, and open at both ends of it. Leaving out the ends would make every interviewer
look milder than they are: on a scale of four most votes lie at an end. Given the three standard deviations, the effects are
found by Newton steps and their doubt by the curvature there (Laplace). The standard deviations themselves are not fixed at
one estimate but averaged over a grid around the best one, with a half-Cauchy prior of one point on each (Rue, Martino and
Chopin 2009). An estimate is pulled towards zero by as much as its cards are few.
"""

from __future__ import annotations

from collections import Counter
from statistics import NormalDist
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotTell
from podium.programs.interviews.latent_votes import layout_of, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.programs.interviews.latent_votes import Layout, Place

FLAG_POINTS = 0.5
FEWEST_VOTES = 8


class Vote(msgspec.Struct, frozen=True):
    """One counted vote: who gave it, to whom, and the vote itself, a whole number of points."""

    candidate: str
    interviewer: str
    value: int


class Interval(msgspec.Struct, frozen=True):
    """An estimate in points of the vote's scale, with both ends of two intervals around it."""

    estimate: float
    low_90: float
    high_90: float
    low_99: float
    high_99: float
    cards: int

    @property
    def is_flagged(self) -> bool:
        """Half a point or more, and zero outside the 99 % interval."""
        return abs(self.estimate) >= FLAG_POINTS and not self.low_99 <= 0 <= self.high_99


class Fit(msgspec.Struct, frozen=True):
    """What the model says of one panel.

    Attributes:
        severity: by interviewer, points above (lenient) or below (severe) the panel; shrunk.
        weights: one for each triple of variances; they add up to 1.
        variances: (candidate, interviewer, rest) of each weight.
    """

    severity: dict[str, Interval]
    weights: tuple[float, ...]
    variances: tuple[tuple[float, float, float], ...]


def fit(votes: Sequence[Vote], *, lowest: int = 1, highest: int = 4) -> Fit:
    """Fit the model to all counted votes on a scale from `lowest` to `highest`.

    Raises:
        CannotTell: fewer than two candidates or interviewers, too few votes, or all votes alike.
    """
    candidates = sorted({vote.candidate for vote in votes})
    interviewers = sorted({vote.interviewer for vote in votes})
    if len(candidates) < 2 or len(interviewers) < 2 or len(votes) < FEWEST_VOTES:
        raise CannotTell("too few cards to tell interviewers and candidates apart")
    if len({vote.value for vote in votes}) == 1:
        raise CannotTell("all votes are alike; there is nothing to tell apart")
    layout: Layout = layout_of(
        [vote.value for vote in votes],
        [candidates.index(vote.candidate) for vote in votes],
        [interviewers.index(vote.interviewer) for vote in votes],
        lowest,
        highest,
    )
    around = places(layout)
    cards = Counter(vote.interviewer for vote in votes)
    severity = {name: _mixture(around, n, cards[name]) for n, name in enumerate(interviewers)}
    return Fit(severity, tuple(place.weight for place in around), tuple(place.variances for place in around))


def _mixture(around: Sequence[Place], interviewer: int, cards: int) -> Interval:
    """Mean and quantiles of one interviewer's mixture of normals."""
    parts = [
        (place.weight, NormalDist(place.effects[interviewer], place.errors[interviewer]))
        for place in around
        if place.weight > 1e-5
    ]
    whole = sum(weight for weight, _ in parts)
    mean = sum(weight * part.mean for weight, part in parts) / whole
    start = min(part.mean - 6 * part.stdev for _, part in parts)
    end = max(part.mean + 6 * part.stdev for _, part in parts)

    def quantile(share: float) -> float:
        low, high = start, end
        while high - low > 1e-4:
            middle = (low + high) / 2
            below = sum(weight * part.cdf(middle) for weight, part in parts) / whole
            low, high = (middle, high) if below < share else (low, middle)
        return (low + high) / 2

    return Interval(mean, quantile(0.05), quantile(0.95), quantile(0.005), quantile(0.995), cards)
