"""Registration and events together or not at all, wherever podium is killed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from podium import practices
from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar, Place
from podium.calendar.write import undo
from podium.core.errors import CannotReach, CannotWrite
from podium.experiments import register, registration
from podium.experiments.blocks import blocks_of
from podium.experiments.registration import Registration
from podium.journal import Journal
from podium.system import paths
from promised import promise

NOW = datetime(2026, 2, 25, 12, tzinfo=UTC)
TOUCHES = frozenset({"open", "os.link", "os.rename", "os.remove", "os.mkdir"})


def find(card: Mapping[str, str]) -> Place:
    return FileCalendar(Path(card["path"]))


def start(made: Registration, journal: Journal, calendar: Path) -> None:
    blocks = blocks_of(made, practices.named("no-code-zone").calendar, "")
    register.register(made, "# What I saw\n", journal, blocks, FileCalendar(calendar), NOW)


def written(calendar: Path) -> int:
    return calendar.read_bytes().count(b"BEGIN:VEVENT") if calendar.exists() else 0


def is_registered(journal: Journal, name: str) -> bool:
    return journal.fresh().entry("experiment", name) is not None


def test_both_stand_afterwards_and_nothing_is_meant_any_more(journal: Journal, tmp_path: Path) -> None:
    made, calendar = promise(), tmp_path / "work.ics"
    start(made, journal, calendar)
    assert registration.named(journal.fresh(), made.id) == made
    assert written(calendar) == 2
    assert not register.is_cut_short()
    assert register.repair(find, NOW) == []


def killed_at(step: int, root: Path, act: Callable[[], None]) -> bool:
    """Do it in a process of its own that dies before its `step`th touch of the disk; False when it came through."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    seen = 0

    def watch(what: str, details: tuple[object, ...]) -> None:
        nonlocal seen
        if what in TOUCHES and str(details[0]).startswith(str(root)):
            seen += 1
            if seen == step:
                os._exit(9)

    sys.addaudithook(watch)
    try:
        act()
    finally:
        os._exit(0)


def test_killed_at_any_step_it_is_whole_after_the_next_command(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    seen = {"nothing": 0, "whole": 0}
    for step in range(1, 500):
        made = promise(id=f"try-{step}")
        calendar = tmp_path / f"work-{step}.ics"
        was_killed = killed_at(step, tmp_path, lambda: start(made, journal.fresh(), calendar))  # noqa: B023 - runs now
        register.repair(find, NOW)

        stands = is_registered(journal, made.id)
        assert written(calendar) == (2 if stands else 0), f"killed before touch {step}"
        assert not register.is_cut_short()
        seen["whole" if stands else "nothing"] += 1
        if not was_killed:
            break
    assert not was_killed
    assert seen["nothing"] >= 3, "killed before anything was noted"
    assert seen["whole"] >= 10, "killed after it was noted"


def test_killed_and_repaired_twice_writes_no_event_twice(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    calendar = tmp_path / "work.ics"
    start(promise(id="first"), journal, calendar)
    at = next(n for n in range(20, 200) if killed_at(n, tmp_path, lambda: start(promise(), journal.fresh(), calendar)))
    while killed_at(at // 2, tmp_path, lambda: register.repair(find, NOW) and None) and at > 2:
        at -= 1
    register.repair(find, NOW)
    assert written(calendar) == 4


def test_what_was_noted_and_never_written_is_dropped_once_its_first_day_has_come(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, calendar = promise(), tmp_path / "work.ics"

    def refuse(*_: object, **__: object) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as for_now:
        for_now.setattr(Journal, "create", refuse)
        with pytest.raises(KeyboardInterrupt):
            start(made, journal, calendar)

    late = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert "it was dropped" in register.repair(find, late)[0]
    assert not is_registered(journal, made.id)
    assert written(calendar) == 0


def test_a_refusal_leaves_nothing_meant(journal: Journal, tmp_path: Path) -> None:
    start(promise(), journal, tmp_path / "a.ics")
    with pytest.raises(CannotWrite, match="of that id already"):
        start(promise(), journal.fresh(), tmp_path / "b.ics")
    assert written(tmp_path / "b.ics") == 0
    assert not register.is_cut_short()


class Away:
    """A calendar whose server does not answer."""

    def __init__(self, path: Path) -> None:
        self.card = {"kind": "file", "path": str(path)}

    def seen(self, _uid: str) -> None:
        raise CannotReach("the server does not answer")

    def add(self, _uid: str, _text: bytes) -> None:
        raise AssertionError("nothing can be added")

    def remove(self, _uid: str, _version: str) -> None:
        raise AssertionError("nothing can be removed")


def test_a_server_that_is_away_is_asked_again_by_the_next_command(journal: Journal, tmp_path: Path) -> None:
    made, calendar = promise(), tmp_path / "work.ics"
    blocks = blocks_of(made, practices.named("no-code-zone").calendar, "")
    with pytest.raises(CannotReach):
        register.register(made, "", journal, blocks, Away(calendar), NOW)
    assert is_registered(journal, made.id)
    assert "still incomplete: the server does not answer" in register.repair(lambda _card: Away(calendar), NOW)[0]
    assert register.is_cut_short(), "it is still meant"

    assert "complete now" in register.repair(find, NOW)[0]
    assert written(calendar) == 2


def test_events_can_be_taken_back_and_her_own_stay(journal: Journal, tmp_path: Path) -> None:
    calendar = tmp_path / "work.ics"
    mine = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"
        b"DTSTAMP:20260101T000000Z\r\nDTSTART:20260303T100000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    calendar.write_bytes(mine)
    made = promise()
    start(made, journal, calendar)
    assert written(calendar) == 3
    undo(made.id, Ledger(paths.home()), find, NOW)
    assert b"UID:dentist" in calendar.read_bytes()
    assert written(calendar) == 1


def test_without_a_calendar_only_the_registration_is_written(journal: Journal) -> None:
    made = promise(zones=())
    register.register(made, "", journal, (), None, NOW)
    assert is_registered(journal, made.id)
    assert not register.is_cut_short()
    assert made.starts_on > date(2026, 2, 25)
