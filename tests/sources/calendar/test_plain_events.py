"""An event that takes place once says the same whether podium reads its lines or leaves them to the library."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from podium.core.event import Event
from podium.sources.calendars.plain_events import plain_event
from podium.sources.calendars.read import Span, lens, missing, pages
from podium.sources.calendars.text import RawEvent, cut

SETTINGS = {"me": "ada@example.org", "zone": "Europe/Berlin", "titles": "one_on_one,meeting"}
SPAN = Span(int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2026, 6, 1, tzinfo=UTC).timestamp()))
# A parameter no calendar program writes: with it a line is left to the library, and nothing else changes.
LEFT_TO_THE_LIBRARY = b"SEQUENCE;X-PODIUM-TEST=1:0"

CLOCKS = st.sampled_from(
    [b":%sZ", b";TZID=Europe/Berlin:%s", b";TZID=America/New_York:%s", b";TZID=Nowhere:%s", b":%s"]
)
MOMENTS = st.datetimes(datetime(2025, 12, 31), datetime(2026, 12, 31)).map(lambda at: f"{at:%Y%m%dT%H%M%S}".encode())  # noqa: DTZ001
TITLES = st.one_of(
    st.sampled_from(["1:1 Bo", "On-call", "Vacation", "Canceled: planning", "a\\, b", "été: x", "", "  two  words "]),
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30),
)
PEOPLE = st.sampled_from(
    [
        b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org",
        b"ATTENDEE;PARTSTAT=DECLINED;CN=Bo:mailto:bo@example.org",
        b'ATTENDEE;CN="Bo: the second";PARTSTAT=TENTATIVE:MAILTO:Bo@example.org',
        b"ATTENDEE;CUTYPE=ROOM:mailto:room@example.org",
        b"ATTENDEE;CUTYPE=GROUP:mailto:all@example.org",
        b"ATTENDEE:nobody",
        b"ATTENDEE;broken",
        b"ORGANIZER:mailto:ada@example.org",
        b"ORGANIZER;CN=Cleo:mailto:cleo@example.org",
    ]
)
OTHERS = st.sampled_from(
    [
        b"STATUS:CANCELLED",
        b"STATUS:confirmed",
        b"TRANSP:TRANSPARENT",
        b"X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        b"SEQUENCE:3",
        b"DTSTAMP:20260101T000000Z",
        b"DTSTAMP:yesterday",
        b"X-PODIUM-PRACTICE:no-code-zone",
    ]
)


@st.composite
def lines(draw: st.DrawFn) -> list[bytes]:
    """The lines of one event, in any order, with what may be wrong with it."""
    clock = draw(CLOCKS)
    start, end = draw(MOMENTS), draw(MOMENTS)
    if draw(st.integers(0, 9)):
        start, end = sorted((start, end))
    written = [b"DTSTART" + clock % start, b"SUMMARY:" + draw(TITLES).encode()]
    if draw(st.integers(0, 9)):
        written.append(b"DTEND" + (clock if draw(st.booleans()) else draw(CLOCKS)) % end)
    written += draw(st.lists(PEOPLE, max_size=4)) + draw(st.lists(OTHERS, max_size=3))
    return draw(st.permutations(written))


def calendar(*events: list[bytes]) -> bytes:
    bodies = [b"\r\n".join([b"BEGIN:VEVENT", b"UID:e%d@lab" % n, *e, b"END:VEVENT"]) for n, e in enumerate(events)]
    return b"\r\n".join([b"BEGIN:VCALENDAR", b"VERSION:2.0", *bodies, b"END:VCALENDAR", b""])


def acts(data: bytes) -> tuple[list[Event], dict[str, int]]:
    found = cut(data)
    how = lens("ics", SETTINGS, found)
    events = [event for batch, _ in pages(found, how, SPAN) for event in batch]
    return events, missing(found, how)


@given(st.lists(lines(), min_size=1, max_size=3))
def test_both_ways_of_reading_say_the_same(events: list[list[bytes]]) -> None:
    # What is written twice is a matter of its own; here each event has at most one of each line but guests.
    once = [
        list({line if line.startswith(b"ATTENDEE") else line.split(b":")[0]: line for line in e}.values())
        for e in events
    ]
    plain = acts(calendar(*once))
    left = acts(
        calendar(*([LEFT_TO_THE_LIBRARY, *(line for line in e if not line.startswith(b"SEQUENCE"))] for e in once))
    )
    assert plain == left


def test_what_nearly_every_program_writes_is_read_without_the_library() -> None:
    event = [
        b"DTSTAMP:20260101T000000Z",
        b"DTSTART;TZID=Europe/Berlin:20260302T090000",
        b"DTEND;TZID=Europe/Berlin:20260302T093000",
        b"SUMMARY:Sprint review",
        b"ORGANIZER;CN=Cleo:mailto:cleo@example.org",
        b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org",
    ]
    raw = raw_event(event)
    read = plain_event(raw.text, raw.zones)
    assert read is not None
    assert read.start.isoformat() == "2026-03-02T09:00:00+01:00"
    assert read.properties["SUMMARY"] == "Sprint review"


def test_what_repeats_or_is_written_otherwise_is_left_to_the_library() -> None:
    times = [b"DTSTART:20260302T090000Z", b"DTEND:20260302T093000Z"]
    for line in (
        b"RRULE:FREQ=DAILY",
        b"RECURRENCE-ID:20260302T090000Z",
        b"EXDATE:20260302T090000Z",
        b"DURATION:PT1H",
        b"SUMMARY:a\\, b",
    ):
        raw = raw_event([*times, line])
        assert plain_event(raw.text, raw.zones) is None, line


def raw_event(event: list[bytes]) -> RawEvent:
    (raws,) = cut(calendar(event)).series.values()
    return raws[0]


def test_an_event_before_1970_is_counted_and_left_out_whoever_reads_it() -> None:
    event = [b"DTSTART:19650302T090000Z", b"DTEND:19650302T093000Z", b"SUMMARY:Moon"]
    long_ago = Span(int(datetime(1960, 1, 1, tzinfo=UTC).timestamp()), SPAN.now_s)
    for lines_of_it in (event, [LEFT_TO_THE_LIBRARY, *event]):
        found = cut(calendar(lines_of_it))
        assert [act for batch, _ in pages(found, lens("ics", SETTINGS, found), long_ago) for act in batch] == []
        assert found.refused == {"occurrence outside the years 1970 to 9998": 1}
