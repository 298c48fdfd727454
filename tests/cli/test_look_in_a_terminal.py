"""`podium look` and `why` as typed: widths, colour, pipes, options, hostile subjects, the same bytes again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

import subject
from cli.terminal import PROGRAM, run, run_anew, run_in_terminal
from clones import Clone
from little_team import LAST_DAY
from podium import traps

ME = ("--me", "ana@example.org", "--as-of", LAST_DAY)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def columns_of(line: str) -> int:
    """How many cells a terminal needs for a line."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line if not unicodedata.combining(c))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_mirror_fits_the_terminal(team: Path, at_home: Path, columns: int) -> None:
    said = run_in_terminal("look", team, *ME, columns=columns)
    assert said.code == 0
    plain = ESCAPE.sub("", said.out).split("\r")[-1]
    assert "Code Refuge" in plain
    assert [line for line in plain.splitlines() if columns_of(line) > columns] == []


def test_a_terminal_gets_colour_and_a_pipe_none(team: Path, at_home: Path) -> None:
    assert "\x1b[31m" in run_in_terminal("look", team, *ME).out
    assert "\x1b" not in run("look", team, *ME).out


@pytest.mark.parametrize("quiet", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colour_gets_none(team: Path, at_home: Path, quiet: dict[str, str]) -> None:
    run("look", team, *ME)
    assert not re.search(r"\x1b\[[0-9;]*m", run_in_terminal("look", team, *ME, env=quiet).out)


def test_the_first_look_shows_how_far_it_is(tmp_path: Path, team: Path) -> None:
    said = run_in_terminal("look", team, *ME, env={"PODIUM_HOME": str(tmp_path / "fresh")})
    assert re.search(r"reading commits: [\d,]+", said.out)


def test_json_is_stable_and_says_what_the_page_says(team: Path, at_home: Path) -> None:
    first, second = run_anew("look", team, *ME, "--json"), run_anew("look", team, *ME, "--json")
    assert first == second
    facts = json.loads(first.out)
    page = run("look", team, *ME).out
    assert [t["title"] for t in facts["traps"]] == [
        "Code Refuge",
        "Meritocracy Myth",
        "EQ Blind Spots",
        "Strategic Tunnel Vision",
        "Firefighting Spiral",
    ]
    assert all(t["title"] in page for t in facts["traps"])
    up = [f for t in facts["traps"] for f in t["flags"] if f["level"] in {"red", "amber"}]
    assert up
    everything = run("look", team, *ME, "--all").out
    assert all(traps.words_by_flag()[f["name"]].word in everything for f in up)
    for flag in (f for t in facts["traps"] for f in t["flags"]):
        for line in flag["lines"]:
            assert line["norm"]
            assert line["measure"]["value"] is not None or line["measure"]["why_none"]


def test_markdown_says_the_same(team: Path, at_home: Path) -> None:
    text = run("look", team, *ME, "--markdown").out
    assert text.startswith("# Mirror as of 2026-06-28\n")
    assert "## 1 Code Refuge: caught" in text


def test_as_of_looks_back_and_never_ahead(team: Path, at_home: Path) -> None:
    then = json.loads(run("look", team, "--me", "ana@example.org", "--as-of", "2025-12-28", "--json").out)
    now = json.loads(run("look", team, *ME, "--json").out)
    assert then["as_of"] == "2025-12-28"
    assert then["coverage"]["last_s"] < 1_766_966_400 < now["coverage"]["last_s"]


def test_weeks_and_since_set_the_window(team: Path, at_home: Path) -> None:
    def window(*words: str) -> str:
        return json.loads(run("look", team, *ME, "--json", *words).out)["window"]

    assert window() == "2026-06-01 to 2026-06-28"
    assert window("--weeks", "8") == "2026-05-04 to 2026-06-28"
    assert window("--since", "2026-06-15") == "2026-06-15 to 2026-06-28"


def test_a_team_of_fewer_than_five_is_told_nothing_about_the_team(team: Path, at_home: Path, tmp_path: Path) -> None:
    (tmp_path / "team.txt").write_text("# my reports\nbo@example.org\nchi@example.org\n", encoding="utf-8")
    facts = json.loads(run("look", team, *ME, "--team", tmp_path / "team.txt", "--json").out)
    assert facts["coverage"]["people_in_window"] is None
    lines = [d for t in facts["traps"] for f in t["flags"] for d in f["lines"]]
    shares = {d["measure"]["signal"]: d["measure"] for d in lines}
    assert shares["own-share"]["value"] is None
    assert "five people" in shares["own-share"]["why_none"]


def test_why_is_the_same_bytes_twice_and_opens_the_last_look(team: Path, at_home: Path) -> None:
    run("look", team, *ME)
    first, second = run_anew("why", "gate"), run_anew("why", "gate")
    assert first == second
    assert first.code == 0
    for part in ("This is a sign of Code", "Counted", "Usual", "Cannot see"):
        assert part in first.out
    sql = run("why", "late", "--sql").out
    for part in ("SELECT:", "source:", "evidence:", "same address", "landed 2026-06"):
        assert part in sql
    assert run("why", "gate", team, *ME).out == first.out
    assert run("why", "gate", "--json").out == run_anew("why", "gate", "--json").out


def test_all_shows_every_event(team: Path, at_home: Path) -> None:
    run("look", team, *ME)
    assert "more events: podium why late-hours --all" in run("why", "late").out
    assert "more events" not in run("why", "late", "--all").out


def test_a_reader_that_goes_away_is_no_error(team: Path, at_home: Path) -> None:
    command = " ".join(f"'{word}'" for word in [*PROGRAM, "why", "late-share", str(team), *ME, "--all"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -c 10; echo ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.endswith("0\n")


HOSTILE = {
    "html": "<script>alert(1)</script> [link](javascript:alert(1)) | `x`",
    "ansi": "a \x1b[31mred\x1b]0;title\x07 \x9b2J b",
    "reordered": "safe \u202egnp.exe\u2066 \u200f end",
    "carriage return": "kept\rlost",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_subject_is_shown_and_obeyed_by_nothing(tmp_path: Path, kind: str) -> None:
    clone = Clone.new(tmp_path / "evil")
    clone.point(clone.commit_object({b"a.py": b"1"}, message=HOSTILE[kind].encode()))
    here = {"PODIUM_HOME": str(tmp_path / "home")}
    receipt = run("why", "late-share", clone.path, "--me", "ada@example.org", "--all", env=here)
    assert receipt.code == 0
    controls = [c for c in receipt.out if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n"]
    assert controls == []
    subject = HOSTILE[kind].partition(" ")[0].partition("\r")[0]
    assert subject in receipt.out
    facts = json.loads(run("why", "late-share", clone.path, "--me", "ada@example.org", "--json", env=here).out)
    assert facts["lines"][0]["events"][0]["subject"].startswith(subject)


def test_a_hostile_folder_name_stays_text_in_markdown(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "<b>x</b>`|*")
    clone.commit()
    said = run("look", clone.path, "--me", "ada@example.org", "--markdown", env={"PODIUM_HOME": str(tmp_path / "home")})
    assert said.code == 0
    assert "<b>" not in said.out


def test_looking_needs_no_network_and_opens_no_socket(team: Path, tmp_path: Path) -> None:
    watch = (
        "import sys\n"
        "def no(event, args):\n"
        "    if event in {'socket.connect', 'socket.getaddrinfo', 'socket.bind', 'socket.sendto'}:\n"
        "        raise SystemExit('opened a socket: ' + event)\n"
        "sys.addaudithook(no)\n"
        "from podium.cli.main import run\n"
        "run()\n"
    )
    done = subprocess.run(
        [PROGRAM[0], "-c", watch, "look", str(team), *ME],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PODIUM_HOME": str(subject.known_as(tmp_path / "home"))},
    )
    assert done.returncode == 0, done.stderr
    assert "Code Refuge" in done.stdout


def has_a_world_without_network() -> bool:
    """Whether this machine lets us make a network namespace of our own."""
    try:
        return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not has_a_world_without_network(), reason="this machine lets nobody make a network namespace")
def test_looking_works_where_there_is_no_network_at_all(team: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["unshare", "-rn", *PROGRAM, "look", str(team), *ME],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ
        | {"PODIUM_HOME": str(subject.known_as(tmp_path / "home"))}
        | {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
        },
    )
    assert done.returncode == 0, done.stderr
