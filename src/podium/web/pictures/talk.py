"""Trust and guard over the turns of a talk, with the turn it changed at."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from podium.app.wording import say
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing

if TYPE_CHECKING:
    from podium.app.gym import Debrief

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FLOOR = 640, 220, 12, 560, 28, 180
_MOST = 10


def picture(debrief: Debrief) -> Picture:
    """Two lines over the turns; every point is in the table too."""
    points = debrief.curve
    caption = say(
        "How {called} felt: trust (full line) and guard (broken line) after each turn, 0 to 10.", called=debrief.called
    )
    drawing = Drawing(_WIDTH, _HEIGHT, caption)
    drawing.scale((_LEFT, _RIGHT), (_TOP, _FLOOR), _MOST, say("0 to 10"))
    if debrief.turned:
        x = _across(debrief.turned, len(points))
        drawing.line(x, _TOP, x, _FLOOR, "axis")
        drawing.text(x, _TOP - 4, say("it turned here"), "label", "middle")
    for name, mark in (("guard", "without"), ("trust", "mean")):
        values = [getattr(point, name) for point in points]
        places = [(_across(n, len(points)), _down(value)) for n, value in enumerate(values)]
        for (x1, y1), (x2, y2) in itertools.pairwise(places):
            drawing.line(x1, y1, x2, y2, mark)
        for (x, y), value, point in zip(places, values, points, strict=True):
            drawing.dot(x, y, 4, "late" if name == "guard" else "now", f"{name} {value}, turn {point.turn}")
        drawing.text(_RIGHT + 22, places[-1][1] + 4, name, "name")
    for n in range(len(points)):
        drawing.text(_across(n, len(points)), _FLOOR + 18, str(n), "label", "middle")
    rows = [(str(p.turn), str(p.trust), str(p.guard), str(p.clarity), str(p.commit)) for p in points]
    columns = (say("Turn"), say("Trust"), say("Guard"), say("Clarity"), say("Commitment"))
    return Picture("talk", say("Trust and guard"), caption, drawing.svg(), columns, rows, layout="rows")


def _across(turn: int, count: int) -> float:
    return _LEFT + 8 + (_RIGHT - _LEFT - 16) * turn / max(1, count - 1)


def _down(value: int) -> float:
    return _FLOOR - (_FLOOR - _TOP) * value / _MOST
