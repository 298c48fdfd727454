"""What each field of a kind means: the one source of templates, docs and advice."""

from __future__ import annotations

import types
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec.structs import replace

from podium.journal.entry import Field, FieldType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from podium.journal.entry import Kind

# What stands in a template where the kind itself gives no example.
_EXAMPLES: Mapping[Any, Any] = {str: "...", int: 1, float: 1.5, bool: True, date: date(2026, 11, 20)}


@cache
def fields_of(kind: Kind[Any]) -> tuple[Field, ...]:
    """The fields of a kind in their written order."""
    return tuple(_describe(info) for info in msgspec.structs.fields(kind.model))


@cache
def types_of(kind: Kind[Any]) -> Mapping[str, Any]:
    """Field name -> annotation, for converting one field at a time."""
    return {info.name: info.type for info in msgspec.structs.fields(kind.model)}


def _describe(info: msgspec.structs.FieldInfo) -> Field:
    plain, meta = _split(info.type)
    extra: Mapping[str, Any] = (meta.extra or {}) if meta else {}
    held_type = _held(plain)
    example = extra.get("example")
    if example is None:
        example = (
            "..."
            if held_type.is_list
            else held_type.choices[0]
            if held_type.choices
            else _EXAMPLES.get(held_type.item, "...")
        )
    return Field(
        name=info.name,
        type=held_type,
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


def _held(annotation: Any) -> FieldType:
    plain = _bare(annotation)
    origin = get_origin(plain)
    if origin is Literal:
        return FieldType(str, choices=get_args(plain))
    if origin is tuple:
        return replace(_held(get_args(plain)[0]), is_list=True)
    return FieldType(plain)
