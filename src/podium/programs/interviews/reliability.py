"""How far a panel's votes can be trusted: alpha, G(q,k), and ICC where everyone saw everyone.

Sources: Krippendorff 2011 (alpha, by the `krippendorff` package); Putka, Le, McCloy and Diaz 2008 (G(q,k) and its two
design coefficients); Shrout and Fleiss 1979 (ICC(2,1) and ICC(2,k)).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotTell, Misuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from podium.programs.interviews.severity import Fit, Vote

FEWEST_CANDIDATES, FEWEST_SCORERS = 20, 3
REWRITE_ANCHORS_BELOW = 0.4


class Design(msgspec.Struct, frozen=True):
    """How a panel is laid out.

    Attributes:
        k: harmonic mean of scorers a candidate.
        q: share of the interviewers' variance that ends up in candidates' differences; 0 when everyone saw everyone,
            1/k when no two candidates share an interviewer.
    """

    q: float
    k: float


class Reliability(msgspec.Struct, frozen=True):
    """G(q,k): the share of differences between candidates' mean votes that lies in the candidates, 0 to 1."""

    value: float
    low_90: float
    high_90: float
    design: Design


def panels_of(votes: Sequence[Vote]) -> dict[str, frozenset[str]]:
    """Who scored each candidate."""
    panels: dict[str, set[str]] = defaultdict(set)
    for vote in votes:
        panels[vote.candidate].add(vote.interviewer)
    return {candidate: frozenset(names) for candidate, names in sorted(panels.items())}


def design(panels: Mapping[str, frozenset[str]]) -> Design:
    """Both design coefficients (Putka and others 2008, equation for q and harmonic mean k).

    q = 1/k - sum over pairs of candidates of shared / (k_i k_j), divided by n (n - 1).

    Raises:
        Misuse: fewer than two candidates, or one nobody scored.
    """
    sets = list(panels.values())
    if len(sets) < 2 or not all(sets):
        raise Misuse("a design needs two candidates, each with a scorer")
    k = len(sets) / sum(1 / len(names) for names in sets)
    pairs = itertools.combinations(sets, 2)
    shared = 2 * sum(len(a & b) / (len(a) * len(b)) for a, b in pairs)
    return Design(max(0.0, 1 / k - shared / (len(sets) * (len(sets) - 1))), k)


def reliability(fit: Fit, panels: Mapping[str, frozenset[str]]) -> Reliability:
    """G(q,k) averaged over the doubt about the variances, with its 90 % interval."""
    coefficients = design(panels)
    at_each = [g_q_k(*variances, coefficients) for variances in fit.variances]
    mean = sum(weight * value for weight, value in zip(fit.weights, at_each, strict=True))
    ordered = sorted(zip(at_each, fit.weights, strict=True))
    return Reliability(mean, _weighted_quantile(ordered, 0.05), _weighted_quantile(ordered, 0.95), coefficients)


def g_q_k(candidate: float, interviewer: float, rest: float, coefficients: Design) -> float:
    """G(q,k) from three variances: candidate / (candidate + q interviewer + rest / k)."""
    return candidate / (candidate + coefficients.q * interviewer + rest / coefficients.k)


def _weighted_quantile(ordered: Sequence[tuple[float, float]], share: float) -> float:
    total = 0.0
    for value, weight in ordered:
        total += weight
        if total >= share:
            return value
    return ordered[-1][0]


def alpha(votes: Sequence[Vote]) -> float:
    """Krippendorff's alpha for ordinal votes, 1 for full agreement, 0 for none beyond chance.

    Raises:
        CannotTell: fewer than two candidates with two scorers, or all votes alike.
    """
    import krippendorff
    import numpy as np

    by_pair = {(vote.interviewer, vote.candidate): vote.value for vote in votes}
    interviewers = sorted({vote.interviewer for vote in votes})
    scorers = panels_of(votes)
    candidates = [name for name, names in scorers.items() if len(names) >= 2]
    if len(candidates) < 2:
        raise CannotTell("fewer than two candidates have two scorers")
    table = np.array([[by_pair.get((who, whom), np.nan) for whom in candidates] for who in interviewers])
    if len(np.unique(table[~np.isnan(table)])) < 2:
        raise CannotTell("all votes are alike")
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal"))


def is_crossed(votes: Sequence[Vote]) -> bool:
    """Whether every interviewer saw every candidate, so that an ICC may be computed."""
    names = frozenset(vote.interviewer for vote in votes)
    return len(names) > 1 and all(panel == names for panel in panels_of(votes).values())


def icc(votes: Sequence[Vote]) -> tuple[float, float]:
    """ICC(2,1) and ICC(2,k) of a fully crossed panel (Shrout and Fleiss 1979).

    Raises:
        CannotTell: somebody did not see somebody, or there is one candidate.
    """
    import numpy as np

    candidates = sorted({vote.candidate for vote in votes})
    interviewers = sorted({vote.interviewer for vote in votes})
    if not is_crossed(votes) or len(candidates) < 2:
        raise CannotTell("an ICC needs every interviewer to have seen every candidate")
    by_pair = {(vote.candidate, vote.interviewer): vote.value for vote in votes}
    table = np.array([[by_pair[whom, who] for who in interviewers] for whom in candidates])
    n, k = table.shape
    mean, by_row, by_column = table.mean(), table.mean(1), table.mean(0)
    between_rows = k * float(((by_row - mean) ** 2).sum()) / (n - 1)
    between_columns = n * float(((by_column - mean) ** 2).sum()) / (k - 1)
    residual = float(((table - by_row[:, None] - by_column + mean) ** 2).sum()) / ((n - 1) * (k - 1))
    above = between_rows - residual
    single = above / (between_rows + (k - 1) * residual + k * (between_columns - residual) / n)
    return single, above / (between_rows + (between_columns - residual) / n)
