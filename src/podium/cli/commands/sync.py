"""Read what is new from the connected sources."""

from __future__ import annotations

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Stop
from podium.core.measure import counted


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--believe", is_flag=True, help="Accept that most of what was known of a source is gone.")
def command(names: tuple[str, ...], believe: bool) -> None:
    """Read what is new from SOURCE, or from everything connected.

    A sync can be cut at any moment and run again: what was read is kept, and nothing is counted twice. A source that
    cannot be read never keeps the others from being read.
    """
    connections = app.sources.chosen(names)
    faults: list[Stop] = []
    for connection in connections:
        try:
            _read(connection.name, believe=believe)
        except Stop as fault:
            output.error(f"{connection.name}: {fault}")
            faults.append(fault)
    if faults:
        raise type(faults[0])(f"{len(faults)} of {len(connections)} sources could not be read to the end")


def _read(name: str, *, believe: bool) -> None:
    report = app.sources.read_new(options.session(), name, believe=believe)
    waited = f", waited {report.waited_s:.0f} s" if report.waited_s >= 1 else ""
    output.out(
        f"{name}: {counted(report.events, 'act')} read, {report.fresh:,} new, {report.changed:,} changed, "
        f"{report.gone:,} gone; {report.requests:,} requests{waited}"
    )
    for limit in report.unread():
        output.note(f"{name}: {limit}; what was read before counts, and the next sync tries again")
    oddities = sum(report.batch.missing.values()) + sum(report.batch.unknown.values())
    if oddities:
        output.note(f"{name}: {oddities:,} oddities counted; `podium doctor` names them")
