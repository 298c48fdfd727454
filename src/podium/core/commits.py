"""The columns of a commit as sources write them and evidence keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from podium.core.arrow import Table, from_lists, from_values, from_words

COMMIT_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "hash": "string",  # 40 hex digits, 64 in a sha256 repository
        "parents": "list<string>",  # in the recorded order; empty for a root
        "author": "dictionary<string>",  # "Name <email>" as recorded, before any mailmap
        "author_at": "int64",  # seconds since 1970 in UTC, may be negative; null when the record holds no instant
        "author_offset": "int32",  # minutes east as recorded, sensible or not; null when not recorded
        "committer": "dictionary<string>",
        "committer_at": "int64",
        "committer_offset": "int32",
        "message": "string",  # whole, in UTF-8; bytes that are no text stand as \\xNN
        "paths": "list<string>",  # touched; empty for a merge, as git log shows it; null when it cannot be known
    }
)
COMMITS_VERSION = 2


class Commit(NamedTuple):
    """One commit, its fields as the columns hold them."""

    hash: str
    parents: list[str]
    author: str
    author_at: int | None
    author_offset: int | None
    committer: str
    committer_at: int | None
    committer_offset: int | None
    message: str
    paths: list[str] | None


def table_of(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Commits, column by column."""
    columns = {}
    for name, kind in COMMIT_COLUMNS.items():
        values = [row[name] for row in rows]
        if kind == "list<string>":
            columns[name] = from_lists(values)
        elif kind == "dictionary<string>":
            columns[name] = from_words(values)
        else:
            columns[name] = from_values(values, kind if kind.startswith("int") else "")
    return Table(columns)
