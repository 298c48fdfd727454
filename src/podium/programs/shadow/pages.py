"""What one commits to, on one page, with the questionnaire before it; and the exit reflection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.documents import Document, Heading, Item, Lines, Listing, Paragraph, line
from podium.programs.shadow.rota import ACTIVITIES, LEAD_MOST, OBSERVE_LEAST

if TYPE_CHECKING:
    from datetime import date

    from podium.documents import Block

_QUESTIONS = (
    "Why now? What would you like to know in two weeks that you do not know today?",
    "Which of the eight activities do you expect to give you energy, and which to take it?",
    "What do you keep doing yourself that somebody else could learn?",
    "On which days and hours can you, and in which time zone?",
)
_COMMIT = (
    f"See {OBSERVE_LEAST} activities or more in two weeks, with hosts from outside your own line.",
    f"Lead up to {LEAD_MOST} activities you have seen before, with the host watching.",
    "Write a reflection the same day: predicted, happened, what you would have decided.",
    "What you hear stays in the room. You may be asked to leave it at any time, without a reason.",
    "Hold an exit talk with your own manager within a week of the last visit: go, no-go or not now.",
    "Not now is an answer. Going back to engineering is no step down.",
)
_HOST = (
    "At most three shadows at a time; say when it is too much, and it becomes less.",
    "Five minutes before: what this meeting is for. Ten minutes after: their question.",
    "Everybody else in the room agreed beforehand; for a 1:1 the other person may say no at any time.",
    "No judgement of the shadow is written or passed on.",
)


def commitment_page(name: str, today: date) -> Document:
    """The questionnaire and what everybody commits to."""
    blocks: list[Block] = [Heading(line("Before: the questionnaire"))]
    for text in _QUESTIONS:
        blocks += [Paragraph(line(text)), Lines(2)]
    blocks += [Heading(line("What you commit to")), _list(_COMMIT)]
    blocks += [Heading(line("What a host commits to")), _list(_HOST)]
    names = ", ".join(ACTIVITIES.values())
    blocks.append(Paragraph(line(f"The eight activities: {names}."), is_small=True))
    blocks += [Heading(line("Signed"), 2), Paragraph(line("You, your own manager, and the day:")), Lines(2)]
    return Document(f"EM shadow: {name}", tuple(blocks), "Two weeks, about ten hours", today)


def exit_page(name: str, today: date) -> Document:
    """The exit reflection."""
    parts = (
        ("Evidence for yes", 3),
        ("Evidence for no", 3),
        ("What gave you energy, what took it", 3),
        ("What surprised you", 2),
        ("Go, no-go, or not now: and what you try next, until when", 3),
    )
    blocks: list[Block] = []
    for heading, count in parts:
        blocks += [Heading(line(heading)), Lines(count)]
    return Document(f"Exit talk: {name}", tuple(blocks), "EM shadow", today)


def _list(texts: tuple[str, ...]) -> Listing:
    return Listing(tuple(Item(line(text)) for text in texts))
