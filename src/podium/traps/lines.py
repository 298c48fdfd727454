"""How one line of a flag is drawn: against a norm, her own past, or a study's words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from podium.core.measure import Measure, say
from podium.core.time import DAY_S, local_text
from podium.signals import Signal
from podium.statistics.rise import RISE_TAIL, SURE_TAIL, chance_of_rise, weeks_of
from podium.traps.chance import LIKELY_Z, is_beyond_chance, weekly_shares
from podium.traps.reader import BASELINE_DAYS

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.traps.reader import Context, Reader

Level = Literal["quiet", "amber", "red"]
# A flag never rises from one or two events, whatever the share.
LEAST_COUNTED = 3


class Drawn(msgspec.Struct, frozen=True):
    """How one line came out.

    Attributes:
        level: None when it cannot be told.
        words: what was found against what, one clause.
        norm: what it was held against, with its source.
        change: what would have to be different for this line to be quiet; or what to connect.
        measure: the number in the window.
        baseline: the number before it, where the line compares with her own past.
        is_certain: it is up by more than the chance of one month reaches.
        limit: where the line is drawn, in the unit of the measure; None where it compares words or a past.
        side: `over` where more is drawn, `under` where less is.
    """

    level: Level | None
    words: str
    norm: str
    change: str
    measure: Measure
    baseline: Measure | None = None
    is_certain: bool = False
    limit: float | None = None
    side: Literal["over", "under"] = "over"

    @property
    def is_up(self) -> bool:
        """Whether the line is drawn at any level."""
        return self.level in {"amber", "red"}


class Line(msgspec.Struct, frozen=True):
    """A fixed line over one signal.

    Attributes:
        amber, red: thresholds in the signal's unit; None where there is no such level.
        side: `over` draws when the value is at or above, `under` when at or below.
        norm: the norm in words, with its source.
        lift: a second signal that lifts the threshold: (signal, value to threshold), for example a fair share.
        least_counted: rows that must bear the finding out, not only be looked at.
        per_days: the thresholds of a count are for so many days, and grow with a longer window.
        by_team: (most people in the team, amber) from small to large, where a share depends on how many share it.
        by_interval: a share counts as past a threshold only where its whole 90 % interval is.
    """

    signal: Signal
    norm: str
    amber: float | None = None
    red: float | None = None
    side: Literal["over", "under"] = "over"
    lift: tuple[Signal, Callable[[float], float]] | None = None
    least_counted: int = LEAST_COUNTED
    per_days: int = 0
    by_team: tuple[tuple[float, float], ...] = ()
    by_interval: bool = False

    def draw(self, ask: Reader) -> Drawn:
        """Compare the number with the line."""
        measure = ask(self.signal)
        if measure.value is None:
            return Drawn(None, measure.why_none, self.norm, _connect(self.signal, measure), measure)
        amber, red = self._lines(ask)
        exact = measure.for_judging.value
        level: Level = "quiet"
        if amber is not None and exact is not None and self._is_past(exact, amber):
            level = "amber"
        if red is not None and exact is not None and self._is_past(exact, red):
            level = "red"
        quiet_at = amber if amber is not None else red
        word = "below" if self.side == "over" else "above"
        change = f"{word} {say(quiet_at, measure.unit)} (now {measure.text})" if quiet_at is not None else ""
        words = f"{measure.text} (n = {measure.size})"
        if level != "quiet" and self._bearing(ask, measure, quiet_at) < self.least_counted:
            words += f"; fewer than {self.least_counted} {self.signal.rows_are} bear it out"
            words += " beside those you answered" * any(ask.is_answered(row.ref) for row in measure.rows)
            return self._drawn("quiet", words, change, measure, quiet_at)
        if self.by_interval and level != "quiet":
            level = "red" if self._is_surely_past(measure, red) else "amber"
            if level == "amber" and not self._is_surely_past(measure, amber):
                words += f"; its 90 % interval reaches {word} {say(quiet_at or 0.0, measure.unit)}"
                return self._drawn(None, words, _connect(self.signal, measure), measure, quiet_at)
        if level == "quiet" and is_lower_bound(self.signal, ask.context):
            words += "; a lower bound, which is no evidence of quiet"
            return self._drawn(None, words, _connect(self.signal, measure), measure, quiet_at)
        is_certain = level != "quiet" and quiet_at is not None and is_beyond_chance(measure, quiet_at, self.side)
        return replace(self._drawn(level, words, change, measure, quiet_at), is_certain=is_certain)

    def _drawn(self, level: Level | None, words: str, change: str, found: Measure, limit: float | None) -> Drawn:
        return Drawn(level, words, self.norm, change, found, limit=limit, side=self.side)

    def _bearing(self, ask: Reader, measure: Measure, line: float | None) -> int:
        """Rows that bear the finding out: hits of a share, events of a count, rows past the line of anything else."""
        exact = measure.for_judging
        open_rows = [row for row in exact.rows if not ask.is_answered(row.ref)]
        if measure.unit == "share":
            hits = int(sum(row.amount for row in open_rows))
            return hits if self.side == "over" else len(open_rows) - hits
        if measure.unit in {"count", "nights"} and exact.value is not None and self.side == "over":
            return int(exact.value) - sum(row.amount > 0 and ask.is_answered(row.ref) for row in exact.rows)
        rows = [row for row in open_rows if line is not None and self._is_past(row.amount, line)]
        return len(rows) if measure.unit == "days" else len(open_rows)

    def _is_surely_past(self, measure: Measure, line: float | None) -> bool:
        return line is not None and is_beyond_chance(measure, line, self.side, LIKELY_Z)

    def _lines(self, ask: Reader) -> tuple[float | None, float | None]:
        if self.by_team:
            people = ask.group_size()
            return next((amber for most, amber in self.by_team if people <= most), self.amber), self.red
        if self.per_days:
            longer = max(1.0, (ask.window.end_s - ask.window.start_s) / (self.per_days * DAY_S))
            return (
                None if self.amber is None else math.ceil(self.amber * longer),
                None if self.red is None else math.ceil(self.red * longer),
            )
        if self.lift is None:
            return self.amber, self.red
        signal, to_line = self.lift
        reference = ask(signal).for_judging.value
        floor = to_line(reference) if reference else 0.0
        return (
            None if self.amber is None else max(self.amber, floor),
            None if self.red is None else max(self.red, floor),
        )

    def _is_past(self, value: float, line: float) -> bool:
        return value >= line if self.side == "over" else value <= line


class Rise(msgspec.Struct, frozen=True):
    """A line against her own past: the window's share against the 26 weeks before it, by a test for weeks that remember.

    Attributes:
        points: how much higher than the median of the baseline's weekly shares, 0-1.
        least_before: rows the baseline needs.
        level: what is drawn when both hold.
    """

    signal: Signal
    norm: str
    points: float
    least_before: int = 60
    level: Level = "red"

    def draw(self, ask: Reader) -> Drawn:
        """Compare the window with the baseline."""
        now = ask(self.signal)
        before = ask(self.signal, ask.weeks_before())
        if now.value is None:
            return Drawn(None, now.why_none, self.norm, _connect(self.signal, now), now, before)
        after, past = now.for_judging, before.for_judging
        if past.value is None or after.value is None or past.n < self.least_before:
            few = f"{before.size} of at least {self.least_before} {self.signal.rows_are} needed in the 26 weeks before"
            why = f"no baseline: {few if past.n < self.least_before else before.why_none}{_since(ask)}"
            return Drawn(
                None, f"{now.text} (n = {now.size}); {why}", self.norm, "a longer history of your own", now, before
            )
        weeks = weekly_shares(past.rows)
        usual = median(weeks) if weeks else 0.0
        acts = ((ask.weeks_before(), past.rows), (ask.window, after.rows))
        is_high = after.value >= usual + self.points and _open_hits(ask, after.rows) >= LEAST_COUNTED
        weeks_of_both = (weeks_of([(r.moment, r.amount) for r in rows], w.start_s, w.end_s) for w, rows in acts)
        chance = chance_of_rise(*weeks_of_both) if is_high else 1.0
        has_risen = chance < RISE_TAIL
        words = (
            f"{now.text} (n = {now.size}) against a usual {say(usual, now.unit)} "
            f"({before.text} over 26 weeks, n = {before.size})"
        )
        if is_high and not has_risen:
            words += "; your weeks go as far by themselves"
        change = f"below {say(usual + self.points, now.unit)} (now {now.text})"
        is_certain = has_risen and chance < SURE_TAIL
        return Drawn(self.level if has_risen else "quiet", words, self.norm, change, now, before, is_certain=is_certain)


class Grows(msgspec.Struct, frozen=True):
    """A line against the past for a number that is no share: grown by a factor since the 26 weeks before."""

    signal: Signal
    norm: str
    factor: float
    level: Level = "red"

    def draw(self, ask: Reader) -> Drawn:
        """Compare the window with the baseline."""
        now = ask(self.signal)
        before = ask(self.signal, ask.weeks_before())
        if now.value is None or before.value is None:
            why = now.why_none or f"no baseline: {before.why_none}{_since(ask)}"
            return Drawn(None, why, self.norm, _connect(self.signal, now), now, before)
        after, past = now.for_judging, before.for_judging
        is_borne = now.unit != "share" or _open_hits(ask, after.rows) >= LEAST_COUNTED
        has_grown = (after.value or 0.0) >= self.factor * (past.value or 0.0) and is_borne
        words = f"{now.text} against {before.text} in the 26 weeks before"
        change = f"below {say(self.factor * before.value, now.unit)} (now {now.text})"
        return Drawn(self.level if has_grown else "quiet", words, self.norm, change, now, before)


class Reads(msgspec.Struct, frozen=True):
    """A line over what a study says in words, where a number alone would not do."""

    signal: Signal
    norm: str
    red: frozenset[str]
    amber: frozenset[str]
    change: str
    untold: frozenset[str] = frozenset()

    def draw(self, ask: Reader) -> Drawn:
        """Look the reading up."""
        measure = ask(self.signal)
        if measure.value is None:
            return Drawn(None, measure.why_none, self.norm, _connect(self.signal, measure), measure)
        words = f"{measure.text}: {measure.reading}"
        if measure.reading in self.untold:
            return Drawn(None, words, self.norm, self.change, measure)
        level: Level = "red" if measure.reading in self.red else "amber" if measure.reading in self.amber else "quiet"
        return Drawn(level, words, self.norm, self.change, measure, is_certain=level != "quiet")


class Stands(msgspec.Struct, frozen=True):
    """Lines that already held over the 26 weeks before the window: what has stood for half a year need not grow."""

    lines: tuple[Line, ...]
    norm: str

    @property
    def signal(self) -> Signal:
        """The first of its lines' signals, which stands for them."""
        return self.lines[0].signal

    def draw(self, ask: Reader) -> Drawn:
        """Draw every line over the 26 weeks before."""
        past = ask.over(ask.window.before(days=BASELINE_DAYS))
        if not ask.is_hers(past.window):
            measure = ask(self.signal)
            why = f"you have not managed for half a year before this window{_since(ask)}"
            return Drawn(None, why, self.norm, _connect(self.signal, measure), measure)
        drawn = [line.draw(past) for line in self.lines]
        first, last = drawn[0], drawn[-1]
        words = " and ".join(f"{d.measure.signal} {d.measure.text} (n = {d.measure.size})" for d in drawn)
        words += " in the 26 weeks before"
        if all(d.is_up for d in drawn):
            return Drawn("amber", words, self.norm, first.change, last.measure, is_certain=True)
        untold = next((d for d in drawn if d.level is None), None)
        if untold is not None and not any(d.level == "quiet" for d in drawn):
            return Drawn(None, f"{words}; {untold.words}", self.norm, untold.change, last.measure)
        return Drawn("quiet", words, self.norm, first.change, last.measure)


def _since(ask: Reader) -> str:
    """From when on a comparison with her own past is whole, where she has not managed for as long."""
    if ask.is_hers(ask.window.before(days=BASELINE_DAYS)) or ask.context.since_s is None:
        return ""
    whole = ask.context.since_s + BASELINE_DAYS * DAY_S + ask.window.end_s - ask.window.start_s
    return f"; whole from {local_text(whole, 0)[:10]} on, as you manage since {local_text(ask.context.since_s, 0)[:10]}"


AnyLine = Line | Rise | Grows | Reads | Stands


def is_lower_bound(signal: Signal, context: Context) -> bool:
    """Whether nothing is connected that would show what git cannot."""
    return bool(signal.lower_bound_without) and not set(signal.lower_bound_without) & context.connected


def _open_hits(ask: Reader, rows: Sequence[Row]) -> int:
    """Hits she has not answered."""
    return int(sum(row.amount for row in rows if not ask.is_answered(row.ref)))


def _connect(signal: Signal, measure: Measure) -> str:
    if signal.informs and (measure.value is None or signal.lower_bound_without):
        return "connecting " + " or ".join(signal.informs) + " would tell more"
    return "more of it"
