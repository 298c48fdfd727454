"""What the exceptions of a series share is parsed once, and each is read as the library alone would read it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar.prop import vDDDTypes

from podium.sources.calendars.occurrences import settle
from podium.sources.calendars.parsing import Parser, whole
from podium.sources.calendars.time_zones import Zones

CORE = b"UID:one\r\nSUMMARY:1:1 Ada\r\nORGANIZER:mailto:ada@example.org"
FORMS = (
    b"DTSTART:20260302T100000Z\r\nDTEND:20260302T103000Z\r\nRECURRENCE-ID:20260302T090000Z",
    b"DTSTART;TZID=Europe/Berlin:20260329T023000\r\nDTEND;TZID=Europe/Berlin:20260329T033000",
    b"DTSTART;TZID=W. Europe Standard Time:20260302T100000\r\nDTSTAMP:20260101T000000Z",
    b"DTSTART;TZID=Nowhere/Known:20260302T100000\r\nRECURRENCE-ID;TZID=Nowhere/Known:20260302T090000",
    b"DTSTART;TZID=UTC:20260302T100000\r\nDTEND:20260302T103000Z",
    b"DTSTART:20260302T100000\r\nDURATION:PT30M",
    b"DTSTART;VALUE=DATE:20260302\r\nRECURRENCE-ID;VALUE=DATE:20260302",
    b"dtstart:20260302T100000Z\r\nDTEND:20260302T103000Z",
    b"DTSTART:20260302T100000Z\r\nDTSTART:20260303T100000Z",
    b"DTSTART:20261302T100000Z\r\nDTEND:20260302T103000Z",
    b"DTSTART:20260302T240000Z",
    b"DTSTART;TZID=Europe/Berlin:20260302T100000Z",
    b"DTSTART:20260302T100000Z\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260302T090000Z",
    b"DTSTART:20260302T100000Z\r\nSEQUENCE:2",
)


@pytest.mark.parametrize("default", [None, ZoneInfo("Europe/Berlin")], ids=["no default", "with a default"])
def test_every_form_of_time_is_read_alike(default: ZoneInfo | None) -> None:
    parser, zones = Parser(), Zones(default)
    for form in FORMS * 2:
        text = b"\r\n".join([b"BEGIN:VEVENT", CORE, form, b"END:VEVENT", b""])
        shared, alone = parser.event(text), whole(text)
        reason = settle(alone, zones)
        assert settle(shared, zones) == reason, form
        if reason:
            continue
        assert {name: repr(shared[name]) for name in shared} == {name: repr(alone[name]) for name in alone}, form
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            assert clocks(shared, name) == clocks(alone, name), form


def clocks(event: Any, name: str) -> list[object]:
    """Every value of a property: the time, its clock, and whether it holds for all that follow."""
    values = event.get(name, [])
    return [
        (value.dt, getattr(value.dt, "tzinfo", None), "RANGE" in value.params)
        if isinstance(value, vDDDTypes)
        else "broken"
        for value in (values if isinstance(values, list) else [values])
    ]


def test_an_event_does_not_keep_what_another_one_had() -> None:
    parser = Parser()
    first, second = (
        parser.event(b"\r\n".join([b"BEGIN:VEVENT", CORE, form, b"END:VEVENT", b""]))
        for form in (b"DTSTART:20260302T100000Z\r\nDTEND:20260302T103000Z", b"DTSTART:20260303T100000Z")
    )
    assert "DTEND" in first
    assert "DTEND" not in second
