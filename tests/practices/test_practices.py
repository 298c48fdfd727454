"""Practices are text files: podium's own, those of packages, and yours beside them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium import practices, traps
from podium.core.errors import CannotRead, Misuse
from podium.core.note import Note
from podium.experiments import metric

HERS = """\
+++
name = "quiet-mornings"
title = "No meeting before ten"
for = ["code-refuge"]
weeks = 8
minutes_a_week = 5
hypothesis = "Mornings without meetings keep my evenings free."
moves = { signal = "late-share", toward = "down", by = 0.1 }
guards = [{ signal = "talks-held", toward = "down", by = 0.1 }]
is_reversible = true
done = "eight weeks"
stop_if = "1:1s move into the evening"
source = "my own idea"
grade = "anecdote"
counter = "nobody measured it"
artefact = "none"
cadence = "daily"
+++
# Protocol
"""
TRAPS = {trap.name for trap in traps.every()}


def test_a_new_practice_is_not_suggested_first_because_it_is_cheap() -> None:
    cheap = practices.parse(HERS.replace("minutes_a_week = 5", "minutes_a_week = 1"), "cheap.md")
    assert practices.in_order([cheap, *practices.every()])[-1] == cheap
    placed = practices.parse(HERS.replace("weeks = 8", "order = 1\nweeks = 8"), "placed.md")
    assert practices.in_order([*practices.every(), placed])[0] == placed


@pytest.mark.parametrize("practice", practices.every(), ids=lambda p: p.name)
def test_each_says_for_whom_it_is_and_where_it_stands(practice: practices.Practice) -> None:
    assert practice.for_whom, f"write for_whom in practices/{practice.name}.md"
    assert practice.order < practices.LAST, f"write order in practices/{practice.name}.md"
    same = [p.name for p in practices.every() if p.order == practice.order and set(p.traps) & set(practice.traps)]
    assert same == [practice.name], "two practices of one trap on one place; give one of them another order"


def test_a_broken_file_of_hers_stops_only_what_may_be_that_practice(tmp_path: Path) -> None:
    (tmp_path / "quiet-mornings.md").write_text(HERS.replace('done = "eight weeks"', ""))
    assert practices.named("reserve", tmp_path).name == "reserve"
    for name in ("quiet-mornings", "something-else"):
        with pytest.raises(CannotRead, match="lacks 'done'"):
            practices.named(name, tmp_path)
    (tmp_path / "reserve.md").write_text("no head")
    with pytest.raises(CannotRead, match="head between two lines"):
        practices.named("reserve", tmp_path)


def test_every_trap_has_a_way_out() -> None:
    assert {trap for trap in TRAPS if not practices.next_for(trap)} == set(), "write a practice for each"
    assert {trap for p in practices.every() for trap in p.traps} - TRAPS == set(), "no trap has these names"


@pytest.mark.parametrize("practice", practices.every(), ids=lambda p: p.name)
def test_each_can_be_judged_and_argues_against_itself(practice: practices.Practice) -> None:
    numbers = [practice.moves.signal, *(g.signal for g in practice.guards), practice.comparison]
    assert len(set(numbers)) == 4, "one metric, two guardrails, one that should not move"
    for name in numbers:
        metric.metric(name)
    wanted = metric.metric(practice.moves.signal).signal.better
    assert wanted == {"up": "higher", "down": "lower"}[practice.moves.toward]
    short = [key for key in ("counter", "source", "done", "stop_if") if len(getattr(practice, key)) <= 20]
    assert short == [], f"write more than 20 letters for each in practices/{practice.name}.md"
    assert practice.weeks >= 8, "eight weeks at least; fewer can show nothing"
    assert "# Protocol" in practice.body, "write what to do under `# Protocol`"
    assert "[m]" not in practice.body + practice.source + practice.counter


def test_only_what_can_be_taken_back_every_week_is_switched_on_and_off() -> None:
    assert practices.named("no-code-zone").is_reversible
    learnt = ("drills", "planned-absence", "reserve", "stretch-delegation", "one-for-a-person", "win-ledger")
    told = ("anchor-card", "off-the-fire", "stakeholder-loop")
    lasting = [name for name in (*learnt, *told) if practices.named(name).is_reversible]
    assert lasting == [], "what was learnt, handed over or said stays in a week without it"


def test_hers_stand_beside_podiums_and_win_on_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no practice\n")
    (tmp_path / "quiet.md").write_text(HERS)
    (tmp_path / "zone.md").write_text(HERS.replace("quiet-mornings", "no-code-zone"))

    assert practices.named("quiet-mornings", tmp_path).minutes_a_week == 5
    assert practices.named("no-code-zone", tmp_path).title == "No meeting before ten"
    assert practices.named("no-code-zone").title == "Two half-days a week without code"


def test_a_practice_nobody_wrote_is_not_found() -> None:
    with pytest.raises(Misuse, match="no practice 'yoga'"):
        practices.named("yoga")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("+++\nname", "name"), "between two lines"),
        (('name = "quiet-mornings"', "name = "), "not valid TOML"),
        (('name = "quiet-mornings"', 'name = "../x"'), "small letters"),
        (('cadence = "daily"', ""), "lacks 'cadence'"),
        (('cadence = "daily"', 'cadence = "daily"\ncolour = "red"'), "unknown key 'colour'"),
        (('grade = "anecdote"', 'grade = "proven"'), "the grade is one of"),
        (("weeks = 8", "weeks = true"), "whole number"),
        (('toward = "down", by = 0.1 }\nguards', 'toward = "sideways", by = 0.1 }\nguards'), "`up` or `down`"),
        (("is_reversible = true", 'is_reversible = true\nbroken_by = ["breathed"]'), "no source tells"),
    ],
)
def test_a_mistake_in_a_file_is_named(change: tuple[str, str], says: str, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text(HERS.replace(*change, 1))
    with pytest.raises(CannotRead, match=says) as stopped:
        practices.every(tmp_path)
    assert "mine.md" in stopped.value.where


def test_one_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.md").write_text(HERS)
    (tmp_path / "c.md").write_text("x" * (practices.MOST_BYTES + 1))
    (tmp_path / "d.md").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "e.md")
    notes: list[Note] = []

    assert "quiet-mornings" in {p.name for p in practices.every(tmp_path, notes=notes)}
    assert [Path(note.file).name for note in notes] == ["a.md", "c.md", "d.md"]


@given(st.text(), st.text())
def test_any_text_is_a_practice_or_a_clear_mistake(head: str, body: str) -> None:
    for text in (head, f"+++\n{head}\n+++\n{body}", HERS.replace("8", head, 1)):
        with contextlib.suppress(CannotRead):
            assert practices.parse(text, "x.md").weeks > 0


def test_the_example_in_the_docs_is_a_practice_and_says_every_key() -> None:
    text = (Path(__file__).parents[2] / "docs" / "howto" / "practices.md").read_text()
    example = text.split("```toml\n")[1].split("```")[0]
    practice = practices.parse(example, "docs")
    assert practice.name == "quiet-mornings"
    assert practice.calendar is not None
    assert metric.metric(practice.moves.signal).kind == "share"
    assert all(f"{key} = " in example or f"[{key}]" in example or f"`{key}`" in text for key in practices.KEYS)
