"""What each field of a kind means: the one source of templates, docs and advice."""

from __future__ import annotations

import types
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from podium.journal.entry import Field

if TYPE_CHECKING:
    from podium.journal.entry import Kind

_FORMS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
    datetime: "date and time",
}
_EXAMPLES: dict[str, Any] = {
    "text": "...",
    "whole number": 1,
    "number": 1.5,
    "true or false": True,
    "date": date(2026, 11, 20),
}


@cache
def fields_of(kind: Kind[Any]) -> tuple[Field, ...]:
    """The fields of a kind in their written order."""
    return tuple(_describe(info) for info in msgspec.structs.fields(kind.model))


@cache
def types_of(kind: Kind[Any]) -> dict[str, Any]:
    """Field name -> annotation, for converting one field at a time."""
    return {info.name: info.type for info in msgspec.structs.fields(kind.model)}


def _describe(info: msgspec.structs.FieldInfo) -> Field:
    plain, meta = _split(info.type)
    extra: dict[str, Any] = (meta.extra or {}) if meta else {}
    form = _say(plain)
    example = extra.get("example")
    if example is None:
        example = get_args(_bare(plain))[0] if get_origin(_bare(plain)) is Literal else _EXAMPLES.get(form, "...")
    return Field(
        name=info.name,
        form=form,
        meaning=(meta.description or "") if meta else "",
        unit=extra.get("unit", ""),
        read_by=extra.get("read_by", ""),
        example=example,
        refers=extra.get("refers", ""),
        is_required=info.required,
    )


def _split(annotation: Any) -> tuple[Any, msgspec.Meta | None]:
    """The annotation without its notes, and the note that carries the meaning."""
    if get_origin(annotation) is Annotated:
        plain, *notes = get_args(annotation)
        meanings = [note for note in notes if isinstance(note, msgspec.Meta) and note.description]
        return plain, meanings[-1] if meanings else None
    return annotation, None


def _bare(annotation: Any) -> Any:
    """The annotation without notes and without `| None`."""
    plain, _ = _split(annotation)
    if get_origin(plain) in (Union, types.UnionType):
        parts = [part for part in get_args(plain) if part is not type(None)]
        return _bare(parts[0]) if len(parts) == 1 else plain
    return plain


def _say(annotation: Any) -> str:
    plain = _bare(annotation)
    origin = get_origin(plain)
    if origin is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(plain))
    if origin is tuple:
        return "list of " + _plural(_say(get_args(plain)[0]))
    return _FORMS.get(plain, "table")


def _plural(form: str) -> str:
    return {"text": "texts", "date": "dates", "number": "numbers", "table": "tables"}.get(form, form)
