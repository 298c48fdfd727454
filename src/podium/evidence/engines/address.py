"""The address of an engine: what is written in it, and what never belongs into it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit, urlunsplit

import msgspec

from podium.core.errors import Misuse

Kind = Literal["duckdb", "postgresql", "spark", "sc"]
FORMS = "postgresql://you@host/database, spark://host:7077#FOLDER, sc://host:15002#FOLDER or duckdb:FOLDER"
SCHEMA = "podium"
# The name she is filed under is a folder's and a role's name too, so it holds nothing that needs an escape.
_MANAGER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}")
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_IN_QUERY = re.compile(r"(?i)(?:^|[;&?])(?:password|token)=")


class EngineAddress(msgspec.Struct, frozen=True):
    """Where an engine is and where your evidence lies on it.

    Attributes:
        server: the address to connect to, without a secret; a folder for DuckDB.
        place: the schema or database that holds the tables, or the folder of Parquet files.
        user: the user written in the address; empty without one.
    """

    kind: Kind
    server: str
    place: str
    user: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether the evidence lies in files and not in the tables of a catalogue."""
        return self.kind == "duckdb" or "/" in self.place


def parse(text: str) -> EngineAddress:
    """The address as typed.

    Raises:
        Misuse: it is no address of an engine podium asks, or a secret stands in it.
    """
    kind, colon, rest = text.partition(":")
    if kind == "duckdb" and rest:
        folder = str(Path(rest.removeprefix("//")).expanduser())
        return EngineAddress("duckdb", folder, folder)
    if kind == "postgres":
        kind = "postgresql"
    if not colon or kind not in {"postgresql", "spark", "sc"} or not rest.startswith("//"):
        raise Misuse(f"Not an engine podium can ask: {kind if colon else text}", next_step=f"write it as {FORMS}")
    parts = urlsplit(f"{kind}:{rest}")
    if parts.password is not None or _IN_QUERY.search(f"{parts.path};{parts.query}"):
        raise Misuse(
            "The address holds a password, which would stay in your shell's history",
            next_step="leave it out of the address and add --secret: podium asks for it without showing it",
        )
    if not parts.hostname:
        raise Misuse("The address names no host", next_step=f"write it as {FORMS}")
    place = parts.fragment or SCHEMA
    if "/" not in place and not _SCHEMA.fullmatch(place):
        raise Misuse(
            f"Not a schema or a folder: {place}", next_step="write #schema or #/folder at the end of the address"
        )
    return EngineAddress(cast("Kind", kind), urlunsplit(parts._replace(fragment="")), place, parts.username or "")


def check_manager(name: str) -> str:
    """The name a manager is filed under.

    Raises:
        Misuse: it holds something a folder or a role cannot be called.
    """
    if not _MANAGER.fullmatch(name):
        raise Misuse(
            f"Not a name to file evidence under: {name or 'none was given'}",
            next_step="--manager NAME: letters, digits, - _ . @; with PostgreSQL the role you sign in with",
        )
    return name
