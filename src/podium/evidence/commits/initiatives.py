"""From a change to what it serves.

Path and ticket patterns of her initiatives, tried on every recent commit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from podium.core.journal_facts import Anchor

# A pattern with more of these tries too much on a hostile path.
MOST_STARS = 8
_TICKET = re.compile(r"\b[A-Z][A-Z0-9]{1,15}-\d{1,7}\b|(?:[\w.-]+/[\w.-]+)?#\d{1,7}")
_FAREWELL = re.compile(
    r"\b(?:remov\w*|delet\w*|drop(?:s|ped)?|retir\w*|sunset\w*|deprecat\w*|decommission\w*|migrat\w*|clean[ -]?up|archiv\w*)\b",
    re.IGNORECASE,
)


class Linked(NamedTuple):
    """What a change serves.

    Attributes:
        link: live, orphan, ended, sunset, or none when no pattern fits.
        lag_days: days since the sunset it still lands on; None otherwise.
        is_farewell: it says that it removes or migrates.
    """

    link: str
    lag_days: int | None
    is_farewell: int


class Links:
    """Her initiatives' patterns, compiled once."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        """Compile the patterns; one that tries too much matches nothing."""
        self._anchors = [
            (
                anchor,
                [(repo, pattern) for repo, text in map(_split, anchor.paths) if (pattern := path_pattern(text))],
                [pattern for text in anchor.tickets if (pattern := ticket_pattern(text))],
            )
            for anchor in anchors
        ]

    def of(self, subject: str, paths: Sequence[str], repo: str, day: int) -> Linked:
        """What one change serves; a live initiative wins over a dead one, a ticket counts like a path."""
        tickets = _TICKET.findall(subject)
        hits = [a for a, files, keys in self._anchors if _fits(files, keys, paths, repo, tickets)]
        farewell = int(bool(_FAREWELL.search(subject)))
        for state in ("live", "sunset", "orphan", "ended"):
            in_state = [a for a in hits if a.state == state]
            if not in_state:
                continue
            died = [a.sunset_day for a in in_state if a.sunset_day is not None]
            if state == "sunset" and (not died or day <= min(died)):
                return Linked("ended", None, farewell)
            return Linked(state, day - min(died) if state == "sunset" else None, farewell)
        return Linked("none", None, farewell)

    def picks(self, subject: str, paths: Sequence[str], repo: str) -> list[str]:
        """Each path and ticket that fits a change, with what its initiative is: what she filters by."""
        tickets = _TICKET.findall(subject)
        picks = []
        for anchor, files, keys in self._anchors:
            fitting = [
                f"{place}:{file.pattern}" for place, file in files if _fits([(place, file)], [], paths, repo, [])
            ]
            fitting += [key.pattern for key in keys if _fits([], [key], [], repo, tickets)]
            picks += [f"{anchor.state} {anchor.sunset_day} {text}" for text in fitting]
        return picks


def _fits(
    files: Sequence[tuple[str, re.Pattern[str]]],
    keys: Sequence[re.Pattern[str]],
    paths: Sequence[str],
    repo: str,
    tickets: Sequence[str],
) -> bool:
    if any(key.fullmatch(ticket) for key in keys for ticket in tickets):
        return True
    mine = [pattern for named, pattern in files if named in ("", repo)]
    return any(pattern.fullmatch(path) for pattern in mine for path in paths)


def _split(text: str) -> tuple[str, str]:
    repo, colon, pattern = text.partition(":")
    return (repo, pattern) if colon else ("", text)


def path_pattern(text: str) -> re.Pattern[str] | None:
    """`services/*/api/**` as a regular expression; a folder's name alone means everything in it."""
    if text.count("*") > MOST_STARS or not text:
        return None
    if text.endswith("/") or ("*" not in text and "." not in text.rpartition("/")[2]):
        text = f"{text.rstrip('/')}/**"
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", text.removeprefix("/"))
    words = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(words.get(p, re.escape(p)) for p in pieces), re.DOTALL)


def ticket_pattern(text: str) -> re.Pattern[str] | None:
    """`LEDGER-*` as a regular expression."""
    if text.count("*") > MOST_STARS or not text:
        return None
    return re.compile("".join("[A-Za-z0-9]*" if p == "*" else re.escape(p) for p in re.split(r"(\*)", text)))
