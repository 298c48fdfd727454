"""The privacy statement, made from what is really kept: the columns of views and events."""

from __future__ import annotations

import re
from collections.abc import Mapping

from podium.app.me import COLUMNS, VIEWS

# Columns of the event table that say something about a person, and what becomes of it before it is written.
PERSONAL: Mapping[str, str] = {
    "actor": "a key made with a secret of this machine; no name, no address",
    "actor_kind": "person, bot or agent",
    "subject": "a key made with a secret of this machine; no name, no address",
    "with_keys": "keys of people you listed or have on your map; all others are only counted",
    "with_count": "how many others took part",
    "title": "only where the source says it is yours to read",
}


def views() -> list[tuple[str, list[str], str]]:
    """Name, columns and meaning of the views every number is asked from, as the store documents them."""
    rows = re.findall(r"^\| (\w+) +\| ([a-z_]+, [^|]+) \| ([^|]+) \|$", VIEWS, re.MULTILINE)
    return [(name, columns.strip().split(", "), meaning.strip()) for name, columns, meaning in rows]


def events() -> list[tuple[str, str]]:
    """Every column kept of a connected source, with what it means for people; empty where it says nothing of them."""
    return [(name, PERSONAL.get(name, "")) for name in COLUMNS]
