"""The privacy statement, made from what is really kept: the columns of views and events."""

from __future__ import annotations

from collections.abc import Mapping

from podium.app.me import COLUMNS, VIEW_COLUMNS, VIEWS

# Columns of the event table that say something about a person, and what becomes of it before it is written.
PERSONAL: Mapping[str, str] = {
    "actor": "a key made with a secret of this machine; no name, no address",
    "actor_kind": "person, bot or agent",
    "subject": "a key made with a secret of this machine; no name, no address",
    "with_keys": "keys of people you listed or have on your map; all others are only counted",
    "with_count": "how many others took part",
    "title": "only where the source says it is yours to read",
}


def views() -> list[tuple[str, str]]:
    """Name and meaning of the views every number is asked from."""
    return list(VIEWS.items())


def view_columns() -> list[tuple[str, str]]:
    """Every column of those views, with what it holds; there is none for a person."""
    return list(VIEW_COLUMNS.items())


def events() -> list[tuple[str, str]]:
    """Every column kept of a connected source, with what it means for people; empty where it says nothing of them."""
    return [(name, PERSONAL.get(name, "")) for name in COLUMNS]
