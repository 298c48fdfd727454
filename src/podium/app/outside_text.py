"""Words that others wrote, marked as data for an assistant, without the names of people.

A commit message, an invitation or a line of your journal may hold an order to whoever reads it. So each such text stands
between two marks, cannot end its mark, holds no control character, no link that a page would load, and no name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import msgspec

from podium.app.assistant_records import BEGIN, END, DutyRecord, PracticeRow, RunningRecord
from podium.app.gym import ScenarioRow
from podium.app.portfolio import DraftRecord, SentenceRecord
from podium.app.practices import CalendarRecord, PracticeRecord
from podium.evidence.people.book import split
from podium.journal import fields_of, kinds
from podium.mirror import as_data, receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from podium.journal import Journal
    from podium.mirror.mirror import Mirror

_Record = TypeVar("_Record", bound=msgspec.Struct)

MOST_CHARACTERS = 600
# The fields whose text does not come from podium, by the record they stand in.
OUTSIDE: Mapping[type, frozenset[str]] = {
    as_data.MeasureRecord: frozenset({"details"}),
    as_data.RepositoryRecord: frozenset({"name", "branch"}),
    as_data.CoverageRecord: frozenset({"gaps"}),
    receipt.Row: frozenset({"ref", "repository", "subject", "rewrote", "you_as_author", "you_as_committer"}),
    receipt.ReceiptLine: frozenset({"details"}),
    DraftRecord: frozenset({"outcome", "fields", "sources", "questions"}),
    SentenceRecord: frozenset({"text", "receipts"}),
    DutyRecord: frozenset({"what", "why", "place", "receipts"}),
    RunningRecord: frozenset({"practice"}),
    PracticeRow: frozenset({"title", "traps", "grade"}),
    PracticeRecord: frozenset(PracticeRecord.__struct_fields__) - {"name", "metric", "guards", "calendar"},
    CalendarRecord: frozenset({"title", "line"}),
    ScenarioRow: frozenset({"title", "about", "why_now"}),
}
_ADDRESS = re.compile(r"[^\s<>@,;:]+@[^\s<>@,;:]+")
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(\[colleague \d+\])(?:[\s.-]+\1)+")
_LEAST_LETTERS = 2
_LEAST_LETTERS_IN_GIT = 3


class Names(msgspec.Struct):
    """The names of people that leave no answer, and the numbers given to them in this one.

    Attributes:
        person_of: whose word it is, by the word in small letters.
    """

    person_of: dict[str, str]
    numbers: dict[str, int] = msgspec.field(default_factory=dict[str, int])

    def without(self, text: str) -> str:
        """The text with numbers in place of names and nothing in place of addresses."""
        hidden = _WORD.sub(lambda word: self._called(word[0]), _ADDRESS.sub("[address]", text))
        return _REPEATED.sub(r"\1", hidden)

    def _called(self, word: str) -> str:
        person = self.person_of.get(word.casefold())
        if person is None:
            return word
        return f"[colleague {self.numbers.setdefault(person, len(self.numbers) + 1)}]"


def names(journal: Journal | None, mirror: Mirror | None) -> Names:
    """Everybody your journal names and everybody who wrote in the repositories, but you."""
    person_of: dict[str, str] = {}
    if journal is not None:
        _add(person_of, _journal_names(journal), _LEAST_LETTERS)
    if mirror is not None:
        people = (person for person in mirror.book.everybody() if person.kind == "human" and not person.is_me)
        spellings = (split(spelling) for person in people for spelling in person.reasons)
        _add(
            person_of,
            (part for name, address in spellings for part in (name, address.partition("@")[0])),
            _LEAST_LETTERS_IN_GIT,
        )
        for spelling in mirror.book.me.reasons:
            for word in _words(split(spelling)[0]):
                person_of.pop(word, None)
    return Names(person_of)


def _add(person_of: dict[str, str], people: Iterable[str], least: int) -> None:
    for person in people:
        for word in _words(person):
            if len(word) >= least and not word.isdecimal():
                person_of.setdefault(word, person)


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", name))]


def _journal_names(journal: Journal) -> Iterator[str]:
    """People and stakeholders by their ids, and whatever other entries call them."""
    for kind in kinds.every():
        naming = [f.name for f in fields_of(kind) if f.refers in {"person", "stakeholder"} or f.name == "credit"]
        naming += ["name"] if kind.name == "growth" else []
        for entry in journal.entries(kind):
            if kind.name in {"person", "stakeholder"}:
                yield entry.id
            for name in naming:
                value = getattr(entry.head, name)
                yield from (
                    (value,) if isinstance(value, str) else (item for item in value or () if isinstance(item, str))
                )


def marked(text: str, people: Names) -> str:
    """One text from outside, between the marks; nothing stays nothing."""
    if not text:
        return ""
    harmless = "".join(map(_harmless, unicodedata.normalize("NFC", text)))
    hidden = people.without(harmless.replace("](", "] ("))
    return f"{BEGIN}{hidden[:MOST_CHARACTERS]}{'…' if len(hidden) > MOST_CHARACTERS else ''}{END}"


def _harmless(letter: str) -> str:
    """No mark of ours, no control, nothing invisible and no tag."""
    if letter in {BEGIN, END}:
        return "|"
    if letter in "<>":
        return "‹" if letter == "<" else "›"
    if letter in "\n\t":
        return " "
    return f"\\u{ord(letter):04x}" if unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} else letter


def mark(record: _Record, people: Names, own: frozenset[str] = frozenset()) -> _Record:
    """The record with everything marked that was written by others.

    Args:
        own: names of practices and scenarios that come with podium: their words are podium's.
    """
    outside = OUTSIDE.get(type(record), frozenset())
    if isinstance(record, PracticeRecord | PracticeRow) and record.name in own:
        return record
    if isinstance(record, ScenarioRow) and record.name in own:
        outside = frozenset({"why_now"})
    changes = {
        name: _marked_inside(value, people) if name in outside else _searched(value, people, own)
        for name in record.__struct_fields__
        if (value := getattr(record, name)) is not msgspec.UNSET
    }
    return msgspec.structs.replace(record, **changes)


def _searched(value: object, people: Names, own: frozenset[str]) -> object:
    """A value that may hold records."""
    if isinstance(value, msgspec.Struct):
        return mark(value, people, own)
    if isinstance(value, tuple | list):
        return type(value)(_searched(item, people, own) for item in value)
    return value


def _marked_inside(value: object, people: Names) -> object:
    """A value whose every text is from outside; the names of its fields are not."""
    if isinstance(value, str):
        return marked(value, people)
    if isinstance(value, tuple | list):
        return type(value)(_marked_inside(item, people) for item in value)
    if isinstance(value, Mapping):
        return {str(key): _marked_inside(item, people) for key, item in value.items()}
    if isinstance(value, msgspec.Struct):
        return mark(value, people)
    return value
