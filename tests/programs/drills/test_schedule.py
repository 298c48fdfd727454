"""When a part is due follows from the log alone: the same log, the same days; looks on day 14 and 45 are owed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.journal import Entry, Journal
from podium.journal.kinds.drill import Drill
from podium.programs.drills import schedule
from podium.programs.drills.retention import retention

MONDAY = date(2026, 3, 2)
PART = "sbi-impact"
RECALLS = ("again", "hard", "good", "easy")


def rows(*taken: tuple[int, str], part: str = PART, is_heard: bool | None = True) -> list[Entry[Drill]]:
    """Drills of one part: days after Monday, and how easily it came."""
    return [
        Entry(
            id=f"{part}{n}",
            kind="drill",
            file="drills.toml",
            line=n,
            head=Drill(id=f"{part}{n}", date=MONDAY + timedelta(days=day), part=part, recall=how, is_heard=is_heard),  # type: ignore[arg-type]
        )
        for n, (day, how) in enumerate(taken, 1)
    ]


def due_after(*taken: tuple[int, str]) -> int:
    """Days from the last drill to the next."""
    standing = schedule.standings(rows(*taken), MONDAY)
    one = next(s for s in standing if s.part.name == PART)
    assert one.due is not None
    assert one.last is not None
    return (one.due - one.last).days


def test_a_part_never_met_has_no_day_and_no_chance() -> None:
    assert all(s.due is None and s.chance is None for s in schedule.standings([], MONDAY))


def test_what_came_hard_comes_back_sooner_than_what_came_easily() -> None:
    first = [due_after((0, how)) for how in RECALLS]
    assert first == sorted(first)
    assert first[0] == 1


def test_the_gaps_grow_while_it_is_recalled_and_shrink_when_it_is_not() -> None:
    assert (
        due_after((0, "good"))
        < due_after((0, "good"), (2, "good"))
        <= due_after((0, "good"), (2, "good"), (20, "good"))
    )
    assert due_after((0, "good"), (2, "good"), (20, "again")) < due_after((0, "good"), (2, "good"), (20, "good"))


def test_day_14_and_day_45_are_owed_even_when_it_came_easily() -> None:
    assert due_after((0, "easy")) <= 14
    assert due_after((0, "easy"), (8, "easy")) == 6
    assert due_after((0, "easy"), (14, "easy")) == 31
    assert due_after((0, "easy"), (14, "easy"), (45, "easy")) == 45, "and the longest gap is 45 days"


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(RECALLS)), min_size=1, max_size=12))
def test_the_same_log_gives_the_same_days_and_never_the_same_day_again(steps: list[tuple[int, str]]) -> None:
    day, taken = 0, []
    for gap, how in steps:
        day += gap
        taken.append((day, how))
    log = rows(*taken)
    one, two = (schedule.standings(log, MONDAY + timedelta(days=day)) for _ in range(2))
    assert one == two
    mine = next(s for s in one if s.part.name == PART)
    assert mine.due is not None
    assert mine.last is not None
    assert 1 <= (mine.due - mine.last).days <= 45
    assert mine.chance is not None
    assert 0 <= mine.chance <= 1


def test_what_is_due_comes_before_what_is_new_and_the_most_faded_first() -> None:
    log = rows((0, "easy")) + rows((0, "again"), part="sbi-intent")
    found = schedule.standings(log, MONDAY + timedelta(days=14))
    assert [s.part.name for s in schedule.due(found, MONDAY + timedelta(days=14))] == ["sbi-intent", PART]
    assert schedule.choose(found, MONDAY + timedelta(days=14)).part.name == "sbi-intent"
    assert schedule.choose(found, MONDAY).part.name == "sbi-situation", "nothing is due, so a new one"


def test_a_row_of_a_part_podium_does_not_know_and_one_of_tomorrow_do_no_harm(journal: Journal) -> None:
    journal.create("drill", "x", {"date": MONDAY, "part": "no-such-part", "recall": "good"})
    journal.create("drill", "y", {"date": MONDAY + timedelta(days=1), "part": PART, "recall": "good"})
    log = schedule.log(journal, MONDAY)
    assert [row.id for row in log] == ["x"]
    assert all(s.times == 0 for s in schedule.standings(log, MONDAY))


def test_a_week_starts_on_monday() -> None:
    log = rows((-1, "good"), (0, "good"), (3, "good"))
    assert schedule.this_week(log, MONDAY + timedelta(days=6)) == 2


@pytest.mark.parametrize(("day", "counts"), [(13, False), (14, True), (28, True), (29, False)])
def test_a_look_counts_from_its_day_for_two_weeks(day: int, counts: bool) -> None:
    (at_14, _) = retention(rows((0, "good"), (day, "hard")), MONDAY + timedelta(days=40))
    assert (at_14.n, at_14.missed) == ((1, 0) if counts else (0, 1))


def test_retention_is_told_from_five_parts_on() -> None:
    names = ["sbi-situation", "sbi-impact", "sbi-intent", "nvc-need", "grow-goal"]
    log = [
        row for n, name in enumerate(names) for row in rows((0, "good"), (14, "again" if n == 0 else "good"), part=name)
    ]
    at_14, at_45 = retention(log, MONDAY + timedelta(days=30))
    assert "4 of 5 parts recalled (80 %)" in at_14.words
    assert (at_45.n, at_45.waiting) == (0, 5)
    assert "too few to tell" in at_45.words
    assert "too few to tell" in retention(log[:8], MONDAY + timedelta(days=30))[0].words
    assert "%" not in retention(log[:8], MONDAY + timedelta(days=30))[0].words
