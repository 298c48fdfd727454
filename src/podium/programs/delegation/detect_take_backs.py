"""Take-backs in her own traces: after the hand-over, on the card's tickets or paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from podium.core.time import DAY_S, Window, day_date
from podium.evidence.commits.initiatives import path_pattern
from podium.journal.kinds.delegation import KIND

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.journal.kinds.delegation import Delegation
    from podium.mirror.mirror import Mirror
    from podium.programs.delegation.cards import Card

SUPERSEDED_DAYS = 14
_MINE = (
    "select distinct ref, repo, min(at_s), max(hand) from mine where verb in ('authored', 'merged', 'committed') group by"
    " ref, repo"
)
_TOUCHED = "select ref, repo, path, at_s, hand from mine where verb = 'touched'"
_BY_AGENT = "by an agent"
_TICKETS = """
    select ref, at_s from ours
    where verb = 'assigned' and on_me = 1 and object_kind in ('issue', 'incident')
"""
# A change of somebody else closed without landing, beside one of hers opened in the same place around then: the pair.
_PAIRS = """
    with steps as (
        select repo, ref,
               max(case when verb = 'merged' or verb = 'opened' and by_me = 1 then 1 else 0 end) as is_out,
               max(case when verb in ('closed', 'reopened') then 2 * at_s + case verb when 'reopened' then 1 else 0 end end)
                   as last
        from ours
        where object_kind = 'change' and verb in ('opened', 'closed', 'merged', 'reopened')
        group by repo, ref
    )
    select s.ref, s.last // 2 as at_s, min(m.ref) as mine
    from steps s join ours m on m.repo is not distinct from s.repo and m.ref <> s.ref
    where s.is_out = 0 and s.last % 2 = 0 and m.object_kind = 'change' and m.verb = 'opened' and m.by_me = 1
          and abs(m.at_s - s.last // 2) <= 14 * 86400
    group by s.ref, s.last
"""


class TakeBack(msgspec.Struct, frozen=True, order=True):
    """One take-back: the day, what was seen, where to look it up."""

    day: date
    what: str
    where: str

    def __str__(self) -> str:
        """As it is written on the card."""
        return f"{self.day} {self.what}: {self.where}"


def window_of(head: Delegation, end_s: int) -> Window | None:
    """From the day after the hand-over to the card's end; None when the evidence holds none of it."""
    start_s = _day_s(head.started) + DAY_S
    last_s = end_s if head.ended is None else min(end_s, _day_s(head.ended) + DAY_S)
    return Window(start_s, last_s) if start_s < last_s else None


def find(mirror: Mirror, card: Card) -> tuple[TakeBack, ...]:
    """Every take-back on one card, oldest first; each thing is told once, by the surest way it was seen."""
    window = window_of(card.head, mirror.window.end_s)
    if window is None or not (card.head.tickets or card.head.paths):
        return ()
    by_ref: dict[str, TakeBack] = {}
    for ref, take_back in (
        *_reassigned(mirror, card.head.tickets, window),
        *_superseded(mirror, card.head.tickets, window),
        *_named(mirror, card.head.tickets, window),
        *_touched(mirror, card.head.paths, window),
    ):
        by_ref.setdefault(ref, take_back)
    return tuple(sorted(by_ref.values()))


def record(journal: Journal, card: Card, take_backs: Iterable[TakeBack]) -> tuple[str, ...]:
    """Write what the card does not hold yet as receipts on it; returns the new ones."""
    new = tuple(text for take_back in take_backs if (text := str(take_back)) not in card.head.seen)
    if new:
        journal.write(KIND.name, card.id, {"seen": [*card.head.seen, *new]})
    return new


def _reassigned(mirror: Mirror, tickets: Sequence[str], window: Window) -> Iterator[tuple[str, TakeBack]]:
    """A ticket of the card that came back to her name."""
    fits = _naming(tickets)
    for ref, at_s in mirror.evidence.ask_hers(_TICKETS, window, question="tickets taken back"):
        if fits is not None and fits.search(ref):
            yield ref, TakeBack(_day(at_s), "a ticket of it was assigned to you", ref)


def _superseded(mirror: Mirror, tickets: Sequence[str], window: Window) -> Iterator[tuple[str, TakeBack]]:
    """A change of the card closed without landing, and one of hers opened in the same place around then."""
    fits = _naming(tickets)
    if fits is None:
        return
    for ref, closed_s, mine in mirror.evidence.ask_hers(_PAIRS, window, question="changes superseded"):
        if fits.search(ref):
            what = "a change of it was closed unmerged and you opened one beside it"
            yield ref, TakeBack(_day(closed_s), what, f"{ref}, {mine}")


def _named(mirror: Mirror, tickets: Sequence[str], window: Window) -> Iterator[tuple[str, TakeBack]]:
    """A commit of hers whose first line names a ticket of the card."""
    fits = _naming(tickets)
    if fits is None:
        return
    rows = mirror.evidence.ask(_MINE, window, question="commits that name a ticket")
    commits_by_hash = mirror.evidence.events(row[0] for row in rows)
    for ref, repo, at_s, hand in rows:
        if ref in commits_by_hash and (hit := fits.search(commits_by_hash[ref].subject)):
            whose = "an agent's commit for you" if hand == _BY_AGENT else "your commit"
            yield ref, TakeBack(_day(at_s), f"{whose} names {hit[0]}", f"{repo} {ref[:12]}")


def _touched(mirror: Mirror, paths: Sequence[str], window: Window) -> Iterator[tuple[str, TakeBack]]:
    """A commit of hers on a path of the card."""
    patterns = [(repo, pattern) for text in paths for repo, pattern in [_place(text)] if pattern is not None]
    if not patterns:
        return
    for ref, repo, path, at_s, hand in mirror.evidence.ask(_TOUCHED, window, question="commits on a path"):
        if any(named in {"", repo} and pattern.fullmatch(path) for named, pattern in patterns):
            what = "an agent committed on it for you" if hand == _BY_AGENT else "you committed on it"
            yield ref, TakeBack(_day(at_s), what, f"{repo} {ref[:12]}")


def _place(text: str) -> tuple[str, re.Pattern[str] | None]:
    repo, colon, pattern = text.partition(":")
    return (repo, path_pattern(pattern)) if colon else ("", path_pattern(text))


def _naming(tickets: Sequence[str]) -> re.Pattern[str] | None:
    """Any of the tickets as a word of its own: LEDGER-4 is not LEDGER-41."""
    words = sorted({ticket.strip() for ticket in tickets if ticket.strip()}, key=lambda t: (-len(t), t))
    if not words:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)


def weeks_back(open_cards: Sequence[Card], as_of: date, *, most: int) -> int:
    """How many weeks a look must cover to see every card's hand-over, four at least."""
    first = min((card.head.started for card in open_cards), default=as_of)
    return max(4, min(most, (as_of - first) // timedelta(weeks=1) + 2))


def _day_s(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _day(at_s: int) -> date:
    return day_date(at_s // DAY_S)
