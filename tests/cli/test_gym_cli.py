"""`podium gym` as it is typed: play, pause, go back, the debrief, keep; forecasts; no way out of the machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from calendar_peers import calendar, event, guests
from podium.app import gym, rehearsals
from podium.app.session import Session
from podium.cli.commands.gym import command as group
from podium.cli.main import podium
from podium.core.errors import CannotRead, Misuse, Stop
from podium.gym import library, store
from podium.journal import open_journal

Run = Callable[..., Result]


def today() -> date:
    """The day on this machine's clock."""
    return Session().today()


HONEST = (
    "The panel decided on Tuesday and it was a no.\nIt sounds like something hangs on this for you.\n"
    "The role asks for work across two teams, and that is the gap.\nWhat is this like for you?\n"
    "I'll write it down by Thursday, and we look at it on Friday.\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command; what stops podium is raised."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))

    def type_in(*words: str, said: str | None = None) -> Result:
        result = CliRunner().invoke(podium, words, input=said)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    type_in("init", str(tmp_path / "lead"))
    return type_in


def test_the_list_says_trap_and_length_and_is_data_too(run: Run) -> None:
    assert "not-promoted  Not promoted  (EQ Blind Spots, 7 to 18 minutes)" in run("gym").stdout
    rows = json.loads(run("gym", "--json").stdout)
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    assert len(rows) == len(library.bundled())


def test_a_talk_from_the_first_line_to_the_journal(run: Run, tmp_path: Path) -> None:
    result = run("gym", "play", "not-promoted", said=HONEST + "2\nn\ny\nI say the no first.\n")
    assert result.exit_code == 0
    out = result.stdout
    assert out.index("How it ended: agreed") > out.index("Tomas: I will go home early")
    assert "you guessed turn 2; Tomas changed most in turn 2, for the better" in out
    assert "What you found out: He has already told his family" in out
    entry = open_journal(tmp_path / "lead").entry("rehearsal", f"{today()}-not-promoted")
    assert entry is not None
    assert (entry.head.take, entry.head.ending, entry.head.guess) == ("I say the no first.", "agreed", 2)
    assert store.ids() == ()
    again = run("gym", "debrief", entry.id).stdout
    assert again.strip() in out
    assert open_journal(tmp_path / "lead").notes() == ()


def test_pausing_keeps_the_talk_and_going_on_takes_it_up(run: Run) -> None:
    result = run("gym", "play", "not-promoted", said="4\n/back 1\n2\n/pause\n")
    id = f"{today()}-not-promoted"
    assert f"podium gym play --resume {id}" in result.stderr
    assert f"left open: podium gym play --resume {id}" in run("gym").stdout
    assert "What was missing?" in run("gym", "play", "--resume", id, said="/pause\n").stdout
    run("gym", "drop", id)
    assert store.ids() == ()


def test_one_phase_alone(run: Run) -> None:
    out = run("gym", "play", "not-promoted", "--from", "close", said="/pause\n").stdout
    assert "And now? Do I just wait" in out
    with pytest.raises(Misuse, match="no phase called 'yoga'"):
        run("gym", "play", "not-promoted", "--from", "yoga")


def test_the_debrief_cannot_be_skipped_and_waits_for_her_guess(run: Run, tmp_path: Path) -> None:
    words = [f"--say={line}" for line in HONEST.splitlines()]
    run("gym", "play", "not-promoted", *words)
    (id,) = store.ids()
    with pytest.raises(Misuse, match="First your own guess"):
        run("gym", "debrief", id)
    with pytest.raises(Misuse, match="First your own guess"):
        rehearsals.keep(Session(), id, "")
    assert "in which turn" in run("gym", "play", "--resume", id, said="1\nn\nn\n").stderr.lower()
    assert store.ids() == (), "she said no to keeping it, so nothing is left"


def test_scripted_turns_print_the_debrief_as_data(run: Run) -> None:
    words = [f"--say={line}" for line in HONEST.splitlines()]
    told = json.loads(run("gym", "play", "not-promoted", *words, "--guess", "2", "--json", "--drop").stdout)
    assert told["ending"] == "agreed"
    assert len(told["lines"]) == 7


def test_what_if_plays_on_from_the_turn_that_mattered(run: Run) -> None:
    bad = "3\nCalm down, it's just a title.\nYou should push harder.\nKim manages to do both.\n"
    result = run("gym", "play", "not-promoted", said=bad + "1\nother\nother\ny\n/pause\n")
    assert "What if: say turn 2 again?" in result.stderr
    (id,) = store.ids()
    assert gym.view(Session(), id).turn == 1


def test_wrong_words_end_in_one_clear_line(run: Run) -> None:
    with pytest.raises(Misuse, match="no scenario called 'yoga'"):
        run("gym", "play", "yoga")
    with pytest.raises(Misuse, match="Name a scenario"):
        run("gym", "play")
    with pytest.raises(CannotRead, match="no open talk"):
        run("gym", "play", "--resume", "2026-01-01-x")
    for id in ("../../etc/passwd", "A", "", "a/b"):
        with pytest.raises((Misuse, CannotRead)):
            store.load(id)
    assert "no reply 9" in run("gym", "play", "not-promoted", said="9\n/pause\n").stderr


def test_a_scenario_of_her_own_from_the_template_to_play(run: Run, tmp_path: Path) -> None:
    path = Path(run("gym", "new", "my-talk").stdout.strip())
    assert path == tmp_path / "lead" / "scenarios" / "my-talk.talk.md"
    assert "ready" in run("gym", "check", str(path)).stdout
    assert "my-talk  A title that says what is hard  (EQ Blind Spots, 7 to 18 minutes, yours)" in run("gym").stdout
    run("new", "person", "iris", said="\n" * 9)
    with pytest.raises(CannotRead, match="Not every scenario is ready"):
        run("gym", "check", str(path))
    with pytest.raises(Stop):
        run("gym", "new", "my-talk")
    with pytest.raises(Misuse, match="cannot be the name"):
        run("gym", "new", "../x")


def test_a_changed_scenario_ends_no_old_log(run: Run) -> None:
    path = Path(run("gym", "new", "my-talk").stdout.strip())
    run("gym", "play", "my-talk", said="2\n/pause\n")
    path.write_text(path.read_text().replace("You wanted to see me?", "You called?"))
    (id,) = store.ids()
    with pytest.raises(CannotRead, match="changed since this talk began"):
        run("gym", "play", "--resume", id)
    assert store.load(id), "and its log is readable"


def test_forecast_after_and_calibration(run: Run, tmp_path: Path) -> None:
    day = today()
    for n in range(5):
        id = run(
            "gym",
            "forecast",
            "--talk",
            str(day),
            "--about",
            f"talk {n}",
            "--they-say",
            "no",
            "--we-agree",
            "a date",
            "--sure",
            "75",
        ).stdout.strip()
        if n == 4:
            assert "all talks: no basis, 4 of at least 5 talks" in run("gym", "calibration").stdout
            assert id in run("gym", "after").stdout
        run("gym", "after", id, "--came" if n else "--did-not-come", "--said", "no")
    told = run("gym", "calibration").stdout
    assert "Brier score 0.16" in told
    assert "75 % sure: 4 of 5 came" in told
    assert "no basis under 5 talks on each side" in told
    with pytest.raises(Misuse, match="before the talk"):
        run(
            "gym",
            "forecast",
            "--talk",
            str(day - timedelta(days=1)),
            "--about",
            "a",
            "--they-say",
            "b",
            "--we-agree",
            "c",
            "--sure",
            "60",
        )
    assert open_journal(tmp_path / "lead").notes() == ()


def test_five_sentences_wait_at_most(run: Run, tmp_path: Path) -> None:
    words = [f"--say={line}" for line in HONEST.splitlines()]
    for n in range(5):
        run("gym", "play", "not-promoted", *words, "--guess", "0", "--keep", "--take", f"sentence {n}")
    with pytest.raises(Misuse, match="5 sentences wait"):
        run("gym", "play", "not-promoted", *words, "--guess", "0", "--keep", "--take", "one more")
    first = run("gym", "goals").stdout.splitlines()[0].partition(":")[0]
    run("gym", "goals", "--done", first)
    assert len(run("gym", "goals").stdout.splitlines()) == 4
    assert "not-promoted: comes back on " in run("gym", "repeats").stdout


def test_a_rehearsal_stands_in_the_calendar_before_the_talk(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "me.ics"
    words = (
        "gym",
        "schedule",
        "not-promoted",
        "--talk",
        "2026-12-07T10:00",
        "--zone",
        "Europe/Berlin",
        "--calendar",
        str(target),
    )
    assert run(*words, "--dry-run").stdout.startswith("Fri 2026-12-04 10:00  Rehearse: Not promoted")
    assert not target.exists()
    run(*words)
    assert "Rehearse: Not promoted" in target.read_text()
    with pytest.raises(Misuse, match="before the talk begins"):
        run(*words, "--at", "2026-12-07T10:00")


def test_the_next_one_on_one_of_a_connected_calendar_is_what_is_rehearsed_for(run: Run, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="No calendar of yours tells of a 1:1"):
        run("gym", "schedule", "not-promoted", "--zone", "Europe/Berlin", "--dry-run")
    monday = today() + timedelta(days=7 - today().weekday())
    talks = [
        (1, "DECLINED", "ACCEPTED"),
        (2, "ACCEPTED", "ACCEPTED"),
        (3, "ACCEPTED", "DECLINED"),
        (4, "NEEDS-ACTION", "ACCEPTED"),
    ]
    events = [
        event(
            f"{n}@lab",
            f"{monday + timedelta(days=n):%Y%m%d}T140000",
            f"{monday + timedelta(days=n):%Y%m%d}T143000",
            *guests(ada=hers, grace=theirs),
        )
        for n, hers, theirs in talks
    ]
    file = tmp_path / "work.ics"
    file.write_bytes(calendar(*events))
    run("connect", "ics", str(file), "--set", "me=ada@example.org")
    run("sync")
    told = run("gym", "schedule", "not-promoted", "--zone", "Europe/Berlin", "--dry-run")
    wednesday, tuesday = monday + timedelta(days=2), monday + timedelta(days=1)
    assert f"your next 1:1 is on {wednesday:%a %Y-%m-%d} 14:00" in told.stderr
    assert f"--talk {monday + timedelta(days=4)}T14:00" in told.stderr
    assert str(monday + timedelta(days=3)) not in told.stderr, "the other one declined that one"
    assert told.stdout.startswith(f"{tuesday:%a %Y-%m-%d} 14:00  Rehearse: Not promoted")


def test_with_several_one_on_ones_she_says_whose_is_rehearsed_for(run: Run, tmp_path: Path) -> None:
    monday = today() + timedelta(days=7 - today().weekday())
    events = [
        event(
            f"{name}@lab", f"{day:%Y%m%d}T140000", f"{day:%Y%m%d}T143000", *guests(ada="ACCEPTED", **{name: "ACCEPTED"})
        )
        for name, day in (("grace", monday + timedelta(days=2)), ("hopper", monday + timedelta(days=4)))
    ]
    file = tmp_path / "work.ics"
    file.write_bytes(calendar(*events))
    open_journal(tmp_path / "lead").create("person", "hop", {"keys": ["email:hopper@example.org"]})
    run("connect", "ics", str(file), "--set", "me=ada@example.org")
    run("sync")
    words = ("gym", "schedule", "not-promoted", "--zone", "Europe/Berlin", "--dry-run")
    wednesday, friday = monday + timedelta(days=2), monday + timedelta(days=4)
    several = run(*words).stderr
    assert f"your next 1:1 is on {wednesday:%a %Y-%m-%d} 14:00" in several
    assert f"then {friday:%a %Y-%m-%d} 14:00 with hop" in several
    assert "hopper" not in several
    for whom in ("hop", "Hopper@example.org"):
        told = run(*words, "--with", whom)
        assert f"your next 1:1 with hop is on {friday:%a %Y-%m-%d} 14:00" in told.stderr
        assert told.stdout.startswith(f"{friday - timedelta(days=1):%a %Y-%m-%d} 14:00  Rehearse: Not promoted")
    with pytest.raises(Misuse, match="Nobody in your journal is called 'zoe'"):
        run(*words, "--with", "zoe")
    with pytest.raises(Misuse, match="with zoe@example"):
        run(*words, "--with", "zoe@example.org")


def test_taken_back_work_speaks_for_handing_over(run: Run, tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "lead")
    journal.create("person", "bo", {"name": "Bo"}) if journal.entry("person", "bo") is None else None
    card = {"task": "x", "person": "bo", "level": 4, "started": today(), "status": "taken-back"}
    for n in range(3):
        journal.create("delegation", f"d{n}", card)
    assert run("gym").stdout.startswith("handing-over")
    assert "now: you took back 3 delegated tasks in the last 90 days" in run("gym").stdout


def test_no_command_hands_a_talk_to_anybody() -> None:
    names = set(group.commands)
    assert not names & {"export", "share", "send", "upload", "publish", "report", "sync"}
    options = {o for each in group.commands.values() for p in each.params for o in p.opts}
    assert not {o for o in options if o in {"--to", "--send", "--mail", "--upload", "--url"}}


def test_an_open_talk_is_hers_alone_on_the_disk(run: Run) -> None:
    run("gym", "play", "not-promoted", said="/pause\n")
    (id,) = store.ids()
    assert store.folder().stat().st_mode & 0o077 == 0
    assert (store.folder() / f"{id}.jsonl").stat().st_mode & 0o077 == 0


def test_a_line_that_broke_off_in_writing_loses_only_itself(run: Run) -> None:
    run("gym", "play", "not-promoted", said="2\n/pause\n")
    (id,) = store.ids()
    with (store.folder() / f"{id}.jsonl").open("ab") as file:
        file.write(b'{"type":"said","te')
    assert gym.view(Session(), id).turn == 1
    assert gym.say(Session(), id, gym.Say(pick=1)).turn == 2
