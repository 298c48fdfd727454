"""What podium put into your calendars: show it, take it back, hand it out as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium.cli import print
from podium.core.errors import CannotTell
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
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(practice: str, as_json: bool) -> None:
    """List podium's events, of one PRACTICE or of all."""
    entries = _ledger().entries(practice)
    if as_json:
        print.raw(print.to_json([_row(entry) for entry in entries]))
        return
    for entry in entries:
        print.out(f"{entry.practice:<24} {entry.state:<9} {entry.title}  [{_where(entry.place)}]")
    if any(entry.state == "intended" for entry in entries):
        print.note("an `intended` event may not stand in the calendar yet: `podium calendar finish` writes it")
    if not entries:
        print.note("podium has written nothing into a calendar")


@command.command()
@click.argument("practice")
@click.option("--force", is_flag=True, help="Also events you changed after podium wrote them.")
def undo(practice: str, force: bool) -> None:
    """Take all events of PRACTICE back out of every calendar, or none if you changed one of them."""
    from podium.calendar.write import undo as take_back

    done = take_back(practice, _ledger(), _place, datetime.now(UTC), is_forced=force)
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
    from podium.journal import replace

    entries = [entry for entry in _ledger().entries(practice) if entry.state != "undone" and entry.text]
    if not entries:
        raise CannotTell("there is nothing to export", next_step="`podium calendar show`")
    text = joined([entry.text for entry in entries])
    if path is None:
        print.raw(text.decode().rstrip("\r\n"))
        return
    replace.put(path.absolute(), text)
    print.out(f"{counted(len(entries), 'event')} in {path}")


def _ledger() -> Ledger:
    from podium import home
    from podium.calendar.ledger import Ledger

    return Ledger(home.home())


def _place(card: Mapping[str, str]) -> Place:
    """The calendar a line of the ledger names."""
    from podium.calendar.connected import of_card
    from podium.sources.wire import Wire

    return of_card(card, Wire(say=print.note))


def _tell(done: list[Outcome]) -> None:
    for outcome in done:
        print.out(f"{outcome.what:<16} {outcome.title}")
    if not done:
        print.note("nothing was left to do")


def _row(entry: Entry) -> dict[str, str]:
    return {
        "practice": entry.practice, "title": entry.title, "state": entry.state, "uid": entry.uid,
        "calendar": _where(entry.place), "at": entry.at.isoformat(),
    }  # fmt: skip


def _where(place: Mapping[str, str]) -> str:
    return place.get("path", "") if place.get("kind") == "file" else place.get("connection", "")
