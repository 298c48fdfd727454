"""What a base install runs needs none of the parts that are installed where they are first asked for."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import subject
from little_team import LAST_DAY, make
from podium.core.errors import CannotRead
from podium.programs.mentoring import manifests

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "podium"
ARROW_READER = "sources/parquet.py"
# Libraries of extras, and what comes with them; a base install has none of them.
ABSENT = (
    "pyarrow", "nanoarrow", "pandas", "typst", "docx", "lxml", "tree_sitter", "webauthn", "cbor2", "mcp", "pyspark",
    "psycopg", "pymysql", "ortools", "cpmpy", "opendp", "sqlglot",
)  # fmt: skip
BASE = f"""
import sys
for name in {ABSENT!r}:
    sys.modules[name] = None
from podium.cli.main import run
run()
"""
LOOKS = ("--me", "ana@example.org", "--as-of", LAST_DAY)
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:one-on-one@example.org
DTSTAMP:20260301T080000Z
DTSTART:20260302T090000Z
DTEND:20260302T093000Z
RRULE:FREQ=WEEKLY;COUNT=17
SUMMARY:1:1 Bo
ORGANIZER:mailto:ana@example.org
ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.org
ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org
END:VEVENT
END:VCALENDAR
"""


class Base:
    """podium in a process that finds no part of an extra."""

    def __init__(self, folder: Path) -> None:
        self.env = dict(os.environ) | {
            "PODIUM_HOME": str(subject.known_as(folder / "home")),
            "PODIUM_KEYRING": "off",
            "PODIUM_JOURNAL": str(folder / "journal"),
        }

    def run(self, *words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-c", BASE, *words], env=self.env, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _verdicts(look: str) -> list[str]:
    """The first line of each trap: its number, name, verdict and picture."""
    return [line for line in look.split("\n") if line[:1].isdigit()]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


def test_a_look_a_calendar_why_and_a_copy_need_no_extra(base: Base, tmp_path: Path) -> None:
    clone = str(make(tmp_path / "team"))
    assert "caught" in base.run("look", "--all", clone, *LOOKS)
    assert "caught" in base.run("look", "--all", clone, *LOOKS), "what was kept is read again"
    (tmp_path / "calendar.ics").write_text(CALENDAR)
    base.run("connect", "ics", str(tmp_path / "calendar.ics"), "--set", "me=ana@example.org")
    assert "17 acts read" in base.run("sync")
    assert "12 of your 12 planned 1:1s took place" in _one_line(base.run("look", "--all", clone, *LOOKS))
    assert base.run("why", "late-share", clone, *LOOKS)
    base.run("export", "--yes", "--metadata", str(tmp_path / "copy"), clone, *LOOKS)
    assert list((tmp_path / "copy").rglob("*.parquet"))
    base.run("export", "--yes", "--parquet", str(tmp_path / "notebook"), clone, *LOOKS)
    # Every week of a store is asked every question, so the clone it is filled from is a short one.
    store, short = f"duckdb:{tmp_path / 'store'}", str(make(tmp_path / "short", weeks=6))
    assert "7 weeks there" in base.run("export", "--yes", "--store", store, "--manager", "ana", short, *LOOKS)
    there, here = (
        base.run("look", "--all", "--engine", store, "--manager", "ana"),
        base.run("look", "--all", short, *LOOKS),
    )
    assert "1 Code Refuge             ◐ watch" in there
    assert _verdicts(there) == _verdicts(here)


def test_a_parquet_file_of_hers_names_the_line_that_installs_its_reader(base: Base, tmp_path: Path) -> None:
    (tmp_path / "acts.parquet").write_bytes(b"PAR1")
    said = " ".join(base.run("connect", "tables", str(tmp_path / "acts.parquet"), code=5).split())
    assert "Parquet files need one more part" in said
    assert "pip install 'podium[parquet]'" in said


def test_a_room_beyond_this_machine_names_the_line_that_installs_passkeys(base: Base, tmp_path: Path) -> None:
    pair = ("--certificate", str(tmp_path / "a.pem"), "--key", str(tmp_path / "b.pem"))
    said = " ".join(base.run("serve", "--host", "room.example.org", *pair, code=2).split())
    assert "pip install 'podium[passkey]'" in said


def test_a_manifest_that_is_a_program_names_the_line_that_installs_its_grammar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    for path in ("Gemfile", "Dockerfile", "build.gradle", "build.gradle.kts"):
        found = manifests.find(path)
        assert found is not None
        with pytest.raises(CannotRead) as fault:
            manifests.read(found[1], 'gem "rails"\n', path)
        assert "pip install 'podium[manifests]'" in fault.value.what


def test_arrow_is_imported_by_the_reader_of_parquet_files_alone() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        if path.parent.name != "laws"  # what holds parts against the laws is a tool of tests
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "pyarrow" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pyarrow")
        or (isinstance(node, ast.Attribute) and node.attr in {"to_arrow_table", "fetch_arrow_table", "fetchdf"})
        or (isinstance(node, ast.Constant) and node.value == "pyarrow")
    }
    assert found == {ARROW_READER}


def test_what_makes_an_install_large_is_an_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {line.partition(">")[0].partition("[")[0].lower() for line in project["dependencies"]}
    heavy = {"pyarrow", "typst", "python-docx", "lxml", "pandas", "scipy", "webauthn", "cryptography", "tree-sitter"}
    assert asked & heavy == set()
