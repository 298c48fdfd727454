"""The backup plan: written once, added to, honest about what it leaves open."""

from __future__ import annotations

from datetime import date

import pytest

from podium.core.errors import Misuse
from podium.journal.kinds import absence_plan, leave
from podium.programs.leave import plan
from podium.programs.leave.leave import Away

WEEK = Away(date(2026, 12, 7), date(2026, 12, 11))
FULL = [f"{key}: {who}" for key, who in zip(plan.USUAL, ("Bo", "Ana", "Ana", "Chi", "Dee", "Bo"), strict=True)]


def test_a_plan_declares_its_days_and_says_who_acts(journal) -> None:
    made = plan.write(journal, WEEK, {"duties": ["incidents: Ana"], "call_me_if": "never"})
    assert made.file == "absences/2026-12-07.md"
    assert [(e.head.first, e.head.last, e.head.sort) for e in journal.entries(leave.KIND)] == [
        (date(2026, 12, 7), date(2026, 12, 11), "planned-absence")
    ]
    page = "\n".join(plan.page(made.head))
    assert "- incidents: Ana" in page
    assert "never" in page
    assert journal.fresh().notes() == ()


def test_doing_it_again_adds_and_replaces_and_doubles_nothing(journal) -> None:
    plan.write(journal, WEEK, {"duties": ["incidents: Ana", "reviews: Bo"]})
    made = plan.write(journal, WEEK, {"duties": ["Reviews: Chi", "releases: Dee"]})
    again = plan.write(journal, WEEK, {"duties": ["Reviews: Chi", "releases: Dee"]})
    assert made.head.duties == again.head.duties == ("incidents: Ana", "Reviews: Chi", "releases: Dee")
    assert len(journal.entries(absence_plan.KIND)) == len(journal.entries(leave.KIND)) == 1


def test_days_declared_before_are_not_declared_again(journal) -> None:
    journal.create("leave", "winter", {"first": date(2026, 12, 5), "last": date(2026, 12, 13)})
    plan.write(journal, WEEK, {})
    assert len(journal.entries(leave.KIND)) == 1


def test_an_open_plan_names_every_duty_nobody_has(journal) -> None:
    made = plan.write(journal, WEEK, {"duties": ["incidents: Ana"]})
    open_ends = plan.gaps(made.head, WEEK)
    assert not any("for incidents" in end for end in open_ends)
    assert sum(end.startswith("nobody is named for") for end in open_ends) == len(plan.USUAL) - 1
    assert any("log" in end for end in open_ends)


def test_a_full_plan_has_no_open_end(journal) -> None:
    said = {"duties": FULL, "decides": ["order of work: Ana"], "call_me_if": "never", "decision_log": "wiki"}
    assert plan.gaps(plan.write(journal, WEEK, said).head, WEEK) == ()


def test_one_backup_for_everything_and_a_short_leave_are_said(journal) -> None:
    short = Away(date(2026, 12, 7), date(2026, 12, 8))
    made = plan.write(journal, short, {"duties": [line.partition(":")[0] + ": Bo" for line in FULL]})
    said = " ".join(plan.gaps(made.head, short))
    assert "one person takes every duty" in said
    assert "2 working days are too few" in said


@pytest.mark.parametrize("line", ["incidents", ": Ana", "incidents:", "   "])
def test_a_duty_without_a_name_is_refused_and_nothing_is_written(journal, line: str) -> None:
    with pytest.raises(Misuse, match="does not say who"):
        plan.write(journal, WEEK, {"duties": [line]})
    assert journal.fresh().entries(absence_plan.KIND) == ()
    assert journal.fresh().entries(leave.KIND) == ()


def test_promises_that_fall_into_it_are_named_by_file_alone(journal) -> None:
    journal.create("person", "zebulon", {})
    card = {"task": "Move it", "person": "zebulon", "level": 5, "started": date(2026, 12, 1)}
    journal.create("delegation", "move-it", card | {"check_ins": [date(2026, 12, 8), date(2026, 12, 20)]})
    journal.create("delegation", "old", card | {"check_ins": [date(2026, 12, 8)], "status": "done"})
    journal.create("one-on-one", "next", {"person": "zebulon", "planned": date(2026, 12, 9), "status": "planned"})
    found = plan.clashes(journal, WEEK)
    assert found == ("a 1:1 on 2026-12-09: one-on-ones/next.md", "a check-in on 2026-12-08: delegations/move-it.md")
