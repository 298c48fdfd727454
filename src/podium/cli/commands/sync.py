"""Read what is new from the connected sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Stop
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.sources import Report


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--believe", is_flag=True, help="Accept that most of what was known of a source is gone.")
@options.JSON
def command(names: tuple[str, ...], believe: bool, as_json: bool) -> None:
    """Read what is new from SOURCE, or from everything connected.

    A sync can be cut at any moment and run again: what was read is kept, and nothing is counted twice. A source that
    cannot be read never keeps the others from being read.
    """
    connections = app.sources.chosen(names)
    faults: list[Stop] = []
    runs: list[dict[str, object]] = []
    for connection in connections:
        try:
            report = app.sources.read_new(options.session(), connection.name, believe=believe)
        except Stop as fault:
            output.error(f"{connection.name}: {fault}")
            faults.append(fault)
            failed = {"what": fault.what, "where": fault.where, "next_step": fault.next_step}
            runs.append({"name": connection.name, "fault": failed})
        else:
            runs.append({"name": connection.name, "fault": None, **app.sources.report_facts(report)})
            if not as_json:
                _tell(connection.name, report)
    if as_json:
        output.raw(output.to_json(runs))
    if faults:
        raise type(faults[0])(f"{len(faults)} of {len(connections)} sources could not be read to the end")


def _tell(name: str, report: Report) -> None:
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
