"""The text of a new entry: fields, what they mean as comments, filled where known."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import tomlkit

from podium.journal.fields import fields_of

if TYPE_CHECKING:
    from podium.journal.entry import Field, Kind

_WIDTH = 100


def new_file(kind: Kind[Any], values: Mapping[str, Any], body: str | None = None) -> str:
    """A Markdown file of a kind: every field stands there, those without a value as a commented example."""
    lines = ["+++", *_comment(kind.says), *_lines(kind, values), "+++", ""]
    return "\n".join(lines) + ("\n" + (kind.prompt if body is None else body)).rstrip("\n").rstrip() + "\n"


def new_row(kind: Kind[Any], values: Mapping[str, Any]) -> str:
    """A row of a table: only what is known, the table's head explains the rest."""
    names = [field.name for field in fields_of(kind)]
    ordered = [name for name in names if name in values] + [name for name in values if name not in names]
    return "\n".join([f"[[{kind.row}]]", *(_line(name, values[name]) for name in ordered)]) + "\n"


def new_table(kind: Kind[Any]) -> str:
    """An empty table of a kind, with its fields explained and an example row as comments."""
    example = [f"#   {_line(field.name, field.example)}" for field in fields_of(kind)]
    explained = [line for field in fields_of(kind) for line in _explain(field, with_name=True)]
    heading = ["#", "# A row, as an example:", f"#   [[{kind.row}]]"]
    return "\n".join([*_comment(kind.says), "#", *explained, *heading, *example, ""])


def _lines(kind: Kind[Any], values: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    fields = fields_of(kind)
    for field in fields:
        lines += ["", *_explain(field)]
        filled = field.name in values
        lines.append(("" if filled else "# ") + _line(field.name, values[field.name] if filled else field.example))
    others = [name for name in values if name not in {field.name for field in fields}]
    return lines + ([""] if others else []) + [_line(name, values[name]) for name in others]


def _explain(field: Field, *, with_name: bool = False) -> list[str]:
    unit = f" [{field.unit}]" if field.unit else ""
    reader = f" Read by: {field.read_by}." if field.read_by else ""
    need = "needed" if field.is_required else "may be left out"
    name = f"{field.name}: " if with_name else ""
    return _comment(f"{name}{field.meaning}{unit} ({field.type}; {need}).{reader}")


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False)


def _line(name: str, value: Any) -> str:
    return f"{tomlkit.key(name).as_string()} = {as_toml(value)}"


def as_toml(value: Any) -> str:
    """A value as TOML writes it behind an equals sign."""
    toml: str = item(value).as_string()
    return toml


def item(value: Any) -> Any:
    """A value for tomlkit, tables within it on one line."""
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, item_value in value.items():
            table.append(str(key), item(item_value))
        return table
    if isinstance(value, (list, tuple)):
        row = tomlkit.array()
        for item_value in value:
            row.append(item(item_value))
        return row
    return tomlkit.item(value)
