"""A drill starts from her own words that lack the part; used ones, long ones and incident orders are left out."""

from __future__ import annotations

from datetime import date, timedelta

from podium.journal import Journal
from podium.programs.drills import material, parts, schedule

DAY = date(2026, 3, 2)
IMPACT, OPEN = parts.named("sbi-impact"), parts.named("open-question")


def note(journal: Journal, name: str, day: int, **more: str) -> None:
    fields = {"person": "bo", "event": DAY + timedelta(days=day), "situation": "In Tuesday's planning"}
    journal.create("feedback", name, fields | {"behaviour": "you rewrote the notes"} | more)


def chosen(journal: Journal, part: parts.Part) -> material.Material:
    return material.choose(part, journal, schedule.log(journal, DAY + timedelta(days=99)))


def test_in_an_empty_journal_it_is_an_example(journal) -> None:
    assert chosen(journal, IMPACT) == material.Material(IMPACT.materials[0])


def test_the_newest_note_that_lacks_the_part_is_taken(journal) -> None:
    note(journal, "old", 0)
    note(journal, "new", 5)
    note(journal, "full", 9, impact="so the release slipped a day")
    found = chosen(journal, IMPACT)
    assert found.file == "feedback/new.md"
    assert found.text == "In Tuesday's planning, you rewrote the notes"


def test_a_note_is_material_for_a_part_once_then_the_next_then_examples(journal) -> None:
    note(journal, "only", 0)
    fields = {"date": DAY, "part": "sbi-impact", "recall": "good"}
    journal.create("drill", "a", fields | {"material": "feedback/only.md"})
    assert chosen(journal, IMPACT) == material.Material(IMPACT.materials[0])
    assert chosen(journal, parts.named("sbi-intent")).file == "feedback/only.md"


def test_messages_are_material_for_questions_but_orders_in_an_incident_are_not(journal) -> None:
    journal.create("message", "order", {"date": DAY, "is_incident": True}, body="Roll it back now, please.")
    assert chosen(journal, OPEN).file == ""
    journal.create("message", "mine", {"date": DAY}, body="Did you try the index on the orders table?")
    assert chosen(journal, OPEN).file == "messages/mine.md"


def test_a_novel_and_a_single_word_are_no_material(journal) -> None:
    note(journal, "novel", 0, behaviour="you rewrote it " * 200)
    journal.create("message", "word", {"date": DAY}, body="Hm?")
    assert chosen(journal, IMPACT).file == ""
    assert chosen(journal, OPEN).file == ""


def test_examples_of_a_level_take_turns(journal) -> None:
    part = parts.named("level-3")
    seen = []
    for n in range(3):
        seen.append(chosen(journal, part).text)
        journal.create("drill", f"d{n}", {"date": DAY, "part": part.name, "recall": "good"})
    assert seen[0] != seen[1]
    assert seen[2] == seen[0]
