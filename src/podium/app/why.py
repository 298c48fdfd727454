"""The receipts behind a flag or a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.app import last_look
from podium.mirror import receipt, receipt_text
from podium.mirror.receipt import Receipt

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.look import Scope
    from podium.mirror.mirror import Mirror

__all__ = ["SHOWN", "Receipt", "lines", "why"]

lines, SHOWN = receipt_text.lines, receipt_text.SHOWN


def why(session: Session, name: str, scope: Scope) -> Receipt:
    """The receipt of a flag or signal; an `asked` without paths means the last look.

    Raises:
        Misuse: there is no such flag or signal, or nothing was looked at yet.
    """
    with session.mirror(last_look.for_receipts(scope).asked) as mirror:
        return receipt.of(mirror, name)


def of_mirror(mirror: Mirror, name: str) -> Receipt:
    """The receipt from a mirror that is open.

    Raises:
        Misuse: there is no such flag or signal.
    """
    return receipt.of(mirror, name)
