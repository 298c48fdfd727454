"""What a drill starts from: a sentence of hers that lacks the part, else an example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead
from podium.journal.kinds import feedback, message
from podium.text.lint import lint
from podium.text.own_words import OwnWords

if TYPE_CHECKING:
    from podium.journal import Entry, Journal
    from podium.programs.drills.parts import Part
    from podium.programs.drills.schedule import Log

LONGEST = 600
_FEWEST_LETTERS = 12


class Material(msgspec.Struct, frozen=True):
    """A text and the journal's file it is from; no file for an example of podium's."""

    text: str
    file: str = ""


def choose(part: Part, journal: Journal, rows: Log) -> Material:
    """Her newest own text that lacks the part and was not used for it before; else the example used least."""
    used = {row.head.material for row in rows if row.head.part == part.name and row.head.material}
    if part.part:
        for file, text in _own(part, journal):
            if file not in used and _lacks(part, text, file):
                return Material(text, file)
    rows_without_material = sum(row.head.part == part.name and not row.head.material for row in rows)
    return Material(part.materials[rows_without_material % len(part.materials)])


def _own(part: Part, journal: Journal) -> Iterator[tuple[str, str]]:
    """Her feedback notes or messages, newest first; text too long for ten minutes is left out."""
    own_texts = _notes(journal) if part.kind == "feedback" else _messages(journal)
    for file, text in own_texts:
        plain = " ".join(text.split())
        if _FEWEST_LETTERS <= len(plain) <= LONGEST and "\0" not in plain:
            yield file, plain


def _notes(journal: Journal) -> Iterator[tuple[str, str]]:
    entries: list[Entry[feedback.Feedback]] = sorted(
        journal.entries(feedback.KIND), key=lambda e: (e.head.event, e.id), reverse=True
    )
    for entry in entries:
        pieces = (entry.head.situation, entry.head.behaviour, entry.head.impact)
        yield entry.file, ", ".join(piece.strip(" ,.") for piece in pieces if piece.strip())


def _messages(journal: Journal) -> Iterator[tuple[str, str]]:
    for entry in sorted(journal.entries(message.KIND), key=lambda e: (e.head.date, e.id), reverse=True):
        if not entry.head.is_incident:
            yield entry.file, entry.body


def _lacks(part: Part, text: str, file: str) -> bool:
    try:
        linted = lint(OwnWords.typed(text, where=file), part.kind)
    except CannotRead:
        return False
    return bool(linted.sentences) and part.part not in linted.parts
