"""A debrief in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from podium.core.measure import counted
from podium.programs.leave.debrief import REMOVALS, ideas

if TYPE_CHECKING:
    from podium.programs.leave.debrief import Debrief, Pace

MOST_RECEIPTS = 10
BLIND = "podium is blind to questions by voice, chat it is not connected to, and work that leaves no trace"


def lines(found: Debrief, removals: tuple[str, ...]) -> Iterator[str]:
    """The account, receipts below what they belong to."""
    told = ", ".join(found.away.told_by) or "nowhere"
    yield f"Away {found.away}, {counted(found.away.working_days, 'working day')} (declared in: {told})"
    yield ""
    yield from _kept(found)
    yield ""
    yield from _waited(found)
    yield ""
    yield from _without(found)
    yield ""
    yield from _test(found)
    yield ""
    yield from _removals(found, removals)


def _kept(found: Debrief) -> Iterator[str]:
    days = found.kept.value
    if days is None:
        yield f"Was it kept? cannot tell: {found.kept.why_none}"
    elif days or found.traces:
        yield f"Was it kept? no: {counted(len(found.traces), 'trace')} of yours; you wrote or landed something on {days:.0f} of its days"
    else:
        yield "Was it kept? yes: no trace of yours"
    yield from _cut([f"  {trace}" for trace in found.traces])


def _waited(found: Debrief) -> Iterator[str]:
    yield f"What waited for you: {len(found.waited)}"
    yield from _cut([f"  {one.what} since {one.since}: {one.became}  [{one.ref}]" for one in found.waited])
    yield from _cut([f"  a decision: {one}" for one in found.parked])
    landed = counted(found.landed_back, "change")
    yield f"  in the week after you landed {landed} of others; a usual week of yours: {found.usual_landed:.1f}"
    if found.first_day:
        yield f"  in the first 24 hours back you changed {counted(found.first_day, 'thing')}; the practice says read first, change nothing"
    yield f"  {BLIND}"


def _without(found: Debrief) -> Iterator[str]:
    yield "What stalled, and what was done without you (against the thirteen weeks before)"
    if found.why_none:
        yield f"  cannot tell: {found.why_none}"
    for pace in found.without:
        yield f"  {pace.what}: {_pace(pace)}; {pace.usual} in the thirteen weeks before"


def _pace(pace: Pace) -> str:
    return "no usual pace to compare with" if pace.share is None else f"{100 * pace.share:.0f} % of the usual pace"


def _test(found: Debrief) -> Iterator[str]:
    yield "The absence test over two years (observational, one number among confounders)"
    if found.test.value is None:
        yield f"  cannot tell: {found.test.why_none}"
        return
    yield f"  {found.test.reading}: {found.test.text}"
    for name, text in found.test.details:
        if name != "reading":
            yield f"  {name}: {text}"


def _removals(found: Debrief, removals: tuple[str, ...]) -> Iterator[str]:
    yield f"Take yourself out of three things: {len(removals)} of {REMOVALS} written"
    for removal in removals:
        yield f"  done: {removal}"
    if len(removals) < REMOVALS:
        for idea in ideas(found):
            yield f"  perhaps: {idea}"
        yield f'  write one: podium absence debrief --leave {found.away.first} --removed "Bo approves releases"'


def _cut(rows: list[str]) -> list[str]:
    more = len(rows) - MOST_RECEIPTS
    return rows[:MOST_RECEIPTS] + ([f"  and {more} more: --json has all"] if more > 0 else [])


def as_data(found: Debrief, removals: tuple[str, ...]) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "away": {
            "first": found.away.first.isoformat(),
            "last": found.away.last.isoformat(),
            "working_days": found.away.working_days,
            "told_by": list(found.away.told_by),
        },
        "leave_days_worked": found.kept.value,
        "traces": list(found.traces),
        "waited": [
            {"what": w.what, "ref": w.ref, "since": w.since.isoformat(), "became": w.became} for w in found.waited
        ],
        "decisions": list(found.parked),
        "landed_in_week_after": found.landed_back,
        "landed_in_usual_week": round(found.usual_landed, 6),
        "changed_in_first_day": found.first_day,
        "team_pace": [{"what": p.what, "share_of_usual": p.share, "usual": str(p.usual)} for p in found.without],
        "team_why_none": found.why_none,
        "absence_test": {
            "value": None if found.test.value is None else round(found.test.value, 6),
            "reading": found.test.reading,
            "why_none": found.test.why_none,
            "details": dict(found.test.details),
        },
        "removals": list(removals),
        "ideas": list(ideas(found)),
        "blind_to": BLIND,
    }
