"""Questions and advice in a message of hers: open, closed, stacked, and what came first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.text.lint import lint
from podium.text.reading import Span

if TYPE_CHECKING:
    from podium.text.lint import Linted
    from podium.text.own_words import OwnWords


class Questions(msgspec.Struct, frozen=True):
    """Where the questions of a message are; `disguised` ones are advice with a question mark."""

    open: tuple[Span, ...]
    closed: tuple[Span, ...]
    stacked: tuple[Span, ...]
    disguised: tuple[Span, ...]


def questions(text: OwnWords) -> Questions:
    """The questions of one message."""
    linted = lint(text, "message")
    return Questions(
        linted.parts.get("open", ()),
        linted.parts.get("closed", ()),
        _flagged(linted, "stacked"),
        _flagged(linted, "disguised"),
    )


def is_advice_first(text: OwnWords) -> bool:
    """Whether advice, open or disguised, comes before any open question of the message."""
    linted = lint(text, "message")
    advice = [span.start for rule in ("advice", "disguised") for span in _flagged(linted, rule)]
    questions = [span.start for span in linted.parts.get("open", ())]
    return bool(advice) and (not questions or min(advice) < min(questions))


def _flagged(linted: Linted, rule: str) -> tuple[Span, ...]:
    return tuple(finding.span for finding in linted.findings if finding.rule == rule)
