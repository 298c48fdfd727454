"""How well whole texts are judged: results, feedback notes and goals, with intervals."""

from __future__ import annotations

import json
from importlib.resources import files
from math import sqrt
from typing import Literal

import msgspec

from podium.core.lines import lines_of
from podium.text.feedback import SBI, sbi
from podium.text.own_words import OwnWords
from podium.text.slots import is_win, slots

TextKind = Literal["win", "feedback", "goal"]
NINETY_FIVE = 1.96


class WholeText(msgspec.Struct, frozen=True):
    """One invented text: its kind, its part (development or held_out), and what is true of it."""

    kind: TextKind
    part: str
    text: str
    has: frozenset[str]


class Agreement(msgspec.Struct, frozen=True):
    """How often podium and the label agree on one question over a set of texts."""

    question: str
    part: str
    right: int
    wrong: int
    overlooked: int
    texts: int

    @property
    def precision(self) -> tuple[float, float, float] | None:
        """Right among all it named, with the 95 % interval."""
        return wilson(self.right, self.right + self.wrong)

    @property
    def recall(self) -> tuple[float, float, float] | None:
        """Named among all there were, with the 95 % interval."""
        return wilson(self.right, self.right + self.overlooked)


def wilson(hits: int, of: int) -> tuple[float, float, float] | None:
    """A share and its 95 % interval after Wilson (1927); None when there is nothing to share."""
    if not of:
        return None
    share, square = hits / of, NINETY_FIVE**2
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = NINETY_FIVE * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return share, centre - half, centre + half


def whole_texts() -> tuple[WholeText, ...]:
    """Every labelled whole text that comes with podium."""
    source = files("podium.text").joinpath("data", "lint", "whole_texts.jsonl").read_text(encoding="utf-8")
    rows = (json.loads(line) for line in lines_of(source) if line.strip())
    return tuple(WholeText(row["kind"], row["part"], row["text"], frozenset(row["has"])) for row in rows)


def answers(item: WholeText) -> dict[str, tuple[bool, bool]]:
    """Per question: whether it is true by the label, and whether podium says so."""
    words = OwnWords.typed(item.text)
    if item.kind == "win":
        return {"business result": ("business" in item.has, slots(words).is_business)}
    if item.kind == "goal":
        return {"goal read as a result": (False, is_win(words) and slots(words).is_business)}
    parts = sbi(words)
    verdicts = {part: (part in item.has, bool(getattr(parts, part))) for part in SBI}
    return {**verdicts, "complete note": (set(SBI) <= item.has, parts.is_complete)}


def agreements(part: str) -> tuple[Agreement, ...]:
    """One row per question on one part of the labelled texts."""
    pairs: dict[str, list[tuple[bool, bool]]] = {}
    for item in whole_texts():
        if item.part == part:
            for question, answer in answers(item).items():
                pairs.setdefault(question, []).append(answer)
    return tuple(
        Agreement(
            question,
            part,
            sum(label and named for label, named in answers_),
            sum(named and not label for label, named in answers_),
            sum(label and not named for label, named in answers_),
            len(answers_),
        )
        for question, answers_ in pairs.items()
    )
