"""Every occurrence of the asked window, within bounds, from any bytes."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_peers import calendar, event, weekly
from cost import at_most
from podium.core.errors import CannotRead
from podium.core.time import Window
from podium.sources.calendars import occurrences, read
from podium.sources.calendars import text as calendar_text
from podium.sources.calendars.occurrences import MOST_PER_SERIES, Expander, Occurrence
from podium.sources.calendars.text import cut

SAMPLES = Path(os.environ.get("PODIUM_SAMPLES") or Path(__file__).parents[4] / "shared" / "samples") / "calendar"


def window(first: str, last: str) -> Window:
    return Window(*(int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) for day in (first, last)))


SPAN = read.Span(0, 1_800_000_000)
TEN_YEARS = window("2017-01-01", "2027-01-01")


def expand(data: bytes, asked: Window = TEN_YEARS) -> tuple[list[Occurrence], Counter[str]]:
    found = cut(data)
    expander = Expander(asked, found.refused)
    return [o for uid, raws in found.series.items() for o in expander.expand(uid, raws)], found.refused


def written(moment: datetime | date) -> str:
    """UTC where the event has a zone, else as written."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat() if moment.tzinfo is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def ruled(rule: str, *more: str, start: str = "20260105T090000") -> bytes:
    return calendar(event("x@lab", start, f"{start[:9]}093000", f"RRULE:{rule}", *more))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not on this machine")
def test_every_public_sample_ends_in_occurrences_or_a_named_refusal() -> None:
    oracle = json.loads((SAMPLES / "occurrences.json").read_text())
    asked = window("2005-01-01", "2027-01-01")
    files = sorted(SAMPLES.rglob("*.ics"))
    agreed = 0
    for path in files:
        data = path.read_bytes()
        found, refused = expand(data, asked)
        known = oracle["files"].get(str(path.relative_to(SAMPLES)))
        if known is not None:
            assert sorted(written(o.start) for o in found if not o.is_removed) == sorted(known["starts"]), path.name
            agreed += 1
        everything, _ = expand(data, window("1900-01-01", "2199-01-01"))
        has_events = bool(cut(data).series)
        assert everything or refused or found or not has_events, f"{path.name} says nothing at all"
    assert len(files) >= 100
    assert agreed == len(oracle["files"])


def test_a_removed_slot_is_told_because_it_had_been_planned() -> None:
    found, refused = expand(weekly())
    assert not refused
    assert [str(o.slot)[:10] for o in found if o.is_removed] == ["2026-10-15"]
    assert len(found) == 8


def test_a_series_moved_for_good_moves_every_later_occurrence() -> None:
    data = calendar(
        event("x@lab", "20261005T100000", "20261005T110000", "RRULE:FREQ=WEEKLY;COUNT=4"),
        event(
            "x@lab",
            "20261019T140000",
            "20261019T150000",
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261019T100000",
        ),
    )
    found, _ = expand(data)
    assert [written(o.start)[5:16] for o in found] == ["10-05T08:00", "10-12T08:00", "10-19T12:00", "10-26T13:00"]
    assert [str(o.slot)[5:16] for o in found] == ["10-05 10:00", "10-12 10:00", "10-19 10:00", "10-26 10:00"]


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Berlin", '"Europe/Berlin"'],
)
def test_a_zone_is_known_by_its_iana_its_windows_and_its_decorated_name(zone: str) -> None:
    found, _ = expand(
        calendar(event("x@lab", "20260701T100000", "20260701T110000", zone=zone)).replace(
            b"BEGIN:VTIMEZONE", b"BEGIN:X-Z"
        )
    )
    assert written(found[0].start) == "2026-07-01T08:00:00Z"


def test_a_display_name_gives_its_offset_and_says_no_more() -> None:
    found, _ = expand(calendar(event("x@lab", "20260105T100000", "20260105T110000", zone='"(UTC-05:00) Eastern Time"')))
    assert written(found[0].start) == "2026-01-05T15:00:00Z"


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("FREQ=SECONDLY", "rule finer than an hour"),
        ("FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "rule finer than an hour"),
        ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "rule finer than an hour"),
        (
            "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
            "rule finer than an hour",
        ),
        ("FREQ=HOURLY", f"series of more than {MOST_PER_SERIES:,} occurrences"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "rule that never happens"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule that never happens"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "rule that never happens"),
        ("FREQ=DAILY;UNTIL=20161231", "rule that ended before it began"),
        ("FREQ=WEEKLY;INTERVAL=0", "rule that cannot be read"),
        ("FREQ=FORTNIGHTLY", "rule that cannot be read"),
    ],
)
def test_a_rule_that_is_no_calendars_is_refused_by_name_and_at_once(rule: str, name: str) -> None:
    with at_most(cpu_s=10):
        found, refused = expand(ruled(rule, start="20170102T090000"))
    assert found == []
    assert refused == {name: 1}


def test_a_rule_that_is_rare_but_real_is_kept() -> None:
    found, refused = expand(ruled("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", start="20160229T090000"))
    assert not refused
    assert [o.start.year for o in found] == [2020, 2024]


def test_a_series_that_began_in_1601_costs_no_more_than_one_that_began_this_year() -> None:
    asked = window("2026-01-01", "2027-01-01")
    old, _ = expand(ruled("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", start="16010101T090000"), asked)
    with at_most(cpu_s=10):
        expand(ruled("FREQ=DAILY", start="16010101T090000"), asked)
    assert len(old) == 26
    # Every second Monday counted from 1601-01-01, a Monday.
    assert {(o.start.toordinal() - date(1601, 1, 1).toordinal()) % 14 for o in old} == {0}


def test_many_dear_series_are_stopped_by_the_purse_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "MOST_PER_FILE", 50_000)
    one = "BEGIN:VEVENT\r\nUID:u{n}\r\nDTSTART:20170102T090000Z\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5\r\nEND:VEVENT\r\n"
    data = ("BEGIN:VCALENDAR\r\n" + "".join(one.format(n=n) for n in range(20)) + "END:VCALENDAR\r\n").encode()
    found = cut(data)
    expander = Expander(TEN_YEARS, found.refused)
    told = sum(len(expander.expand(uid, raws)) for uid, raws in found.series.items())
    assert 0 < told <= 50_000
    assert [name for name in found.refused if name.startswith("series beyond")]


@pytest.mark.parametrize(
    "line",
    ["DTEND:99991231T000000Z", "DURATION:P99999999W", "DURATION:-P1D", "DTEND:00010101T000000Z", "RDATE:garbage"],
)
def test_impossible_times_never_crash(line: str) -> None:
    text = f"BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260105T090000Z\r\n{line}\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
    found, refused = expand(text.encode())
    assert found or refused


def test_fifty_megabytes_of_one_folded_line_cost_little_memory_and_time() -> None:
    fold = b"\r\n " + b"x" * 73
    data = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260105T090000Z\r\nSUMMARY:" + fold * 670_000
    data += b"\r\nDESCRIPTION:" + fold * 10_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert len(data) > 50_000_000
    tracemalloc.start()
    with at_most(cpu_s=120):
        found, _ = expand(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 1
    assert peak < 20_000_000


def test_more_events_than_anybody_has_are_counted_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_text, "MOST_EVENTS", 3)
    found = cut(calendar(*(event(f"x{n}@lab", "20260105T090000", "20260105T093000") for n in range(5))))
    assert len(found.series) == 3
    assert found.refused == {"unread events: more than 3": 2}


def test_a_file_larger_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_text, "MOST_BYTES", 100)
    with pytest.raises(CannotRead, match="larger than"):
        cut(b"x" * 101)


def test_a_calendar_cut_short_does_not_swallow_the_next_one() -> None:
    found, refused = expand(
        weekly().split(b"RRULE:FREQ=WEEKLY")[0]
        + b"\r\n"
        + calendar(event("y@lab", "20260105T090000", "20260105T093000"))
    )
    assert [o.uid for o in found] == ["y@lab"]
    assert refused == {"event without an end": 1}


def test_an_event_without_a_uid_has_the_same_key_at_every_reading() -> None:
    data = calendar(event("", "20260105T090000", "20260105T093000"))
    assert expand(data)[0][0].uid == expand(data)[0][0].uid != ""


_LINES = """\
BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VEVENT|END:VEVENT|BEGIN:VTIMEZONE|END:VTIMEZONE|TZID:X|UID:a|UID:
DTSTART:20260105T090000Z|DTSTART;VALUE=DATE:20260105|DTSTART;TZID=X:20260105T090000|DTEND:20260105|DURATION:PT1H
RRULE:FREQ=WEEKLY;UNTIL=20260301|RRULE:FREQ=DAILY;COUNT=3|RRULE:;|EXDATE:20260106,20260112T090000Z
RDATE;VALUE=PERIOD:20260105T090000Z/PT1H|RECURRENCE-ID:20260112T090000Z|SEQUENCE:99999999999999999999|DTSTAMP:x
RECURRENCE-ID;RANGE=THISANDFUTURE:20260106|DTEND:99991231T235959|DTSTART;TZID=America/Adak:00010101T000000
RECURRENCE-ID;TZID=X:20260105T090000|ORGANIZER:mailto:bo@example.org|ATTENDEE;PARTSTAT=DECLINED:MAILTO:ada@example.org
ATTENDEE;CUTYPE=GROUP:urn:uuid:1|SUMMARY:Vacation|SUMMARY:1:1|DTSTART;TZID="(UTC+14:00) Far":19700101T000000
DTSTART;VALUE=DATE:19700101|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20270105|TZOFFSETFROM:+9999| folded
ATTENDEE:x|STATUS:CANCELLED|X-WR-TIMEZONE:Europe/Berlin"""
_TEXT = st.sampled_from([line.encode() for row in _LINES.split("\n") for line in row.split("|")])


@given(st.lists(_TEXT | st.binary(max_size=20), max_size=30))
def test_no_bytes_whatever_crash_the_reader(lines: list[bytes]) -> None:
    data = b"\r\n".join(lines)
    found, refused = expand(data)
    assert all(o.uid for o in found)
    assert all(count > 0 for count in refused.values())
    settings = {"me": "ada@example.org", "zone": "Pacific/Kiritimati", "since": "1970-01-01"}
    text = cut(data)
    told = [e for batch, _ in read.pages(text, read.lens("ics", settings, text), SPAN) for e in batch]
    assert len({e.event_id for e in told}) == len(told)
    assert all(e.ts.year >= 1969 and e.ts_quality for e in told)
