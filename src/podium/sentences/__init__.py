"""Every sentence the mirror can say to you, in one place, held to rules by a test."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache

import msgspec

from podium.core.errors import OurFault

# What a slot holds on the generated page.
SAMPLES: dict[str, str] = {
    "hits": "6",
    "rest": "11",
    "total": "17",
    "count": "3",
    "value": "4 days",
    "band": "10 to 20",
    "percent": "35 %",
    "span": "18 to 36 %",
    "pace": "about 3 in 10 of their usual changes",
    "usual": "under 1 in 10",
    "needed": "20",
    "rows": "changes by others",
    "weeks": "4 weeks",
    "day": "28 June 2026",
    "read": "web and api",
    "newest": "today",
    "names": "late hours, lost 1:1s",
    "needs": "your calendar or journal",
    "short": "late hours",
    "command": "podium why late",
    "practice": "Two half-days a week without code",
    "trap": "Code Refuge",
    "address": "ana@example.org",
}


class Sentence(msgspec.Struct, frozen=True):
    """One sentence with slots.

    Attributes:
        key: where it is said. many: as said of several, or always.
        one: as said where the slot `hits` or `count` is 1; empty where it makes no difference.
        unit: what its shares are of, one and many, for the generated page.
    """

    key: str
    many: str
    one: str = ""
    unit: tuple[str, str] = ("change", "changes")

    @property
    def slots(self) -> frozenset[str]:
        """The names in braces."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.many) if name)

    def with_values(self, values: dict[str, str]) -> str:
        """The sentence with its slots filled."""
        is_one = self.one and values.get("hits", values.get("count")) == "1"
        return whole((self.one if is_one else self.many).format(**values))

    def samples(self) -> list[str]:
        """The sentence as it may be printed: of several, and of one where that differs."""
        one, many = self.unit
        values = SAMPLES | {"about": f"about 1 {one} in 9", "about_rest": f"about 9 in 10 {many}"}
        texts = [self.with_values(values)]
        return [*texts, self.with_values(values | {"hits": "1", "count": "1"})] if self.one else texts


def whole(text: str) -> str:
    """A whole sentence begins with a capital; a part of one does not."""
    return text[:1].upper() + text[1:] if text.endswith(".") else text


@cache
def every() -> dict[str, Sentence]:
    """All sentences by their key, in the order of the generated page."""
    from podium.sentences import flags, limits, screen, signals, why

    parts = (screen.SENTENCES, limits.SENTENCES, flags.SENTENCES, signals.SENTENCES, why.sentences())
    return {sentence.key: sentence for part in parts for sentence in part}


def pages(of_parts: Iterable[Sentence]) -> dict[str, list[Sentence]]:
    """The sentences by what they are for, those of signals and flags among them, as they stand on the generated page."""
    titles = {"signal": "What was found", "matters": "Why it matters", "why": "podium why"}
    titles |= dict.fromkeys(("flag", "fine"), "What is fine")
    sentences_by_page: dict[str, list[Sentence]] = {}
    for sentence in (*every().values(), *of_parts):
        title = titles.get(sentence.key.partition(".")[0], "The screen")
        sentences_by_page.setdefault(title, []).append(sentence)
    return sentences_by_page


def say(key: str, **values: object) -> str:
    """One sentence, filled."""
    try:
        sentence = every()[key]
    except KeyError:
        raise OurFault(f"there is no sentence {key!r}") from None
    return sentence.with_values({name: str(value) for name, value in values.items()})


@cache
def _patterns(of_parts: tuple[Sentence, ...]) -> tuple[re.Pattern[str], ...]:
    templates = [text for s in (*every().values(), *of_parts) for text in (s.many, s.one) if text]
    return tuple(re.compile(_pattern(text), re.IGNORECASE) for text in templates)


def _pattern(template: str) -> str:
    return "".join(
        re.escape(text) + ("(.+?)" if name else "") for text, name, _, _ in string.Formatter().parse(template)
    )


def is_registered(text: str, of_parts: tuple[Sentence, ...]) -> bool:
    """Whether a printed sentence is one of ours, or of these signals and flags."""
    return any(pattern.fullmatch(text) for pattern in _patterns(of_parts))
