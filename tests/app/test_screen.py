"""What is new and gone since the last look, and what is only measured in a new way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from podium import traps
from podium.app import screen
from podium.app.last_look import Earlier
from podium.core.time import Window
from podium.mirror.look import Coverage, Look

DAY = date(2026, 6, 28)
READ = Coverage((("web", "main", "20 to 40"),), "20 to 40 commits", 0, 1_782_600_000, 1, 6, 0, 0, 6, "10 to 17", ())


def quiet_look(behind: int = 0) -> Look:
    """A look at which nothing is raised."""
    judged = tuple(traps.Judged(trap, "not enough evidence", "") for trap in traps.every())
    read = Coverage(*(getattr(READ, name) for name in Coverage.__struct_fields__[:-1]), behind)
    return Look(DAY, Window(1_780_000_000, 1_782_600_000), judged, read, {}, {}, (), frozenset())


def since(versions: dict[str, int]) -> screen.Screen:
    earlier = Earlier(date(2026, 5, 28), (), ("gate", "own-writing"), versions)
    return screen.of(quiet_look(), DAY, earlier)


def test_what_was_raised_and_is_not_is_gone_when_it_is_counted_as_before() -> None:
    shown = since(screen.versions(quiet_look()))
    assert shown.gone == ("only you approved", "your part of the code")
    assert shown.recounted == ()


def test_what_is_counted_in_another_way_now_is_neither_new_nor_gone() -> None:
    before = screen.versions(quiet_look())
    shown = since(before | {"gate": before["gate"] - 1})
    assert shown.gone == ("your part of the code",)
    assert shown.recounted == ("only you approved",)


def test_a_look_from_before_versions_had_only_first_ones() -> None:
    assert screen.versions(quiet_look())["own-writing"] == 2
    assert since({}).recounted == ("your part of the code",)


@pytest.mark.parametrize(("days", "named"), [(-1, "27 June 2026"), (0, "28 June 2026"), (5, "28 June 2026")])
def test_the_first_line_names_no_day_that_is_still_to_come_where_you_are(days: int, named: str) -> None:
    assert screen.of(quiet_look(), DAY + timedelta(days=days)).window.endswith(f"up to {named}")


@pytest.mark.parametrize(("behind", "words"), [(0, ""), (1, "1 more fetched"), (12, "12 more fetched but not merged")])
def test_a_clone_behind_its_last_fetch_says_so_in_the_first_line(behind: int, words: str) -> None:
    newest = screen.of(quiet_look(behind), DAY).newest
    assert words in newest
    assert ("fetched" in newest) == bool(behind)
