"""The mirror page and a receipt, as people keep them: text, JSON and Markdown of one made repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.golden import expect
from cli.terminal import run
from little_team import LAST_DAY

ME = ("--me", "ana@example.org", "--as-of", LAST_DAY)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mirror.txt", ()),
        ("mirror.json", ("--json",)),
        ("mirror.md", ("--markdown",)),
    ],
)
def test_the_mirror(team: Path, at_home: Path, name: str, words: tuple[str, ...]) -> None:
    said = run("look", team, *ME, *words, env={"COLUMNS": "100"})
    assert said.code == 0
    expect(name, said.out)


@pytest.mark.parametrize(
    ("name", "words"),
    [("receipt-absence.txt", ("absence",)), ("receipt-late.txt", ("late",)), ("receipt-late.json", ("late", "--json"))],
)
def test_a_receipt(team: Path, at_home: Path, name: str, words: tuple[str, ...]) -> None:
    said = run("why", words[0], team, *ME, *words[1:])
    assert said.code == 0
    expect(name, said.out)
