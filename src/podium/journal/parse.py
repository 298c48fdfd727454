"""Text of the journal read into typed entries; each mistake a note with place and advice."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.note import Note
from podium.journal import text_position
from podium.journal.cache import meet_type
from podium.journal.entry import FIRST_DAY, LAST_DAY, Entry, Row, Slip
from podium.journal.fields import fields_of, types_of

if TYPE_CHECKING:
    from podium.journal.entry import Field, Head, Kind, Values

MOST_BYTES = 4 * 2**20
MOST_TOML_CHARS = 2**20
MOST_HEAD_CHARS = 2**16
MOST_NOTES = 50
# tomllib takes seconds for a key of ten thousand dotted parts; no line that a person writes has so many.
MOST_DOTS = 200
_FENCE = re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE)
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class Unreadable(Exception):  # noqa: N818 - the house names what could not be done
    """A file none of which can be read; carries the note that says why."""

    def __init__(self, note: Note) -> None:
        super().__init__(str(note))
        self.note = note


class Parts(msgspec.Struct, frozen=True):
    """A Markdown file cut in three, so that joining them gives the same text again.

    Attributes:
        before: a byte-order mark, if any, and the opening fence with its line end.
        head: the TOML text.
        after: the closing fence and all that follows.
        body: the text below the closing fence.
    """

    before: str
    head: str
    after: str
    body: str


def decode(data: bytes, file: str) -> str:
    """Bytes as text, unchanged.

    Raises:
        Unreadable: too large, not UTF-8, or with a NUL.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(too_large(file, len(data)))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line, column = text_position.of_offset(data[: wrong.start].decode("utf-8"), wrong.start)
        raise Unreadable(
            Note(file, line, column, "", f"byte 0x{data[wrong.start]:02x} is not UTF-8", "save the file as UTF-8")
        ) from None
    if "\0" in text:
        line, column = text_position.of_offset(text, text.index("\0"))
        raise Unreadable(Note(file, line, column, "", "a NUL character; this is not a text file", "remove it"))
    return text


def too_large(file: str, size: int) -> Note:
    """The note for a file that is not opened at all."""
    return Note(file, 0, 0, "", f"{size / 2**20:,.1f} MB is more than podium reads in one file", "keep it under 4 MB")


def cut(text: str, file: str) -> Parts:
    """A Markdown file's head and body.

    Raises:
        Unreadable: no head, or one that does not end.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    first = text[len(mark) :].split("\n", 1)[0]
    if not _FENCE.fullmatch(first):
        if first.strip() == "---":
            what, instead = "a head between --- is YAML, which podium does not read", 'use +++ and key = "value"'
        else:
            what, instead = "the file does not start with a head", "start it with +++, fields, and +++ again"
        raise Unreadable(Note(file, 1, 1, "", what, instead))
    start = len(mark) + len(first) + 1
    close = _FENCE.search(text, start)
    if close is None:
        raise Unreadable(Note(file, 1, 1, "", "the head has no end", "write +++ on a line of its own after the fields"))
    body = text[close.end() :].removeprefix("\n")
    return Parts(text[:start], text[start : close.start()], text[close.start() :], body)


def read_toml(text: str, file: str, *, first_line: int = 1, most_chars: int = MOST_TOML_CHARS) -> Values:
    """TOML as plain values.

    Raises:
        Unreadable: not TOML, or made to hurt its reader.
    """
    if len(text) > most_chars:
        raise Unreadable(
            Note(
                file, first_line, 1, "", f"more than {most_chars // 1024} KB of fields", "move long text below the head"
            )
        )
    for number, line_text in enumerate(text.split("\n")):
        if len(line_text) > MOST_DOTS and line_text.count(".") > MOST_DOTS:
            raise Unreadable(Note(file, first_line + number, 1, "", "too many dots in one line", "break the line up"))
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Unreadable(Note(file, first_line, 1, "", "values nested too deep to read", "flatten them")) from None
    except ValueError as wrong:
        position = _AT.search(str(wrong))
        line, column = (int(position[1]), int(position[2])) if position and position[1] else (text.count("\n") + 1, 1)
        what = _AT.sub("", str(wrong))
        raise Unreadable(
            Note(file, first_line + line - 1, column, "", f"not TOML: {what}", _toml_advice(text, line))
        ) from None


def _toml_advice(text: str, line: int) -> str:
    line_text = text.split("\n")[line - 1].strip() if line <= text.count("\n") + 1 else ""
    name, equals, value = line_text.partition("=")
    if not equals and ":" in line_text:
        name, _, value = line_text.partition(":")
    name = name.strip()
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        return 'write key = "text", key = 12.5, key = 2026-11-20 or key = ["a", "b"]'
    value = value.strip().strip("\"'")
    return f'write {name} = "{value[:40]}"' if value and '"' not in value else f'write {name} = "..."'


def read_entry(kind: Kind[Any], text: str, file: str, id: str) -> tuple[Entry[Any] | None, list[Note]]:
    """One Markdown file as an entry; None when a field it needs cannot be read."""
    parts = cut(text, file)
    values = read_toml(parts.head, file, first_line=2, most_chars=MOST_HEAD_CHARS)
    block = text_position.Block(parts.head, first_line=2)
    head, extra, notes = _fit(kind, values, file, block)
    body = parts.body.replace("\r\n", "\n")
    entry = None if head is None else Entry(id=id, kind=kind.name, file=file, line=1, head=head, body=body, extra=extra)
    return entry, notes


def read_rows(kind: Kind[Any], text: str, file: str) -> tuple[list[Entry[Any]], list[Note]]:
    """A table's rows as entries; a row whose needed fields cannot be read is left out and noted."""
    text = text.removeprefix("\ufeff")
    values = read_toml(text, file)
    rows: Any = values.pop(kind.row, [])
    notes = [_unknown(file, 0, key, [kind.row], f"a {kind.name} table") for key in values if _is_near(key, [kind.row])]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [], [*notes, Note(file, 1, 1, kind.row, "is not a list of rows", f"start each row with [[{kind.row}]]")]
    blocks = text_position.blocks(text, kind.row, len(rows))
    entries: list[Entry[Any]] = []
    for number, row in enumerate(rows):
        block = blocks[number]
        head, extra, row_notes = _fit(kind, row, file, block)
        notes += row_notes
        if isinstance(head, Row):
            entries.append(Entry(id=head.id, kind=kind.name, file=file, line=block.first_line, head=head, extra=extra))
    return entries, cap(notes, file)


def cap(notes: list[Note], file: str) -> list[Note]:
    """The first fifty, and how many more there are."""
    if len(notes) <= MOST_NOTES:
        return notes
    more = len(notes) - MOST_NOTES
    return [*notes[:MOST_NOTES], Note(file, 0, 0, "", f"{more:,} more mistakes in this file", "mend the first ones")]


def _fit(
    kind: Kind[Any], values: Values, file: str, block: text_position.Block
) -> tuple[Head | None, Values, list[Note]]:
    """Plain values as the kind's model: the head if it holds, what podium does not know, and the mistakes."""
    types = types_of(kind)
    known_values = {key: value for key, value in values.items() if key in types}
    others = {key: value for key, value in values.items() if key not in types}
    slips = list(_odd_values(known_values))
    head: Head | None = None
    if not slips:
        try:
            meet_type(kind)
            head = msgspec.convert(known_values, kind.model)
        except msgspec.ValidationError:
            slips = list(_wrong_fields(kind, known_values))
    if head is not None:
        slips = list(kind.slips(head))
    notes = [_note(kind, slip, file, block) for slip in slips]
    odd = (key for key in islice(others, MOST_NOTES) if _is_near(key, list(types)))
    notes += [_unknown(file, block, key, list(types), f"a field of {kind.name}") for key in odd]
    extra: Values = _as_plain(msgspec.to_builtins(others)) if others else {}
    return head, extra, notes


def _as_plain(value: Any) -> Any:
    """A value as JSON can hold it: what is no number becomes text."""
    if isinstance(value, dict):
        return {key: _as_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_plain(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _odd_values(values: Values) -> Iterator[Slip]:
    """Values that are well typed and still nothing a person meant."""
    for key, value in values.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, float) and not math.isfinite(item):
                yield Slip(key, "is not a number one can count with", f"write {key} = 12.5 or leave it out")
            day = item.date() if isinstance(item, datetime) else item
            if isinstance(day, date) and not FIRST_DAY <= day <= LAST_DAY:
                yield Slip(key, f"{day} lies outside {FIRST_DAY.year} to {LAST_DAY.year}", "write the day you mean")


def _wrong_fields(kind: Kind[Any], values: Values) -> Iterator[Slip]:
    """Every field that does not hold, not only the first."""
    kinds_of_field = types_of(kind)
    for field in fields_of(kind):
        if field.name not in values:
            if field.is_required:
                yield Slip(field.name, f"is missing: {field.meaning}", f"write {example_line(field)}")
            continue
        try:
            msgspec.convert(values[field.name], kinds_of_field[field.name])
        except msgspec.ValidationError as wrong:
            yield Slip(field.name, _say(values[field.name], wrong, field), f"write {example_line(field)}")


def _say(value: Any, wrong: msgspec.ValidationError, field: Field) -> str:
    if field.type.choices and not field.type.is_list and isinstance(value, str):
        return f"{value[:40]!r} is not {field.type}"
    where = f" in item {int(item_match[1]) + 1}" if (item_match := re.search(r"\[(\d+)\]", str(wrong))) else ""
    return f"expected {field.type}, found {_name(value)}{where}"


def _name(value: Any) -> str:
    names: dict[type, str] = {
        bool: "true or false",
        str: "text",
        int: "a whole number",
        float: "a number",
        datetime: "a date with a time",
        date: "a date",
        time: "a time",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "something else")


def example_line(field: Field) -> str:
    """`target = 0.11`: the field as it would be written."""
    from podium.journal.template import as_toml

    return f"{field.name} = {as_toml(field.example)}"


def _note(kind: Kind[Any], slip: Slip, file: str, block: text_position.Block) -> Note:
    line, column = block.find(slip.field)
    return Note(file, line, column, slip.field, slip.what, slip.instead)


def _is_near(key: str, known_keys: list[str]) -> bool:
    return bool(difflib.get_close_matches(key, known_keys, n=1, cutoff=0.8))


def _unknown(file: str, block: text_position.Block | int, key: str, known_keys: list[str], what: str) -> Note:
    near = difflib.get_close_matches(key, known_keys, n=1, cutoff=0.8)[0]
    line, column = (0, 0) if isinstance(block, int) else block.find(key)
    return Note(file, line, column, key, f"is not {what}", f"write {near}, or keep it if you mean another thing")
