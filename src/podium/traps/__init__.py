"""What it means: a trap is a few flags, a flag a few lines, and every line has its reason."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from podium.core.errors import Misuse, OurFault
from podium.core.folds import Row
from podium.core.measure import Measure, say
from podium.core.time import WEEK_S, Window
from podium.signals import Asks, Signal, read
from podium.statistics.chance import median, two_proportion_z

Level = Literal["quiet", "amber", "red"]
Verdict = Literal["in it", "watch", "clear", "not enough evidence"]
_LEVELS: tuple[Level, ...] = ("quiet", "amber", "red")
BASELINE_DAYS = 26 * 7


@dataclass(frozen=True, slots=True)
class Drawn:
    """How one line came out.

    Attributes:
        level: None when it cannot be told.
        words: what was found against what, one clause.
        norm: what it was held against, with its source.
        change: what would have to be different for this line to be quiet; or what to connect.
        measure: the number in the window.
        baseline: the number before it, where the line compares with her own past.
    """

    level: Level | None
    words: str
    norm: str
    change: str
    measure: Measure
    baseline: Measure | None = None


class Reader:
    """Asks each signal of a window once, however many lines need it."""

    def __init__(self, evidence: Asks, window: Window, *, context: Context | None = None) -> None:
        """Read from `evidence` over `window`."""
        self._evidence = evidence
        self.window = window
        self.context = context or Context()
        self._seen: dict[tuple[str, Window], Measure] = {}

    def __call__(self, signal: Signal, window: Window | None = None) -> Measure:
        """The measure of a signal, in the look's window if no other is named."""
        asked = window or self.window
        key = (signal.name, asked)
        if key not in self._seen:
            self._seen[key] = read(signal, self._evidence, asked)
        return self._seen[key]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Everything asked so far, by signal and window."""
        return tuple(self._seen[key] for key in sorted(self._seen, key=lambda k: (k[0], k[1].end_s, k[1].start_s)))


@dataclass(frozen=True, slots=True)
class Context:
    """What she declared about her role; it changes which flags make sense.

    Attributes:
        is_integrator: landing others' work is her role.
        reports: people reporting to her; None when not said.
    """

    is_integrator: bool = False
    reports: int | None = None

    @property
    def is_tech_lead(self) -> bool:
        """Fewer than four reports: sharing design and implementation is the job (Larson)."""
        return self.reports is not None and self.reports < 4


@dataclass(frozen=True, slots=True)
class Line:
    """A fixed line over one signal.

    Attributes:
        amber, red: thresholds in the signal's unit; None where there is no such level.
        side: `over` draws when the value is at or above, `under` when at or below.
        norm: the norm in words, with its source.
        least_of: a second signal that lifts the threshold: (signal, value to threshold), for example a fair share.
    """

    signal: Signal
    norm: str
    amber: float | None = None
    red: float | None = None
    side: Literal["over", "under"] = "over"
    lift: tuple[Signal, Callable[[float], float]] | None = None

    def draw(self, ask: Reader) -> Drawn:
        """Compare the number with the line."""
        found = ask(self.signal)
        if found.value is None:
            return Drawn(None, found.why_none, self.norm, _connect(self.signal, found), found)
        amber, red = self._lines(ask)
        level: Level = "quiet"
        if amber is not None and self._is_past(found.value, amber):
            level = "amber"
        if red is not None and self._is_past(found.value, red):
            level = "red"
        quiet_at = amber if amber is not None else red
        word = "below" if self.side == "over" else "above"
        change = f"{word} {say(quiet_at, found.unit)} (now {found.text})" if quiet_at is not None else ""
        return Drawn(level, f"{found.text} (n = {found.n})", self.norm, change, found)

    def _lines(self, ask: Reader) -> tuple[float | None, float | None]:
        if self.lift is None:
            return self.amber, self.red
        signal, to_line = self.lift
        other = ask(signal).value
        floor = to_line(other) if other else 0.0
        return (
            None if self.amber is None else max(self.amber, floor),
            None if self.red is None else max(self.red, floor),
        )

    def _is_past(self, value: float, line: float) -> bool:
        return value >= line if self.side == "over" else value <= line


@dataclass(frozen=True, slots=True)
class Rise:
    """A line against her own past: the window's share against the 26 weeks before it.

    Attributes:
        points: how much higher than the median of the baseline's weekly shares, 0-1.
        z: least two-proportion z of window against baseline.
        least_before: rows the baseline needs.
        level: what is drawn when both hold.
    """

    signal: Signal
    norm: str
    points: float
    z: float
    least_before: int = 60
    level: Level = "red"

    def draw(self, ask: Reader) -> Drawn:
        """Compare the window with the baseline."""
        now = ask(self.signal)
        before = ask(self.signal, ask.window.before(days=BASELINE_DAYS))
        if now.value is None:
            return Drawn(None, now.why_none, self.norm, _connect(self.signal, now), now, before)
        if before.value is None or before.n < self.least_before:
            why = f"no baseline: {before.n} of at least {self.least_before} {self.signal.rows_are} needed in the 26 weeks before"
            return Drawn(
                None, f"{now.text} (n = {now.n}); {why}", self.norm, "a longer history of your own", now, before
            )
        usual = median(weekly_shares(before.rows)) or 0.0
        z = two_proportion_z(_hits(before.rows), before.n, _hits(now.rows), now.n) or 0.0
        has_risen = now.value >= usual + self.points and z >= self.z
        words = (
            f"{now.text} (n = {now.n}) against a usual {say(usual, now.unit)} "
            f"({before.text} over 26 weeks, n = {before.n}; z = {z:.1f})"
        )
        change = f"below {say(usual + self.points, now.unit)} (now {now.text})"
        return Drawn(self.level if has_risen else "quiet", words, self.norm, change, now, before)


@dataclass(frozen=True, slots=True)
class Grows:
    """A line against the past for a number that is no share: grown by a factor since the 26 weeks before."""

    signal: Signal
    norm: str
    factor: float
    level: Level = "red"

    def draw(self, ask: Reader) -> Drawn:
        """Compare the window with the baseline."""
        now = ask(self.signal)
        before = ask(self.signal, ask.window.before(days=BASELINE_DAYS))
        if now.value is None or before.value is None:
            why = now.why_none or f"no baseline: {before.why_none}"
            return Drawn(None, why, self.norm, _connect(self.signal, now), now, before)
        has_grown = now.value >= self.factor * before.value
        words = f"{now.text} against {before.text} in the 26 weeks before"
        change = f"below {say(self.factor * before.value, now.unit)} (now {now.text})"
        return Drawn(self.level if has_grown else "quiet", words, self.norm, change, now, before)


@dataclass(frozen=True, slots=True)
class Reads:
    """A line over what a study says in words, where a number alone would not do."""

    signal: Signal
    norm: str
    red: frozenset[str]
    amber: frozenset[str]
    change: str

    def draw(self, ask: Reader) -> Drawn:
        """Look the reading up."""
        found = ask(self.signal)
        if found.value is None:
            return Drawn(None, found.why_none, self.norm, _connect(self.signal, found), found)
        level: Level = "red" if found.reading in self.red else "amber" if found.reading in self.amber else "quiet"
        return Drawn(level, f"{found.text}: {found.reading}", self.norm, self.change, found)


AnyLine = Line | Rise | Grows | Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A sentence about the work that its lines bear out.

    Attributes:
        name: dashes; `podium why NAME` opens it.
        says: the sentence, second person, about the work.
        all_of: every one of these must be drawn; the flag is as strong as the weakest.
        any_of: beside those, at least one of these, as strong as the strongest.
        because: why this matters.
        most: the strongest level this flag may reach alone.
        not_for_integrators: landing is their role.
        context_only: shown, never part of a verdict.
    """

    name: str
    says: str
    because: str
    all_of: tuple[AnyLine, ...] = ()
    any_of: tuple[AnyLine, ...] = ()
    most: Level = "red"
    not_for_integrators: bool = False
    context_only: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag after its lines were drawn; `level` is None when it cannot be told, and `why_none` says why."""

    flag: Flag
    level: Level | None
    drawn: tuple[Drawn, ...]
    why_none: str = ""

    @property
    def quiet_if(self) -> str:
        """What would make a raised flag quiet: one of the lines that all must be up, or all of those where one is enough."""
        up = [f"{d.measure.signal} {d.change}" if d.level in {"amber", "red"} else "" for d in self.drawn]
        must, may = up[: len(self.flag.all_of)], up[len(self.flag.all_of) :]
        ways = dict.fromkeys([*must, " and ".join(filter(None, may))])
        return " or ".join(filter(None, ways))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """One of the five.

    Attributes:
        number: 1-5. title: as she reads it. says: what it is, one sentence.
        flags: what is looked at, strongest first.
        least_told: flags that must be tellable before the trap may be called clear.
        picture: the signal whose weeks are drawn; None while nothing can be drawn.
        needs: what else has to be connected or written, and what that would tell.
        seed: what the seed says of it, and what is checkable.
        not_for_tech_leads: does not apply below four reports.
        counter: the evidence against it.
    """

    name: str
    number: int
    title: str
    says: str
    flags: tuple[Flag, ...] = ()
    least_told: int = 1
    picture: Signal | None = None
    needs: tuple[tuple[str, str], ...] = ()
    seed: str = ""
    counter: str = ""
    not_for_tech_leads: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A trap's verdict with everything it rests on."""

    trap: Trap
    verdict: Verdict
    why: str
    raised: tuple[Raised, ...] = field(default=())


def judge(trap: Trap, ask: Reader) -> Judged:
    """Draw every line of every flag, then say which of the four it is."""
    raised = tuple(_raise(flag, ask) for flag in trap.flags)
    if trap.not_for_tech_leads and ask.context.is_tech_lead:
        why = (
            f"with {ask.context.reports} reports sharing design and implementation is the job; this trap is not judged"
        )
        return Judged(trap, "not enough evidence", why, raised)
    counted = [r for r in raised if not r.flag.context_only]
    told = [r for r in counted if r.level is not None]
    levels: list[Level] = [r.level for r in told if r.level is not None]
    if "red" in levels:
        return Judged(trap, "in it", "; ".join(r.flag.says for r in told if r.level == "red"), raised)
    if "amber" in levels:
        return Judged(trap, "watch", "; ".join(r.flag.says for r in told if r.level == "amber"), raised)
    if told and len(told) >= trap.least_told:
        return Judged(trap, "clear", f"{len(told)} of {len(counted)} flags could be told, none is up", raised)
    return Judged(trap, "not enough evidence", _why_not(trap, counted), raised)


def _why_not(trap: Trap, counted: Sequence[Raised]) -> str:
    if not counted:
        return "git keeps no trace of it"
    told = sum(r.level is not None for r in counted)
    reasons = list(dict.fromkeys(r.why_none for r in counted if r.level is None))
    return f"{told} of {len(counted)} flags could be told; " + "; ".join(reasons[:2])


def _raise(flag: Flag, ask: Reader) -> Raised:
    if flag.not_for_integrators and ask.context.is_integrator:
        return Raised(flag, None, (), "landing others' work is your declared role")
    all_of = [line.draw(ask) for line in flag.all_of]
    any_of = [line.draw(ask) for line in flag.any_of]
    drawn = (*all_of, *any_of)
    # One quiet line settles an all-of flag whatever the others would have said.
    if any(d.level == "quiet" for d in all_of):
        return Raised(flag, "quiet", drawn)
    untold = [d for d in all_of if d.level is None]
    if flag.any_of and not any(d.level in {"amber", "red"} for d in any_of):
        untold += [d for d in any_of if d.level is None]
        if not untold or (not all_of and len(untold) < len(any_of)):
            return Raised(flag, "quiet", drawn)
    if untold:
        return Raised(flag, None, drawn, untold[0].words)
    ranks = [_LEVELS.index(d.level) for d in all_of if d.level is not None]
    if flag.any_of:
        ranks.append(max(_LEVELS.index(d.level) for d in any_of if d.level is not None))
    return Raised(flag, _LEVELS[min(*ranks, _LEVELS.index(flag.most))], drawn)


def weekly_shares(rows: Sequence[Row]) -> list[float]:
    """Mean amount per UTC week, weeks with rows only."""
    weeks: dict[int, list[float]] = {}
    for row in rows:
        weeks.setdefault(row.moment // WEEK_S, []).append(row.amount)
    return [sum(amounts) / len(amounts) for _, amounts in sorted(weeks.items())]


def _hits(rows: Sequence[Row]) -> int:
    return int(sum(r.amount for r in rows))


def _connect(signal: Signal, found: Measure) -> str:
    if found.value is None and signal.informs:
        return "connecting " + " or ".join(signal.informs) + " would tell more"
    return "more of it"


@cache
def every() -> tuple[Trap, ...]:
    """The five traps, in their order."""
    found = []
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        trap = getattr(module, module_info.name.upper(), None)
        if not isinstance(trap, Trap):
            raise OurFault(f"{module.__name__} holds no trap called {module_info.name.upper()}")
        found.append(trap)
    return tuple(sorted(found, key=lambda t: t.number))


def named(name: str) -> tuple[Trap, Flag | None]:
    """A trap, or a flag with its trap, by name.

    Raises:
        Misuse: there is none; says how to list them.
    """
    for trap in every():
        if name in (trap.name, str(trap.number)):
            return trap, None
        for flag in trap.flags:
            if flag.name == name:
                return trap, flag
    raise Misuse(f"there is no trap or flag {name!r}", next_step="`podium traps` lists them")
