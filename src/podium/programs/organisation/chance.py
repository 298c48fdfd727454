"""An answer left to chance on her own machine: randomised response by OpenDP.

The truth stands in a contribution with chance p, each other answer with chance q. p and q are chosen so that no answer is
more than e^epsilon times as likely under one truth as under another; OpenDP's own map says so again before it is used.
Needs the extra `podium[org]`.
"""

from __future__ import annotations

import math
import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import CannotTell, OurFault
from podium.system.extras import install_line

if TYPE_CHECKING:
    from collections.abc import Sequence

# A normal interval of 95 %.
Z = 1.959964


class Chances(msgspec.Struct, frozen=True):
    """How often the truth is said, and each other answer instead."""

    truth: float
    other: float


def chances(epsilon: float, answers: int) -> Chances:
    """p and q for a number of answers; rounded so that they never give away more than epsilon."""
    truth = math.floor(math.exp(epsilon) / (math.exp(epsilon) + answers - 1) * 1e12) / 1e12
    return Chances(truth, (1 - truth) / (answers - 1))


class Randomiser(msgspec.Struct):
    """Answers left to chance at one epsilon."""

    epsilon: float
    _measurements: dict[tuple[str, ...], Any] = msgspec.field(default_factory=dict)

    def answer(self, truth: str, answers: Sequence[str]) -> str:
        """An answer: the truth, or another, by chance.

        Raises:
            CannotTell: the extra is not installed.
        """
        return str(self._measurement(tuple(answers))(truth))

    def _measurement(self, answers: tuple[str, ...]) -> Any:
        if answers not in self._measurements:
            dp = _opendp()
            measurement = dp.m.make_randomized_response(list(answers), chances(self.epsilon, len(answers)).truth)
            if measurement.map(1) > self.epsilon:
                raise OurFault(f"randomised response would give away {measurement.map(1)}, more than {self.epsilon}")
            self._measurements[answers] = measurement
        return self._measurements[answers]


def _opendp() -> Any:
    try:
        import opendp.prelude as dp
        from opendp.mod import enable_features
    except ImportError:
        raise CannotTell(
            "answers are left to chance by a library that is not installed", next_step=install_line("org")
        ) from None
    enable_features("contrib")
    return dp


def draw(questions: Sequence[str]) -> str:
    """One question, each as likely, whatever is true."""
    return questions[secrets.randbelow(len(questions))]


def half_width(epsilon: float, answers: int, n: float) -> float:
    """Half of the 95 % interval of a share told by `n` answers, where it is widest."""
    likely = chances(epsilon, answers)
    return Z * math.sqrt(0.25 / n) / (likely.truth - likely.other) if n > 0 else math.inf
