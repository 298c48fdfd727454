"""A ladder as a page to hand over: what each rung asks for, and boxes to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.measure import counted
from podium.documents import Document, Heading, Paragraph, Run, Table, line
from podium.documents.from_markdown import read_markdown

if TYPE_CHECKING:
    from datetime import date

    from podium.documents import Block
    from podium.programs.ladders.read import NamedLadder


def ladder_page(named: NamedLadder, today: date) -> Document:
    """The page of one ladder."""
    blocks: list[Block] = []
    for number, rung in enumerate(named.ladder.rungs, 1):
        rhythm = counted(rung.times, "time") if rung.times > 1 else "once"
        gap = f", {counted(rung.every_days, 'day')} apart" if rung.times > 1 else ""
        confirmed = f"You confirm it, and so does {rung.confirmed_by}." if rung.confirmed_by else "You confirm it."
        blocks += [
            Heading(line(f"{number}. {rung.name}")),
            Paragraph(line(rung.does)),
            Table(
                (line("How often"), line("You hand in"), line("Evidence")),
                ((line(f"{rhythm}{gap}, {rung.minutes} minutes"), line(rung.artefact), line(rung.evidence)),),
            ),
            Paragraph(line(Run(confirmed, is_italic=True))),
        ]
    blocks += read_markdown(named.body).blocks
    if named.ladder.source:
        blocks.append(Paragraph(line(f"Source of the idea: {named.ladder.source}."), is_small=True))
    return Document(named.ladder.title, tuple(blocks), named.ladder.purpose, today)
