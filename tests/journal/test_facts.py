"""What each entry says to the traps: what counts, what does not, and that tomorrow is not known yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from journals import day, page, table
from podium.core.journal_facts import Witness
from podium.journal import facts, open_journal

AS_OF = date(2026, 3, 31)


@pytest.fixture
def tell(root: Path) -> Any:
    def told(files: dict[str, str], as_of: date = AS_OF) -> Witness:
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        journal = open_journal(root)
        assert journal.notes() == ()
        return facts.read(journal, as_of)

    return told


def of(witness: Witness, what: str) -> list[tuple[float | None, str]]:
    return [(f.amount, f.state) for f in witness.facts if f.what == what]


def test_a_contact_counts_from_its_day_and_never_before(tell: Any) -> None:
    files = {
        "stakeholders/lee.md": page(is_top=True, contacts=[day("03-01"), day("04-01")]),
        "stakeholders/max.md": page(relation="skip-level", contacts=[day("01-01")]),
    }
    found = tell(files)
    contacts = [(f.ref, f.age_days, f.state) for f in found.facts if f.what == "contact"]
    assert contacts == [("stakeholders/lee.md", 30, "top"), ("stakeholders/max.md", 89, "skip-level")]
    assert len(of(found, "stakeholder")) == 2


def test_a_win_is_told_by_a_sync_that_names_it_or_falls_on_its_day(tell: Any) -> None:
    files = {
        "wins/a.md": page(date=day("03-02"), what="Checkout is 40 % faster", told_on=day("03-03"), credit=["Bo"]),
        "syncs.toml": table(
            "sync",
            [
                {"id": "a", "date": day("03-03")},
                {"id": "b", "date": day("03-10")},
                {"id": "c", "date": day("03-17"), "wins": ["a"]},
                {"id": "d", "date": day("03-24"), "attended": False},
            ],
        ),
    }
    found = tell(files)
    assert [amount for amount, _ in of(found, "sync")] == [1, 0, 1]
    assert of(found, "win") == [(1, "")]


def talk(**fields: Any) -> str:
    return page(person="bo", planned=day("03-16"), **fields)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": "held"}, [(1, "")]),
        ({"status": "moved", "moved_by": "me", "held": day("03-23")}, [(1, "moved-by-me")]),
        ({"status": "moved", "moved_by": "me", "held": day("03-24")}, [(0, "moved-by-me")]),
        ({"status": "moved", "moved_by": "them", "held": day("03-18")}, [(1, "")]),
        ({"status": "cancelled", "moved_by": "me"}, [(0, "moved-by-me")]),
        ({"status": "cancelled", "moved_by": "leave"}, []),
        ({"status": "planned"}, []),
    ],
)
def test_a_talk_is_held_within_a_week_and_leave_is_no_fault(tell: Any, fields: Any, told: Any) -> None:
    found = tell({"people/bo.md": page(), "one-on-ones/a.md": talk(**fields)})
    assert of(found, "one-on-one") == told


def test_whose_agenda_needs_a_talk_and_an_item(tell: Any) -> None:
    def share(**fields: Any) -> list[tuple[float | None, str]]:
        return of(tell({"people/bo.md": page(), "one-on-ones/a.md": talk(**fields)}), "agenda")

    assert share(agenda_theirs=3, agenda_mine=1) == [(0.75, "")]
    assert share(agenda_theirs=0, agenda_mine=0) == []
    assert share(status="cancelled", agenda_theirs=3) == []


def test_feedback_is_complete_with_three_parts_and_its_delay_is_in_working_days(tell: Any) -> None:
    whole = {"situation": "in the review", "behaviour": "you asked first", "impact": "she found it"}
    files = {
        "people/bo.md": page(),
        "feedback/a.md": page(person="bo", event=day("03-13"), given=day("03-16"), **whole),
        "feedback/b.md": page(person="bo", event=day("03-17"), **(whole | {"impact": " "})),
    }
    found = tell(files)
    assert of(found, "feedback") == [(1, ""), (0, "")]
    assert of(found, "feedback-delay") == [(1, "")], "Friday to Monday is one working day; the other was not given yet"


@pytest.mark.parametrize(
    ("body", "fields", "told"),
    [
        ("What did you see first?", {}, [(1, "")]),
        ("You should restart it. What do you think?", {}, [(0, "advice-first")]),
        ("What did you see first?", {"is_incident": True}, []),
        ("What did you see first?", {"is_first_turn": False}, []),
        ("", {}, []),
    ],
)
def test_a_first_message_asks_before_it_advises(tell: Any, body: str, fields: Any, told: Any) -> None:
    assert of(tell({"messages/a.md": page(body, date=day("03-02"), **fields)}), "message") == told


CARD = {
    "baseline": 0.2,
    "target": 0.1,
    "unit": "USD",
    "by_when": day("06-30"),
    "value": "1M",
    "owner": "me",
    "kill_criterion": "no drop",
}


def test_a_card_is_full_with_seven_slots_and_large_over_five_days(tell: Any) -> None:
    files = {
        "initiatives/full.md": page(title="Full", effort_days=5.5, **CARD),
        "initiatives/half.md": page(title="Half", effort_days=5.0, **(CARD | {"owner": ""})),
        "initiatives/done.md": page(title="Done", status="done"),
    }
    found = tell(files)
    assert of(found, "card") == [(1, "large"), (0, "")]
    assert of(found, "outcome") == [(0, "")]


def test_a_goal_is_stale_after_fourteen_days_and_a_dead_one_is_not_asked_for(tell: Any) -> None:
    rows = [
        {"id": "fresh", "confirmed_on": day("03-17")},
        {"id": "stale", "confirmed_on": day("03-16")},
        {"id": "never"},
        {"id": "dropped", "status": "dropped"},
    ]
    assert of(tell({"goals.toml": table("goal", rows)}), "goal") == [(0, "14 days"), (1, "15 days"), (1, "never")]


@pytest.mark.parametrize(
    ("initiative", "goal", "state", "sunset"),
    [
        ({"goal": "g"}, {}, "live", None),
        ({"goal": "g"}, {"status": "dropped"}, "orphan", None),
        ({}, {}, "orphan", None),
        ({"status": "stopped", "goal": "g"}, {}, "ended", None),
        ({"status": "sunset", "sunset_on": day("02-01")}, {}, "sunset", 20_485),
        ({"goal": "g"}, {"status": "sunset", "sunset_on": day("02-02")}, "sunset", 20_486),
    ],
)
def test_what_an_initiative_is_and_since_when(tell: Any, initiative: Any, goal: Any, state: str, sunset: Any) -> None:
    files = {
        "goals.toml": table("goal", [{"id": "g", **goal}]),
        "initiatives/x.md": page(title="X", paths=["src/**"], **initiative),
    }
    (anchor,) = tell(files).anchors
    assert (anchor.state, anchor.sunset_day) == (state, sunset)


def test_who_is_on_the_map_is_known_by_address_and_no_fact_says_it(tell: Any) -> None:
    found = tell({"stakeholders/lee.md": page(keys=["lee@example.org", "github:lee"])})
    assert [k.key for k in found.known] == ["email:lee@example.org", "github:lee"]
    assert not [f for f in found.facts if "example.org" in str(f)]


def test_a_story_is_no_win_of_its_own_and_fields_count(tell: Any) -> None:
    fields = {"for_whom": "finance", "before": 5.0, "after": 2.0, "unit": "days", "axis": "speed"}
    story = "\nBo found the cause in the second week. We removed it and told the desk.\n"
    files = {"wins/a.md": page(date=day("03-01"), what="Der Abschluss geht schneller", **fields) + story}
    assert of(tell(files), "win-sentence") == [(1.0, "")]


def test_messages_in_another_language_are_not_counted(tell: Any) -> None:
    files = {
        "messages/a.md": page(date=day("03-01")) + "\nWoran merkst du, dass das Design trägt?\n",
        "messages/b.md": page(date=day("03-02")) + "\nWhat have you seen so far?\n",
    }
    assert of(tell(files), "message") == [(1.0, "")]


def test_a_card_of_stand_ins_is_not_full(tell: Any) -> None:
    full = {"title": "A", "status": "active", "effort_days": 30.0, "baseline": 5.0, "target": 2.0, "unit": "days"}
    full |= {"by_when": day("06-01"), "value": "2 days of 12 people", "owner": "me", "kill_criterion": "no drop by May"}
    empty = {**full, "target": 5.0}, {**full, "by_when": date(2019, 1, 1)}, {**full, "owner": "n/a"}
    empty = (*empty, {**full, "value": "tbd"}, {**full, "kill_criterion": "none"})
    files = {f"initiatives/{n}.md": page(**card) for n, card in enumerate((full, *empty))}
    assert sorted(of(tell(files), "card")) == [(0.0, "large")] * 5 + [(1.0, "large")]
