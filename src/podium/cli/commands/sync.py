"""Read what is new from the connected sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from podium.cli import output
from podium.core.errors import CannotReach, CannotRead, Misuse, Stop
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.connections.sync import Connection


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--believe", is_flag=True, help="Accept that most of what was known of a source is gone.")
def command(names: tuple[str, ...], believe: bool) -> None:
    """Read what is new from SOURCE, or from everything connected.

    A sync can be cut at any moment and run again: what was read is kept, and nothing is counted twice.
    """
    from podium.connections import sync

    wanted = [sync.connection(name) for name in names] or list(sync.connections())
    if not wanted:
        raise Misuse("nothing is connected yet", next_step="`podium connect` lists what can be")
    faults: list[Stop] = []
    for one in wanted:
        try:
            _one(one, believe=believe)
        except (CannotReach, CannotRead, Misuse) as fault:
            output.error(f"{one.name}: {fault}")
            faults.append(fault)
    if faults:
        raise type(faults[0])(f"{len(faults)} of {len(wanted)} sources could not be read to the end")


def _one(one: Connection, *, believe: bool) -> None:
    from podium.connections import sync
    from podium.evidence.people import me_file
    from podium.sources import secrets
    from podium.sources.http.client import Wire
    from podium.system import paths

    with output.progress(f"reading {one.name}") as show:
        report = sync.run(
            one, me_file.read(paths.me_file()), Wire(say=output.note), secrets.system_ring(), believe=believe, show=show
        )
    waited = f", waited {report.waited_s:.0f} s" if report.waited_s >= 1 else ""
    output.out(
        f"{one.name}: {counted(report.events, 'act')} read, {report.fresh:,} new, {report.changed:,} changed, "
        f"{report.gone:,} gone; {report.requests:,} requests{waited}"
    )
    odd = sum(report.batch.missing.values()) + sum(report.batch.unknown.values())
    if odd:
        output.note(f"{one.name}: {odd:,} oddities counted; `podium doctor` names them")
