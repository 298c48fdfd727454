"""The gym in the browser: a talk by forms alone, the debrief after her guess, the state for the room as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from podium.gym import store
from podium.journal import open_journal
from web.visitor import ORIGIN, Visitor

HONEST = (
    "The panel decided on Tuesday and it was a no.",
    "It sounds like something hangs on this for you.",
    "The role asks for work across two teams, and that is the gap.",
    "What is this like for you?",
    "I'll write it down by Thursday, and we look at it on Friday.",
)


def begun(her: Visitor, scenario: str = "not-promoted", phase: str = "") -> str:
    """The address of a talk that was just begun."""
    answer = her.post("/gym", {"scenario": scenario, "phase": phase})
    assert answer.status_code == 303
    return str(answer.headers["location"]).removeprefix(her.keys.root).partition("#")[0]


def test_a_talk_by_forms_alone_from_the_list_to_the_journal(her: Visitor, journal: Path) -> None:
    assert "Rehearse the talk before you hold it" in her.get("/gym").text
    place = begun(her)
    assert "Is it good news or do I sit down?" in her.get(place).text
    for words in HONEST:
        assert her.post(place, {"step": "say", "words": words}).status_code == 303
    asked = her.get(place).text
    assert "in which turn did it change?" in asked
    assert "How it ended" not in asked, "her guess comes first"
    her.post(place, {"step": "guess", "turn": "2"})
    told = her.get(place).text
    assert "How it ended: agreed" in told
    assert "Tomas changed most in turn 2, for the better." in told
    assert "heard as reflect (a guess)" in told
    assert '<svg role="img"' in told
    assert (
        her.post(place, {"step": "keep", "take": "The no comes first."}).headers["location"].endswith("/gym?told=kept")
    )
    (entry,) = open_journal(journal).entries("rehearsal")
    assert entry.head.take == "The no comes first."
    assert store.ids() == ()
    assert "The no comes first." in her.get("/gym").text


def test_a_reply_is_picked_a_turn_is_said_anew_and_a_talk_is_dropped(her: Visitor, journal: Path) -> None:
    place = begun(her)
    her.post(place, {"pick": "1", "step": "say"})
    assert "turn 2 of at most 10" in her.get(place).text
    her.post(place, {"step": "back", "turn": "1"})
    assert "turn 1 of at most 10" in her.get(place).text
    assert "Go on with the talk you left" in her.get("/gym").text
    her.post(place, {"step": "drop"})
    assert store.ids() == ()


def test_wrong_steps_keep_what_she_typed_and_say_what_to_do(her: Visitor, journal: Path) -> None:
    place = begun(her)
    answer = her.post(place, {"step": "say", "words": "x" * 1_001})
    assert answer.status_code == 422
    assert "one turn takes up to 1,000" in answer.text
    for form in (
        {"pick": "77"},
        {"step": "back", "turn": "9"},
        {"step": "guess", "turn": "1"},
        {"step": "yoga"},
        {"step": "back", "turn": "x"},
    ):
        assert her.post(place, form).status_code == 422, form
    assert her.post("/gym", {"scenario": "yoga"}).status_code == 400
    assert her.get("/gym/talk/2026-01-01-x").status_code == 409


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
def test_her_words_are_text(her: Visitor, journal: Path, words: str) -> None:
    place = begun(her)
    her.post(place, {"step": "say", "words": words})
    page = her.get(place).text
    assert words not in page.replace("{{ 7 * 7 }}", "") or words == "{{ 7 * 7 }}"
    assert "49" not in re.sub(r"[0-9a-zA-Z_-]{12,}", "", page)


def test_the_state_is_data_for_the_room(her: Visitor, journal: Path) -> None:
    place = begun(her)
    state = her.get(place + "/state").json()
    assert state["mood"] == {"trust": 5, "guard": 4, "clarity": 1, "commit": 1}
    assert [offer["pick"] for offer in state["offers"]] == [1, 2, 3, 4]
    headers = {"origin": ORIGIN, "content-type": "application/json", "x-podium-csrf": her.csrf()}
    sent = her.client.post(her.keys.root + place + "/say", content=json.dumps({"pick": 2}), headers=headers)
    assert sent.json()["turn"] == 1
    assert sent.json()["mood"]["trust"] == 6
    assert sent.json()["turns"][0]["says"]
    for wrong in ("[]", '{"pick": true}', '{"text": 3}', "no"):
        assert her.client.post(her.keys.root + place + "/say", content=wrong, headers=headers).status_code == 400, wrong
    turns = her.get(place + "/state").json()["turns"]
    assert [turn["thought"] for turn in turns] == [""] * len(turns), "what they think waits for the debrief"


def test_without_a_journal_one_may_play_and_not_keep(her: Visitor) -> None:
    place = begun(her)
    for words in HONEST:
        her.post(place, {"step": "say", "words": words})
    her.post(place, {"step": "guess", "turn": "0"})
    page = her.get(place).text
    assert "You guessed nowhere." in page
    assert "Keep it in my journal" not in page


def test_only_the_last_lines_are_reworded_once_and_nothing_else_changes(her: Visitor, journal: Path) -> None:
    place = begun(her)
    headers = {"origin": ORIGIN, "content-type": "application/json", "x-podium-csrf": her.csrf()}

    def reworded(turn: int, *lines: str) -> Any:
        body = json.dumps({"turn": turn, "lines": lines})
        return her.client.post(her.keys.root + place + "/reworded", content=body, headers=headers)

    assert reworded(0, "Before anything was said.").status_code == 400
    her.post(place, {"pick": "2"})
    before = her.get(place + "/state").json()
    written = before["says"]
    for wrong in ([], [""], ["x" * 221, *written[1:]], [*written, "One more."]):
        assert reworded(1, *wrong).status_code == 400, wrong
    after = reworded(1, *(f"  {line}\n Or so. " for line in written)).json()
    assert after["says"] == [f"{line} Or so." for line in written]
    for name in ("mood", "beat", "offers", "turn", "is_over"):
        assert after[name] == before[name], name
    assert reworded(1, *written).status_code == 400, "once"
    her.post(place, {"words": "I see."})
    assert reworded(1, *written).status_code == 400, "the last turn alone"
