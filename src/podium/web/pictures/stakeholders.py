"""Whom the team serves, and when you last talked to each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from podium.app.due import STAKEHOLDER_DAYS
from podium.app.wording import say, say_many
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing, clipped

if TYPE_CHECKING:
    from podium.app.people import Journal

_WIDTH, _ROW, _TOP, _RIGHT = 640, 46, 22, 90
WEEKS, AHEAD_DAYS = 26, 28


def picture(journal: Journal, today: date) -> Picture | None:
    """A row for each stakeholder, a dot for each talk; None without any."""
    people = sorted(journal.entries("stakeholder"), key=lambda e: (not e.head.is_top, e.head.relation, e.id))
    if not people:
        return None
    caption = say(
        "A row for each, a dot for each talk of the last {weeks} weeks. The band is the last {days} days.",
        weeks=WEEKS,
        days=STAKEHOLDER_DAYS,
    )
    drawing = Drawing(_WIDTH, _TOP + _ROW * len(people) + 24, caption)
    _draw(drawing, people, today)
    columns = (say("Who"), say("Relation"), say("Among the five"), say("Last talk"), say("Days ago"), say("Next"))
    key = [
        ("now dot", say("a talk")),
        ("open dot", say("the next planned one")),
        ("late", say("longer ago than that")),
        ("star", say("one of the five who matter most now")),
    ]
    return Picture(
        "stakeholders",
        say("When you last talked"),
        caption,
        drawing.svg(),
        columns,
        [_row(e, today) for e in people],
        key,
        layout="rows",
    )


def _last(entry: Any, today: date) -> date | None:
    return max((day for day in entry.head.contacts if day <= today), default=None)


def _row(entry: Any, today: date) -> tuple[str | date, ...]:
    head, last = entry.head, _last(entry, today)
    return (
        entry.id,
        head.relation,
        say("yes") if head.is_top else say("no"),
        last or "–",
        str((today - last).days) if last else "–",
        head.next_contact or "–",
    )


def _draw(to: Drawing, people: list[Any], today: date) -> None:
    first = today - timedelta(weeks=WEEKS)
    scale = (_WIDTH - _RIGHT) / (WEEKS * 7 + AHEAD_DAYS)

    def x(day: date) -> float:
        return max(0, min(WEEKS * 7 + AHEAD_DAYS, (day - first).days)) * scale

    bottom = _TOP + _ROW * len(people)
    to.rect(x(today - timedelta(days=STAKEHOLDER_DAYS)), _TOP, STAKEHOLDER_DAYS * scale, bottom - _TOP, "shade")
    for month in _months(first, today + timedelta(days=AHEAD_DAYS)):
        to.line(x(month), _TOP, x(month), bottom, "grid")
        if abs(x(month) - x(today)) > 40:
            to.text(x(month), bottom + 18, f"{month:%Y-%m}", "label", "middle" if x(month) > 12 else "start")
    to.line(x(today), _TOP - 6, x(today), bottom, "axis")
    to.text(x(today), bottom + 18, say("today"), "label", "middle")
    for number, entry in enumerate(people):
        _person(to, entry, _TOP + _ROW * number, today, x)


def _person(to: Drawing, entry: Any, top: float, today: date, x: Any) -> None:
    head, last, y = entry.head, _last(entry, today), top + 32
    to.text(0, top + 16, ("★ " if head.is_top else "") + clipped(entry.id, 34), "name")
    to.text(_WIDTH, top + 16, head.relation.replace("-", " "), "label", "end")
    to.line(0, y, _WIDTH - _RIGHT, y, "row")
    for day in head.contacts:
        if today - timedelta(weeks=WEEKS) <= day <= today:
            to.dot(x(day), y, 5, "now", f"{entry.id}: {day}")
    if head.next_contact and head.next_contact >= today:
        to.dot(x(head.next_contact), y, 5, "open", say("next: {day}", day=head.next_contact))
    days = (today - last).days if last else None
    days_text = say("never") if days is None else say_many("{count} day ago", "{count} days ago", days)
    is_late = days is None or days > STAKEHOLDER_DAYS
    to.text(_WIDTH, y + 4, days_text, "overdue" if is_late else "label", "end")


def _months(first: date, last: date) -> list[date]:
    months, at = list[date](), first.replace(day=1)
    while (at := (at + timedelta(days=32)).replace(day=1)) <= last:
        months.append(at)
    return months
