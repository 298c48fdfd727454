"""An engine your organisation runs: its address, your name there, and its secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from podium.core.errors import Misuse
from podium.evidence.engines import address as addresses
from podium.evidence.people import me_file
from podium.sources import secrets
from podium.system import paths

if TYPE_CHECKING:
    from podium.evidence.engines.address import EngineAddress
    from podium.sources.secrets import Secret

# Its secret lies under this name: `PODIUM_SECRET_ENGINE` in the environment wins.
NAME: Final = "engine"


def setting() -> tuple[str, str]:
    """Address and name from the file about you; empty where nothing is set.

    Raises:
        CannotRead: the file cannot be read.
    """
    engine = me_file.read(paths.me_file()).engine
    return engine.address, engine.manager


def manager_of(address: EngineAddress, named: str) -> str:
    """The name she is filed under: the one given, else the one set, else the user in the address.

    Raises:
        Misuse: none is known, or it is no name.
    """
    return addresses.check_manager(named or setting()[1] or address.user)


def settled(text: str, manager: str) -> tuple[str, str]:
    """An address and a name as they may be remembered and shown.

    Raises:
        Misuse: one of them cannot be right.
    """
    address = addresses.parse(text)
    return text, manager_of(address, manager)


def secret() -> str:
    """The secret of the engine; empty where none is kept."""
    stored = secrets.find(paths.home(), NAME, secrets.system_ring())
    return stored.secret.reveal() if stored else ""


def keep_secret(typed: Secret) -> str:
    """Keep it in the keyring, else in a file only you can read, and say where.

    Raises:
        Misuse: nothing was typed.
    """
    if not typed.reveal():
        raise Misuse("No secret was typed", next_step="leave out --secret where the engine asks for none")
    return secrets.keep(paths.home(), NAME, typed, secrets.system_ring())
