"""Her promises held against traces: kept how often, on how much, and where not; for her alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from podium.core.time import DAY_S, Window, local_text
from podium.signals import read

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.core.measure import Measure
    from podium.evidence.views.query import Evidence
    from podium.mirror.mirror import Mirror
    from podium.programs.readme.page import Claim, Page
    from podium.programs.readme.versions import Version
    from podium.signals import Signal

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
        before: the same over the quarter before it was published, where it is too young to be told.
    """

    claim: Claim
    measure: Measure
    seen: int
    since: date | None = None
    before: Measure | None = None

    @property
    def share(self) -> float | None:
        """The share kept; None below eight."""
        return self.measure.value

    @property
    def breaches(self) -> tuple[Row, ...]:
        """The receipts of what was not kept, of a team your own acts; none below eight, where nothing is told."""
        return tuple(row for row in self.measure.rows if row.amount < 1) if self.share is not None else ()

    @property
    def words(self) -> str:
        """`kept 41 of 44 days with a merge of yours; 2 more could not be judged`."""
        if self.share is None:
            window = self.measure.window
            if self.since is not None and window.start_s >= window.end_s:
                return "nothing to keep yet: it was promised after the last day looked at"
            return f"insufficient: {self.measure.why_none}"
        n = self.measure.n
        if n is None:
            return f"kept in {self.measure.text} of {self.measure.size} {self.claim.signal.rows_are}"
        blind = f"; {self.seen - n} more could not be judged" if self.seen > n else ""
        return f"kept {_held(self.measure)} of {n} {self.claim.signal.rows_are}{blind}"

    @property
    def words_before(self) -> str:
        """Where she starts from, while the promise is too young to be told; empty otherwise."""
        return f"before you promised it, {self.before.window}: {self.told_before}" if self.before else ""

    @property
    def told_before(self) -> str:
        """The same without the days."""
        if self.before is None:
            return ""
        of_team = f"it would have been kept in {self.before.text} of {self.before.size} times"
        told = (
            of_team
            if self.before.is_group
            else f"it would have been kept {_held(self.before)} of {self.before.size} times"
        )
        return told if self.before.value is not None else self.before.why_none


def _held(measure: Measure) -> int:
    return round(sum(row.amount for row in measure.rows))


class _Heard:
    """The evidence, with how many rows of hers the first question brought, also those no clock could judge."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self.group_size, self.withheld = evidence.group_size, evidence.withheld
        self.ask_group = evidence.ask_group
        self.rows: int | None = None

    def ask(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        return self._count(self._evidence.ask(select, window, question=question))

    def ask_hers(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        return self._count(self._evidence.ask_hers(select, window, question=question))

    def _count(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        self.rows = len(rows) if self.rows is None else self.rows
        return rows


def judge(claim: Claim, evidence: Evidence, window: Window, since: date | None = None) -> Kept:
    """Hold one promise against the evidence of a window."""
    signal, heard = claim.signal, _Heard(evidence)
    measure = read(signal, heard, window)
    if heard.rows is None and not signal.is_group:
        heard.ask(signal.rows, window, question=signal.name)
    return Kept(claim, measure, heard.rows or 0, since)


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
    start_s = min(start_s, end_s)
    kept = judge(claim, mirror.evidence, Window(start_s, end_s), promised)
    if kept.share is None and promised is not None and since is None:
        earlier = Window(start_s - QUARTER_DAYS * DAY_S, start_s)
        return replace(kept, before=read(claim.signal, mirror.evidence, earlier))
    return kept


def first_published(signal: Signal, versions: tuple[Version, ...]) -> date | None:
    """Since when the promise stands without a break up to the newest version."""
    since = None
    for version in versions:
        stands = any(claim.signal.name == signal.name for claim in version.page.claims)
        since = (since or version.published) if stands else None
    return since


def as_data(found: Sequence[Kept], mirror: Mirror) -> list[dict[str, Any]]:
    """Promises as plain facts."""
    return [_facts(kept, told) for kept, told in zip(found, receipts(found, mirror), strict=True)]


def _facts(kept: Kept, breaches: list[str]) -> dict[str, Any]:
    signal, before = kept.claim.signal, kept.before
    told = kept.share is not None
    return {
        "promise": kept.claim.words,
        "line": kept.claim.line,
        "question": signal.asks,
        "kept": _held(kept.measure) if told and not kept.measure.is_group else None,
        "of": kept.measure.n,
        "size": kept.measure.size,
        "seen": None if kept.measure.is_group else kept.seen,
        "least": kept.measure.least,
        "share": kept.share,
        "why_none": kept.measure.why_none,
        "window": str(kept.measure.window),
        "published": kept.since.isoformat() if kept.since else None,
        "blind_to": signal.blind_to,
        "before": before
        and {
            "kept": _held(before) if before.value is not None and not before.is_group else None,
            "of": before.n,
            "size": before.size,
            "share": before.value,
            "why_none": before.why_none,
            "window": str(before.window),
        },
        "breaches": breaches,
    }


def receipts(found: Sequence[Kept], mirror: Mirror) -> list[list[str]]:
    """For each promise a line for each breach: whole where the change is hers, a day and a ref where it is the team's."""
    hers = [kept for kept in found if not kept.claim.signal.is_group]
    known = mirror.evidence.events(row.ref for kept in hers for row in kept.breaches) if hers else {}
    return [
        [_receipt(row, None if kept.claim.signal.is_group else known.get(row.ref)) for row in kept.breaches]
        for kept in found
    ]


def _receipt(row: Row, commit: dict[str, Any] | None) -> str:
    if commit is None:
        return f"{local_text(row.moment, 0)[:10]}  {row.ref[:12] if _HASH.fullmatch(row.ref) else row.ref}"
    mine = "committer" if commit["committer_me"] else "author"
    when = local_text(commit[f"{mine}_at"], commit[f"{mine}_offset"])
    return f"{when}  {row.ref[:12]}  {commit['repo']}: {commit['subject'][:80]}"
