"""A receipt in words: the answer, the events, how it was counted, what it cannot see."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from podium.sentences import say

if TYPE_CHECKING:
    from podium.mirror.receipt import Receipt

_LABEL = 14


def lines(receipt: Receipt, *, most: int | None, width: int, has_sql: bool = False) -> list[str]:
    """The receipt; `most` events of each number, None for all."""
    facts = receipt.facts
    out = [facts["short"][:1].upper() + facts["short"][1:], ""]
    out += _wrapped(" ".join(facts["answer"]) or say("why.unknown"), width)
    for line in _once(facts):
        out += ["", *_number(line, facts.get("word", facts["flag"]), most, width)]
    out += ["", *_how(facts, width)]
    if has_sql:
        out += ["", facts["how_common"]] if facts.get("how_common") else []
        for line in _once(facts):
            out += ["", *_sql(line)]
    return out


def _once(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Each number once, as it is in the weeks looked at, however many lines are drawn on it."""
    numbers: dict[str, dict[str, Any]] = {}
    for line in facts["lines"]:
        numbers.setdefault(line["signal"], line)
    return list(numbers.values())


def _number(line: dict[str, Any], word: str, most: int | None, width: int) -> Iterator[str]:
    value = say("why.unknown.number") if line["value"] == "?" else line["value"]
    yield from _wrapped(f"{line['short'][:1].upper() + line['short'][1:]}: {value}", width)
    if line["is_group"] or any("counted" in event for event in line["events"]):
        yield from _wrapped(_weeks_text(line), width, "  ")
        return
    events = sorted(line["events"], key=_moment, reverse=True)
    shown = events if most is None else [event for event in events if _counts(event, line)][:most]
    if not shown:
        yield f"  {say('why.none')}"
    for event in shown:
        yield from _event(event, width)
    if len(shown) < len(events):
        yield f"  {say('why.more', count=len(events) - len(shown), short=word)}"


def _counts(event: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether an act is what the number is about: those that lack it where more of it is the better side."""
    return not event["counts"] if line["better"] == "higher" and line["unit"] == "share" else bool(event["counts"])


def _weeks_text(line: dict[str, Any]) -> str:
    """Of a group only the weeks."""
    if not line["events"]:
        return say("why.none")
    if any("counted" in event for event in line["events"]):
        return say("why.people")
    weeks = sorted({week for event in line["events"] if (week := _monday(_moment(event))) is not None})
    named = ", ".join(str(week) for week in weeks[-8:])
    earlier = f"{len(weeks) - 8} earlier, " if len(weeks) > 8 else ""
    return f"{earlier}{named}. {say('why.weeks')}"


def _monday(moment: str) -> date | None:
    """The week of a day; None for a date that is none."""
    with contextlib.suppress(ValueError, OverflowError):
        day = date.fromisoformat(moment[:10])
        return day - timedelta(days=day.weekday())
    return None


def _moment(event: dict[str, Any]) -> str:
    return str(event.get("your_time") or event.get("wrote_at") or event.get("landed_at") or event.get("when", ""))


def _event(event: dict[str, Any], width: int) -> Iterator[str]:
    """One act of hers: its subject and both times."""
    if "subject" not in event:
        clock = event.get("your_time") or event["when"]
        yield from _wrapped(f"{clock}  {event['ref']}", width, "  ", "    ")
        return
    yield from _wrapped(event["subject"][:100], width, "  ", "    ")
    wrote, landed = event.get("wrote_at", ""), event["landed_at"]
    times = f"wrote and landed {landed}" if wrote == landed else f"wrote {wrote}, landed {landed}"
    times = times if wrote else f"landed {landed}"
    read_as = f", read as {event['your_time']}" if "your_time" in event else ""
    rewrote = f", rewrote {event['rewrote']}" if "rewrote" in event else ""
    yield from _wrapped(f"{times}{read_as}{rewrote}; {event['repository']} {event['ref'][:8]}", width, "    ", "    ")


def _how(facts: dict[str, Any], width: int) -> Iterator[str]:
    """How each number was counted, what is usual, and what it cannot see."""
    numbers = _once(facts)
    usual = {line["signal"]: line["usual"] for line in reversed(facts["lines"]) if line.get("usual")}
    for line in numbers:
        if len(numbers) > 1:
            yield f"{line['short'][:1].upper() + line['short'][1:]}"
        key = "why.counted.group" if line["is_group"] and line["n"] >= line["least"] else "why.counted"
        counted = say(key, count=line["n"], rows=line["rows_are"], needed=line["least"])
        yield from _labelled("Counted", f"{counted} {say('why.looked', weeks=line['window'])}", width)
        if line.get("late_means"):
            yield from _labelled("Late is", line["late_means"], width)
        if line["signal"] in usual:
            yield from _labelled("Usual", usual[line["signal"]], width)
        for label, key in (("Cannot see", "blind_to"), ("Moved by", "confounders"), ("Against it", "counter")):
            if line[key]:
                yield from _labelled(label, line[key], width)


def _sql(line: dict[str, Any]) -> Iterator[str]:
    yield f"{line['signal']}: {line['asks']}"
    yield f"  {line['fold']}"
    yield f"  source: {line['source']} (evidence: {line['grade']})"
    for name, value in line["details"].items():
        yield f"  {name}: {value}"
    for event in line["events"]:
        if you := next((event[key] for key in ("you_as_author", "you_as_committer") if key in event), ""):
            yield f"  you: {you}"
            break
    for key, label in (("select", "SELECT"), ("beside", "SELECT beside it (rows never shown)")):
        if line.get(key):
            yield f"{label}:"
            yield textwrap.indent(line[key], "    ")


def _labelled(label: str, text: str, width: int) -> Iterator[str]:
    yield from _wrapped(f"{text.rstrip('.')}.", width, f"  {label}".ljust(_LABEL), " " * _LABEL)


def _wrapped(text: str, width: int, first: str = "", after: str | None = None) -> Iterator[str]:
    yield from textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=first if after is None else after, break_on_hyphens=False
    )
