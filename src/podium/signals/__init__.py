"""What we ask: one file, one question, one SELECT whose rows are receipts, one number."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from podium.core.errors import Misuse, OurFault
from podium.core.folds import Fold, Row
from podium.core.measure import Measure
from podium.core.time import DAY_S, Window

if TYPE_CHECKING:
    from podium.core.folds import Statistic

Grade = Literal["strong", "moderate", "weak", "anecdote"]
Over = Literal["window", "quarter", "two years", "history"]
_DAYS = {"quarter": 90, "two years": 2 * 52 * 7}
_EVER = -(2**62)
_OTHERS = re.compile(r"\b(?:from|join)\s+(?:ours|crowd)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """What a study found in the rows: a number, or None and why; its reading in words; further facts in print order."""

    value: float | None
    why_none: str = ""
    details: tuple[tuple[str, str], ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """A fold that also needs unlabelled series beside the receipts.

    Attributes:
        name: the method, as printed in a receipt.
        kind: what sort of statistic the value is.
        unit: of the value.
        beside: a second SELECT over the same views; its rows are used and never shown.
        function: receipts, rows of `beside` and the window to what was found.
        sizes: of a share of quantities, rows of `beside` to moments and what the amounts of the receipts are a part of;
            None where each receipt counts as one.
        scale: how much of an amount makes one of what is counted: 3600 where seconds are counted in hours.
    """

    name: str
    kind: Statistic
    unit: str
    beside: str
    function: Callable[[Sequence[Row], Sequence[tuple[Any, ...]], Window], Found]
    sizes: Callable[[Sequence[tuple[Any, ...]]], Iterable[tuple[int, float]]] | None = None
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what a signal asks about leaves a trace at all; below a least share silence would be told as 0.

    Attributes:
        rows: a SELECT of (moment, ref, amount), one row for each thing asked about; amount 1 where a trace would show.
        least: the share of them that must show before there is a number.
        says: why there is none, with {seen} and {all}.
    """

    rows: str
    least: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One question to the evidence.

    Attributes:
        name: dashes for people; the file's name.
        asks: the question, ends in `?`.
        rows: one SELECT of (moment, ref, amount) over the views of evidence; its rows are the receipts.
        fold: rows to number, with the unit.
        least: rows below which there is no number.
        rows_are: what one row is, in the plural, as a person reads it.
        blind_to: what it cannot see.
        confounders: what else moves it.
        source: where the question and its norm come from.
        grade: how strong the evidence behind it is.
        counter: what speaks against it; empty when nothing is known.
        over: the stretch it is asked over; `window` is the look's own.
        looks_back: days before the stretch that its rows are read with; a row counts by its own moment.
        is_group: a number about the team, told only for five people or more.
        better: which direction is the better one; empty when neither is.
        informs: sources that would sharpen it.
        lower_bound_without: sources of which one must be connected; without any, the number is only a lower bound.
        coverage: how much of it must leave a trace before there is a number; None where every row does.
        version: grows when podium counts it in another way, so that an old number is not held against a new one.
    """

    name: str
    asks: str
    rows: str
    fold: Fold | Study
    least: int
    blind_to: str
    source: str
    grade: Grade
    rows_are: str = "rows"
    confounders: str = ""
    counter: str = ""
    over: Over = "window"
    looks_back: int = 0
    is_group: bool = False
    better: Literal["lower", "higher", ""] = ""
    informs: tuple[str, ...] = ()
    lower_bound_without: tuple[str, ...] = ()
    coverage: Coverage | None = None
    version: int = 1

    @property
    def is_about_others(self) -> bool:
        """Whether it reads what anybody but her did, even if the number is hers."""
        beside = self.fold.beside if isinstance(self.fold, Study) else ""
        return bool(_OTHERS.search(f"{self.rows} {beside}"))


class Asks(Protocol):
    """What a signal needs of the evidence."""

    def ask(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        """Rows of one SELECT over the views, limited to the window."""
        ...

    def group_size(self, window: Window) -> int:
        """People of the team who acted in the window."""
        ...

    def withheld(self, window: Window) -> str:
        """Why nothing about others may be told of the window; empty when it may."""
        ...


GROUP = 5


def window_of(signal: Signal, window: Window) -> Window:
    """The stretch a signal is asked over, given the look's window."""
    if signal.over in _DAYS:
        return Window.ending(window.end_s, days=_DAYS[signal.over])
    return Window(_EVER, window.end_s) if signal.over == "history" else window


def read(signal: Signal, evidence: Asks, window: Window, *, since_s: int | None = None) -> Measure:
    """Ask one signal. Below `least` rows, or for a group under five, there is no number and the reason says so.

    Args:
        since_s: since when she manages; two years of her past begin no earlier.
    """
    own_window = window_of(signal, window)
    if since_s is not None and signal.over == "two years":
        own_window = Window(min(max(own_window.start_s, since_s), own_window.end_s), own_window.end_s)
    if signal.is_about_others and (why := evidence.withheld(own_window)):
        return _none(signal, own_window, (), why)
    if signal.is_group and (size := evidence.group_size(own_window)) < GROUP:
        why = f"team numbers need five people, {size} acted" if size else "nobody acted"
        return _none(signal, own_window, (), why)
    answer_rows = evidence.ask(signal.rows, _with_lead(signal, own_window), question=signal.name)
    rows = tuple(Row(int(m), str(r), float(a)) for m, r, a in answer_rows if m is not None and a is not None)
    if signal.looks_back:
        rows = tuple(row for row in rows if row.moment >= own_window.start_s)
    if len(rows) < signal.least:
        return _none(signal, own_window, rows, f"{len(rows)} of at least {signal.least} {signal.rows_are} needed")
    if why := _uncovered(signal, evidence, own_window):
        return _none(signal, own_window, rows, why)
    if isinstance(signal.fold, Fold):
        value = signal.fold(rows)
        why = "" if value is not None else "the rows carry no number"
        return Measure(signal.name, own_window, value, signal.fold.unit, len(rows), signal.least, rows, why)
    beside = evidence.ask(signal.fold.beside, own_window, question=signal.name)
    studied = signal.fold.function(rows, beside, own_window)
    return Measure(
        signal.name,
        own_window,
        studied.value,
        signal.fold.unit,
        len(rows),
        signal.least,
        rows,
        studied.why_none,
        studied.details,
        studied.reading,
    )


def _uncovered(signal: Signal, evidence: Asks, asked: Window) -> str:
    """Why too little of what is asked about leaves a trace; empty when enough does."""
    if signal.coverage is None:
        return ""
    found = evidence.ask(signal.coverage.rows, asked, question=signal.name)
    seen = sum(bool(amount) for _, _, amount in found)
    if found and seen >= signal.coverage.least * len(found):
        return ""
    return signal.coverage.says.format(seen=f"{seen:,}", all=f"{len(found):,}")


def _with_lead(signal: Signal, window: Window) -> Window:
    return Window(window.start_s - signal.looks_back * DAY_S, window.end_s) if signal.looks_back else window


def _none(signal: Signal, window: Window, rows: tuple[Row, ...], why: str) -> Measure:
    return Measure(signal.name, window, None, signal.fold.unit, len(rows), signal.least, rows, why)


@cache
def every() -> tuple[Signal, ...]:
    """All signals, by name: those of this folder, then those other packages bring under `podium.signals`."""
    here = [_load(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    from importlib.metadata import entry_points

    brought = [signal for e in entry_points(group="podium.signals") if isinstance(signal := e.load(), Signal)]
    return tuple(sorted([*here, *brought], key=lambda s: s.name))


def _load(module_name: str) -> Signal:
    module = importlib.import_module(module_name)
    name = module_name.rpartition(".")[2].upper()
    signal = getattr(module, name, None)
    if not isinstance(signal, Signal):
        raise OurFault(f"{module_name} holds no signal called {name}")
    return signal


def named(name: str) -> Signal:
    """One signal by its name.

    Raises:
        Misuse: there is none; lists those there are.
    """
    for signal in every():
        if signal.name == name:
            return signal
    raise Misuse(f"there is no signal {name!r}", next_step="`podium signals` lists them")
