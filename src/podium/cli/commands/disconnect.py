"""Disconnect a source and remove everything it brought."""

from __future__ import annotations

import click

from podium.cli import output
from podium.core.measure import counted


@click.command()
@click.argument("name", metavar="SOURCE")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(name: str, yes: bool) -> None:
    """Remove SOURCE: its entry, its secret and all acts that came from it. The source itself is not touched."""
    from podium.connections import sync
    from podium.sources import secrets

    one = sync.connection(name)
    count = sum(row.events for row in sync.store().coverage() if row.connection == name)
    if not yes:
        click.confirm(f"Remove {name} and the {counted(count, 'act')} it brought?", abort=True, err=True)
    removed = sync.drop(one.name, secrets.system_ring())
    output.out(f"{name} is disconnected; {removed:,} rows removed")
