"""Your evidence on an engine of your organisation: written there, and its secret kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from podium.app import last_look
from podium.connections import engine_links, engines
from podium.mirror import for_engines
from podium.sources.secrets import Secret

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.for_engines import Filled
    from podium.mirror.look import Scope

HOLDS, LACKS = for_engines.HOLDS, for_engines.LACKS


def write(session: Session, scope: Scope, address: str, manager: str) -> Filled:
    """Write what a look rests on where an engine reads it; your journal stays out.

    Raises:
        Misuse, CannotReach, Refused: why nothing can be written there. CannotWrite: it was refused.
    """
    _, name = engines.settled(address, manager)
    store = engine_links.open_store(address)
    try:
        asked = scope if scope.paths else last_look.last()
        with session.mirror(replace(asked, is_without_journal=True)) as mirror:
            return for_engines.fill(mirror, store, address, name)
    finally:
        store.close()


def keep_secret(typed: str) -> str:
    """Keep the secret of the engine in the keyring, else in a private file, and say where.

    Raises:
        Misuse: nothing was typed.
    """
    return engines.keep_secret(Secret(typed))
