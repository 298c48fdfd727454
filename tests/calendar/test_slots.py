"""Proposing half-days: where the team is online, and what it would cost her."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from podium.calendar.slots import propose
from podium.core.event import Event
from podium.core.time import Hours

HOURS = Hours()


def met(weekday: int, hour: int, minutes: int, kind: str = "meeting") -> Event:
    at = datetime(2026, 11, 2, hour, tzinfo=UTC) + timedelta(days=weekday)
    return Event(
        event_id=f"{weekday}:{hour}:{kind}",
        source="ics",
        instance="x",
        verb="met",
        ts=at,
        dur_s=minutes * 60,
        local_dow=weekday,
        local_hour=hour,
        work_type=kind,
        utc_offset_min=0,
    )


def online(share: float) -> dict[tuple[int, int], float]:
    return {(day, hour): share for day in range(5) for hour in range(24)}


def test_a_half_day_when_the_team_is_away_comes_last() -> None:
    shares = online(0.9) | {(0, hour): 0.1 for hour in range(24)}
    slots = propose(10, [], shares, HOURS, weeks=8)
    assert len(slots) == 10
    assert {slot.weekday for slot in slots[:4]} == {1, 2, 3, 4}
    assert slots[4].weekday == 0


def test_of_two_half_days_the_one_that_costs_less_is_proposed_and_says_what_it_costs() -> None:
    mine = [met(1, 9, 120), *[met(1, 15, 60, "one_on_one")] * 4]
    best = next(s for s in propose(10, mine, online(1.0), HOURS, weeks=8) if s.weekday == 1)
    assert best.start_min == HOURS.start_min
    assert best.gives_up_min == 15
    assert (
        best.reason
        == "Tuesday 09:00-13:00: your team is online in 100 % of it; you would give up 0.2 h a week (meeting)"
    )


def test_days_come_before_second_halves() -> None:
    assert [slot.weekday for slot in propose(5, [], online(1.0), HOURS, weeks=8)] == [0, 1, 2, 3, 4]


def test_too_few_weeks_and_no_team_are_said_and_not_guessed() -> None:
    (slot,) = propose(1, [met(0, 9, 60)], {}, HOURS, weeks=2)
    assert (slot.online, slot.gives_up_min) == (None, None)
    assert "not known" in slot.reason


def test_hours_too_short_for_a_half_day_give_none() -> None:
    assert propose(2, [], online(1.0), Hours(start_min=9 * 60, end_min=14 * 60), weeks=8) == []


@given(
    wanted=st.integers(-1, 12),
    mine=st.lists(st.builds(met, st.integers(0, 6), st.integers(0, 23), st.integers(0, 2000)), max_size=20),
    weeks=st.integers(0, 60),
)
def test_slots_lie_in_her_hours_never_twice_and_in_the_same_order_for_shuffled_meetings(
    wanted: int, mine: list[Event], weeks: int
) -> None:
    slots = propose(wanted, mine, online(0.5), HOURS, weeks=weeks)
    assert len(slots) == min(max(wanted, 0), 10)
    assert len({(s.weekday, s.start_min) for s in slots}) == len(slots)
    assert all(HOURS.start_min <= s.start_min < s.end_min <= HOURS.end_min for s in slots)
    assert slots == propose(wanted, list(reversed(mine)), online(0.5), HOURS, weeks=weeks)
