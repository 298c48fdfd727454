"""What a calendar on a server held is shown without asking it, with its age; a failed look says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from calendar_peers import calendar, event
from podium.calendar.last_seen import Asked, LastSeen
from podium.calendar.ledger import Ledger, LedgerLine
from podium.calendar.places import CalendarEvent
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

    def seen(self, uid: str) -> CalendarEvent | None:
        if not self.is_there:
            raise CannotReach("lab.example was silent for 3 s", next_step="try again")
        return CalendarEvent(self.text, "1")


def registration() -> Registration:
    return Registration(
        id="2026-09-01-focus",
        practice="focus",
        registered_on=date(2026, 9, 1),
        starts_on=date(2026, 9, 7),
        ends_on=date(2026, 10, 4),
        metric="late_share",
        direction="down",
        hypothesis="mornings without meetings",
        guardrails=(),
        baseline_from=date(2026, 3, 2),
        minimum=0.1,
        comparison="",
        weeks=4,
        zones=(),
        zone="Europe/Berlin",
        design="before-after",  # type: ignore[arg-type]
        on_weeks=(),
        was_found=False,
        confounded_with=(),
        told={},
    )


def test_what_was_seen_is_kept_with_its_time_and_read_by_the_next_podium(tmp_path: Path) -> None:
    asked = Asked(Server(), LastSeen(tmp_path), AT)  # type: ignore[arg-type]
    assert asked.seen("focus@podium") == CalendarEvent(MOVED, "1")
    kept = LastSeen(tmp_path).of(CARD, "focus@podium")
    assert kept
    assert (kept.at, (kept.text or "").encode()) == (AT, MOVED)
    assert LastSeen(tmp_path).of({**CARD, "path": "/other"}, "focus@podium") is None


def test_a_broken_file_of_last_answers_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "last-seen.json").write_bytes(b"\xff{")
    assert LastSeen(tmp_path).of(CARD, "focus@podium") is None


def test_hours_that_cannot_be_asked_for_are_as_last_seen_and_say_how_old_they_are(tmp_path: Path) -> None:
    ledger, made = Ledger(tmp_path), registration()
    with ledger.held():
        ledger.append(
            [
                LedgerLine(at=AT, state=state, practice=made.id, uid="focus@podium", place=CARD, text=TEXT.decode())
                for state in ("intended", "written")
            ]
        )
    server, last_seen = Server(is_there=False), LastSeen(tmp_path)

    def find(_card: Mapping[str, str]) -> Asked:
        return Asked(server, last_seen, AT)  # type: ignore[arg-type]

    never = calendar_state.standing(made, ledger, find, last_seen)
    assert never.words.startswith("as registered: the calendar was not looked at, lab.example was silent")
    server.is_there = True
    now = calendar_state.standing(made, ledger, find, last_seen)
    assert (now.words, len(now.slots)) == ("", 4)
    server.is_there = False
    then = calendar_state.standing(made, ledger, find, LastSeen(tmp_path))
    assert then.slots == now.slots
    assert then.words.startswith("as last seen on 2026-09-20 08:30 UTC: the calendar was not looked at")
