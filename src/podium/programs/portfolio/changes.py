"""Changes that landed in a month, tied to her initiatives by path and ticket.

By nobody in particular.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.core import time
from podium.core.journal_facts import Anchor
from podium.evidence.commits.initiatives import Links

if TYPE_CHECKING:
    from podium.evidence.commits.store import LandedCommit
    from podium.evidence.events.snapshot import IncidentAct
    from podium.journal import Entry
    from podium.journal.kinds.initiative import Initiative
    from podium.programs.portfolio import Period

_HASH = 12
MOST_NAMED = 12
FOLLOW_UP = "incident_followup"


class Change(msgspec.Struct, frozen=True):
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


class Incident(msgspec.Struct, frozen=True):
    """One incident or follow-up of a connected source.

    Attributes:
        minutes: from its first opening to its last closing; None when no source tells of the opening.
        link: where it can be opened; empty when no source gives one.
    """

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
    """Every change that is no merge and landed in the period, by the days of the clock it landed by.

    Raises:
        CannotReach: a path that is no readable repository.
    """
    from podium.evidence.commits.store import HistoryStore, landed_between
    from podium.mirror import read_clones
    from podium.system import paths as home

    store = HistoryStore(home.evidence())
    changes: list[Change] = []
    # A clock may be most of a day from UTC: what is read reaches a day further, what counts is the local day.
    low = int(datetime.combine(within.first - timedelta(days=1), datetime.min.time(), UTC).timestamp())
    high = int(datetime.combine(within.last + timedelta(days=2), datetime.min.time(), UTC).timestamp())
    for gathered in read_clones.gather(paths, store):
        repository = gathered.repository
        commits = landed_between(store.parts(repository.key), low, high)
        changes += [_change(repository.name, commit) for commit in commits]
    changes = [change for change in changes if within.holds(change.landed_on)]
    return tuple(sorted(set(changes), key=lambda c: (c.landed_on, c.repository, c.hash)))


def _change(repository: str, commit: LandedCommit) -> Change:
    offset = commit.committer_offset or 0
    day = time.day_date(time.day_no(commit.committer_at, offset if time.is_usable(offset) else 0))
    return Change(repository, commit.hash, day, commit.message.split("\n", 1)[0], tuple(commit.paths))


def served(initiative: Entry[Initiative], changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those of the changes that its path or ticket patterns fit."""
    head = initiative.head
    if not head.paths and not head.tickets:
        return ()
    links = Links([Anchor(initiative.file, head.paths, head.tickets, "live", None)])
    return tuple(c for c in changes if links.of(c.subject, c.paths, c.repository, 0).link == "live")


def receipts(items: Sequence[Change | Incident]) -> tuple[str, ...]:
    """What was found, by name; of many, the first ones and the last."""
    named = tuple(item.receipt for item in items[:MOST_NAMED])
    return (*named, f"and on to {items[-1].receipt}") if len(items) > len(named) else named


def incidents(within: Period) -> tuple[Incident, ...]:
    """Incidents and follow-ups that were closed in the period, as the connected sources say; none without sources."""
    from podium.connections import sync
    from podium.evidence.events.snapshot import incident_acts

    snapshot = sync.store().snapshot()
    if snapshot is None:
        return ()
    acts: dict[str, list[IncidentAct]] = defaultdict(list)
    for act in incident_acts(snapshot):
        acts[act.object_id].append(act)
    closed_incidents = [
        incident for object_id, rows in acts.items() if (incident := _incident(object_id, rows, within))
    ]
    return tuple(sorted(closed_incidents, key=lambda i: (i.closed_on, i.object_id)))


def _incident(object_id: str, acts: Sequence[IncidentAct], within: Period) -> Incident | None:
    """One of them if its last closing lies in the period and nothing opened it again."""
    opened = [act.at_s for act in acts if act.verb in {"opened", "reopened"}]
    closed_s = max((act.at_s for act in acts if act.verb == "closed"), default=None)
    if closed_s is None or any(at_s > closed_s for at_s in opened):
        return None
    day = datetime.fromtimestamp(closed_s, UTC).date()
    if not within.holds(day):
        return None
    minutes = round((closed_s - min(opened)) / 60) if opened else None
    link = next((act.ref_url for act in acts if act.ref_url), "")
    return Incident(object_id, day, any(act.is_follow_up for act in acts), minutes, link)
