"""Who asks each signal of a window once, for every line that needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Protocol

import msgspec
from msgspec.structs import replace

from podium.core.folds import Fold
from podium.core.journal_facts import Answered
from podium.core.measure import Exact
from podium.core.time import Window
from podium.signals import read

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.core.measure import Measure
    from podium.signals import Asks, Signal

BASELINE_DAYS = 26 * 7


class ReadElsewhere(Protocol):
    """Who may know a measure already."""

    def take(self, signal: Signal, window: Window, *, with_own: bool) -> Measure | None:
        """What is known; None where it has to be read."""
        ...


class Reader:
    """Asks each signal of a window once, however many lines need it."""

    def __init__(self, evidence: Asks, window: Window, *, context: Context | None = None, past: bool = False) -> None:
        """Read from `evidence` over `window`; a past window is compared with alone, so nobody needs her own rows of it."""
        self._evidence, self._is_past = evidence, past
        self.window = window
        self.context = context or Context()
        self._seen: dict[tuple[str, Window], Measure] = {}
        self._of_past: dict[Window, Reader] = {}
        self._read: dict[tuple[str, Window, bool], Measure] = {}
        self.ahead: ReadElsewhere | None = None

    def __call__(self, signal: Signal, window: Window | None = None) -> Measure:
        """The measure of a signal, in the look's window if no other is named."""
        key = (signal.name, own_window := window or self.window)
        if key not in self._seen:
            self._seen[key] = self._measure(
                signal, own_window, with_own=not self._is_past and own_window.end_s >= self.window.end_s
            )
        return self._seen[key]

    def _measure(self, signal: Signal, window: Window, *, with_own: bool) -> Measure:
        """What was read over the window before, for the past too; else what is read now, here or ahead."""
        key = (signal.name, window, with_own)
        if key not in self._read:
            ahead = None if self.ahead is None else self.ahead.take(signal, window, with_own=with_own)
            since_s = self.context.since_s
            self._read[key] = ahead or read(signal, self._evidence, window, since_s=since_s, with_own=with_own)
        return self._read[key]

    def read_for(self, signal: Signal, window: Window) -> None:
        """Read a measure for later, without showing it among those that were asked for."""
        self._measure(signal, window, with_own=False)

    def measure_of(self, signal: Signal, window: Window) -> Measure | None:
        """What was read of a signal over a window, with her own rows or without; None when nothing was."""
        return self._read.get((signal.name, window, True)) or self._read.get((signal.name, window, False))

    def is_read(self, signal: Signal, window: Window, *, with_own: bool) -> bool:
        """Whether the measure is there already."""
        return (signal.name, window, with_own) in self._read

    def over(self, window: Window) -> Reader:
        """The same evidence over a window of the past."""
        past = self._of_past.setdefault(window, Reader(self._evidence, window, context=self.context, past=True))
        past.ahead, past._read = self.ahead, self._read
        return past

    def doubting(self, doubt: str) -> Reader:
        """The same measures, beside something she has to answer first."""
        reader = copy(self)
        reader.context = replace(self.context, doubt=doubt)
        return reader

    def weeks_before(self) -> Window:
        """The 26 weeks before the window, as far as she managed then; empty when she did not."""
        weeks = self.window.before(days=BASELINE_DAYS)
        since = self.context.since_s
        return weeks if since is None else Window(min(max(weeks.start_s, since), weeks.end_s), weeks.end_s)

    def is_hers(self, window: Window) -> bool:
        """Whether she managed from the first day of a window on."""
        return self.context.since_s is None or window.start_s >= self.context.since_s

    def answering(self, flag: str) -> Reader:
        """The same evidence without what she answered of a flag."""
        answers_by_event = {a.event: a.says for a in self.context.answers if a.finding == flag}
        return _Answering(self, answers_by_event) if answers_by_event else self

    def is_answered(self, ref: str) -> bool:
        """Whether she answered an event already, so that it raises nothing again."""
        return False

    def earlier(self, months: int) -> Reader:
        """The same evidence over a window of the same length, as many windows earlier."""
        length = (self.window.end_s - self.window.start_s) * months
        return self.over(Window(self.window.start_s - length, self.window.end_s - length))

    def group_size(self) -> int:
        """People of the team who acted in the window."""
        return self._evidence.group_size(self.window)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Everything asked so far, by signal and window."""
        return tuple(self._seen[key] for key in sorted(self._seen, key=lambda k: (k[0], k[1].end_s, k[1].start_s)))


class Context(msgspec.Struct, frozen=True):
    """What she declared about her role; it changes which flags make sense.

    Attributes:
        is_integrator: landing others' work is her role; None when not said.
        reports: people reporting to her; None when not said.
        connected: what there is beside git, by the names `Trap.needs` uses.
        doubt: what she has to answer before a verdict is more than amber; empty when nothing.
        since_s: since when she manages; None when not said.
        answers: what she said of events of receipts.
        name_of: a row's ref to the name its receipt shows.
    """

    is_integrator: bool | None = None
    reports: int | None = None
    connected: frozenset[str] = frozenset()
    doubt: str = ""
    since_s: int | None = None
    answers: tuple[Answered, ...] = ()
    name_of: Callable[[str], str] = str

    @property
    def is_tech_lead(self) -> bool:
        """Fewer than four reports: sharing design and implementation is the job (Larson)."""
        return self.reports is not None and self.reports < 4


class _Answering(Reader):
    """A reader that leaves out what she called wrong or covered, and knows what she called true."""

    def __init__(self, plain: Reader, answers_by_event: Mapping[str, str]) -> None:
        super().__init__(plain._evidence, plain.window, context=plain.context)
        self._plain, self._said = plain, answers_by_event

    def __call__(self, signal: Signal, window: Window | None = None) -> Measure:
        measure = self._plain(signal, window)
        exact = measure.for_judging
        rows = self._left(exact.rows)
        if len(rows) == exact.n or measure.value is None or not isinstance(signal.fold, Fold):
            return measure
        value = signal.fold(rows) if len(rows) >= signal.least else None
        why = "" if value is not None else f"fewer than {signal.least} {signal.rows_are} left unanswered"
        if measure.is_group:
            # A number about a part of the group that she picks is not told; the verdict alone leaves her answers out.
            share = measure.value if value is not None else None
            return replace(measure, value=share, rows=self._left(measure.rows), why_none=why, exact=Exact(value, rows))
        return replace(measure, value=value, n=len(rows), size=str(len(rows)), rows=rows, why_none=why)

    def _left(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """The rows she called neither wrong nor covered."""
        return tuple(row for row in rows if self._says(row.ref) not in {"wrong", "covered"})

    def _says(self, ref: str) -> str:
        return self._said.get(self.context.name_of(ref), "")

    def is_answered(self, ref: str) -> bool:
        """Whether she said anything of it."""
        return bool(self._says(ref))

    def group_size(self) -> int:
        """People of the team who acted: her answers change none of them."""
        return self._plain.group_size()

    def over(self, window: Window) -> Reader:
        """The same answers over another window."""
        return _Answering(self._plain.over(window), self._said)
