"""Everything the journal holds about one person: whole entries about them, and every mention."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import Misuse
from podium.core.lines import lines_of
from podium.journal import kinds
from podium.journal.entry import alike
from podium.journal.fields import fields_of
from podium.system.files import LOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from podium.journal.entry import Entry
    from podium.journal.folder import Journal

# Kinds whose id is a person, and fields that say whose an entry is.
_OF_A_PERSON = frozenset({"person", "interviewer", "shadow-plan", "shadow-host", "stakeholder"})
_WHOSE = frozenset({"person", "interviewer", "shadow", "mentor"})
_MOST_BYTES = 8 * 2**20
_LEAST_LETTERS = 2
_CARD_ENDINGS = (".card", ".second")


class Names(msgspec.Struct, frozen=True):
    """How one person is written: the id of people/, what was asked for, and the keys of their file."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def is_one(self, text: str) -> bool:
        """Whether a text is nothing but one of the names."""
        return alike(text.strip()) in {alike(word) for word in self.words}


class Holding(msgspec.Struct, frozen=True):
    """One thing that is held.

    Attributes:
        file: path inside the journal, `/` between folders. line: 1-based; 0 for the whole file.
        is_about: the entry is about them; else a mention in something else.
        day: the day the entry says; None where it says none.
        purpose: what the entry is for, in her words or the kind's.
        text: the line of a mention.
    """

    file: str
    line: int
    is_about: bool
    day: date | None
    purpose: str
    text: str = ""


def names_of(journal: Journal, name: str) -> Names:
    """How the person is written in the journal.

    Raises:
        Misuse: a name of less than two letters.
    """
    words = {name.strip()}
    for kind_name in ("person", "stakeholder"):
        entry = journal.entry(kind_name, name.strip())
        if entry is not None:
            words |= {entry.id, *entry.head.keys, *(key.partition(":")[2] for key in entry.head.keys if ":" in key)}
    clean = sorted((word for word in words if len(word) >= _LEAST_LETTERS), key=lambda word: (-len(word), word))
    if not clean:
        raise Misuse("a name has two letters at least", where=ascii(name[:40]))
    joined = "|".join(re.escape(word) for word in clean)
    return Names(tuple(clean), re.compile(rf"(?<![\w@]){'(?:' + joined + ')'}(?![\w@])", re.IGNORECASE))


def holdings(journal: Journal, names: Names) -> tuple[Holding, ...]:
    """Everything held, entries about them first, then mentions, by file and line."""
    about = entries_about(journal, names)
    spans = {(entry.file, entry.line) for entry in about}
    whole_files = {entry.file for entry in about if not entry.file.endswith(".toml")}
    held_entries = [
        Holding(e.file, e.line if e.file.endswith(".toml") else 0, True, _day(e), _purpose(e)) for e in about
    ]
    held_entries += [
        Holding(file, 0, True, None, "a sealed card, unread until all are in") for file in cards_of(journal.root, names)
    ]
    mentions = [
        mention
        for path, file in text_files(journal.root)
        if file not in whole_files
        for mention in _mentions(path, file, names)
        if not _inside(journal, mention, spans)
    ]
    return (*sorted(held_entries, key=lambda h: (h.file, h.line)), *sorted(mentions, key=lambda h: (h.file, h.line)))


def entries_about(journal: Journal, names: Names) -> tuple[Entry[Any], ...]:
    """Entries about them, and those that belong to such an entry (a step of their run, a session of theirs)."""
    chosen: dict[tuple[str, str], Entry[Any]] = {}
    for kind in kinds.every():
        for entry in journal.entries(kind):
            is_theirs = (kind.name in _OF_A_PERSON and names.is_one(entry.id)) or any(
                isinstance(value := getattr(entry.head, name, None), str) and names.is_one(value) for name in _WHOSE
            )
            if is_theirs:
                chosen[kind.name, alike(entry.id)] = entry
    has_more = True
    while has_more:
        has_more = False
        for kind in kinds.every():
            parents = [f for f in fields_of(kind) if f.refers and not f.type.is_list]
            for entry in journal.entries(kind):
                key = (kind.name, alike(entry.id))
                if key not in chosen and any(
                    (f.refers, alike(str(getattr(entry.head, f.name)))) in chosen for f in parents
                ):
                    chosen[key] = entry
                    has_more = True
    return tuple(chosen.values())


def _day(entry: Entry[Any]) -> date | None:
    values = msgspec.structs.asdict(entry.head).values()
    return next((value for value in values if isinstance(value, date)), None)


def _purpose(entry: Entry[Any]) -> str:
    purpose = getattr(entry.head, "purpose", "")
    return purpose if isinstance(purpose, str) and purpose.strip() else kinds.load(entry.kind).says


def text_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Every regular file of the journal's folder that is text, git's own and podium's lock left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in {".git", ".keys"})
        for name in sorted(names):
            path = Path(folder) / name
            if name == LOCK or path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
                continue
            yield path, path.relative_to(root).as_posix()


def cards_of(root: Path, names: Names) -> Iterable[str]:
    """Sealed cards that carry one of the names."""
    for ending in _CARD_ENDINGS:
        for path in sorted(root.glob(f"interviews/*.cards/*{ending}")):
            if names.is_one(path.name.removesuffix(ending)):
                yield path.relative_to(root).as_posix()


def _mentions(path: Path, file: str, names: Names) -> Iterator[Holding]:
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError):
        return
    if names.pattern.search(file.replace("-", " ")):
        yield Holding(file, 0, False, None, "the file's name", path.name)
    for number, line in enumerate(lines_of(text), 1):
        if names.pattern.search(line):
            yield Holding(file, number, False, None, "a mention", line.strip()[:200])


def _inside(journal: Journal, mention: Holding, spans: set[tuple[str, int]]) -> bool:
    """Whether a line lies within a row that is told as a whole."""
    starts = sorted(
        entry.line for kind in kinds.every() if kind.place == mention.file for entry in journal.entries(kind)
    )
    own = max((start for start in starts if start <= mention.line), default=0)
    return (mention.file, own) in spans
