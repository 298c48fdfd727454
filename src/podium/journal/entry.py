"""The words of the journal: an entry, the kind it is of, and what each of its fields means."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

import msgspec

# The type of a day, under a name that a field called `date` does not hide.
Day = date
# What a career holds; a date outside is a slip of the finger, or a bomb.
FIRST_DAY = date(1980, 1, 1)
LAST_DAY = date(2099, 12, 31)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What every kind's fields derive from; a field podium does not know is kept in `Entry.extra`."""


class Row(Head, frozen=True, kw_only=True):
    """What the fields of a table's row derive from: a file's name is its id, a row has to say its own."""

    id: Annotated[str, msgspec.Meta(description="unique in this file", extra={"example": "a-short-name"})]


M = TypeVar("M", bound=Head)
# What stands in a head, key by key, before it is read as its kind: whatever TOML can hold.
Values: TypeAlias = dict[str, Any]


class Entry(msgspec.Struct, Generic[M], frozen=True, kw_only=True):
    """One thing the manager wrote.

    Attributes:
        id: the file's name without ending, or the `id` of a table's row; the manager's own choice.
        kind: the kind's name, `one-on-one`.
        file: path inside the journal, `/` between folders.
        line: 1-based line of the head or of the row; 0 when it cannot be told.
        head: the typed fields.
        body: the text below the head, line ends as `\\n`; empty for a table's row.
        extra: fields podium does not know, dates as ISO text.
    """

    id: str
    kind: str
    file: str
    line: int
    head: M
    body: str = ""
    extra: Values = {}


class FieldType(msgspec.Struct, frozen=True):
    """What a field holds; as text, in the words of templates, docs and mistakes.

    Attributes:
        item: `str`, `int`, `float`, `bool`, `date` or `datetime`; anything else is a table of named parts.
        is_list: whether it holds any number of them.
        choices: the only texts that may be written; empty when any may.
    """

    item: Any
    is_list: bool = False
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        """`date`, `list of texts`, `one of open, done`."""
        if self.is_list:
            item = str(FieldType(self.item, choices=self.choices))
            return f"list of {_PLURALS.get(item, item)}"
        return "one of " + ", ".join(self.choices) if self.choices else _WORDS.get(self.item, "table")


_WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
    datetime: "date and time",
}
_PLURALS = {"text": "texts", "date": "dates", "number": "numbers", "table": "tables"}


class Field(msgspec.Struct, frozen=True):
    """What one field means: printed in templates, in the docs and beside mistakes.

    Attributes:
        name: the key as written.
        type: what is written there.
        meaning: one phrase.
        unit: unit or range; empty when there is none.
        read_by: which part of podium reads it; empty when only the manager does.
        example: a value as it would be written.
        refers: the kind whose id this is; empty for anything else.
        is_required: whether an entry without it is a mistake.
    """

    name: str
    type: FieldType
    meaning: str
    unit: str
    read_by: str
    example: Any
    refers: str
    is_required: bool


class Slip(msgspec.Struct, frozen=True):
    """A mistake between fields of one head: which field, what is wrong, what to write instead."""

    field: str
    what: str
    instead: str = ""


def find_no_slip(head: Any) -> Iterator[Slip]:
    """A kind without rules between its fields."""
    yield from ()


class Kind(msgspec.Struct, Generic[M], frozen=True):
    """One kind of entry; a file in `podium.journal.kinds` holds one, and nothing else lists it.

    Attributes:
        name: as typed, `one-on-one`.
        place: the folder of its files (`wins`), or the table that holds its rows (`goals.toml`).
        model: the typed fields.
        says: one sentence on what it is for.
        asks: fields `podium new` asks besides the required ones.
        today: the field that is today when nothing else is said; empty for none.
        id_from: fields an id is made of when none is given.
        prompt: the text below the head of a new file.
        slips: rules between fields.
    """

    name: str
    place: str
    model: type[M]
    says: str
    id_from: tuple[str, ...]
    asks: tuple[str, ...] = ()
    today: str = ""
    prompt: str = ""
    slips: Callable[[M], Iterator[Slip]] = find_no_slip

    @property
    def is_table(self) -> bool:
        """Whether entries are rows of one TOML file."""
        return self.place.endswith(".toml")

    @property
    def row(self) -> str:
        """The name of a row's heading in its table: `[[goal]]`."""
        return self.name.replace("-", "_")


def about(meaning: str, *, example: Any = None, unit: str = "", read_by: str = "", refers: str = "") -> msgspec.Meta:
    """What a field means, to stand in its annotation."""
    return msgspec.Meta(
        description=meaning, extra={"example": example, "unit": unit, "read_by": read_by, "refers": refers}
    )


def alike(id: str) -> str:
    """Ids that differ only in case or in the way accents are stored are one id, as on many disks."""
    return unicodedata.normalize("NFC", id).casefold()
