"""Changes to what the manager wrote: her comments, order and unknown fields stay as they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from podium.core.errors import CannotWrite, Misuse
from podium.journal import text_position
from podium.journal.entry import alike
from podium.journal.parse import MOST_BYTES, Unreadable, cut, decode, read_entry, read_rows
from podium.journal.template import item, new_file, new_row, new_table
from podium.journal.walk import Listing, list_files, read_bytes, refuse_sealed
from podium.system import files, last_writes

if TYPE_CHECKING:
    from podium.core.note import Note
    from podium.journal.entry import Entry, Kind, Values
    from podium.journal.walk import JournalFile

_MOST_ID_BYTES = 120
_NO_ID = re.compile(r"[/\\:*?\"<>|]|^\.|[. ]$|^ |^readme$", re.IGNORECASE)
_LOOSE_END = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?\r?\n)*\Z", re.MULTILINE)


def change(
    root: Path, kind: Kind[Any], entry: Entry[Any], changes: Mapping[str, Any], *, body: str | None = None
) -> Path:
    """Write changed fields of an entry; nothing is touched when nothing differs.

    Raises:
        CannotWrite, Misuse: see `Journal.write`.
    """
    if body is not None and kind.is_table:
        raise Misuse(f"a {kind.name} is a row of a table and has no text below it")
    wanted = _plain(changes)
    with files.locked(root):
        _refuse_locked(root)
        old_file = _file_of(root, kind, entry.file)
        files.remove_leftovers(old_file.path.parent)
        was = read_bytes(old_file, MOST_BYTES)
        try:
            text = decode(was, old_file.file)
            edited = (
                _edit_row(kind, text, entry.id, wanted)
                if kind.is_table
                else _edit_head(text, old_file.file, wanted, body)
            )
        except Unreadable as unread:
            raise CannotWrite("podium does not rewrite what it cannot read", where=str(unread.note)) from None
        if edited == text:
            return old_file.path
        _refuse_new_mistakes(kind, text, edited, old_file.file)
        last_writes.replace(old_file.path, was, _encode(edited))
    return old_file.path


def create(root: Path, kind: Kind[Any], id: str, fields: Mapping[str, Any], *, body: str | None = None) -> Path:
    """Write a new file, or a new row at the end of its table.

    Raises:
        CannotWrite, Misuse: see `Journal.create`.
    """
    check_id(id)
    values = {name: value for name, value in _plain(fields).items() if value is not None}
    with files.locked(root):
        _refuse_locked(root)
        if not kind.is_table:
            return _create_file(root, kind, id, values, body)
        if body is not None:
            raise Misuse(f"a {kind.name} is a row of a table and has no text below it")
        return _create_row(root, kind, {"id": id, **values})


def _refuse_locked(root: Path) -> None:
    refuse_sealed(root, Listing())


def check_id(id: str) -> None:
    """Refuse an id that cannot be a file name everywhere.

    Raises:
        Misuse: with what an id may be.
    """
    if not id or not id.isprintable() or _NO_ID.search(id) or len(id.encode("utf-8", "replace")) > _MOST_ID_BYTES:
        raise Misuse(
            "this cannot be an id: it becomes a file name",
            where=ascii(id[:60]),
            next_step="use letters, digits, dashes; at most 120 bytes, no slash, no dot in front",
        )


def _create_file(root: Path, kind: Kind[Any], id: str, values: Values, body: str | None) -> Path:
    folder = root / kind.place
    if folder.is_symlink():
        raise CannotWrite("the folder is a link; podium writes nothing through links", where=str(folder))
    for file in list_files(root, (kind,)).files[kind.name]:
        if alike(file.path.name.removesuffix(".md")) == alike(id):
            raise CannotWrite(
                f"there is a {kind.name} of that id already",
                where=file.file,
                next_step="change that file, or name another id",
            )
    text = new_file(kind, values, body)
    _refuse_new_mistakes(kind, "", text, f"{kind.place}/{id}.md")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as wrong:
        raise CannotWrite(f"could not be made: {wrong.strerror}", where=str(folder)) from None
    files.remove_leftovers(folder)
    last_writes.create(folder / f"{id}.md", _encode(text))
    return folder / f"{id}.md"


def _create_row(root: Path, kind: Kind[Any], values: Values) -> Path:
    row = new_row(kind, values)
    path = root / kind.place
    if path.is_symlink():
        raise CannotWrite("the file is a link; podium writes nothing through links", where=str(path))
    tables = list_files(root, (kind,)).files[kind.name]
    if not tables:
        text = new_table(kind) + "\n" + row
        _refuse_new_mistakes(kind, "", text, kind.place)
        last_writes.create(path, _encode(text))
        return path
    was = read_bytes(tables[0], MOST_BYTES)
    try:
        text = decode(was, kind.place)
        there, _ = read_rows(kind, text, kind.place)
    except Unreadable as unread:
        raise CannotWrite("podium does not rewrite what it cannot read", where=str(unread.note)) from None
    if any(alike(entry.id) == alike(values["id"]) for entry in there):
        raise CannotWrite(
            f"there is a {kind.name} of that id already",
            where=kind.place,
            next_step="change its row, or name another id",
        )
    gap = "\n" if not text or text.endswith("\n") else "\n\n"
    edited = text + _ends_like(text, gap + row)
    _refuse_new_mistakes(kind, text, edited, kind.place)
    last_writes.replace(path, was, _encode(edited))
    return path


def _file_of(root: Path, kind: Kind[Any], file: str) -> JournalFile:
    """The file of an entry as it stands now; found by walking, so never behind a link."""
    for there in list_files(root, (kind,)).files[kind.name]:
        if there.file == file:
            return there
    raise CannotWrite("the file is gone", where=file, next_step="look for it, then try again")


def _edit_head(text: str, file: str, changes: Mapping[str, Any], body: str | None) -> str:
    parts = cut(text, file)
    head = _edit(parts.head, (), changes, file)
    after = parts.after
    if body is not None and body != parts.body.replace("\r\n", "\n"):
        fence = parts.after[: len(parts.after) - len(parts.body)]
        after = (fence if fence.endswith("\n") else fence + "\n") + _ends_like(text, body)
    return parts.before + head + after


def _edit_row(kind: Kind[Any], text: str, id: str, changes: Mapping[str, Any]) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text[len(mark) :]
    entries, _ = read_rows(kind, text, kind.place)
    row = next((entry for entry in entries if alike(entry.id) == alike(id)), None)
    if row is None:
        raise CannotWrite(f"the {kind.name} is gone from its table", where=kind.place)
    if not row.line:
        raise CannotWrite(
            "podium can only change rows that start with a heading", where=kind.place, next_step=f"use [[{kind.row}]]"
        )
    start = text_position.offset_of_line(text, row.line)
    count = len(tomllib.loads(text)[kind.row])
    block = next(
        row_block for row_block in text_position.blocks(text, kind.row, count) if row_block.first_line == row.line
    ).text
    loose = _LOOSE_END.search(block)
    end = loose.start() if loose else len(block)
    edited = _edit(block[:end], (kind.row, 0), changes, kind.place) + block[end:]
    return mark + text[:start] + edited + text[start + len(block) :]


def _edit(toml: str, inside: tuple[str | int, ...], changes: Mapping[str, Any], file: str) -> str:
    """TOML with other values for some keys, checked by reading it again."""
    expected = tomllib.loads(toml)
    place: Any = expected
    for step in inside:
        place = place[step]
    changes = {key: value for key, value in changes.items() if not _is_said(place.get(key), value)}
    if not changes:
        return toml
    try:
        document: Any = tomlkit.parse(toml)
        if document.as_string() != toml:
            raise CannotWrite("podium cannot keep every byte of this file", where=file, next_step="change it by hand")
        table: Any = document
        for step in inside:
            table = table[step]
        for key, value in changes.items():
            _set(table, key, value)
        edited: str = document.as_string()
    except (TOMLKitError, RecursionError):
        raise CannotWrite("podium cannot change this file safely", where=file, next_step="change it by hand") from None
    for key, value in changes.items():
        if value is None:
            place.pop(key, None)
        else:
            place[key] = value
    edited = _ends_like(toml, edited)
    if tomllib.loads(edited) != expected:
        raise CannotWrite("podium cannot change this file safely", where=file, next_step="change it by hand")
    return edited


def _is_said(old: Any, new: Any) -> bool:
    """Whether a value is written already; `true` is not 1."""
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)


def _set(table: Any, key: str, value: Any) -> None:
    if value is None:
        table.pop(key, None)
        return
    old = table.get(key)
    if isinstance(old, list) and isinstance(value, list) and old and value[: len(old)] == list(old):
        for new_value in value[len(old) :]:
            old.append(new_value if isinstance(old, AoT) else item(new_value))
        return
    table[key] = item(value)


def _ends_like(model: str, text: str) -> str:
    """Line ends as the model has them, when all of its are alike."""
    if "\r\n" in model and "\n" not in model.replace("\r\n", ""):
        return re.sub(r"(?<!\r)\n", "\r\n", text)
    return text


def _refuse_new_mistakes(kind: Kind[Any], was: str, now: str, file: str) -> None:
    """Stop before a mistake is written that was not there."""
    old = {(note.field, note.what) for note in _mistakes(kind, was, file)} if was else set()
    for note in _mistakes(kind, now, file):
        if (note.field, note.what) not in old:
            raise Misuse(f"{note.field}: {note.what}" if note.field else note.what, where=file, next_step=note.instead)


def _mistakes(kind: Kind[Any], text: str, file: str) -> list[Note]:
    try:
        return (read_rows(kind, text, file) if kind.is_table else read_entry(kind, text, file, ""))[1]
    except Unreadable as unread:
        return [unread.note]


def _plain(values: Mapping[str, Any]) -> Values:
    return {key: list(value) if isinstance(value, (tuple, set, frozenset)) else value for key, value in values.items()}


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Misuse("a value holds bytes that are no text", next_step="write it as UTF-8") from None
