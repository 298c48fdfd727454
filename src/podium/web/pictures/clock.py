"""A clock of your day: at which hours, by your own clock, you wrote, landed and reviewed."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from podium.app import picture_data
from podium.app.wording import number, say, say_many
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

if TYPE_CHECKING:
    from podium.mirror.mirror import Mirror

FOR = "code-refuge"
_LEAST = 30
_SIZE, _CENTRE, _INNER, _OUTER = 300, (150.0, 150.0), 46.0, 118.0


def picture(mirror: Mirror) -> Picture | None:
    """The clock over baseline and window; None below thirty acts with a clock to trust."""
    facts = picture_data.hours(mirror)
    if facts.acts < _LEAST:
        return None
    hours, late, declared = facts.by_hour, facts.late, facts.declared
    caption = say(
        "{n} acts with a clock of yours, 30 weeks. {share} % lie {yard}.",
        n=number(facts.acts),
        share=round(100 * sum(late.values()) / facts.acts),
        yard=facts.late_means,
    )
    caption += " " + say("Midnight is above; the outer ring is {n} acts in one hour.", n=number(max(hours.values())))
    drawing = Drawing(_SIZE, _SIZE, say("A clock of 24 hours.") + " " + caption)
    _draw(drawing, hours, late, declared)
    table = [(f"{h:02d}:00", str(hours[h]), str(late[h])) for h in range(24)]
    key = [("now", say("inside your hours")), ("late", say("outside them"))]
    if declared:
        key.append(("shade", say("the hours you declared")))
    return Picture(
        "clock",
        say("Your day by your own clock"),
        caption,
        drawing.svg(),
        (say("Hour"), say("Acts"), say("Outside your hours")),
        table,
        key,
        layout="side",
    )


def _draw(to: Drawing, hours: Counter[int], late: Counter[int], declared: tuple[float, float] | None) -> None:
    if declared:
        to.wedge(_CENTRE, _INNER, _OUTER, declared, "shade", say("your declared hours"))
    for radius in (_INNER, (_INNER + _OUTER) / 2, _OUTER):
        to.dot(*_CENTRE, radius, "ring")
    top = max(hours.values())
    for hour in range(24):
        if not hours[hour]:
            continue
        full = _INNER + (_OUTER - _INNER) * hours[hour] / top
        inside = _INNER + (_OUTER - _INNER) * (hours[hour] - late[hour]) / top
        turns = ((hour + 0.08) / 24, (hour + 0.92) / 24)
        tip = f"{hour}:00: {say_many('{count} act', '{count} acts', hours[hour])}, "
        tip += say("{late} outside your hours", late=late[hour])
        if inside > _INNER:
            to.wedge(_CENTRE, _INNER, inside, turns, "now", tip)
        if full > inside:
            to.wedge(_CENTRE, inside, full, turns, "late", tip)
    for hour in range(0, 24, 3):
        turn = 2 * math.pi * hour / 24
        x, y = _CENTRE[0] + 133 * math.sin(turn), _CENTRE[1] - 133 * math.cos(turn) + 4
        to.text(x, y, f"{hour:02d}", "label", "middle")
