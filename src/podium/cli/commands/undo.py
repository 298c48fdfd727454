"""Take back the last thing podium wrote."""

from __future__ import annotations

import click

from podium import app
from podium.cli import options, output


@click.command()
@click.option("--yes", "is_sure", is_flag=True, help="Do it without asking.")
def command(is_sure: bool) -> None:
    """Take back the last thing podium wrote into your journal, a file or a calendar; it is shown first.

    What you changed since stays as it is. Typed again, it takes back what came before.

    \b
      podium undo
    """
    session = options.session()
    last = app.undo.last(session)
    for line in last.lines:
        output.out(line)
    if not is_sure:
        if session.confirm is None:
            output.note("Nothing was changed. To do it: podium undo --yes")
            return
        if not session.confirm("Take this back?"):
            output.note("Nothing was changed.")
            return
    output.note(app.undo.take_back(session, last))
