"""What a scenario file holds, once it is read."""

from __future__ import annotations

from functools import lru_cache

import msgspec

# Who can sit across the table in the room; the first where a scenario names none.
FIGURES = ("bob", "beard", "grey")

# What a scenario needs to be played and debriefed; a file that says another number is of another time.
FORMAT = 1


class Test(msgspec.Struct, frozen=True):
    """One condition: a move, a must, `fact`, or a scale or the turn against a number.

    Attributes:
        name: the move, must or scale asked for.
        sign: `>=`, `<=`, `>`, `<` or `=` for a number; empty for the others.
        value: the number it is held against.
        is_not: whether the condition holds when this does not.
    """

    name: str
    sign: str = ""
    value: int = 0
    is_not: bool = False


# Either of these holds when all of its tests do; an empty condition always holds.
Condition = tuple[tuple[Test, ...], ...]


class Must(msgspec.Struct, frozen=True):
    """One thing the talk has to contain, in moves made anywhere in it."""

    name: str
    when: Condition


class Reply(msgspec.Struct, frozen=True):
    """A sentence offered to her, once; `number` counts through the whole scenario."""

    number: int
    moves: tuple[str, ...]
    text: str


class Reaction(msgspec.Struct, frozen=True):
    """What the counterpart says when its condition is the first that holds.

    Attributes:
        when: empty for `else`.
        thought: what they think and do not say; shown in the debrief.
        is_fact: whether this line tells the hidden fact.
    """

    number: int
    when: Condition
    text: str
    thought: str = ""
    is_fact: bool = False


class Exit(msgspec.Struct, frozen=True):
    """Where the talk goes after a turn, the first whose condition holds."""

    to: str
    when: Condition


class Beat(msgspec.Struct, frozen=True):
    """One part of the talk.

    Attributes:
        opening: what the counterpart says on entering; empty for nothing.
        is_fact: whether the opening tells the hidden fact.
    """

    name: str
    opening: str
    is_fact: bool
    replies: tuple[Reply, ...]
    reactions: tuple[Reaction, ...]
    exits: tuple[Exit, ...]


class Ending(msgspec.Struct, frozen=True):
    """How the talk can end."""

    name: str
    text: str


class Scenario(msgspec.Struct, frozen=True, eq=False):
    """One rehearsal, whole; compared and hashed as the object it is, so that what is derived from it can be kept.

    Attributes:
        name: the file's name without its endings.
        sha256: of the file's bytes; logs carry it.
        trap: the trap it trains against, by its name.
        you, counterpart: who the two are, in one phrase each.
        called: the counterpart's first name.
        about: what it is for, one or two sentences shown before it starts.
        fact: the hidden fact, one sentence, told in the debrief.
        law: whether it says before the start that it is no HR or legal advice.
        mood: the four scales at the start.
        temper: changes to what a move does, for this counterpart.
        turns: after this many turns it ends with `late`.
        musts, never: what the talk needs, and the red lines.
        figure: who sits across the table in the room, one of FIGURES.
        best: the ending that is meant to be hard; the first one of the file.
    """

    name: str
    sha256: str
    title: str
    trap: str
    you: str
    counterpart: str
    called: str
    about: str
    fact: str
    law: bool
    mood: tuple[tuple[str, int], ...]
    temper: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    turns: int
    late: str
    musts: tuple[Must, ...]
    never: tuple[str, ...]
    beats: tuple[Beat, ...]
    endings: tuple[Ending, ...]
    figure: str = FIGURES[0]

    @property
    def best(self) -> str:
        """The ending an honest talk reaches: the first of the file."""
        return self.endings[0].name

    def beat(self, name: str) -> Beat | None:
        """The beat of a name; None when there is none."""
        return _beats(self).get(name)

    def ending(self, name: str) -> Ending | None:
        """The ending of a name; None when there is none."""
        return next((ending for ending in self.endings if ending.name == name), None)

    def reply(self, number: int) -> Reply | None:
        """The offered reply of a number; None when there is none."""
        return _replies(self).get(number)

    @property
    def asked(self) -> frozenset[str]:
        """The moves some must asks for."""
        return frozenset(test.name for must in self.musts for tests in must.when for test in tests)

    @property
    def last_turn_asked(self) -> int:
        """The latest turn any condition asks about; 0 when none does. Later turns are alike."""
        conditions = [reaction.when for beat in self.beats for reaction in beat.reactions]
        conditions += [exit.when for beat in self.beats for exit in beat.exits]
        tests = (test for when in conditions for tests in when for test in tests)
        return max((test.value for test in tests if test.name == "turn"), default=-1) + 1

    @property
    def minutes(self) -> tuple[int, int]:
        """How long it takes, least and most: half a minute to a minute and a half a turn, and the debrief."""
        return max(3, self.turns // 2 + 2), self.turns + self.turns // 2 + 3


@lru_cache(64)
def _beats(scenario: Scenario) -> dict[str, Beat]:
    return {beat.name: beat for beat in scenario.beats}


@lru_cache(64)
def _replies(scenario: Scenario) -> dict[int, Reply]:
    return {reply.number: reply for beat in scenario.beats for reply in beat.replies}
