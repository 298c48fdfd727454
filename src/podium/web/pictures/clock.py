"""A clock of her day: at which hours, by her own clock, she wrote, landed and reviewed."""

from __future__ import annotations

import math
from collections import Counter

from podium.app.wording import number, say, say_many
from podium.core.time import DAY_S, Window
from podium.evidence.people import me_file
from podium.mirror.mirror import Mirror
from podium.traps import BASELINE_DAYS
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

FOR = "code-refuge"
_LEAST = 30
_SIZE, _CENTRE, _INNER, _OUTER = 300, (150.0, 150.0), 46.0, 118.0
SELECT = """
    select wmin, off_hours from mine
    where verb in ('authored', 'merged', 'committed', 'reviewed') and wmin is not null
"""


def picture(mirror: Mirror) -> Picture | None:
    """The clock over baseline and window; None below thirty acts with a clock to trust."""
    whole = Window(mirror.window.start_s - BASELINE_DAYS * DAY_S, mirror.window.end_s)
    acts = mirror.evidence.ask(SELECT, whole, question="clock")
    if len(acts) < _LEAST:
        return None
    hours = Counter(int(minute) % 1440 // 60 for minute, _ in acts)
    late = Counter(int(minute) % 1440 // 60 for minute, off in acts if off)
    yard = mirror.evidence.yardstick.words
    caption = say(
        "{n} acts with a clock of yours, 30 weeks. {share} % lie {yard}.",
        n=number(len(acts)),
        share=round(100 * sum(late.values()) / len(acts)),
        yard=yard,
    )
    caption += " " + say("Midnight is above; the outer ring is {n} acts in one hour.", n=number(max(hours.values())))
    declared = _declared(mirror)
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


def _declared(mirror: Mirror) -> tuple[float, float] | None:
    said = mirror.file.me.hours
    if not said:
        return None
    found = me_file.hours(said)
    end = found.end_min if found.end_min > found.start_min else found.end_min + 1440
    return found.start_min / 1440, end / 1440


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
