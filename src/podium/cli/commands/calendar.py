"""What podium put into your calendars: show it, take it back, hand it out as a file."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium.calendar.block import hours_of
from podium.cli import output
from podium.core.errors import CannotTell, Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from podium.calendar.ledger import Entry, Ledger
    from podium.calendar.places import Place
    from podium.calendar.write import Outcome


@click.group()
def command() -> None:
    """Show, take back or export the events podium wrote; it never touches any other event."""


@command.command()
@click.argument("practice", default="")
@click.option("--all", "is_all", is_flag=True, help="Also those taken back.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(practice: str, is_all: bool, as_json: bool) -> None:
    """List podium's events, of one PRACTICE or of all."""
    known = _of(practice)
    entries = [entry for entry in known if is_all or entry.state != "undone"]
    if as_json:
        output.raw(output.to_json([_row(entry) for entry in entries]))
        return
    for entry in entries:
        hours = hours_of(entry.text, entry.uid)
        output.out(f"{entry.practice}  {entry.state:<8}  {hours}  {entry.title}  [{_where(entry.place)}]")
    if any(entry.state == "intended" for entry in entries):
        output.note("an `intended` event may not stand in the calendar yet: `podium calendar finish` writes it")
    if undone := len(known) - len(entries):
        output.note(f"{counted(undone, 'event')} taken back: `podium calendar show --all`")
    if not known:
        output.note("podium has written nothing into a calendar")


@command.command()
@click.argument("practice")
@click.option("--force", is_flag=True, help="Also events you changed after podium wrote them.")
def undo(practice: str, force: bool) -> None:
    """Take all events of PRACTICE back out of every calendar, or none if you changed one of them.

    PRACTICE is an id of `podium calendar show`, or the practice's own name while events of one only stand there.
    """
    from podium.calendar.write import undo as take_back

    standing = {entry.practice for entry in _of(practice) if entry.state != "undone"}
    if len(standing) > 1:
        raise Misuse(f"{practice!r} may be {' or '.join(sorted(standing))}", next_step="name one of them")
    name = standing.pop() if standing else practice
    done = take_back(name, _ledger(), _place, datetime.now(UTC), is_forced=force)
    if not done:
        raise CannotTell(f"no events of {practice!r} stand in a calendar", next_step="`podium calendar show`")
    _tell(done)


@command.command()
def finish() -> None:
    """Write what was begun and cut short."""
    from podium.calendar.write import finish as go_on

    _tell(go_on(_ledger(), _place, datetime.now(UTC)))


@command.command()
@click.argument("practice", default="")
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="A new file; else to the terminal.")
def export(practice: str, path: Path | None) -> None:
    """Podium's events as an .ics file for a calendar podium cannot reach."""
    from podium.calendar.places import joined
    from podium.system import files

    entries = [entry for entry in _of(practice) if entry.state != "undone" and entry.text]
    if not entries:
        raise CannotTell("there is nothing to export", next_step="`podium calendar show`")
    text = joined([entry.text for entry in entries])
    if path is None:
        output.raw(text.decode().rstrip("\r\n"))
        return
    files.put(path.absolute(), text)
    output.out(f"{counted(len(entries), 'event')} in {path}")


def _of(practice: str) -> tuple[Entry, ...]:
    """The entries of an id; of a practice's name, those of every time it was started; all without a name."""
    every = _ledger().entries()
    exact = tuple(entry for entry in every if practice in {"", entry.practice})
    if exact:
        return exact
    named = re.compile(rf"\d{{4}}-\d\d-\d\d-{re.escape(practice)}(-\d+)?")
    return tuple(entry for entry in every if named.fullmatch(entry.practice))


def _ledger() -> Ledger:
    from podium.calendar.ledger import Ledger
    from podium.system import paths

    return Ledger(paths.home())


def _place(card: Mapping[str, str]) -> Place:
    """The calendar a line of the ledger names."""
    from podium.calendar.connected import of_card
    from podium.sources.http.client import Wire

    return of_card(card, Wire(say=output.note))


def _tell(done: list[Outcome]) -> None:
    for outcome in done:
        output.out(f"{outcome.what:<16}  {outcome.hours}  {outcome.title}")
    if not done:
        output.note("nothing was left to do")


def _row(entry: Entry) -> dict[str, str]:
    return {
        "practice": entry.practice,
        "title": entry.title,
        "state": entry.state,
        "uid": entry.uid,
        "hours": hours_of(entry.text, entry.uid),
        "calendar": _where(entry.place),
        "at": entry.at.isoformat(),
    }


def _where(place: Mapping[str, str]) -> str:
    return place.get("path", "") if place.get("kind") == "file" else place.get("connection", "")
