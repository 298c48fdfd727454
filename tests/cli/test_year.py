"""The year on one page: your own months, at most ten sentences, nothing of anybody else."""

from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from little_team import LAST_DAY

ME = ("--me", "ana@example.org")
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def without_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PODIUM_JOURNAL", "")


def test_it_counts_your_own_changes_of_twelve_months(team: Path, at_home: Path, run: Run) -> None:
    head, picture, *sentences = run("year", str(team), *ME, "--as-of", LAST_DAY).stdout.splitlines()
    assert head == "Your year: July 2025 to June 2026"
    assert len(picture.strip()) == 12
    words = ["git", "-C", str(team), "log", "--no-merges", "--author=ana@example.org", "--format=%as"]
    days = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    own = sum("2025-07-01" <= day <= LAST_DAY for day in days)
    assert sentences[0] == f"- You wrote {own} changes."
    assert len(sentences) <= 10
    assert sentences[-1].startswith("- Without a journal")


def test_it_is_a_page_that_names_nobody(team: Path, at_home: Path, run: Run, tmp_path: Path) -> None:
    run("year", str(team), *ME, "--as-of", LAST_DAY, "--to", str(tmp_path / "year.html"))
    page = (tmp_path / "year.html").read_text(encoding="utf-8")
    (picture,) = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", page)
    assert base64.b64decode(picture).count(b"<text") == 24
    authors = subprocess.run(
        ["git", "-C", str(team), "log", "--format=%an"], capture_output=True, text=True, check=True
    )
    words = set(re.findall(r"\w+", re.sub(r"base64,[^\"]+", "", page)))
    assert set(authors.stdout.split("\n")) & words == set()
