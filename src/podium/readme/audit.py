"""Her promises held against traces: kept how often, on how much, and where not; for her alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from podium.core.folds import Row
from podium.core.measure import Measure
from podium.core.time import DAY_S, Window, local_text
from podium.evidence.store import Evidence
from podium.mirror import Mirror
from podium.readme.page import Claim, Page
from podium.readme.versions import Version
from podium.signals import Signal, read

QUARTER_DAYS = 91
_EPOCH = date(1970, 1, 1)
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise after looking.

    Attributes:
        measure: the share kept, or why there is none; its rows are the receipts.
        seen: everything of that sort in the window, also what no clock could judge.
        since: the day it was first published; None while it is not.
    """

    claim: Claim
    measure: Measure
    seen: int
    since: date | None = None

    @property
    def share(self) -> float | None:
        """The share kept; None below eight."""
        return self.measure.value

    @property
    def breaches(self) -> tuple[Row, ...]:
        """The receipts of what was not kept; none below eight, where nothing is told."""
        return tuple(row for row in self.measure.rows if row.amount < 1) if self.share is not None else ()

    @property
    def words(self) -> str:
        """`kept 41 of 44 days with a merge of yours, 44 of 46 could be judged`."""
        rows_are = self.claim.signal.rows_are
        if self.share is None:
            return f"insufficient: {self.measure.why_none}"
        held = round(sum(row.amount for row in self.measure.rows))
        blind = f"; {self.seen - self.measure.n} more could not be judged" if self.seen > self.measure.n else ""
        return f"kept {held} of {self.measure.n} {rows_are}{blind}"


def judge(claim: Claim, evidence: Evidence, window: Window, since: date | None = None) -> Kept:
    """Hold one promise against the evidence of a window."""
    signal = claim.signal
    measure = read(signal, evidence, window)
    seen = 0 if signal.is_group and not measure.rows else len(evidence.ask(signal.rows, window, question=signal.name))
    return Kept(claim, measure, seen, since)


def audit(page: Page, mirror: Mirror, versions: tuple[Version, ...], since: date | None = None) -> tuple[Kept, ...]:
    """Every promise of the page, each from the day it was published, at most over the last quarter.

    Args:
        since: the first day looked at, instead.
    """
    return tuple(_audit_one(claim, mirror, versions, since) for claim in page.claims)


def _audit_one(claim: Claim, mirror: Mirror, versions: tuple[Version, ...], since: date | None) -> Kept:
    end_s = mirror.window.end_s
    promised = first_published(claim.signal, versions)
    first = since or promised
    start_s = end_s - QUARTER_DAYS * DAY_S
    if first is not None:
        start_s = max(start_s if since is None else 0, (first - _EPOCH).days * DAY_S)
    return judge(claim, mirror.evidence, Window(min(start_s, end_s), end_s), promised)


def first_published(signal: Signal, versions: tuple[Version, ...]) -> date | None:
    """Since when the promise stands without a break up to the newest version."""
    since = None
    for version in versions:
        stands = any(claim.signal.name == signal.name for claim in version.page.claims)
        since = (since or version.published) if stands else None
    return since


def as_data(kept: Kept, mirror: Mirror) -> dict[str, Any]:
    """One promise as plain facts."""
    signal = kept.claim.signal
    told = kept.share is not None
    return {
        "promise": kept.claim.words, "line": kept.claim.line, "question": signal.asks,
        "kept": round(sum(row.amount for row in kept.measure.rows)) if told else None,
        "of": kept.measure.n, "seen": kept.seen, "least": kept.measure.least, "share": kept.share,
        "why_none": kept.measure.why_none, "window": str(kept.measure.window),
        "published": kept.since.isoformat() if kept.since else None, "blind_to": signal.blind_to,
        "breaches": receipts(kept, mirror),
    }  # fmt: skip


def receipts(kept: Kept, mirror: Mirror) -> list[str]:
    """One line for each breach: whole where the change is hers, a day and a ref where it is the team's."""
    known = {} if kept.claim.signal.is_group else mirror.evidence.events(row.ref for row in kept.breaches)
    return [_receipt(row, known.get(row.ref)) for row in kept.breaches]


def _receipt(row: Row, commit: dict[str, Any] | None) -> str:
    if commit is None:
        return f"{local_text(row.moment, 0)[:10]}  {row.ref[:12] if _HASH.fullmatch(row.ref) else row.ref}"
    mine = "committer" if commit["committer_me"] else "author"
    when = local_text(commit[f"{mine}_at"], commit[f"{mine}_offset"])
    return f"{when}  {row.ref[:12]}  {commit['repo']}: {commit['subject'][:80]}"
