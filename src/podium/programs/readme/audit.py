"""Her promises held against traces: kept how often, on how much, and where not; for her alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from podium.core.measure import Measure
from podium.core.time import DAY_S, Window, local_text
from podium.programs.readme.page import Claim
from podium.signals import read

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.evidence.views.inputs import ShownCommit
    from podium.evidence.views.query import Evidence
    from podium.mirror.mirror import Mirror
    from podium.programs.readme.page import Readme
    from podium.programs.readme.versions import Version
    from podium.signals import Signal

QUARTER_DAYS = 91
_EPOCH = date(1970, 1, 1)
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class PromiseVerdict(msgspec.Struct, frozen=True):
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
        earlier_share = (
            of_team
            if self.before.is_group
            else f"it would have been kept {_held(self.before)} of {self.before.size} times"
        )
        return earlier_share if self.before.value is not None else self.before.why_none


class BeforeRecord(msgspec.Struct, frozen=True):
    """The same promise over the quarter before it was published; of a group only its share and size are told."""

    kept: int | None
    of: int | None
    size: str
    share: float | None
    why_none: str
    window: str


class PromiseRecord(msgspec.Struct, frozen=True):
    """One promise held against traces, for scripts; of a group only its share and size are told."""

    promise: str
    line: int
    question: str
    kept: int | None
    of: int | None
    size: str
    seen: int | None
    least: int
    share: float | None
    why_none: str
    window: str
    published: str | None
    blind_to: str
    before: BeforeRecord | None
    breaches: list[str]


def _held(measure: Measure) -> int:
    return round(sum(row.amount for row in measure.rows))


class _CountingEvidence:
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


def judge(claim: Claim, evidence: Evidence, window: Window, since: date | None = None) -> PromiseVerdict:
    """Hold one promise against the evidence of a window."""
    signal, counting_evidence = claim.signal, _CountingEvidence(evidence)
    measure = read(signal, counting_evidence, window)
    if counting_evidence.rows is None and not signal.is_group:
        counting_evidence.ask(signal.rows, window, question=signal.name)
    return PromiseVerdict(claim, measure, counting_evidence.rows or 0, since)


def audit(
    page: Readme, mirror: Mirror, versions: tuple[Version, ...], since: date | None = None
) -> tuple[PromiseVerdict, ...]:
    """Every promise of the page, each from the day it was published, at most over the last quarter.

    Args:
        since: the first day looked at, instead.
    """
    return tuple(_audit_one(claim, mirror, versions, since) for claim in page.claims)


def _audit_one(claim: Claim, mirror: Mirror, versions: tuple[Version, ...], since: date | None) -> PromiseVerdict:
    end_s = mirror.window.end_s
    promised = first_published(claim.signal, versions)
    first = since or promised
    start_s = end_s - QUARTER_DAYS * DAY_S
    if first is not None:
        start_s = max(start_s if since is None else 0, (first - _EPOCH).days * DAY_S)
    start_s = min(start_s, end_s)
    verdict = judge(claim, mirror.evidence, Window(start_s, end_s), promised)
    if verdict.share is None and promised is not None and since is None:
        earlier = Window(start_s - QUARTER_DAYS * DAY_S, start_s)
        return replace(verdict, before=read(claim.signal, mirror.evidence, earlier))
    return verdict


def first_published(signal: Signal, versions: tuple[Version, ...]) -> date | None:
    """Since when the promise stands without a break up to the newest version."""
    since = None
    for version in versions:
        stands = any(claim.signal.name == signal.name for claim in version.page.claims)
        since = (since or version.published) if stands else None
    return since


def as_data(verdicts: Sequence[PromiseVerdict], mirror: Mirror) -> list[PromiseRecord]:
    """Promises as plain facts."""
    return [
        _facts(verdict, breach_lines)
        for verdict, breach_lines in zip(verdicts, receipts(verdicts, mirror), strict=True)
    ]


def _facts(verdict: PromiseVerdict, breaches: list[str]) -> PromiseRecord:
    signal, before = verdict.claim.signal, verdict.before
    is_decided = verdict.share is not None
    is_group = verdict.measure.is_group
    return PromiseRecord(
        promise=verdict.claim.words,
        line=verdict.claim.line,
        question=signal.asks,
        kept=_held(verdict.measure) if is_decided and not is_group else None,
        of=verdict.measure.n,
        size=verdict.measure.size,
        seen=None if is_group else verdict.seen,
        least=verdict.measure.least,
        share=verdict.share,
        why_none=verdict.measure.why_none,
        window=str(verdict.measure.window),
        published=verdict.since.isoformat() if verdict.since else None,
        blind_to=signal.blind_to,
        before=_before(before) if before else None,
        breaches=breaches,
    )


def _before(measure: Measure) -> BeforeRecord:
    held_before = _held(measure) if measure.value is not None and not measure.is_group else None
    return BeforeRecord(held_before, measure.n, measure.size, measure.value, measure.why_none, str(measure.window))


def receipts(verdicts: Sequence[PromiseVerdict], mirror: Mirror) -> list[list[str]]:
    """For each promise a line for each breach: whole where the change is hers, a day and a ref where it is the team's."""
    hers = [verdict for verdict in verdicts if not verdict.claim.signal.is_group]
    commits_by_hash = mirror.evidence.events(row.ref for verdict in hers for row in verdict.breaches) if hers else {}
    return [
        [
            _receipt(row, None if verdict.claim.signal.is_group else commits_by_hash.get(row.ref))
            for row in verdict.breaches
        ]
        for verdict in verdicts
    ]


def _receipt(row: Row, commit: ShownCommit | None) -> str:
    if commit is None:
        return f"{local_text(row.moment, 0)[:10]}  {row.ref[:12] if _HASH.fullmatch(row.ref) else row.ref}"
    if commit.committer_me:
        when = local_text(commit.committer_at, commit.committer_offset)
    elif commit.author_at is not None:
        when = local_text(commit.author_at, commit.author_offset)
    else:
        when = local_text(commit.committer_at, 0)[:10]
    return f"{when}  {row.ref[:12]}  {commit.repo}: {commit.subject[:80]}"
