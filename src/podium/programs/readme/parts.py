"""The thirteen parts of a manager README, and how a heading of hers is known as one of them."""

from __future__ import annotations

import re

import msgspec


class Part(msgspec.Struct, frozen=True):
    """One part.

    Attributes:
        name: dashes; what questions and promises point to.
        heading: as podium writes it.
        known_by: words of a heading, any capitals; the first part that knows a heading takes it.
        why: why it belongs there, one sentence.
    """

    name: str
    heading: str
    known_by: str
    why: str


PARTS = (
    Part("not", "What this is not", r"\bnot\b(?!.*\bcode)", "without it the page reads as rules for others"),
    Part("turn", "Your turn", r"your turn|about you\b|tell me", "a page about you alone is one-way"),
    Part("stop", "Call me out", r"call me out|stop rule|stop me|break this", "a promise nobody may recall is none"),
    Part("version", "Version and date", r"version|last (?:changed|updated)", "an old page misleads"),
    Part(
        "code", "Code and reviews", r"\bcode|coding|reviews?\b", "whether you still code is what people guess at most"
    ),
    Part(
        "bugs",
        "Known bugs and their early signs",
        r"bugs?\b|quirks?|weakness",
        "they can tell you earlier than you can",
    ),
    Part("feedback", "Feedback, both ways", r"feedback", "people want to know how to give it, too"),
    Part("one-on-ones", "1:1s", r"1:1|1-1|one.on.one", "the hour that is theirs"),
    Part(
        "channels", "Channels, and what urgent means", r"channel|urgent|reach|communicat", "so that nobody has to guess"
    ),
    Part("hours", "Hours, and after hours", r"hours?\b|availab|when i work", "so that a late message is no order"),
    Part("decide", "How I decide", r"decid|decision", "so that people know how to disagree"),
    Part("expect", "What to expect of me, and I of you", r"expect", "both sides in one place"),
    Part("job", "My job", r"\bjob\b|\brole\b|what i do", "what you are there for"),
)
ORDER = (
    "not",
    "job",
    "hours",
    "channels",
    "one-on-ones",
    "decide",
    "feedback",
    "expect",
    "code",
    "bugs",
    "stop",
    "turn",
    "version",
)
# Among 28 public manager READMEs these have a heading of their own in 7 %, 7 % and 0 % (field guide 5.1).
RAREST = ("code", "hours", "stop")


def part(name: str) -> Part:
    """The part of a name."""
    return next(known_part for known_part in PARTS if known_part.name == name)


def in_order() -> tuple[Part, ...]:
    """All parts as they stand on the page."""
    return tuple(part(name) for name in ORDER)


def of_heading(heading: str) -> Part | None:
    """The part a heading names, podium's own wording first."""
    plain = " ".join(heading.split()).casefold()
    exact = next((known_part for known_part in PARTS if known_part.heading.casefold() == plain), None)
    return exact or next(
        (known_part for known_part in PARTS if re.search(known_part.known_by, plain, re.IGNORECASE)), None
    )
