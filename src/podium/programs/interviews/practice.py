"""Coach training: written interviews with an expert's key, and feedback on the card."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from podium.core.errors import CannotRead
from podium.journal.entry import alike
from podium.journal.parse import Unreadable, cut, read_toml
from podium.journal.template import as_toml
from podium.programs.interviews.bank import bank
from podium.programs.judgement_words import judging_words

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 4


class Turn(msgspec.Struct, frozen=True):
    """One thing that was said; `leading` says why a question leads, empty for one that does not."""

    who: str
    says: str
    leading: str = ""


class KeyQuote(msgspec.Struct, frozen=True):
    """Evidence an experienced interviewer wrote down, and what it shows."""

    quote: str
    why: str


class Transcript(msgspec.Struct, frozen=True):
    """A written interview and its key."""

    title: str
    competency: str
    rating: int
    because: str
    turn: tuple[Turn, ...]
    evidence: tuple[KeyQuote, ...]


class PracticeCard(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader wrote: observations, a rating with its reason, and the turns that lead."""

    transcript: str
    rating: int = 0
    quotes: tuple[str, ...] = ()
    because: str = ""
    leading: tuple[int, ...] = ()


class Feedback(msgspec.Struct, frozen=True):
    """What to look at again, and what the key says; no score.

    Attributes:
        opinions: (the line, the words in it, why) for lines that judge instead of quoting.
        invented: lines that are nowhere in the transcript.
        heard, missed: evidence of the key that the card has, or has not.
        leading_missed, leading_wrong: turns by number.
    """

    transcript: Transcript
    card: PracticeCard
    opinions: tuple[tuple[str, str, str], ...]
    invented: tuple[str, ...]
    heard: tuple[KeyQuote, ...]
    missed: tuple[KeyQuote, ...]
    leading_missed: tuple[int, ...]
    leading_wrong: tuple[int, ...]


@cache
def transcripts() -> dict[str, Transcript]:
    """The transcripts podium brings, by name."""
    folder = files("podium.programs.interviews").joinpath("transcripts")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): msgspec.toml.decode(folder.joinpath(name).read_bytes(), type=Transcript)
        for name in names
    }


def transcript_named(name: str) -> Transcript:
    """One transcript.

    Raises:
        CannotRead: there is none of that name.
    """
    for key, transcript in transcripts().items():
        if alike(key) == alike(name):
            return transcript
    raise CannotRead(f"there is no transcript called {name!r}", next_step="choose one of: " + ", ".join(transcripts()))


def sheet(name: str) -> str:
    """The transcript with an empty card above it, as a text file to fill in."""
    transcript = transcript_named(name)
    competency = bank().competency[transcript.competency]
    lines = [
        "+++",
        f"# Fill in the four fields, then: podium interview practice {name} --check THIS-FILE",
        f"transcript = {as_toml(name)}",
        "# What was said, word for word; three lines at least.",
        "quotes = []",
        "# 1 to 4 by the anchors below, and why.",
        "rating = 0",
        'because = ""',
        "# Numbers of the interviewer's turns that lead the candidate.",
        "leading = []",
        "+++",
        "",
        f"# {transcript.title}",
        "",
        f"{competency.title}: {competency.says}",
        "",
        *(f"{n}. {anchor}" for n, anchor in enumerate(competency.anchors, 1)),
        "",
        "# The interview",
        "",
    ]
    for number, turn in enumerate(transcript.turn, 1):
        lines += [f"[{number}] {turn.who.capitalize()}: {turn.says}", ""]
    return "\n".join(lines)


def read_card(text: str, file: str) -> PracticeCard:
    """A filled sheet.

    Raises:
        CannotRead: its head is broken.
    """
    try:
        values = read_toml(cut(text, file).head, file, first_line=2)
        return msgspec.convert(values, PracticeCard)
    except Unreadable as fault:
        raise CannotRead(fault.note.what, where=f"{file}:{fault.note.line}", next_step=fault.note.instead) from None
    except msgspec.ValidationError as fault:
        raise CannotRead(
            f"a field of the card cannot be read: {fault}", where=file, next_step='quotes = ["..."], rating = 3'
        ) from None


def feedback(card: PracticeCard) -> Feedback:
    """What to look at again on one card.

    Raises:
        CannotRead: a transcript that is not there.
    """
    transcript = transcript_named(card.transcript)
    candidate_words = " ".join(_plain(turn.says) for turn in transcript.turn if turn.who == "candidate")
    lines = [line for line in card.quotes if line.strip()]
    from_transcript = [line for line in lines if _is_in(line, candidate_words)]
    opinions = tuple(
        (line, ", ".join(word.word for word in words), words[0].why)
        for line in (*lines, card.because)
        if (words := judging_words(line)) and not _is_in(line, candidate_words)
    )
    opinion_lines = {line for line, _, _ in opinions}
    quotes_used = tuple(
        key for key in transcript.evidence if any(_overlaps(line, key.quote) for line in from_transcript)
    )
    leads = {number for number, turn in enumerate(transcript.turn, 1) if turn.leading}
    return Feedback(
        transcript,
        card,
        opinions,
        tuple(line for line in lines if line not in from_transcript and line not in opinion_lines),
        quotes_used,
        tuple(key for key in transcript.evidence if key not in quotes_used),
        tuple(sorted(leads - set(card.leading))),
        tuple(sorted(set(card.leading) - leads)),
    )


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _is_in(line: str, candidate_words: str) -> bool:
    """Whether a line of a few words stands in the transcript, word for word."""
    words = _plain(line)
    return len(words.split()) >= min(_LEAST_WORDS, len(words.split()) or 1) and bool(words) and words in candidate_words


def _overlaps(line: str, quote: str) -> bool:
    """Whether a quoted line and a line of the key share half of the key's words, in order."""
    theirs, key = _plain(line).split(), _plain(quote).split()
    longest = max(
        (
            sum(1 for _ in _run(theirs[a:], key[b:]))
            for a in range(len(theirs))
            for b in range(len(key))
            if theirs[a] == key[b]
        ),
        default=0,
    )
    return longest >= max(3, len(key) // 2)


def _run(a: list[str], b: list[str]) -> list[str]:
    """The words both begin with."""
    shared: list[str] = []
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared.append(x)
    return shared
