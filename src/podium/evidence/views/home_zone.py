"""By whose clock an act of hers without one is read: her word, a profile, commits, none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from podium.core.time import DAY_S, is_usable, offset_in

if TYPE_CHECKING:
    from podium.core.event import ZoneFrom

# One place for each way clocks are kept today; a place that nowhere differs from one of these needs no name here.
PLACES = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Denver",
    "America/Mexico_City",
    "America/Chicago",
    "America/Bogota",
    "America/New_York",
    "America/Caracas",
    "America/Halifax",
    "America/Santiago",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Atlantic/Azores",
    "Africa/Abidjan",
    "Europe/London",
    "Africa/Lagos",
    "Europe/Berlin",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Europe/Athens",
    "Africa/Nairobi",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Sydney",
    "Pacific/Guadalcanal",
    "Pacific/Auckland",
)
# People with fewer commits were never tried, and 95 % is where one place explains most people (decision 0011).
LEAST = 30
LEAST_NEAR = 10
LEAST_SHARE = 0.95
MOST_UTC = 0.9
NEAR_S = 45 * DAY_S
# Who was elsewhere a day or two before or after may have been elsewhere then.
JOURNEY_S = 3 * DAY_S
_INFERRED: Final[ZoneFrom] = "inferred"
_NOWHERE: Final[tuple[str, ZoneFrom]] = ("", "none")


class Commits:
    """What the offsets recorded by her own machine tell about her clock."""

    def __init__(self, recorded: Iterable[tuple[int, int]]) -> None:
        """Keep instants and recorded offsets in order of time; a web page's commits must not be handed in."""
        by_time = sorted((at, offset) for at, offset in recorded if is_usable(offset))
        self._at = [at for at, _ in by_time]
        self._offset = [offset for _, offset in by_time]
        self._of_day: dict[int, tuple[str, ...]] = {}

    def place_at(self, at_s: int) -> str:
        """A place whose clock is hers at an instant; empty where her commits do not settle it.

        Every place that explains the commits of the 45 days before and after has to agree on the offset.
        """
        if len(self._at) < LEAST:
            return ""
        places = self._places(at_s)
        return places[0] if len({offset_in(place, at_s) for place in places}) == 1 else ""

    def is_elsewhere(self, place: str, at_s: int) -> bool:
        """Whether the nearest commit before or after, if it is near, was made on another clock than the place's."""
        after = bisect_left(self._at, at_s)
        near = [n for n in (after - 1, after) if 0 <= n < len(self._at) and abs(self._at[n] - at_s) <= JOURNEY_S]
        return any(self._offset[n] not in (0, _at_hour(place, self._at[n] // 3600)) for n in near)

    def _places(self, at_s: int) -> tuple[str, ...]:
        day = at_s // DAY_S
        if day not in self._of_day:
            first = bisect_left(self._at, day * DAY_S - NEAR_S)
            self._of_day[day] = self._explain(first, bisect_right(self._at, (day + 1) * DAY_S + NEAR_S))
        return self._of_day[day]

    def _explain(self, first: int, last: int) -> tuple[str, ...]:
        offsets = self._offset[first:last]
        # Nothing but +0000 is a container or a habit as often as it is a place.
        if len(offsets) < LEAST_NEAR or offsets.count(0) >= MOST_UTC * len(offsets):
            return ()
        commonest = Counter(offsets).most_common(1)[0][0]
        hours = [at // 3600 for at in self._at[first:last]]
        return tuple(
            place
            for place in PLACES
            if commonest in _offsets(place)
            and sum(_at_hour(place, h) == o for h, o in zip(hours, offsets, strict=True)) >= LEAST_SHARE * len(offsets)
        )


class HomeClock:
    """The ladder for an act that carries no offset: her own word, an account's profile, her calendar, her commits."""

    def __init__(self, declared: str, elsewhere: Mapping[ZoneFrom, str], commits: Commits) -> None:
        """`elsewhere` holds the zone an account's profile and her calendar name, where they name one."""
        self.declared = declared
        named: tuple[ZoneFrom, ...] = ("profile", "calendar")
        self._elsewhere: list[tuple[str, ZoneFrom]] = [(elsewhere[how], how) for how in named if elsewhere.get(how)]
        self._commits = commits

    def place_at(self, at_s: int) -> tuple[str, ZoneFrom]:
        """The place whose clock holds and how that is known; empty and `none` where nothing tells."""
        if self.declared:
            return self.declared, "declared"
        place, how = next(iter(self._elsewhere), None) or (self._commits.place_at(at_s), _INFERRED)
        return (place, how) if place and not self._commits.is_elsewhere(place, at_s) else _NOWHERE


@cache
def _offsets(place: str) -> frozenset[int | None]:
    """The offsets a place keeps in a year: those of the middle of each month of 2025."""
    return frozenset(offset_in(place, 1_735_689_600 + (30 * month + 15) * DAY_S) for month in range(12))


@cache
def _at_hour(place: str, hour: int) -> int | None:
    return offset_in(place, hour * 3600)
