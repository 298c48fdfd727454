"""Each number in words: a short name, and one sentence with count and total, or a share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from podium.core.measure import COUNTED, span
from podium.core.measure import say as plain
from podium.sentences import Sentence, say
from podium.sentences.limits import about, pace, ratio

if TYPE_CHECKING:
    from podium.core.measure import Measure


@dataclass(frozen=True, slots=True)
class SignalWords:
    """How a number is called and said.

    Attributes:
        name: of the signal, which scripts use. short: what a person calls it.
        fact: the sentence; your own acts as `{hits}` of `{total}`, the team's as a share (`{about}`).
        fact_of_one: the same where it happened once; empty where that makes no difference.
        unit: what is counted, one and many.
    """

    name: str
    short: str
    fact: str
    fact_of_one: str = ""
    unit: tuple[str, str] = ("change", "changes")


_TALKS = ("1:1", "1:1s")
_INCIDENTS = ("incident", "incidents")
_DAYS = ("day", "days")
_PEOPLE = ("person", "people")
_WINS = ("win", "wins")
_NOTES = ("note", "notes")
_FILES = ("file", "files")

WORDS = (
    SignalWords("absence", "the team's pace without you", "while you were away, the others landed {pace}."),
    SignalWords(
        "active-days",
        "days with work of yours",
        "you wrote or landed something on {count} days.",
        "you wrote or landed something on {count} day.",
        _DAYS,
    ),
    SignalWords(
        "agenda-theirs",
        "what they bring to 1:1s",
        "your people brought {percent} of the points to your 1:1s.",
        unit=_TALKS,
    ),
    SignalWords(
        "business-ratio",
        "wins told by their effect",
        "{hits} of your {total} wins said what got better, and for whom.",
        unit=_WINS,
    ),
    SignalWords(
        "concentration", "how work is spread", "the team writes as if {value} shared all the work.", unit=_PEOPLE
    ),
    SignalWords(
        "contributors", "people who share the work", "the team writes as if {value} shared all the work.", unit=_PEOPLE
    ),
    SignalWords("credit-ratio", "wins with a name", "{hits} of your {total} wins named who did the work.", unit=_WINS),
    SignalWords(
        "displaced-talks",
        "1:1s dropped for incidents",
        "{hits} of your {total} 1:1s gave way within a day of an incident.",
        unit=_TALKS,
    ),
    SignalWords("eligible", "people who could approve", "{value} could take a turn to approve changes.", unit=_PEOPLE),
    SignalWords(
        "ended-work-by-hand",
        "agents and ended work",
        "changes with an agent's mark hit ended work more often, by {value}.",
    ),
    SignalWords(
        "fast-approvals",
        "quick yes to agents' work",
        "you said yes to {hits} of {total} large changes by agents within two minutes.",
    ),
    SignalWords(
        "feedback-complete",
        "complete feedback",
        "{hits} of your {total} notes said when it was, what was done and what came of it.",
        unit=_NOTES,
    ),
    SignalWords(
        "feedback-delay", "how late feedback comes", "half of your feedback came {value} late or later.", unit=_NOTES
    ),
    SignalWords("files-at-risk", "files one person knows", "no more than one person here knows {about}.", unit=_FILES),
    SignalWords(
        "first-mover",
        "acting before those on duty",
        "you acted first, and unasked, in {hits} of the {total} incidents you touched.",
        unit=_INCIDENTS,
    ),
    SignalWords(
        "fixed-again-by-hand",
        "agents and second fixes",
        "fixes with an agent's mark were fixed again more often, by {value}.",
        unit=("fix", "fixes"),
    ),
    SignalWords(
        "follow-up-days",
        "how long lessons stay open",
        "half of the tasks from incidents stayed open for {value} or longer.",
        unit=_INCIDENTS,
    ),
    SignalWords(
        "full-cards",
        "large work with targets and owners",
        "{hits} of your {total} large efforts had all their numbers and names.",
        unit=("effort", "efforts"),
    ),
    SignalWords(
        "handed-to-people",
        "work handed to people",
        "{hits} of the {total} tasks you handed over went to a person.",
        unit=("task", "tasks"),
    ),
    SignalWords(
        "head-start",
        "your head start on those on duty",
        "in half of the incidents you came {value} before those on duty.",
        unit=_INCIDENTS,
    ),
    SignalWords(
        "improvement-share",
        "work on the system itself",
        "the team spent {about} ({span}) to make the system itself better.",
    ),
    SignalWords(
        "incident-chat-hours",
        "hours in incident chats",
        "you wrote in incident chats during {value}.",
        unit=("hour", "hours"),
    ),
    SignalWords(
        "incident-repeats",
        "incidents that come back",
        "the same thing had broken shortly before in {about}.",
        unit=_INCIDENTS,
    ),
    SignalWords("landed-by-me", "changes you landed for others", "you landed {about} that others wrote."),
    SignalWords(
        "late-nights",
        "nights with work",
        "you worked past ten at night on {count} nights.",
        "you worked past ten at night on {count} night.",
        ("night", "nights"),
    ),
    SignalWords("late-share", "work outside your hours", "{hits} of your {total} changes fell outside your hours."),
    SignalWords(
        "leave-days", "work on days off", "you worked on {hits} of the {total} days you had taken off.", unit=_DAYS
    ),
    SignalWords("linked-share", "work with a live goal", "a live goal stands behind {about}."),
    SignalWords(
        "live-initiatives",
        "efforts with a live goal",
        "{hits} of your {total} efforts served a live goal.",
        unit=("effort", "efforts"),
    ),
    SignalWords("meeting-hours", "hours in meetings", "you sat in meetings for {value}.", unit=("hour", "hours")),
    SignalWords("meeting-load", "time in meetings", "meetings took {percent} of your hours.", unit=_DAYS),
    SignalWords(
        "off-rota-acks",
        "pages that were not yours",
        "you stepped into {count} incidents that had not called you.",
        "you stepped into {count} incident that had not called you.",
        _INCIDENTS,
    ),
    SignalWords(
        "open-questions",
        "asking before advice",
        "{hits} of your {total} first messages asked before they gave advice.",
        unit=("message", "messages"),
    ),
    SignalWords("own-share", "your part of the code", "you wrote {about} of the team."),
    SignalWords(
        "postmortem-days",
        "how late incidents are discussed",
        "half of the talks about incidents came {value} after the end or later.",
        unit=_INCIDENTS,
    ),
    SignalWords(
        "prompted-late",
        "agents outside your hours",
        "you asked an agent for work outside your hours on {count} days.",
        "you asked an agent for work outside your hours on {count} day.",
        _DAYS,
    ),
    SignalWords("reactive-share", "work on what is broken", "the team spent {about} on what was broken just then."),
    SignalWords(
        "reactive-tickets",
        "tickets for what is broken",
        "something broken was the reason for {about}.",
        unit=("ticket", "tickets"),
    ),
    SignalWords(
        "recall",
        "what people recall of the team",
        "asked what the team did last, people scored {value} of 2 points.",
        unit=("answer", "answers"),
    ),
    SignalWords(
        "repeat-fixes",
        "places fixed again and again",
        "in {about}, the same file had been fixed two weeks before or less.",
        unit=("fix", "fixes"),
    ),
    SignalWords("revert-share", "changes taken back", "the team took back {about}."),
    SignalWords(
        "reverts-by-hand",
        "agents and changes taken back",
        "changes with an agent's mark were taken back more often, by {value}.",
    ),
    SignalWords(
        "role-double",
        "two roles in one incident",
        "you led and held a second role in {hits} of your {total} incidents.",
        unit=_INCIDENTS,
    ),
    SignalWords(
        "skip-level-gap",
        "your last talk two levels up",
        "by the end of these weeks you had not talked with your manager's manager for {value}.",
        unit=("talk", "talks"),
    ),
    SignalWords("sole-gate", "only you approved", "nobody but you approved {about} by others."),
    SignalWords(
        "stakeholder-reach",
        "people you keep up with",
        "you spoke with {hits} of the {total} people on your map in three months.",
        unit=_PEOPLE,
    ),
    SignalWords(
        "stakeholder-recency",
        "how long key people wait",
        "by the end of these weeks half of your key people had not heard from you for {value} or longer.",
        unit=_PEOPLE,
    ),
    SignalWords(
        "stakeholder-talks",
        "talks with people on your map",
        "you spoke with people on your map {count} times.",
        "you spoke with people on your map {count} time.",
        ("talk", "talks"),
    ),
    SignalWords(
        "stale-goals",
        "goals nobody confirmed",
        "{count} live goals have gone two weeks without a yes from their owner.",
        "{count} live goal has gone two weeks without a yes from its owner.",
        ("goal", "goals"),
    ),
    SignalWords(
        "take-back",
        "rewrites of others' recent work",
        "{hits} of your {total} changes rewrote lines others had written in the two weeks before.",
    ),
    SignalWords("talks-held", "1:1s that took place", "{hits} of your {total} planned 1:1s took place.", unit=_TALKS),
    SignalWords(
        "talks-moved", "1:1s you moved", "you moved or dropped {hits} of your {total} planned 1:1s.", unit=_TALKS
    ),
    SignalWords(
        "ticket-take-back",
        "tickets that came back to you",
        "of the tickets you gave away, {about} came back to you.",
        unit=("ticket", "tickets"),
    ),
    SignalWords("touch", "others' work you handled", "you read, discussed or landed {about} by others."),
    SignalWords(
        "truck-factor",
        "people the code depends on",
        "half of the files would lose all who wrote them if {value} left.",
        unit=_PEOPLE,
    ),
    SignalWords(
        "wait-on-me",
        "how long people wait for you",
        "half of those who asked you for a review waited {value} or longer.",
        unit=("request", "requests"),
    ),
    SignalWords(
        "wins-told",
        "wins told to leaders",
        "you told a win of the team in {hits} of {total} leadership meetings.",
        unit=("meeting", "meetings"),
    ),
    SignalWords(
        "zombie-changes",
        "changes to ended work",
        "{band} changes landed on work that had been ended.",
        "{band} change landed on work that had been ended.",
    ),
    SignalWords(
        "zombie-lag",
        "days after the end",
        "the last change to ended work came {value} after the end.",
        unit=_DAYS,
    ),
    SignalWords(
        "zones-held",
        "half-days without code",
        "you kept {hits} of your {total} half-days free of code.",
        unit=("half-day", "half-days"),
    ),
)


@cache
def _by_name() -> dict[str, SignalWords]:
    return {words.name: words for words in WORDS}


def words_of(name: str) -> SignalWords:
    """The words of a signal; one that another package brought is called by its own name."""
    return _by_name().get(name) or SignalWords(name, name.replace("-", " "), "")


def sentences() -> Iterator[Sentence]:
    """One for each number."""
    yield Sentence("signal.brought", "{short}: {value}.")
    for words in WORDS:
        yield Sentence(f"signal.{words.name}", words.fact, words.fact_of_one, words.unit)


def fact(measure: Measure, *, beside: float | None = None) -> str:
    """What a number says, in one sentence, on its side of a limit told beside it; empty when there is no number."""
    if measure.value is None:
        return ""
    words = words_of(measure.signal)
    if not words.fact:
        return say("signal.brought", short=words.short, value=measure.text)
    return say(f"signal.{measure.signal}", **values(measure, beside=beside))


def values(measure: Measure, *, beside: float | None = None) -> dict[str, str]:
    """What the slots of a number's sentence hold; of a group no number of acts."""
    value, unit = measure.value or 0.0, words_of(measure.signal).unit
    is_share = measure.unit == "share"
    shared = {
        "percent": plain(value, "share"),
        "about": about(value, *unit, beside=beside) if is_share else "",
        "about_rest": about(1 - value, *unit) if is_share else "",
        "span": span(measure.interval) if measure.interval else "",
        "pace": pace(value),
        "value": measure.text if measure.is_group and measure.unit in COUNTED else _amount(value, measure.unit),
        "band": measure.text if measure.is_group else f"{value:.0f}",
    }
    if measure.n is None:
        return shared
    hits = round(sum(row.amount for row in measure.rows))
    return shared | {
        "hits": f"{hits:,}",
        "rest": f"{measure.n - hits:,}",
        "total": f"{measure.n:,}",
        "count": f"{value:.0f}",
    }


def short_number(measure: Measure) -> str:
    """The number alone: `6 of 17` of your own, `7 in 10` of the team."""
    fact_words = words_of(measure.signal).fact
    if measure.value is None:
        return ""
    if "{hits}" in fact_words:
        return "{hits} of {total}".format(**values(measure))
    if "{pace}" in fact_words:
        tenths = round(10 * measure.value)
        return f"{tenths} in 10" if tenths < 10 else "as usual"
    if measure.interval:
        return span(measure.interval)
    if measure.unit == "share":
        return ratio(measure.value) if 0 < measure.value < 1 else measure.text
    return values(measure)["value"]


def _amount(value: float, unit: str) -> str:
    if unit == "0-1":  # concentration: one over it is how many equal people there would be
        value, unit = (1 / value if value else 0.0), "people"
    if unit == "people":
        return f"about {value:.0f} people" if round(value) != 1 else "one person"
    if unit == "days" and value >= 2:
        value = round(value)
    return f"{value:.1f}" if unit == "0-2" else plain(value, unit)
