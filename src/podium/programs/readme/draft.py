"""From answers to a README.

Thirteen parts, her words as she said them, a receipt below each sentence podium drafted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podium.core.errors import Misuse
from podium.core.lines import lines_of
from podium.programs.readme.page import known_forms, recognise
from podium.programs.readme.parts import in_order
from podium.programs.readme.questions import QUESTIONS, question

if TYPE_CHECKING:
    from podium.programs.readme.known import Offer
    from podium.programs.readme.page import Claim
    from podium.programs.readme.parts import Part
    from podium.programs.readme.questions import Question

_HEAD = """\
<!-- Your manager README. Edit freely; what stands between these marks is yours alone and is never published.
     `podium readme check` says what is missing, `podium readme audit` how your promises stand.
     A line that starts with "Promise:" is held against traces. -->
"""
OWN = "your answer"
USUAL = "podium's own default; make it yours"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands on the page, and what it rests on."""

    text: str
    receipt: str


def settle(said: Mapping[str, str], offers: Mapping[str, Offer]) -> dict[str, Answer]:
    """Her answers first, then what is known, then podium's own default; what nobody said stays open.

    Raises:
        Misuse: an answer to no question, or a promise nobody can check.
    """
    for key in said:
        if question(key) is None:
            keys = ", ".join(each.key for each in QUESTIONS)
            raise Misuse(f"there is no question {key!r}", where="--set", next_step=f"answer one of: {keys}")
    answers: dict[str, Answer] = {}
    for each in QUESTIONS:
        typed, offer = said.get(each.key, "").strip(), offers.get(each.key)
        if typed:
            answers[each.key] = Answer(typed, OWN)
        elif each.key in said:
            continue
        elif offer is not None:
            answers[each.key] = Answer(offer.text, offer.receipt)
        elif each.usual:
            answers[each.key] = Answer(each.usual, USUAL)
    return answers


def promised(text: str) -> list[Claim]:
    """The promises of an answer.

    Raises:
        Misuse: one nobody can check; lists those podium knows.
    """
    found = []
    for words in (" ".join(piece.split()).rstrip(".") for piece in text.split(";")):
        claim = recognise(words) if words else None
        if words and claim is None:
            raise Misuse(f"podium cannot check the promise {words!r}", where="promises", next_step=known_forms())
        if claim is not None:
            found.append(claim)
    return found


def write(answers: Mapping[str, Answer]) -> str:
    """The whole file."""
    name = answers.get("name")
    title = f"Working with {_line(name.text)}" if name else "Working with me"
    promises = promised(answers["promises"].text) if "promises" in answers else []
    receipts = lines_of(answers["promises"].receipt) if promises else []
    parts = ["\n".join(_part(part, answers, promises, receipts)) for part in in_order()]
    return "\n".join([f"# {title}", "", _HEAD, *parts])


def _part(part: Part, answers: Mapping[str, Answer], promises: list[Claim], receipts: list[str]) -> Iterator[str]:
    yield f"## {part.heading}\n"
    yield "".join(_answered(each, answers.get(each.key)) for each in QUESTIONS if each.part == part.name)
    own = [claim for claim in promises if claim.form.part == part.name]
    if own:
        rests_on = [said for said in receipts if any(said.startswith(f"{claim.words}:") for claim in own)]
        yield "\n".join(f"- Promise: {claim.words}" for claim in own) + f"\n{_receipt(rests_on or [OWN])}\n"
    if part.name == "version":
        yield "Not published yet.\n<!-- `podium readme publish` writes version, date and what changed here -->\n"


def _answered(question: Question, answer: Answer | None) -> str:
    if answer is None:
        example = f" For example: {question.example}" if question.example else ""
        return f"<!-- to answer ({question.key}): {question.asks}{example} -->\n"
    lead = f"**{question.lead}** " if question.lead else ""
    return f"{lead}{_line(answer.text)}\n{_receipt(lines_of(answer.receipt))}\n"


def _receipt(said: list[str]) -> str:
    return f"<!-- receipt: {'; '.join(' '.join(each.split()) for each in said).replace('--', '- -')} -->"


def _line(text: str) -> str:
    """An answer as one paragraph: it opens no heading, no list and no comment."""
    plain = " ".join(text.replace("\0", "\ufffd").split()).replace("<!--", "<\\!--")
    return f"\\{plain}" if plain[:1] in {"#", "-", "+", ">", "=", "|", "`"} else plain
