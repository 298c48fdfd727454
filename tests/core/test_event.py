"""The uniform event: frozen, its key first, its verbs a closed list, and no hour where none was recorded."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from podium.core.event import VERBS, Event

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_an_event_invents_nothing() -> None:
    event = Event(event_id="x:y:1", source="x", instance="y", verb="authored", ts=NOON)
    assert event.utc_offset_min is event.local_hour is event.actor is None
    assert event.tz_from == "none"
    assert event.title == "", "titles are opt-in"
    assert event.scope == "aggregate", "what is not said to be hers is only ever counted"


def test_an_event_does_not_change() -> None:
    event = Event(event_id="x:y:1", source="x", instance="y", verb="authored", ts=NOON)
    with pytest.raises(AttributeError):
        event.verb = "merged"  # type: ignore[misc]


def test_a_verb_nobody_knows_is_refused_when_read_from_outside() -> None:
    written = msgspec.json.encode(Event(event_id="x:y:1", source="x", instance="y", verb="authored", ts=NOON))
    assert msgspec.json.decode(written, type=Event).verb == "authored"
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(written.replace(b'"authored"', b'"dawdled"'), type=Event)


def test_the_verbs_are_a_closed_list_of_past_acts() -> None:
    assert {"authored", "merged", "reviewed", "away", "met"} <= VERBS
    assert all(verb == verb.lower() and " " not in verb for verb in VERBS)
