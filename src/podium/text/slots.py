"""The five slots of a result.

Who is better off, what changed, by how much, in what unit, on which axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.text.lint import lint
from podium.text.reading import Span

if TYPE_CHECKING:
    from podium.text.lint import Linted
    from podium.text.own_words import OwnWords

SLOTS = ("beneficiary", "change", "number", "unit", "axis")
AXES = ("cost", "risk", "speed", "revenue", "customer", "people")
BUSINESS_SLOTS = 4


class Slots(msgspec.Struct, frozen=True):
    """Where each slot is filled in one sentence; an empty tuple is an unfilled slot.

    Attributes:
        beneficiary, change, number, unit, axis: spans in the sentence.
        axes: which of cost, risk, speed, revenue, customer, people were heard.
        credit: spans that name who did it.
        consequence: spans that say what somebody can do now, or is spared.
    """

    beneficiary: tuple[Span, ...]
    change: tuple[Span, ...]
    number: tuple[Span, ...]
    unit: tuple[Span, ...]
    axis: tuple[Span, ...]
    axes: tuple[str, ...]
    credit: tuple[Span, ...]
    consequence: tuple[Span, ...] = ()

    @property
    def filled(self) -> tuple[str, ...]:
        """The names of the slots that are filled."""
        return tuple(name for name in SLOTS if getattr(self, name))

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the slots that are not."""
        return tuple(name for name in SLOTS if not getattr(self, name))

    @property
    def is_business(self) -> bool:
        """A named consequence for somebody, or at least four of the five slots (the field guide's line)."""
        return bool(self.consequence) or len(self.filled) >= BUSINESS_SLOTS


def slots(sentence: OwnWords) -> Slots:
    """The slots of a sentence of hers; all empty when it tells of no result."""
    return _slots(lint(sentence, "win"))


def is_win(sentence: OwnWords) -> bool:
    """Whether it tells of finished work or of what came of it; a plan, status or question does not."""
    return "win" in lint(sentence, "win").labels


def win_sentences(text: OwnWords) -> tuple[tuple[OwnWords, Slots], ...]:
    """Every sentence of a text that tells of a result, with its slots; spans count from the sentence's start."""
    wins = []
    for labelled_sentence in lint(text, "update").sentences:
        if "win" in labelled_sentence.labels:
            sentence = text.piece(labelled_sentence.span.start, labelled_sentence.span.end)
            wins.append((sentence, slots(sentence)))
    return tuple(wins)


def _slots(linted: Linted) -> Slots:
    parts = linted.parts
    return Slots(
        beneficiary=parts.get("beneficiary", ()),
        change=parts.get("change", ()),
        number=parts.get("number", ()),
        unit=parts.get("unit", ()),
        axis=parts.get("axis", ()),
        axes=tuple(axis for axis in AXES if f"axis-{axis}" in parts),
        credit=parts.get("credit", ()),
        consequence=parts.get("consequence", ()),
    )
