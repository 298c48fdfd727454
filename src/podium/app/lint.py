"""Your own text read sentence by sentence: which parts are there, and what to add."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from podium import app
from podium.text.draft import MOST_BYTES, read_draft
from podium.text.lint import Linted
from podium.text.lint import lint as read_text
from podium.text.own_words import Me
from podium.text.rules import KINDS, TextKind, table_text
from podium.text.telling import UNSEEN, as_data, tell

if TYPE_CHECKING:
    from podium.text.telling import LintRecord

__all__ = ["KINDS", "MOST_BYTES", "UNSEEN", "Linted", "TextKind"]


def lint(
    kind: TextKind, content: bytes, *, where: str, me: Sequence[str] = (), confirm: Callable[[str], bool] | None = None
) -> Linted:
    """What was found in a text of yours; quotes, code and markup are left out.

    Args:
        where: the file's name, or stdin. me: addresses of yours, for a mail or commit.

    Raises:
        CannotRead: it is no text, or too long. Misuse: an address is not yours.
    """
    if me:
        app.asker.check_typed(me, confirm)
    return read_text(read_draft(content, where=where, me=Me(tuple(me)) if me else None), kind)


def rules(kind: TextKind) -> str:
    """The table of rules of a kind."""
    return table_text(kind)


def lines(linted: Linted) -> Iterator[str]:
    """The findings in sentences."""
    return tell(linted)


def facts(linted: Linted) -> LintRecord:
    """The findings for `--json`."""
    return as_data(linted)
