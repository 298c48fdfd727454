"""The first screen: twenty lines at eighty columns, five states that stay, sentences that are registered, one next step."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

import subject
from cli.test_look_in_a_terminal import ME, columns_of
from podium import sentences, signals, traps
from podium.cli.main import podium
from podium.sentences import flags
from podium.sentences import signals as numbers

STATES = ("● caught", "◐ watch", "○ clear", "? not enough")


@cache
def said(words: tuple[str, ...], columns: int, home: str) -> str:
    """What a command prints, typed once for all tests."""
    return CliRunner().invoke(podium, words, env={"COLUMNS": str(columns), "PODIUM_HOME": home}).stdout


def look(team: Path, *words: str, columns: int = 80) -> str:
    return said(("look", str(team), *ME, *words), columns, os.environ["PODIUM_HOME"])


def why(*words: str) -> str:
    return said(("why", *words), 80, os.environ["PODIUM_HOME"])


def test_it_has_at_most_twenty_lines(team: Path, at_home: Path) -> None:
    assert len(look(team).splitlines()) <= 20


@pytest.mark.parametrize("columns", [40, 60, 72, 80, 100, 120])
def test_it_fits_every_terminal(team: Path, at_home: Path, columns: int) -> None:
    assert [line for line in look(team, columns=columns).splitlines() if columns_of(line) > columns] == []


def test_the_five_states_stand_together_in_words_and_shape(team: Path, at_home: Path) -> None:
    lines = look(team).splitlines()
    at = [n for n, line in enumerate(lines) if line.startswith(STATES)]
    assert at == list(range(at[0], at[0] + 5))


def test_what_is_raised_says_its_number_and_what_to_type(team: Path, at_home: Path) -> None:
    page = look(team)
    found = re.findall(r"podium why (\S+)", page)
    assert 1 <= len(found) <= 3
    for word in found:
        assert "Counted" in why(word)
    assert re.search(r"Nobody but you approved about \d in 10 changes", page)


def test_there_is_one_next_step_and_one_thing_missing(team: Path, at_home: Path) -> None:
    page = look(team)
    assert len(re.findall(r"^Next ", page, re.MULTILINE)) == 1
    assert len(re.findall(r"^Missing ", page, re.MULTILINE)) == 1


def test_every_sentence_is_one_of_ours(team: Path, at_home: Path) -> None:
    page = look(team, columns=120) + look(team, "--all", columns=120)
    printed = re.findall(r"(?<=  )(?:[●◐·] )?([A-Z0-9][^.?]*?)(?: \((?:usual|shown)[^)]*\))?\.(?=\s|$)", page)
    ours = [text for text in printed if not text.startswith(("Read", "Could", "Late", "Only"))]
    assert ours
    of_signals = numbers.sentences_of({signal.name: signal.words for signal in signals.every()})
    of_flags = flags.sentences_of(flag for trap in traps.every() for flag in trap.flags)
    assert [
        text for text in ours if not sentences.is_registered(" ".join(text.split()) + ".", (*of_signals, *of_flags))
    ] == []


def test_a_second_look_says_what_is_new_and_what_is_gone(team: Path, tmp_path: Path) -> None:
    subject.known_as(tmp_path)

    def seen(day: str) -> str:
        words = ("look", str(team), "--me", "ana@example.org", "--as-of", day)
        return (
            CliRunner()
            .invoke(podium, words, env={"PODIUM_HOME": str(subject.known_as(tmp_path)), "COLUMNS": "100"})
            .stdout
        )

    assert "Since" not in seen("2025-01-26")
    later = seen("2026-06-28")
    assert re.search(r"^Since     New: ", later, re.MULTILINE)
    assert later == seen("2026-06-28"), "a look repeated says the same"


def test_the_old_words_open_the_same_receipt(team: Path, at_home: Path) -> None:
    look(team)
    assert why("approvals") == why("gate")
    assert why("rewrites", "--json") == why("take-back", "--json")


def test_a_misspelt_name_is_answered_with_the_nearest(team: Path, at_home: Path) -> None:
    look(team)
    stopped = CliRunner().invoke(podium, ("why", "rewrits")).exception
    assert "did you mean `podium why rewrites`" in str(stopped)


def test_of_a_group_only_weeks_are_shown_and_the_answer_fits_a_screen(team: Path, at_home: Path) -> None:
    look(team)
    page = why("own-share")
    assert "of a team, podium shows no more" in " ".join(page.split())
    assert not re.search(r"\b[0-9a-f]{8,}\b", page)
    answer = why("approvals").split("\n\n")
    assert len("\n".join(answer[:2]).splitlines()) <= 20


def test_the_select_waits_behind_a_switch(team: Path, at_home: Path) -> None:
    look(team)
    assert "select" not in why("late-hours")
    assert "select" in why("late-hours", "--sql")


def test_json_keeps_the_names_of_scripts(team: Path, at_home: Path) -> None:
    flags = [f["name"] for t in json.loads(look(team, "--json"))["traps"] for f in t["flags"]]
    assert "take-back" in flags
    assert "rewrites" not in flags
