"""What is connected, and how far each reaches."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from podium.cli import output
from podium.core.measure import counted


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(as_json: bool) -> None:
    """List what is connected: how many acts, from when to when, and until when nothing is missing."""
    from podium.connections import sync

    reach = sync.store().coverage()
    rows: list[dict[str, Any]] = []
    for one in sync.connections():
        streams = [row for row in reach if row.connection == one.name]
        ends = [row.complete_until_s for row in streams if row.complete_until_s is not None]
        starts = [row.first_s for row in streams if row.first_s is not None]
        rows.append(
            {
                "name": one.name,
                "source": one.source,
                "acts": sum(row.events for row in streams),
                "from": day(min(starts, default=None)),
                "complete_until": day(min(ends, default=None)),
            }
        )
    if as_json:
        output.raw(output.to_json(rows))
        return
    if not rows:
        output.note("nothing is connected yet; `podium connect` lists what can be")
    for row in rows:
        span = f"from {row['from']}, complete until {row['complete_until']}" if row["acts"] else "not read yet"
        output.out(f"{row['name']:<16} {row['source']:<14} {counted(row['acts'], 'act'):>14}  {span}")


def day(at_s: int | None) -> str:
    """The UTC day of an instant; `unknown` for None or what lies outside the calendar."""
    if at_s is None:
        return "unknown"
    try:
        return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d}"
    except (OverflowError, ValueError, OSError):
        return "outside the calendar"
