"""Which half-days to block: when the team is online, and what she would give up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from podium.core.event import Event
    from podium.core.time import Hours

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# podium's own default: half of the working day, and at least three hours or it is no half-day.
LEAST_MIN = 180
LONGEST_MIN = 240
# Fewer weeks than this say nothing about a usual week.
LEAST_WEEKS = 4
_TAKEN = frozenset({"met", "invited"})


class Slot(msgspec.Struct, frozen=True):
    """A half-day of the usual week, with the reason to choose it.

    Attributes:
        weekday: 0 Monday - 6 Sunday. start_min, end_min: local minutes of that day.
        online: share of its hours in which the team is usually at work; None when that is not known.
        gives_up_min: minutes of meetings a week that lie in it now; None with too few weeks to say.
        reason: one sentence.
    """

    weekday: int
    start_min: int
    end_min: int
    online: float | None
    gives_up_min: float | None
    reason: str


def propose(
    wanted: int, mine: Iterable[Event], online: Mapping[tuple[int, int], float], hours: Hours, *, weeks: int
) -> list[Slot]:
    """The best half-days, one a day before a second of the same day; fewer than wanted when there are not more.

    Args:
        mine: her own meetings of the last `weeks` weeks, with her local time.
        online: (weekday, hour) -> share of weeks in which the team was at work then; a group of five or more.
    """
    busy = [e for e in mine if e.verb in _TAKEN and e.local_dow is not None and e.local_hour is not None]
    best_slots = sorted(
        (_slot(day, *half, busy, online, weeks) for day in sorted(hours.days) for half in _halves(hours)), key=_rank
    )
    first_of_day: set[int] = set()
    best: list[Slot] = []
    rest: list[Slot] = []
    for slot in best_slots:
        (rest if slot.weekday in first_of_day else best).append(slot)
        first_of_day.add(slot.weekday)
    return (best + rest)[: max(0, wanted)]


def _halves(hours: Hours) -> list[tuple[int, int]]:
    end = hours.end_min if hours.end_min > hours.start_min else 1440
    length = min(LONGEST_MIN, (end - hours.start_min) // 2 // 30 * 30)
    if length < LEAST_MIN:
        return []
    return [(hours.start_min, hours.start_min + length), (end - length, end)]


def _slot(
    day: int, start: int, end: int, busy: list[Event], online: Mapping[tuple[int, int], float], weeks: int
) -> Slot:
    shares = [online[day, hour] for hour in range(start // 60, (end + 59) // 60) if (day, hour) in online]
    share = sum(shares) / len(shares) if shares else None
    lost_minutes: Counter[str] = Counter()
    for event in busy:
        if event.local_dow == day and (minutes := _overlap(event, start, end)):
            lost_minutes[event.work_type or "meeting"] += minutes
    gives_up = lost_minutes.total() / weeks if weeks >= LEAST_WEEKS else None
    return Slot(day, start, end, share, gives_up, _reason(day, start, end, share, gives_up, lost_minutes, weeks))


def _overlap(event: Event, start: int, end: int) -> int:
    begin = (event.local_hour or 0) * 60 + (event.ts.minute + (event.utc_offset_min or 0)) % 60
    return max(0, min(end, begin + (event.dur_s or 0) // 60) - max(start, begin))


def _rank(slot: Slot) -> tuple[int, float, int, int]:
    """Where the team is online first (in steps of a tenth), then what costs least."""
    share = -1 if slot.online is None else round(slot.online * 10)
    return -share, slot.gives_up_min or 0.0, slot.weekday, slot.start_min


def _reason(
    day: int, start: int, end: int, share: float | None, gives_up: float | None, lost: Counter[str], weeks: int
) -> str:
    when = f"{DAYS[day]} {start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    team = (
        "when your team is online is not known"
        if share is None
        else f"your team is online in {share * 100:.0f} % of it"
    )
    if gives_up is None:
        cost = (
            f"what you would give up is not known: a calendar told of {weeks} weeks, at least {LEAST_WEEKS} are needed"
        )
        if not weeks:
            cost = "what you would give up is not known: no calendar told of your meetings"
    elif not lost:
        cost = "you would give up nothing that is usual"
    else:
        kinds = ", ".join(name.replace("_", " ") for name, _ in sorted(lost.items(), key=lambda kv: (-kv[1], kv[0])))
        cost = f"you would give up {gives_up / 60:.1f} h a week ({kinds})"
    return f"{when}: {team}; {cost}"
