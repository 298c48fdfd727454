"""The five questions, and which one is meant by some words."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from importlib.resources import files

import msgspec

from podium.core.errors import CannotRead

_WORD = re.compile(r"[a-z]+")
_EMPTY = frozenset(
    [
        "a",
        "am",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "get",
        "go",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "should",
        "so",
        "that",
        "the",
        "them",
        "they",
        "this",
        "to",
        "too",
        "up",
        "was",
        "we",
        "what",
        "when",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
# Below this a question shares no telling word with what was asked.
_LEAST = 1.0


class Question(msgspec.Struct, frozen=True):
    """One question.

    Attributes:
        asks: how people ask it. seed: the short answer podium was built from. answer: what to do, step by step.
        support, against: the evidence for and against, each with its source. steps: what begins it, with its command.
    """

    name: str
    title: str
    asks: tuple[str, ...]
    seed: str
    answer: tuple[str, ...]
    against: tuple[str, ...]
    support: tuple[str, ...] = msgspec.field(name="for")
    steps: tuple[str, ...] = msgspec.field(name="next")


class _File(msgspec.Struct, frozen=True):
    question: tuple[Question, ...]


@cache
def questions() -> tuple[Question, ...]:
    """The five, in their order."""
    data = files("podium.programs.questions").joinpath("questions.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File).question


def question_named(name: str) -> Question:
    """One question by its name.

    Raises:
        CannotRead: there is none of that name.
    """
    for question in questions():
        if question.name == name:
            return question
    raise CannotRead(f"there is no question called {name!r}", next_step=_listed())


def question_of(words: str) -> Question:
    """The question that is meant.

    Words count by how few of the five questions use them; endings do not.

    Raises:
        CannotRead: no question shares a telling word with it.
    """
    asked_stems = set(_stems(words))
    weights = _weights()
    scores = {
        question.name: sum(weights[stem] for stem in asked_stems & _own_stems(question)) for question in questions()
    }
    best = max(questions(), key=lambda question: scores[question.name])
    if scores[best.name] < _LEAST:
        raise CannotRead("none of the five questions is about that", where=words[:60], next_step=_listed())
    return best


def _listed() -> str:
    return "ask one of: " + ", ".join(question.name for question in questions())


def _stems(text: str) -> list[str]:
    """Words without their endings."""
    words = [word for word in _WORD.findall(text.casefold().replace("'", "")) if word not in _EMPTY]
    return [re.sub(r"(?:ings?|ers?|ed|es|s|ly|ance|ment|ion)$", "", word)[:7] or word for word in words]


@cache
def _own_stems(question: Question) -> frozenset[str]:
    return frozenset(stem for text in (question.name, question.title, *question.asks) for stem in _stems(text))


@cache
def _weights() -> dict[str, float]:
    """Stem -> how telling it is: the fewer questions use it, the more."""
    uses = Counter(stem for question in questions() for stem in _own_stems(question))
    return {stem: math.log(1 + len(questions()) / count) for stem, count in uses.items()}
