"""`podium journal`: check, list, lock and unlock what you wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import output
from podium.core.errors import CannotRead
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.journal.sealing import Sealed, Secret


FROM_FILE = "PODIUM_PASSPHRASE_FILE"


@click.group()
def command() -> None:
    """Check, list, lock and unlock what you wrote."""


def _folder(run: Callable[..., None]) -> Callable[..., None]:
    return click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")(run)


def _identity(run: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--identity", type=click.Path(path_type=Path), help="A file with an age identity, instead of a passphrase."
    )(run)


def _open(folder: Path | None) -> Journal:
    from podium.journal import open_journal
    from podium.journal.find import cache_root, find_journal

    return open_journal(find_journal(folder), cache_root=cache_root())


@command.command()
@_folder
@click.option("--json", "as_json", is_flag=True, help="Print the mistakes as JSON.")
def check(folder: Path | None, as_json: bool) -> None:
    """Name every mistake: file, line, column, field, and what to write instead. Exit code 4 when there is one."""
    from dataclasses import asdict

    from podium.cli.commands.practices import mistakes
    from podium.journal.kinds import every

    journal = _open(folder)
    notes = [*journal.notes(), *mistakes(journal.root / "practices")]
    if as_json:
        output.raw(output.to_json([asdict(note) for note in notes]))
    else:
        for note in notes:
            output.out(str(note))
    count = sum(len(journal.entries(kind)) for kind in every())
    read = "1 entry" if count == 1 else f"{count:,} entries"
    output.note(f"{read} read" + ("" if notes else ", no mistakes"))
    if notes:
        raise CannotRead(f"{counted(len(notes), 'mistake')} in the journal", where=str(journal.root))


@command.command(name="list")
@click.argument("kind")
@_folder
@click.option("--json", "as_json", is_flag=True, help="Print the entries with all their fields.")
def list_entries(kind: str, folder: Path | None, as_json: bool) -> None:
    """List the entries of a KIND, in the order of their files."""
    import msgspec

    journal = _open(folder)
    entries = journal.entries(kind)
    if as_json:
        output.raw(output.to_json([msgspec.to_builtins(entry) for entry in entries]))
    else:
        for entry in entries:
            output.out(f"{entry.id}\t{entry.file}:{entry.line}" if entry.line else f"{entry.id}\t{entry.file}")
    odd = sum(1 for note in journal.notes() if note.file.split("/")[0] == _place(kind))
    if odd:
        output.note(f"{odd} mistakes there; podium journal check names them")


def _place(kind: str) -> str:
    from podium.journal.kinds import load

    return load(kind).place


@command.command()
@_folder
@_identity
def lock(folder: Path | None, identity: Path | None) -> None:
    """Encrypt every file with age, under a passphrase or your own age identity.

    PODIUM_PASSPHRASE_FILE names a file whose first line is the passphrase. Hidden files (.git among them), README.md
    and journal.toml stay as they are.
    """
    from podium.journal.cache import cache_of
    from podium.journal.find import cache_root, find_journal
    from podium.journal.sealing import lock as seal

    root = find_journal(folder).resolve()
    result = seal(root, _secret(identity, is_new=True))
    cache_of(root, cache_root()).forget()
    _tell(result, "locked")


@command.command()
@_folder
@_identity
def unlock(folder: Path | None, identity: Path | None) -> None:
    """Decrypt every file. A wrong passphrase changes nothing."""
    from podium.journal.find import find_journal
    from podium.journal.sealing import unlock as open_up

    root = find_journal(folder).resolve()
    _tell(open_up(root, _secret(identity, is_new=False)), "unlocked")


def _secret(identity: Path | None, *, is_new: bool) -> Secret:
    from podium.journal.sealing import Secret, read_identity

    if identity is not None:
        return read_identity(identity)
    named = os.environ.get(FROM_FILE)
    if named is None:
        typed: Any = click.prompt("passphrase", hide_input=True, confirmation_prompt=is_new, err=True)
        return Secret(passphrase=str(typed))
    try:
        lines = Path(named).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CannotRead("the passphrase file cannot be read", where=f"{FROM_FILE}={named}") from None
    if not lines or not lines[0]:
        raise CannotRead("the passphrase file is empty", where=f"{FROM_FILE}={named}")
    return Secret(passphrase=lines[0])


def _tell(result: Sealed, done: str) -> None:
    for note in result.notes:
        output.out(str(note))
    output.note(f"{counted(result.done, 'file')} {done}")
    if result.notes:
        raise CannotRead(f"{len(result.notes):,} files were left as they were", next_step="see the lines above")
