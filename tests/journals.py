"""A journal written by a test: fields in, the text of its files out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import tomlkit


def page(body: str = "", **fields: Any) -> str:
    """An entry with a file of its own."""
    return f"+++\n{tomlkit.dumps(fields)}+++\n\n{body}\n"


def pages(place: str, entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Entries of one kind, numbered from 1: `wins/1.md`; a `body` is what stands below the fields."""
    return {f"{place}/{n}.md": page(**fields) for n, fields in enumerate(entries, 1)}


def table(kind: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """A table of entries."""
    return "\n".join(f"[[{kind}]]\n{tomlkit.dumps(dict(row))}" for row in rows)


def day(text: str) -> date:
    """`03-17` of the year the tests play in."""
    return date.fromisoformat(f"2026-{text}")
