"""What was handed over, and at which of the seven levels."""

from __future__ import annotations

from typing import Any

from podium.journal import Journal
from podium.web.pictures import Picture
from podium.web.pictures.draw import Drawing
from podium.web.words import say

_WIDTH, _ROW, _TOP, _LEFT = 880, 34, 40, 330
LEVELS = ("tell", "sell", "consult", "agree", "advise", "inquire", "delegate")


def picture(journal: Journal) -> Picture | None:
    """A row for each card, its dot on the level that was agreed; None without cards."""
    cards = sorted(journal.entries("delegation"), key=lambda e: (e.head.status != "open", -e.head.level, e.id))
    if not cards:
        return None
    caption = say(
        "Each card on the level you agreed: from 1, you tell, to 7, they decide alone. Closed cards are pale."
    )
    drawing = Drawing(_WIDTH, _TOP + _ROW * len(cards) + 8, caption)
    _draw(drawing, cards)
    rows = [
        (e.head.task, str(e.head.level), LEVELS[e.head.level - 1], e.head.status, str(e.head.started)) for e in cards
    ]
    columns = (say("What"), say("Level"), say("In words"), say("Where it stands"), say("Since"))
    return Picture("delegation", say("How far you let go"), caption, drawing.svg(), columns, rows)


def _draw(to: Drawing, cards: list[Any]) -> None:
    step = (_WIDTH - _LEFT - 60) / 6
    bottom = _TOP + _ROW * len(cards)
    for level, word in enumerate(LEVELS):
        x = _LEFT + level * step
        to.line(x, _TOP - 12, x, bottom, "grid")
        to.text(x, _TOP - 20, f"{level + 1} {word}", "label", "middle")
    for number, entry in enumerate(cards):
        y = _TOP + _ROW * number + _ROW / 2 - 6
        card = entry.head
        x = _LEFT + (card.level - 1) * step
        mark = "now" if card.status == "open" else "bar"
        to.text(0, y + 4, card.task[:44], "name")
        to.line(_LEFT, y, x, y, "grid")
        to.dot(x, y, 7, mark, f"{card.task}: {card.level}, {card.status}")
