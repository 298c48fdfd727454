"""What was typed for a field, as the value the field holds."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from typing import Any

from podium.core.errors import Misuse
from podium.journal.entry import Field, Kind
from podium.journal.fields import fields_of
from podium.journal.parse import example_line

_TRUTH = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}
_MOST_SLUG = 60


def value_of(field: Field, typed: str) -> Any:
    """The value of what was typed.

    Raises:
        Misuse: the field cannot hold it.
    """
    typed = typed.strip()
    if field.form.startswith("list of "):
        return _list_of(field, typed)
    return _single(field, field.form, typed)


def _single(field: Field, form: str, typed: str) -> Any:
    try:
        if form == "date" or form == "dates":
            return date.fromisoformat(typed)
        if form == "whole number":
            return int(typed)
        if form == "number":
            return float(typed) if re.search(r"[.eE]", typed) else int(typed)
        if form == "true or false":
            return _TRUTH[typed.lower()]
    except (ValueError, KeyError):
        raise Misuse(
            f"{field.name}: expected {form}, not {typed[:40]!r}", next_step=f"write {example_line(field)}"
        ) from None
    return typed


def _list_of(field: Field, typed: str) -> list[Any]:
    form = field.form.removeprefix("list of ")
    if typed.startswith("["):
        try:
            read: list[Any] = tomllib.loads(f"value = {typed}")["value"]
        except (ValueError, RecursionError):
            raise Misuse(f"{field.name}: no list", next_step=f"write {example_line(field)}") from None
        return read
    return [_single(field, form, each.strip()) for each in typed.split(",") if each.strip()]


def values_of(kind: Kind[Any], settings: tuple[str, ...]) -> dict[str, Any]:
    """`key=value` pairs as fields of a kind; a key podium does not know is kept as text.

    Raises:
        Misuse: no `=`, or a value that cannot be.
    """
    known = {field.name: field for field in fields_of(kind)}
    values: dict[str, Any] = {}
    for setting in settings:
        key, equals, typed = setting.partition("=")
        key = key.strip()
        if not equals or not re.fullmatch(r"[A-Za-z0-9_-]+", key):
            raise Misuse("--set takes key=value", where=ascii(setting[:60]), next_step="write --set unit=days")
        values[key] = value_of(known[key], typed) if key in known else typed
    return values


def make_id(kind: Kind[Any], values: dict[str, Any]) -> str:
    """An id from the fields an id of this kind is made of; empty when they say nothing."""
    words = " ".join(str(values.get(name, "")) for name in kind.id_from)
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(each for each in plain if not unicodedata.combining(each)).lower()
    slug = re.sub(r"[^\w]+", "-", plain).strip("-_")
    return slug[:_MOST_SLUG].rstrip("-")
