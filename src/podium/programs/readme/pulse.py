"""Five clarity questions before and after.

Printed on small anonymous slips, answers only added up from five on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotTell, Misuse
from podium.documents import Document, Paragraph, Rule, Run, Table, line
from podium.journal.kinds.pulse import FEWEST, QUESTIONS, SCALE

if TYPE_CHECKING:
    from podium.documents import Block
    from podium.journal.kinds.pulse import When

ASKS = {
    "hours": "I know when you work, and what a late message of yours means.",
    "urgent": "I know how to reach you when something is urgent.",
    "disagree": "I know how to disagree with you.",
    "decided": "I know how decisions that concern me are made.",
    "judged": "I know how my work is judged, and by whom.",
}
_SLIPS = 2
_CHOICES = ("no", "rather not", "partly", "mostly", "yes")


class PulseChange(msgspec.Struct, frozen=True):
    """One question, before and after: how many of how many chose 4 or 5; None where nobody was asked."""

    asks: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None


def form(title: str = "Five questions") -> Document:
    """A page with two slips to cut apart: no name, no date, no handwriting asked for."""
    blocks: list[Block] = []
    for number in range(_SLIPS):
        if number:
            blocks += [Rule()]
        blocks += [
            Paragraph(
                line(
                    "Anonymous. Cross one box in each row, fold it, put it in the box. Below five slips nothing is counted."
                )
            ),
            _slip(),
            Paragraph(
                line(Run("No name, please, and nothing else: the answers are only added up.", is_italic=True)),
                is_small=True,
            ),
        ]
    return Document(title, tuple(blocks), "How clear is it, how we work together?")


def _slip() -> Table:
    head = (line("How true is it for you?"), *(line(f"{n} {word}") for n, word in enumerate(_CHOICES, 1)))
    rows = tuple((line(asks), *(line("[  ]") for _ in range(SCALE))) for asks in ASKS.values())
    return Table(head, rows)


def add_up(sheets: Iterable[str]) -> dict[str, list[int]]:
    """Counts of 1 to 5 for each question; the sheets themselves are forgotten.

    Raises:
        Misuse: a sheet that is not five numbers from 1 to 5.
        CannotTell: fewer than five sheets; nothing is kept.
    """
    slips = [_sheet(sheet) for sheet in sheets if sheet.strip()]
    if len(slips) < FEWEST:
        raise CannotTell(
            f"{len(slips)} slips; below {FEWEST} nobody could stay anonymous, so nothing was kept",
            next_step="ask more people, or do without",
        )
    return {
        name: [sum(sheet[place] == value for sheet in slips) for value in range(1, SCALE + 1)]
        for place, name in enumerate(QUESTIONS)
    }


def _sheet(text: str) -> tuple[int, ...]:
    marks = text.replace(",", " ").split()
    if len(marks) != len(QUESTIONS) or not all(m.isascii() and m.isdigit() and 1 <= int(m) <= SCALE for m in marks):
        raise Misuse(f"{text[:40]!r} is not a slip", next_step="write five numbers from 1 to 5, as 4 5 3 2 4")
    return tuple(int(mark) for mark in marks)


def compare(pulses: Sequence[tuple[When, dict[str, tuple[int, ...]]]]) -> tuple[PulseChange, ...]:
    """The newest before and the newest after, question by question; `pulses` in the order of their days."""
    newest = dict(pulses)
    return tuple(
        PulseChange(ASKS[name], *(_share(newest.get(when), name) for when in ("before", "after"))) for name in QUESTIONS
    )


def _share(counts: dict[str, tuple[int, ...]] | None, name: str) -> tuple[int, int] | None:
    """How many of how many chose 4 or 5."""
    return None if counts is None else (sum(counts[name][3:]), sum(counts[name]))
