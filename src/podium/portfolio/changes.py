"""Changes that landed in a month, tied to her initiatives by path and ticket.

By nobody in particular.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium.core.witness import Anchor
from podium.evidence.links import Links
from podium.portfolio import Period

if TYPE_CHECKING:
    from podium.journal import Entry
    from podium.journal.kinds.initiative import Initiative

_HASH = 12
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One commit on the line that is judged: which repository, which hash, when it landed; not whose it is."""

    repository: str
    hash: str
    landed_on: date
    subject: str
    paths: tuple[str, ...]

    @property
    def receipt(self) -> str:
        """How a receipt names it."""
        return f"{self.repository}@{self.hash[:_HASH]}"


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident or follow-up of a connected source: its object and how long it was open."""

    object_id: str
    closed_on: date
    is_followup: bool
    minutes: int | None
    link: str

    @property
    def receipt(self) -> str:
        """Its link where the source gave one, else its own name."""
        return self.link or self.object_id


def landed(paths: Sequence[Path], within: Period) -> tuple[Change, ...]:
    """Every change that is no merge and landed in the period, by the landing clock in UTC.

    Raises:
        CannotReach: a path that is no readable repository.
    """
    import pyarrow.parquet as pq

    from podium import gather, home
    from podium.evidence.history import HistoryStore

    store = HistoryStore(home.evidence())
    found: list[Change] = []
    columns = ["hash", "parents", "committer_at", "message", "paths"]
    low = int(datetime.combine(within.first, datetime.min.time(), UTC).timestamp())
    high = int(datetime.combine(within.last + timedelta(days=1), datetime.min.time(), UTC).timestamp())
    for gathered in gather.gather(paths, store):
        repository = gathered.repository
        for part in store.parts(repository.key):
            rows = pq.read_table(
                part, columns=columns, filters=[("committer_at", ">=", low), ("committer_at", "<", high)]
            )
            found += [_change(repository.name, row) for row in rows.to_pylist() if len(row["parents"] or ()) < 2]
    return tuple(sorted(set(found), key=lambda c: (c.landed_on, c.repository, c.hash)))


def _change(repository: str, row: dict[str, Any]) -> Change:
    day = datetime.fromtimestamp(row["committer_at"], UTC).date()
    subject = (row["message"] or "").split("\n", 1)[0]
    return Change(repository, row["hash"], day, subject, tuple(row["paths"] or ()))


def served(initiative: Entry[Initiative], changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those of the changes that its path or ticket patterns fit."""
    head = initiative.head
    if not head.paths and not head.tickets:
        return ()
    links = Links([Anchor(initiative.file, head.paths, head.tickets, "live", None)])
    return tuple(c for c in changes if links.of(c.subject, c.paths, c.repository, 0).link == "live")


def receipts(changes: Sequence[Change]) -> tuple[str, ...]:
    """The changes by name; of many, the first ones and the last."""
    named = tuple(change.receipt for change in changes[:MOST_NAMED])
    return (*named, f"and on to {changes[-1].receipt}") if len(changes) > len(named) else named


def incidents(within: Period) -> tuple[Incident, ...]:
    """Incidents and follow-ups that were closed in the period, as the connected sources say; none without sources."""
    import pyarrow.parquet as pq

    from podium import sync

    snapshot = sync.store().snapshot()
    if snapshot is None:
        return ()
    columns = ["verb", "object_kind", "object_id", "at_s", "work_type", "dur_s", "ref_url", "deleted", "scope"]
    rows = pq.read_table(snapshot, columns=columns, filters=[("verb", "==", "closed")]).to_pylist()
    found: dict[str, Incident] = {}
    for row in rows:
        is_followup = row["work_type"] == "incident_followup"
        if row["deleted"] or row["scope"] == "never" or not (row["object_kind"] == "incident" or is_followup):
            continue
        day = datetime.fromtimestamp(row["at_s"], UTC).date()
        if within.holds(day):
            minutes = None if row["dur_s"] is None else round(row["dur_s"] / 60)
            found[row["object_id"]] = Incident(row["object_id"], day, is_followup, minutes, row["ref_url"] or "")
    return tuple(sorted(found.values(), key=lambda i: (i.closed_on, i.object_id)))
