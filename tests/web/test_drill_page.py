"""A drill on the page: a task, what was heard, kept only on a second word, and on Today when it would fade."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from podium.app import due
from podium.journal import open_journal
from podium.programs.drills import parts
from today import TODAY
from web.visitor import Visitor

SAID = "In the planning on Tuesday you said twice that the date is fixed <b>."


def test_a_sentence_is_heard_and_kept_only_on_a_second_word(her: Visitor, journal: Path) -> None:
    assert parts.named("sbi-situation").task in her.get("/drill?part=sbi-situation").text
    form = {"part": "sbi-situation", "said": SAID, "step": "hear"}
    heard = her.post("/drill", form)
    assert heard.status_code == 200
    assert "It was heard" in heard.text
    assert "<b>" not in heard.text.split("<textarea")[1].split("</textarea>")[0]
    assert not open_journal(journal).entries("drill")
    assert her.post("/drill", form | {"step": "keep"}).status_code == 422, "how easily it came is hers to say"
    assert her.post("/drill", form | {"step": "keep", "recall": "good"}).status_code == 303
    (row,) = open_journal(journal).entries("drill")
    assert (row.head.part, row.head.recall, row.head.is_heard) == ("sbi-situation", "good", True)
    assert "1 of 4 this week" in her.get("/drill").text


def test_a_sentence_without_the_part_is_told_what_is_missing(her: Visitor, journal: Path) -> None:
    told = her.post("/drill", {"part": "sbi-situation", "said": "You are careless.", "step": "hear"}).text
    assert "Not heard" in told
    assert "One way" in told or "one way" in told
    assert her.post("/drill", {"part": "sbi-situation", "said": "", "step": "hear"}).status_code == 422
    assert her.post("/drill", {"part": "yoga", "said": "x", "step": "hear"}).status_code == 400


def test_what_would_fade_is_on_today_until_the_week_has_four(journal: Path) -> None:
    it = open_journal(journal)
    assert not [d for d in due.every(it, TODAY) if d.place.startswith("/drill")]
    old = TODAY - timedelta(days=20)
    it.create("drill", "old", {"date": old, "part": "sbi-impact", "recall": "good", "said": "x", "is_heard": True})
    (duty,) = [d for d in due.every(it.fresh(), TODAY) if d.place.startswith("/drill")]
    assert (duty.what, duty.place) == ("Drill sbi-impact", "/drill?part=sbi-impact")
    monday = TODAY - timedelta(days=TODAY.weekday())
    for n, name in enumerate(("sbi-situation", "sbi-behaviour", "nvc-need", "grow-goal")):
        day: date = monday
        it.fresh().create("drill", f"n{n}", {"date": day, "part": name, "recall": "good", "said": "x"})
    assert not [d for d in due.every(it.fresh(), TODAY) if d.place.startswith("/drill")]
