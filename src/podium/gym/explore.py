"""Walks a scenario as a program: all states that picks reach, and random talks.

The turn count is left out of what tells states apart, but for turns a condition asks about: it is the depth of the
search, and the least depth is kept.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from podium.gym.engine import begin, is_must_met, offered, step
from podium.gym.moves import MOVES

if TYPE_CHECKING:
    from podium.gym.engine import Answer, State
    from podium.gym.scenario import Reply, Scenario

MOST_STATES = 60_000
RANDOM_TALKS = 2_000
SILENCE = -1
# The best ending of any scenario needs asking and listening.
NEEDED = frozenset({"ask.open", "reflect"})
# A pick, or SILENCE.
Path = tuple[int, ...]


class Walk(msgspec.Struct):
    """What the walk over all picks saw.

    Attributes:
        states: how many were told apart. is_whole: False when the walk was cut at its bound.
        endings: the shortest picks to each ending.
        reactions, beats: what was said and entered.
        dead_ends: picks after which no reply is left and the talk has not ended.
        wins_without: musts that were not met, and moves of NEEDED that were not made, where the best ending was reached.
    """

    states: int = 0
    is_whole: bool = True
    endings: dict[str, Path] = msgspec.field(default_factory=dict[str, Path])
    reactions: set[int] = msgspec.field(default_factory=set[int])
    beats: set[str] = msgspec.field(default_factory=set[str])
    dead_ends: list[Path] = msgspec.field(default_factory=list[Path])
    wins_without: set[str] = msgspec.field(default_factory=set[str])


def say(scenario: Scenario, state: State, pick: int) -> Answer:
    """A turn in which she picks an offered reply, or says nothing."""
    reply = scenario.reply(pick)
    return step(scenario, state, reply.moves if reply else ("silence",), picked=pick if reply else -1)


def walk(scenario: Scenario) -> Walk:
    """Every state reachable by picks, breadth first."""
    key = _key(scenario)
    walked = Walk()
    first = begin(scenario).state
    queue: deque[tuple[State, Path]] = deque([(first, ())])
    known_keys = {key(first)}
    walked.beats.add(first.beat)
    while queue:
        state, path = queue.popleft()
        picks = offered(scenario, state)
        if not picks:
            walked.dead_ends.append(path)
        for pick in [*picks, SILENCE]:
            answer = say(scenario, state, pick)
            after = answer.state
            walked.reactions.add(answer.reaction)
            walked.beats.add(after.beat)
            if after.ending:
                walked.endings.setdefault(after.ending, (*path, pick))
                if after.ending == scenario.best:
                    walked.wins_without |= {
                        must.name for must in scenario.musts if not is_must_met(scenario, must.name, after.made)
                    }
                    walked.wins_without |= NEEDED - after.made
                continue
            if pick == SILENCE and scenario.late not in walked.endings:
                # A talk in which nothing is said any more runs to its last turn.
                walked.endings |= _waited(scenario, after, (*path, pick))
            if key(after) not in known_keys:
                known_keys.add(key(after))
                if len(known_keys) > MOST_STATES:
                    walked.is_whole = False
                    break
                queue.append((after, (*path, pick)))
    walked.states = len(known_keys)
    return walked


def _waited(scenario: Scenario, state: State, path: Path) -> dict[str, Path]:
    """The late ending, when silence alone leads there."""
    while not state.ending:
        state, path = say(scenario, state, SILENCE).state, (*path, SILENCE)
    return {state.ending: path} if state.ending == scenario.late else {}


def _reply(scenario: Scenario, number: int) -> Reply:
    reply = scenario.reply(number)
    if reply is None:
        raise KeyError(number)
    return reply


def _key(scenario: Scenario) -> Callable[[State], tuple[object, ...]]:
    """What tells two states apart for all that can still happen; what lies behind is left out."""
    asked_moves, last_turn = scenario.asked | NEEDED, scenario.last_turn_asked
    ahead = _ahead(scenario)
    beat_of = {reply.number: beat.name for beat in scenario.beats for reply in beat.replies}

    def key(state: State) -> tuple[object, ...]:
        later = ahead[state.beat]
        return (
            state.beat,
            state.trust,
            state.guard,
            state.clarity,
            state.commit,
            state.is_fact,
            state.made & asked_moves,
            frozenset(mark for mark in state.spent if mark.partition("/")[0] in later),
            frozenset(reply for reply in state.picked if beat_of[reply] in later),
            state.reacted,
            min(state.turn, last_turn),
        )

    return key


def _ahead(scenario: Scenario) -> dict[str, frozenset[str]]:
    """For each beat, itself and every beat that can still follow."""
    follows = {beat.name: {exit.to for exit in beat.exits if scenario.beat(exit.to)} for beat in scenario.beats}
    ahead: dict[str, frozenset[str]] = {}
    for name in follows:
        reached, todo = {name}, [name]
        while todo:
            fresh = follows[todo.pop()] - reached
            reached |= fresh
            todo += fresh
        ahead[name] = frozenset(reached)
    return ahead


def strategies(scenario: Scenario) -> dict[str, str]:
    """The ending each strategy without a thought reaches: first, last, longest and shortest reply."""
    choose: dict[str, Callable[[list[Reply]], Reply]] = {
        "first": lambda replies: replies[0],
        "last": lambda replies: replies[-1],
        "longest": lambda replies: max(replies, key=lambda reply: len(reply.text)),
        "shortest": lambda replies: min(replies, key=lambda reply: len(reply.text)),
    }
    return {name: _play(scenario, pick) for name, pick in choose.items()}


def _play(scenario: Scenario, pick: Callable[[list[Reply]], Reply]) -> str:
    state = begin(scenario).state
    while not state.ending:
        replies = [_reply(scenario, number) for number in offered(scenario, state)]
        state = say(scenario, state, pick(replies).number if replies else SILENCE).state
    return state.ending


def random_share(scenario: Scenario) -> float:
    """The exact chance, 0 to 1, that replies picked blindly reach the best ending."""

    @cache
    def chance(state: State) -> float:
        if state.ending:
            return 1.0 if state.ending == scenario.best else 0.0
        picks = offered(scenario, state) or (SILENCE,)
        return sum(chance(_light(say(scenario, state, pick).state)) for pick in picks) / len(picks)

    ahead = _ahead(scenario)
    asked_moves = scenario.asked
    beat_of = {reply.number: beat.name for beat in scenario.beats for reply in beat.replies}

    def _light(state: State) -> State:
        """Without what can matter no more, so that equal futures are counted once."""
        later = ahead[state.beat]
        return msgspec.structs.replace(
            state,
            made=state.made & asked_moves,
            spent=frozenset(mark for mark in state.spent if mark.partition("/")[0] in later),
            picked=frozenset(reply for reply in state.picked if beat_of[reply] in later),
        )

    return chance(_light(begin(scenario).state))


def farms(scenario: Scenario) -> list[str]:
    """Lines that, said over and over as typed words, reach the best ending or a trust they did not earn by once."""
    farmed: list[str] = []
    for beat in scenario.beats:
        for reply in beat.replies:
            state = begin(scenario, beat.name).state
            seen_beats, gains = {state.beat}, 0
            while not state.ending:
                after = step(scenario, state, reply.moves).state
                gains += after.trust > state.trust
                seen_beats.add(after.beat)
                state = after
            if state.ending == scenario.best or gains > len(seen_beats):
                farmed.append(reply.text)
    return farmed


def random_talks(scenario: Scenario, seed: int = 1, *, talks: int = RANDOM_TALKS) -> Iterator[Answer]:
    """Seeded talks in free words: each turn one or two moves of the vocabulary; every answer of every talk."""
    draw = random.Random(seed)  # noqa: S311 - a walk, no secret
    names = sorted(MOVES)
    for number in range(talks):
        # Harm ends most talks early; half of them are held by somebody kind.
        usable = [name for name in names if number % 2 or not MOVES[name].is_harm]
        state = begin(scenario).state
        while not state.ending:
            answer = step(scenario, state, draw.sample(usable, draw.choice((1, 1, 2, 3))))
            yield answer
            state = answer.state
