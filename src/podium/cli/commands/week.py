"""Your week in five lines."""

from __future__ import annotations

import textwrap
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
def command(target: Path | None, **named: Any) -> None:
    """Show what changed since Monday, how your practice held, one thing due, one win to write, one next step.

    Without PATHS it looks at what you looked at last.

    \b
      podium week
      podium week --to week.html
    """
    scope = app.look.Scope(paths=tuple(named["paths"]), as_of=named["as_of"], me=tuple(named["me"]), team=named["team"])
    week = app.week.week(options.session(), scope)
    if target is not None:
        options.write_document(app.week.document(week), target)
        return
    output.styled([(week.head, "bold")])
    for label, text in week.lines:
        first, *rest = textwrap.wrap(text, output.width() - _LABEL, break_on_hyphens=False)
        output.styled([(label.ljust(_LABEL), "bold"), (first, "")])
        for part in rest:
            output.out(" " * _LABEL + part)
