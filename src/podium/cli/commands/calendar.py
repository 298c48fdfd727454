"""What podium put into your calendars: show it, take it back, hand it out as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from podium import app
from podium.cli import options, output
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.calendars import Outcome


@click.group()
def command() -> None:
    """Show, take back or export the events podium wrote; it never touches any other event."""


@command.command()
@click.argument("practice", default="")
@click.option("--all", "is_all", is_flag=True, help="Also those taken back.")
@options.JSON
def show(practice: str, is_all: bool, as_json: bool) -> None:
    """List podium's events, of one PRACTICE or of all."""
    every = app.calendars.show(practice)
    events = [event for event in every if is_all or event.state != "undone"]
    if as_json:
        output.raw(output.to_json(events))
        return
    for event in events:
        output.out(f"{event.practice}  {event.state:<8}  {event.hours}  {event.title}  [{event.calendar}]")
    if any(event.state == "intended" for event in events):
        output.note("an `intended` event may not stand in the calendar yet: `podium calendar finish` writes it")
    if undone := len(every) - len(events):
        output.note(f"{counted(undone, 'event')} taken back: `podium calendar show --all`")
    if not every:
        output.note("podium has written nothing into a calendar")


@command.command()
@click.argument("practice")
@click.option("--force", is_flag=True, help="Also events you changed after podium wrote them.")
def undo(practice: str, force: bool) -> None:
    """Take all events of PRACTICE back out of every calendar, or none if you changed one of them.

    PRACTICE is an id of `podium calendar show`, or the practice's own name while events of one only stand there.
    """
    _tell(app.calendars.undo(options.session(), practice, is_forced=force))


@command.command()
def finish() -> None:
    """Write what was begun and cut short."""
    _tell(app.calendars.finish(options.session()))


@command.command()
@click.argument("practice", default="")
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="A new file; else to the terminal.")
def export(practice: str, path: Path | None) -> None:
    """Podium's events as an .ics file for a calendar podium cannot reach."""
    if path is None:
        output.raw(app.calendars.export(practice).decode().rstrip("\r\n"))
        return
    count = app.calendars.export_to(practice, path)
    output.out(f"{counted(count, 'event')} in {path}")


def _tell(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        output.out(f"{outcome.what:<16}  {outcome.hours}  {outcome.title}")
    if not outcomes:
        output.note("nothing was left to do")
