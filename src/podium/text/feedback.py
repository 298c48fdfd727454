"""Which parts of SBI, NVC and STATE a feedback note of hers has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.text.lint import lint
from podium.text.reading import Span

if TYPE_CHECKING:
    from podium.text.own_words import OwnWords

SBI = ("situation", "behaviour", "impact")


class SbiParts(msgspec.Struct, frozen=True):
    """Where situation, behaviour, impact and the question for intent are; an empty tuple is a missing part."""

    situation: tuple[Span, ...]
    behaviour: tuple[Span, ...]
    impact: tuple[Span, ...]
    intent: tuple[Span, ...]

    @property
    def is_complete(self) -> bool:
        """Situation, behaviour and impact are all there; intent is a bonus."""
        return bool(self.situation and self.behaviour and self.impact)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the missing ones of the three."""
        return tuple(name for name in SBI if not getattr(self, name))


def sbi(text: OwnWords) -> SbiParts:
    """The parts of a note; they may stand in different sentences."""
    parts = lint(text, "feedback").parts
    return SbiParts(*(parts.get(name, ()) for name in (*SBI, "intent")))
