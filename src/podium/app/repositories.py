"""The repositories to look at: the folders there are, which is a clone, the choice kept."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.app import asker, last_look
from podium.core.errors import CannotRead, Stop
from podium.mirror.look import Scope
from podium.sources import git

if TYPE_CHECKING:
    from podium.app.session import Session

MOST_SHOWN = 400
# Each asks git twice.
MOST_ASKED = 6


class Folder(msgspec.Struct, frozen=True):
    """A folder that may be chosen or opened."""

    name: str
    path: str
    is_repository: bool


class Folders(msgspec.Struct, frozen=True):
    """The folders of a folder, repositories first, hidden ones left out; `trouble` is what stood in the way."""

    folders: tuple[Folder, ...]
    trouble: str


def choose(session: Session, chosen: Sequence[str], me: Sequence[str]) -> Scope:
    """Check what was chosen and remember it for page and terminal.

    Raises:
        CannotRead: nothing was chosen, or nobody says which commits are yours. CannotReach: a folder is no repository.
        Misuse: an address is somebody else's.
    """
    if not chosen:
        raise CannotRead("no repository was chosen", next_step="tick one, or paste its folder")
    scope = Scope(paths=tuple(git.open_repository(Path(path)).path for path in chosen), me=tuple(me))
    if not me and not session.me().me.emails and not own_addresses(chosen):
        raise CannotRead("podium does not know which commits are yours", next_step="write an address you commit with")
    asker.admit(scope, lambda _question: True)  # the page asks the question beside the field of the address
    asker.declare(me)
    last_look.keep(scope)
    return scope


def own_addresses(chosen: Sequence[str]) -> list[str]:
    """The addresses git would write your commits with in these clones."""
    addresses: list[str] = []
    for path in chosen:
        with contextlib.suppress(Stop):
            identities = git.me(git.open_repository(Path(path)))
            addresses += [identity.rpartition("<")[2].rstrip(">") for identity in identities]
    return list(dict.fromkeys(addresses))


def likely_addresses(chosen: Sequence[str], folders: Folders) -> list[str]:
    """The same for what was chosen, else for the first repositories that could be."""
    return own_addresses(chosen or [folder.path for folder in folders.folders if folder.is_repository][:MOST_ASKED])


def list_folders(folder: Path) -> Folders:
    """What lies in a folder."""
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)]
    except (OSError, ValueError) as fault:
        return Folders((), str(getattr(fault, "strerror", None) or "no such folder"))
    folders = [Folder(name, str(folder / name), _is_repository(folder / name)) for name in names]
    folders.sort(key=lambda folder_entry: (not folder_entry.is_repository, folder_entry.name.casefold()))
    return Folders(tuple(folders[:MOST_SHOWN]), "")


def _is_repository(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())
    return False
