"""What she has already, as proposed entries of the journal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from podium.core.note import Note

README = "manager-readme"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTH_ONLY = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})(?![-/.]?\d)")
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_NAMED_DAY = re.compile(
    rf"\b(?:(\d{{1,2}})\.?\s+{_NAME}|{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?),?\s+(\d{{4}})\b", re.IGNORECASE
)
_NAMED_MONTH = re.compile(rf"\b{_NAME},?\s+(\d{{4}})\b", re.IGNORECASE)


class Proposed(msgspec.Struct, frozen=True):
    """One entry that could be written.

    Attributes:
        kind: of the journal; `manager-readme` for the page itself. fields: its values. body: the text below them.
        origin: file and line it was read from.
    """

    kind: str
    fields: Mapping[str, Any]
    body: str | None
    origin: str


class Reading(msgspec.Struct, frozen=True):
    """What was made of a file or folder.

    Attributes:
        what: what it was taken for, in words. remarks: pieces that were left out, each with place and reason.
    """

    what: str
    proposed: tuple[Proposed, ...]
    remarks: tuple[Note, ...]


class Dated(msgspec.Struct, frozen=True):
    """A day found in a text.

    Attributes:
        is_month: only the month was said; the day is its first.
        start, end: where it stands in the text.
    """

    day: date
    is_month: bool
    start: int
    end: int


def find_day(text: str) -> Dated | None:
    """The first day a text names: 2026-03-14, 14 March 2026, Mar 14, 2026, or a month alone; None without one.

    Days of which nobody knows whether the month comes first (03/04/2026) are not taken.
    """
    for pattern, take in ((_DAY, _numbers), (_NAMED_DAY, _named), (_MONTH_ONLY, _month), (_NAMED_MONTH, _named_month)):
        for match in pattern.finditer(text):
            try:
                day = take(match)
            except ValueError:
                continue
            if 1971 <= day.year <= 9998:
                return Dated(day, pattern in {_MONTH_ONLY, _NAMED_MONTH}, match.start(), match.end())
    return None


def _numbers(match: re.Match[str]) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _named(match: re.Match[str]) -> date:
    return date(int(match[5]), 1 + _MONTHS.index((match[2] or match[3]).lower()), int(match[1] or match[4]))


def _month(match: re.Match[str]) -> date:
    return date(int(match[1]), int(match[2]), 1)


def _named_month(match: re.Match[str]) -> date:
    return date(int(match[2]), 1 + _MONTHS.index(match[1].lower()), 1)
