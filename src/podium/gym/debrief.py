"""The debrief: the same talk gives the same words twice, and every judgement quotes her.

There is no total and no rank. What is suggested first weighs less telling above more saying back, and that above more
open questions: asking more is the easiest to do and helps the least.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from podium.gym.engine import begin, is_must_met, step
from podium.gym.moves import MOVES, ordered
from podium.gym.rubric import Evidence, RubricLine, evidence, rubric

if TYPE_CHECKING:
    from podium.gym.engine import State
    from podium.gym.log import Talk, Utterance
    from podium.gym.scenario import Reply, Scenario

# Moves that tell rather than ask or say back.
TELLING = ("advise", "fix", "rights", "blame", "label", "generalise", "dismiss", "threat", "compare", "promise")
# A better line is looked for in this order.
_BETTER = ("reflect", "own", "ask.open", "contrast", "observe", "purpose", "need", "expect", "autonomy", "commit")
MOST_TO_CODE = 2
_CONTRACTED = (
    ("I'm ", "I am "),
    ("I'll ", "I will "),
    ("I'd ", "I would "),
    ("isn't", "is not"),
    ("don't", "do not"),
    ("You're ", "You are "),
    ("you're ", "you are "),
    ("it's ", "it is "),
    ("that's ", "that is "),
)


class MustMet(msgspec.Struct, frozen=True):
    """One thing the talk had to contain: whether it did, and the words."""

    name: str
    is_met: bool
    evidence: tuple[Evidence, ...]


class Voice(msgspec.Struct, frozen=True):
    """What the other said in a turn, and what they thought."""

    turn: int
    said: str
    thought: str


class Point(msgspec.Struct, frozen=True):
    """The other person after a turn; turn 0 is the start."""

    turn: int
    trust: int
    guard: int
    clarity: int
    commit: int


class Better(msgspec.Struct, frozen=True):
    """One other line for the turn that mattered: what it does, and how it could sound from her."""

    turn: int
    yours: str
    line: str
    moves: tuple[str, ...]


class Tail(msgspec.Struct, frozen=True):
    """A tail she left by going back: from which turn, how it ended, and where the other was."""

    first_turn: int
    turns: int
    ending: str
    trust: int
    guard: int


class Debrief(msgspec.Struct, frozen=True):
    """Everything the debrief says.

    Attributes:
        guess: her own, made before; 0 for nowhere.
        turned: the turn after which the other changed most; 0 when nothing moved them by two points.
        turned_by: the change of trust minus the change of guard in that turn.
        to_code: turns in her own words that the rules cannot judge, for her to say what they were.
        first: what to try first next time, one sentence.
        is_changed: whether the scenario was changed since; musts and the better line are left out then.
    """

    scenario: str
    title: str
    called: str
    on: str
    ending: str
    last_words: str
    is_best: bool
    guess: int
    turned: int
    turned_by: int
    lines: tuple[RubricLine, ...]
    musts: tuple[MustMet, ...]
    red: tuple[Evidence, ...]
    voices: tuple[Voice, ...]
    curve: tuple[Point, ...]
    to_code: tuple[int, ...]
    better: Better | None
    first: str
    fact: str
    is_fact: bool
    tails: tuple[Tail, ...]
    is_changed: bool


def debrief(talk: Talk, scenario: Scenario | None) -> Debrief:
    """The debrief of a talk that has ended and in which she gave her guess.

    Args:
        scenario: None when it was changed or is gone; what only it knows is left out.
    """
    turned, by = turning(talk)
    last = talk.turns[-1].said if talk.turns else None
    musts = _musts(talk, scenario)
    return Debrief(
        scenario=talk.begun.scenario,
        title=talk.begun.title,
        called=talk.begun.called,
        on=talk.begun.on,
        ending=talk.ending,
        last_words=last.says[-1] if last and last.says else "",
        is_best=scenario is not None and talk.ending == scenario.best,
        guess=talk.guess or 0,
        turned=turned,
        turned_by=by,
        lines=rubric(talk),
        musts=musts,
        red=evidence(talk.turns, scenario.never) if scenario else (),
        voices=tuple(
            Voice(t.number, " ".join(t.said.reworded or t.said.says), t.said.thought)
            for t in talk.turns
            if t.said.thought
        ),
        curve=curve(talk),
        to_code=to_code(talk),
        better=_better(talk, scenario) if scenario else None,
        first=_first(talk, [must.name for must in musts if not must.is_met]),
        fact=scenario.fact if scenario else "",
        is_fact=talk.is_fact,
        tails=tuple(_tail(talk, tail) for tail in talk.aside),
        is_changed=scenario is None,
    )


def turning(talk: Talk) -> tuple[int, int]:
    """(turn, change of trust minus change of guard) where the other changed most; (0, 0) below two points."""
    moved = [(t.number, _warmth(t.said)) for t in talk.turns]
    number, by = max(moved, key=lambda move: (abs(move[1]), -move[0]), default=(0, 0))
    return (number, by) if abs(by) >= 2 else (0, 0)


def _warmth(turn_said: Utterance) -> int:
    return (turn_said.after[0] - turn_said.before[0]) - (turn_said.after[1] - turn_said.before[1])


def curve(talk: Talk) -> tuple[Point, ...]:
    """The four scales, at the start and after each turn."""
    return (Point(0, *talk.begun.scales), *(Point(t.number, *t.said.after) for t in talk.turns))


def to_code(talk: Talk) -> tuple[int, ...]:
    """Up to two turns in her own words for her own ear: those in which nothing was heard, the longest first.

    Where no saying back was heard in the whole talk, turns in which something else was heard may be asked too.
    """
    typed = [t for t in talk.turns if t.said.source != "picked" and not t.coded and len(t.said.text.split()) > 1]
    is_heard = any("reflect" in t.moves for t in talk.turns)
    unsure = [t for t in typed if not t.moves or not is_heard]
    unsure.sort(key=lambda t: (bool(t.moves), -len(t.said.text), t.number))
    return tuple(sorted(t.number for t in unsure[:MOST_TO_CODE]))


def _musts(talk: Talk, scenario: Scenario | None) -> tuple[MustMet, ...]:
    if scenario is None:
        return ()
    moves_made = frozenset(move for t in talk.turns for move in t.moves)
    return tuple(
        MustMet(
            must.name,
            is_must_met(scenario, must.name, moves_made),
            evidence(talk.turns, {test.name for tests in must.when for test in tests}),
        )
        for must in scenario.musts
    )


def _tail(talk: Talk, tail: Sequence[Utterance]) -> Tail:
    first = next((t.number for t in talk.turns if t.said.before == tail[0].before and t.said.beat == tail[0].beat), 0)
    return Tail(first, len(tail), tail[-1].ending, tail[-1].after[0], tail[-1].after[1])


def _first(talk: Talk, missing: Sequence[str]) -> str:
    """One sentence on what to try first: less telling, then saying back, then asking."""
    if not talk.turns:
        return "Say something: a talk that was not held teaches nothing."
    telling = [t.number for t in talk.turns if t.moves & set(TELLING)]
    reflecting = [t.number for t in talk.turns if "reflect" in t.moves]
    asking = [t.number for t in talk.turns if "ask.open" in t.moves]
    if telling and len(telling) >= len(reflecting):
        return (
            f"Tell less: in {_turns(telling)} you told or judged, in {_turns(reflecting)} you said back what was meant. "
            "Next time, leave one of those lines out."
        )
    if not reflecting:
        return "Say back what they meant before your next point: it was not heard once in this talk."
    if not asking:
        return "Ask one open question and wait for the answer: there was none in this talk."
    if missing:
        return f"You told little, said back and asked. What the talk still needed: {', '.join(missing)}."
    return "You told little, said back and asked. Try the same with one line fewer."


def _turns(numbers: Sequence[int]) -> str:
    if not numbers:
        return "no turn"
    return ("turn " if len(numbers) == 1 else "turns ") + ", ".join(str(n) for n in numbers)


def _better(talk: Talk, scenario: Scenario) -> Better | None:
    """Another line for the worst turn, worded the way she writes; None where no turn made it worse."""
    worst = min(talk.turns, key=lambda t: (_warmth(t.said), t.number), default=None)
    if worst is None or (_warmth(worst.said) >= 0 and not worst.moves & set(TELLING)):
        return None
    state = begin(scenario, talk.begun.beat).state
    for turn in talk.turns[: worst.number - 1]:
        state = step(scenario, state, [h.move for h in turn.said.heard], picked=turn.said.pick).state
    beat = scenario.beat(state.beat)
    usable = [r for r in beat.replies if not any(MOVES[m].is_harm for m in r.moves)] if beat else []
    if not usable:
        return None
    reply = max(usable, key=lambda r: (_worth(scenario, state, r), -min(_rank(m) for m in r.moves), -r.number))
    return Better(worst.number, worst.said.text, restyle(reply, _own_style(talk)), ordered(set(reply.moves)))


def _worth(scenario: Scenario, state: State, reply: Reply) -> int:
    """What a reply would have done there: warmth and clarity, and twice for each must it meets."""
    after = step(scenario, state, reply.moves).state
    musts_met = sum(
        is_must_met(scenario, must.name, after.made) > is_must_met(scenario, must.name, state.made)
        for must in scenario.musts
    )
    return (after.trust - state.trust) - (after.guard - state.guard) + (after.clarity - state.clarity) + 2 * musts_met


def _rank(move: str) -> int:
    return _BETTER.index(move) if move in _BETTER else len(_BETTER)


def _own_style(talk: Talk) -> str:
    """What she typed in this talk; empty when she only picked."""
    return " ".join(t.said.text for t in talk.turns if t.said.source != "picked")


def restyle(reply: Reply, style: str) -> str:
    """A reply the way she writes: short forms or long ones, small letters or large, one sentence or more."""
    text = reply.text
    if not style:
        return text
    if not re.search(r"\b\w+['\u2019](?:m|s|re|ll|t|d|ve)\b", style):
        for short, long in _CONTRACTED:
            text = text.replace(short, long)
    sentences = re.split(r"(?<=[.!?]) ", text)
    if len(sentences) > 1 and len(style.split()) <= 8 * max(1, len(re.findall(r"[.!?](?:\s|$)", style))):
        sentence = next((s for s in sentences if s.endswith("?")), sentences[0])
        text = sentence
    if style == style.lower():
        text = re.sub(r"(?<![.!?] )\b[A-Z](?=[a-z])", lambda capital: capital[0].lower(), text)
        text = text[:1].lower() + text[1:]
    return text
