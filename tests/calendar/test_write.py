"""Writing blocks: once, found again, taken back; nobody else's event is ever touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from calendar_peers import NOW, USER, KeptPeers, calendar, event, secret, weekly, wire
from podium.calendar.block import Block
from podium.calendar.ledger import Ledger
from podium.calendar.places import CalendarEvent, DavCalendar, FileCalendar, Place
from podium.calendar.write import finish, undo, write
from podium.core.errors import CannotRead, CannotWrite
from podium.sources.calendars.dav_client import Dav

at = datetime.fromisoformat


def blocks(practice: str = "zone-1") -> list[Block]:
    return [
        Block(
            practice=practice,
            title=f"No-code zone {day}",
            start=at(f"2026-12-{day:02d} 09:00"),
            end=at(f"2026-12-{day:02d} 12:00"),
            zone="Europe/Berlin",
            rule="FREQ=WEEKLY;COUNT=4",
            line="If, then.",
        )
        for day in (1, 3)
    ]


@dataclass
class Desk:
    """A place, what another program would do there, and the ledger."""

    place: Place
    ledger: Ledger
    others: Callable[[], bytes]
    edit: Callable[[str, bytes, bytes], None]

    def find(self, _card: Mapping[str, str]) -> Place:
        return self.place

    def write(self, *wanted: Block) -> list[str]:
        return [outcome.what for outcome in write(wanted or blocks(), self.place, self.ledger, NOW)]

    def undo(self, practice: str = "zone-1", *, is_forced: bool = False) -> list[str]:
        return [o.what for o in undo(practice, self.ledger, self.find, NOW, is_forced=is_forced)]

    def states(self) -> list[str]:
        return [entry.state for entry in self.ledger.entries()]


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptPeers]:
    kept = KeptPeers(tmp_path_factory.mktemp("dav"))
    yield kept
    kept.close()


@pytest.fixture(
    params=[
        "feed",
        pytest.param("radicale", marks=pytest.mark.server),
        pytest.param("xandikos", marks=pytest.mark.server),
    ]
)
def desk(request: pytest.FixtureRequest, peers: KeptPeers, tmp_path: Path) -> Iterator[Desk]:
    ledger = Ledger(tmp_path / "home")
    if request.param == "feed":
        path = tmp_path / "feed.ics"
        path.write_bytes(weekly())

        def edit(_uid: str, old: bytes, new: bytes) -> None:
            assert old in path.read_bytes()
            path.write_bytes(path.read_bytes().replace(old, new))

        yield Desk(FileCalendar(path), ledger, path.read_bytes, edit)
        return
    peer = peers.of(request.param)
    peer.put("theirs.ics", weekly())
    talk = Dav(wire(), peer.home, USER, secret())

    def change(uid: str, old: bytes, new: bytes) -> None:
        text = (peer.get(f"{uid}.ics") or "").encode()
        assert old in text
        peer.put(f"{uid}.ics", text.replace(old, new))

    yield Desk(DavCalendar(talk, "work", talk.path), ledger, lambda: (peer.get("theirs.ics") or "").encode(), change)
    talk.close()


def test_blocks_are_written_once_however_often_it_is_tried(desk: Desk) -> None:
    assert desk.write() == ["written", "written"]
    assert desk.write() == ["there already", "there already"]
    assert desk.states() == ["written", "written"]
    for block in blocks():
        seen = desk.place.seen(block.uid)
        assert seen is not None
        assert seen.text.count(b"BEGIN:VEVENT") == 1


@pytest.mark.server
@pytest.mark.parametrize("server", ["radicale", "xandikos"])
def test_every_change_of_the_clock_survives_the_server(server: str, peers: KeptPeers, tmp_path: Path) -> None:
    # A program that reads the definition instead of the zone's name must not stay on the clock of 2021.
    block, peer = blocks()[0], peers.of(server)
    talk = Dav(wire(), peer.home, USER, secret())
    write([block], DavCalendar(talk, "work", talk.path), Ledger(tmp_path / "home"), NOW)
    talk.close()
    held = peer.get(f"{block.uid}.ics") or ""
    for change in ("20260329T", "20261025T", "20370329T", "20371025T"):
        assert change in held


def test_undo_takes_back_what_was_written_and_nothing_else(desk: Desk) -> None:
    before = desk.others()
    desk.write()
    desk.write(*blocks("zone-2"))
    assert desk.undo() == ["removed", "removed"]
    assert [desk.place.seen(b.uid) is None for b in blocks()] == [True, True]
    assert [desk.place.seen(b.uid) is None for b in blocks("zone-2")] == [False, False]
    assert desk.undo() == []
    desk.undo("zone-2")
    theirs = [line for line in before.splitlines() if b"weekly@lab" in line or b"SUMMARY" in line]
    assert [line for line in desk.others().splitlines() if b"weekly@lab" in line or b"SUMMARY" in line] == theirs


def test_a_block_a_person_changed_is_theirs_and_undo_removes_nothing(desk: Desk) -> None:
    desk.write()
    desk.edit(blocks()[1].uid, b"No-code zone 3", b"Dentist")
    with pytest.raises(CannotWrite, match="you changed this event"):
        desk.undo()
    assert all(desk.place.seen(block.uid) for block in blocks())
    assert desk.undo(is_forced=True) == ["removed", "removed"]


def test_a_block_a_person_took_out_is_not_put_back(desk: Desk) -> None:
    desk.write()
    seen = desk.place.seen(blocks()[0].uid)
    assert seen is not None
    desk.place.remove(blocks()[0].uid, seen.version)
    assert desk.write() == ["taken out by you", "there already"]
    assert desk.undo() == ["gone already", "removed"]


def test_after_undo_the_practice_can_be_started_again(desk: Desk) -> None:
    desk.write()
    desk.undo()
    assert desk.write() == ["written", "written"]


def test_an_event_without_our_mark_is_never_removed_even_when_forced(desk: Desk) -> None:
    desk.write()
    desk.edit(blocks()[0].uid, b"X-PODIUM-PRACTICE:zone-1\r\n", b"")
    for is_forced in (False, True):
        with pytest.raises(CannotWrite, match="not podium's"):
            desk.undo(is_forced=is_forced)


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Dying:
    """A place that dies at the n-th call of one kind, before or after doing it."""

    inner: Place
    at: int
    is_after: bool

    @property
    def card(self) -> Mapping[str, str]:
        return self.inner.card

    def seen(self, uid: str) -> CalendarEvent | None:
        return self.inner.seen(uid)

    def add(self, uid: str, text: bytes) -> None:
        self.at -= 1
        if self.at == 0 and not self.is_after:
            raise Killed
        self.inner.add(uid, text)
        if self.at == 0:
            raise Killed

    def remove(self, uid: str, version: str) -> None:
        self.at -= 1
        if self.at == 0 and not self.is_after:
            raise Killed
        self.inner.remove(uid, version)
        if self.at == 0:
            raise Killed


@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("at", [1, 2])
def test_a_kill_at_any_write_is_healed_by_finish_or_by_trying_again(at: int, is_after: bool, desk: Desk) -> None:
    with pytest.raises(Killed):
        write(blocks(), Dying(desk.place, at, is_after), desk.ledger, NOW)
    assert "intended" in desk.states()
    finish(desk.ledger, desk.find, NOW)
    assert desk.states() == ["written", "written"]
    assert desk.write() == ["there already", "there already"]


@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("at", [1, 2])
def test_a_kill_while_undoing_is_healed_by_undoing_again(at: int, is_after: bool, desk: Desk) -> None:
    desk.write()
    dying = Dying(desk.place, at, is_after)
    with pytest.raises(Killed):
        undo("zone-1", desk.ledger, lambda _card: dying, NOW)
    desk.undo()
    assert desk.states() == ["undone", "undone"]
    assert [desk.place.seen(block.uid) for block in blocks()] == [None, None]


def test_nothing_is_written_when_the_ledger_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    path = tmp_path / "new.ics"
    with pytest.raises(CannotWrite):
        write(blocks(), FileCalendar(path), Ledger(tmp_path / "home"), NOW)
    assert not path.exists()


def test_a_torn_line_of_the_ledger_costs_one_look_and_no_event(tmp_path: Path) -> None:
    ledger, path = Ledger(tmp_path), tmp_path / "new.ics"
    write(blocks(), FileCalendar(path), ledger, NOW)
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole[:-20])
    assert [entry.state for entry in ledger.entries()] == ["written", "intended"]
    assert [o.what for o in finish(ledger, lambda _c: FileCalendar(path), NOW)] == ["there already"]
    assert path.read_bytes().count(b"BEGIN:VEVENT") == 2


def test_a_feed_keeps_every_byte_of_other_events(tmp_path: Path) -> None:
    path = tmp_path / "feed.ics"
    theirs = calendar(event("x@lab", "20261105T100000", "20261105T110000", 'X-ODD;A="b:c":\u2603')).replace(
        b"\r\n", b"\n"
    )
    path.write_bytes(theirs)
    ledger = Ledger(tmp_path / "home")
    write(blocks(), FileCalendar(path), ledger, NOW)
    assert path.read_bytes() != theirs
    undo("zone-1", ledger, lambda _card: FileCalendar(path), NOW)
    assert path.read_bytes() == theirs


def test_a_file_that_is_no_calendar_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes")
    with pytest.raises(CannotWrite, match="Not a calendar file"):
        write(blocks(), FileCalendar(path), Ledger(tmp_path / "home"), NOW)
    assert path.read_text() == "my notes"


def test_a_folder_that_cannot_be_made_is_a_clear_error_and_finish_heals_it(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file")
    path, ledger = tmp_path / "blocked" / "feed.ics", Ledger(tmp_path / "home")
    with pytest.raises(CannotRead, match="Not a directory"):
        write(blocks(), FileCalendar(path), ledger, NOW)
    (tmp_path / "blocked").unlink()
    assert [o.what for o in finish(ledger, lambda _card: FileCalendar(path), NOW)] == ["written", "written"]
