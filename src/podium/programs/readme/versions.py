"""The versions of her README: which was in force when, and what changed between two."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from podium.core.errors import Misuse
from podium.journal.kinds import readme_version
from podium.programs.readme.page import parse
from podium.programs.readme.parts import in_order

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.programs.readme.page import Page

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Version:
    """A published README."""

    number: int
    published: date
    page: Page


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one part: sentences that went and came, in their order."""

    heading: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def published(journal: Journal) -> tuple[Version, ...]:
    """All versions, oldest first."""
    found = [
        Version(e.head.version, e.head.published, parse(e.body, e.file)) for e in journal.entries(readme_version.KIND)
    ]
    return tuple(sorted(found, key=lambda each: each.number))


def version_read(versions: tuple[Version, ...], said: str) -> Version:
    """The version somebody read: `v2`, `2`, or the one in force on a day.

    Raises:
        Misuse: there is none such; lists those there are.
    """
    listed = ", ".join(f"v{each.number} ({each.published})" for each in versions)
    number = re.fullmatch(r"[vV]?(\d{1,4})", said.strip())
    if number:
        found = [each for each in versions if each.number == int(number[1])]
    else:
        try:
            day = date.fromisoformat(said.strip())
        except ValueError:
            raise Misuse(f"{said!r} is no version and no day", next_step="write v2, or 2026-11-22") from None
        found = [each for each in versions if each.published <= day]
    if not found:
        raise Misuse(
            f"no version {said!r} was published", next_step=listed or "`podium readme publish` makes the first"
        )
    return found[-1]


def changes(old: Page, new: Page) -> tuple[Change, ...]:
    """Part by part, in the order of the page; the version's own part is left out."""
    found = []
    for each in in_order():
        if each.name != "version":
            before, after = _sentences(old, each.name), _sentences(new, each.name)
            found.append(_compare(each.heading, before, after))
    found.append(_compare("Other parts", _loose(old), _loose(new)))
    return tuple(change for change in found if change.gone or change.new)


def _compare(heading: str, before: list[str], after: list[str]) -> Change:
    gone, new = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += before[a:b]
            new += after[c:d]
    return Change(heading, tuple(gone), tuple(new))


def _sentences(page: Page, name: str) -> list[str]:
    section = page.sections.get(name)
    return _split(section.text) if section else []


def _loose(page: Page) -> list[str]:
    return [line for section in page.others for line in (section.heading, *_split(section.text))]


def _split(text: str) -> list[str]:
    return [" ".join(piece.split()).removeprefix("- ") for piece in _SENTENCE.split(text) if piece.strip()]


def tell_briefly(old: Page, new: Page) -> str:
    """What changed in one sentence, for the foot of the page."""
    parts = [change.heading for change in changes(old, new)]
    # A promise in other words is the same promise: what counts is the question it is held against.
    was, now = ({c.signal.name: c.words for c in page.claims} for page in (old, new))
    fresh, gone = (sorted(one[name] for name in one.keys() - other.keys()) for one, other in ((now, was), (was, now)))
    said = [f"changed: {'; '.join(parts)}"] if parts else ["nothing changed"]
    said += [f"promised anew: {'; '.join(fresh)}"] if fresh else []
    said += [f"no longer promised: {'; '.join(gone)}"] if gone else []
    return ". ".join(piece[0].upper() + piece[1:] for piece in said) + "."
