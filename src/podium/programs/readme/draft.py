"""From answers to a README.

Thirteen parts, her words as she said them, a receipt below each sentence podium drafted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import Misuse
from podium.core.lines import lines_of
from podium.programs.readme.page import known_forms, recognise
from podium.programs.readme.parts import in_order
from podium.programs.readme.questions import QUESTIONS, question

if TYPE_CHECKING:
    from podium.programs.readme.page import Claim
    from podium.programs.readme.parts import Part
    from podium.programs.readme.prefill import Offer
    from podium.programs.readme.questions import Question

_HEAD = """\
<!-- Your manager README. Edit freely; what stands between these marks is yours alone and is never published.
     `podium readme check` says what is missing, `podium readme audit` how your promises stand.
     A line that starts with "Promise:" is held against traces. -->
"""
OWN = "your answer"
USUAL = "written by podium; make it yours"


class Answer(msgspec.Struct, frozen=True):
    """What stands on the page, and what it rests on."""

    text: str
    receipt: str


def settle(typed_answers: Mapping[str, str], offers: Mapping[str, Offer]) -> dict[str, Answer]:
    """Her answers first, then what is known, then podium's own default; what nobody said stays open.

    Raises:
        Misuse: an answer to no question, or a promise nobody can check.
    """
    for key in typed_answers:
        if question(key) is None:
            keys = ", ".join(question.key for question in QUESTIONS)
            raise Misuse(f"there is no question {key!r}", where="--set", next_step=f"answer one of: {keys}")
    answers: dict[str, Answer] = {}
    for readme_question in QUESTIONS:
        typed, offer = typed_answers.get(readme_question.key, "").strip(), offers.get(readme_question.key)
        if typed:
            answers[readme_question.key] = Answer(typed, OWN)
        elif readme_question.key in typed_answers:
            continue
        elif offer is not None:
            answers[readme_question.key] = Answer(offer.text, offer.receipt)
        elif readme_question.usual:
            answers[readme_question.key] = Answer(readme_question.usual, USUAL)
    return answers


def promised(text: str) -> list[Claim]:
    """The promises of an answer.

    Raises:
        Misuse: one nobody can check; lists those podium knows.
    """
    claims = []
    for words in (" ".join(piece.split()).rstrip(".") for piece in text.split(";")):
        claim = recognise(words) if words else None
        if words and claim is None:
            raise Misuse(f"podium cannot check the promise {words!r}", where="promises", next_step=known_forms())
        if claim is not None:
            claims.append(claim)
    return claims


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
    yield "".join(
        _answered(question, answers.get(question.key)) for question in QUESTIONS if question.part == part.name
    )
    own = [claim for claim in promises if claim.form.part == part.name]
    if own:
        rests_on = [receipt for receipt in receipts if any(receipt.startswith(f"{claim.words}:") for claim in own)]
        yield "\n".join(f"- Promise: {claim.words}" for claim in own) + f"\n{_receipt(rests_on or [OWN])}\n"
    if part.name == "version":
        yield "Not published yet.\n<!-- `podium readme publish` writes version, date and what changed here -->\n"


def _answered(question: Question, answer: Answer | None) -> str:
    if answer is None:
        example = f" For example: {question.example}" if question.example else ""
        return f"<!-- to answer ({question.key}): {question.asks}{example} -->\n"
    lead = f"**{question.lead}** " if question.lead else ""
    return f"{lead}{_line(answer.text)}\n{_receipt(lines_of(answer.receipt))}\n"


_OPEN = re.compile(r"^<!-- to answer \((\w+)\): [^\n]* -->$", re.MULTILINE)


def open_questions(source: str) -> list[Question]:
    """What the page still leaves open, in its order."""
    return [found for key in _OPEN.findall(source) if (found := question(key)) is not None]


def fill(source: str, typed_answers: Mapping[str, str]) -> str:
    """The page with answers in the places that were left open for them; every other line stays as it is."""

    def filled(mark: re.Match[str]) -> str:
        asked, text = question(mark[1]), typed_answers.get(mark[1], "").strip()
        return mark[0] if asked is None or not text else _answered(asked, Answer(text, OWN)).rstrip("\n")

    return _OPEN.sub(filled, source)


def _receipt(receipts: list[str]) -> str:
    return f"<!-- receipt: {'; '.join(' '.join(receipt.split()) for receipt in receipts).replace('--', '- -')} -->"


def _line(text: str) -> str:
    """An answer as one paragraph: it opens no heading, no list and no comment."""
    plain = " ".join(text.replace("\0", "\ufffd").split()).replace("<!--", "<\\!--")
    return f"\\{plain}" if plain[:1] in {"#", "-", "+", ">", "=", "|", "`"} else plain
