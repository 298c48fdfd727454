"""A receipt in words: the answer, the events, how it was counted, what it cannot see."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from podium.sentences import say

if TYPE_CHECKING:
    from podium.mirror.receipt import Receipt, ReceiptLine, Row

_LABEL = 14
_MOST_WEEKS = 8
# Events of a number that are shown unless all are asked for.
SHOWN = 10


def lines(
    receipt: Receipt, *, most: int | None = SHOWN, width: int, has_sql: bool = False, command: str = ""
) -> list[str]:
    """The receipt; `most` events of each number, None for all; `command` is what opened it."""
    out = [_capital(receipt.short), ""]
    out += _wrapped(" ".join(receipt.answer) or say("why.unknown"), width)
    for line in _once(receipt):
        out += ["", *_number(line, command or f"podium why {receipt.word}", most, width)]
    out += ["", *_how(receipt, width)]
    if has_sql:
        out += ["", receipt.how_common] if receipt.how_common else []
        for line in _once(receipt):
            out += ["", *_sql(line)]
    return out


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _once(receipt: Receipt) -> list[ReceiptLine]:
    """Each number once, however many lines are drawn on it: in the weeks looked at, else in those before that tell it."""
    numbers: dict[str, ReceiptLine] = {}
    for line in receipt.lines:
        if line.signal not in numbers or (numbers[line.signal].value == "?" and line.value != "?"):
            numbers[line.signal] = line
    return list(numbers.values())


def _number(line: ReceiptLine, command: str, most: int | None, width: int) -> Iterator[str]:
    value = say("why.unknown.number") if line.value == "?" else line.value
    yield from _wrapped(f"{_capital(line.short)}: {value}", width)
    if line.is_group or any(row.counted is not None for row in line.events):
        yield from _group(line, command, most, width)
        return
    events = sorted(line.events, key=_moment, reverse=True)
    shown_rows = events if most is None else [row for row in events if _counts(row, line)][:most]
    if not events:
        yield f"  {say('why.none')}"
    heading = ""
    for row in sorted(shown_rows, key=lambda row: not _counts(row, line)):
        sort = [other for other in events if bool(other.counts) == bool(row.counts)]
        words = say("why.did" if row.counts else "why.did-not", count=len(sort), total=len(events))
        if line.unit == "share" and words != heading:
            yield f"  {(heading := words)}"
        yield from _event(row, width)
    if len(shown_rows) < len(events):
        yield f"  {say('why.more', count=len(events) - len(shown_rows), command=command)}"


def _counts(row: Row, line: ReceiptLine) -> bool:
    """Whether an act is what the number is about: those that lack it where more of it is the better side."""
    return not row.counts if line.better == "higher" and line.unit == "share" else bool(row.counts)


def _group(line: ReceiptLine, command: str, most: int | None, width: int) -> Iterator[str]:
    """Of a group only the weeks, and your own acts where all is asked for; where files are counted, the files."""
    places = [row for row in line.events if row.when is None and row.subject is None and row.ref is not None]
    shown_places = places if most is None else places[:most]
    if not shown_places:
        yield from _wrapped(_weeks_text(line), width, "  ")
    for row in shown_places:
        yield from _wrapped(row.ref or "", width, "  ", "    ")
    if len(shown_places) < len(places):
        yield f"  {say('why.more', count=len(places) - len(shown_places), command=command)}"
    if most is None:
        own_acts = [row for row in line.events if row.ref is not None and row not in places]
        for row in sorted(own_acts, key=_moment, reverse=True):
            yield from _event(row, width)


def _weeks_text(line: ReceiptLine) -> str:
    if any(row.counted is not None for row in line.events):
        return say("why.people")
    weeks = sorted(row.week for row in line.events if row.week is not None and row.counts != "none")
    if not weeks:
        return say("why.quarter" if line.is_in_quarters else "why.none")
    earlier = f"{len(weeks) - _MOST_WEEKS} earlier, " if len(weeks) > _MOST_WEEKS else ""
    return f"{earlier}{', '.join(weeks[-_MOST_WEEKS:])}. {say('why.weeks')}"


def _moment(row: Row) -> str:
    return row.your_time or row.wrote_at or row.landed_at or row.when or ""


def _event(row: Row, width: int) -> Iterator[str]:
    """One act of hers: its subject and both times."""
    if row.subject is None:
        yield from _wrapped(f"{row.your_time or row.when or ''}  {row.ref}".lstrip(), width, "  ", "    ")
        yield from _answered(row, width)
        return
    yield from _wrapped(row.subject[:100], width, "  ", "    ")
    wrote, landed = row.wrote_at, row.landed_at
    times = f"wrote and landed {landed}" if wrote == landed else f"wrote {wrote}, landed {landed}"
    times = times if wrote is not None else f"landed {landed}"
    read_as = f", read as {row.your_time}" if row.your_time is not None else ""
    rewrote = f", rewrote {row.rewrote}" if row.rewrote is not None else ""
    text = f"{times}{read_as}{rewrote}; {row.repository} {(row.ref or '')[:8]}"
    yield from _wrapped(text, width, "    ", "    ")
    yield from _answered(row, width)


def _answered(row: Row, width: int) -> Iterator[str]:
    """What she said of it."""
    if row.answer is not None:
        yield from _wrapped(f"you said: {row.answer}", width, "    ", "    ")


def _how(receipt: Receipt, width: int) -> Iterator[str]:
    """How each number was counted, what is usual, and what it cannot see."""
    numbers = _once(receipt)
    usual = {line.signal: line.usual for line in reversed(receipt.lines) if line.usual}
    for line in numbers:
        if len(numbers) > 1:
            yield _capital(line.short)
        yield from _labelled("Counted", f"{_counted(line)} {say('why.looked', weeks=line.window)}", width)
        if line.late_means:
            yield from _labelled("Late is", line.late_means, width)
        if line.signal in usual:
            yield from _labelled("Usual", usual[line.signal], width)
        for label, text in (
            ("Cannot see", line.blind_to),
            ("Moved by", line.confounders),
            ("Against it", line.counter),
        ):
            if text:
                yield from _labelled(label, text, width)


def _counted(line: ReceiptLine) -> str:
    if line.is_group and line.value != "?":
        return say("why.counted.group", rows=line.rows_are, needed=line.least)
    if not line.size:
        return say("why.withheld")
    size = "no" if line.size == "none" else line.size
    return say("why.counted", count=size, rows=line.rows_are, needed=line.least)


def _sql(line: ReceiptLine) -> Iterator[str]:
    yield f"{line.signal}: {line.asks}"
    yield f"  {line.fold}"
    yield f"  source: {line.source} (evidence: {line.grade})"
    for name, value in line.details.items():
        yield f"  {name}: {value}"
    you = next((text for row in line.events for text in (row.you_as_author, row.you_as_committer) if text), "")
    if you:
        yield f"  you: {you}"
    for select, label in ((line.select, "SELECT"), (line.beside, "SELECT beside it (rows never shown)")):
        if select:
            yield f"{label}:"
            yield textwrap.indent(select, "    ")


def _labelled(label: str, text: str, width: int) -> Iterator[str]:
    yield from _wrapped(f"{text.rstrip('.')}.", width, f"  {label}".ljust(_LABEL), " " * _LABEL)


def _wrapped(text: str, width: int, first: str = "", after: str | None = None) -> Iterator[str]:
    yield from textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=first if after is None else after, break_on_hyphens=False
    )
