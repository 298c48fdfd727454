"""The seven lines of the debrief, each with a level and the words it rests on.

The levels are in public terms, so that a coach can disagree. They are never added up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from podium.gym.moves import ORDER

if TYPE_CHECKING:
    from podium.gym.log import Talk, Turn
    from podium.gym.moves import Tier

_HURTS = frozenset({"blame", "label", "dismiss", "threat", "compare", "generalise"})
_REPAIRS = frozenset({"own", "contrast", "affirm", "reflect"})
_INTERESTS = frozenset({"need", "purpose", "reflect"})


class Evidence(msgspec.Struct, frozen=True):
    """Words of hers and what they were heard as.

    Attributes:
        turn: 1 is her first.
        quote: a literal part of what she said.
        tier: how sure the rules are of this sort of move; `you` or `model` where one of them coded it.
    """

    turn: int
    quote: str
    move: str
    tier: str


class RubricLine(msgspec.Struct, frozen=True):
    """One line of the rubric.

    Attributes:
        level: 0 to 3; None when there is no evidence.
        words: what the level says.
    """

    name: str
    framework: str
    level: int | None
    words: str
    evidence: tuple[Evidence, ...]


def evidence(turns: Iterable[Turn], moves: Iterable[str]) -> tuple[Evidence, ...]:
    """Where these moves were made, in the order of the talk."""
    wanted = frozenset(moves)
    pieces: list[Evidence] = []
    for turn in turns:
        of_turn = [
            Evidence(turn.number, h.quote, h.move, _tier(turn, h.tier)) for h in turn.said.heard if h.move in wanted
        ]
        moves_of_turn = {piece.move for piece in of_turn}
        for coded in turn.coded:
            quotes = coded.quotes or (turn.said.text,) * len(coded.moves)
            of_turn += [
                Evidence(turn.number, quote, move, coded.by)
                for move, quote in zip(coded.moves, quotes, strict=False)
                if move in wanted and move not in moves_of_turn
            ]
        pieces += sorted(of_turn, key=lambda piece: ORDER.get(piece.move, 0))
    return tuple(pieces)


def _tier(turn: Turn, tier: Tier) -> str:
    return "author" if turn.said.source == "picked" else tier


def rubric(talk: Talk) -> tuple[RubricLine, ...]:
    """The seven lines, in their order."""
    return tuple(_line(talk, *line) for line in _LINES)


def _line(
    talk: Talk, name: str, framework: str, judge: Callable[[Talk], tuple[int | None, str, Sequence[str]]]
) -> RubricLine:
    level, words, moves = judge(talk)
    return RubricLine(name, framework, level, words, evidence(talk.turns, moves))


def _turns_with(talk: Talk, moves: Iterable[str]) -> list[int]:
    wanted = frozenset(moves)
    return [turn.number for turn in talk.turns if turn.moves & wanted]


def _is_all_coded(talk: Talk) -> bool:
    """Whether every turn was picked or coded, so that a move that is not there was not made."""
    return all(turn.said.source == "picked" or turn.coded for turn in talk.turns)


def unrepaired(talk: Talk) -> list[int]:
    """Turns that hurt and were not made good in the next two."""
    repaired = _turns_with(talk, _REPAIRS)
    return [n for n in _turns_with(talk, _HURTS) if not any(n < later <= n + 2 for later in repaired)]


def _safety(talk: Talk) -> tuple[int | None, str, Sequence[str]]:
    if not talk.turns:
        return None, "nothing was said", ()
    open_hurts = unrepaired(talk)
    if open_hurts:
        return 0, f"it hurt in turn {_listed(open_hurts)} and was not made good", sorted(_HURTS)
    hurts = _turns_with(talk, _HURTS)
    aims = _turns_with(talk, ("purpose", "contrast", "own"))
    if talk.is_fact:
        return 3, "they dared to say what they had kept back", ("purpose", "contrast", "own", *sorted(_HURTS))
    if aims:
        return 2, "you said what you meant, or what was yours", ("purpose", "contrast", "own")
    return (
        1,
        "it hurt once and you made it good" if hurts else "nothing hurt",
        sorted(_HURTS | _REPAIRS if hurts else ()),
    )


def _inquiry(talk: Talk) -> tuple[int | None, str, Sequence[str]]:
    opened, closed = _turns_with(talk, ("ask.open",)), _turns_with(talk, ("ask.closed",))
    if not opened and not closed:
        return 0, "you asked nothing", ()
    if not opened:
        return 1, "only questions that yes or no answers", ("ask.closed",)
    followed = [n for n in opened if n + 1 in {*_turns_with(talk, ("ask.open", "silence", "reflect"))}]
    if followed:
        return 3, "an open question, and then you stayed with the answer", ("ask.open", "silence", "reflect")
    return 2, "open questions", ("ask.open",)


def _listening(talk: Talk) -> tuple[int | None, str, Sequence[str]]:
    reflected = _turns_with(talk, ("reflect",))
    if reflected:
        if talk.is_fact:
            return 3, "you said back what was meant, and the hidden fact came out", ("reflect",)
        if all(_is_parrot(talk, n) for n in reflected):
            return 1, "you repeated their words", ("reflect",)
        return 2, "you said back what was meant", ("reflect",)
    if _is_all_coded(talk):
        return 0, "you said nothing back", ()
    return None, "rules hardly hear this in free words: say yourself which line of yours said it back", ()


def _is_parrot(talk: Talk, number: int) -> bool:
    before = " ".join(talk.turns[number - 2].said.says if number > 1 else talk.begun.says)
    theirs = set(re.findall(r"[a-z]{4,}", before.lower()))
    hers = re.findall(r"[a-z]{4,}", talk.turns[number - 1].said.text.lower())
    return bool(hers) and sum(word in theirs for word in hers) >= 0.6 * len(hers)


def _candour(talk: Talk) -> tuple[int | None, str, Sequence[str]]:
    facts, bars = _turns_with(talk, ("observe",)), _turns_with(talk, ("expect",))
    effects = _turns_with(talk, ("feel", "need"))
    soft = ("blame", "label", "generalise", "hedge")
    if (facts or bars) and len([turns for turns in (facts, bars, effects) if turns]) >= 2:
        return 3, "a fact, and its effect or the bar", ("observe", "expect", "feel", "need")
    if facts or bars:
        return 2, "a fact" if facts else "the bar", ("observe", "expect")
    if _turns_with(talk, soft):
        return 1, "judged or softened, with no fact", soft
    return (0, "the gap was not said", ()) if _is_all_coded(talk) else (None, "no fact, bar or judgement was heard", ())


def _agreement(talk: Talk) -> tuple[int | None, str, Sequence[str]]:
    commits, requests = _turns_with(talk, ("commit",)), _turns_with(talk, ("request",))
    if commits and _turns_with(talk, ("autonomy", "request")):
        return 3, "who, what and when, and a part of it is theirs", ("commit", "autonomy", "request")
    if commits:
        return 2, "who, what and when", ("commit",)
    if requests or _turns_with(talk, ("autonomy",)):
        return 1, "something was asked, no day was named", ("request", "autonomy")
    return (0, "nothing was agreed", ()) if _is_all_coded(talk) else (None, "no agreement was heard", ())


def _restraint(talk: Talk) -> tuple[int | None, str, Sequence[str]]:
    fixes, advice = _turns_with(talk, ("fix",)), _turns_with(talk, ("advise",))
    questions, leave = _turns_with(talk, ("ask.open",)), _turns_with(talk, ("seek",))
    if fixes:
        return 0, f"you took the work back in turn {_listed(fixes)}", ("fix", "advise")
    if not advice:
        if _is_all_coded(talk):
            return 3, "you gave no advice", ()
        return None, "no advice was heard; the rules miss most of it", ()
    if any(n <= advice[0] for n in leave):
        return 3, "you asked before you advised", ("seek", "advise")
    if any(n < advice[0] for n in questions):
        return 2, "you advised after you had asked", ("ask.open", "advise")
    return 1, "you advised before you asked anything", ("advise",)


def _power(talk: Talk) -> tuple[int | None, str, Sequence[str]]:
    threats, rights = _turns_with(talk, ("threat",)), _turns_with(talk, ("rights", "promise"))
    interests = _turns_with(talk, _INTERESTS)
    first = min([*threats, *rights], default=0)
    evidence_moves = ("threat", "rights", "promise", *sorted(_INTERESTS))
    if not first and not interests:
        return None, "neither power nor interests were heard", ()
    if not first:
        return 3, "interests throughout", sorted(_INTERESTS)
    if any(n < first for n in interests):
        return 2, "interests first, then power", evidence_moves
    return (
        (0, "a threat came first", evidence_moves)
        if threats and threats[0] == first
        else (1, "rank or rules came first", evidence_moves)
    )


def _listed(numbers: Sequence[int]) -> str:
    return " and ".join(str(n) for n in numbers)


_LINES: tuple[tuple[str, str, Callable[[Talk], tuple[int | None, str, Sequence[str]]]], ...] = (
    ("safety", "Crucial Conversations", _safety),
    ("inquiry", "The Coaching Habit", _inquiry),
    ("listening", "Motivational Interviewing, NVC", _listening),
    ("candour", "NVC observation", _candour),
    ("agreement", "NVC request, Crucial Conversations", _agreement),
    ("restraint", "The Coaching Habit", _restraint),
    ("power", "Interests, rights, power", _power),
)
