"""Her own clock: the offset each act was made with, her hours, her nights, and silence where no clock is known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from podium.evidence.people.me_file import Me, Span
from podium.evidence.views.clock import Act, days_of, read, yardstick


def act(text: str, offset_min: int | None, *, own: bool = True) -> Act:
    """An act at a local wall time with an offset; without an offset the text is UTC."""
    at = int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) - (offset_min or 0) * 60
    return Act(at, offset_min, own)


def local(one: Act, me: Me, others: tuple[Act, ...] = ()):
    return read(one, me, yardstick(me, (one, *others)))


OFFICE = Me(hours="Mon-Fri 09:00-18:00")


@pytest.mark.parametrize(
    ("when", "is_off"),
    [
        ("2026-03-02 08:59", 1),
        ("2026-03-02 09:00", 0),
        ("2026-03-06 17:59", 0),
        ("2026-03-06 18:00", 1),
        ("2026-03-07 12:00", 1),
    ],
)
def test_declared_hours_are_the_yardstick(when: str, is_off: int) -> None:
    assert local(act(when, 60), OFFICE).off_hours == is_off


@pytest.mark.parametrize(
    ("when", "is_off"),
    [
        ("2026-03-06 23:00", 0),  # Friday's shift
        ("2026-03-07 05:59", 0),  # still Friday's shift, on Saturday
        ("2026-03-07 06:00", 1),
        ("2026-03-07 23:00", 1),  # Saturday has none
        ("2026-03-02 03:00", 1),  # Monday morning would be Sunday's shift, and there is none
    ],
)
def test_a_shift_past_midnight_belongs_to_the_day_it_began(when: str, is_off: int) -> None:
    assert local(act(when, 60), Me(hours="Mon-Fri 22:00-06:00")).off_hours == is_off


def test_a_night_belongs_to_its_evening() -> None:
    evening, small_hours = local(act("2026-03-02 23:30", 60), OFFICE), local(act("2026-03-03 01:30", 60), OFFICE)
    assert evening.night_no == small_hours.night_no == evening.day_no
    assert local(act("2026-03-03 06:00", 60), OFFICE).night_no is None


def test_on_a_journey_the_clock_is_that_of_the_journey() -> None:
    tokyo = local(act("2026-03-03 10:00", 540), OFFICE)  # two in the morning at home
    assert tokyo.off_hours == 0
    assert tokyo.night_no is None


def test_an_odd_offset_is_a_place_and_a_nonsense_one_is_none() -> None:
    assert local(act("2026-03-02 10:00", 345), OFFICE).wmin == 600
    broken = local(Act(1_772_452_800, 5999, True), OFFICE)
    assert (broken.wmin, broken.off_hours, broken.night_no, broken.day_no) == (None, None, None, None)


def test_nothing_but_utc_from_her_own_machine_is_not_trusted_for_nights() -> None:
    many = tuple(act(f"2026-02-{d:02d} 23:30", 0) for d in range(1, 25))
    yard = yardstick(Me(), many)
    assert not yard.is_zone_trusted
    assert "+0000 only" in yard.words
    assert read(many[0], Me(), yard).night_no is None
    assert read(many[0], Me(), yard).off_hours is not None


def test_a_few_commits_at_utc_are_somebody_in_lisbon() -> None:
    assert yardstick(Me(), tuple(act(f"2026-02-{d:02d} 11:00", 0) for d in range(1, 20))).is_zone_trusted


def test_a_declared_zone_stands_in_for_utc_and_for_nothing() -> None:
    me = Me(zone="Europe/Berlin", hours="Mon-Fri 09:00-18:00")
    assert local(act("2026-07-01 21:30", 0), me).night_no is not None  # 23:30 in Berlin's summer
    assert local(act("2026-01-15 08:30", None), me).off_hours == 0  # 09:30 in Berlin's winter
    assert local(act("2026-01-15 10:00", 540), me).wmin % 1440 == 600, "a recorded offset is a journey, not a mistake"


def test_without_an_offset_or_a_zone_there_is_no_hour_but_there_is_leave() -> None:
    me = Me(leave=(Span(date(2026, 3, 2), date(2026, 3, 2)),))
    found = local(act("2026-03-02 10:00", None), me)
    assert found.off_hours is None
    assert found.away == 1


def test_leave_and_rota_hold_on_their_first_and_last_day() -> None:
    me = Me(leave=(Span(date(2026, 3, 2), date(2026, 3, 4)),), rota=(Span(date(2026, 3, 9), date(2026, 3, 15)),))
    flags = [(d, local(act(f"2026-03-{d:02d} 10:00", 60), me)) for d in (1, 2, 4, 5, 9, 15, 16)]
    assert [(d, found.away, found.on_call) for d, found in flags] == [
        (1, 0, 0),
        (2, 1, 0),
        (4, 1, 0),
        (5, 0, 0),
        (9, 0, 1),
        (15, 0, 1),
        (16, 0, 0),
    ]


def test_a_day_of_leave_is_that_day_on_every_clock_and_no_hour_of_hers() -> None:
    monday = Act(1_772_409_600, 0, False, is_day=True)  # 2026-03-02, as its day is named
    for place in ("", "America/Los_Angeles", "Pacific/Auckland"):
        me = Me(zone=place, leave=(Span(date(2026, 3, 2), date(2026, 3, 2)),))
        found = local(monday, me)
        assert (found.day_no, found.week_no, found.away) == (20_514, 2_930, 1), place
        assert (found.wmin, found.off_hours, found.night_no) == (None, None, None), place
        assert yardstick(me, [monday]).own_hours == frozenset()


def test_without_declared_hours_her_eight_heaviest_hours_are_hers() -> None:
    acts = tuple(act(f"2026-02-{d:02d} {h:02d}:10", 60) for d in range(1, 8) for h in (20, 21, 22, 23, 0, 1, 2, 3))
    yard = yardstick(Me(), acts)
    assert yard.own_hours == frozenset({20, 21, 22, 23, 0, 1, 2, 3})
    assert read(act("2026-02-20 22:00", 60), Me(), yard).off_hours == 0
    assert read(act("2026-02-20 10:00", 60), Me(), yard).off_hours == 1


@pytest.mark.parametrize("at_s", [0, -(2**40), 2**40, 2**62])
def test_the_first_day_and_a_clock_gone_mad_are_read_without_a_crash(at_s: int) -> None:
    found = local(Act(at_s, 60, True), Me(zone="Europe/Berlin", leave=(Span(date(2026, 3, 2), date(2026, 3, 4)),)))
    assert found.away == 0


def test_days_of_spans_are_counted_once_and_inside_the_limits() -> None:
    spans = (Span(date(2026, 3, 1), date(2026, 3, 5)), Span(date(2026, 3, 4), date(2026, 3, 8)))
    assert len(days_of(spans, first=date(2026, 3, 2), last=date(2026, 3, 7))) == 6


def test_a_source_that_is_connected_does_not_move_what_late_means() -> None:
    commits = tuple(act(f"2026-02-{d:02d} {h}:30", 60) for d in range(2, 24) for h in ("09", "11", "14"))
    told = tuple(
        act(f"2026-02-{d:02d} {h}:30", 60)._replace(is_own_machine=False, is_in_git=False)
        for d in range(2, 24)
        for h in ("17", "18", "19", "20", "21")
    )
    assert yardstick(Me(), (*commits, *told)).own_hours == yardstick(Me(), commits).own_hours
