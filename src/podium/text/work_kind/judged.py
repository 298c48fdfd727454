"""The six kinds of work, and what podium says about one change.

Which kind, how it knows, how sure.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

KnownKind = Literal["feature", "fix", "incident", "improvement", "docs", "chore"]
WorkKind = Literal[KnownKind, "unclear"]
How = Literal["structure", "paths", "weights", "abstained"]

KINDS: Final[tuple[KnownKind, ...]] = get_args(KnownKind)
LEAST_SURE: Final = 0.6  # below this podium says "unclear"

Odds = tuple[float, float, float, float, float, float]


class Judged(NamedTuple):
    """One change judged; `odds` holds the chance of every kind, in the order of `KINDS`."""

    kind: WorkKind
    how: How
    p: float
    why: str
    odds: Odds

    @property
    def likeliest(self) -> KnownKind:
        """The kind with the best odds, also where podium abstains; for measuring, not for showing."""
        return KINDS[self.odds.index(max(self.odds))]


def spread(chances: dict[KnownKind, float]) -> Odds:
    """Lay chances out in the order of `KINDS`, summing to one."""
    total = sum(chances.values())
    a, b, c, d, e, f = (chances.get(kind, 0.0) / total for kind in KINDS)
    return (a, b, c, d, e, f)


def judge(odds: Odds, how: How, why: str) -> Judged:
    """Name the likeliest kind, or abstain where its odds are too low."""
    p = max(odds)
    if p < LEAST_SURE:
        return Judged("unclear", "abstained", p, f"no kind reaches {LEAST_SURE:.0%}: best {p:.0%}", odds)
    return Judged(KINDS[odds.index(p)], how, p, why, odds)
