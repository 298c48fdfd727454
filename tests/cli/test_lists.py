"""`podium signals`, `traps` and `me`: every part explained with its grade, what speaks against it, and who she is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.terminal import run, run_anew
from little_team import LAST_DAY
from podium import signals, traps

SEEDS_OWN = re.compile(r"\b72 % of|\b68 % of failed|\b45 % of low|\b80 %[^.]*communicat")


def test_every_signal_is_listed_with_its_question() -> None:
    said = run("signals").out
    assert [s.name for s in signals.every() if f"{s.name} " not in said] == []
    assert said.count("?") >= len(signals.every())


def test_one_signal_tells_everything_it_declares() -> None:
    said = run("signals", "absence").out
    for part in (
        "asks:",
        "fold:",
        "least: 12",
        "blind_to:",
        "grade: moderate",
        "counter:",
        "source:",
        "select:",
        "from ours",
    ):
        assert part in said


@pytest.mark.parametrize("trap", traps.every(), ids=lambda t: t.name)
def test_every_trap_tells_its_lines_and_what_speaks_against_it(trap: traps.Trap) -> None:
    said = run("traps", trap.name).out
    assert trap.title in said
    assert f"against: {trap.counter}" in said
    for flag in trap.flags:
        assert flag.name in said
        assert all(line.norm in said for line in (*flag.all_of, *flag.any_of))
    assert run("traps", str(trap.number)).out == said


def test_figures_without_a_source_are_only_ever_what_is_often_said() -> None:
    for trap in json.loads(run("traps", "--json").out):
        seed = trap.pop("the_seed_says")
        assert not seed or " often " in seed
        assert not SEEDS_OWN.search(json.dumps(trap, ensure_ascii=False))
        if SEEDS_OWN.search(seed):
            assert "checkable" in seed.lower(), "beside it stands what can be checked"
    assert not SEEDS_OWN.search(run("signals", "--json").out)


def test_json_of_all_parts_is_stable() -> None:
    assert run_anew("signals", "--json") == run_anew("signals", "--json")
    assert {s["name"] for s in json.loads(run("signals", "--json").out)} == {s.name for s in signals.every()}


def test_me_says_which_spellings_are_hers_and_why(team: Path, at_home: Path) -> None:
    said = run("me", team, "--me", "ana@example.org", "--as-of", LAST_DAY)
    assert "you: Ana <ana@example.org>: same address" in said.out
    assert "me.toml" in said.err
    facts = json.loads(run("me", team, "--me", "ana@example.org", "--as-of", LAST_DAY, "--json").out)
    assert facts["you"] == ["Ana <ana@example.org>: same address"]


def test_me_prints_a_template_that_can_be_kept(tmp_path: Path) -> None:
    template = run("me", "--template").out
    (tmp_path / "me.toml").write_text(template, encoding="utf-8")
    assert run("me", env={"PODIUM_HOME": str(tmp_path)}).code == 0


def test_editing_checks_what_was_written(tmp_path: Path) -> None:
    here = {"PODIUM_HOME": str(tmp_path), "EDITOR": "true"}
    assert run("me", "--edit", env=here).code == 0
    assert (tmp_path / "me.toml").exists()
    (tmp_path / "me.toml").write_text('[me]\nzone = "Berlin"\n', encoding="utf-8")
    said = run("me", "--edit", env=here)
    assert said.code == 4
    assert "me.toml:2" in said.err
