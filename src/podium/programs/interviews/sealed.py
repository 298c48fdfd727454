"""Cards nobody can read by accident: sealed with a key of the round until all are in.

Each round has a key of its own in a hidden folder of the journal; a card is an age file beside the round. This keeps cards
from podium's commands, pages, lists and exports, and from a glance at the folder. It does not keep them from somebody who
takes the key and decrypts by hand: that is a decision, not an accident, and the page on debriefs says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podium.core.errors import CannotRead, CannotWrite, Misuse
from podium.journal import age
from podium.journal.kinds.interview import KIND
from podium.system.files import create, replace

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ".keys"
_CARD, _SECOND = ".card", ".second"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def make_key(root: Path, round_id: str) -> None:
    """A fresh key for a round.

    Raises:
        CannotWrite: there is one already, or the disk refused.
    """
    folder = root / KIND.place / KEYS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    create(folder / round_id, age.new_key().text.encode())


def drop_key(root: Path, round_id: str) -> None:
    """Delete the key; what was sealed with it is gone for good."""
    (root / KIND.place / KEYS / round_id).unlink(missing_ok=True)


def submitted(root: Path, round_id: str, *, is_second: bool = False) -> frozenset[str]:
    """Who handed in a card (or a second vote); nothing of what it says."""
    ending = _SECOND if is_second else _CARD
    folder = _folder(root, round_id)
    names = [path.name for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    return frozenset(name.removesuffix(ending) for name in names if name.endswith(ending))


def seal(root: Path, round_id: str, who: str, text: str, *, is_second: bool = False, is_again: bool = False) -> None:
    """Keep a card unread.

    Raises:
        CannotWrite: they handed one in already. CannotRead: the key is gone. Misuse: a name that is no file name.
    """
    check_name(who)
    folder = _folder(root, round_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{who}{_SECOND if is_second else _CARD}"
    data = _key(root, round_id).encrypt(text.encode())
    if path.exists():
        if not is_again:
            raise CannotWrite(
                "a card of theirs is in already", where=path.name, next_step="--again puts the new one in its place"
            )
        replace(path, path.read_bytes(), data)
        return
    create(path, data)


def unseal(root: Path, round_id: str, who: str, *, is_second: bool = False) -> str:
    """The text of a sealed card; the debrief alone calls this, once all are in.

    Raises:
        CannotRead: no card, no key, or a card of another key.
    """
    path = _folder(root, round_id) / f"{who}{_SECOND if is_second else _CARD}"
    try:
        return _key(root, round_id).decrypt(path.read_bytes()).decode()
    except FileNotFoundError:
        raise CannotRead("no card is in", where=path.name) from None
    except age.DoesNotOpen:
        raise CannotRead("the card does not open with the key of its round", where=path.name) from None


def drop(root: Path, round_id: str, who: str) -> None:
    """Delete a sealed card and second vote."""
    for ending in (_CARD, _SECOND):
        (_folder(root, round_id) / f"{who}{ending}").unlink(missing_ok=True)


def drop_all(root: Path, round_id: str) -> None:
    """Delete what was sealed, once it stands in the journal."""
    folder = _folder(root, round_id)
    for path in folder.iterdir() if folder.is_dir() else ():
        path.unlink()


def check_name(who: str) -> None:
    """Refuse a name that cannot be a file name.

    Raises:
        Misuse: it cannot.
    """
    if not _NAME.fullmatch(who):
        raise Misuse(f"Not a valid name of an interviewer: {who!a}", next_step="use letters, digits and dashes")


def _folder(root: Path, round_id: str) -> Path:
    return root / KIND.place / f"{round_id}.cards"


def _key(root: Path, round_id: str) -> age.Key:
    path = root / KIND.place / KEYS / round_id
    try:
        return age.Key(path.read_text().strip())
    except OSError:
        raise CannotRead(
            "the key of this round is gone, so its sealed cards cannot be opened",
            where=str(path),
            next_step="ask for the cards again",
        ) from None
