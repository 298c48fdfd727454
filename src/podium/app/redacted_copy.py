"""The portfolio taken along: what perhaps must not leave is decided word by word, then a zip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import CannotRead
from podium.documents import Document
from podium.journal import Entry
from podium.programs import portfolio
from podium.programs.portfolio import Period, redacted_copy
from podium.programs.portfolio.redacted_copy import Decided, WordToDecide

if TYPE_CHECKING:
    from podium.app.session import Session

__all__ = ["Decided", "WordToDecide", "list_text"]

list_text = redacted_copy.list_text


class Copy(msgspec.Struct, frozen=True):
    """What would leave, and the words to decide about first.

    Attributes:
        drafts: entries that are not ready and stay at home.
    """

    entries: tuple[Entry[Any], ...]
    within: Period
    document: Document
    words: tuple[WordToDecide, ...]
    drafts: int


def prepare(session: Session, when: str = "") -> Copy:
    """The entries that are ready, and each word that perhaps must not leave.

    Raises:
        Misuse: no such period. CannotTell: nothing is ready.
    """
    journal = session.journal()
    ready, within = redacted_copy.ready(journal, when)
    document = redacted_copy.copy(ready, within)
    words = tuple(redacted_copy.find(journal, ready, document))
    return Copy(tuple(ready), within, document, words, len(portfolio.entries(journal)) - len(ready))


def read_decisions(file: Path) -> Decided:
    """Decisions from a redaction list.

    Raises:
        CannotRead: it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CannotRead("the redaction list cannot be read", where=str(file)) from None
    return redacted_copy.read_list(text, str(file))


def decisions(by_text: Mapping[str, str | None]) -> Decided:
    """Decisions from what replaces each word; None keeps it."""
    instead = {text: new for text, new in by_text.items() if new is not None}
    return Decided(instead, frozenset(text for text, new in by_text.items() if new is None))


def demand_all(words: Sequence[WordToDecide], decided: Decided) -> None:
    """Stop while a word is open.

    Raises:
        CannotTell: names it.
    """
    redacted_copy.demand_all(words, decided)


def pack(copy: Copy, decided: Decided) -> bytes:
    """The zip of Markdown and PDF."""
    return redacted_copy.pack(redacted_copy.redact(copy.document, decided), copy.within)
