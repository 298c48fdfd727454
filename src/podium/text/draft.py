"""A draft as it arrives, from a file or from stdin.

Bytes made words, and let in only if they are hers.
"""

from __future__ import annotations

import re

from podium.core.errors import CannotRead
from podium.text.own_words import MOST_CHARACTERS, Me, OwnWords

MOST_BYTES = 4 * MOST_CHARACTERS
_HEADERS = re.compile(
    r"\A(?:commit [0-9a-f]{7,64}[^\n]*\n|From [^\n]*\n)?(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)+"
)
_AUTHOR = re.compile(r"^(?:From|Author|Sender):[ \t]*([^\n]*)", re.MULTILINE | re.IGNORECASE)
_MAILED = re.compile(r"^(?:To|Subject|Date|Message-ID|Cc|AuthorDate|CommitDate):", re.MULTILINE | re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


def read_draft(data: bytes, *, where: str, me: Me | None = None) -> OwnWords:
    """A draft of hers; a mail or commit by somebody else is refused, one by `me` is let in."""
    text = _decoded(data, where).replace("\r\n", "\n").replace("\r", "\n")
    is_recorded, author = _recorded_author(text)
    if is_recorded:
        return OwnWords.matched(text, author=author, me=me or _nobody(), where=where)
    return OwnWords.typed(text, where=where)


def _nobody() -> Me:
    return Me(["nobody:unset"])


def _decoded(data: bytes, where: str) -> str:
    if len(data) > MOST_BYTES:
        raise CannotRead(
            f"the text is larger than {MOST_BYTES:,} bytes; podium reads drafts of up to {MOST_CHARACTERS:,} characters",
            where=where,
            next_step="give it the message itself, or cut the file into parts",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRead("the file is UTF-16", where=where, next_step="save it as plain text in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        raise CannotRead(
            f"byte {broken.start + 1} is not UTF-8", where=f"{where}:{line}", next_step="save it as plain text in UTF-8"
        ) from None


def _recorded_author(text: str) -> tuple[bool, str | None]:
    """Whether the text carries a record of its author (mail headers, a commit), and the address in it."""
    headers = _HEADERS.match(text)
    named = _AUTHOR.findall(headers[0]) if headers else []
    if not headers or not named:
        return False, None
    addresses = {address.casefold() for line in named for address in _ADDRESS.findall(line)}
    is_record = bool(addresses) or _MAILED.search(headers[0]) is not None
    return is_record, addresses.pop() if len(addresses) == 1 else None
