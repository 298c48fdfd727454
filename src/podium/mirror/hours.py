"""Her own acts by hour and weekday, and how a late share would read under other hours."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from podium.core.time import Hours, minute_of_week
from podium.evidence.people.me_file import hours

if TYPE_CHECKING:
    from podium.core.measure import Measure
    from podium.mirror.mirror import Mirror

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def details(mirror: Mirror, measure: Measure) -> dict[str, str]:
    """Hours, weekdays and one line of sensitivity; nothing where no clock of hers is known."""
    clocks = mirror.evidence.clocks([row.ref for row in measure.rows])
    clocks_of_rows = [clocks[row.ref, row.moment] for row in measure.rows if (row.ref, row.moment) in clocks]
    moments = [row.moment for row in measure.rows if (row.ref, row.moment) in clocks]
    minutes = [
        minute_of_week(at, offset) for at, (offset, how) in zip(moments, clocks_of_rows, strict=True) if how != "none"
    ]
    if not minutes:
        return {}
    by_hour = Counter(minute % 1440 // 60 for minute in minutes)
    by_day = Counter(minute // 1440 for minute in minutes)
    declared = mirror.file.me.hours
    yards = {"9 to 18 on weekdays": Hours(), **({"your declared hours": hours(declared)} if declared else {})}
    outside = [f"{_outside(minutes, yard)} % outside {name}" for name, yard in yards.items()]
    return {
        "by hour": ", ".join(f"{hour:02d} {by_hour[hour]}" for hour in sorted(by_hour)),
        "by weekday": ", ".join(f"{name} {by_day[n]}" for n, name in enumerate(_DAYS)),
        "under other hours": ", ".join([f"{measure.text} as counted", *outside]),
    }


def _outside(minutes: list[int], yard: Hours) -> int:
    return round(100 * sum(not yard.covers(minute) for minute in minutes) / len(minutes))
