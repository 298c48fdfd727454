"""The first screen: five states, three findings at most, one next step, what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from podium import signals, traps
from podium.app.screen_record import Finding, Row, Screen, Step, day_text
from podium.app.unknown_reason import hours_unknown, needs, why_unknown
from podium.core.time import local_text
from podium.sentences import flags, say
from podium.sentences.screen import STATES

if TYPE_CHECKING:
    from podium.app.last_look import Earlier
    from podium.mirror.look import Look
    from podium.traps import Drawn, Flag, Judged, Raised

__all__ = ["Finding", "Row", "Screen", "Step", "day_text", "of", "picture_name", "raised_flags", "row_of", "versions"]

MOST_FINDINGS = 3
_VERDICTS = ("in it", "watch", "clear", "not enough evidence")
_LEVELS = ("red", "amber")
# Where each kind of source is connected or begun.
CONNECT = {
    "journal": "podium init ~/leadership",
    "calendar": "podium connect ics",
    "incidents": "podium connect pagerduty",
    "tickets": "podium connect jira",
    "code review": "podium connect github",
    "chat": "podium connect slack-export",
    "agent sessions": "podium connect agents",
}


def of(look: Look, today: date, earlier: Earlier | None = None) -> Screen:
    """The screen of a look; `today` only says how old the newest change is, and names no day that is still to come."""
    rows = tuple(row_of(judged, look) for judged in look.judged)
    ranked = _ranked(look.judged)
    now = raised_flags(look)
    step, missing = _next(look, rows), source_to_connect(look)
    before = earlier.raised if earlier else now
    came, went = [name for name in now if name not in before], [name for name in before if name not in now]
    recounted = _recounted(look, earlier)
    return Screen(
        read=_joined([name for name, _, _ in look.coverage.repositories], "and"),
        window=say("head.window", weeks=_weeks(look), day=day_text(last_day(look, today))),
        newest=_newest(look, today),
        rows=rows,
        findings=tuple(_finding(raised) for raised in ranked[:MOST_FINDINGS]),
        others=max(0, len(ranked) - MOST_FINDINGS),
        next=step,
        since=earlier.day if earlier else None,
        new=tuple(traps.short_of(name) for name in came if name not in recounted),
        gone=tuple(traps.short_of(name) for name in went if name not in recounted),
        recounted=tuple(traps.short_of(name) for name in (*came, *went) if name in recounted),
        missing=None if step == missing else missing,
        unseen=len(look.coverage.gaps),
    )


def raised_flags(look: Look) -> tuple[str, ...]:
    """The flags that are raised and count, by name."""
    return tuple(raised.flag.name for raised in _ranked(look.judged))


def versions(look: Look) -> dict[str, int]:
    """How each flag is counted now: the sum of the versions of its signals."""
    return {flag.name: _version(flag) for judged in look.judged for flag in judged.trap.flags}


def _version(flag: Flag) -> int:
    return sum(line.signal.version for line in (*flag.all_of, *flag.any_of))


def _recounted(look: Look, earlier: Earlier | None) -> frozenset[str]:
    """The flags that are counted in another way than at the earlier look; a file from before versions had only first ones."""
    if earlier is None:
        return frozenset()
    flags_now = [flag for judged in look.judged for flag in judged.trap.flags]
    first = {flag.name: len((*flag.all_of, *flag.any_of)) for flag in flags_now}
    return frozenset(
        flag.name for flag in flags_now if _version(flag) != earlier.versions.get(flag.name, first[flag.name])
    )


def row_of(judged: Judged, look: Look) -> Row:
    """One trap in words."""
    mark, state = STATES[judged.verdict]
    counted = [r for r in judged.raised if not r.flag.context_only]
    shown_flags = [r for r in judged.raised if not (r.is_up and not r.is_settled)]
    is_open = any(r.open_words and not r.is_up for r in judged.raised)
    unknown: dict[str, list[str]] = {}
    for raised in judged.raised:
        if raised.level is None:
            unknown.setdefault(why_unknown(raised, look), []).append(raised.flag.spoken.short)
    for raised in counted:
        if raised.is_up and not raised.is_settled:
            reason = say("reason.once", short=raised.flag.spoken.short)
            unknown.setdefault(reason, []).append(raised.flag.spoken.short)
    return Row(
        name=judged.trap.name,
        number=judged.trap.number,
        title=judged.trap.title,
        verdict=judged.verdict,
        mark=mark,
        state=state,
        says=_row_says(judged, look),
        rests_on=tuple(flags.brief(r) for r in _rests_on(judged)[1:]) if judged.verdict == "clear" else (),
        raised=tuple(_finding(r) for r in shown_flags if r.is_up),
        # What hangs on hours nobody knows is not called fine.
        fine=tuple(
            flags.fine_says(r) for r in shown_flags if r.level == "quiet" and not (is_open and r.flag.context_only)
        ),
        unknown=tuple((why, tuple(names)) for why, names in unknown.items()),
    )


def _rests_on(judged: Judged) -> list[Raised]:
    """What could have been raised and was not, shares first: a clear trap rests on it."""
    quiet = [r for r in judged.raised if r.level == "quiet" and not r.flag.context_only]
    return sorted(quiet, key=lambda r: not ((line := flags.lead(r)) and line.measure.unit in {"share", "index"}))


def _row_says(judged: Judged, look: Look) -> str:
    if judged.verdict in {"in it", "watch"}:
        strongest = _ranked([judged])[0]
        return flags.brief(strongest)
    if judged.verdict == "clear":
        return flags.brief(_rests_on(judged)[0])
    if judged.cause in {"doubt", "leads"}:
        return say(f"reason.{judged.cause}")
    if asked := next((words for r in judged.raised if (words := hours_unknown(r, "reason.asked.brief"))), ""):
        return asked
    once = [r for r in judged.raised if r.is_up and not r.is_settled]
    if judged.cause == "once" and once:
        return say("reason.once", short=once[0].flag.spoken.short)
    missing = [what for what in judged.trap.clear_needs if what not in look.connected]
    if judged.cause == "sources" and missing:
        return needs(missing)
    unknown = [r for r in judged.raised if r.level is None and not r.flag.context_only]
    return why_unknown(unknown[0], look) if unknown else say("reason.little")


def _finding(raised: Raised) -> Finding:
    words = raised.flag.spoken
    says, usual = flags.raised_says(raised)
    return Finding(
        raised.flag.name, words.word, words.short, says, usual, raised.level or "", not raised.flag.context_only
    )


def _ranked(judged: Sequence[Judged]) -> list[Raised]:
    """What is raised and counts, strongest first: the first of each trap, worst trap first, then what is left."""
    order: list[tuple[tuple[int, int, int, int], Raised]] = []
    for judged_trap in judged:
        if judged_trap.verdict not in {"in it", "watch"}:
            continue
        up = [r for r in judged_trap.raised if r.is_up and r.is_settled and not r.flag.context_only]
        up.sort(key=lambda raised: _LEVELS.index(raised.level or "amber"))
        for place, raised in enumerate(up):
            key = (
                min(place, 1),
                _VERDICTS.index(judged_trap.verdict),
                _LEVELS.index(raised.level or "amber"),
                judged_trap.trap.number,
            )
            order.append((key, raised))
    return [raised for _, raised in sorted(order, key=lambda pair: pair[0])]


def _next(look: Look, rows: Sequence[Row]) -> Step:
    """The one next step: what you have to say first, else the practice of the strongest trap, else a source."""
    causes = {judged.cause for judged in look.judged}
    for cause, key in (("doubt", "next.me"), ("role", "next.role")):
        if cause in causes:
            return Step(say(key), "podium me --edit")
    worst = sorted((row for row in rows if row.verdict in {"in it", "watch"}), key=lambda r: _VERDICTS.index(r.verdict))
    for row in worst:
        if practice := look.next_practice.get(row.name):
            return Step(practice[1], f"podium start {practice[0]}")
    if not worst and any(row.verdict == "not enough evidence" for row in rows) and (source := source_to_connect(look)):
        return source
    return Step(say("next.nothing"), "")


def source_to_connect(look: Look) -> Step | None:
    """The source that would answer most of what is not known."""
    asks: Counter[str] = Counter()
    for raised in (r for judged in look.judged for r in judged.raised if r.level is None):
        asks.update({what for drawn in raised.drawn if drawn.level is None for what in _informs(drawn, look)})
    if not asks:
        return None
    what = min(asks, key=lambda name: (-asks[name], list(CONNECT).index(name)))
    return Step(say(f"missing.{what}"), CONNECT[what])


def _informs(drawn: Drawn, look: Look) -> Iterator[str]:
    yield from (what for what in signals.named(drawn.measure.signal).informs if what not in look.connected)


def last_day(look: Look, today: date) -> date:
    """The last day looked at as your calendar has it: weeks end with a day of UTC, which comes early west of Greenwich."""
    return min(look.as_of, today)


def _weeks(look: Look) -> str:
    days = round(look.window.days)
    if days % 7 == 0:
        return "1 week" if days == 7 else f"{days // 7} weeks"
    return "1 day" if days == 1 else f"{days} days"


def _newest(look: Look, today: date) -> str:
    newest = date.fromisoformat(local_text(look.coverage.last_s, 0)[:10])
    days = (today - newest).days
    age = say("head.age", count=days) if days > 0 else say("head.today")
    behind = look.coverage.behind
    return f"{age}, {say('head.behind', count=behind)}" if behind else age


def _joined(names: Sequence[str], word: str) -> str:
    shown_names = list(names)
    if len(shown_names) > 4:
        shown_names = [*shown_names[:3], f"{len(shown_names) - 3} more"]
    head = [
        name.removeprefix("your ") if i and shown_names[0].startswith("your ") else name
        for i, name in enumerate(shown_names)
    ]
    return f" {word} ".join(filter(None, [", ".join(head[:-1]), head[-1]])) if head else ""


def picture_name(look: Look, trap: str) -> str:
    """What the weeks of a trap's picture count, in words; empty where it has none."""
    drawn = next((judged.trap.picture for judged in look.judged if judged.trap.name == trap), None)
    return drawn.spoken.short if drawn else ""
