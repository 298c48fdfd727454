"""What we ask: one file, one question, one SELECT whose rows are receipts, one number."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec
from msgspec.structs import replace

from podium.core.errors import Misuse, OurFault
from podium.core.folds import Fold, Row, Statistic
from podium.core.group import Band, quarter, rounded
from podium.core.measure import NO_WORDS, Exact, Measure, Words, published
from podium.core.nearest import did_you_mean
from podium.core.time import DAY_S, WEEK_S, Window
from podium.system import points

if TYPE_CHECKING:
    from podium.evidence.views.group import GroupAnswer, Sides

    Rows = tuple[Row, ...]

Grade = Literal["strong", "moderate", "weak", "anecdote"]
Over = Literal["window", "quarter", "two years", "history"]
_DAYS = {"quarter": 90, "two years": 2 * 52 * 7}
_EVER = -(2**62)
_MONDAY_S = 4 * DAY_S
_NO_ACTS = frozenset({"people", "files"})  # what rows are when they are no acts of a week
_OTHERS = re.compile(r"\b(?:from|join)\s+(?:ours|crowd)\b")


class StudyResult(msgspec.Struct, frozen=True):
    """What a study found in the rows: a number, or None and why; its reading in words; further facts in print order.

    Attributes:
        interval: the ends of its 90 % interval; None for what was counted.
    """

    value: float | None
    why_none: str = ""
    details: tuple[tuple[str, str], ...] = ()
    reading: str = ""
    interval: tuple[float, float] | None = None


class Study(msgspec.Struct, frozen=True):
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
    function: Callable[[Sequence[Row], Sequence[tuple[Any, ...]], Window], StudyResult]
    sizes: Callable[[Sequence[tuple[Any, ...]]], Iterable[tuple[int, float]]] | None = None
    scale: float = 1.0


class Coverage(msgspec.Struct, frozen=True):
    """How much of what a signal asks about leaves a trace at all; below a least share silence would be told as 0.

    Attributes:
        rows: a SELECT of (moment, ref, amount), one row for each thing asked about; amount 1 where a trace would show.
        least: the share of them that must show before there is a number.
        says: why there is none, with {seen} and {all}.
    """

    rows: str
    least: float
    says: str

    def is_enough(self, traces: Sequence[tuple[Any, ...]]) -> bool:
        """Whether enough of the rows show a trace; of nothing at all there is none."""
        return bool(traces) and sum(bool(row[2]) for row in traces) >= self.least * len(traces)

    def words(self, traces: Sequence[tuple[Any, ...]], size: Callable[[int], str]) -> str:
        """Why there is no number, with sizes as they may be told."""
        return self.says.format(seen=size(sum(bool(row[2]) for row in traces)), all=size(len(traces)))


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """One question to the evidence.

    Attributes:
        name: dashes for people; the file's name.
        asks: the question, ends in `?`.
        words: what a person calls the number, and the sentence it is said in; without any, its name and its value.
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
        is_group: a number about the team, told only where five people or more are behind it.
        else_hers: where the group may not be told of, the same is asked of what she did herself.
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
    words: Words = NO_WORDS
    rows_are: str = "rows"
    confounders: str = ""
    counter: str = ""
    over: Over = "window"
    looks_back: int = 0
    is_group: bool = False
    else_hers: bool = False
    better: Literal["lower", "higher", ""] = ""
    informs: tuple[str, ...] = ()
    lower_bound_without: tuple[str, ...] = ()
    coverage: Coverage | None = None
    version: int = 1

    @property
    def spoken(self) -> Words:
        """Its words; its name in place of a short name where it brought none."""
        return self.words if self.words.short else replace(self.words, short=self.name.replace("-", " "))

    @property
    def selects(self) -> tuple[str, ...]:
        """Every SELECT it may ask."""
        beside = [self.fold.beside] if isinstance(self.fold, Study) else []
        coverage = [self.coverage.rows] if self.coverage else []
        return (self.rows, *beside, *coverage)

    @property
    def is_about_others(self) -> bool:
        """Whether it reads what anybody but her did, even if the number is hers."""
        beside = self.fold.beside if isinstance(self.fold, Study) else ""
        return bool(_OTHERS.search(f"{self.rows} {beside}"))


class _Ask(Protocol):
    def __call__(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]: ...


class Asks(Protocol):
    """What a signal needs of the evidence."""

    def ask(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        """Rows of her own part of the views, limited to the window."""
        ...

    def ask_hers(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        """Rows about things of hers, with what others did to them."""
        ...

    def ask_group(
        self, select: str, window: Window, *, question: str, sides: Sides = "all", with_own: bool = True
    ) -> GroupAnswer:
        """An answer about the group, after the rule of five."""
        ...

    def group_size(self, window: Window) -> int:
        """People of the team who acted in the window."""
        ...

    def withheld(self, window: Window) -> str:
        """Why nothing about others may be told of the window; empty when it may."""
        ...


# A package names a signal of its own: `my-signal = "my_package.my_signal:MY_SIGNAL"` under this group.
GROUP_OF_POINTS = "podium.signals"


def window_of(signal: Signal, window: Window) -> Window:
    """The stretch a signal is asked over, given the look's window."""
    if signal.over in _DAYS:
        return Window.ending(window.end_s, days=_DAYS[signal.over])
    return Window(_EVER, window.end_s) if signal.over == "history" else window


def read(
    signal: Signal, evidence: Asks, window: Window, *, since_s: int | None = None, with_own: bool = True
) -> Measure:
    """Ask one signal. Below `least` rows, or without five people behind them, there is no number and the reason says so.

    Args:
        since_s: since when she manages; two years of her past begin no earlier.
        with_own: a group's measure holds her own rows, which a mere comparison does not need.
    """
    own_window = window_of(signal, window)
    if since_s is not None and signal.over == "two years":
        own_window = Window(min(max(own_window.start_s, since_s), own_window.end_s), own_window.end_s)
    if signal.is_group:
        return _read_group(signal, evidence, own_window, with_own=with_own)
    if not signal.is_about_others:
        return _read_hers(signal, evidence.ask, own_window, evidence)
    why = evidence.withheld(own_window)
    return _none(signal, own_window, why=why) if why else _read_hers(signal, evidence.ask_hers, own_window, evidence)


def _read_hers(signal: Signal, ask: _Ask, asked: Window, evidence: Asks) -> Measure:
    rows = _rows(signal, ask(signal.rows, _with_lead(signal, asked), question=signal.name), asked)
    if len(rows) < signal.least:
        return _none(signal, asked, rows, f"{len(rows)} of at least {signal.least} {signal.rows_are} needed")
    if signal.coverage is not None:
        traces = ask(signal.coverage.rows, asked, question=signal.name)
        if not signal.coverage.is_enough(traces):
            uncovered = _none(signal, asked, (), signal.coverage.words(traces, str))
            return replace(uncovered, n=len(rows), rows=rows, size=str(len(rows)))
    beside = () if isinstance(signal.fold, Fold) else evidence.ask(signal.fold.beside, asked, question=signal.name)
    result = _fold(signal, rows, beside, asked)
    return Measure(
        signal.name,
        asked,
        result.value,
        signal.fold.unit,
        len(rows),
        signal.least,
        rows,
        result.why_none,
        result.details,
        result.reading,
        str(len(rows)),
        interval=result.interval,
        words=signal.spoken,
    )


def _read_group(signal: Signal, evidence: Asks, asked: Window, *, with_own: bool) -> Measure:
    lead = _with_lead(signal, asked)
    answer = evidence.ask_group(signal.rows, lead, question=signal.name, sides=_sides(signal), with_own=with_own)
    if answer.why_none and signal.else_hers and not evidence.withheld(asked):
        hers = _read_hers(signal, evidence.ask, asked, evidence)
        # None of hers is no evidence of none at all.
        return hers if hers.value else _none(signal, asked, why=answer.why_none)
    if answer.why_none:
        return _none(signal, asked, why=answer.why_none)
    rows, own = _rows(signal, answer.for_judging, asked), _rows(signal, answer.own, asked)
    if len(rows) < signal.least:
        why = f"{'fewer than the' if rows else '0 of at least'} {signal.least} {signal.rows_are} needed"
        return replace(_none(signal, asked, rows, why, is_group=True), rows=own)
    if why := _uncovered(signal, evidence, asked):
        return replace(_none(signal, asked, (), why, is_group=True), rows=own, size=str(Band.of(len(rows))))
    beside: Sequence[tuple[Any, ...]] = ()
    if isinstance(signal.fold, Study):
        more = evidence.ask_group(signal.fold.beside, asked, question=signal.name, with_own=False)
        if more.why_none:
            return _none(signal, asked, why=more.why_none)
        beside = more.for_judging
    result, unit = _fold(signal, rows, beside, asked), signal.fold.unit
    is_in_quarters = answer.is_of_one and unit == "share" and result.value is not None
    return Measure(
        signal.name,
        asked,
        sum(quarter(result.value or 0.0)) / 2 if is_in_quarters else published(result.value, unit),
        unit,
        None,
        signal.least,
        own,
        result.why_none,
        result.details,
        result.reading,
        str(Band.of(len(rows))),
        () if is_in_quarters else _weeks(signal, rows),
        _places(signal, rows),
        is_group=True,
        is_in_quarters=is_in_quarters,
        interval=result.interval and (rounded(result.interval[0], unit), rounded(result.interval[1], unit)),
        exact=Exact(result.value, rows),
        words=signal.spoken,
    )


def _uncovered(signal: Signal, evidence: Asks, asked: Window) -> str:
    """Why too little of what a group did leaves a trace; empty when enough does."""
    if signal.coverage is None:
        return ""
    traces = evidence.ask_group(signal.coverage.rows, asked, question=signal.name, sides="each", with_own=False)
    if traces.why_none or signal.coverage.is_enough(traces.for_judging):
        return traces.why_none
    return signal.coverage.words(traces.for_judging, lambda count: str(Band.of(count)))


def _sides(signal: Signal) -> Sides:
    """Of a share the rows with and without an amount both tell; of a sum those with one."""
    return "each" if signal.fold.kind == "share" else "with"


def _rows(signal: Signal, found: Iterable[tuple[Any, ...]], asked: Window) -> tuple[Row, ...]:
    rows = tuple(Row(int(m), str(r), float(a)) for m, r, a in found if m is not None and a is not None)
    return tuple(row for row in rows if row.moment >= asked.start_s) if signal.looks_back else rows


def _fold(signal: Signal, rows: Sequence[Row], beside: Sequence[tuple[Any, ...]], asked: Window) -> StudyResult:
    if isinstance(signal.fold, Study):
        return signal.fold.function(rows, beside, asked)
    value = signal.fold(rows)
    return StudyResult(value, "" if value is not None else "the rows carry no number")


def _weeks(signal: Signal, rows: Iterable[Row]) -> tuple[tuple[int, Band], ...]:
    """The first second of each week with rows, and how many of them, in a band; a row may be a week itself."""
    if signal.rows_are in _NO_ACTS:
        return ()
    counts: Counter[int] = Counter()
    for row in rows:
        if row.ref != "all other changes":
            counts[(row.moment - _MONDAY_S) // WEEK_S] += round(row.amount) if signal.rows_are == "weeks" else 1
    return tuple((week * WEEK_S + _MONDAY_S, Band.of(n)) for week, n in sorted(counts.items()))


def _places(signal: Signal, rows: Iterable[Row]) -> tuple[tuple[str, float], ...]:
    """Files and what each counts, without a day."""
    return tuple((row.ref, row.amount) for row in rows) if signal.rows_are == "files" else ()


def _with_lead(signal: Signal, window: Window) -> Window:
    return Window(window.start_s - signal.looks_back * DAY_S, window.end_s) if signal.looks_back else window


def _none(
    signal: Signal, window: Window, rows: Rows | None = None, why: str = "", *, is_group: bool = False
) -> Measure:
    """No number; without rows too few people stand behind it, and not even how many rows there are is known."""
    counted, is_group = rows or (), is_group or (rows is None and signal.is_group)
    return Measure(
        signal.name,
        window,
        None,
        signal.fold.unit,
        None if is_group else len(counted),
        signal.least,
        () if is_group else counted,
        why,
        size="" if rows is None else str(Band.of(len(counted)) if is_group else len(counted)),
        is_group=is_group,
        exact=Exact(None, counted),
        words=signal.spoken,
    )


@cache
def own() -> tuple[Signal, ...]:
    """Those podium brings itself."""
    return tuple(_load(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))


@cache
def every() -> tuple[Signal, ...]:
    """All signals, by name: those of this folder, then those other packages bring under `podium.signals`."""
    third_party = [signal for e in points.named(GROUP_OF_POINTS) if isinstance(signal := e.load(), Signal)]
    return tuple(sorted([*own(), *third_party], key=lambda s: s.name))


def _load(module_name: str) -> Signal:
    module = importlib.import_module(module_name)
    name = module_name.rpartition(".")[2].upper()
    signal = getattr(module, name, None)
    if not isinstance(signal, Signal):
        raise OurFault(f"{module_name} holds no signal called {name}")
    return signal


def short_of(name: str) -> str:
    """What a person calls a number; the name itself where no signal is called so any more."""
    return next((s.spoken.short for s in every() if s.name == name), name.replace("-", " "))


def named(name: str) -> Signal:
    """One signal by its name.

    Raises:
        Misuse: there is none; lists those there are.
    """
    for signal in every():
        if signal.name == name:
            return signal
    step = did_you_mean(name, (s.name for s in every()), "podium signals", "`podium signals` lists them")
    raise Misuse(f"there is no signal {name!r}", next_step=step)
