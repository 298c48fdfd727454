"""A block: what is written is what is read back, on both sides of every clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calendar_peers import NOW, wire
from podium.calendar.block import Block, fingerprint, mark_of
from podium.core.errors import Misuse
from podium.core.event import Event
from podium.sources import ics

at = datetime.fromisoformat
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"]


def zone_off(**more: object) -> Block:
    usual: dict[str, object] = {
        "practice": "no-code-zone-1",
        "title": "No-code zone: coaching",
        "start": at("2026-10-20 09:00"),
        "end": at("2026-10-20 12:30"),
        "zone": "Europe/Berlin",
        "rule": "FREQ=WEEKLY;BYDAY=TU;COUNT=4",
        "line": "If a change asks for me inside the zone, then I name another reviewer.",
    }
    return Block(**(usual | more))  # type: ignore[arg-type]  # one test at a time changes one field


def read(text: bytes, zone: str) -> list[Event]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.ics"
        path.write_bytes(text)
        settings = {
            "where": str(path),
            "me": "ada@example.org",
            "since": "2020-01-01",
            "zone": zone,
            "titles": "no_code",
        }
        return [
            e
            for page in ics.SOURCE.read(settings, None, {}, wire(datetime(2030, 1, 1, tzinfo=UTC)))
            for e in page.events
        ]


def test_a_weekly_block_keeps_its_hour_over_the_clock_change() -> None:
    events = read(zone_off().text(NOW), "Europe/Berlin")
    assert [(e.verb, e.work_type, e.local_hour, e.ts.hour) for e in events] == [
        ("met", "no_code", 9, 7),
        ("met", "no_code", 9, 8),
        ("met", "no_code", 9, 8),
        ("met", "no_code", 9, 8),
    ]
    assert {e.title for e in events} == {"No-code zone: coaching"}


def test_slots_left_out_are_left_out() -> None:
    block = zone_off(without=(at("2026-10-27 09:00"),))
    assert [e.state for e in read(block.text(NOW), "Europe/Berlin")] == ["accepted", "removed", "accepted", "accepted"]


def test_the_same_block_is_the_same_event_and_another_is_another() -> None:
    assert zone_off().uid == zone_off().uid
    assert zone_off().uid != zone_off(title="Other").uid
    assert zone_off().text(NOW) == zone_off().text(NOW)


def test_the_event_says_whose_it_is_and_carries_the_if_then_line() -> None:
    text = zone_off().text(NOW)
    assert mark_of(text, zone_off().uid) == "no-code-zone-1"
    assert "If a change asks for me" in str(icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["DESCRIPTION"])


def test_other_programs_stamps_are_no_change_but_a_persons_words_and_hours_are() -> None:
    block = zone_off()
    text = block.text(NOW)
    stamped = text.replace(b"TRANSP:OPAQUE", b"TRANSP:OPAQUE\r\nLAST-MODIFIED:20261201T000000Z\r\nX-COLOR:red")
    assert fingerprint(stamped, block.uid) == fingerprint(text, block.uid)
    for old, new in ((b"T123000", b"T110000"), (b"coaching", b"dentist"), (b"COUNT=4", b"COUNT=2")):
        assert old in text
        assert fingerprint(text.replace(old, new), block.uid) != fingerprint(text, block.uid)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("zone", "Berlin", "time zone"),
        ("practice", "../x", "no name"),
        ("end", at("2026-10-20 08:00"), "ends after"),
        ("end", date(2026, 10, 21), "ends after"),
        ("start", datetime(2026, 10, 20, 9, tzinfo=UTC), "without an offset"),
        ("rule", "FREQ=SECONDLY", "finer"),
        ("rule", "FREQ=WEEKLY\r\nX:1", "read"),
        ("rule", "nonsense", "read"),
    ],
)
def test_what_no_calendar_could_show_is_refused(field: str, value: object, says: str) -> None:
    with pytest.raises(Misuse, match=says):
        zone_off(**{field: value})


def test_an_hour_that_the_clock_skips_is_refused() -> None:
    with pytest.raises(Misuse, match="does not exist"):
        zone_off(start=at("2026-03-29 02:30"), end=at("2026-03-29 04:00"), rule="")


@given(
    start=st.datetimes(min_value=at("2021-01-01"), max_value=at("2029-01-01")).map(
        lambda t: t.replace(second=0, microsecond=0)
    ),
    minutes=st.integers(min_value=5, max_value=600),
    zone=st.sampled_from(ZONES),
    title=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40),
)
def test_what_is_written_is_what_is_read(start: datetime, minutes: int, zone: str, title: str) -> None:
    try:
        block = Block(practice="p", title=title, start=start, end=start + timedelta(minutes=minutes), zone=zone)
    except Misuse:
        assume(False)
        raise
    (found,) = read(block.text(NOW), zone)
    place = ZoneInfo(zone)
    assert found.ts == start.replace(tzinfo=place)
    assert isinstance(block.end, datetime)
    assert found.ts_end == block.end.replace(tzinfo=place)
    assert found.local_hour == start.hour
    assert found.object_id == f"ics:calendar:{block.uid}"


@given(
    day=st.dates(min_value=date(2021, 1, 1), max_value=date(2028, 1, 1)),
    hour=st.integers(min_value=5, max_value=20),
    zone=st.sampled_from(ZONES),
    weeks=st.integers(min_value=1, max_value=60),
)
def test_every_occurrence_of_a_weekly_block_keeps_the_wall_clock(day: date, hour: int, zone: str, weeks: int) -> None:
    start = at(f"{day} {hour:02d}:00")
    block = Block(
        practice="p",
        title="No code",
        start=start,
        end=start + timedelta(hours=3),
        zone=zone,
        rule=f"FREQ=WEEKLY;COUNT={weeks}",
    )
    events = read(block.text(NOW), zone)
    assert len(events) == weeks
    assert {e.local_hour for e in events} == {hour}
    assert [e.local_date for e in events] == [day + timedelta(weeks=n) for n in range(weeks)]


@given(
    day=st.dates(min_value=date(2021, 1, 1), max_value=date(2028, 1, 1)), days=st.integers(min_value=1, max_value=30)
)
def test_whole_days_stay_whole_days(day: date, days: int) -> None:
    block = Block(practice="absence", title="Vacation", start=day, end=day + timedelta(days=days), zone="Europe/Berlin")
    (found,) = read(block.text(NOW), "Europe/Berlin")
    assert (found.verb, found.ts_quality, found.local_date) == ("away", "day", day)
