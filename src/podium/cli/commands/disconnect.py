"""Disconnect a source and remove everything it brought."""

from __future__ import annotations

import click

from podium import app
from podium.cli import output
from podium.core.measure import counted


@click.command()
@click.argument("name", metavar="SOURCE")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(name: str, yes: bool) -> None:
    """Remove SOURCE: its entry, its secret and all acts that came from it. The source itself is not touched."""
    label = app.sources.connection(name).name
    if not yes:
        acts = counted(app.sources.acts_of(label), "act")
        click.confirm(f"Remove {label} and the {acts} it brought?", abort=True, err=True)
    output.out(f"{label} is disconnected; {app.sources.disconnect(label):,} rows removed")
