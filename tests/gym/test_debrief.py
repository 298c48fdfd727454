"""The debrief: levels quote her, nothing is added up, the same talk tells the same twice."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from podium.gym import debrief, engine, library, log, tell
from podium.gym.debrief import Debrief
from podium.gym.hearing import HeardMove, hear, names
from podium.gym.log import Event, Talk
from podium.gym.moves import MOVES
from podium.gym.rubric import rubric, unrepaired

SCENARIO = library.bundled()["not-promoted"]
HONEST = (
    "Tomas, the panel decided on Tuesday and it was a no.",
    "It sounds like something hangs on this for you.",
    "The role asks for work across two teams, and that is the gap.",
    "What is this like for you right now?",
    "I'll write it down by Thursday, and we look at it on Friday.",
)
BADLY = (
    "It's maybe a bit early, sort of.",
    "Calm down, it's just a title.",
    "You should push harder.",
    "Kim manages to do both.",
)


def talk(words: Sequence[str | int], *more: Event) -> Talk:
    """A talk of typed words and picked replies (by number)."""
    state, events = engine.begin(SCENARIO).state, [log.started(SCENARIO, "2026-11-29")]
    all_events: list[Event] = [*events]
    for each in words:
        if state.ending:
            break
        reply = SCENARIO.reply(each) if isinstance(each, int) else None
        heard = (
            tuple(HeardMove(m, MOVES[m].tier, reply.text, "reply") for m in reply.moves) if reply else hear(str(each))
        )
        text, pick = (reply.text, reply.number) if reply else (str(each), -1)
        answer = engine.step(SCENARIO, state, names(heard), picked=pick)
        all_events.append(log.said(state, answer, text, "picked" if reply else "typed", pick, heard))
        state = answer.state
    return log.fold([*all_events, *more])


def told(words: Sequence[str | int], *more: Event) -> Debrief:
    return debrief.debrief(talk(words, *more, log.Guessed(1)), SCENARIO)


def level(found: Debrief, name: str) -> int | None:
    return next(line.level for line in found.lines if line.name == name)


def test_the_same_talk_tells_the_same_twice() -> None:
    assert told(HONEST) == told(HONEST)
    assert list(tell.lines(told(BADLY))) == list(tell.lines(told(BADLY)))


def test_an_honest_talk_and_a_bad_one() -> None:
    good, bad = told(HONEST), told(BADLY)
    assert (good.ending, good.is_best, good.is_fact) == ("agreed", True, True)
    assert [must.is_met for must in good.musts] == [True] * 4
    assert good.red == ()
    assert good.better is None
    assert bad.ending == "leaves"
    assert {each.move for each in bad.red} == {"hedge", "dismiss"}
    assert level(bad, "safety") == 0
    assert level(bad, "inquiry") == 0
    assert bad.better is not None
    assert bad.first.startswith("Tell less")


def test_every_level_quotes_her_and_there_is_no_total() -> None:
    found = told(HONEST)
    assert len(found.lines) == 7
    for line in found.lines:
        assert line.level is None or 0 <= line.level <= 3
        assert all(each.quote in HONEST[each.turn - 1] for each in line.evidence)
    fields = {field.name for field in msgspec.structs.fields(Debrief)}
    assert not fields & {"score", "total", "rank", "points", "percent"}


def test_what_the_rules_cannot_hear_is_no_evidence_and_hers_to_code() -> None:
    words = (
        "The panel was on Tuesday, it was a no.",
        "A bottle and a dinner, then.",
        "Hm, that is a lot.",
        "a b",
        "c d",
        "e f",
        "g h",
    )
    found = told(words)
    assert level(found, "listening") is None
    assert level(found, "restraint") is None
    assert found.to_code
    coded = told(words, log.Coded(2, ("reflect",), "you"))
    assert level(coded, "listening") == 2
    assert [each.tier for line in coded.lines if line.name == "listening" for each in line.evidence] == ["you"]


def test_picked_replies_leave_no_doubt() -> None:
    numbers = [r.number for beat in SCENARIO.beats for r in beat.replies if r.moves == ("observe",)]
    assert level(told(numbers), "listening") == 0


def test_less_telling_weighs_above_saying_back_above_asking() -> None:
    assert told(("What is it like?", "You should push harder.")).first.startswith("Tell less")
    assert told(("What is it like?", "It was a no on Tuesday, the panel was clear.")).first.startswith("Say back")
    assert told(("It sounds like it hurts.", "It was a no on Tuesday.")).first.startswith("Ask one open question")


def test_harm_that_was_made_good_within_two_turns_is_repaired() -> None:
    assert unrepaired(talk(("Calm down.", "I got this wrong."))) == []
    assert unrepaired(talk(("Calm down.", "The door is open."))) == [1]


def test_a_changed_scenario_still_has_a_debrief_without_what_only_it_knows() -> None:
    found = debrief.debrief(talk(HONEST, log.Guessed(2)), None)
    assert found.is_changed
    assert found.musts == ()
    assert [line.level for line in found.lines] == [line.level for line in told(HONEST).lines]
    assert found.fact == ""


def test_going_back_keeps_the_first_try_aside() -> None:
    first = [*BADLY]
    tried = talk(first)
    events: list[Event] = [
        tried.begun,
        *(t.said for t in tried.turns),
        log.Rewound(0),
        *(t.said for t in talk(HONEST).turns),
    ]
    found = debrief.debrief(log.fold([*events, log.Guessed(2)]), SCENARIO)
    assert found.ending == "agreed"
    assert [(tail.first_turn, tail.ending) for tail in found.tails] == [(1, "leaves")]


def test_a_better_line_is_worded_the_way_she_writes() -> None:
    better = told(
        ("well it is maybe a bit early, sort of", "calm down, it is just a title", "you should push harder")
    ).better
    assert better is not None
    assert "'" not in better.line
    assert better.line[0].islower()


def test_an_empty_talk_has_lines_too() -> None:
    assert len(rubric(talk(()))) == 7
