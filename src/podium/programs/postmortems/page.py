"""A postmortem as a document to hand over, learning first and fixing second."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podium.core.lines import lines_of
from podium.documents import Document, Heading, Item, Listing, Paragraph, Run, Table, line
from podium.documents.document import plain
from podium.documents.from_markdown import read_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from podium.documents import Block, TextLine
    from podium.journal import Entry
    from podium.journal.kinds.postmortem import Postmortem
    from podium.journal.kinds.postmortem_action import PostmortemAction

_LINE = re.compile(r"- (\d{4}-\d\d-\d\d \d\d:\d\d) (.*) \[([^\]]+)\]\s*$")


def postmortem_page(entry: Entry[Postmortem], actions: Sequence[Entry[PostmortemAction]], today: date) -> Document:
    """The whole document."""
    head = entry.head
    blocks: list[Block] = [
        Heading(line("Overview")),
        Paragraph(line(head.overview or "Not written yet.")),
        Heading(line("Impact")),
        _impact(head),
    ]
    blocks += _story(entry.body)
    blocks += [Heading(line("What contributed")), _listing(head.factors)]
    for title, text in (("How it was noticed", head.detection), ("What ended it", head.resolution)):
        if text:
            blocks += [Heading(line(title)), Paragraph(line(text))]
    blocks.append(Heading(line("What we learnt")))
    for title, texts in (("Helped", head.helped), ("Hindered", head.hindered), ("Lucky", head.luck)):
        if texts:
            blocks += [Heading(line(title), 2), _listing(texts)]
    if head.questions:
        blocks += [Heading(line("Still open")), _listing(head.questions)]
    blocks += [Heading(line("Actions")), _actions(actions)]
    if head.business:
        blocks += [Heading(line("For leadership")), Paragraph(line(head.business))]
    if head.decision_changed:
        blocks.append(Paragraph(line(Run("Decided because of it: ", is_bold=True), head.decision_changed)))
    teams = f", {', '.join(head.teams)}" if head.teams else ""
    subtitle = f"Postmortem, {head.severity.upper()}, resolved {head.resolved}{teams}; {head.status}"
    return Document(head.title, tuple(blocks), subtitle, today)


def _story(body: str) -> list[Block]:
    """The text below the fields; lines of the timeline become a table whose last column leads to the evidence."""
    rows = [match for text in lines_of(body) if (match := _LINE.match(text))]
    rest = "\n".join(text for text in lines_of(body) if not _LINE.match(text))
    blocks: list[Block] = []
    for block in read_markdown(f"# Postmortem\n\n{rest}").blocks:
        blocks.append(block)
        if rows and isinstance(block, Heading) and "timeline" in plain(block.runs).casefold():
            head = (line("When (UTC)"), line("What"), line("Evidence"))
            blocks.append(Table(head, tuple((line(row[1]), line(row[2]), _evidence(row[3])) for row in rows)))
            rows = []
    return blocks


def _evidence(text: str) -> TextLine:
    """A web address as a short link, anything else as it is."""
    return line(Run("source", link=text)) if text.startswith("https://") else line(text)


def _impact(head: Postmortem) -> Block:
    rows = [
        ("Customers", "" if head.customers is None else f"{head.customers:,.0f}"),
        ("Minutes", "" if head.minutes is None else f"{head.minutes:,.0f}"),
        ("Cost", head.money),
    ]
    filled = [(name, value) for name, value in rows if value]
    if not filled:
        return Paragraph(line("Not counted yet."))
    return Table((line("What"), line("How much")), tuple((line(name), line(value)) for name, value in filled))


def _listing(texts: Sequence[str]) -> Block:
    return Listing(tuple(Item(line(text)) for text in texts)) if texts else Paragraph(line("Not written yet."))


def _actions(actions: Sequence[Entry[PostmortemAction]]) -> Block:
    if not actions:
        return Paragraph(line("None: learning came first."))
    rows = [
        (
            line(action.head.what),
            line(action.head.sort),
            line(action.head.owner or "nobody yet"),
            line(str(action.head.due or "no day")),
            line(action.head.ticket or ("closed" if action.head.closed_on else "")),
        )
        for action in actions
    ]
    return Table((line("What"), line("Type"), line("Owner"), line("Due"), line("Ticket")), tuple(rows))
