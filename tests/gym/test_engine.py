"""One pure step: total, deterministic, scales in range, harm never soothes, unknown words cost nothing."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.gym import engine, explore, library, log
from podium.gym.engine import State, begin, step
from podium.gym.hearing import hear, names
from podium.gym.moves import LEAST, MOST, MOVES, SCALES
from podium.gym.parse import parse
from podium.gym.scenario import Scenario
from searching import examples

NAMES = sorted(MOVES)
TALKS = st.lists(st.lists(st.sampled_from([*NAMES, "no-such-move"]), max_size=4), max_size=14)


def random_scenario(seed: int) -> Scenario:
    """A scenario that parses, made of random moves, guards and exits."""
    draw = random.Random(seed)
    some = lambda: draw.choice(NAMES)  # noqa: E731
    beats = draw.randint(1, 4)
    lines = ["# Made by a test", "talk: 1", "trap: x", "you: A", "with: Bo", "fact: f", "mood: trust 5, guard 5"]
    lines += [f"turns: {draw.randint(2, 9)} => late", f"must: a = {some()} | {some()}; b = not {some()} & {some()}"]
    lines += [f"temper: {some()} guard-{draw.randint(1, 5)} trust+{draw.randint(1, 5)}"]
    targets = [f"b{n}" for n in range(beats)] + ["good", "late"]
    for n in range(beats):
        lines += [f"## b{n}", "> Well."] + [f"- [{some()}] Line {n} {k}." for k in range(draw.randint(1, 4))]
        lines += [f"~ {some()} & trust >= {draw.randint(0, 9)}: Hm. (So.)", "~ else: Go on."]
        lines += [f"=> {draw.choice(targets)} if {draw.choice(['a', 'b', 'guard > 7', 'turn >= 3', 'not fact'])}"]
    lines += ["## END good", "> Bye.", "## END late", "> Late."]
    scenario, notes = parse("\n".join(lines).encode(), "made")
    assert scenario is not None, notes
    return scenario


def play(scenario: Scenario, talk: Sequence[Sequence[str]]) -> list[State]:
    states = [begin(scenario).state]
    for moves in talk:
        states.append(step(scenario, states[-1], moves).state)
    return states


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 10_000), talk=TALKS)
def test_step_is_total_and_the_same_twice(seed: int, talk: list[list[str]]) -> None:
    scenario = random_scenario(seed)
    states = play(scenario, talk)
    assert states == play(scenario, talk)
    for before, after in itertools.pairwise(states):
        assert all(LEAST <= after.scale(name) <= MOST for name in SCALES)
        assert after == before if before.ending else after.turn == before.turn + 1
    assert states[-1].turn <= scenario.turns


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 10_000), talk=TALKS, harm=st.sampled_from([n for n in NAMES if MOVES[n].is_harm]))
def test_harm_never_lowers_the_guard_whatever_the_temper(seed: int, talk: list[list[str]], harm: str) -> None:
    scenario = random_scenario(seed)
    state = play(scenario, talk)[-1]
    assert step(scenario, state, [harm]).state.guard >= state.guard


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 10_000), talk=TALKS)
def test_what_is_not_heard_costs_nothing(seed: int, talk: list[list[str]]) -> None:
    scenario = random_scenario(seed)
    state = play(scenario, talk)[-1]
    after = step(scenario, state, ["no-such-move"]).state
    assert [after.scale(name) for name in SCALES] == [state.scale(name) for name in SCALES]


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 10_000), move=st.sampled_from([n for n in NAMES if not MOVES[n].is_harm]))
def test_a_helpful_move_counts_once_in_each_beat_also_on_a_later_visit(seed: int, move: str) -> None:
    scenario = random_scenario(seed)
    state, visited = begin(scenario).state, set[str]()
    while not state.ending:
        answer = step(scenario, state, [move])
        assert (move in answer.counted) == (state.beat not in visited)
        visited.add(state.beat)
        state = answer.state


@settings(max_examples=examples(40), deadline=None)
@given(words=st.lists(st.text(max_size=300), min_size=1, max_size=10))
def test_any_words_can_be_said_and_the_log_replays_to_the_same_state(words: list[str]) -> None:
    scenario = library.bundled()["not-promoted"]
    state, events = begin(scenario).state, [log.started(scenario, "2026-11-29")]
    for text in words:
        if state.ending:
            break
        heard = hear(text)
        answer = step(scenario, state, names(heard))
        events.append(log.said(state, answer, text, "typed", -1, heard))
        state = answer.state
    read_back = log.decode(b"".join(map(log.encode, events)))
    assert read_back == events
    talk = log.fold(read_back)
    assert log.replay(scenario, talk) == state
    changed = msgspec.structs.replace(scenario, sha256="0" * 64)
    with pytest.raises(Exception, match="changed"):
        log.replay(changed, talk)


@pytest.mark.parametrize("name", sorted(library.bundled()))
def test_no_talk_outlasts_its_turns_and_nothing_is_left_hanging(name: str) -> None:
    scenario = library.bundled()[name]
    for answer in explore.random_talks(scenario, talks=40):
        assert answer.state.ending or engine.offered(scenario, answer.state)
        assert answer.state.turn <= scenario.turns
