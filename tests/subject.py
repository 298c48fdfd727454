"""Whom the homes of the tests belong to: the one door by which a test looks as somebody without being asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

HERS = ("ada@example.org", "ana@example.org")


def known_as(home: Path, *addresses: str) -> Path:
    """A home whose first look was by these addresses: the made people of the tests unless others are named."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {"addresses": sorted(addresses or HERS), "is_seen": True}
    (home / "first-address.json").write_text(json.dumps(kept))
    return home


def at_home_in(env: Mapping[str, str] | None) -> None:
    """The same for the home an environment names, unless it is there already."""
    named = (env or {}).get("PODIUM_HOME")
    if named and not Path(named, "first-address.json").exists() and not Path(named).is_file():
        known_as(Path(named))
