"""A registration says afterwards whether it still is what it was."""

from __future__ import annotations

from datetime import date

import pytest

from podium.core.errors import CannotRead, Misuse
from podium.experiments import describe, registration
from podium.experiments.blocks import slots_of
from podium.journal import Journal
from promised import promise


def keep(journal: Journal, made: registration.Registration) -> Journal:
    journal.create("experiment", made.id, made.promised(), body="# What I saw\n")
    return journal.fresh()


def test_what_is_written_is_what_is_read(journal: Journal) -> None:
    made = promise(told={"visible": "29 points"}, confounded_with=("other",), was_found=True)
    assert registration.named(keep(journal, made), made.id) == made
    assert journal.fresh().notes() == ()


def test_a_practice_is_found_by_its_own_name_too(journal: Journal) -> None:
    keep(journal, promise(status="finished"))
    later = promise(id="2026-09-01-no-code-zone", starts_on=date(2026, 9, 7), ends_on=date(2026, 11, 1))
    assert registration.named(keep(journal, later), "no-code-zone").id == later.id
    with pytest.raises(Misuse, match="no practice 'yoga'"):
        registration.named(journal, "yoga")


def test_a_practices_name_means_the_one_that_runs_or_is_due_and_not_the_next_one(journal: Journal) -> None:
    due = promise()
    keep(journal, due)
    planned = promise(id="2026-09-01-no-code-zone", starts_on=date(2026, 9, 7), ends_on=date(2026, 11, 1))
    assert registration.named(keep(journal, planned), "no-code-zone").id == due.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hypothesis", "it will all be better"),
        ("metric", "touch"),
        ("direction", "up"),
        ("minimum_change", 0.01),
        ("ends_on", date(2026, 6, 28)),
        ("guardrails", ["late-share up 0.1"]),
        ("comparison", "own-share"),
        ("when", "Tue 09:00-12:30"),
        ("was_found", True),
        ("confounded_with", ["another"]),
        ("weeks", 9),
    ],
)
def test_an_edit_of_the_promise_shows_as_amended(journal: Journal, field: str, value: object) -> None:
    made = promise()
    keep(journal, made).write("experiment", made.id, {field: value})
    assert registration.named(journal.fresh(), made.id).amended == (field,)


def test_what_is_no_promise_may_change(journal: Journal) -> None:
    made = promise()
    keep(journal, made).write("experiment", made.id, {"status": "running", "mood": "good"}, body="I saw a lot.\n")
    assert registration.named(journal.fresh(), made.id).amended == ()


def test_a_hash_taken_away_is_an_amendment(journal: Journal) -> None:
    made = promise()
    keep(journal, made).write("experiment", made.id, {"hash": None})
    assert registration.named(journal.fresh(), made.id).amended == ("hash",)


def test_a_file_edited_beyond_reading_says_so_and_hides_no_other(journal: Journal) -> None:
    made = promise()
    keep(journal, made).write("experiment", made.id, {"when": "sometimes"})
    keep(journal, promise(id="other"))
    with pytest.raises(CannotRead, match="podium cannot judge this registration"):
        registration.named(journal.fresh(), made.id)
    assert [r.id for r in registration.every(journal.fresh())] == ["other"]


def test_stopping_shortens_the_weeks_it_can_get_in_the_way() -> None:
    made = promise()
    assert made.last_week - made.start_week == 7
    stopped = promise(told={"stopped_on": date(2026, 3, 25)})
    assert stopped.last_week - stopped.start_week == 2
    in_its_first_week = promise(told={"stopped_on": date(2026, 3, 3)})
    assert in_its_first_week.has_begun
    assert in_its_first_week.last_week == in_its_first_week.start_week
    before_it_began = promise(told={"stopped_on": date(2026, 2, 26)})
    assert not before_it_began.has_begun
    assert slots_of(before_it_began) == ()


def test_the_habit_before_its_counted_weeks_is_in_the_way_too() -> None:
    early = promise(told={"habit_from": "2026-02-10"})
    assert early.spans[0].start_week == early.start_week - 3
    stopped = promise(told={"habit_from": "2026-02-10", "stopped_on": date(2026, 2, 18)})
    assert stopped.has_begun
    assert {slot.day for slot in slots_of(stopped)} == {date(2026, 2, 10), date(2026, 2, 12)}
    assert stopped.spans[0].last_week == stopped.spans[0].start_week


def test_what_is_on_its_way_is_said_in_one_line_each(journal: Journal) -> None:
    for made in (promise(), promise(id="old", status="stopped"), promise(id="later", starts_on=date(2026, 4, 6))):
        journal.create("experiment", made.id, made.promised())
    said = list(describe.now_lines(journal.fresh(), date(2026, 3, 4)))
    assert said == [
        "no-code-zone is running until 2026-04-26: podium practice show 2026-02-25-no-code-zone",
        "no-code-zone begins on 2026-04-06: podium practice show later",
    ]
    assert "is over: podium practice finish" in next(describe.now_lines(journal.fresh(), date(2026, 5, 4)))
