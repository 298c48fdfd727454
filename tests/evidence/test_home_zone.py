"""The ladder for an act without a clock: declared, profile, calendar, inferred, none; and when her commits tell nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from podium.core.time import DAY_S, offset_in
from podium.evidence.people.me_file import Me
from podium.evidence.views.clock import Act, commits_of, offset_of, read, yardstick
from podium.evidence.views.home_zone import LEAST, PLACES, Commits, HomeClock

BERLIN = "Europe/Berlin"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def made_in(place: str, first: str, count: int, *, every_days: float = 2) -> list[tuple[int, int]]:
    """Commits every few days at ten in the morning UTC, with the place's own offset."""
    found = []
    for n in range(count):
        moment = int((datetime.fromisoformat(f"{first}T10:00:00+00:00") + n * timedelta(days=every_days)).timestamp())
        found.append((moment, offset_in(place, moment) or 0))
    return found


def test_commits_of_a_year_tell_the_clock_of_any_hour_between_them() -> None:
    told = Commits(made_in(BERLIN, "2025-06-01", 150))
    assert offset_in(told.place_at(at("2025-07-10T21:30")), at("2025-07-10T21:30")) == 120
    assert offset_in(told.place_at(at("2026-01-10T21:30")), at("2026-01-10T21:30")) == 60


@pytest.mark.parametrize("when", ["2025-10-26T00:59", "2025-10-26T01:01", "2025-10-20T12:00", "2025-10-30T12:00"])
def test_the_week_of_a_clock_change_is_read_by_the_change(when: str) -> None:
    told = Commits(made_in(BERLIN, "2025-08-01", 90))
    assert offset_in(told.place_at(at(when)), at(when)) == offset_in(BERLIN, at(when))


def test_fewer_than_thirty_commits_tell_nothing() -> None:
    few = made_in(BERLIN, "2025-06-01", LEAST - 1)
    assert Commits(few).place_at(at("2025-06-20T12:00")) == ""
    assert Commits([*few, *made_in(BERLIN, "2025-05-01", 1)]).place_at(at("2025-06-20T12:00")) != ""


def test_months_without_commits_tell_nothing() -> None:
    assert Commits(made_in(BERLIN, "2025-01-01", 60)).place_at(at("2025-09-01T12:00")) == ""


def test_commits_at_utc_only_are_a_container_or_a_habit() -> None:
    assert (
        Commits((moment, 0) for moment, _ in made_in(BERLIN, "2025-06-01", 150)).place_at(at("2025-08-01T12:00")) == ""
    )


def test_where_two_places_explain_all_commits_and_disagree_there_is_no_hour() -> None:
    """New York and Bogota keep one clock in February and two in the last week of March."""
    winter = made_in("America/New_York", "2026-01-05", 40, every_days=1)
    assert Commits(winter).place_at(at("2026-02-10T12:00")) != ""
    assert Commits(winter).place_at(at("2026-03-20T12:00")) == ""
    settled = Commits([*winter, *made_in("America/New_York", "2026-03-09", 20, every_days=1)])
    assert offset_in(settled.place_at(at("2026-03-20T12:00")), at("2026-03-20T12:00")) == -240


def test_half_the_weeks_elsewhere_tell_nothing() -> None:
    mixed = [*made_in(BERLIN, "2025-06-01", 60), *made_in("Asia/Tokyo", "2025-06-02", 60)]
    assert Commits(mixed).place_at(at("2025-07-15T12:00")) == ""


def test_on_a_journey_there_is_no_hour_and_after_it_there_is() -> None:
    home = made_in(BERLIN, "2025-06-01", 120, every_days=1)
    tokyo = [(at("2025-07-15T02:00"), 540), (at("2025-07-16T02:00"), 540)]
    clock = HomeClock(
        "", {}, Commits([*(c for c in home if not at("2025-07-14T00:00") < c[0] < at("2025-07-18T00:00")), *tokyo])
    )
    assert clock.place_at(at("2025-07-15T23:00")) == ("", "none")
    assert clock.place_at(at("2025-07-30T23:00"))[1] == "inferred"


@pytest.mark.parametrize("place", PLACES)
def test_an_hour_that_is_told_is_the_hour_of_the_place_the_commits_were_made_in(place: str) -> None:
    told = Commits(made_in(place, "2024-06-01", 160, every_days=4.3))
    for day in range(0, 700, 5):
        moment = at("2024-06-01T00:00") + day * DAY_S + day * 977
        found = told.place_at(moment)
        assert not found or offset_in(found, moment) == offset_in(place, moment)


def test_her_own_word_stands_above_a_profile_a_calendar_and_her_commits() -> None:
    commits = Commits(made_in(BERLIN, "2025-06-01", 150))
    when = at("2025-08-01T12:00")
    both = {"profile": "America/New_York", "calendar": "Asia/Tokyo"}
    assert HomeClock("Asia/Kolkata", both, commits).place_at(when) == ("Asia/Kolkata", "declared")
    assert HomeClock("", both, Commits(())).place_at(when) == ("America/New_York", "profile")
    assert HomeClock("", {"calendar": "Asia/Tokyo"}, Commits(())).place_at(when) == ("Asia/Tokyo", "calendar")
    assert HomeClock("", {}, commits).place_at(when)[1] == "inferred"
    assert HomeClock("", {}, Commits(())).place_at(when) == ("", "none")


def test_a_profile_that_her_commits_of_those_days_contradict_is_not_believed() -> None:
    clock = HomeClock("", {"profile": "America/New_York"}, Commits(made_in(BERLIN, "2025-06-01", 150)))
    assert clock.place_at(at("2025-08-01T12:00")) == ("", "none")


def inferring() -> HomeClock:
    return HomeClock("", {}, Commits(made_in(BERLIN, "2025-06-01", 150)))


def test_a_review_without_a_clock_gets_the_hour_and_says_it_is_inferred() -> None:
    review = Act(at("2025-08-01T20:30"), None, is_own_machine=False)
    assert offset_of(review, inferring()) == (120, "inferred")
    found = read(review, Me(), yardstick(Me(), [review], inferring()))
    assert (found.wmin % 1440, found.zone_from) == (22 * 60 + 30, "inferred")


def test_a_landing_without_a_clock_never_gets_its_hour_by_inference() -> None:
    landing = Act(at("2025-08-01T23:30"), None, is_own_machine=False, is_landing=True)
    assert offset_of(landing, inferring()) == (None, "none")
    assert read(landing, Me(), yardstick(Me(), [landing], inferring())).night_no is None
    assert offset_of(landing, HomeClock(BERLIN, {}, Commits(()))) == (120, "declared")


def test_what_was_recorded_is_never_replaced_by_what_was_inferred() -> None:
    tokyo = Act(at("2025-08-01T12:00"), 540, is_own_machine=True)
    assert offset_of(tokyo, inferring()) == (540, "recorded")
    assert offset_of(Act(at("2025-08-01T12:00"), 5999, is_own_machine=True), inferring()) == (None, "none")


def test_the_yardstick_says_how_many_acts_were_read_by_inference() -> None:
    acts = [Act(moment, offset, is_own_machine=True) for moment, offset in made_in(BERLIN, "2025-06-01", 60)]
    reviews = [Act(at(f"2025-07-{d:02d}T12:00"), None, is_own_machine=False) for d in (1, 2, 3)]
    yard = yardstick(Me(), [*acts, *reviews], HomeClock("", {}, commits_of(acts)))
    assert yard.words.endswith("; 3 acts without a clock read by a zone inferred from your commits")
    assert "inferred" not in yardstick(Me(), acts).words
