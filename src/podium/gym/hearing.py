"""Hears moves in words: which move, how sure, and in which of her own words.

Questions are heard as well as people agree on them (tier A), the other moves by their usual phrases (B), reflections and
advice hardly (C). A move that is not heard is neutral: nothing counts against her for the rules' deafness.
"""

from __future__ import annotations

import re

import msgspec

from podium.core.errors import Misuse
from podium.gym.moves import MOVES, ORDER, Tier
from podium.gym.rules import forms, rules
from podium.text import reading

LONGEST = 1_000
_NOTHING = "silence|silent|says? nothing|say nothing|waits?|pauses?|nods?|listens?"
_SILENCE = re.compile(rf"[\s.…]*|\(\s*(?:i )?(?:{_NOTHING})\s*\)", re.IGNORECASE)
_WIDE = re.compile(r"\b(?:how|why|what)\b")
_WIDE_OR_ABOUT = re.compile(r"\b(?:how|what|why|more|about)\b")


class Heard(msgspec.Struct, frozen=True, order=True):
    """One move heard in her words.

    Attributes:
        move: its name. tier: how sure the rules can be of this sort of move.
        quote: her own words it was heard in, a literal part of what she said.
        rule: which rule heard it; `reply` for an offered reply's own tag, `you` for her own coding, `model` for a model's.
    """

    move: str
    tier: Tier
    quote: str
    rule: str


def hear(text: str) -> tuple[Heard, ...]:
    """The moves in an utterance, one of each, in the order of the vocabulary.

    Raises:
        Misuse: it is longer than anybody says at once.
    """
    if len(text) > LONGEST:
        raise Misuse(
            f"That is {len(text):,} characters; one turn takes up to {LONGEST:,}.", next_step="say it in two turns"
        )
    if _SILENCE.fullmatch(text):
        return (Heard("silence", "B", text.strip(), "silence/nothing"),)
    by_move: dict[str, Heard] = {}
    text_read = reading.read(text.replace("\0", " "))
    for span in text_read.sentences:
        quote = text[span.start : span.end]
        for move, rule in _sentence(_blank_speech(text_read.seen[span.start : span.end])):
            by_move.setdefault(move, Heard(move, MOVES[move].tier, " ".join(quote.split()), rule))
    return tuple(sorted(by_move.values(), key=lambda hearing: ORDER[hearing.move]))


def names(heard_moves: tuple[Heard, ...]) -> frozenset[str]:
    """The moves alone."""
    return frozenset(hearing.move for hearing in heard_moves)


def _blank_speech(sentence: str) -> str:
    """Small letters and single blanks; what she quotes is not what she says."""
    spoken = re.sub(r'"[^"]{1,300}"', lambda quoted: '"' + "x" * (len(quoted[0]) - 2) + '"', sentence)
    return " ".join(spoken.lower().split())


def _sentence(sentence: str) -> list[tuple[str, str]]:
    moves: list[tuple[str, str]] = []
    is_settled = False
    for rule in rules():
        if rule.pattern.search(sentence):
            moves.append((rule.move, rule.name))
            is_settled = is_settled or rule.settles
    if any(move == "fix" for move, _ in moves):
        # Who takes the work back has agreed on nothing, whatever the day it is promised for.
        moves = [(move, name) for move, name in moves if move != "commit"]
    question = "" if is_settled else question_of(sentence)
    if question:
        moves.append((question, f"{question}/form"))
    return moves


def question_of(sentence: str) -> str:
    """`ask.open`, `ask.closed`, or nothing: what sort of question one sentence in small letters is."""
    form = forms()
    bare = sentence.strip().rstrip("?!. ")
    if form["probe"].search(bare):
        return "ask.closed" if form["narrow_probe"].search(bare) and not _WIDE.search(bare) else "ask.open"
    if form["curious"].search(bare) and _WIDE_OR_ABOUT.search(bare):
        return "ask.open"
    if not sentence.rstrip(" \"')").endswith("?"):
        return "ask.open" if form["inverted"].search(bare) and not form["closed_what"].search(bare) else ""
    if form["closed_what"].search(bare):
        return "ask.closed"
    if any(form[name].search(bare) for name in ("open_word", "inner_open", "wide_where")):
        return "ask.open"
    return "ask.closed"
