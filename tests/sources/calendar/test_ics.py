"""The calendar file: which acts it tells, in whose hours, and what it never tells."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import httpx2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_peers import NOW, SETTINGS, calendar, event, guests, weekly, wire
from podium.core.errors import CannotReach, CannotRead, Misuse
from podium.core.event import Event
from podium.core.shown_names import keys_of_name
from podium.sources import Cursor, StreamPage, ics
from podium.sources.http.client import HttpClient
from podium.sources.secrets import Secret

THURSDAY = ("20261105T100000", "20261105T110000")


def run(
    data: bytes, folder: Path, *, cursor: Cursor | None = None, days: int = 0, **more: str
) -> tuple[list[StreamPage], list[Event]]:
    path = folder / "work.ics"
    path.write_bytes(data)
    settings: Mapping[str, str] = {**SETTINGS, "where": str(path), **more}
    pages = list(
        ics.SOURCE.read(settings, None, {"events": cursor} if cursor else {}, wire(NOW + timedelta(days=days)))
    )
    return pages, [e for page in pages for e in page.events]


def only(data: bytes, folder: Path, **more: str) -> Event:
    (found,) = run(data, folder, **more)[1]
    return found


def test_a_weekly_one_on_one_over_the_clock_change(tmp_path: Path) -> None:
    _, events = run(weekly(), tmp_path)
    assert [(e.verb, e.local_hour, e.state) for e in events if e.local_date and e.local_date.month == 10] == [
        ("met", 10, "accepted"),
        ("met", 10, "accepted"),
        ("cancelled", 10, "removed"),
        ("declined", 15, "declined"),
        ("moved", 10, "20261022T080000Z->20261022T130000Z"),
        ("cancelled", 10, "cancelled"),
    ]
    # 10:00 in Berlin stays 10:00 while its instant moves by an hour.
    met = [e for e in events if e.verb == "met"]
    assert {e.ts.hour for e in met if e.ts.month == 10} == {8}
    assert {e.ts.hour for e in met if e.ts.month == 11} == {9}


def test_the_other_declines_so_the_one_on_one_was_not_held(tmp_path: Path) -> None:
    data = calendar(event("x@lab", *THURSDAY, *guests(ada="ACCEPTED", grace="DECLINED")))
    _, events = run(data, tmp_path)
    assert [(e.verb, e.actor, e.scope) for e in events] == [
        ("invited", "email:ada@example.org", "self"),
        ("declined", "email:grace@example.org", "aggregate"),
    ]


def test_in_a_larger_meeting_nobody_elses_answer_is_told(tmp_path: Path) -> None:
    found = only(calendar(event("x@lab", *THURSDAY, *guests(ada="ACCEPTED", bo="DECLINED", chi="DECLINED"))), tmp_path)
    assert (found.verb, found.with_count, found.subject) == ("met", 2, None)


@pytest.mark.parametrize(
    ("answer", "verb"),
    [("ACCEPTED", "met"), ("TENTATIVE", "invited"), ("NEEDS-ACTION", "invited"), ("DECLINED", "declined")],
)
def test_her_own_answer_decides_whether_she_met(answer: str, verb: str, tmp_path: Path) -> None:
    asked = (
        "ORGANIZER:mailto:bo@example.org",
        f"ATTENDEE;PARTSTAT={answer}:mailto:Ada@Example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org",
        "ATTENDEE:mailto:chi@example.org",
    )
    assert only(calendar(event("x@lab", *THURSDAY, *asked)), tmp_path).verb == verb


def test_a_meeting_cancelled_by_its_organiser_is_the_organisers_act(tmp_path: Path) -> None:
    asked = ("STATUS:CANCELLED", "ORGANIZER:mailto:bo@example.org", "ATTENDEE:mailto:ada@example.org")
    _, told = run(calendar(event("x@lab", *THURSDAY, *asked)), tmp_path)
    assert [(e.verb, e.actor, e.scope) for e in told] == [
        ("cancelled", "email:bo@example.org", "aggregate"),
        ("invited", "email:ada@example.org", "self"),
    ]
    assert (told[1].local_hour, told[1].dur_s) == (None, None), "it takes none of her time"


@pytest.mark.parametrize(
    ("title", "incident"),
    [
        ("Postmortem INC-204: the door", "INC-204"),
        ("Post-mortem of PT4KHLK", "PT4KHLK"),
        ("Incident review #88", "88"),
        ("Postmortem, incident 88", "88"),
        ("Postmortem SEV-1", None),
        ("Postmortem of the door, Q3-26", None),
        ("Planning INC-204", None),
    ],
)
def test_a_postmortem_says_which_incident_its_title_names(title: str, incident: str | None, tmp_path: Path) -> None:
    found = only(calendar(event("x@lab", *THURSDAY, *guests(ada="ACCEPTED", bo="ACCEPTED"), title=title)), tmp_path)
    assert found.goal_id == incident


def test_a_guest_is_known_by_the_name_shown_too_and_two_of_a_name_differ(tmp_path: Path) -> None:
    shown = [
        f'ATTENDEE;CN="{name}":mailto:{address}@example.org'
        for name, address in (("Wong, Lee (Ops)", "x17"), ("Lee Wong", "lw"))
    ]
    keys = only(calendar(event("x@lab", *THURSDAY, *guests(ada="ACCEPTED"), *shown)), tmp_path).with_keys
    named = [key for key in keys if key.startswith("shown:lee wong#")]
    assert len(set(named)) == 2
    assert set(named) < set(keys_of_name("lee-wong"))


def test_rooms_are_not_people(tmp_path: Path) -> None:
    room = "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@example.org"
    found = only(calendar(event("x@lab", *THURSDAY, room, *guests(ada="ACCEPTED", grace="ACCEPTED"))), tmp_path)
    assert (found.with_count, found.work_type) == (1, "one_on_one")


@pytest.mark.parametrize(
    ("title", "answers", "kind"),
    [
        ("1:1 Grace", {"grace": "ACCEPTED"}, "one_on_one"),
        ("1:1 format workshop", {"bo": "ACCEPTED", "chi": "ACCEPTED"}, "meeting"),
        ("Skip-level with Dan", {"dan": "ACCEPTED"}, "skip"),
        ("Coaching: Grace", {"grace": "ACCEPTED"}, "coaching"),
        ("Strategy half-day", {}, "strategy"),
        ("No-code zone: prepare 1:1s", {}, "no_code"),
        ("Lunch with a vendor", {"eve": "ACCEPTED"}, "meeting"),
        ("Optometrist appointment", {}, "meeting"),
    ],
)
def test_the_class_of_a_meeting_is_read_off_title_and_guests(
    title: str, answers: dict[str, str], kind: str, tmp_path: Path
) -> None:
    asked = guests(ada="ACCEPTED", **answers) if answers else ()
    found = only(calendar(event("x@lab", *THURSDAY, *asked, title=title)), tmp_path)
    assert (found.work_type, found.title) == (kind, "")


def test_her_own_words_replace_the_usual_ones_and_titles_stay_only_where_asked(tmp_path: Path) -> None:
    data = calendar(event("x@lab", *THURSDAY, title="Werkstattfrei"))
    assert only(data, tmp_path).work_type == "meeting"
    found = only(data, tmp_path, no_code="werkstattfrei", titles="no_code")
    assert (found.work_type, found.title) == ("no_code", "Werkstattfrei")


def test_leave_is_a_stretch_away_whole_days_without_an_hour(tmp_path: Path) -> None:
    text = (
        event("x@lab", *THURSDAY, title="Vacation")
        .replace("DTSTART;TZID=Europe/Berlin:20261105T100000", "DTSTART;VALUE=DATE:20261105")
        .replace("DTEND;TZID=Europe/Berlin:20261105T110000", "DTEND;VALUE=DATE:20261109")
    )
    found = only(calendar(text), tmp_path, zone="Europe/Berlin")
    assert (found.verb, found.ts_quality, found.local_hour, str(found.local_date)) == (
        "away",
        "day",
        None,
        "2026-11-05",
    )
    assert found.ts.isoformat() == "2026-11-04T23:00:00+00:00"
    assert found.dur_s == 4 * 86_400


def test_a_reminder_that_blocks_no_time_is_no_meeting(tmp_path: Path) -> None:
    found = only(calendar(event("x@lab", *THURSDAY, "TRANSP:TRANSPARENT", title="Birthday")), tmp_path)
    assert (found.verb, found.state, found.with_count) == ("invited", "free", None)


def test_a_rota_is_told_as_shifts(tmp_path: Path) -> None:
    found = only(calendar(event("x@lab", *THURSDAY, title="Primary")), tmp_path, rota="yes")
    assert (found.verb, found.object_kind) == ("on_call", "shift")


def test_a_colleagues_zone_does_not_become_hers(tmp_path: Path) -> None:
    asked = ("ORGANIZER:mailto:bo@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org")
    data = calendar(
        event("bo@lab", "20261105T100000", "20261105T110000", *asked, zone="America/New_York"),
        event("own@lab", "20261106T100000", "20261106T110000", title="Own"),
    )
    _, events = run(data, tmp_path)
    assert {(e.tz, e.tz_from, e.local_hour) for e in events} == {
        ("Europe/Berlin", "calendar", 16),
        ("Europe/Berlin", "calendar", 10),
    }
    assert {e.local_hour for e in run(data, tmp_path, zone="Asia/Tokyo")[1]} == {0, 18}


def test_without_any_zone_there_is_no_hour(tmp_path: Path) -> None:
    text = event("x@lab", *THURSDAY).replace(";TZID=Europe/Berlin", "")
    pages, (found,) = run(calendar(text), tmp_path)
    assert (found.ts_quality, found.tz_from, found.local_hour, found.utc_offset_min) == ("floating", "none", None, None)
    assert pages[-1].missing["time zone of yours"] == 1


def test_a_zone_nobody_knows_keeps_the_wall_clock_but_tells_no_hour(tmp_path: Path) -> None:
    found = only(calendar(event("x@lab", *THURSDAY, zone="Custom 7")), tmp_path, zone="Europe/Berlin")
    assert (found.ts_quality, found.local_hour) == ("floating", None)
    assert found.ts.isoformat() == "2026-11-05T09:00:00+00:00"


def test_shifting_her_zone_moves_local_hours_and_not_instants(tmp_path: Path) -> None:
    here = run(weekly(), tmp_path, zone="Europe/Berlin")[1]
    there = run(weekly(), tmp_path, zone="Europe/Moscow")[1]
    assert [e.ts for e in here] == [e.ts for e in there]
    assert all((b.local_hour or 0) - (a.local_hour or 0) in {1, 2} for a, b in zip(here, there, strict=True))


def test_the_newest_version_of_an_event_wins_in_any_order(tmp_path: Path) -> None:
    old = event("x@lab", *THURSDAY, "SEQUENCE:1", title="Old")
    new = event("x@lab", "20261106T100000", "20261106T110000", "SEQUENCE:2", title="New")
    same = event("x@lab", *THURSDAY, "SEQUENCE:2", title="Older").replace("20260901T080000Z", "20260801T080000Z")
    for order in ([old, new, same], [same, new, old], [new, old, same]):
        assert only(calendar(*order), tmp_path).ts.day == 6


def test_shuffled_and_doubled_events_tell_the_same(tmp_path: Path) -> None:
    a, b = event("a@lab", *THURSDAY, title="A"), event("b@lab", *THURSDAY, title="B")

    def table(data: bytes) -> list[Event]:
        events = run(data, tmp_path)[1]
        return sorted((msgspec.structs.replace(e, receipt="") for e in events), key=lambda e: e.event_id)

    assert table(calendar(a, b)) == table(calendar(b, a, a, b))


def test_nothing_of_description_place_links_or_alarms_is_ever_told(tmp_path: Path) -> None:
    secret = (
        "DESCRIPTION:call https://meet.example.org/s3cret\n  passcode s3cret",
        "LOCATION:Room s3cret",
        "URL:https://s3cret",
        "X-ALT-DESC:s3cret",
        "ATTACH:s3cret",
        "COMMENT:s3cret",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "SUMMARY:s3cret",
        "DESCRIPTION:s3cret",
        "END:VALARM",
    )
    pages, events = run(
        calendar(event("x@lab", *THURSDAY, *secret, *guests(ada="ACCEPTED"))), tmp_path, titles="meeting"
    )
    assert "s3cret" not in repr(pages)
    assert [e.work_type for e in events] == ["one_on_one"]


def test_an_unchanged_file_costs_no_second_reading(tmp_path: Path) -> None:
    first, events = run(weekly(), tmp_path)
    assert events
    assert first[-1].is_whole_stream
    again, none = run(weekly(), tmp_path, cursor=first[-1].cursor, days=1)
    assert none == []
    assert again[-1].complete_until_s == int((NOW + timedelta(days=1)).timestamp())
    assert not again[-1].is_whole_stream
    assert run(weekly(), tmp_path, cursor=first[-1].cursor, days=150)[1]


def test_a_secret_address_is_asked_with_its_etag_and_never_told() -> None:
    asked: list[httpx2.Request] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        if request.headers.get("if-none-match") == '"v1"':
            return httpx2.Response(304)
        return httpx2.Response(200, content=weekly(), headers={"etag": '"v1"'})

    line = HttpClient(transport=httpx2.MockTransport(serve), clock=NOW.timestamp, sleep=lambda _s: None)
    address = Secret("webcal://calendar.example.org/ical/private-s3cret/basic.ics")
    first = list(ics.SOURCE.read(SETTINGS, address, {}, line))
    second = list(ics.SOURCE.read(SETTINGS, address, {"events": first[-1].cursor or {}}, line))

    assert str(asked[0].url) == "https://calendar.example.org/ical/private-s3cret/basic.ics"
    assert [len(page.events) for page in second] == [0]
    assert "s3cret" not in repr([*first, *second])


def test_a_web_page_instead_of_a_calendar_is_a_clear_error() -> None:
    line = HttpClient(transport=httpx2.MockTransport(lambda _r: httpx2.Response(200, content=b"<html>sign in")))
    with pytest.raises(CannotReach, match="does not lead to a calendar"):
        list(ics.SOURCE.read(SETTINGS, Secret("https://example.org/private-x/basic.ics"), {}, line))


def test_an_archive_of_calendars_is_read_as_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
        archive.writestr("Takeout/Calendar/a.ics", calendar(event("a@lab", *THURSDAY)))
        archive.writestr("Takeout/Calendar/b.ics", calendar(event("b@lab", *THURSDAY)))
        archive.writestr("Takeout/readme.html", "BEGIN:VEVENT")
    pages = list(ics.SOURCE.read({**SETTINGS, "where": str(tmp_path / "work.zip")}, None, {}, wire()))
    assert {e.object_id for page in pages for e in page.events} == {"ics:work:a@lab", "ics:work:b@lab"}


def test_what_is_no_readable_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing")
    for path in (tmp_path, tmp_path / "none.ics", tmp_path / "broken.zip", Path("/dev/zero")):
        with pytest.raises(CannotRead):
            list(ics.SOURCE.read({**SETTINGS, "where": str(path)}, None, {}, wire()))


def test_a_wrong_zone_is_asked_for_again(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="time zone"):
        run(weekly(), tmp_path, zone="Berlin")


BITS = [
    b"99991231T235959Z",
    b"00010101T000000",
    b"-P1D",
    b"20260230T250000",
    b"P99999999W",
    b"FREQ=SECONDLY",
    b"FREQ=DAILY;INTERVAL=0",
    b"FREQ=YEARLY;BYDAY=54MO",
    b"\xff\xfe",
    b"x" * 70_000,
    b"mailto:",
    b"CONFIRMED",
]


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3), st.sampled_from(BITS)), min_size=1, max_size=6))
def test_a_real_calendar_with_broken_lines_ends_in_acts_of_this_world_or_in_counts(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int, bytes]]
) -> None:
    lines = weekly().split(b"\r\n")
    for at, how, bit in damage:
        at %= len(lines)
        if how == 0:
            lines[at] = lines[at].partition(b":")[0] + b":" + bit
        elif how == 1:
            lines.insert(at, lines[at])
        elif how == 2:
            lines = lines[: at + 1] + lines[at + 2 :]
        else:
            lines[at] = bit
    _, events = run(b"\r\n".join(lines), tmp_path_factory.mktemp("calendar"))
    assert len({e.event_id for e in events}) == len(events)
    assert all(1970 <= e.ts.year < 9999 and e.ts.tzinfo for e in events)


def test_an_exception_of_a_slot_in_the_year_one_is_told_where_it_stands_and_moves_nothing(tmp_path: Path) -> None:
    odd = event("x@lab", *THURSDAY, "RECURRENCE-ID;TZID=Europe/Berlin:00010101T080000")
    assert [(e.verb, e.ts.year) for e in run(calendar(odd), tmp_path)[1]] == [("invited", 2026)]
