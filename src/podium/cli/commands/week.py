"""Your week in five lines."""

from __future__ import annotations

import textwrap
from datetime import time
from pathlib import Path
from typing import Any

import click

from podium import app
from podium.cli import options, output

_LABEL = 10


@click.command()
@options.repositories("The last day of the week. Default: today.")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a page to keep (.html)."
)
@click.option("--remind", "at", type=options.Hour(), help="Put it into your calendar each Friday, with an alarm.")
@click.option("--calendar", "place", metavar="WHERE", default="feed", help="FILE.ics or a CalDAV label, for --remind.")
@options.ZONE
def command(target: Path | None, at: time | None, place: str, zone: str, **named: Any) -> None:
    """Show what changed since Monday, how your practice held, one thing due, one win to write, one next step.

    Without PATHS it looks at what you looked at last.

    \b
      podium week
      podium week --to week.html
      podium week --remind 16:00
    """
    if at is not None:
        _remind(at, place, zone)
        return
    asked = app.look.Asked(paths=tuple(named["paths"]), as_of=named["as_of"], me=tuple(named["me"]), team=named["team"])
    week = app.week.week(options.session(), asked)
    if target is not None:
        options.write_document(app.week.document(week), target)
        return
    output.styled([(week.head, "bold")])
    for label, text in week.lines:
        first, *rest = textwrap.wrap(text, output.width() - _LABEL, break_on_hyphens=False)
        output.styled([(label.ljust(_LABEL), "bold"), (first, "")])
        for part in rest:
            output.out(" " * _LABEL + part)


def _remind(at: time, place: str, zone: str) -> None:
    session = options.session()
    block = app.week.reminder(session, at, zone)
    for outcome in app.calendars.write(session, [block], app.calendars.choose_one(session, place)):
        output.out(f"{outcome.what}: {outcome.hours}  {outcome.title}")
    output.note(f"podium calendar undo {block.practice} takes it back")
