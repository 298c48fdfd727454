"""What to doubt about the evidence: reach, gaps, unknown values, limits, clocks, bots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from podium import app
from podium.cli import options, output
from podium.core.measure import counted
from podium.core.time import local_text

if TYPE_CHECKING:
    from podium.app.doctor import Checked, Run


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--ask", is_flag=True, help="Read from the source which accounts look like automation; kept nowhere.")
@options.JSON
def command(names: tuple[str, ...], ask: bool, as_json: bool) -> None:
    """Say for SOURCE, or for everything connected, what podium can rely on and what it cannot."""
    answered = app.answer.counts(options.session())
    connections = app.doctor.check(options.session(), names, asks_source=ask)
    if as_json:
        output.raw(output.to_json(connections))
        return
    if not connections:
        output.note("nothing is connected yet; `podium connect` lists what can be")
    for checked in connections:
        _show(checked)
    for count in answered:
        output.out(
            f"finding {count.finding}: {count.wrong} events called wrong, {count.true} true, {count.covered} covered"
        )


def _show(checked: Checked) -> None:
    output.out(f"{checked.name}  {checked.source}; secret: {checked.secret}")
    if checked.least_scope:
        output.out(f"  permission needed: {checked.least_scope}")
    for row in checked.streams:
        output.out(
            f"  {row.stream}: {counted(row.acts, 'act')} {row.first} to {row.last}, complete {row.complete_from} "
            f"to {row.complete_until}, {row.with_local_hour:,} with a local hour"
        )
    if checked.last_run:
        _show_run(checked.last_run)
    for doubt in checked.doubts:
        output.out(f"  doubt: {doubt}")
    for key in checked.perhaps_automation or ():
        output.out(f"  {key.partition('#')[0]}: a person or automation? Put it under `bots` or `humans` in me.toml")


def _show_run(run: Run) -> None:
    if run.fault:
        output.out(f"  not read on {run.failed}: {run.fault}")
    for stream, intake in sorted(run.came_in.items()):
        output.out(f"  came in, {stream}: {app.sources.in_words(intake)}")
        for fate, reason, count in app.sources.fates(intake):
            output.out(f"    {fate}: {reason}: {count:,}")
    for word, counts in (("missing", run.missing), ("unknown", run.unknown), ("limits", run.limits)):
        for key, value in sorted(counts.items()):
            output.out(f"  {word}: {key}: {value}{_as_time(key, str(value))}")
    for note in run.notes:
        output.out(f"  note: {note}")


def _as_time(key: str, value: str) -> str:
    """When a limit starts anew, where a server tells it in seconds since 1970."""
    is_instant = key.endswith("reset") and value.isdecimal() and 10**9 < int(value) < 10**10
    return f" ({local_text(int(value), 0)[:16]} UTC)" if is_instant else ""
