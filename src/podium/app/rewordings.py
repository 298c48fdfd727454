"""The last lines of a talk as the model of her browser phrased them, beside the written ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import Misuse
from podium.gym import store
from podium.gym.log import Reworded, fold
from podium.gym.model import MOST_CHARACTERS, REWORD

if TYPE_CHECKING:
    from podium.gym.log import Talk

__all__ = ["REWORD", "Rewording", "keep"]


class Rewording(msgspec.Struct, frozen=True):
    """The lines of one turn in other words, one for each that was written."""

    turn: int
    lines: tuple[str, ...]


def keep(id: str, rewording: Rewording) -> None:
    """Keep the rewording of the last turn beside the lines as they were written; it changes nothing else.

    Raises:
        Misuse: it is of an earlier turn, comes twice, or is no rewording. CannotRead: no such talk.
    """
    lines = tuple(" ".join(line.split()) for line in rewording.lines)
    with store.held():
        talk = fold(store.load(id))
        if not _is_of_the_last_turn(talk, rewording.turn):
            raise Misuse("Only the lines that were said last are reworded, once.")
        if len(lines) != len(talk.turns[-1].said.says) or not all(0 < len(line) <= MOST_CHARACTERS for line in lines):
            raise Misuse(f"A rewording is as many lines as were written, each of at most {MOST_CHARACTERS} characters.")
        store.append(id, Reworded(rewording.turn, lines))


def _is_of_the_last_turn(talk: Talk, turn: int) -> bool:
    return 0 < turn == len(talk.turns) and not talk.turns[-1].said.reworded and talk.guess is None
