"""A debrief in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from podium.core.measure import counted
from podium.programs.leave.debrief import REMOVALS, ideas

if TYPE_CHECKING:
    from podium.programs.leave.debrief import Debrief, Pace

MOST_RECEIPTS = 10
BLIND = "podium is blind to questions by voice, chat it is not connected to, and work that leaves no trace"


class AwayRecord(msgspec.Struct, frozen=True):
    """The days of a leave."""

    first: str
    last: str
    working_days: int
    told_by: list[str]


class WaitedRecord(msgspec.Struct, frozen=True):
    """What waited for you, and what became of it."""

    what: str
    ref: str
    since: str
    became: str


class PaceRecord(msgspec.Struct, frozen=True):
    """What a team of five or more did while you were away: a share of the usual pace, and how many there usually were."""

    what: str
    share_of_usual: float | None
    usual: str


class AbsenceTestRecord(msgspec.Struct, frozen=True):
    """The absence test over this leave."""

    value: float | None
    reading: str
    why_none: str
    details: dict[str, str]


class DebriefRecord(msgspec.Struct, frozen=True):
    """A debrief for scripts."""

    away: AwayRecord
    leave_days_worked: float | None
    traces: list[str]
    waited: list[WaitedRecord]
    decisions: list[str]
    landed_in_week_after: float | None
    landed_in_usual_week: float
    changed_in_first_day: float | None
    team_pace: list[PaceRecord]
    team_why_none: str
    absence_test: AbsenceTestRecord
    removals: list[str]
    ideas: list[str]
    blind_to: str


def lines(account: Debrief, removals: tuple[str, ...]) -> Iterator[str]:
    """The account, receipts below what they belong to."""
    origins = ", ".join(account.away.told_by) or "nowhere"
    yield f"Away {account.away}, {counted(account.away.working_days, 'working day')} (declared in: {origins})"
    yield ""
    yield from _kept(account)
    yield ""
    yield from _waited(account)
    yield ""
    yield from _without(account)
    yield ""
    yield from _test(account)
    yield ""
    yield from _removals(account, removals)


def _kept(account: Debrief) -> Iterator[str]:
    days = account.kept.value
    if days is None:
        yield f"Was it kept? cannot tell: {account.kept.why_none}"
    elif days or account.traces:
        yield f"Was it kept? no: {counted(len(account.traces), 'trace')} of yours; you wrote or landed something on {days:.0f} of its days"
    else:
        yield "Was it kept? yes: no trace of yours"
    yield from _cut([f"  {trace}" for trace in account.traces])


def _waited(account: Debrief) -> Iterator[str]:
    yield f"What waited for you: {len(account.waited)}"
    yield from _cut(
        [f"  {waited.what} since {waited.since}: {waited.became}  [{waited.ref}]" for waited in account.waited]
    )
    yield from _cut([f"  a decision: {decision}" for decision in account.parked])
    landed = counted(account.landed_back, "change")
    yield f"  in the week after you landed {landed} of others; a usual week of yours: {account.usual_landed:.1f}"
    if account.first_day:
        changed = counted(account.first_day, "thing")
        yield f"  in the first 24 hours back you changed {changed}; the practice says read first, change nothing"
    yield f"  {BLIND}"


def _without(account: Debrief) -> Iterator[str]:
    yield "What stalled, and what was done without you (against the thirteen weeks before)"
    if account.why_none:
        yield f"  cannot tell: {account.why_none}"
    for pace in account.without:
        yield f"  {pace.what}: {_pace(pace)}; {pace.usual} in the thirteen weeks before"


def _pace(pace: Pace) -> str:
    return "no usual pace to compare with" if pace.share is None else f"{100 * pace.share:.0f} % of the usual pace"


def _test(account: Debrief) -> Iterator[str]:
    yield "The absence test over two years (observational, one number among confounders)"
    if account.test.value is None:
        yield f"  cannot tell: {account.test.why_none}"
        return
    known_from = dict(account.test.details).get("absence is", "declared leave")
    origin = {
        "declared leave": "",
        "inferred from weeks without a trace": ", from weeks away that were inferred, not declared",
    }.get(known_from, f", from {known_from}")
    yield f"  {account.test.reading}: {account.test.text}{origin}"
    for name, text in account.test.details:
        if name != "reading":
            yield f"  {name}: {text}"


def _removals(account: Debrief, removals: tuple[str, ...]) -> Iterator[str]:
    yield f"Take yourself out of three things: {len(removals)} of {REMOVALS} written"
    for removal in removals:
        yield f"  done: {removal}"
    if len(removals) < REMOVALS:
        for idea in ideas(account):
            yield f"  perhaps: {idea}"
        yield f'  write one: podium absence debrief --leave {account.away.first} --removed "Bo approves releases"'


def _cut(rows: list[str]) -> list[str]:
    more = len(rows) - MOST_RECEIPTS
    return rows[:MOST_RECEIPTS] + ([f"  and {more} more: --json has all"] if more > 0 else [])


def as_data(account: Debrief, removals: tuple[str, ...]) -> DebriefRecord:
    """The same for scripts."""
    return DebriefRecord(
        away=AwayRecord(
            first=account.away.first.isoformat(),
            last=account.away.last.isoformat(),
            working_days=account.away.working_days,
            told_by=list(account.away.told_by),
        ),
        leave_days_worked=account.kept.value,
        traces=list(account.traces),
        waited=[
            WaitedRecord(what=w.what, ref=w.ref, since=w.since.isoformat(), became=w.became) for w in account.waited
        ],
        decisions=list(account.parked),
        landed_in_week_after=account.landed_back,
        landed_in_usual_week=round(account.usual_landed, 6),
        changed_in_first_day=account.first_day,
        team_pace=[PaceRecord(what=p.what, share_of_usual=p.share, usual=str(p.usual)) for p in account.without],
        team_why_none=account.why_none,
        absence_test=AbsenceTestRecord(
            value=None if account.test.value is None else round(account.test.value, 6),
            reading=account.test.reading,
            why_none=account.test.why_none,
            details=dict(account.test.details),
        ),
        removals=list(removals),
        ideas=list(ideas(account)),
        blind_to=BLIND,
    )
