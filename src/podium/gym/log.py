"""A talk as a log of events, one JSON object a line; everything else is derived from it.

The log holds what was said and what it did, so that it can be read after the scenario was changed. Where the scenario
still has the same hash, `replay` runs the engine again and gets the same talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.errors import CannotRead
from podium.gym.engine import VERSION, begin, step
from podium.gym.hearing import HeardMove

if TYPE_CHECKING:
    from podium.gym.engine import Answer, State
    from podium.gym.scenario import Scenario

MOST_EVENTS = 500
MOST_BYTES = 2_000_000
Source = Literal["picked", "typed", "spoken"]
Scales = tuple[int, int, int, int]


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """A talk began: on which day, with which scenario, hash and engine, perhaps in a later beat."""

    on: str
    scenario: str
    sha256: str
    engine: int
    beat: str
    title: str
    called: str
    says: tuple[str, ...]
    scales: Scales


class Utterance(msgspec.Struct, frozen=True, tag="said"):
    """One turn: her words, what they were heard as, what the other said, and what it did.

    Attributes:
        pick: the offered reply's number, -1 for her own words.
        reworded: lines as a model phrased them, where one did; the engine's own stand in `says`.
        before, after: trust, guard, clarity, commit.
    """

    text: str
    source: Source
    pick: int
    heard: tuple[HeardMove, ...]
    says: tuple[str, ...]
    thought: str
    before: Scales
    after: Scales
    beat: str
    ending: str = ""
    is_fact: bool = False
    reworded: tuple[str, ...] = ()


class Rewound(msgspec.Struct, frozen=True, tag="rewound"):
    """She went back: `turns` of them stand, the later ones are kept aside."""

    turns: int


class Guessed(msgspec.Struct, frozen=True, tag="guessed"):
    """Where she thinks it turned, before the debrief says anything; 0 for nowhere."""

    turn: int


class Coded(msgspec.Struct, frozen=True, tag="coded"):
    """What a turn was, by her own ear or a model's: moves added to what the rules heard."""

    turn: int
    moves: tuple[str, ...]
    by: Literal["you", "model"]
    quotes: tuple[str, ...] = ()


class Reworded(msgspec.Struct, frozen=True, tag="reworded"):
    """The lines of a turn as the model of her own browser phrased them, after the turn was said."""

    turn: int
    lines: tuple[str, ...]


Event = Begun | Utterance | Rewound | Guessed | Coded | Reworded


class Turn(msgspec.Struct, frozen=True):
    """One turn that stands, with what was coded later."""

    number: int
    said: Utterance
    coded: tuple[Coded, ...] = ()

    @property
    def moves(self) -> frozenset[str]:
        """Everything heard or coded."""
        return frozenset(h.move for h in self.said.heard) | {move for coded in self.coded for move in coded.moves}


class Talk(msgspec.Struct, frozen=True):
    """A talk as its log tells it.

    Attributes:
        turns: those that stand. aside: the tails that were left by going back, each with the ending it had.
        guess: her guess; None before she gave one.
    """

    begun: Begun
    turns: tuple[Turn, ...]
    aside: tuple[tuple[Utterance, ...], ...]
    guess: int | None

    @property
    def ending(self) -> str:
        """How it ended; empty while it goes on."""
        return self.turns[-1].said.ending if self.turns else ""

    @property
    def is_fact(self) -> bool:
        """Whether the hidden fact came out."""
        return any(turn.said.is_fact for turn in self.turns)


def started(scenario: Scenario, on: str, beat: str = "") -> Begun:
    """The first event of a talk."""
    answer = begin(scenario, beat)
    return Begun(
        on=on,
        scenario=scenario.name,
        sha256=scenario.sha256,
        engine=VERSION,
        beat=answer.state.beat,
        title=scenario.title,
        called=scenario.called,
        says=answer.says,
        scales=scales(answer.state),
    )


def said(
    state: State, answer: Answer, text: str, source: Source, pick: int, heard_moves: Sequence[HeardMove]
) -> Utterance:
    """The event of one turn."""
    return Utterance(
        text=text,
        source=source,
        pick=pick,
        heard=tuple(heard_moves),
        says=answer.says,
        thought=answer.thought,
        before=scales(state),
        after=scales(answer.state),
        beat=state.beat,
        ending=answer.state.ending,
        is_fact=answer.state.is_fact,
    )


def scales(state: State) -> Scales:
    """The four numbers, in their order."""
    return (state.trust, state.guard, state.clarity, state.commit)


def fold(events: Sequence[Event]) -> Talk:
    """The talk these events tell.

    Raises:
        CannotRead: they do not begin with a beginning.
    """
    if not events or not isinstance(events[0], Begun):
        raise CannotRead("This log does not begin with a talk.", next_step="start the talk again")
    turns: list[Turn] = []
    aside: list[tuple[Utterance, ...]] = []
    guess: int | None = None
    for event in events[1:]:
        if isinstance(event, Utterance):
            turns.append(Turn(len(turns) + 1, event))
        elif isinstance(event, Rewound):
            tail = tuple(turn.said for turn in turns[max(0, event.turns) :])
            if tail:
                aside.append(tail)
                del turns[max(0, event.turns) :]
            guess = None
        elif isinstance(event, Guessed):
            guess = event.turn
        elif isinstance(event, Reworded) and 1 <= event.turn <= len(turns):
            old = turns[event.turn - 1]
            turns[event.turn - 1] = msgspec.structs.replace(
                old, said=msgspec.structs.replace(old.said, reworded=event.lines)
            )
        elif isinstance(event, Coded) and 1 <= event.turn <= len(turns):
            old = turns[event.turn - 1]
            turns[event.turn - 1] = msgspec.structs.replace(old, coded=(*old.coded, event))
    return Talk(events[0], tuple(turns), tuple(aside), guess)


def replay(scenario: Scenario, talk: Talk) -> State:
    """The engine's state after the talk, by running it again.

    Raises:
        CannotRead: the scenario or the engine is another one than the talk was held with.
    """
    if scenario.sha256 != talk.begun.sha256 or talk.begun.engine != VERSION:
        raise CannotRead(
            "The scenario was changed since this talk began, so it cannot go on.",
            where=talk.begun.scenario,
            next_step=f"`podium gym play {talk.begun.scenario}` starts it again; the old log stays readable",
        )
    state = begin(scenario, talk.begun.beat).state
    for turn in talk.turns:
        answer = step(scenario, state, [h.move for h in turn.said.heard], picked=turn.said.pick)
        state = answer.state
    return state


def encode(event: Event) -> bytes:
    """One line of a log."""
    return msgspec.json.encode(event) + b"\n"


def decode(data: bytes, where: str = "") -> list[Event]:
    """The events of a log; a last line that broke off in writing is left out.

    Raises:
        CannotRead: a line is no event, or there are too many.
    """
    if len(data) > MOST_BYTES:
        raise CannotRead(f"The log has more than {MOST_BYTES:,} bytes.", where=where)
    lines = data.split(b"\n")
    events: list[Event] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            events.append(_DECODER.decode(line))
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            if number == len(lines):
                break
            raise CannotRead("This line is not an event of a talk.", where=f"{where}:{number}") from None
        if len(events) > MOST_EVENTS:
            raise CannotRead(f"The log has more than {MOST_EVENTS} events.", where=where)
    return events


_DECODER: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
