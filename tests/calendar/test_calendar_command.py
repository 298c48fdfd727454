"""`podium calendar`: show, undo, finish, export."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from calendar_peers import NOW, USER, radicale, wire
from podium import home, sync
from podium.calendar.block import Block
from podium.calendar.connected import named
from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar
from podium.calendar.write import write
from podium.cli.commands.calendar import command
from podium.core.errors import CannotTell, CannotWrite, Misuse

at = datetime.fromisoformat
BLOCK = Block(practice="zone-1", title="No-code zone", start=at("2026-12-01 09:00"), end=at("2026-12-01 12:00"),
              zone="Europe/Berlin")  # fmt: skip


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.ics"
    write([BLOCK], FileCalendar(path), Ledger(home.home()), NOW)
    return path


def run(*words: str) -> str:
    result = CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.output


def test_show_lists_what_stands_where(feed: Path) -> None:
    assert "zone-1" in run("show")
    (row,) = json.loads(run("show", "--json"))
    assert (row["state"], row["calendar"], row["uid"]) == ("written", str(feed), BLOCK.uid)


def test_undo_takes_it_back_and_a_second_one_says_there_is_nothing(feed: Path) -> None:
    assert "removed" in run("undo", "zone-1")
    assert b"VEVENT" not in feed.read_bytes()
    with pytest.raises(CannotTell, match="no events"):
        run("undo", "zone-1")


def test_undo_respects_an_edit_unless_forced(feed: Path) -> None:
    feed.write_bytes(feed.read_bytes().replace(b"No-code zone", b"Mine now"))
    with pytest.raises(CannotWrite, match="--force"):
        run("undo", "zone-1")
    assert "removed" in run("undo", "zone-1", "--force")


def test_finish_writes_what_was_cut_short(feed: Path) -> None:
    ledger = Ledger(home.home())
    ledger.path.write_bytes(ledger.path.read_bytes().splitlines(keepends=True)[0])
    feed.unlink()
    assert "written" in run("finish")
    assert BLOCK.uid.encode() in feed.read_bytes().replace(b"\r\n ", b"")


def test_export_hands_out_one_calendar(feed: Path, tmp_path: Path) -> None:
    assert run("export", "zone-1").count("BEGIN:VEVENT") == 1
    run("export", "--to", str(tmp_path / "out.ics"))
    assert (tmp_path / "out.ics").read_bytes().count(b"BEGIN:VTIMEZONE") == 1
    with pytest.raises(CannotWrite):
        run("export", "--to", str(tmp_path / "out.ics"))
    with pytest.raises(CannotTell):
        run("export", "none")


@pytest.mark.server
def test_a_connected_server_is_written_to_and_cleared_by_its_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODIUM_SECRET_TEAM_CALENDAR", "x")
    with radicale(tmp_path / "dav") as peer:
        sync.keep(
            sync.Connection("team-calendar", "caldav", {"address": peer.home, "user": USER, "me": "ada@example.org"})
        )
        write([BLOCK], named("team-calendar", wire()), Ledger(home.home()), NOW)
        assert peer.names() == {f"{BLOCK.uid}.ics"}
        assert "team-calendar" in run("show")
        run("undo", "zone-1")
        assert peer.names() == set()


def test_a_calendar_that_can_only_be_read_is_not_written_to(tmp_path: Path) -> None:
    sync.keep(sync.Connection("ics", "ics", {"where": str(tmp_path / "x.ics"), "me": "ada@example.org"}))
    with pytest.raises(Misuse, match="only be read"):
        named("ics", wire())
    assert named("~/feed.ics", wire()).card == {"kind": "file", "path": str(Path("~/feed.ics").expanduser())}
