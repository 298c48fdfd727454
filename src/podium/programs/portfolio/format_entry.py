"""An entry in words: its change, its credit, its receipts, as a reader outside may see them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from podium.documents.document import safe_link
from podium.documents.template import TrustedMarkdown, link, sentence
from podium.programs.portfolio import AXES, has_number, number
from podium.programs.portfolio.lint import story

if TYPE_CHECKING:
    from podium.journal import Entry, Journal
    from podium.journal.kinds.portfolio_entry import PortfolioEntry

MOST_GOALS = 5
_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
_MARKS = frozenset("“”\"„«‹'‘")


class EntryWords(msgspec.Struct, frozen=True):
    """An entry as a template sees it: words only; what is unknown is empty."""

    id: str
    date: str
    outcome: str
    change: str
    change_sentence: str
    axis: str
    worth: str
    worth_sentence: str
    for_whom: str
    my_part: str
    team_part: str
    credit: str
    how: str
    level_evidence: str
    values_shown: str
    shown: list[str]
    story: list[str]


def told(entry: Entry[PortfolioEntry]) -> EntryWords:
    """An entry in words."""
    head = entry.head
    draft = " (draft)" if head.status == "draft" else ""
    return EntryWords(
        id=entry.id,
        date=f"{head.date.day} {head.date:%B %Y}",
        outcome=_clause(head.outcome) + draft,
        change=change(head),
        change_sentence="" if _is_said(head) else sentence(change(head)),
        axis=AXES.get(head.axis or "", ""),
        worth=_clause(head.worth),
        worth_sentence=sentence(head.worth),
        for_whom=_clause(head.for_whom),
        my_part=_clause(head.my_part),
        team_part=_clause(head.team_part),
        credit=named(head.credit),
        how=_clause(head.how),
        level_evidence=_clause(head.level_evidence),
        values_shown=named(head.values),
        shown=shown(head.receipts),
        story=paragraphs(entry.body),
    )


def change(head: PortfolioEntry) -> str:
    """`from 5 to 2 days`; empty when an end is unknown."""
    if not has_number(head) or head.before is None or head.after is None:
        return ""
    return f"from {number(head.before)} to {number(head.after)} {' '.join(head.unit.split())}"


def _is_said(head: PortfolioEntry) -> bool:
    """Whether the outcome says both numbers itself."""
    words = set(re.findall(r"\d[\d,.]*\d|\d", head.outcome))
    return has_number(head) and {number(head.before or 0), number(head.after or 0)} <= words


def named(names: Iterable[str]) -> str:
    """`Bo, Cy and Di`."""
    names_in_full = [" ".join(name.split()) for name in names if name.strip()]
    return (
        " and ".join([", ".join(names_in_full[:-1]), names_in_full[-1]])
        if len(names_in_full) > 1
        else "".join(names_in_full)
    )


def shown(receipts: Iterable[str]) -> list[str]:
    """Receipts a reader outside can use: links and commits; files of the journal stay hers."""
    usable: list[str] = []
    for receipt in receipts:
        if safe_link(receipt):
            usable.append(link(receipt.split("://", 1)[-1], receipt))
        elif "@" in receipt or receipt.startswith("and on to "):
            usable.append(receipt)
    return [receipt if isinstance(receipt, TrustedMarkdown) else " ".join(receipt.split()) for receipt in usable]


def paragraphs(body: str) -> list[str]:
    """What she wrote as a story, paragraph by paragraph."""
    return [" ".join(part.split()) for part in story(body).split("\n\n") if part.strip()]


def goals(journal: Journal) -> list[dict[str, str]]:
    """Goals that are alive, in their order in the register."""
    goal_lines: list[dict[str, str]] = []
    for goal in journal.entries("goal"):
        head = goal.head
        if head.status not in {"alive", "changed"}:
            continue
        ends = (
            f"from {number(head.baseline)} to {number(head.target)}" if None not in (head.baseline, head.target) else ""
        )
        when = f"by {head.by_when.day} {head.by_when:%B %Y}" if head.by_when else ""
        pieces = [head.measure, f"{ends} {head.unit}".strip() if ends else "", when]
        goal_lines.append({"title": head.title or goal.id, "line": ", ".join(piece for piece in pieces if piece)})
    return goal_lines[:MOST_GOALS]


def _clause(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def quoted(remark: str) -> str:
    """`“we close in two days” - head of finance`: what was said in marks, and behind them who said it."""
    text, dash, who = " ".join(remark.split()).rpartition(" - ")
    if not dash:
        text, who = who, ""
    marked = text if text[:1] in _MARKS else f"“{text}”"
    return f"{marked} - {who}" if who else marked


def is_first_person(text: str) -> bool:
    """Whether it speaks of the writer."""
    return bool(_FIRST_PERSON & {word.strip(".,;:!?()").casefold() for word in text.split()})
