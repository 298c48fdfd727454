"""What a reader would stumble over.

Parts missing, more than a page, one-way sentences, boasts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from podium.core.measure import counted
from podium.core.note import Note
from podium.programs.readme.parts import RAREST, in_order
from podium.text.lint import lint
from podium.text.own_words import OwnWords

if TYPE_CHECKING:
    from podium.programs.readme.page import Readme
    from podium.programs.readme.versions import Version

MOST_WORDS = 500
FEWEST_PROMISES = 5
STALE_DAYS = 92
_ORDERS = re.compile(
    r"\b(?:you (?:must|should|shall|need to|have to|are expected to|will always)|don't ever|never (?:come|bring|ask|message) me|"
    r"I expect (?:you|everyone|people|the team)|I require|I (?:do not|don't|won't) tolerate)\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:you can expect|I will|I'll|I promise|I owe you|I answer|I bring|I ask)\b|^\s*-?\s*promise:",
    re.IGNORECASE | re.MULTILINE,
)
_INVITES = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_WANTS = re.compile(
    r"\b(?:tell me|(?:give|send) me|I want|I would like|I'd like|I like to hear|to me|feedback for me|hear it myself|say so|directly)\b",
    re.IGNORECASE,
)
_BOASTS = re.compile(
    r"\b(?:world.class|best.in.class|10x|rock.?star|ninja|visionary|thought leader|passionate about|proven track record|"
    r"highly (?:skilled|experienced|effective|regarded)|exceptional(?:ly)?|outstanding|expert in|second to none|"
    r"I am (?:known|famous|respected|recogni[sz]ed) (?:for|as)|I'm (?:known|famous) (?:for|as)|I (?:pride myself|excel|always deliver)|"
    r"my (?:impressive|extensive|unparalleled|vast))\b",
    re.IGNORECASE,
)
_TONE = frozenset({"strong", "shouting", "exasperation"})


def check(page: Readme, versions: tuple[Version, ...] = (), today: date | None = None) -> tuple[Note, ...]:
    """Everything to look at, by line; nothing here is a grade."""
    notes = [
        *page.notes,
        *_missing(page),
        *_length(page),
        *_one_way(page),
        *_boasts(page),
        *_tone(page),
        *_promises(page),
        *_age(page, versions, today),
    ]
    return tuple(sorted(dict.fromkeys(notes)))


def hinders(page: Readme) -> tuple[Note, ...]:
    """What keeps a page from being published: promises nobody can check, parts missing, more than 500 words."""
    return tuple(sorted([*page.notes, *_missing(page), *_length(page)]))


def _missing(page: Readme) -> Iterator[Note]:
    for part in in_order():
        section = page.sections.get(part.name)
        if part.name == "version":
            continue
        rare = ", and hardly any README says it" if part.name in RAREST else ""
        if section is None:
            yield Note(page.where, 0, 0, part.name, f"is missing: {part.why}{rare}", f'write "## {part.heading}"')
        elif not section.text.strip():
            yield Note(page.where, section.line, 1, part.name, f"is empty{rare}", "write one sentence")


def _length(page: Readme) -> Iterator[Note]:
    if page.words > MOST_WORDS:
        longest = max(page.sections.values(), key=lambda section: len(section.text), default=None)
        step = f'the longest part is "{longest.heading}", line {longest.line}' if longest else "cut it"
        yield Note(page.where, 0, 0, "length", f"{page.words} words; a page holds {MOST_WORDS}", step)


def _one_way(page: Readme) -> Iterator[Note]:
    orders = [(number, order) for number, line in _lines(page) for order in _ORDERS.finditer(line)]
    if len(orders) > len(_GIVES.findall(page.text)):
        for number, order in orders:
            yield Note(
                page.where,
                number,
                order.start() + 1,
                "one-way",
                f"{order[0]!r} asks of them, and the page asks more than it gives",
                "say what you do for it, or leave it out",
            )
    turn, feedback = page.sections.get("turn"), page.sections.get("feedback")
    if turn and turn.text.strip() and not _INVITES.search(turn.text):
        yield Note(
            page.where,
            turn.line,
            1,
            "one-way",
            "the reader is not asked anything",
            'ask: "How do you want to be reached?"',
        )
    if feedback and feedback.text.strip() and not _WANTS.search(feedback.text):
        yield Note(
            page.where, feedback.line, 1, "one-way", "it does not say how you want to hear feedback", "add one sentence"
        )


def _boasts(page: Readme) -> Iterator[Note]:
    for number, line in _lines(page):
        for boast in _BOASTS.finditer(line):
            yield Note(
                page.where,
                number,
                boast.start() + 1,
                "boast",
                f"{boast[0]!r} praises you; a reader learns nothing to act on",
                "say what you do, or leave it out",
            )


def _tone(page: Readme) -> Iterator[Note]:
    """What the rules for messages hear in it: strong words, shouting, sighs."""
    for finding in lint(OwnWords.typed(page.text, where=page.where), "message").findings:
        if finding.rule in _TONE and not finding.quote.strip().casefold().startswith("promise"):
            yield Note(
                page.where, finding.line, 0, "tone", f"{finding.quote.strip()[:60]!r}: {finding.why}", finding.offer
            )


def _promises(page: Readme) -> Iterator[Note]:
    if len(page.claims) < FEWEST_PROMISES:
        yield Note(
            page.where,
            0,
            0,
            "promises",
            f"{counted(len(page.claims), 'promise')} that traces can show; {FEWEST_PROMISES} make a start",
            "`podium readme claims` lists what can be promised",
        )
    first_line_of: dict[str, int] = {}
    for claim in page.claims:
        first = first_line_of.setdefault(claim.signal.name, claim.line)
        if first != claim.line:
            yield Note(page.where, claim.line, 1, "promise", f"stands in line {first} already", "keep one")


def _age(page: Readme, versions: tuple[Version, ...], today: date | None) -> Iterator[Note]:
    if versions and today is not None and (age := (today - versions[-1].published).days) > STALE_DAYS:
        yield Note(
            page.where,
            0,
            0,
            "date",
            f"the last version is {age} days old; read it again with your traces once a quarter",
            "`podium readme audit`, then `podium readme publish`",
        )


def _lines(page: Readme) -> Iterator[tuple[int, str]]:
    yield from enumerate(page.text.split("\n"), 1)
