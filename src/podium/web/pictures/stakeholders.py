"""Whom the team serves, and when she last talked to each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from podium.journal import Journal
from podium.web.duties import STAKEHOLDER_DAYS
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing
from podium.web.words import say

_WIDTH, _ROW, _TOP, _LEFT, _RIGHT = 880, 34, 34, 200, 40
WEEKS = 26


def picture(journal: Journal, today: date) -> Picture | None:
    """A row for each stakeholder, a dot for each talk; None without any."""
    people = sorted(journal.entries("stakeholder"), key=lambda e: (not e.head.is_top, e.head.relation, e.id))
    if not people:
        return None
    caption = say(
        "A row for each, a dot for each talk of the last {weeks} weeks. The band is the last {days} days; an open dot is "
        "the next planned talk.", weeks=WEEKS, days=STAKEHOLDER_DAYS,
    )  # fmt: skip
    drawing = Drawing(_WIDTH, _TOP + _ROW * len(people) + 30, caption)
    _draw(drawing, people, today)
    rows = [_row(e, today) for e in people]
    columns = (say("Who"), say("Relation"), say("Among the five"), say("Last talk"), say("Days ago"), say("Next"))
    return Picture("stakeholders", say("When you last talked"), caption, drawing.svg(), columns, rows)


def _row(entry: Any, today: date) -> tuple[str, ...]:
    one = entry.head
    last = max((d for d in one.contacts if d <= today), default=None)
    return (
        entry.id, one.relation, say("yes") if one.is_top else say("no"), str(last or "–"),
        str((today - last).days) if last else "–", str(one.next_contact or "–"),
    )  # fmt: skip


def _draw(to: Drawing, people: list[Any], today: date) -> None:
    first = today - timedelta(weeks=WEEKS)
    ahead = 28
    scale = (_WIDTH - _LEFT - _RIGHT) / (WEEKS * 7 + ahead)

    def x(day: date) -> float:
        return _LEFT + max(0, min(WEEKS * 7 + ahead, (day - first).days)) * scale

    bottom = _TOP + _ROW * len(people)
    to.rect(
        x(today - timedelta(days=STAKEHOLDER_DAYS)), _TOP - 12, STAKEHOLDER_DAYS * scale, bottom - _TOP + 12, "shade"
    )
    to.line(x(today), _TOP - 12, x(today), bottom, "axis")
    to.text(x(today), bottom + 18, say("today"), "label", "middle")
    to.text(_LEFT, bottom + 18, str(first), "label")
    for number, entry in enumerate(people):
        y = _TOP + _ROW * number + _ROW / 2 - 6
        one = entry.head
        to.text(0, y + 4, entry.id[:24] + (" ★" if one.is_top else ""), "name")
        to.text(_LEFT - 12, y + 4, one.relation[:14], "label", "end")
        to.line(_LEFT, y, _WIDTH - _RIGHT, y, "grid")
        for day in one.contacts:
            if first <= day <= today:
                to.dot(x(day), y, 5, "now", f"{entry.id}: {day}")
        if one.next_contact and one.next_contact >= today:
            to.dot(x(one.next_contact), y, 5, "open", say("next: {day}", day=one.next_contact))
