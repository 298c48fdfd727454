"""Traces written by hand, one act a line: the same text in docs, demo and tests.

    2026-03-02 10:00+0100 ana reviewed web#1 of=bo state=approved   # a remark
    2026-03-02 23:31      ana acknowledged INC-41
    2026-03-03 14:00+0100 ana met 1:1-bo with=bo until=14:30 type=one_on_one

Without an offset there is no local hour. Words after the object are `key=value`, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast, get_args

import msgspec

from podium.core.event import VERBS, Event, ObjectKind
from podium.core.lines import lines_of
from podium.core.note import Note
from podium.core.time import is_usable, minute_of_week

if TYPE_CHECKING:
    from podium.core.event import Verb

_LINE = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})\s+(?P<time>\d{2}:\d{2})(?P<offset>[+-]\d{4})?\s+"
    r"(?P<who>\S+)\s+(?P<verb>[a-z_]+)\s+(?P<ref>\S+)(?P<words>(?:\s+\S+)*)\s*"
)
_KEYS = {"of", "state", "type", "with", "until", "in", "goal", "via", "kind"}
_OBJECTS = frozenset(get_args(ObjectKind))
_EXAMPLE = "write for example `2026-03-02 10:00+0100 ana reviewed web#1 of=bo`"


class NotationLine(msgspec.Struct, frozen=True):
    """One line, taken apart.

    Attributes:
        at: the instant, aware. offset_min: as written; None when not written.
        rest: words without `=`, in order. words: `key=value` pairs.
    """

    number: int
    at: datetime
    offset_min: int | None
    who: str
    verb: str
    ref: str
    rest: tuple[str, ...] = ()
    words: Mapping[str, str] = msgspec.field(default_factory=dict)


def parse(text: str, name: str = "notation") -> tuple[tuple[NotationLine, ...], tuple[Note, ...]]:
    """Lines and mistakes; blank lines and `#` remarks are left out, and a bad line never stops the others."""
    lines, notes = [], []
    for number, raw in enumerate(lines_of(text), 1):
        plain = re.split(r"(?:^|\s)[#;]\s", f"{raw} ", maxsplit=1)[0].strip()
        if not plain:
            continue
        match = _LINE.fullmatch(plain)
        line = _take(number, match) if match else None
        if line is None:
            notes.append(Note(name, number, 1, "", f"cannot be read as an act: {plain[:80]!r}", _EXAMPLE))
        else:
            lines.append(line)
    return tuple(lines), tuple(notes)


def _take(number: int, match: re.Match[str]) -> NotationLine | None:
    offset = _offset(match["offset"])
    try:
        naive = datetime.strptime(f"{match['date']} {match['time']}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - zone below
        at = naive.replace(tzinfo=timezone(timedelta(minutes=offset or 0)))
    except ValueError:
        return None
    pieces = match["words"].split()
    words = dict(p.split("=", 1) for p in pieces if "=" in p)
    return NotationLine(
        number, at, offset, match["who"], match["verb"], match["ref"], tuple(p for p in pieces if "=" not in p), words
    )


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    minutes = int(text[1:3]) * 60 + int(text[3:])
    return -minutes if text[0] == "-" else minutes


def read(text: str, name: str = "notation") -> tuple[tuple[Event, ...], tuple[Note, ...]]:
    """Events and mistakes; the same act written twice is one event."""
    lines, notes = parse(text, name)
    events: dict[str, Event] = {}
    wrong = list(notes)
    for line in lines:
        if unknown := _unknown(line):
            wrong.append(Note(name, line.number, 1, "", f"{unknown!r} is not known here", _EXAMPLE))
            continue
        try:
            event = event_of(line)
        except (ValueError, OverflowError):
            wrong.append(Note(name, line.number, 1, "", "a day or hour no calendar has", _EXAMPLE))
            continue
        events[event.event_id] = event
    return tuple(events.values()), tuple(sorted(wrong))


def _unknown(line: NotationLine) -> str:
    if line.verb not in VERBS:
        return line.verb
    kind = line.words.get("kind", "change")
    return ", ".join(sorted(line.words.keys() - _KEYS)) or ("" if kind in _OBJECTS else kind)


def event_of(line: NotationLine) -> Event:
    """One line as an event; people are keyed `name:` and the word, or as written when it holds a colon."""
    at = line.at.astimezone(UTC)
    offset = line.offset_min if is_usable(line.offset_min) else None
    minute = None if offset is None else minute_of_week(int(at.timestamp()), offset)
    until = _until(line)
    company = tuple(_key(w) for w in line.words.get("with", "").split(",") if w)
    local = line.at if offset is not None else None
    verb = cast("Verb", line.verb)  # checked against VERBS by `read`
    return Event(
        event_id=f"notation::{line.who}:{line.verb}:{line.ref}:{at:%Y%m%dT%H%M}:{line.words.get('state', '')}",
        source="notation",
        instance="",
        verb=verb,
        ts=at,
        actor=_key(line.who),
        ts_end=until,
        ts_quality="minute",
        utc_offset_min=offset,
        tz_from="none" if offset is None else "recorded",
        local_hour=None if minute is None else minute % 1440 // 60,
        local_dow=None if minute is None else minute // 1440,
        local_date=local.date() if local else None,
        object_kind=cast("ObjectKind", line.words.get("kind", "change")),  # checked by `read`
        object_id=line.ref,
        subject=_key(line.words["of"]) if "of" in line.words else None,
        with_count=len(company) or None,
        with_keys=company,
        state=line.words.get("state"),
        work_type=line.words.get("type"),
        goal_id=line.words.get("goal"),
        dur_s=None if until is None else int((until - at).total_seconds()),
        container=line.words.get("in", ""),
    )


def _key(word: str) -> str:
    return word if ":" in word else f"name:{word}"


def _until(line: NotationLine) -> datetime | None:
    text = line.words.get("until", "")
    if re.fullmatch(r"\d{2}:\d{2}", text):
        end = line.at.replace(hour=int(text[:2]), minute=int(text[3:]))
        return (end if end > line.at else end + timedelta(days=1)).astimezone(UTC)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return datetime.fromisoformat(f"{text}T00:00").replace(tzinfo=line.at.tzinfo).astimezone(UTC)
    return None


__all__ = ["NotationLine", "event_of", "parse", "read"]
