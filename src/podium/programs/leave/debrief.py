"""After an absence: whether it was kept, what waited for her, what stalled.

What was done without her.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from podium import signals
from podium.core.errors import CannotTell, Misuse
from podium.core.group import Band
from podium.core.measure import Measure, counted
from podium.core.time import DAY_S, Window, day_date, zone
from podium.journal.kinds import decision
from podium.programs.leave.leave import Away, declared
from podium.signals.absence import ABSENCE
from podium.signals.leave_days import LEAVE_DAYS

if TYPE_CHECKING:
    from podium.journal import Entry, Journal
    from podium.mirror.mirror import Mirror

# A request older than this when she left had stopped waiting for an answer.
LOOKBACK_DAYS = 28
BACK_DAYS = 7
USUAL_WEEKS = 13
REMOVALS = 3
_MINE = """
    select coalesce(day_no, cast(floor(at_s / 86400.0) as integer)),
           case verb when 'authored' then 'wrote' when 'merged' then 'landed' when 'committed' then 'landed' else verb end,
           ref, repo
    from mine
    where away = 1 and not (verb = 'reviewed' and source = 'git') and verb in ('authored', 'merged', 'committed',
          'reviewed', 'commented', 'acknowledged', 'released', 'closed', 'reopened', 'assigned')
"""
_STEPS = """
    select ref, at_s, verb, by_me, on_me, on_others, object_kind from ours
    where ref in (select ref from ours where by_me = 1 or on_me = 1)
          and object_kind in ('change', 'issue', 'incident') and verb in ('opened', 'requested', 'reviewed', 'commented',
          'merged', 'closed', 'reopened', 'assigned', 'acknowledged')
"""
_LANDED = "select at_s, ref from mine where verb in ('merged', 'committed') and on_others = 1"
_WROTE = """
    select ref, min(at_s) from ours
    where verb = 'authored' and by_me = 0
      and ref in (select ref from mine where verb in ('merged', 'committed') and on_others = 1)
    group by ref
"""
_TEAM = """
    select case when verb = 'arrived' then 'changes of the others that landed'
                when verb = 'reviewed' then 'changes they reviewed'
                when verb = 'opened' then 'incidents opened' else 'incidents they took' end as what,
           ref from ours
    where by_me = 0 and verb in ('arrived', 'reviewed')
       or object_kind = 'incident' and (verb = 'opened' or verb = 'acknowledged' and by_me = 0)
    group by all
"""


class Waited(msgspec.Struct, frozen=True):
    """One thing that waited for her: what, where, since when, and what became of it."""

    what: str
    ref: str
    since: date
    became: str


class Pace(msgspec.Struct, frozen=True):
    """What the team did in five working days of the absence, as a share of their usual pace; None without a usual one.

    Attributes:
        usual: how many there were in the thirteen weeks before, in a band.
    """

    what: str
    share: float | None
    usual: Band


class Debrief(msgspec.Struct, frozen=True):
    """The account of one absence.

    Attributes:
        kept: the signal leave-days over the absence. traces: her own acts in it, as printed.
        waited: requests, tickets and changes that stood still for her.
        parked: decisions of her log that came up in the absence and were open, parked, or taken on her return.
        landed_back: changes of others she landed in the week after; usual_landed is her usual week.
        first_day: her own acts in the first 24 hours back.
        without: the team's pace; empty below five people, and then `why_none` says so.
        test: the absence test of the mirror, declared leave first.
    """

    away: Away
    kept: Measure
    traces: tuple[str, ...]
    waited: tuple[Waited, ...]
    parked: tuple[str, ...]
    landed_back: int
    usual_landed: float
    first_day: int
    without: tuple[Pace, ...]
    why_none: str
    test: Measure


def choose(mirror: Mirror, day: date | None) -> Away:
    """The absence a day lies in, else the newest whole one that the evidence has seen the end of.

    Raises:
        Misuse: no leave is declared on that day. CannotTell: none is over, or the evidence ends before it does.
    """
    absences = declared(mirror.evidence, mirror.journal)
    clock = mirror.file.me.zone
    if day is None:
        over = [a for a in absences if a.is_whole and bounds(a, clock).end_s <= mirror.window.end_s]
        if not over:
            raise CannotTell(
                "no declared leave of five working days is over by the last day of the evidence",
                next_step="declare it: podium new leave --set first=2026-12-07 --set last=2026-12-11",
            )
        return over[-1]
    absence = next((a for a in absences if a.first <= day <= a.last), None)
    if absence is None:
        raise Misuse(f"no leave is declared on {day}", next_step="podium absence list")
    if bounds(absence, clock).end_s > mirror.window.end_s:
        last = day_date((mirror.window.end_s - 1) // DAY_S)
        raise CannotTell(
            f"the evidence ends on {last}, before this absence does ({absence.last})",
            next_step="fetch, then look again",
        )
    return absence


def bounds(away: Away, clock: str) -> Window:
    """The absence as instants on her declared clock, else on UTC's."""
    place = zone(clock) or UTC
    start, end = (datetime.combine(d, time(), place) for d in (away.first, away.last + timedelta(days=1)))
    return Window(int(start.timestamp()), int(end.timestamp()))


def debrief(mirror: Mirror, away: Away) -> Debrief:
    """Read the account of one absence."""
    inside = bounds(away, mirror.file.me.zone)
    # A leave day is a day of her own clock, which may lie up to a day beside UTC's.
    wide = Window(inside.start_s - DAY_S, inside.end_s + DAY_S)
    back = Window(inside.end_s, min(inside.end_s + BACK_DAYS * DAY_S, mirror.window.end_s))
    usual = inside.before(days=7 * USUAL_WEEKS)
    without, why = _without(mirror, away, inside, usual)
    return Debrief(
        away=away,
        kept=signals.read(LEAVE_DAYS, mirror.evidence, wide),
        traces=tuple(_traces(mirror, wide)),
        waited=tuple(sorted(_waited(mirror, inside), key=lambda w: (w.since, w.what, w.ref))),
        parked=tuple(_parked(mirror.journal, away)),
        landed_back=len(_landed(mirror, back)),
        usual_landed=len(_landed(mirror, usual)) / USUAL_WEEKS,
        first_day=_first_day(mirror, inside.end_s),
        without=without,
        why_none=why,
        test=mirror.reader(ABSENCE),
    )


def _traces(mirror: Mirror, wide: Window) -> list[str]:
    rows = mirror.evidence.ask(_MINE, wide, question="traces of a leave")
    return [f"{day_date(day)} {says} {repo} {ref[:12]}" for day, says, ref, repo in rows]


def _landed(mirror: Mirror, window: Window) -> set[str]:
    return {ref for _, ref in mirror.evidence.ask(_LANDED, window, question="landed for others")}


def _first_day(mirror: Mirror, end_s: int) -> int:
    changes = "select distinct ref from mine where verb in ('authored', 'merged', 'committed')"
    return len(mirror.evidence.ask(changes, Window(end_s, end_s + DAY_S), question="the first day back"))


class _Step(msgspec.Struct, frozen=True):
    at_s: int
    verb: str
    by_me: bool
    on_me: bool
    on_others: bool


def _waited(mirror: Mirror, inside: Window) -> list[Waited]:
    reach = Window(inside.start_s - LOOKBACK_DAYS * DAY_S, mirror.window.end_s)
    things: dict[tuple[str, str], list[_Step]] = defaultdict(list)
    for ref, at_s, verb, by_me, on_me, on_others, kind in mirror.evidence.ask_hers(
        _STEPS, reach, question="what waited"
    ):
        things[kind, ref].append(_Step(at_s, verb, bool(by_me), bool(on_me), bool(on_others)))
    waiting = []
    for (kind, ref), steps in sorted(things.items()):
        steps.sort(key=lambda s: (s.at_s, s.verb))
        entry = _request(ref, steps, inside) if kind == "change" else _ticket(ref, steps, inside, kind)
        waiting += [entry] if entry else []
    return waiting + _held_changes(mirror, inside, reach)


def _request(ref: str, steps: Sequence[_Step], inside: Window) -> Waited | None:
    """A request for her review that nobody had answered for her when she came back."""
    requests = [s.at_s for s in steps if s.verb == "requested" and s.on_me and s.at_s < inside.end_s]
    if not requests:
        return None
    ends = [s for s in steps if s.at_s >= requests[-1] and (_is_answer(s) or s.verb in {"merged", "closed"})]
    if ends and ends[0].at_s < inside.end_s:
        return None
    return Waited("a request for your review", ref, _day(requests[-1]), _became(ends, inside))


def _ticket(ref: str, steps: Sequence[_Step], inside: Window, kind: str) -> Waited | None:
    """A ticket in her name all along."""
    assignments = [s for s in steps if s.verb == "assigned" and s.at_s < inside.end_s]
    if not assignments or not assignments[-1].on_me:
        return None
    ends = [
        s
        for s in steps
        if s.at_s >= assignments[-1].at_s and (s.verb == "closed" or (s.verb == "assigned" and s.on_others))
    ]
    if ends and ends[0].at_s < inside.end_s:
        return None
    return Waited(
        f"{'an incident' if kind == 'incident' else 'a ticket'} in your name",
        ref,
        _day(assignments[-1].at_s),
        _became(ends, inside),
    )


def _held_changes(mirror: Mirror, inside: Window, reach: Window) -> list[Waited]:
    """Changes written while she was away that only her landing brought in, after her return."""
    rows = mirror.evidence.ask_hers(_WROTE, reach, question="written in a leave")
    wrote = {ref: at_s for ref, at_s in rows if inside.start_s <= at_s < inside.end_s}
    landed = mirror.evidence.ask(_LANDED, Window(inside.end_s, reach.end_s), question="landed after a leave")
    return [
        Waited("a change only you landed", ref[:12], _day(wrote[ref]), _after(at_s, inside))
        for at_s, ref in landed
        if ref in wrote
    ]


def _is_answer(step: _Step) -> bool:
    return step.by_me and step.verb in {"reviewed", "commented"}


def _became(ends: Sequence[_Step], inside: Window) -> str:
    if not ends:
        return "still waits"
    who = "you" if ends[0].by_me else "somebody else"
    return f"{who}, {_after(ends[0].at_s, inside)}"


def _after(at_s: int, inside: Window) -> str:
    return f"day {(at_s - inside.end_s) // DAY_S + 1} after your return"


def _day(at_s: int) -> date:
    return day_date(at_s // DAY_S)


def _parked(journal: Journal | None, away: Away) -> list[str]:
    """Decisions that came up while she was away and are not decided, or were decided in the week after."""
    entries: Sequence[Entry[decision.Decision]] = journal.entries(decision.KIND) if journal is not None else ()
    sentences = []
    for entry in entries:
        is_inside = away.first <= entry.head.date <= away.last
        is_just_after = away.last < entry.head.date <= away.last + timedelta(days=BACK_DAYS)
        if is_inside and entry.head.status in {"open", "parked"}:
            sentences.append(f"{entry.file}: {entry.head.status} since {entry.head.date}")
        elif is_just_after and entry.head.status == "decided":
            sentences.append(f"{entry.file}: decided on {entry.head.date}, after your return")
    return sentences


def _without(mirror: Mirror, away: Away, inside: Window, usual: Window) -> tuple[tuple[Pace, ...], str]:
    during = mirror.evidence.ask_group(_TEAM, inside, question="a team without her")
    before = mirror.evidence.ask_group(_TEAM, usual, question="a team with her")
    if why := during.why_none or before.why_none:
        return (), why
    paces = during.paces(max(away.working_days, 1) / 5, before, USUAL_WEEKS)
    return tuple(Pace(what, share, usual_size) for what, (share, usual_size) in paces.items()), ""


def ideas(account: Debrief) -> tuple[str, ...]:
    """What to take yourself out of, as far as the traces say; the first that waited longest."""
    kinds = [waited.what for waited in account.waited]
    advice = []
    if n := kinds.count("a request for your review"):
        advice.append(f"{n} requests waited for your review: name a second reviewer for those places")
    if n := kinds.count("a change only you landed"):
        advice.append(f"{counted(n, 'change')} of others waited for your landing: give somebody the right to land")
    if n := sum("in your name" in kind for kind in kinds):
        advice.append(f"{n} tickets stood still in your name: hand them on before the next leave")
    if account.parked:
        advice.append(f"{len(account.parked)} decisions waited: write who may take them next time")
    if account.traces:
        advice.append(
            f"{counted(len(account.traces), 'trace')} of yours on days off: each is something only you could do, or believed so"
        )
    return tuple(advice)
