"""Her README file as it lies in the journal.

Its parts, its promises, and the words a reader would see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from podium.core.errors import CannotRead, Locked
from podium.core.note import Note
from podium.programs.readme import claims
from podium.programs.readme.claims import Form
from podium.programs.readme.parts import of_heading
from podium.signals import Signal

FILE = "manager-readme.md"
MOST_BYTES = 200_000
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r"^(#{1,3})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_PROMISE = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*)?(?:I )?promises?(?: is)?:(?:\*\*)?\s*(.+?)\s*$", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'’:.-]*")


class Section(msgspec.Struct, frozen=True):
    """One part as she wrote it; `line` is that of its heading, `text` what a reader sees below it."""

    heading: str
    line: int
    text: str


class Claim(msgspec.Struct, frozen=True):
    """A promise podium can check.

    Attributes:
        words: as she wrote it, without the mark in front.
        line: 1-based.
        form: how it was read. signal: the question it asks.
    """

    words: str
    line: int
    form: Form
    signal: Signal


class Readme(msgspec.Struct, frozen=True):
    """The README.

    Attributes:
        source: the file as it stands. title: its first heading.
        text: all of it as a reader sees it, without comments; line numbers are those of the file.
        sections: by the part's name. others: sections that are none of the thirteen.
        claims: in the order of the text. notes: promises that cannot be read.
    """

    where: str
    source: str
    title: str
    text: str
    sections: Mapping[str, Section]
    others: tuple[Section, ...]
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]

    @property
    def words(self) -> int:
        """Words a reader reads."""
        return len(_WORD.findall(self.text))


def read(path: Path) -> Readme:
    """The page in a file.

    Raises:
        CannotRead: there is none yet, or it is no text a person wrote.
    """
    if not path.exists() and path.with_name(f"{path.name}.age").exists():
        raise Locked("the journal is locked", where=str(path.parent), next_step="podium journal unlock")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise CannotRead("there is no manager README yet", where=str(path), next_step="podium readme draft") from None
    except OSError as fault:
        raise CannotRead(f"it cannot be read: {fault.strerror}", where=str(path)) from None
    if len(data) > MOST_BYTES:
        raise CannotRead(f"it is larger than {MOST_BYTES:,} bytes; one page is meant", where=str(path))
    try:
        return parse(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise CannotRead(f"byte {fault.start + 1} is not UTF-8", where=f"{path}:{line}") from None


def parse(text: str, where: str = FILE) -> Readme:
    """The parts of a text."""
    visible_text = visible(text)
    title = ""
    sections: dict[str, Section] = {}
    others: list[Section] = []
    for heading, level, line, body in _cut(visible_text):
        if level == 1 and not title:
            title = heading
            continue
        section = Section(heading, line, body)
        part = of_heading(heading)
        if part is None or part.name in sections:
            others.append(section)
        else:
            sections[part.name] = section
    claims, notes = promises(visible_text, where)
    return Readme(where, text, title, visible_text, sections, tuple(others), claims, notes)


def visible(text: str) -> str:
    """The text without comments, as many lines long as before."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), plain)


def for_readers(text: str) -> str:
    """The text as it is published: lines that are comments only are gone with their line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    plain = re.sub(r"^[ \t]*<!--(?:(?!-->).)*-->[ \t]*(?:\n|\Z)", "", plain, flags=re.DOTALL | re.MULTILINE)
    plain = "\n".join(line.rstrip() for line in _COMMENT.sub("", plain).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def _cut(text: str) -> list[tuple[str, int, int, str]]:
    """(heading, level, line, body below it); what stands above the first heading is left out."""
    pieces: list[tuple[str, int, int, list[str]]] = []
    is_code = False
    for number, line in enumerate(text.split("\n"), 1):
        is_code ^= line.lstrip().startswith("```")
        heading = None if is_code else _HEADING.match(line)
        if heading:
            pieces.append((heading[2], len(heading[1]), number, []))
        elif pieces:
            pieces[-1][3].append(line)
    return [(heading, level, line, "\n".join(body).strip()) for heading, level, line, body in pieces]


def promises(text: str, where: str) -> tuple[tuple[Claim, ...], tuple[Note, ...]]:
    """Every line marked as a promise: those that can be checked, and a note for each that cannot."""
    claims: list[Claim] = []
    notes: list[Note] = []
    for number, line in enumerate(text.split("\n"), 1):
        marked = _PROMISE.match(line)
        for words in (_plain(piece) for piece in marked[1].split(";")) if marked else ():
            if not words:
                continue
            claim = recognise(words, number)
            if claim:
                claims.append(claim)
            else:
                column = line.find(words.split()[0]) + 1
                notes.append(Note(where, number, column, "promise", f"podium cannot check {words!r}", known_forms()))
    return tuple(claims), tuple(notes)


def recognise(words: str, line: int = 0) -> Claim | None:
    """The one form that reads a promise; None for a promise nobody can check."""
    for form in claims.every():
        signal = form.read(words)
        if signal is not None:
            return Claim(words, line, form, signal)
    return None


def known_forms() -> str:
    """What can be promised, in one line."""
    return "write one of: " + "; ".join(form.written[0] for form in claims.every())


def _plain(piece: str) -> str:
    words = re.sub(r"[`*_]", "", piece).replace("’", "'")
    return " ".join(words.split()).rstrip(".!")
