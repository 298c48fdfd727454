"""What a calendar on a server held is shown without asking it, with its age; a failed look says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from calendar_peers import calendar, event
from podium.calendar.last_seen import Asked, LastSeen
from podium.calendar.ledger import Ledger, Line
from podium.calendar.places import Seen
from podium.core.errors import CannotReach
from podium.experiments import calendar_state
from podium.experiments.registration import Registration

CARD = {"kind": "caldav", "connection": "work", "path": "/ada/work"}
AT = datetime(2026, 9, 20, 8, 30, tzinfo=UTC)
TEXT = calendar(event("focus@podium", "20260907T090000", "20260907T120000", "RRULE:FREQ=WEEKLY;COUNT=4"))
MOVED = TEXT.replace(b"20260907T090000", b"20260908T090000").replace(b"20260907T120000", b"20260908T120000")


@dataclass
class Server:
    """A calendar whose answer can be changed, and that can go away."""

    text: bytes = MOVED
    is_there: bool = True
    card: Mapping[str, str] = field(default_factory=lambda: CARD)

    def seen(self, uid: str) -> Seen | None:
        if not self.is_there:
            raise CannotReach("lab.example was silent for 3 s", next_step="try again")
        return Seen(self.text, "1")


def registration() -> Registration:
    from podium.core.time import week_of_day

    monday = date(2026, 9, 7)
    week = week_of_day((monday - date(1970, 1, 1)).days)
    made: Any = object.__new__(Registration)
    values = {
        "id": "2026-09-01-focus",
        "zone": "Europe/Berlin",
        "start_week": week,
        "weeks": 4,
        "told": {},
        "zones": (),
    }
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


def test_what_was_seen_is_kept_with_its_time_and_read_by_the_next_podium(tmp_path: Path) -> None:
    asked = Asked(Server(), LastSeen(tmp_path), AT)  # type: ignore[arg-type]
    assert asked.seen("focus@podium") == Seen(MOVED, "1")
    kept = LastSeen(tmp_path).of(CARD, "focus@podium")
    assert kept
    assert (kept.at, (kept.text or "").encode()) == (AT, MOVED)
    assert LastSeen(tmp_path).of({**CARD, "path": "/other"}, "focus@podium") is None


def test_a_broken_file_of_last_answers_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "last-seen.json").write_bytes(b"\xff{")
    assert LastSeen(tmp_path).of(CARD, "focus@podium") is None


def test_hours_that_cannot_be_asked_for_are_as_last_seen_and_say_how_old_they_are(
    tmp_path: Path, monkeypatch: Any
) -> None:
    ledger, made = Ledger(tmp_path), registration()
    monkeypatch.setattr(calendar_state, "slots_of", lambda _made: ())
    monkeypatch.setattr(Registration, "last_week", property(lambda one: one.start_week + 3), raising=False)
    with ledger.held():
        ledger.append(
            [
                Line(at=AT, state=state, practice=made.id, uid="focus@podium", place=CARD, text=TEXT.decode())
                for state in ("intended", "written")
            ]
        )
    server, last_seen = Server(is_there=False), LastSeen(tmp_path)
    find = lambda _card: Asked(server, last_seen, AT)  # noqa: E731  # type: ignore[arg-type]
    never = calendar_state.standing(made, ledger, find, last_seen)
    assert never.words.startswith("as registered: the calendar was not looked at, lab.example was silent")
    server.is_there = True
    now = calendar_state.standing(made, ledger, find, last_seen)
    assert (now.words, len(now.slots)) == ("", 4)
    server.is_there = False
    then = calendar_state.standing(made, ledger, find, LastSeen(tmp_path))
    assert then.slots == now.slots
    assert then.words.startswith("as last seen on 2026-09-20 08:30 UTC: the calendar was not looked at")
