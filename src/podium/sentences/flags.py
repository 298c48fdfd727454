"""What is said of a finding: raised, when all is well, and in three sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.sentences import Sentence, say, signals, whole
from podium.sentences.limits import usual_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from podium.traps import Drawn, Flag, Raised


SENTENCES = (
    Sentence("flag.fine", "fine: {short}."),
    Sentence("flag.brief", "{short}: {value}"),
    Sentence("flag.stood", "That was over the 26 weeks before; now there is too little to tell."),
    Sentence("flag.number", "{short}: not known."),
)


def sentences_of(flags: Iterable[Flag]) -> Iterator[Sentence]:
    """Why each finding matters, and what is said of it when all is well; when it is raised its numbers speak."""
    for flag in flags:
        yield Sentence(f"matters.{flag.name}", flag.words.matters)
        if flag.words.fine:
            yield Sentence(f"fine.{flag.name}", flag.words.fine, unit=flag.words.unit)


def lead(raised: Raised) -> Drawn | None:
    """The line whose number is said: the one named for it, else the first that is raised, else the first with a number."""
    wanted = raised.flag.spoken.lead
    named = [d for d in raised.drawn if d.measure.signal == wanted and d.measure.value is not None]
    up = [d for d in raised.drawn if d.is_up]
    numbers = [d for d in raised.drawn if d.measure.value is not None]
    return next(iter([*named, *up, *numbers]), None)


def raised_says(raised: Raised) -> tuple[str, str]:
    """The sentence of a raised flag with its number, and what is usual (empty when nothing is)."""
    line = lead(raised)
    if line is None:
        return say("flag.number", short=raised.flag.spoken.short), ""
    return _fact(raised, line), usual_beside(line)


def _fact(raised: Raised, line: Drawn) -> str:
    """The number in a sentence, with its span where it is not that of the look: what stood before a month too thin to tell."""
    fact = signals.fact(line.measure, beside=line.limit)
    must = raised.drawn[: len(raised.flag.all_of)]
    has_only_stood = raised.is_up and line not in must and any(d.level is None for d in must)
    return f"{fact} {say('flag.stood')}" if has_only_stood else fact


def fine_says(raised: Raised) -> str:
    """What is said of a flag that is not raised: its good half in numbers, or the number."""
    words, line = raised.flag.spoken, lead(raised)
    if line is None:
        return say("flag.fine", short=words.short)
    if words.fine and words.lead in {"", line.measure.signal}:
        return Sentence(f"fine.{raised.flag.name}", words.fine).with_values(signals.values(line.measure))
    return signals.fact(line.measure)


def brief(raised: Raised) -> str:
    """A raised flag in a few words with its number."""
    words, line = raised.flag.spoken, lead(raised)
    number = signals.short_number(line.measure) if line else ""
    return say("flag.brief", short=words.short, value=number) if number else words.short


def answer(raised: Raised, trap: str) -> list[str]:
    """Three sentences: what the number says, how it stands, and why it matters."""
    words, line = raised.flag.spoken, lead(raised)
    state = "why.unknown" if raised.level is None else "why.fine"
    if raised.is_up:
        state = "why.raised" if raised.level == "red" else "why.mild"
    facts = [_fact(raised, line)] if line else []
    held_against = usual_beside(line) if line else ""
    if raised.is_up and held_against:
        facts.append(say(f"{state}.usual", trap=trap, usual=held_against))
    else:
        facts.append(say(state, trap=trap))
    return [*facts, *([whole(words.matters)] if words.matters else [])]
