"""The closed vocabulary of conversational moves and what each does to the other person.

Everything else in the gym speaks in these words: scenario files tag replies with them, the analyser hears them in typed
words, the engine moves the four scales by them, and the debrief counts them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Family = Literal["open", "listen", "say", "agree", "harm", "take over", "risk"]
Tier = Literal["A", "B", "C"]
SCALES: tuple[str, ...] = ("trust", "guard", "clarity", "commit")
LEAST, MOST = 0, 10
# The moves that make it worse: each of them counts every time it is made.
HARMFUL: tuple[Family, ...] = ("harm", "take over", "risk")


class Move(msgspec.Struct, frozen=True):
    """One thing a sentence can do.

    Attributes:
        name: as written in scenario files, `ask.open`.
        family: what sort of move it is.
        tier: how far the analyser can be trusted to hear it in typed words: A as well as people agree with each other,
            B by its usual phrases, C hardly at all.
        says: what it is, in one phrase.
        effect: what it does to the scales when it is heard, points of 0 to 10.
    """

    name: str
    family: Family
    tier: Tier
    says: str
    effect: tuple[tuple[str, int], ...] = ()

    @property
    def is_harm(self) -> bool:
        """Whether it counts every time; a helpful move counts once in each part of the talk."""
        return self.family in HARMFUL


_ALL = (
    Move("ask.open", "open", "A", "an open question", (("trust", 1), ("guard", -1))),
    Move("ask.closed", "open", "A", "a question that yes, no or one fact answers"),
    Move("seek", "open", "B", "asks for leave before going on", (("guard", -1),)),
    Move("silence", "open", "B", "says nothing and lets them go on"),
    Move("reflect", "listen", "C", "says back what was meant", (("trust", 1), ("guard", -2))),
    Move("affirm", "listen", "B", "names something they did well, or thanks them", (("trust", 1),)),
    Move("own", "say", "B", "owns your own part", (("trust", 1), ("guard", -2))),
    Move("observe", "say", "B", "a fact anybody could have seen", (("clarity", 1),)),
    Move("feel", "say", "B", "says how it is for you", (("trust", 1),)),
    Move("need", "say", "B", "says what you or the team needs", (("clarity", 1),)),
    Move("contrast", "say", "B", "says what you do not mean, and what you do", (("guard", -2),)),
    Move("purpose", "say", "B", "says what the talk is for", (("trust", 1), ("guard", -1))),
    Move("expect", "say", "B", "says what the bar is", (("clarity", 2),)),
    Move("request", "agree", "B", "asks for one thing they can do", (("clarity", 1), ("commit", 2))),
    Move("commit", "agree", "B", "says who does what by when", (("commit", 2), ("clarity", 1))),
    Move("autonomy", "agree", "B", "leaves the how to them", (("commit", 1), ("trust", 1))),
    Move("blame", "harm", "B", "puts it on them as a person", (("trust", -1), ("guard", 2))),
    Move("label", "harm", "B", "says what they are", (("trust", -2), ("guard", 3))),
    Move("generalise", "harm", "B", "always, never, everybody", (("guard", 1),)),
    Move("dismiss", "harm", "B", "waves aside what they said or feel", (("trust", -1), ("guard", 2))),
    Move("threat", "harm", "B", "says what will happen to them", (("trust", -2), ("guard", 2), ("commit", 1))),
    Move("compare", "harm", "B", "holds somebody else up against them", (("trust", -1), ("guard", 1))),
    Move("advise", "take over", "C", "tells them how", (("guard", 1),)),
    Move("fix", "take over", "B", "takes the work back", (("trust", -1), ("commit", -1))),
    Move("promise", "risk", "B", "promises what is not yours to give"),
    Move("rights", "risk", "B", "argues from rank, rule or title", (("guard", 1),)),
    Move("hedge", "risk", "B", "softens it until it says nothing", (("clarity", -1),)),
)
MOVES = {move.name: move for move in _ALL}
# Moves are applied, quoted and listed in this order.
ORDER = {move.name: number for number, move in enumerate(_ALL)}


def ordered(names: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Move names in the order of the vocabulary."""
    return tuple(sorted(names, key=lambda name: ORDER.get(name, len(ORDER))))
