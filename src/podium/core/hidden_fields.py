"""The `repr` of a record of which some fields belong in no log and no traceback."""

from __future__ import annotations

import msgspec


def repr_without(record: msgspec.Struct, *hidden: str) -> str:
    """The record as `repr` writes it, without the hidden fields."""
    shown = (f"{name}={getattr(record, name)!r}" for name in record.__struct_fields__ if name not in hidden)
    return f"{type(record).__name__}({', '.join(shown)})"
