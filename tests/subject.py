"""Whom the homes of the tests belong to: the one door by which a test looks as somebody without being asked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

import today

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


@contextmanager
def kept_home(home: Path) -> Iterator[Path]:
    """A home outside of a test: what tests of a file copy is made in it, with no keyring, on the day of the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(known_as(home)))
        patch.setenv("PODIUM_KEYRING", "off")
        patch.delenv("PODIUM_JOURNAL", raising=False)
        today.pin(patch)
        yield home


def moved_in(kept: Path, home: Path) -> Path:
    """A copy of a home that was kept, files with their times, in place of the one that is there."""
    shutil.rmtree(home, ignore_errors=True)
    return Path(shutil.copytree(kept, home))
