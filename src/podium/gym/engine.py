"""The talk as one pure function, `step(scenario, state, moves)`.

No clock, no chance, no file: the terminal, the page, the room, the checker and a replay all call it, so the same moves
lead to the same end everywhere. It is total: every state and every set of moves has an answer.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from podium.gym.moves import LEAST, MOST, MOVES, SCALES, ordered

if TYPE_CHECKING:
    from podium.gym.scenario import Beat, Condition, Reaction, Scenario, Test

# Raised when the same moves may lead elsewhere; a log carries the number it was made with.
VERSION = 1
_NUMBERS = frozenset({*SCALES, "turn"})
_SIGNS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}


class State(msgspec.Struct, frozen=True):
    """Where a talk stands.

    Attributes:
        beat: the part it is in.
        trust, guard, clarity, commit: the other person, 0 to 10.
        made: moves made so far anywhere.
        spent: helpful moves that counted already, as `beat/move`: each counts once in each beat, also in a later visit.
        picked: offered replies that were said.
        reacted: reactions of this beat that were said.
        is_fact: whether the hidden fact was told.
        turn: turns so far.
        ending: empty while it goes on.
    """

    beat: str
    trust: int
    guard: int
    clarity: int
    commit: int
    made: frozenset[str] = frozenset()
    spent: frozenset[str] = frozenset()
    picked: frozenset[int] = frozenset()
    reacted: frozenset[int] = frozenset()
    is_fact: bool = False
    turn: int = 0
    ending: str = ""

    def scale(self, name: str) -> int:
        """One of the four scales, or the turn; 0 for any other name."""
        is_number = name in _NUMBERS
        value: int = getattr(self, name) if is_number else 0
        return value


class Answer(msgspec.Struct, frozen=True):
    """What one turn brought.

    Attributes:
        state: after the turn.
        says: the counterpart's lines, in order.
        thought: what they did not say.
        reaction: the number of the reaction, -1 for none.
        counted: the moves that moved a scale this turn.
    """

    state: State
    says: tuple[str, ...]
    thought: str = ""
    reaction: int = -1
    counted: tuple[str, ...] = ()


def begin(scenario: Scenario, beat: str = "") -> Answer:
    """The first state and line; with `beat` the talk starts in that part, for practice of one phase only."""
    first = scenario.beat(beat) or scenario.beats[0]
    mood = dict(scenario.mood)
    state = State(
        first.name,
        trust=mood["trust"],
        guard=mood["guard"],
        clarity=mood["clarity"],
        commit=mood["commit"],
        is_fact=first.is_fact,
    )
    return Answer(state, tuple(filter(None, (first.opening,))))


def step(scenario: Scenario, state: State, moves: Iterable[str], *, picked: int = -1) -> Answer:
    """One turn of hers.

    Args:
        moves: what was heard in her words; names that are no move are ignored.
        picked: the number of the offered reply she chose; -1 for her own words.
    """
    beat = scenario.beat(state.beat)
    if state.ending or beat is None:
        return Answer(state, ())
    names = frozenset(moves) & MOVES.keys()
    counted = tuple(name for name in ordered(names) if MOVES[name].is_harm or f"{beat.name}/{name}" not in state.spent)
    after = msgspec.structs.replace(
        state,
        **_moved(scenario, state, counted),
        made=state.made | names,
        spent=state.spent | {f"{beat.name}/{name}" for name in counted if not MOVES[name].is_harm},
        picked=state.picked | {picked} if picked >= 0 else state.picked,
        turn=state.turn + 1,
    )
    reaction = _reaction(scenario, beat, after, names)
    if reaction is not None:
        after = msgspec.structs.replace(
            after, is_fact=after.is_fact or reaction.is_fact, reacted=after.reacted | {reaction.number}
        )
    state, line = _leave(scenario, beat, after, names)
    return Answer(
        state,
        tuple(filter(None, (reaction.text if reaction else "", line))),
        reaction.thought if reaction else "",
        reaction.number if reaction else -1,
        counted,
    )


def is_must_met(scenario: Scenario, name: str, moves_made: frozenset[str]) -> bool:
    """Whether the moves made so far hold what a must asks for."""
    return any(
        must.name == name and any(all((t.name in moves_made) != t.is_not for t in tests) for tests in must.when)
        for must in scenario.musts
    )


def offered(scenario: Scenario, state: State) -> tuple[int, ...]:
    """The numbers of the replies she may pick now."""
    beat = scenario.beat(state.beat)
    if beat is None or state.ending:
        return ()
    return tuple(reply.number for reply in beat.replies if reply.number not in state.picked)


def holds(scenario: Scenario, when: Condition, state: State, moves: frozenset[str]) -> bool:
    """Whether a condition holds: moves are those of this turn, musts those of the whole talk."""
    return not when or any(all(_is_met(scenario, test, state, moves) for test in tests) for tests in when)


def _is_met(scenario: Scenario, test: Test, state: State, moves: frozenset[str]) -> bool:
    if test.sign:
        value = state.scale(test.name)
        is_so = bool(_SIGNS[test.sign](value, test.value))
    elif test.name == "fact":
        is_so = state.is_fact
    elif test.name in MOVES:
        is_so = test.name in moves
    else:
        is_so = is_must_met(scenario, test.name, state.made)
    return is_so != test.is_not


def _moved(scenario: Scenario, state: State, counted: Iterable[str]) -> dict[str, int]:
    """The four scales after these moves."""
    now = {"trust": state.trust, "guard": state.guard, "clarity": state.clarity, "commit": state.commit}
    effects = _effects(scenario)
    for name in counted:
        for scale, points in effects[name]:
            now[scale] += points
    return {scale: min(MOST, max(LEAST, points)) for scale, points in now.items()}


@lru_cache(64)
def _effects(scenario: Scenario) -> dict[str, tuple[tuple[str, int], ...]]:
    """What each move does to this counterpart; harm never lowers the guard, whatever the temper says."""
    table: dict[str, tuple[tuple[str, int], ...]] = {}
    for name, move in MOVES.items():
        effect: dict[str, int] = dict(move.effect)
        for scale, points in (
            effect for tempered, effects in scenario.temper if tempered == name for effect in effects
        ):
            effect[scale] = effect.get(scale, 0) + points
        if move.is_harm:
            effect["guard"] = max(0, effect.get("guard", 0))
        table[name] = tuple(effect.items())
    return table


def _reaction(scenario: Scenario, beat: Beat, state: State, moves: frozenset[str]) -> Reaction | None:
    """The first whose condition holds and that was not said yet; a last one for everything else is never used up."""
    last = None
    for reaction in beat.reactions:
        if reaction.number in state.reacted and reaction.when:
            continue
        if holds(scenario, reaction.when, state, moves):
            if reaction.number not in state.reacted:
                return reaction
            last = reaction
    return last


def _leave(scenario: Scenario, beat: Beat, state: State, moves: frozenset[str]) -> tuple[State, str]:
    """The state after the exits were asked, and the line of the place it came to."""
    to = next((exit.to for exit in beat.exits if holds(scenario, exit.when, state, moves)), "")
    ending = scenario.ending(to)
    is_worn_out = not scenario.beat(to) and not offered(scenario, state)
    if ending is None and (is_worn_out or state.turn >= scenario.turns):
        # Every line was said and nothing moved: that talk is over too.
        ending = scenario.ending(scenario.late)
    if ending is not None:
        return msgspec.structs.replace(state, ending=ending.name), ending.text
    entered = scenario.beat(to)
    if entered is None:
        return state, ""
    return (
        msgspec.structs.replace(
            state,
            beat=entered.name,
            reacted=frozenset(),
            is_fact=state.is_fact or entered.is_fact,
        ),
        entered.opening,
    )
