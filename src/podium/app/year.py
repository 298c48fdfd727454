"""Your year on one page: a picture and ten sentences, from your own acts and words alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import escape
from msgspec.structs import replace

from podium.app import last_look, practice
from podium.app.screen_record import month_text
from podium.core.time import Window
from podium.documents import Document, Item, Listing, Paragraph, Picture, line
from podium.evidence.views import rows_for_pictures
from podium.mirror.opening import day_s
from podium.sentences import say
from podium.text.work_kind.judged import KINDS

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.journal import Entry, Journal
    from podium.mirror.look import Scope

MONTHS = 12
SENTENCES = 10
_WORDS = {
    "feature": "new features",
    "fix": "fixes",
    "incident": "work on incidents",
    "improvement": "improvements",
    "docs": "docs",
    "chore": "upkeep",
}


class Year(msgspec.Struct, frozen=True):
    """Twelve months up to the day looked at.

    Attributes:
        months: your changes month by month, oldest first. first: the first of them.
    """

    head: str
    first: date
    months: tuple[int, ...]
    sentences: tuple[str, ...]


def year(session: Session, scope: Scope) -> Year:
    """The twelve months that end with the month looked at.

    Raises:
        Misuse: nothing was looked at yet, and no path is named.
    """
    scope = last_look.for_look(scope, Path.cwd()).asked
    today = scope.as_of or session.today()
    first = _months_before(today, MONTHS - 1)
    with session.mirror(replace(scope, since=first, as_of=today)) as mirror:
        kinds = rows_for_pictures.own_kinds(mirror.evidence, Window(day_s(first), mirror.window.end_s))
        away = sum(rows_for_pictures.leave_days(mirror.evidence, mirror.window).values())
        journal = mirror.journal
    months = [0] * MONTHS
    for at_s, _ in kinds:
        day = datetime.fromtimestamp(at_s, UTC).date()
        months[min(MONTHS - 1, max(0, 12 * (day.year - first.year) + day.month - first.month))] += 1
    sentences = [*_of_git(first, months, Counter(kind for _, kind in kinds)), *_of_leave(away)]
    sentences += [*_of_journal(session, journal, first, today)] if journal is not None else [say("year.journal")]
    return Year(say("year.head", day=_span(first, today)), first, tuple(months), tuple(sentences[:SENTENCES]))


def _of_git(first: date, months: Sequence[int], kinds: Counter[str]) -> Iterator[str]:
    yield say("year.changes", count=sum(months))
    if sum(months):
        most, least = months.index(max(months)), months.index(min(months))
        yield say("year.months", day=_month(first, most), short=_month(first, least))
    usual_kinds = [kind for kind, _ in kinds.most_common() if kind in KINDS][:2]
    if usual_kinds:
        yield say("year.kinds", names=" and ".join(_WORDS[kind] for kind in usual_kinds))


def _of_leave(days: int) -> Iterator[str]:
    if days:
        yield say("year.away", count=days)


def _of_journal(session: Session, journal: Journal, first: date, today: date) -> Iterator[str]:
    def of(kind: str, field: str) -> list[Entry[Any]]:
        return [entry for entry in journal.entries(kind) if (at := getattr(entry.head, field)) and first <= at <= today]

    wins, talks, cards = of("win", "date"), of("one-on-one", "planned"), of("delegation", "started")
    yield say("year.wins", count=len(wins))
    if wins:
        yield say("year.told", hits=sum(win.head.told_on is not None for win in wins), total=len(wins))
    if talks:
        yield say("year.talks", hits=sum(talk.head.status == "held" for talk in talks), total=len(talks))
    if cards:
        yield say("year.handed", count=len(cards), hits=sum(card.head.ended is not None for card in cards))
    if notes := of("feedback", "event"):
        yield say("year.feedback", count=len(notes))
    if decisions := of("decision", "date"):
        yield say("year.decisions", count=len(decisions))
    tried = [run for run in practice.every(session) if first <= run.starts_on <= today]
    yield say("year.tried", count=len(tried)) if tried else say("year.none")


def _months_before(day: date, count: int) -> date:
    months = 12 * day.year + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def _month(first: date, number: int) -> str:
    return month_text(_months_before(first, -number))


def _span(first: date, today: date) -> str:
    return f"{month_text(first)} to {month_text(today)}"


def document(year: Year) -> Document:
    """The year as a page to keep or to share."""
    items = tuple(Item(line(text)) for text in year.sentences)
    picture = Picture(_drawn(year), say("year.picture"), "year")
    return Document(year.head, (picture, Listing(items), Paragraph(line(say("year.own")), is_small=True)))


def _drawn(year: Year) -> str:
    """Twelve bars with their months, in colours that read on paper."""
    top = max(1, *year.months)
    bars = []
    for number, count in enumerate(year.months):
        tall = 120 * count / top
        x, name = 8 + 52 * number, _month(year.first, number)[:3]
        bars.append(f'<rect x="{x}" y="{140 - tall:.1f}" width="40" height="{tall:.1f}" fill="#3b6ea5"/>')
        bars.append(f'<text x="{x + 20}" y="{134 - tall:.1f}" font-size="12" text-anchor="middle">{count}</text>')
        bars.append(f'<text x="{x + 20}" y="158" font-size="12" text-anchor="middle">{escape(name)}</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 632 166" width="632" height="166" '
        f'font-family="sans-serif">{"".join(bars)}</svg>'
    )
