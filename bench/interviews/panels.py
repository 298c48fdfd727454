"""Panels as companies have them: 40 candidates, each seen by 4 of 14 interviewers, votes 1 to 4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from podium.programs.interviews.reliability import Design, design, g_q_k, panels_of, reliability
from podium.programs.interviews.severity import Vote, fit

if TYPE_CHECKING:
    from collections.abc import Iterator

CANDIDATES, INTERVIEWERS, SCORERS = 40, 14, 4
SEVERITY_SD, CANDIDATE_SD, REST_SD, MEAN = 0.5, 0.8, 0.7, 2.5
QUIET, LOUD = 0.25, 0.75


@dataclass(frozen=True, slots=True)
class Panel:
    """One simulated panel and its truth, in points."""

    votes: tuple[Vote, ...]
    severity: dict[str, float]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the estimates did on many panels.

    Attributes:
        covered: share of 90 % intervals that hold the true severity.
        reliability, true_reliability: mean G(q,k), estimated and true; near: share of panels within .05.
        false_flags: share flagged among interviewers whose true severity is under a quarter of a point.
        seen: share flagged among those at three quarters of a point or more.
    """

    panels: int
    covered: float
    reliability: float
    true_reliability: float
    near: float
    false_flags: float
    seen: float


def panels(count: int, seed: int) -> Iterator[Panel]:
    """Simulated panels, the same for the same seed."""
    generator = np.random.default_rng(seed)
    for _ in range(count):
        severity = generator.normal(0, SEVERITY_SD, INTERVIEWERS)
        quality = generator.normal(0, CANDIDATE_SD, CANDIDATES)
        votes = []
        for whom in range(CANDIDATES):
            for who in generator.choice(INTERVIEWERS, SCORERS, replace=False):
                judgement = MEAN + quality[whom] + severity[who] + generator.normal(0, REST_SD)
                votes.append(Vote(f"c{whom:02}", f"i{who:02}", int(np.clip(np.rint(judgement), 1, 4))))
        yield Panel(tuple(votes), {f"i{who:02}": float(points) for who, points in enumerate(severity)})


def true_reliability(coefficients: Design) -> float:
    """G(q,k) at the variances the panels are made with."""
    return g_q_k(CANDIDATE_SD**2, SEVERITY_SD**2, REST_SD**2, coefficients)


def tally(count: int, seed: int) -> Tally:
    """Fit every panel and count."""
    covered: list[bool] = []
    false_flags: list[bool] = []
    loud_flags: list[bool] = []
    estimates: list[float] = []
    truths: list[float] = []
    for panel in panels(count, seed):
        result = fit(panel.votes)
        for name, truth in panel.severity.items():
            interval = result.severity[name]
            covered.append(interval.low_90 <= truth <= interval.high_90)
            if abs(truth) < QUIET:
                false_flags.append(interval.is_flagged)
            if abs(truth) >= LOUD:
                loud_flags.append(interval.is_flagged)
        by_candidate = panels_of(panel.votes)
        estimates.append(reliability(result, by_candidate).value)
        truths.append(true_reliability(design(by_candidate)))
    gaps = np.abs(np.array(estimates) - np.array(truths))
    return Tally(
        count,
        float(np.mean(covered)),
        float(np.mean(estimates)),
        float(np.mean(truths)),
        float(np.mean(gaps <= 0.05)),
        float(np.mean(false_flags)),
        float(np.mean(loud_flags)),
    )
