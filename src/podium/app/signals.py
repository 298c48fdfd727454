"""The signals as they are explained: question, SELECT, fold, minimum, source, grade."""

from __future__ import annotations

import textwrap

import msgspec

from podium import signals
from podium.signals import Signal, Study

__all__ = ["Signal"]


class SignalRecord(msgspec.Struct, frozen=True):
    """Everything a signal declares, in the order it is printed."""

    name: str
    asks: str
    unit: str
    fold: str
    least: int
    over: str
    looks_back: str | msgspec.UnsetType
    better: str
    team_of_five: bool
    grade: str
    source: str
    counter: str
    blind_to: str
    confounders: str
    sharpened_by: str
    select: str
    beside: str | msgspec.UnsetType


def every() -> tuple[Signal, ...]:
    """All signals, by name."""
    return tuple(signals.every())


def named(name: str) -> Signal:
    """One signal.

    Raises:
        Misuse: there is none of that name.
    """
    return signals.named(name)


def facts(signal: Signal) -> SignalRecord:
    """Everything a signal declares, in the order it is printed."""
    return SignalRecord(
        name=signal.name,
        asks=signal.asks,
        unit=signal.fold.unit,
        fold=signal.fold.name,
        least=signal.least,
        over=signal.over,
        looks_back=f"{signal.looks_back} days before that" if signal.looks_back else msgspec.UNSET,
        better=signal.better or "neither direction",
        team_of_five=signal.is_group,
        grade=signal.grade,
        source=signal.source,
        counter=signal.counter or "nothing known",
        blind_to=signal.blind_to,
        confounders=signal.confounders,
        sharpened_by=", ".join(signal.informs) or "nothing",
        select=textwrap.dedent(signal.rows).strip(),
        beside=textwrap.dedent(signal.fold.beside).strip() if isinstance(signal.fold, Study) else msgspec.UNSET,
    )
