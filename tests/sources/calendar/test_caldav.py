"""The CalDAV source against real servers: Radicale and Xandikos."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from calendar_peers import NOW, SETTINGS, USER, Peer, calendar, event, guests, radicale, secret, weekly, wire, xandikos
from podium.core.errors import Misuse
from podium.core.event import Event
from podium.sources import Cursor, StreamPage, caldav
from podium.sources.calendars import dav_client

pytestmark = pytest.mark.server


@pytest.fixture(scope="module", params=[radicale, xandikos], ids=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    folder: Path = tmp_path_factory.mktemp("dav")
    with request.param(folder) as peer:
        yield peer


@pytest.fixture
def peer(server: Peer) -> Peer:
    for name in server.names():
        server.delete(name)
    return server


def sync(peer: Peer, cursor: Cursor | None = None, *, address: str = "", days: int = 0) -> list[StreamPage]:
    settings = {**SETTINGS, "address": address or peer.home, "user": USER}
    cursors = {} if cursor is None else {"events": cursor}
    return list(caldav.SOURCE.read(settings, secret(), cursors, wire(NOW + timedelta(days=days))))


def told(pages: list[StreamPage]) -> list[Event]:
    return sorted((e for page in pages for e in page.events), key=lambda e: (e.ts, e.event_id))


def whole(pages: list[StreamPage]) -> dict[str, int]:
    return {name: revision for page in pages for name, revision in page.whole.items()}


def test_a_weekly_one_on_one_over_the_clock_change_is_told_occurrence_by_occurrence(peer: Peer) -> None:
    peer.put("weekly.ics", weekly())

    events = told(sync(peer))

    assert [(e.verb, e.ts.isoformat(), e.local_hour, e.state) for e in events] == [
        ("met", "2026-10-01T08:00:00+00:00", 10, "accepted"),
        ("met", "2026-10-08T08:00:00+00:00", 10, "accepted"),
        ("cancelled", "2026-10-15T08:00:00+00:00", 10, "removed"),
        ("moved", "2026-10-22T08:00:00+00:00", 10, "20261022T080000Z->20261022T130000Z"),
        ("declined", "2026-10-22T13:00:00+00:00", 15, "declined"),
        ("cancelled", "2026-10-29T09:00:00+00:00", 10, "cancelled"),
        ("met", "2026-11-05T09:00:00+00:00", 10, "accepted"),
        ("met", "2026-11-12T09:00:00+00:00", 10, "accepted"),
        ("met", "2026-11-19T09:00:00+00:00", 10, "accepted"),
    ]
    assert {(e.work_type, e.with_count, e.subject) for e in events} == {("one_on_one", 1, "email:grace@example.org")}


def test_the_second_sync_tells_only_what_changed(peer: Peer) -> None:
    peer.put("weekly.ics", weekly())
    peer.put("other.ics", calendar(event("other@lab", "20261102T090000", "20261102T100000", title="Budget")))
    first = sync(peer)
    assert first[-1].is_whole_stream

    unchanged = sync(peer, first[-1].cursor, days=1)
    assert told(unchanged) == []
    assert not unchanged[-1].is_whole_stream

    peer.put("other.ics", calendar(event("other@lab", "20261103T090000", "20261103T100000", title="Budget")))
    changed = sync(peer, unchanged[-1].cursor, days=2)
    assert [(e.verb, e.ts.day) for e in told(changed)] == [("met", 3)]
    assert set(whole(changed)) == {"caldav:work:other.ics"}
    assert whole(changed)["caldav:work:other.ics"] > whole(first)["caldav:work:other.ics"]


def test_a_deleted_series_is_told_as_an_object_without_events(peer: Peer) -> None:
    peer.put("weekly.ics", weekly())
    first = sync(peer)
    peer.delete("weekly.ics")

    second = sync(peer, first[-1].cursor, days=1)

    assert told(second) == []
    assert set(whole(second)) == {"caldav:work:weekly.ics"}
    assert whole(second)["caldav:work:weekly.ics"] > whole(first)["caldav:work:weekly.ics"]


def test_a_token_the_server_does_not_know_means_everything_again(peer: Peer) -> None:
    peer.put("weekly.ics", weekly())
    first = sync(peer)
    cursor = {**(first[-1].cursor or {}), "token": "http://example.org/ns/sync/forgotten"}

    again = sync(peer, cursor, days=1)

    assert again[-1].is_whole_stream
    assert [e.event_id for e in told(again)] == [e.event_id for e in told(first)]


def test_after_months_of_silence_a_long_series_is_expanded_anew(peer: Peer) -> None:
    endless = event("endless@lab", "20260105T090000", "20260105T093000", "RRULE:FREQ=WEEKLY", *guests(ada="ACCEPTED"))
    peer.put("endless.ics", calendar(endless))
    first = sync(peer)

    later = sync(peer, first[-1].cursor, days=150)

    assert later[-1].is_whole_stream
    assert max(e.ts for e in told(later)) > max(e.ts for e in told(first)) + timedelta(days=140)


def test_the_calendar_is_found_from_the_servers_front_door(peer: Peer) -> None:
    peer.put("weekly.ics", weekly())
    root = peer.home.split(f"/{USER}/")[0] + "/"
    pages = sync(peer, address=root)
    assert [e.event_id for e in told(pages)] == [e.event_id for e in told(sync(peer))]


def test_a_calendar_that_is_not_there_is_named_with_those_that_are(peer: Peer) -> None:
    settings = {**SETTINGS, "address": peer.home, "user": USER, "calendar": "holidays"}
    with pytest.raises(Misuse, match="no calendar of that name"):
        list(caldav.SOURCE.read(settings, secret(), {}, wire()))


def test_more_objects_than_one_request_takes_come_once_each(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dav_client, "AT_ONCE", 10)
    for n in range(24):
        peer.put(
            f"e{n}.ics",
            calendar(event(f"e{n}@lab", f"202611{1 + n % 20:02d}T090000", f"202611{1 + n % 20:02d}T093000")),
        )
    ids = [e.event_id for e in told(sync(peer))]
    assert len(ids) == len(set(ids)) == 24
