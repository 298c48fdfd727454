"""What was typed for a field, as the value the field holds."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

from podium.core.errors import Misuse
from podium.journal.fields import fields_of
from podium.journal.parse import example_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from podium.journal.entry import Field, Kind, Values

_TRUTH = {"true": True, "yes": True, "y": True, "on": True, "false": False, "no": False, "n": False, "off": False}
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
# `1,500` is one and a half to one reader and fifteen hundred to another.
_UNCLEAR = re.compile(r"[+-]?\d{1,3},\d{3}", re.ASCII)
_MOST_SLUG = 60


def value_of(field: Field, typed: str) -> Any:
    """The value of what was typed, at the terminal or on a page.

    A list is typed one a line, or on one line with commas between, or as TOML in brackets; a line end makes a text of a
    list one item, commas and all. A number may have a comma for its point.

    Raises:
        Misuse: the field cannot hold it.
    """
    if field.type.is_list:
        return _list_of(field, typed)
    return _single(field, typed.strip())


def _single(field: Field, typed: str) -> Any:
    reader = _READ.get(field.type.item, str)
    try:
        return reader(typed)
    except (ValueError, KeyError):
        raise Misuse(
            f"{field.name}: expected {field.type}, not {typed[:40]!r}", next_step=f"write {example_line(field)}"
        ) from None


def _whole(typed: str) -> int:
    return int(_match(_WHOLE, typed))


def _truth(typed: str) -> bool:
    return _TRUTH[typed.lower()]


def _number(typed: str) -> int | float:
    if _WHOLE.fullmatch(typed):
        return int(typed)
    if _UNCLEAR.fullmatch(typed):
        raise ValueError
    value = float(_match(_NUMBER, typed).replace(",", "."))
    if not math.isfinite(value):
        raise ValueError
    return value


def _match(pattern: re.Pattern[str], typed: str) -> str:
    if pattern.fullmatch(typed) is None:
        raise ValueError
    return typed


def _list_of(field: Field, typed: str) -> list[Any]:
    if typed.strip().startswith("["):
        try:
            items: list[Any] = tomllib.loads(f"value = {typed.strip()}")["value"]
        except (ValueError, RecursionError):
            raise Misuse(f"{field.name}: no list", next_step=f"write {example_line(field)}") from None
        return items
    is_lines = field.type.item is str and not field.type.choices and "\n" in typed
    parts = typed.split("\n") if is_lines else re.split(r"[,\n]", typed)
    return [_single(field, part.strip()) for part in parts if part.strip()]


_READ: Mapping[Any, Callable[[str], Any]] = {date: date.fromisoformat, int: _whole, float: _number, bool: _truth}


def values_of(kind: Kind[Any], settings: tuple[str, ...]) -> Values:
    """`key=value` pairs as fields of a kind; a key podium does not know is kept as text.

    Raises:
        Misuse: no `=`, or a value that cannot be.
    """
    field_by_name = {field.name: field for field in fields_of(kind)}
    values: Values = {}
    for setting in settings:
        key, equals, typed = setting.partition("=")
        key = key.strip()
        if not equals or not re.fullmatch(r"[A-Za-z0-9_-]+", key):
            raise Misuse("--set takes key=value", where=ascii(setting[:60]), next_step="write --set unit=days")
        values[key] = value_of(field_by_name[key], typed) if key in field_by_name else typed
    return values


def make_id(kind: Kind[Any], values: Values) -> str:
    """An id from the fields an id of this kind is made of; empty when they say nothing."""
    words = " ".join(str(values.get(name, "")) for name in kind.id_from)
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    plain = plain.replace("ß", "ss")
    slug = re.sub(r"[^\w]+", "-", plain).strip("-_")
    return slug[:_MOST_SLUG].rstrip("-")
