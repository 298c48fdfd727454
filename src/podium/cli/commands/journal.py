"""`podium journal`: check, list, lock and unlock what you wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from podium import app
from podium.cli import options, output
from podium.core.errors import CannotRead
from podium.core.lines import lines_of
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.journal import Sealed, Secret


FROM_FILE = "PODIUM_PASSPHRASE_FILE"


@click.group()
def command() -> None:
    """Check, list, lock and unlock what you wrote."""


def _identity(run: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--identity", type=click.Path(path_type=Path), help="A file with an age identity, instead of a passphrase."
    )(run)


@command.command()
@options.JOURNAL
@click.option("--json", "as_json", is_flag=True, help="Print the mistakes as JSON.")
def check(folder: Path | None, as_json: bool) -> None:
    """Name every mistake: file, line, column, field, and what to write instead. Exit code 4 when there is one."""
    checked = app.journal.check(options.session(folder))
    if as_json:
        output.raw(output.to_json(checked.notes))
    else:
        for note in checked.notes:
            output.out(str(note))
    entries = "1 entry" if checked.entries == 1 else f"{checked.entries:,} entries"
    output.note(f"{entries} read" + ("" if checked.notes else ", no mistakes"))
    if checked.notes:
        raise CannotRead(f"{counted(len(checked.notes), 'mistake')} in the journal", where=str(checked.root))


@command.command(name="list")
@click.argument("kind")
@options.JOURNAL
@click.option("--json", "as_json", is_flag=True, help="Print the entries with all their fields.")
def list_entries(kind: str, folder: Path | None, as_json: bool) -> None:
    """List the entries of a KIND, in the order of their files."""
    entries, mistakes = app.journal.listed(options.session(folder), kind)
    if as_json:
        output.raw(output.to_json([msgspec.to_builtins(entry) for entry in entries]))
    else:
        for entry in entries:
            output.out(f"{entry.id}\t{entry.file}:{entry.line}" if entry.line else f"{entry.id}\t{entry.file}")
    if mistakes:
        output.note(f"{mistakes} mistakes there; podium journal check names them")


@command.command()
@options.JOURNAL
@_identity
def lock(folder: Path | None, identity: Path | None) -> None:
    """Encrypt every file with age, under a passphrase or your own age identity.

    PODIUM_PASSPHRASE_FILE names a file whose first line is the passphrase. Hidden files (.git among them), README.md
    and journal.toml stay as they are.
    """
    session = options.session(folder)
    app.journal.demand_folder(session)
    _tell(app.journal.lock(session, _secret(identity, is_new=True)), "locked")


@command.command()
@options.JOURNAL
@_identity
def unlock(folder: Path | None, identity: Path | None) -> None:
    """Decrypt every file. A wrong passphrase changes nothing."""
    session = options.session(folder)
    app.journal.demand_folder(session)
    _tell(app.journal.unlock(session, _secret(identity, is_new=False)), "unlocked")


def _secret(identity: Path | None, *, is_new: bool) -> Secret:
    if identity is not None:
        return app.journal.read_identity(identity)
    named = os.environ.get(FROM_FILE)
    if named is None:
        typed: Any = click.prompt("passphrase", hide_input=True, confirmation_prompt=is_new, err=True)
        return app.journal.Secret(passphrase=str(typed))
    try:
        lines = lines_of(Path(named).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise CannotRead("the passphrase file cannot be read", where=f"{FROM_FILE}={named}") from None
    if not lines or not lines[0]:
        raise CannotRead("the passphrase file is empty", where=f"{FROM_FILE}={named}")
    return app.journal.Secret(passphrase=lines[0])


def _tell(result: Sealed, action: str) -> None:
    for note in result.notes:
        output.out(str(note))
    output.note(f"{counted(result.done, 'file')} {action}")
    if result.notes:
        raise CannotRead(f"{len(result.notes):,} files were left as they were", next_step="see the lines above")


@command.command()
@click.argument("name")
@options.JOURNAL
@click.option("--json", "as_json", is_flag=True, help="As JSON, to hand over on request.")
def who(name: str, folder: Path | None, as_json: bool) -> None:
    """Show everything held about one person: whole entries with day and purpose, and every mention."""

    holdings = app.person_data.who(options.session(folder).journal(), name)
    if as_json:
        rows = [
            {"file": h.file, "line": h.line, "is_about": h.is_about, "day": h.day, "purpose": h.purpose, "text": h.text}
            for h in holdings.holdings
        ]
        for row in rows:
            row["day"] = str(row["day"]) if row["day"] else None
        facts = {"names": list(holdings.names.words), "holdings": rows, "commits": list(holdings.in_history)}
        output.raw(output.to_json({**facts, "home": [str(path) for path in holdings.in_home]}))
        return
    for holding in holdings.holdings:
        place = f"{holding.file}:{holding.line}" if holding.line else holding.file
        day = f", {holding.day}" if holding.day else ""
        output.out(f"{place}{day}  {holding.purpose if holding.is_about else holding.text}")
    for path in holdings.in_home:
        output.out(f"{path}  podium's own record")
    if holdings.in_history:
        output.out(
            f"{counted(len(holdings.in_history), 'commit')} of the journal's git history: {', '.join(holdings.in_history[:8])}"
        )
    about = sum(holding.is_about for holding in holdings.holdings)
    mentions = len(holdings.holdings) - about
    output.note(
        f"{_entries(about)} about {name}, {counted(mentions, 'mention')}; written as: {', '.join(holdings.names.words)}"
    )
    for sentence in holdings.out_of_reach:
        output.note(f"not looked at: {sentence}")


@command.command()
@click.argument("name")
@options.JOURNAL
@click.option("--yes", "is_sure", is_flag=True, help="Do it without asking.")
@click.option("--history", "with_history", is_flag=True, help="Also rewrite the journal's git history.")
def forget(name: str, folder: Path | None, is_sure: bool, with_history: bool) -> None:
    """Remove everything held about one person, for good; there is no undo.

    Entries about them are deleted, every mention elsewhere becomes [removed]. Look at `podium journal who NAME` first.
    """

    journal = options.session(folder).journal()
    holdings = app.person_data.who(journal, name)
    about = sum(holding.is_about for holding in holdings.holdings)
    output.note(
        f"{_entries(about)} and {counted(len(holdings.holdings) - about, 'mention')} of {', '.join(holdings.names.words)}"
    )
    if not is_sure:
        click.confirm("Remove them for good?", abort=True, err=True)
    removed = app.person_data.forget_person(journal, name, with_history=with_history)
    f = removed.forgotten
    output.out(
        f"removed: {counted(f.files, 'file')}, {counted(f.rows, 'row')}, {counted(f.mentions, 'mention')}, "
        f"{counted(f.renamed, 'file name')}, {counted(removed.home_lines, 'line')} of podium's own records"
    )
    if removed.is_history_rewritten:
        output.out("the journal's git history was written anew")
    for sentence in removed.out_of_reach:
        output.out(f"out of podium's reach: {sentence}")


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
