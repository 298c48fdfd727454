"""Which repeating rules are a calendar's, and which would run for ever, never or too often."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from dateutil.rrule import rrulestr
from icalendar.prop import vDDDTypes

if TYPE_CHECKING:
    from podium.sources.calendars.time_zones import Moment

Rule = Mapping[str, list[Any]]
VEvent = MutableMapping[str, Any]
_PERIOD_DAYS = {"HOURLY": 1 / 24, "DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 28.0, "YEARLY": 365.0}
_MOST_TIMES_A_DAY = 24
# Parts that can name a day that never comes (30 February), so the rule is tried before it is believed.
_CAN_MISS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
_NARROWING = (*_CAN_MISS, "BYDAY")
_MARGIN_DAYS = 400
# The days of the months that never have 31.
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def trouble(rule: Rule, start: Moment) -> str | None:
    """Why a rule is refused, as the name it is counted under; None when it is a calendar's rule."""
    often = _first(rule, "FREQ", "")
    if often in {"SECONDLY", "MINUTELY"}:
        return "rule finer than an hour"
    interval = _first(rule, "INTERVAL", 1)
    if often not in _PERIOD_DAYS or not isinstance(interval, int) or interval < 1:
        return "rule that cannot be read"
    if _times_a_day(rule) > _MOST_TIMES_A_DAY or (often == "HOURLY" and any(rule.get(part) for part in _NARROWING)):
        return "rule finer than an hour"
    if any(_naive(until).date() < _naive(start).date() for until in rule.get("UNTIL", ())):
        return "rule that ended before it began"
    can_miss = any(rule.get(part) for part in _CAN_MISS) or (often == "DAILY" and rule.get("BYDAY"))
    if can_miss and not _is_ever(rule, start):
        return "rule that never happens"
    return None


def _is_ever(rule: Rule, start: Moment) -> bool:
    """Whether the rule has an occurrence, tried near the end of the calendar, where trying ends after a century.

    The year is chosen so that weekdays and leap years fall as they do in the rule's own.
    """
    months, days = rule.get("BYMONTH", ()), rule.get("BYMONTHDAY", ())
    if months and days and all(abs(int(day)) > _LONGEST.get(int(month), 31) for month in months for day in days):
        return False
    year = next(
        y for y in range(9904, 9932) if y % 4 == start.year % 4 and date(y, 3, 1).weekday() == _march(start).weekday()
    )
    late = datetime(year, start.month, start.day, getattr(start, "hour", 0), getattr(start, "minute", 0))  # noqa: DTZ001
    text = ";".join(
        part
        for part in cast("Any", rule).to_ical().decode().split(";")
        if not part.upper().startswith(("COUNT=", "UNTIL="))
    )
    return _has_occurrence(text, late)


@lru_cache(maxsize=10_000)
def _has_occurrence(text: str, start: datetime) -> bool:
    """Whether a rule has an occurrence from a start on; a file that repeats one rule pays for it once."""
    return next(iter(rrulestr(text, dtstart=start)), None) is not None


def _march(start: Moment) -> date:
    return date(start.year, 3, 1)


def work(rule: Rule, start: Moment, end: datetime) -> int:
    """At most how many occurrences lie between start and end."""
    often = _first(rule, "FREQ", "")
    first = _naive(start)
    last = min([end.replace(tzinfo=None), *(_naive(u) for u in rule.get("UNTIL", []))])
    if last < first:
        return 0
    periods = int((last - first).days / (_PERIOD_DAYS[often] * int(_first(rule, "INTERVAL", 1)))) + 2
    count = _first(rule, "COUNT", 0)
    occurrences = periods * _days_a_period(rule, often) * _times_a_day(rule)
    return min(occurrences, count) if isinstance(count, int) and count > 0 else occurrences


def fast_forward(event: VEvent, rule: Rule, before: datetime) -> Moment:
    """Begin an endless daily or weekly series shortly before it is looked at; what lies between costs nothing.

    Weeks and intervals keep their rhythm because the start moves by whole ones. Returns the start it has now.
    """
    start = cast("Moment", event["DTSTART"].dt)
    end = event["DTEND"].dt if "DTEND" in event else start
    often = _first(rule, "FREQ", "")
    if "COUNT" in rule or "RDATE" in event or often not in {"HOURLY", "DAILY", "WEEKLY"}:
        return start
    if getattr(start, "tzinfo", None) != getattr(end, "tzinfo", None):
        return start
    period = int(_first(rule, "INTERVAL", 1)) * (7 if often == "WEEKLY" else 1)
    away = (before.replace(tzinfo=None) - _naive(start)).days - _MARGIN_DAYS - period
    if away < period:
        return start
    shift = timedelta(days=away // period * period)
    event["DTSTART"] = vDDDTypes(start + shift)
    if "DTEND" in event:
        event["DTEND"] = vDDDTypes(event["DTEND"].dt + shift)
    return start + shift


def _days_a_period(rule: Rule, often: str) -> int:
    """At most how many days of one period a rule names."""
    days = len(rule.get("BYDAY", ())) + len(rule.get("BYMONTHDAY", ()))
    if often == "WEEKLY":
        return min(7, max(1, days))
    if often in {"HOURLY", "DAILY"}:
        return 1
    if rule.get("BYSETPOS"):
        return len(rule["BYSETPOS"])
    if days == 1 and not str([*rule.get("BYDAY", ()), *rule.get("BYMONTHDAY", ())][0]).isalpha():
        return 1 if often == "MONTHLY" else max(1, len(rule.get("BYMONTH", range(12))))
    narrowed = days or any(rule.get(part) for part in ("BYYEARDAY", "BYWEEKNO", "BYMONTH"))
    return {"MONTHLY": 31, "YEARLY": 366}[often] if narrowed else 1


def _times_a_day(rule: Rule) -> int:
    return (
        max(1, len(rule.get("BYHOUR", ())))
        * max(1, len(rule.get("BYMINUTE", ())))
        * max(1, len(rule.get("BYSECOND", ())))
    )


def _first(rule: Rule, name: str, default: Any) -> Any:
    values = rule.get(name) or [default]
    return values[0]


def _naive(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - compared with others of its kind only
