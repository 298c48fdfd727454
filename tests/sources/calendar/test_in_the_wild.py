"""What calendars in the wild write beside the standard: zones under odd names, odd rules, feeds without people."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendar_peers import NOW, SETTINGS, calendar, event, guests, wire
from podium.core.event import Event
from podium.sources import ics

BOTH = guests(ada="ACCEPTED", grace="ACCEPTED")
NOTES = """BEGIN:VTIMEZONE
TZID:{0}
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;BYHOUR=3;BYMINUTE=0
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;BYHOUR=2;BYMINUTE=0
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def read(data: bytes, folder: Path, home: str = "Asia/Tokyo") -> tuple[list[Event], dict[str, int]]:
    path = folder / "work.ics"
    path.write_bytes(data)
    pages = list(ics.SOURCE.read({**SETTINGS, "where": str(path), "zone": home}, None, {}, wire(NOW)))
    return [act for page in pages for act in page.events], dict(pages[-1].missing)


@pytest.mark.parametrize(
    ("name", "hour"),
    [
        ("GMT Standard Time", 9),
        ("GMT Standard Time 1", 9),
        ("gmt standard time 12", 9),
        ("tzone://Microsoft/GMT Standard Time", 9),
        ("tzone://Microsoft/Utc", 10),
        ("Coordinated Universal Time", 10),
        ("europe/london", 9),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/London", 9),
        ("/mozilla.org/20071231_1/America/Indiana/Indianapolis", 14),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", 13),
        ("/citadel.org/20190101_1/Etc/UTC", 10),
    ],
)
def test_a_zone_under_a_vendors_name_is_known_wherever_the_reader_lives(name: str, hour: int, tmp_path: Path) -> None:
    talk = event("x@lab", "20261006T100000", "20261006T110000", *BOTH, zone=f'"{name}"')
    for home in ("Asia/Tokyo", "Europe/Berlin"):
        (act,), missing = read(calendar(talk), tmp_path, home)
        assert (act.ts.hour, act.ts_quality, missing) == (hour, "exact", {})


@pytest.mark.parametrize("name", ["Western/Central Europe", "tzone://Microsoft/Custom", "Customized Time Zone 3"])
def test_a_definition_in_the_file_is_used_also_when_it_repeats_its_hour(name: str, tmp_path: Path) -> None:
    talk = event("x@lab", "20261006T100000", "20261006T110000", *BOTH, zone=f'"{name}"')
    (act,), missing = read(calendar(talk, head=NOTES.format(name)), tmp_path)
    assert (act.ts.hour, act.ts_quality, missing) == (8, "exact", {})


def test_a_zone_nobody_knows_moves_nothing_doubles_nothing_and_is_counted(tmp_path: Path) -> None:
    series = event("x@lab", "20260901T090000", "20260901T093000", "RRULE:FREQ=WEEKLY;COUNT=4", *BOTH, zone="Nowhere")
    edit = event("x@lab", "20260908T090000", "20260908T093000", "RECURRENCE-ID:20260908T070000Z", *BOTH, zone="Nowhere")
    acts, missing = read(calendar(series, edit), tmp_path)
    assert [(act.verb, act.local_hour) for act in acts] == [("met", None)] * 4
    assert missing == {
        "event in a time zone nobody knows": 2,
        "exception of a series in a time zone nobody knows": 1,
    }


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("", 1),
        (" ", 1),
        (";", 1),
        ("FREQ=DAILY;BYDAY=MO, TU, WE, TH, FR;COUNT=5", 5),
        ("FREQ=WEEKLY; COUNT=3", 3),
        ("FREQ=WEEKLY;COUNT=3;", 3),
        ("FREQ=WEEKLY;;COUNT=3", 3),
        ("FREQ=WEEKLY;BYDAY=;COUNT=3", 3),
        ("FREQ=WEEKLY;BYDAY=MO,;COUNT=3", 3),
        ("RRULE:FREQ=WEEKLY;COUNT=3", 3),
        ("FREQ=WEEKLY;COUNT=3;X-EVOLUTION-ENDDATE=20260921T080000Z", 3),
        ("FREQ=WEEKLY;UNTIL=2026-09-21", 2),
        ("FREQ=WEEKLY;UNTIL=2026-09-21T08:00:00Z", 3),
        ("freq=weekly;count=3", 3),
    ],
)
def test_a_rule_as_other_readers_tolerate_it(rule: str, count: int, tmp_path: Path) -> None:
    acts, missing = read(
        calendar(event("x@lab", "20260907T100000", "20260907T103000", f"RRULE:{rule}", *BOTH)), tmp_path
    )
    assert (len(acts), missing) == (count, {})


def test_two_events_under_one_uid_are_both_told_in_any_order_and_copies_are_counted(tmp_path: Path) -> None:
    first = event("x@lab", "20260901T090000", "20260901T093000", *BOTH)
    second = event("x@lab", "20260908T090000", "20260908T093000", *BOTH)
    known = None
    for order in ([first, second], [second, first], [second, first, second]):
        acts, missing = read(calendar(*order), tmp_path)
        keys = sorted((act.event_id, act.ts) for act in acts)
        assert len({key for key, _ in keys}) == 2
        assert missing == ({"older version or copy of an event": 1} if len(order) == 3 else {})
        assert known in {None, tuple(keys)}
        known = tuple(keys)


def test_two_events_under_one_uid_at_one_time_are_two_where_their_titles_differ(tmp_path: Path) -> None:
    first = event("x@lab", "20260901T090000", "20260901T093000", *BOTH, title="Budget")
    second = event("x@lab", "20260901T090000", "20260901T100000", *BOTH, title="Roadmap")
    told = {
        tuple(sorted(act.event_id for act in read(calendar(*order), tmp_path)[0]))
        for order in ([first, second], [second, first])
    }
    assert len(told) == 1
    assert len(set(next(iter(told)))) == 2


@pytest.mark.parametrize("rule", ["", "RRULE:FREQ=WEEKLY;COUNT=3"])
@pytest.mark.parametrize("day", ["20260322", "20260329", "20261018", "20261025"])
@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("0230", "0300", 30), ("0200", "0230", 30), ("0130", "0230", 60), ("0230", "0330", 60)],
)
def test_a_meeting_at_a_clock_change_keeps_its_length(
    rule: str, day: str, start: str, end: str, minutes: int, tmp_path: Path
) -> None:
    acts, _ = read(
        calendar(event("x@lab", f"{day}T{start}00", f"{day}T{end}00", *filter(None, [rule]), *BOTH)), tmp_path
    )
    assert {act.dur_s for act in acts} == {minutes * 60}


def feed(*more: str) -> bytes:
    talk = event(
        "x@lab",
        "20260901T090000",
        "20260901T093000",
        "RRULE:FREQ=WEEKLY;COUNT=6",
        "EXDATE;TZID=Europe/Berlin:20260922T090000",
    )
    edit = event("x@lab", "20260910T090000", "20260910T093000", "RECURRENCE-ID;TZID=Europe/Berlin:20260908T090000")
    return calendar(talk, edit, *more)


def test_a_feed_without_people_tells_neither_who_met_nor_who_moved_or_called_off(tmp_path: Path) -> None:
    acts, missing = read(feed(), tmp_path)
    assert [(act.verb, act.state, act.with_count) for act in acts if act.verb != "cancelled"] == [
        ("invited", "unknown", None)
    ] * 5
    assert [act.actor for act in acts if act.verb == "cancelled"] == [None]
    assert missing == {"organiser and guests of every event": 1}
    other = event("y@lab", "20260902T090000", "20260902T093000", *BOTH)
    acts, missing = read(feed(other), tmp_path)
    assert {act.verb for act in acts} == {"met", "moved", "cancelled"}
    assert missing == {}


@pytest.mark.parametrize(
    "title", ["Canceled: 1:1 Chi", "Abgesagt: 1:1 Chi", "Annulé : 1:1 Chi", "已取消：1:1 Chi", "キャンセル済み: 1:1"]
)
def test_a_title_that_begins_with_the_vendors_mark_is_cancelled(title: str, tmp_path: Path) -> None:
    acts, _ = read(calendar(event("x@lab", "20260901T090000", "20260901T093000", title=title)), tmp_path)
    assert [act.verb for act in acts] == ["cancelled"]
    acts, _ = read(
        calendar(event("x@lab", "20260901T090000", "20260901T093000", title="Why we cancelled: a talk")), tmp_path
    )
    assert [act.verb for act in acts] == ["invited"]
