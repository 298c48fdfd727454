"""The five traps: flags, lines, norms, sources, and the evidence against them."""

from __future__ import annotations

import click

from podium import app
from podium.cli import options, output


@click.command()
@click.argument("name", required=False)
@options.JSON
def command(name: str | None, as_json: bool) -> None:
    """List the traps, or explain one by name or number."""
    chosen = [app.traps.named(name)] if name else app.traps.every()
    if as_json:
        output.raw(output.to_json([app.traps.facts(trap) for trap in chosen]))
        return
    for trap in chosen:
        output.out(f"{trap.number} {trap.title}  ({trap.name})\n  {trap.says}")
        for flag in trap.flags:
            output.out(f"  - {flag.name}: {flag.says}" + ("  [context only]" if flag.context_only else ""))
            if name:
                output.out(f"      because {flag.because}")
                for line in (*flag.all_of, *flag.any_of):
                    output.out(f"      {line.signal.name}: {line.norm}")
        for what, tells in trap.needs:
            output.out(f"  + {what} would tell: {tells}")
        if name:
            output.out(f"  against: {trap.counter}")
            if trap.seed:
                output.out(f"  {trap.seed}")
