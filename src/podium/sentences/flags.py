"""Each finding in words: what to type, a short name, and what is said when all is well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from podium.sentences import Sentence, say, signals
from podium.sentences.limits import usual

if TYPE_CHECKING:
    from podium.traps import Drawn, Raised


@dataclass(frozen=True, slots=True)
class FlagWords:
    """How a finding is called and said.

    Attributes:
        name: of the flag, which scripts use. word: what a person types after `podium why`.
        short: what it is about, without an accusation.
        fine: what is said when it is not raised; the slots are those of its number.
        lead: the signal whose number is said; empty for the first that is raised.
    """

    name: str
    word: str
    short: str
    fine: str
    lead: str = ""


WORDS = (
    FlagWords("absence", "absence", "the team's pace without you", "the team keeps its pace without you."),
    FlagWords("gate", "approvals", "only you approved", "others approve changes too.", "sole-gate"),
    FlagWords("outages", "pages-first", "acting before those on duty", "you leave the first move to those on duty."),
    FlagWords("off-rota", "pages-not-yours", "pages that were not yours", "you leave pages to those they call."),
    FlagWords("two-hats", "two-roles", "two roles in one incident", "you hold one role in an incident."),
    FlagWords("late", "late-hours", "work outside your hours", "you keep to your hours."),
    FlagWords("take-back", "rewrites", "rewrites of others' recent work", "you let the new work of others stand."),
    FlagWords("tickets-back", "returned-tickets", "tickets that came back to you", "what you hand out stays handed out."),
    FlagWords("own-writing", "your-code", "your part of the code", "most of the code comes from the others."),
    FlagWords("leave", "days-off", "work on days off", "your days off were free of work."),
    FlagWords("stakeholders", "contacts", "people you keep in touch with", "you keep in touch with those you serve."),
    FlagWords("recency", "key-people", "how long key people wait", "your key people hear from you each month."),
    FlagWords("skip-level", "two-levels-up", "your last talk two levels up", "you talk two levels up each quarter."),
    FlagWords("implementer", "win-words", "wins told by their effect", "your wins say what got better, and for whom."),
    FlagWords("wins-unheard", "wins-heard", "wins told to leaders", "leaders hear the wins of your team."),
    FlagWords("credit", "credit", "wins with a name", "your wins name who did the work."),
    FlagWords("recall", "recall", "what people recall of the team", "people know what your team did last."),
    FlagWords("talks-held", "held-talks", "1:1s that took place", "your 1:1s take place: {hits} of {total}."),
    FlagWords("talks-moved", "moved-talks", "1:1s you moved", "you keep the day of your 1:1s."),
    FlagWords("agenda", "agenda", "what they bring to 1:1s", "your people set half of the points in 1:1s."),
    FlagWords("feedback-parts", "feedback", "complete feedback", "your feedback says what was done and what came of it."),
    FlagWords("feedback-late", "late-feedback", "how late feedback comes", "people hear your feedback within days."),
    FlagWords("telling", "advice", "asking before advice", "you ask before you give advice."),
    FlagWords("sunset", "ended-work", "changes to ended work", "work that was ended stays at rest."),
    FlagWords("unlinked", "goals", "work with a live goal", "a live goal stands behind {about}."),
    FlagWords("orphans", "goalless", "efforts with a live goal", "each of your efforts serves a live goal."),
    FlagWords("half-cards", "missing-numbers", "large work missing its numbers", "large work starts with its numbers."),
    FlagWords("stale-goals", "old-goals", "goals nobody confirmed", "all live goals were confirmed of late."),
    FlagWords("reactive", "broken-work", "work on what is broken", "most work is planned, not forced by what broke."),
    FlagWords("reactive-tickets", "broken-tickets", "tickets for what is broken", "most tickets are planned work."),
    FlagWords("displaced", "dropped-talks", "1:1s dropped for incidents", "your 1:1s hold when something breaks."),
    FlagWords("repeats", "repeats", "incidents that come back", "what broke once stays mended."),
    FlagWords("follow-ups", "open-lessons", "how long lessons stay open", "lessons from incidents are soon put to work."),
    FlagWords("postmortems", "late-reviews", "how late incidents are discussed", "incidents are discussed within a week."),
    FlagWords("repeat-fixes", "repeat-fixes", "places fixed again and again", "fixes hold as well as they used to."),
    FlagWords("reverts", "taken-back", "changes taken back", "few changes are taken back, as ever."),
    FlagWords("improvement", "system-work", "work on the system itself", "the team makes the system itself better."),
)


@cache
def _by_name() -> dict[str, FlagWords]:
    return {words.name: words for words in WORDS}


def words_of(name: str) -> FlagWords:
    """The words of a flag; one that another package brought is called by its own name."""
    return _by_name().get(name) or FlagWords(name, name, name.replace("-", " "), "")


def flag_called(word: str) -> str:
    """The name of the flag that is called so; the word itself when it is no name of ours."""
    return next((words.name for words in WORDS if words.word == word), word)


def sentences() -> Iterator[Sentence]:
    """What is said of each finding when all is well; what is said when it is raised are the sentences of the numbers."""
    yield Sentence("flag.fine", "fine: {short}.")
    yield Sentence("flag.number", "{short}: not known.")
    for words in WORDS:
        yield Sentence(f"fine.{words.name}", words.fine)


def lead(raised: Raised) -> Drawn | None:
    """The line whose number is said: the one named for it, else the first that is raised, else the first with a number."""
    wanted = words_of(raised.flag.name).lead
    named = [d for d in raised.drawn if d.measure.signal == wanted and d.measure.value is not None]
    up = [d for d in raised.drawn if d.is_up]
    numbers = [d for d in raised.drawn if d.measure.value is not None]
    return next(iter([*named, *up, *numbers]), None)


def raised_says(raised: Raised) -> tuple[str, str]:
    """The sentence of a raised flag with its number, and what is usual (empty when nothing is)."""
    line = lead(raised)
    if line is None:
        return say("flag.number", short=words_of(raised.flag.name).short), ""
    return signals.fact(line.measure), usual(line)


def fine_says(raised: Raised) -> str:
    """What is said of a flag that is not raised."""
    words, line = words_of(raised.flag.name), lead(raised)
    if not words.fine:
        return say("flag.fine", short=words.short)
    return say(f"fine.{words.name}", **(signals.values(line.measure) if line else {}))
