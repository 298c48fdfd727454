"""The receipts behind a flag or a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.app import last_look
from podium.mirror import receipt
from podium.mirror.receipt import Receipt

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.look import Asked
    from podium.mirror.mirror import Mirror

__all__ = ["Receipt", "text", "why"]

text = receipt.text


def why(session: Session, name: str, scope: Asked) -> Receipt:
    """The receipt of a flag or signal; an `asked` without paths means the last look.

    Raises:
        Misuse: there is no such flag or signal, or nothing was looked at yet.
    """
    scope = last_look.with_known_addresses(scope) if scope.paths else last_look.last()
    with session.mirror(scope) as mirror:
        return receipt.of(mirror, name)


def of_mirror(mirror: Mirror, name: str) -> Receipt:
    """The receipt from a mirror that is open.

    Raises:
        Misuse: there is no such flag or signal.
    """
    return receipt.of(mirror, name)
