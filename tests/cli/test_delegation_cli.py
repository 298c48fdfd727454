"""`podium delegation`, as it is typed: a card, its check-ins on a calendar, take-backs from a real clone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from click.testing import CliRunner, Result

from calendar_peers import USER, KeptPeers, Peer, calendar, event
from clones import clean_env
from podium.calendar.ledger import Ledger
from podium.cli.main import podium
from podium.connections import sync
from podium.core.errors import CannotWrite, Misuse, Stop
from podium.sources import secrets
from podium.sources.secrets import Secret
from podium.system import paths
from today import TODAY, now

Run = Callable[..., Result]
TODAY_AT_14 = datetime.combine(TODAY, time(14), ZoneInfo("Europe/Berlin"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Type a command; what stops podium is raised."""

    def type_in(*words: str | Path) -> Result:
        result = CliRunner().invoke(podium, [str(word) for word in words])
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    type_in("init", str(tmp_path / "lead"))
    type_in("new", "person", "zebulon")
    return type_in


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Ana touches the ledger three days after she handed it over."""
    lines: list[str] = []
    for n, (who, ago, says) in enumerate((("bo", 9, "Start"), ("ana", 4, "LEDGER-4: my way"), ("bo", 1, "Go on"))):
        stamp = f"{who} <{who}@example.org> {int((now() - timedelta(days=ago)).timestamp())} +0000"
        lines += ["commit refs/heads/main", f"author {stamp}", f"committer {stamp}", f"data {len(says)}", says]
        lines += [f"M 100644 inline ledger/{n}.py", "data 1", str(n)]
    git = ["git", "-C", str(tmp_path / "web")]
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "web")], check=True, env=clean_env())
    said = "\n".join(lines).encode()
    subprocess.run([*git, "fast-import", "--quiet"], input=said, check=True, env=clean_env())
    subprocess.run([*git, "config", "user.email", "ana@example.org"], check=True, env=clean_env())
    return tmp_path / "web"


def hand_over(run: Run, task: str = "Run the migration", *more: str) -> Result:
    started = str(TODAY - timedelta(days=7))
    return run(
        "delegation",
        "new",
        task,
        "--to",
        "zebulon",
        "--level",
        "5",
        "--started",
        started,
        "--id",
        task[:3].lower(),
        *more,
    )


def test_a_card_is_a_file_and_what_it_leaves_open_is_said(run: Run) -> None:
    said = hand_over(run, "Run the migration", "--take-back", "data loss")
    assert said.stdout.strip().endswith("delegations/run.md")
    assert "open: error_budget" in said.stderr
    assert "open: take_back" not in said.stderr
    assert "days you could look together" in said.stderr
    assert "zebulon" not in run("delegation", "list").stdout


def test_the_second_open_stretch_of_one_person_is_warned_of(run: Run) -> None:
    assert "careful" not in hand_over(run, "Run the migration", "--new-area").stderr
    assert "careful: the same person carries 2 open stretches" in hand_over(run, "Own the rota", "--new-area").stderr


def test_check_ins_go_on_the_calendar_once_and_come_off_again(run: Run, tmp_path: Path) -> None:
    hand_over(run, "Run the migration", "--check-in", str(TODAY + timedelta(days=3)))
    calendar = tmp_path / "mine.ics"
    words = ("delegation", "remind", "--zone", "Europe/Berlin", "--calendar", str(calendar), "--at", "14:00")
    assert "written" in run(*words).stdout
    assert "there already" in run(*words).stdout
    (event,) = icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Check-in: Run the migration"
    assert event["DTSTART"].dt.hour == 14
    day = TODAY + timedelta(days=3)
    assert f"delegation-run  written   {day:%a %Y-%m-%d} 14:00-14:20  Check-in" in run("calendar", "show").stdout
    run("calendar", "undo", "delegation-run")
    assert not icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    left = run("calendar", "show")
    assert left.stdout == ""
    assert "1 event taken back" in left.stderr
    assert "undone" in run("calendar", "show", "--all").stdout


def test_what_a_card_lacks_for_a_reminder_is_said(run: Run, tmp_path: Path) -> None:
    words = ("delegation", "remind", "--zone", "Europe/Berlin", "--calendar", str(tmp_path / "mine.ics"))
    hand_over(run, "Run the migration", "--by", str(TODAY + timedelta(days=28)))
    said = run(*words).stderr
    assert "no open card has a check-in to come" in said
    assert "delegations/run.md: write check_ins = [" in said

    card = tmp_path / "lead" / "delegations" / "run.md"
    card.write_text(card.read_text().replace("# check_ins = ", f"check_ins = [{TODAY + timedelta(days=3)}] # ", 1))
    assert "written" in run(*words).stdout
    card.write_text(card.read_text().replace("+++\n", '+++\nstatus = "closed"\n', 1))
    unread = run(*words).stderr
    assert "delegations/run.md:2:1: status: 'closed' is not one of open, done, taken-back, stopped" in unread
    assert "`podium calendar undo delegation-run` takes them out" in unread
    assert "removed" in run("calendar", "undo", "delegation-run").stdout


def test_a_person_the_journal_does_not_know_is_pointed_out(run: Run) -> None:
    made = run("delegation", "new", "Own the notes", "--to", "nobody-here", "--level", "5")
    assert "no person of that id; podium new person nobody-here" in made.stderr


THEIRS = "theirs.ics"


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptPeers]:
    kept = KeptPeers(tmp_path_factory.mktemp("dav"))
    yield kept
    kept.close()


@pytest.fixture(params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest, peers: KeptPeers) -> Peer:
    """A real calendar server, connected as `work`, with nothing but somebody else's event on it."""
    peer = peers.of(request.param)
    peer.put(THEIRS, calendar(event("theirs", "20261201T090000", "20261201T093000")))
    sync.keep(sync.Connection("work", "caldav", {"address": peer.home, "user": USER, "me": "ana@example.org"}))
    secrets.keep(paths.home(), "work", Secret("x"), None)
    return peer


def remind(run: Run, at: str = "14:00") -> list[str]:
    """Remind of every card on the server; what became of each."""
    said = run("delegation", "remind", "--zone", "Europe/Berlin", "--calendar", "work", "--at", at).stdout
    return sorted(line.partition("  ")[0] for line in said.splitlines())


def events(peer: Peer) -> list[icalendar.Event]:
    texts = [peer.get(name) or "" for name in sorted(peer.names() - {THEIRS})]
    found = [one for text in texts for one in icalendar.Calendar.from_ical(text).walk("VEVENT")]
    return sorted(found, key=lambda one: one["DTSTART"].dt)


def check_ins(*ahead: int) -> list[str]:
    return [word for days in ahead for word in ("--check-in", str(TODAY + timedelta(days=days)))]


@pytest.mark.server
def test_on_a_real_server_check_ins_stand_once_and_go_again(run: Run, server: Peer) -> None:
    hand_over(run, "Run the migration", *check_ins(3, 10), "--take-back", "data loss")
    theirs = server.get(THEIRS)
    assert remind(run) == ["written", "written"]
    assert remind(run) == ["there already", "there already"]
    first, second = events(server)
    assert [(one["DTSTART"].dt - TODAY_AT_14).days for one in (first, second)] == [3, 10]
    assert first["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert str(first["SUMMARY"]) == "Check-in: Run the migration"
    assert "only if: data loss" in str(first["DESCRIPTION"])
    assert "zebulon" not in first.to_ical().decode()
    assert run("calendar", "undo", "delegation-run").stdout.count("removed") == 2
    assert server.names() == {THEIRS}
    assert server.get(THEIRS) == theirs
    assert remind(run) == ["written", "written"]


@pytest.mark.server
def test_cut_off_before_the_server_heard_of_it_the_same_command_writes_each_once(run: Run, server: Peer) -> None:
    hand_over(run, "Run the migration", *check_ins(3, 10))
    remind(run)
    # As a kill leaves it: both are meant, the first stands on the server, nothing is confirmed.
    ledger = Ledger(paths.home())
    rows = ledger.path.read_bytes().splitlines(keepends=True)
    ledger.path.write_bytes(b"".join(row for row in rows if b'"state":"intended"' in row))
    server.delete(max(server.names() - {THEIRS}))
    assert remind(run) == ["there already", "written"]
    assert len(events(server)) == 2
    assert run("calendar", "undo", "delegation-run").stdout.count("removed") == 2
    assert server.names() == {THEIRS}


@pytest.mark.server
def test_an_event_she_changed_is_hers_and_one_she_took_out_stays_out(run: Run, server: Peer) -> None:
    hand_over(run, "Run the migration", *check_ins(3, 10))
    remind(run)
    kept, gone = sorted(server.names() - {THEIRS})
    server.delete(gone)
    server.put(kept, (server.get(kept) or "").replace("Check-in: Run", "Walk: run").encode())
    assert remind(run) == ["taken out by you", "there already"]
    with pytest.raises(CannotWrite, match="yours now"):
        run("calendar", "undo", "delegation-run")
    assert kept in server.names()


@pytest.mark.server
def test_another_hour_a_dropped_day_and_a_closed_card_take_the_old_reminders_out(
    run: Run, server: Peer, tmp_path: Path
) -> None:
    hand_over(run, "Run the migration", *check_ins(3, 10))
    remind(run)
    assert remind(run, at="15:30") == ["taken out", "taken out", "written", "written"]
    assert {one["DTSTART"].dt.hour for one in events(server)} == {15}
    card = tmp_path / "lead" / "delegations" / "run.md"
    card.write_text(card.read_text().replace("+++\n", '+++\nstatus = "done"\n', 1))
    assert remind(run, at="15:30") == ["taken out", "taken out"]
    assert server.names() == {THEIRS}


def test_what_she_took_back_becomes_a_receipt_on_the_card(run: Run, clone: Path, tmp_path: Path) -> None:
    hand_over(run, "Run the migration", "--ticket", "LEDGER-4", "--path", "ledger/**", "--take-back", "data loss")
    dry = run("delegation", "check", clone, "--dry-run").stdout
    assert "run: 1 taken back" in dry
    assert "you had agreed to take it back only if: data loss" in dry
    card = tmp_path / "lead" / "delegations" / "run.md"
    assert "\nseen" not in card.read_text()
    assert "(new on the card)" in run("delegation", "check", clone).stdout
    assert "(new on the card)" not in run("delegation", "check", clone).stdout
    assert card.read_text().count("your commit names LEDGER-4") == 1
    (row,) = json.loads(run("delegation", "list", "--json").stdout)
    assert len(row["seen"]) == 1


def test_a_card_nothing_can_be_seen_of_says_so(run: Run, clone: Path) -> None:
    hand_over(run)
    assert "names no ticket and no path" in run("delegation", "check", clone).stdout


def test_no_level_no_card_of_that_name_and_no_hour_end_in_one_clear_line(run: Run) -> None:
    with pytest.raises(Misuse, match="the level is not said"):
        run("delegation", "new", "x", "--to", "zebulon")
    with pytest.raises(Misuse, match="no card is called"):
        run("delegation", "remind", "nothing", "--zone", "UTC")
    with pytest.raises(Misuse, match="Not a valid time"):
        run("delegation", "remind", "--at", "25:99", "--zone", "UTC")
