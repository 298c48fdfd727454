"""The columns of a commit as sources write them and evidence keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
