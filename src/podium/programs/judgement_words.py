"""Words that judge a person where an observation belongs; quoted speech is left alone."""

from __future__ import annotations

import re

import msgspec

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)|«[^»]*»")
_JUDGES = re.compile(
    r"\b(?:aggressive|arrogant|articulate|attitude|awkward|bad|bitter|bossy|brilliant|bully(?:ing)?|careless|charismatic|"
    r"clever|combative|competent|condescending|confident|confrontational|cynical|defensive|difficult|dismissive|"
    r"disrespectful|egotistical|emotional|energetic|enthusiastic|friendly|fit|genius|good|great|hostile|immature|"
    r"impressive|incompetent|insecure|intelligent|intimidating|jerk|junior|lazy|likeable|loud|manipulative|mean|moody|"
    r"narcissist(?:ic)?|nasty|negative|nervous|nice|passionate|passive-aggressive|pleasant|polished|political|poor|"
    r"rockstar|rude|sarcastic|selfish|sharp|shy|sloppy|smart|solid|strong|stubborn|stupid|talented|terrible|toxic|"
    r"unapproachable|unfriendly|unmotivated|unprofessional|unreliable|weak|weird|wonderful)\b",
    re.IGNORECASE,
)
_GUESSES = re.compile(
    r"\b(?:always|never|constantly|clearly|obviously|seem(?:s|ed)?|feels? like|vibe|gut|"
    r"culture fit|i think|i feel|i believe|probably|tends? to|typical(?:ly)?|usual(?:ly)?)\b",
    re.IGNORECASE,
)


class Word(msgspec.Struct, frozen=True):
    """One word to look at: where it starts, what it is, and why."""

    start: int
    word: str
    why: str


def judging_words(text: str) -> tuple[Word, ...]:
    """Words of judgement and guessing, in the order of the text."""
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    words = [Word(m.start(), m[0], "it judges; say what was seen or heard") for m in _JUDGES.finditer(bare)]
    words += [Word(m.start(), m[0], "it guesses; say when, and how often you saw it") for m in _GUESSES.finditer(bare)]
    return tuple(sorted(words, key=lambda word: word.start))
