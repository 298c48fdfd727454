"""What is vendored for the room: each file is the one its list names, with its licence, and together light enough."""

from __future__ import annotations

import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from podium.gym.scenario import FIGURES
from podium.web import render

ROOM = render.HERE / "static" / "room3d"
TOOLS = Path(__file__).parents[2] / "tools" / "room"
MOST_BYTES = 400_000


def test_each_file_is_the_one_the_list_names() -> None:
    named = tomllib.loads((ROOM / "VENDOR.toml").read_text())
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in ROOM.iterdir()}
    assert {name: sha for name, sha in found.items() if name != "VENDOR.toml"} == named["sha256"]
    (library,) = named["library"]
    assert (library["name"], library["licence"]) == ("three", "MIT")
    assert f'"three": "{library["version"]}"' in (TOOLS / "package.json").read_text()
    assert "Permission is hereby granted" in (ROOM / "three-LICENSE.txt").read_text()


@pytest.mark.parametrize("figure", FIGURES)
def test_the_room_with_a_person_is_light(figure: str) -> None:
    script = len(gzip.compress((ROOM / "room.min.js").read_bytes(), 9))
    assert script + (ROOM / f"{figure}.person").stat().st_size <= MOST_BYTES


def test_the_script_evaluates_nothing_and_names_no_address_it_would_load() -> None:
    text = (ROOM / "room.min.js").read_text()
    assert "new Function(" not in text
    assert not re.search(r"\beval\(", text)
    assert not re.search(r"(?:fetch|import)\(\s*[\"'`]https?:", text)
