"""Hears moves in words: what was said, as which move, how sure, and the very words it was heard in.

Questions are heard as well as people agree on them (tier A), the other moves by their usual phrases (B), reflections and
advice hardly (C). A move that is not heard is neutral: nothing counts against her for the rules' deafness.
"""

from __future__ import annotations

import re

import msgspec

from podium.core.errors import Misuse
from podium.gym.moves import MOVES, ORDER, Tier
from podium.gym.rules import RULES
from podium.text import reading

LONGEST = 1_000
_LEAD = r"(?:so|and|but|ok|okay|well|then|please|honestly|look|right|now|hm|or|yes|no|thanks|sorry|if \w+[^,]{0,60}|in [^,]{3,40}|from [^,]{3,40}|on [^,]{3,30}|okay, and)"
_START = rf"^(?:{_LEAD}\b,? ?(?:and |so |but )?){{0,3}}"
_OPEN_WORD = re.compile(rf"{_START}(?:what|what's|how|how's|why|whats)\b")
_INNER_OPEN = re.compile(r"(?:[,;:] |\band |\bso |\bbut |\b(?:do|did) you think,? )(?:what|how|why)\b|\b(?:then|so|and) what$|\bwhat else\b")
_CLOSED_WHAT = re.compile(
    rf"{_START}(?:how (?:many|much|long|often|soon|late|far|old|big|likely|sure)|what (?:time|day|date|hour|version|number|month|name|percentage)|"
    r"what's (?:the|his|her|your) (?:date|name|deadline|number|ticket))\b"
)
_SMALL_WORD = re.compile(rf"{_START}(?:who|whose|when|where|which)\b")
_WIDE_WHERE = re.compile(r"\bwhere (?:do|does|did) (?:you|it|that|this|things) (?:feel|see|stand|get|go|start|come|hurt|think)|\bwhere (?:shall|should|would|do) (?:we|you) (?:like to )?(?:start|begin)|\band why\b")
_PROBE_VERB = r"(?:tell me|walk me|talk me|describe|explain|elaborate|say (?:a bit |a little )?more|help me (?:understand|see)|share (?:how|what|your)|take me through|give me (?:a sense|your view))"
_PROBE = re.compile(rf"{_START}(?:could you |can you |would you |will you |i'd like you to )?(?:please |maybe )?{_PROBE_VERB}\b")
_CURIOUS = re.compile(
    r"\bi(?:'d| would)? (?:(?:really |also )?(?:love|like|want) to (?:hear|know|understand|learn)|wonder|am curious|'m curious)\b|\bi'm curious\b|\bi am curious\b"
)
_NARROW_PROBE = re.compile(r"\b(?:whether|if you|your name|the number|the date|when|yes or no)\b")
_INVERTED = re.compile(rf"{_START}(?:what|how|why) (?:is|are|was|were|do|does|did|can|could|would|should|has|have|might|come)\b")
_SILENCE = re.compile(r"[\s.…]*|\(\s*(?:i )?(?:silence|silent|says? nothing|say nothing|wait|waits|pause|pauses|nod|nods|listen|listens)\s*\)", re.IGNORECASE)


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
    found: dict[str, Heard] = {}
    read = reading.read(text.replace("\0", " "))
    for span in read.sentences:
        quote = text[span.start : span.end]
        for move, rule in _sentence(_blank_speech(read.seen[span.start : span.end])):
            found.setdefault(move, Heard(move, MOVES[move].tier, " ".join(quote.split()), rule))
    return tuple(sorted(found.values(), key=lambda heard: ORDER[heard.move]))


def names(heard: tuple[Heard, ...]) -> frozenset[str]:
    """The moves alone."""
    return frozenset(each.move for each in heard)


def _blank_speech(sentence: str) -> str:
    """Small letters; what she quotes is not what she says."""
    return re.sub(r'"[^"]{1,300}"', lambda quoted: '"' + "x" * (len(quoted[0]) - 2) + '"', sentence).lower()


def _sentence(said: str) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    is_settled = False
    for rule in RULES:
        if rule.pattern.search(said):
            heard.append((rule.move, rule.name))
            is_settled = is_settled or rule.settles
    question = "" if is_settled else question_of(said)
    if question:
        heard.append((question, f"{question}/form"))
    return heard


def question_of(said: str) -> str:
    """`ask.open`, `ask.closed`, or nothing: what sort of question one sentence in small letters is."""
    is_marked = said.rstrip(" \"')").endswith("?")
    bare = said.strip().rstrip("?!. ")
    if _PROBE.search(bare):
        return "ask.closed" if _NARROW_PROBE.search(bare) and not re.search(r"\b(?:how|why|what)\b", bare) else "ask.open"
    if _CURIOUS.search(bare) and re.search(r"\b(?:how|what|why|more|about)\b", bare):
        return "ask.open"
    if not is_marked:
        return "ask.open" if _INVERTED.search(bare) and not _CLOSED_WHAT.search(bare) else ""
    if _CLOSED_WHAT.search(bare):
        return "ask.closed"
    if _OPEN_WORD.search(bare) or _INNER_OPEN.search(bare) or _WIDE_WHERE.search(bare):
        return "ask.open"
    return "ask.closed"
