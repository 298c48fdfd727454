"""The fixed texts of the room: values in their places, verdicts and states in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from podium import signals

if TYPE_CHECKING:
    from podium.core.note import Note

LANGUAGE = "en"


def say(text: str, /, **values: object) -> str:
    """The text with its values in place."""
    return text.format(**values) if values else text


def say_many(singular: str, plural: str, count: int, /, **values: object) -> str:
    """The text for one or for many; `count` is among its values."""
    return (singular if count == 1 else plural).format(count=number(count), **values)


def number(value: float) -> str:
    """A count with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def verdict(word: str) -> str:
    """A verdict as the page says it."""
    return {
        "in it": say("Caught"),
        "watch": say("Watch"),
        "clear": say("Clear"),
        "not enough evidence": say("Not enough to tell"),
    }[word]


def short_of(signal: str) -> str:
    """What a person calls a number, by the name scripts use."""
    return signals.short_of(signal)


def told(word: str) -> str:
    """What was just done, for the top of the next page; nothing for a word podium does not send."""
    return {
        "saved": say("Saved."),
        "made": say("Written: an ordinary text file in your journal."),
        "journal": say("Your journal is made; it is an ordinary folder of text files."),
        "connected": say("Connected."),
        "read": say("Read."),
        "gone": say("Disconnected; everything it brought is removed."),
        "same": say("Nothing changed, so nothing was written."),
        "started": say("Written down, and put where you chose."),
        "paused": say("Paused. The weeks it touches are left out, and the result will say so."),
        "resumed": say("It goes on; the weeks that were lost stand behind its end."),
        "stopped": say("Ended without a verdict: there is none on part of a plan."),
        "finished": say("Judged, once."),
        "undone": say("Its events are out of the calendar."),
        "kept": say("Kept: the talk and its debrief stand in your journal."),
        "dropped": say("Dropped; nothing of it is left."),
        "drilled": say("Kept. It comes back when it would fade."),
        "published": say("Published; this version is kept in your journal."),
    }.get(word, "")


def state(word: str) -> str:
    """Where a practice stands, as the page says it."""
    return {
        "registered": say("begins soon"),
        "running": say("running"),
        "paused": say("paused"),
        "over": say("over, not judged yet"),
        "finished": say("finished"),
        "stopped": say("ended early"),
    }[word]


def note(mistake: Note) -> str:
    """A mistake in her text: what is wrong, and what to write instead."""
    return f"{mistake.what}; {mistake.instead}" if mistake.instead else mistake.what


def day_of(at_s: float) -> date:
    """The day of a moment inside a picture or table; the browser writes it in her way."""
    return datetime.fromtimestamp(at_s, UTC).date()
