"""The journal encrypted at rest with age: each file by one key, the key by her own secret."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from podium.core.errors import CannotRead, CannotWrite, Locked, Misuse
from podium.core.lines import lines_of
from podium.core.note import Note
from podium.journal.age import DoesNotOpen, Key, decrypt_by_passphrase, encrypt_by_passphrase, new_key
from podium.journal.walk import KEY, SETTINGS, shown
from podium.system.files import create, locked, read, remove_leftovers, sync_folder

_ENDING = ".age"
_STAY_PLAIN = (SETTINGS, "README.md")
_IDENTITY = "AGE-SECRET-KEY-1"


class Sealed(msgspec.Struct):
    """What a run did: files done, and files left as they were, with the reason."""

    done: int = 0
    notes: list[Note] = msgspec.field(default_factory=list)


class Secret(msgspec.Struct, frozen=True):
    """What opens the journal's key: a passphrase, or an age identity of hers (`AGE-SECRET-KEY-1...`)."""

    passphrase: str = ""
    identity: str = ""

    def __repr__(self) -> str:
        """Nothing a log could leak."""
        return "Secret(...)"

    def wrap(self, key: Key) -> bytes:
        """The journal's key, encrypted.

        Raises:
            Misuse: an empty passphrase, or no age identity.
        """
        if not self.identity and not self.passphrase:
            raise Misuse("an empty passphrase protects nothing")
        if not self.identity:
            return encrypt_by_passphrase(key.text.encode(), self.passphrase)
        try:
            return Key(self.identity).encrypt(key.text.encode())
        except DoesNotOpen:
            raise Misuse("this is not an age identity", next_step="make one with age-keygen") from None

    def unwrap(self, data: bytes) -> Key:
        """The journal's key.

        Raises:
            Locked: this is not the passphrase or the identity.
        """
        try:
            opened = Key(self.identity).decrypt(data) if self.identity else decrypt_by_passphrase(data, self.passphrase)
            return Key(opened.decode("ascii"))
        except (DoesNotOpen, UnicodeDecodeError):
            mine, other_way = ("identity", "a passphrase") if self.identity else ("passphrase", "--identity FILE")
            raise Locked(
                f"this {mine} does not open the journal; nothing was changed",
                next_step=f"try again; it may have been locked with {other_way}",
            ) from None


def read_identity(path: Path) -> Secret:
    """The first age identity of a file.

    Raises:
        CannotRead: there is none.
    """
    try:
        lines = lines_of(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise CannotRead("the identity file cannot be read", where=str(path)) from None
    for line in lines:
        if line.startswith(_IDENTITY):
            return Secret(identity=line.strip())
    raise CannotRead("no age identity in this file", where=str(path), next_step="make one with age-keygen")


def lock(root: Path, secret: Secret) -> Sealed:
    """Encrypt every file. A kill leaves each one plain or encrypted or both; running it again goes on.

    Raises:
        Locked: the journal is partly locked, with another secret.
        CannotRead: there is no journal.
        CannotWrite: the disk refused; what is not yet encrypted is plain.
    """
    if not (root / SETTINGS).is_file():
        raise CannotRead("there is no journal here", where=str(root), next_step=f"podium init {root}")
    with locked(root):
        key = _open_key(root, secret) if os.path.lexists(root / KEY) else _make_key(root, secret)
        for folder in {root, *(path.parent for path in _files(root))}:
            remove_leftovers(folder)
        stay = {root / name for name in _STAY_PLAIN}
        plain = [path for path in _files(root) if path not in stay and not path.name.endswith(_ENDING)]
        # Every folder is synced once, between the last file that is made and the first that goes.
        sealed = _each(root, plain, lambda path, file: _seal(path, file, key))
        folders = {path.parent for path in plain}
        for folder in folders:
            sync_folder(folder)
        noted = {note.file for note in sealed.notes}
        for path in plain:
            file = shown(path.relative_to(root).as_posix())
            if file in noted:
                continue
            if _is_same(path, path.with_name(path.name + _ENDING), key):
                path.unlink()
            else:
                sealed.done -= 1
                sealed.notes.append(_differ(file))
        for folder in folders:
            sync_folder(folder)
        return sealed


def unlock(root: Path, secret: Secret) -> Sealed:
    """Decrypt every file; the key goes last, when every file is plain again.

    Raises:
        Locked: this does not open it; nothing was changed.
        CannotRead: it is not locked.
        CannotWrite: the disk refused; what is not yet plain is still encrypted.
    """
    if not os.path.lexists(root / KEY):
        raise CannotRead("the journal is not locked", where=str(root))
    with locked(root):
        key = _open_key(root, secret)
        sealed = [path for path in _files(root) if path.name.endswith(_ENDING)]
        result = _each(root, sealed, lambda path, file: _open(path, file, key))
        if not result.notes:
            with contextlib.suppress(FileNotFoundError):
                (root / KEY).unlink()
            sync_folder(root)
        return result


def _open_key(root: Path, secret: Secret) -> Key:
    try:
        data = read(root / KEY)
    except OSError as wrong:
        raise CannotRead(f"the key cannot be read: {wrong.strerror}", where=str(root / KEY)) from None
    return secret.unwrap(data)


def _each(root: Path, paths: list[Path], act: Callable[[Path, str], Note | None]) -> Sealed:
    result = Sealed()
    for path in paths:
        file = shown(path.relative_to(root).as_posix())
        try:
            note = act(path, file)
        except (OSError, CannotWrite) as wrong:
            reason = wrong.what if isinstance(wrong, CannotWrite) else (wrong.strerror or "unreadable")
            raise CannotWrite(reason, where=file, next_step="run it again; no file is lost") from None
        if note is None:
            result.done += 1
        else:
            result.notes.append(note)
    return result


def _seal(path: Path, file: str, key: Key) -> Note | None:
    data = read(path)
    target = path.with_name(path.name + _ENDING)
    if os.path.lexists(target):
        return None if _is_same(path, target, key) else _differ(file)
    sealed = key.encrypt(data)
    create(target, sealed, syncs_folder=False)
    if key.decrypt(read(target)) != data or read(path) != data:
        target.unlink()
        return Note(file, 0, 0, "", "was changed meanwhile and stays plain", "run podium journal lock again")
    return None


def _open(path: Path, file: str, key: Key) -> Note | None:
    try:
        data = key.decrypt(read(path))
    except DoesNotOpen:
        return Note(file, 0, 0, "", "does not open with the journal's key and stays", "move it away if it is yours")
    target = path.with_name(path.name.removesuffix(_ENDING))
    if os.path.lexists(target):
        return _drop(path, file, is_double=_is_same(target, path, key))
    create(target, data)
    return _drop(path, file, is_double=True)


def _is_same(plain: Path, sealed: Path, key: Key) -> bool:
    """Whether a file that is there twice, as a kill can leave it, says the same both times."""
    try:
        return read(plain) == key.decrypt(read(sealed))
    except (DoesNotOpen, OSError):
        return False


def _drop(path: Path, file: str, *, is_double: bool) -> Note | None:
    """Remove one of two that say the same; two that differ both stay."""
    if not is_double:
        return _differ(file)
    path.unlink()
    sync_folder(path.parent)
    return None


def _differ(file: str) -> Note:
    return Note(file, 0, 0, "", "is there plain and encrypted, and they differ; both stay", "keep one, run it again")


def _make_key(root: Path, secret: Secret) -> Key:
    """A new key, kept wrapped; it is not opened again, because a passphrase takes a second each time."""
    key = new_key()
    create(root / KEY, secret.wrap(key))
    return key


def _files(folder: Path) -> Iterator[Path]:
    """Every regular file, hidden ones and links left out."""
    with os.scandir(folder) as children:
        entries = sorted(children, key=lambda child: child.name)
    for child in entries:
        if child.name.startswith("."):
            continue
        if child.is_dir(follow_symlinks=False):
            yield from _files(Path(child.path))
        elif child.is_file(follow_symlinks=False):
            yield Path(child.path)
