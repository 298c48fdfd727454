"""A card says its level and limits, or says that it does not; nobody carries two stretches unnoticed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from podium.journal import Journal
from podium.programs.delegation import cards

CARD = {"task": "Run the migration", "person": "zebulon", "level": 5, "started": date(2026, 3, 2)}
FULL = CARD | {
    "success": "moved",
    "authority": "tooling",
    "error_budget": "one rollback",
    "take_back": "data loss",
    "check_ins": [date(2026, 3, 9)],
    "by_when": date(2026, 3, 30),
}


def add(journal: Journal, name: str, **more: object) -> cards.Card:
    journal.create("delegation", name, CARD | more)
    return next(card for card in cards.cards(journal) if card.id == name)


def test_a_bare_card_leaves_everything_open_and_a_full_one_nothing(journal) -> None:
    assert [blank.partition(":")[0] for blank in cards.blanks(add(journal, "bare").head)] == list(cards.ASKS)
    assert cards.blanks(add(journal, "full", **FULL).head) == ()


def test_levels_have_their_names(journal) -> None:
    assert cards.level(add(journal, "one", level=1).head) == "1 tell"
    assert cards.level(add(journal, "seven", level=7).head) == "7 delegate"


def test_a_stretch_is_level_five_or_more_in_an_area_that_is_new_to_them(journal) -> None:
    assert cards.is_stretch(add(journal, "a", is_new_area=True).head)
    assert not cards.is_stretch(add(journal, "b", is_new_area=True, level=4).head)
    assert not cards.is_stretch(add(journal, "c", is_new_area=False).head)
    assert not cards.is_stretch(add(journal, "d").head), "not said is not yes"


def test_two_open_stretches_of_one_person_are_warned_of_without_the_name(journal) -> None:
    add(journal, "a", is_new_area=True)
    assert cards.warnings(journal) == ()
    add(journal, "b", is_new_area=True)
    (warning,) = cards.warnings(journal)
    assert "delegations/a.md, delegations/b.md" in warning
    assert "zebulon" not in warning


def test_a_closed_stretch_and_one_of_somebody_else_do_not_count(journal) -> None:
    add(journal, "a", is_new_area=True)
    add(journal, "b", is_new_area=True, status="done")
    add(journal, "c", is_new_area=True, person="yolanda")
    assert cards.warnings(journal) == ()
    add(journal, "d", is_new_area=True, person="xanthippe")
    assert "3 stretches are open at once" in cards.warnings(journal)[0]


def test_the_next_check_in_is_the_first_that_is_not_over(journal) -> None:
    days = [date(2026, 3, 16), date(2026, 3, 9)]
    head = add(journal, "a", check_ins=days).head
    assert cards.next_check_in(head, date(2026, 3, 9)) == date(2026, 3, 9)
    assert cards.next_check_in(head, date(2026, 3, 10)) == date(2026, 3, 16)
    assert cards.next_check_in(head, date(2026, 3, 17)) is None


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 400))
def test_proposed_check_ins_are_working_days_between_start_and_end(started: date, days: int) -> None:
    end = started + timedelta(days=days)
    found = cards.propose_check_ins(started, end)
    assert all(day.weekday() < 5 and started - timedelta(days=2) <= day <= end for day in found)
    assert all((b - a).days >= 4 for a, b in pairwise(found))
    assert len(found) <= 3


def test_data_for_scripts_holds_no_person(journal) -> None:
    card = add(journal, "full", **FULL)
    data = cards.as_data(card, date(2026, 3, 3))
    assert data.next_check_in == "2026-03-09"
    assert "zebulon" not in msgspec.json.encode(data).decode()
