"""Hours become events and instants, with every clock change between the first and the last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium import practices
from podium.core.errors import CannotRead, Misuse
from podium.core.weekly_hours import parse
from podium.experiments.blocks import blocks_of, from_told, slots_of, to_told
from promised import promise

at = datetime.fromisoformat
ZONE = practices.named("no-code-zone").calendar


def test_one_event_a_stretch_from_the_first_week_to_the_last() -> None:
    tuesday, thursday = blocks_of(promise(), ZONE, "")
    assert (tuesday.start, tuesday.end) == (at("2026-03-03 09:00"), at("2026-03-03 12:30"))
    assert (thursday.start, thursday.rule) == (at("2026-03-05 13:00"), "FREQ=WEEKLY;COUNT=8")
    assert tuesday.line.startswith("If a change asks for me in this time, then I name another reviewer.")
    assert tuesday.uid != thursday.uid
    assert blocks_of(promise(), ZONE, "")[0].uid == tuesday.uid


def test_off_weeks_have_no_event_and_no_slot() -> None:
    on = (date(2026, 3, 2), date(2026, 3, 23))
    made = promise(design="on-off", on_weeks=on, zones=parse("Tue 09:00-12:30"))
    (block,) = blocks_of(made, ZONE, "")
    assert len(block.without) == 6
    assert [slot.day for slot in slots_of(made)] == [date(2026, 3, 3), date(2026, 3, 24)]


def test_slots_keep_their_hour_when_the_clock_moves() -> None:
    slots = slots_of(promise(zones=parse("Tue 09:00-12:30")))
    utc = [datetime.fromtimestamp(slot.start_s, UTC).hour for slot in slots]
    assert utc == [8, 8, 8, 8, 7, 7, 7, 7], "Berlin puts its clock forward on 29 March 2026"
    assert {slot.end_s - slot.start_s for slot in slots} == {3.5 * 3600}


def test_a_slot_across_the_change_is_shorter_in_spring_and_longer_in_autumn() -> None:
    spring = slots_of(promise(zones=parse("Sun 01:00-04:00")))
    assert [(s.end_s - s.start_s) // 3600 for s in spring if s.day == date(2026, 3, 29)] == [2]
    autumn = promise(starts_on=date(2026, 10, 19), ends_on=date(2026, 11, 1), zones=parse("Sun 01:00-04:00"))
    assert [(s.end_s - s.start_s) // 3600 for s in slots_of(autumn)] == [4, 3]


def test_nothing_is_asked_of_her_after_she_stopped() -> None:
    assert len(slots_of(promise(told={"stopped_on": date(2026, 3, 18)}))) == 4


@given(st.lists(st.booleans(), min_size=8, max_size=8), st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "UTC"]))
def test_a_block_noted_is_the_block_that_was_meant(on: list[bool], zone: str) -> None:
    monday = date(2026, 3, 2)
    weeks = tuple(monday + timedelta(weeks=n) for n, is_on in enumerate(on) if is_on)
    made = promise(design="on-off", on_weeks=weeks, zone=zone)
    for block in blocks_of(made, ZONE, ""):
        assert from_told(to_told(block)) == block
        assert from_told(to_told(block)).uid == block.uid


def test_a_block_that_was_tampered_with_is_not_written() -> None:
    with pytest.raises(CannotRead):
        from_told({"practice": "x"})


def test_a_clock_that_is_none_is_refused() -> None:
    with pytest.raises(Misuse, match="not a time zone"):
        blocks_of(promise(zone="Mars/Olympus"), ZONE, "")
