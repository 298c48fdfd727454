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
        short: what it is about, without an accusation. matters: why.
        fine: what is said when it is not raised, where the number alone does not say it well; its slots are those of
            the signal in `lead`.
        lead: the signal whose number is said; empty for the first that is raised.
        unit: what the shares in `fine` are of, one and many, for the generated page.
    """

    name: str
    word: str
    short: str
    matters: str
    fine: str = ""
    lead: str = ""
    unit: tuple[str, str] = ("change", "changes")


WORDS = (
    FlagWords(
        "absence",
        "absence",
        "the team's pace without you",
        "what the team does without you is the one thing you cannot watch.",
    ),
    FlagWords(
        "gate",
        "approvals",
        "only you approved",
        "if all work waits for your eyes, nobody else learns to judge it.",
        fine="others had a say in {about_rest} by others.",
        lead="sole-gate",
    ),
    FlagWords(
        "outages",
        "pages-first",
        "acting before those on duty",
        "if you jump in first, those on duty learn to wait.",
        lead="first-mover",
    ),
    FlagWords(
        "off-rota",
        "pages-not-yours",
        "pages that were not yours",
        "who was not called leaves a note and lets the others act.",
    ),
    FlagWords(
        "two-hats",
        "two-roles",
        "two roles in one incident",
        "who leads a crisis cannot see all of it while fixing a part.",
    ),
    FlagWords(
        "late",
        "late-hours",
        "work outside your hours",
        "people who get a message at night feel they must answer at night.",
    ),
    FlagWords(
        "agent-hours",
        "agents-late",
        "agents outside your hours",
        "code an agent writes for you is still your old job.",
    ),
    FlagWords(
        "fast-approvals",
        "quick-yes",
        "quick yes to agents' work",
        "your yes is the last time a change is read.",
        fine="you took more than two minutes for {rest} of {total} large changes by agents.",
        lead="fast-approvals",
    ),
    FlagWords(
        "handed-to-people",
        "for-people",
        "work handed to people",
        "nobody grows by what an agent does.",
    ),
    FlagWords(
        "take-back",
        "rewrites",
        "rewrites of others' recent work",
        "work that comes back to you teaches people to wait for you.",
        fine="you left the new lines of others alone in {rest} of {total} changes.",
        lead="take-back",
    ),
    FlagWords(
        "tickets-back",
        "returned-tickets",
        "tickets that came back to you",
        "work that comes back to you teaches people to wait for you.",
        fine="of the tickets you gave away, {about_rest} stayed away.",
        lead="ticket-take-back",
        unit=("ticket", "tickets"),
    ),
    FlagWords(
        "own-writing",
        "your-code",
        "your part of the code",
        "what hangs on your own code waits when you do your new job.",
        fine="the others wrote {about_rest}.",
        lead="own-share",
    ),
    FlagWords(
        "leave",
        "days-off",
        "work on days off",
        "time off with your work in it is no break, for you or for them.",
        fine="{rest} of your {total} days off were free of work.",
        lead="leave-days",
    ),
    FlagWords(
        "stakeholders",
        "contacts",
        "people you keep up with",
        "people judge your team by what they last heard of it.",
    ),
    FlagWords(
        "recency",
        "key-people",
        "how long key people wait",
        "plans change faster than a quarter.",
        fine="half of your key people heard from you in the last {value}.",
        lead="stakeholder-recency",
    ),
    FlagWords(
        "skip-level",
        "two-levels-up",
        "your last talk two levels up",
        "one level up is where your work meets the next larger plan.",
    ),
    FlagWords(
        "implementer", "win-words", "wins told by their effect", "a win with no gain and no number sounds like effort."
    ),
    FlagWords(
        "wins-unheard", "wins-heard", "wins told to leaders", "what leaders do not hear of did not happen for them."
    ),
    FlagWords(
        "credit", "credit", "wins with a name", "a win is believed when it names who did it, and people grow by it."
    ),
    FlagWords("recall", "recall", "what people recall of the team", "this is what all the other signs aim at."),
    FlagWords("talks-held", "held-talks", "1:1s that took place", "the 1:1 is the one meeting that is theirs."),
    FlagWords(
        "talks-moved",
        "moved-talks",
        "1:1s you moved",
        "a talk that can always move seems to matter least.",
        fine="you left {rest} of your {total} planned 1:1s where they were.",
        lead="talks-moved",
    ),
    FlagWords("agenda", "agenda", "what they bring to 1:1s", "the 1:1 is theirs, so at least half of it should be."),
    FlagWords(
        "feedback-parts",
        "feedback",
        "complete feedback",
        "feedback on the task helps; feedback on the person can do harm.",
    ),
    FlagWords(
        "feedback-late",
        "late-feedback",
        "how late feedback comes",
        "late feedback is hard to recall and sounds like a verdict.",
        fine="half of your feedback came within {value}.",
        lead="feedback-delay",
    ),
    FlagWords("telling", "advice", "asking before advice", "good coaches ask before they give advice."),
    FlagWords(
        "sunset",
        "ended-work",
        "changes to ended work",
        "those who do the work are often the last to hear that it ended.",
        lead="zombie-changes",
    ),
    FlagWords(
        "ended-by-hand",
        "agents-ended",
        "agents and ended work",
        "an agent does not know what has ended until somebody says so.",
    ),
    FlagWords(
        "unlinked", "goals", "work with a live goal", "clear goals work, so work outside them should be a choice."
    ),
    FlagWords(
        "orphans", "goalless", "efforts with a live goal", "work goes on long after its goal has died, if nobody looks."
    ),
    FlagWords(
        "half-cards",
        "missing-numbers",
        "large work with targets and owners",
        "if you do not know where you began, you cannot show that it worked.",
    ),
    FlagWords(
        "stale-goals",
        "old-goals",
        "goals nobody confirmed",
        "if goals are checked every two weeks, bad news is two weeks late at most.",
        fine="all your live goals were confirmed in the last two weeks.",
        lead="stale-goals",
    ),
    FlagWords(
        "reactive",
        "broken-work",
        "work on what is broken",
        "past some point, fixing what broke leaves no time to stop the next break.",
        fine="{about_rest} had nothing to do with what broke.",
        lead="reactive-share",
        unit=("ticket", "tickets"),
    ),
    FlagWords(
        "reactive-tickets",
        "broken-tickets",
        "tickets for what is broken",
        "past some point, fixing what broke leaves no time to stop the next break.",
        fine="{about_rest} had nothing to do with what broke.",
        lead="reactive-tickets",
    ),
    FlagWords(
        "displaced",
        "dropped-talks",
        "1:1s dropped for incidents",
        "people wait longest for what has no alarm.",
        fine="incidents left {rest} of your {total} 1:1s in place.",
        lead="displaced-talks",
    ),
    FlagWords(
        "repeats",
        "repeats",
        "incidents that come back",
        "if the same thing breaks again, nobody had time to ask why.",
        fine="in {about_rest}, the same thing had not broken shortly before.",
        lead="incident-repeats",
        unit=("incident", "incidents"),
    ),
    FlagWords(
        "follow-ups",
        "open-lessons",
        "how long lessons stay open",
        "a lesson pays off once it is built in.",
        fine="half of the tasks from incidents were done within {value}.",
        lead="follow-up-days",
    ),
    FlagWords(
        "postmortems",
        "late-reviews",
        "how late incidents are discussed",
        "what was learnt is soon forgotten.",
        fine="half of the talks about incidents came within {value}.",
        lead="postmortem-days",
    ),
    FlagWords(
        "repeat-fixes",
        "repeat-fixes",
        "places fixed again and again",
        "a fix that does not hold is a question to the system, not to its author.",
    ),
    FlagWords("reverts", "taken-back", "changes taken back", "more changes taken back is the first trace of hurry."),
    FlagWords(
        "by-hand",
        "agents-again",
        "agents and work done twice",
        "agents get other work than people, so first ask what they were given.",
    ),
    FlagWords(
        "improvement", "system-work", "work on the system itself", "work on the system is the first thing a fire takes."
    ),
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
    yield Sentence("flag.brief", "{short}: {value}")
    yield Sentence("flag.stood", "That was over the 26 weeks before; now there is too little to tell.")
    yield Sentence("flag.number", "{short}: not known.")
    for words in WORDS:
        yield Sentence(f"matters.{words.name}", words.matters)
        if words.fine:
            yield Sentence(f"fine.{words.name}", words.fine, unit=words.unit)


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
    return _fact(raised, line), usual(line)


def _fact(raised: Raised, line: Drawn) -> str:
    """The number in a sentence, with its span where it is not that of the look: what stood before a month too thin to tell."""
    fact = signals.fact(line.measure, beside=line.limit)
    must = raised.drawn[: len(raised.flag.all_of)]
    has_only_stood = raised.is_up and line not in must and any(d.level is None for d in must)
    return f"{fact} {say('flag.stood')}" if has_only_stood else fact


def fine_says(raised: Raised) -> str:
    """What is said of a flag that is not raised: its good half in numbers, or the number."""
    words, line = words_of(raised.flag.name), lead(raised)
    if line is None:
        return say("flag.fine", short=words.short)
    if words.fine and words.lead in {"", line.measure.signal}:
        return say(f"fine.{words.name}", **signals.values(line.measure))
    return signals.fact(line.measure)


def brief(raised: Raised) -> str:
    """A raised flag in a few words with its number."""
    words, line = words_of(raised.flag.name), lead(raised)
    number = signals.short_number(line.measure) if line else ""
    return say("flag.brief", short=words.short, value=number) if number else words.short


def answer(raised: Raised, trap: str) -> list[str]:
    """Three sentences: what the number says, how it stands, and why it matters."""
    words, line = words_of(raised.flag.name), lead(raised)
    state = "why.unknown" if raised.level is None else "why.fine"
    if raised.is_up:
        state = "why.raised" if raised.level == "red" else "why.mild"
    facts = [_fact(raised, line)] if line else []
    held_against = usual(line) if line else ""
    if raised.is_up and held_against:
        facts.append(say(f"{state}.usual", trap=trap, usual=held_against))
    else:
        facts.append(say(state, trap=trap))
    return [*facts, *([say(f"matters.{words.name}")] if words.matters else [])]
