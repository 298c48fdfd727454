"""What she does to the blocks in her own calendar counts: moved is moved, taken out is not held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest

from podium import practices
from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar, Place
from podium.calendar.write import undo, write
from podium.core.errors import CannotReach
from podium.core.weekly_hours import parse
from podium.experiments.blocks import blocks_of, slots_of
from podium.experiments.calendar_state import Standing, standing
from podium.system import paths
from promised import promise

NOW = datetime(2026, 2, 25, 12, tzinfo=UTC)
MADE = promise(zones=parse("Tue 09:00-12:30"))
Edit = Callable[[bytes], bytes]


def find(card: Mapping[str, str]) -> Place:
    return FileCalendar(Path(card["path"]))


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    path = tmp_path / "work.ics"
    blocks = blocks_of(MADE, practices.named("no-code-zone").calendar, "")
    write(blocks, FileCalendar(path), Ledger(paths.home()), NOW)
    return path


def now() -> Standing:
    return standing(MADE, Ledger(paths.home()), find)


def exception(path: Path, day: str, *lines: str) -> None:
    """What a calendar program writes when one of a series is changed."""
    text = path.read_bytes().decode()
    uid = next(line for line in text.splitlines() if line.startswith("UID:"))
    event = ["BEGIN:VEVENT", uid, f"RECURRENCE-ID;TZID=Europe/Berlin:{day}T090000", "DTSTAMP:20260301T000000Z", *lines]
    event += ["X-PODIUM-PRACTICE:" + MADE.id, "END:VEVENT", "END:VCALENDAR"]
    path.write_bytes(text.replace("END:VCALENDAR", "\r\n".join(event)).encode())


def test_untouched_they_stand_where_they_were_registered(calendar: Path) -> None:
    assert now() == Standing(slots_of(MADE))


def test_without_events_the_registered_hours_count() -> None:
    assert now() == Standing(slots_of(MADE))


def test_one_moved_to_another_day_is_looked_at_there(calendar: Path) -> None:
    exception(
        calendar, "20260310", "DTSTART;TZID=Europe/Berlin:20260312T140000", "DTEND;TZID=Europe/Berlin:20260312T170000"
    )
    found = now()
    assert len(found.slots) == 8
    assert found.taken_out == ()
    assert (date(2026, 3, 12), "Thu 14:00-17:00") in [(s.day, str(s.zone)) for s in found.slots]
    assert date(2026, 3, 10) not in [s.day for s in found.slots]


def test_one_cancelled_is_taken_out(calendar: Path) -> None:
    times = ("DTSTART;TZID=Europe/Berlin:20260331T090000", "DTEND;TZID=Europe/Berlin:20260331T123000")
    exception(calendar, "20260331", *times, "STATUS:CANCELLED")
    found = now()
    assert len(found.slots) == 7
    assert [s.day for s in found.taken_out] == [date(2026, 3, 31)]


def test_one_deleted_from_the_series_is_taken_out(calendar: Path) -> None:
    whole = icalendar.Calendar.from_ical(calendar.read_bytes())
    (event,) = whole.walk("VEVENT")
    event.add("exdate", datetime(2026, 4, 7, 9), parameters={"TZID": "Europe/Berlin"})  # noqa: DTZ001 - its own TZID
    calendar.write_bytes(whole.to_ical())
    assert [s.day for s in now().taken_out] == [date(2026, 4, 7)]


def test_a_series_moved_as_a_whole_has_lost_nothing(calendar: Path) -> None:
    text = (
        calendar.read_bytes()
        .replace(b":20260303T090000", b":20260304T100000")
        .replace(b":20260303T123000", b":20260304T130000")
    )
    calendar.write_bytes(text)
    found = now()
    assert {str(s.zone) for s in found.slots} == {"Wed 10:00-13:00"}
    assert (len(found.slots), found.taken_out) == (8, ())


def test_a_series_taken_out_was_not_held(calendar: Path) -> None:
    calendar.unlink()
    found = now()
    assert found.slots == ()
    assert len(found.taken_out) == 8


def test_undone_through_podium_the_registered_hours_count_again(calendar: Path) -> None:
    undo(MADE.id, Ledger(paths.home()), find, NOW)
    assert now() == Standing(slots_of(MADE))


def test_a_calendar_out_of_reach_is_said_and_the_registered_hours_count(calendar: Path) -> None:
    def away(_card: Mapping[str, str]) -> Place:
        raise CannotReach("the server does not answer")

    found = standing(MADE, Ledger(paths.home()), away)
    assert found.slots == slots_of(MADE)
    assert "the server does not answer" in found.words
