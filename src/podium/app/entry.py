"""A new entry of the journal: what is asked, what was typed, where it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from podium.core.errors import Misuse
from podium.journal import Field, Kind, fields_of, kinds
from podium.journal.entry import Values, alike
from podium.journal.typed import make_id, value_of, values_of

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.core.note import Note
    from podium.journal import Journal

__all__ = ["Field", "Kind", "Values"]


Control = Literal["choice", "yes or no", "lines", "day", "number", "text"]
_CONTROLS: Mapping[Any, Control] = {bool: "yes or no", date: "day", int: "number", float: "number"}


class Input(msgspec.Struct, frozen=True):
    """A field with what stands in it and what can be chosen.

    Attributes:
        known: ids it may refer to.
    """

    field: Field
    value: str
    known: tuple[str, ...]

    @property
    def control(self) -> Control:
        """How it is asked on a page."""
        held = self.field.type
        if held.is_list:
            return "lines"
        if held.choices:
            return "choice"
        return _CONTROLS.get(held.item, "text")


class NewEntry(msgspec.Struct, frozen=True):
    """A new entry: its file, and the keys podium does not read."""

    path: Path
    file: str
    unknown: tuple[str, ...]


def kind_names() -> tuple[str, ...]:
    """The kinds an entry can be of."""
    return tuple(kinds.names())


def kind(name: str) -> Kind[Any]:
    """One kind.

    Raises:
        Misuse: there is none of that name.
    """
    return kinds.load(name)


def fields(kind: Kind[Any]) -> tuple[Field, ...]:
    """Its fields in the order they are written."""
    return fields_of(kind)


def asked_fields(kind: Kind[Any]) -> list[Field]:
    """The few fields a new entry is asked for."""
    wanted = {*kind.asks, kind.today}
    return [field for field in fields_of(kind) if field.name != "id" and (field.is_required or field.name in wanted)]


def with_today(session: Session, kind: Kind[Any], values: Mapping[str, Any]) -> Values:
    """The values, with today where the kind wants a day and none was said."""
    today = {kind.today: session.today()} if kind.today else {}
    return {**today, **values}


def settings(kind: Kind[Any], pairs: Sequence[str]) -> Values:
    """`key=value` pairs as values; a key podium does not know is kept as text.

    Raises:
        Misuse: no `=`, or a value that cannot be.
    """
    return values_of(kind, tuple(pairs))


def value(field: Field, typed: str) -> Any:
    """What was typed, as the field's value; None for nothing.

    Raises:
        Misuse: the field cannot hold it.
    """
    return value_of(field, typed) if typed.strip() else None


def values(fields: Sequence[Field], typed: Mapping[str, str]) -> Values:
    """The fields that were filled in; those of a text box carry their line ends.

    Raises:
        Misuse: a field cannot hold what was typed.
    """
    filled = {field.name: value(field, typed.get(field.name, "")) for field in fields}
    return {name: what for name, what in filled.items() if what is not None}


def missing(kind: Kind[Any], values: Mapping[str, Any]) -> list[Field]:
    """Needed fields without a value."""
    return [field for field in fields_of(kind) if field.is_required and field.name not in {*values, "id"}]


def refuse_missing(kind: Kind[Any], values: Mapping[str, Any]) -> None:
    """Stop where a needed field has no value.

    Raises:
        Misuse: names the fields.
    """
    if blank := missing(kind, values):
        wanted = " ".join(f"--set {field.name}=..." for field in blank)
        names = ", ".join(field.name for field in blank)
        raise Misuse(f"a {kind.name} needs {names}", next_step=f"podium new {kind.name} {wanted}")


def free_id(session: Session, kind: Kind[Any], values: Mapping[str, Any]) -> str:
    """An id made of the values that no entry has yet; empty when they say nothing."""
    base_name = make_id(kind, dict(values))
    known_ids = {alike(entry.id) for entry in session.journal().entries(kind)}
    name, number = base_name, 2
    while base_name and alike(name) in known_ids:
        name, number = f"{base_name}-{number}", number + 1
    return name


def create(session: Session, kind: Kind[Any], values: Mapping[str, Any], name: str = "") -> NewEntry:
    """Write a new entry.

    Args:
        name: its id; without one it is made of the values.

    Raises:
        Misuse: a needed field is missing, or there is no id. CannotWrite: there is an entry of that id already.
    """
    refuse_missing(kind, values)
    name = name or free_id(session, kind, values)
    if not name:
        raise Misuse(f"a {kind.name} needs an id", next_step=f"podium new {kind.name} ID, a short name such as lee")
    journal = session.journal()
    path = journal.create(kind.name, name, dict(values))
    unknown = values.keys() - {field.name for field in fields_of(kind)}
    return NewEntry(path, path.relative_to(journal.root).as_posix(), tuple(sorted(unknown)))


def notes_of(session: Session, file: str) -> list[Note]:
    """The mistakes in one file of the journal, as it is now."""
    return [note for note in session.journal().fresh().notes() if note.file == file]


def input_of(journal: Journal, field: Field, typed: Mapping[str, str]) -> Input:
    """A field as it is asked on a page."""
    ids = tuple(entry.id for entry in journal.entries(field.refers)) if field.refers else ()
    return Input(field, typed.get(field.name, ""), ids)


def inputs(session: Session, kind: Kind[Any], typed: Mapping[str, str]) -> list[Input]:
    """The fields of a new entry as they are asked on a page."""
    journal = session.journal()
    return [input_of(journal, field, typed) for field in asked_fields(kind)]
