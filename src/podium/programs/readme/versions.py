"""The versions of her README: which was in force when, and what changed between two."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import Misuse
from podium.journal.kinds import readme_version
from podium.programs.readme.page import Readme, parse
from podium.programs.readme.parts import in_order

if TYPE_CHECKING:
    from podium.journal import Journal

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


class Version(msgspec.Struct, frozen=True):
    """A published README."""

    number: int
    published: date
    page: Readme


class Change(msgspec.Struct, frozen=True):
    """What changed in one part: sentences that went and came, in their order."""

    heading: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def published(journal: Journal) -> tuple[Version, ...]:
    """All versions, oldest first."""
    versions = [
        Version(e.head.version, e.head.published, parse(e.body, e.file)) for e in journal.entries(readme_version.KIND)
    ]
    return tuple(sorted(versions, key=lambda version: version.number))


def version_read(versions: tuple[Version, ...], version_text: str) -> Version:
    """The version somebody read: `v2`, `2`, or the one in force on a day.

    Raises:
        Misuse: there is none such; lists those there are.
    """
    listed = ", ".join(f"v{version.number} ({version.published})" for version in versions)
    number = re.fullmatch(r"[vV]?(\d{1,4})", version_text.strip())
    if number:
        matching = [version for version in versions if version.number == int(number[1])]
    else:
        try:
            day = date.fromisoformat(version_text.strip())
        except ValueError:
            raise Misuse(
                f"{version_text!r} is neither a version nor a date", next_step="write v2, or YYYY-MM-DD"
            ) from None
        matching = [version for version in versions if version.published <= day]
    if not matching:
        raise Misuse(
            f"no version {version_text!r} was published", next_step=listed or "`podium readme publish` makes the first"
        )
    return matching[-1]


def changes(old: Readme, new: Readme) -> tuple[Change, ...]:
    """Part by part, in the order of the page; the version's own part is left out."""
    compared = []
    for part in in_order():
        if part.name != "version":
            before, after = _sentences(old, part.name), _sentences(new, part.name)
            compared.append(_compare(part.heading, before, after))
    compared.append(_compare("Other parts", _loose(old), _loose(new)))
    return tuple(change for change in compared if change.gone or change.new)


def _compare(heading: str, before: list[str], after: list[str]) -> Change:
    dropped, new = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            dropped += before[a:b]
            new += after[c:d]
    return Change(heading, tuple(dropped), tuple(new))


def _sentences(page: Readme, name: str) -> list[str]:
    section = page.sections.get(name)
    return _split(section.text) if section else []


def _loose(page: Readme) -> list[str]:
    return [line for section in page.others for line in (section.heading, *_split(section.text))]


def _split(text: str) -> list[str]:
    return [" ".join(piece.split()).removeprefix("- ") for piece in _SENTENCE.split(text) if piece.strip()]


def tell_briefly(old: Readme, new: Readme) -> str:
    """What changed in one sentence, for the foot of the page."""
    parts = [change.heading for change in changes(old, new)]
    # A promise in other words is the same promise: what counts is the question it is held against.
    was, now = ({c.signal.name: c.words for c in page.claims} for page in (old, new))
    fresh, dropped = (
        sorted(ours[name] for name in ours.keys() - theirs.keys()) for ours, theirs in ((now, was), (was, now))
    )
    sentences = [f"changed: {'; '.join(parts)}"] if parts else ["nothing changed"]
    sentences += [f"promised anew: {'; '.join(fresh)}"] if fresh else []
    sentences += [f"no longer promised: {'; '.join(dropped)}"] if dropped else []
    return ". ".join(piece[0].upper() + piece[1:] for piece in sentences) + "."
