"""What is connected, and how far each reaches."""

from __future__ import annotations

import click

from podium import app
from podium.cli import options, output
from podium.core.measure import counted


@click.command()
@options.JSON
def command(as_json: bool) -> None:
    """List what is connected: how many acts, how far they reach, what came in last, and what could not be read."""
    reaches = app.sources.reaches()
    rows = [
        {
            "name": reach.connection.name,
            "source": reach.connection.source,
            "acts": reach.acts,
            "from": app.sources.day(reach.first_s),
            "complete_until": app.sources.day(reach.complete_until_s),
            "came_in": reach.came_in(),
            "came": app.sources.instant(reach.came_s),
            "fault": reach.fault,
            "failed": app.sources.instant(reach.failed_s) if reach.fault else "",
        }
        for reach in reaches
    ]
    if as_json:
        output.raw(output.to_json(rows))
        return
    if not rows:
        output.note("nothing is connected yet; `podium connect` lists what can be")
    for reach, row in zip(reaches, rows, strict=True):
        span = f"from {row['from']}, complete until {row['complete_until']}" if reach.acts else "not read yet"
        output.out(f"{row['name']:<16} {row['source']:<14} {counted(reach.acts, 'act'):>14}  {span}")
        if reach.came_s is not None:
            output.out(f"{'':<16} came in: {app.sources.in_words(reach.came_in())}")
        if reach.fault:
            output.out(f"{'':<16} not read on {row['failed']}: {reach.fault}")
