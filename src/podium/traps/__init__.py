"""What it means: a trap is a few flags, a flag a few lines, and every line has its reason."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

import msgspec

from podium.core.errors import Misuse, OurFault
from podium.core.nearest import did_you_mean
from podium.signals import Signal
from podium.traps.chance import weekly_shares
from podium.traps.lines import (
    AnyLine,
    Drawn,
    Grows,
    Level,
    Line,
    Reads,
    Rise,
    Stands,
)
from podium.traps.reader import BASELINE_DAYS, Context, Reader

__all__ = [
    "BASELINE_DAYS",
    "MONTHS_BEFORE",
    "AnyLine",
    "Context",
    "Drawn",
    "Flag",
    "FlagWords",
    "Grows",
    "Judged",
    "Level",
    "Line",
    "Raised",
    "Reader",
    "Reads",
    "Rise",
    "Stands",
    "Trap",
    "Verdict",
    "every",
    "flag_called",
    "judge",
    "named",
    "short_of",
    "weekly_shares",
    "words_by_flag",
]

Verdict = Literal["in it", "watch", "clear", "not enough evidence"]
# Why a trap could not be told, or what you have to say first.
Cause = Literal["", "doubt", "role", "leads", "once", "sources", "few"]
_LEVELS: tuple[Level, ...] = ("quiet", "amber", "red")
# A finding that is gone next month by itself is a bad week: it has to be there in two months of three.
MONTHS_BEFORE = 2


class FlagWords(msgspec.Struct, frozen=True):
    """How a finding is called and said.

    Attributes:
        word: what a person types after `podium why`.
        short: what it is about, without an accusation.
        matters: why.
        fine: what is said when it is not raised, where the number alone does not say it well; its slots are those of
            the signal in `lead`.
        lead: the signal whose number is said; empty for the first that is raised.
        unit: what the shares in `fine` are of, one and many, for the generated page.
    """

    word: str
    short: str
    matters: str = ""
    fine: str = ""
    lead: str = ""
    unit: tuple[str, str] = ("change", "changes")


NO_WORDS = FlagWords("", "")


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence about the work that its lines bear out.

    Attributes:
        name: dashes; scripts and `--json` use it.
        words: how it is called and said.
        says: the sentence, second person, about the work.
        all_of: every one of these must be drawn; the flag is as strong as the weakest.
        any_of: beside those, at least one of these, as strong as the strongest.
        because: why this matters.
        most: the strongest level this flag may reach alone.
        not_for_integrators: landing is their role.
        context_only: shown, never part of a verdict.
        needs_two_months: counts once it was up in two of the last three windows, or by more than chance reaches.
        alone_unless: a detail of its measure without which this flag alone is no more than a watch.
        asks_role: counts as no more than a watch until she said whether landing others' work is her role.
        open_while: a detail of its measure that says something of hers cannot be told: while it stands, or the flag is up,
            the trap is not called clear.
    """

    name: str
    words: FlagWords = NO_WORDS
    says: str
    because: str
    all_of: tuple[AnyLine, ...] = ()
    any_of: tuple[AnyLine, ...] = ()
    most: Level = "red"
    not_for_integrators: bool = False
    context_only: bool = False
    needs_two_months: bool = False
    alone_unless: tuple[str, str] | None = None
    asks_role: bool = False
    open_while: str = ""

    @property
    def spoken(self) -> FlagWords:
        """Its words; one without is called by its own name."""
        return self.words if self.words.short else without_words(self.name)


class Raised(msgspec.Struct, frozen=True):
    """A flag after its lines were drawn.

    Attributes:
        level: None when it cannot be told, and `why_none` says why.
        is_settled: False while it is up for the first time in three windows and no more than chance reaches.
    """

    flag: Flag
    level: Level | None
    drawn: tuple[Drawn, ...]
    why_none: str = ""
    is_settled: bool = True

    @property
    def is_up(self) -> bool:
        """Whether it is raised at any level."""
        return self.level in {"amber", "red"}

    @property
    def open_words(self) -> str:
        """Why the trap may not be called clear beside this flag; empty when it may."""
        if not self.flag.open_while:
            return ""
        if self.is_up:
            return f"{self.flag.says}: {self.drawn[0].words}"
        first_drawn = next((d for d in self.drawn if self.flag.open_while in dict(d.measure.details)), None)
        if first_drawn is None or first_drawn.level is None:
            return "" if first_drawn is None else first_drawn.words
        return f"{first_drawn.words}; {dict(first_drawn.measure.details)[self.flag.open_while]} {self.flag.open_while}"

    @property
    def quiet_if(self) -> str:
        """What would make a raised flag quiet: one of the lines that all must be up, or all of those where one is enough."""
        up = [f"{d.measure.signal} {d.change}" if d.level in {"amber", "red"} else "" for d in self.drawn]
        must, may = up[: len(self.flag.all_of)], up[len(self.flag.all_of) :]
        ways = dict.fromkeys([*must, " and ".join(filter(None, may))])
        return " or ".join(filter(None, ways))


class Trap(msgspec.Struct, frozen=True, kw_only=True):
    """One of the five.

    Attributes:
        number: 1-5. title: as she reads it. says: what it is, one sentence.
        flags: what is looked at, strongest first.
        least_told: flags that could have risen and did not, before the trap may be called clear.
        clear_needs: sources of which one must be connected before it may be called clear; none when git is enough.
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
    least_told: int = 2
    clear_needs: tuple[str, ...] = ()
    picture: Signal | None = None
    needs: tuple[tuple[str, str], ...] = ()
    seed: str = ""
    counter: str = ""
    not_for_tech_leads: bool = False


class Judged(msgspec.Struct, frozen=True):
    """A trap's verdict with everything it rests on.

    Attributes:
        cause: why it could not be told (`leads`, `once`, `sources`, `few`), or what you have to say first (`doubt`, `role`).
    """

    trap: Trap
    verdict: Verdict
    why: str
    raised: tuple[Raised, ...] = ()
    cause: Cause = ""


def judge(trap: Trap, ask: Reader) -> Judged:
    """Draw every line of every flag, then say which of the four it is."""
    raised = tuple(_settle(_raise(flag, ask), ask) for flag in trap.flags)
    if trap.not_for_tech_leads and ask.context.is_tech_lead:
        why = (
            f"with {ask.context.reports} reports sharing design and implementation is the job; this trap is not judged"
        )
        return Judged(trap, "not enough evidence", why, raised, "leads")
    counted = [r for r in raised if not r.flag.context_only]
    up = [r for r in counted if r.is_up and r.is_settled]
    if up:
        return _judge_raised(trap, up, raised, ask.context)
    quiet = [r for r in counted if r.level == "quiet"]
    once = [r for r in counted if r.is_up]
    is_open = bool(trap.clear_needs) and not set(trap.clear_needs) & ask.context.connected
    is_open = is_open or any(r.open_words for r in raised)
    if once or is_open or ask.context.doubt or len(quiet) < trap.least_told:
        cause: Cause = "doubt" if ask.context.doubt else "once" if once else "sources" if is_open else "few"
        return Judged(trap, "not enough evidence", _why_not(trap, raised, ask.context), raised, cause)
    names = ", ".join(r.flag.name for r in quiet)
    return Judged(trap, "clear", f"{len(quiet)} flags could have risen and none is up: {names}", raised)


def _judge_raised(trap: Trap, up: Sequence[Raised], raised: tuple[Raised, ...], context: Context) -> Judged:
    """In it for a red flag, unless something has to be answered first or the flag needs a second leg."""
    red = [r for r in up if r.level == "red"]
    questions = [context.doubt] if context.doubt else []
    cause: Cause = "doubt" if context.doubt else ""
    if any(r.flag.asks_role for r in up) and context.is_integrator is None:
        questions.append(
            "say first whether landing others' work is your role: `podium me --edit`, integrator = true or false"
        )
        cause = cause or "role"
    legs = [r for r in red if len(up) > 1 or _stands_alone(r)]
    says = "; ".join(r.flag.says for r in (legs or up))
    asks_first = [r for r in legs if not r.flag.asks_role or context.is_integrator is not None]
    if asks_first and not context.doubt:
        return Judged(trap, "in it", "; ".join([says, *questions]), raised, cause)
    return Judged(trap, "watch", "; ".join([says, *questions]), raised, cause)


def _stands_alone(raised: Raised) -> bool:
    """Whether a flag may make the verdict without another: its measure must carry the detail it asks for."""
    wanted = raised.flag.alone_unless
    return wanted is None or any(wanted in d.measure.details for d in raised.drawn)


def _settle(raised: Raised, ask: Reader) -> Raised:
    """Look at the two windows before where a flag is up for a window only."""
    if not raised.is_up or not raised.flag.needs_two_months or any(d.is_up and d.is_certain for d in raised.drawn):
        return raised
    months = [ask.earlier(month) for month in range(1, MONTHS_BEFORE + 1)]
    if any(ask.is_hers(month.window) and _raise(raised.flag, month).is_up for month in months):
        return raised
    why = "up in this window and in neither of the two before: a bad month is no trap"
    return Raised(raised.flag, raised.level, raised.drawn, why, is_settled=False)


def _why_not(trap: Trap, raised: Sequence[Raised], context: Context) -> str:
    counted = [r for r in raised if not r.flag.context_only]
    if not counted:
        return "git keeps no trace of it"
    open_words = [r.open_words for r in raised if r.open_words]
    quiet = [r.flag.name for r in counted if r.level == "quiet"]
    reasons = [context.doubt] if context.doubt else []
    reasons += open_words
    reasons += [f"{r.flag.name} is {r.why_none}" for r in counted if r.is_up]
    if quiet:
        reasons.append(f"not up: {', '.join(quiet)}, which is not enough to call it clear")
    if trap.clear_needs and not set(trap.clear_needs) & context.connected:
        reasons.append(f"without {' or '.join(trap.clear_needs)} there is not enough to tell")
    reasons += dict.fromkeys(r.why_none for r in counted if r.level is None and not r.open_words)
    flags_told = sum(r.level is not None for r in counted)
    return f"{flags_told} of {len(counted)} flags could be told; " + "; ".join(reasons[:3])


def _raise(flag: Flag, ask: Reader) -> Raised:
    if flag.not_for_integrators and ask.context.is_integrator:
        return Raised(flag, None, (), "landing others' work is your declared role")
    ask = ask.answering(flag.name)
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
        # What stood for half a year up to this window is not gone because a month is too thin to tell.
        has_stood = any(d.is_up for line, d in zip(flag.any_of, any_of, strict=True) if isinstance(line, Stands))
        return Raised(flag, "amber", drawn) if has_stood else Raised(flag, None, drawn, untold[0].words)
    ranks = [_LEVELS.index(d.level) for d in all_of if d.level is not None]
    if flag.any_of:
        ranks.append(max(_LEVELS.index(d.level) for d in any_of if d.level is not None))
    return Raised(flag, _LEVELS[min(*ranks, _LEVELS.index(flag.most))], drawn)


@cache
def every() -> tuple[Trap, ...]:
    """The traps of this folder, in the order of their numbers."""
    traps = []
    for name in _names():
        trap = getattr(importlib.import_module(f"{__name__}.{name}"), name.upper(), None)
        if not isinstance(trap, Trap):
            raise OurFault(f"{__name__}.{name} holds no trap called {name.upper()}")
        traps.append(trap)
    return tuple(sorted(traps, key=lambda trap: trap.number))


def _names() -> Iterator[str]:
    for module in pkgutil.iter_modules(__path__):
        text = pkgutil.get_data(__name__, f"{module.name}.py") or b""
        if f"\n{module.name.upper()} = Trap(".encode() in text:
            yield module.name


def without_words(name: str) -> FlagWords:
    """A flag that has none, or is gone: called by its own name."""
    return FlagWords(name, name.replace("-", " "))


@cache
def words_by_flag() -> dict[str, FlagWords]:
    """The words of every flag by its name."""
    return {flag.name: flag.spoken for trap in every() for flag in trap.flags}


def short_of(name: str) -> str:
    """What a flag is about, in a few words; one that is gone is called by its own name."""
    return words_by_flag().get(name, without_words(name)).short


def flag_called(word: str) -> str:
    """The name of the flag that is called so; the word itself when it is no name of ours."""
    return next((name for name, words in words_by_flag().items() if words.word == word), word)


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
    step = did_you_mean(name, (trap.name for trap in every()), "podium traps", "`podium traps` lists them")
    raise Misuse(f"there is no trap or flag {name!r}", next_step=step)
