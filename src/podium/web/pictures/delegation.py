"""What was handed over, and at which of the seven levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podium.app.wording import say
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing, clipped

if TYPE_CHECKING:
    from podium.app.people import Journal

_WIDTH, _ROW, _TOP, _LEFT = 640, 46, 28, 34
LEVELS = ("tell", "sell", "consult", "agree", "advise", "inquire", "delegate")


def picture(journal: Journal) -> Picture | None:
    """A row for each card, its dot on the level that was agreed; None without cards."""
    cards = sorted(journal.entries("delegation"), key=lambda e: (e.head.status != "open", -e.head.level, e.id))
    if not cards:
        return None
    caption = say("Each card on the level you agreed: from 1, you tell, to 7, they decide alone.")
    drawing = Drawing(_WIDTH, _TOP + _ROW * len(cards) + 4, caption)
    _draw(drawing, cards)
    rows = [(e.head.task, str(e.head.level), LEVELS[e.head.level - 1], e.head.status, e.head.started) for e in cards]
    columns = (say("What"), say("Level"), say("In words"), say("Where it stands"), say("Since"))
    key = [("now dot", say("open")), ("bar dot", say("done, stopped or taken back"))]
    return Picture("delegation", say("How far you let go"), caption, drawing.svg(), columns, rows, key, layout="rows")


def _draw(to: Drawing, cards: list[Any]) -> None:
    step = (_WIDTH - 2 * _LEFT) / 6
    bottom = _TOP + _ROW * len(cards)
    for level, word in enumerate(LEVELS):
        x = _LEFT + level * step
        to.line(x, _TOP - 8, x, bottom, "grid")
        to.text(x, _TOP - 16, f"{level + 1} {word}", "label", "middle")
    for number, entry in enumerate(cards):
        card, top = entry.head, _TOP + _ROW * number
        x, y = _LEFT + (card.level - 1) * step, top + 32
        is_open = card.status == "open"
        to.text(0, top + 16, clipped(card.task, 70), "name" if is_open else "name soft")
        to.line(0, y, _WIDTH, y, "row")
        to.line(0, y, x, y, "reach" if is_open else "reach closed")
        to.dot(x, y, 7, "now" if is_open else "bar", f"{card.task}: {card.level}, {card.status}")
