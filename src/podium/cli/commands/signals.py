"""Every question podium can ask, with its evidence grade and what speaks against it."""

from __future__ import annotations

import textwrap

import click
import msgspec

from podium import app
from podium.cli import options, output


@click.command()
@click.argument("name", required=False)
@options.JSON
def command(name: str | None, as_json: bool) -> None:
    """List all signals, or explain one: question, SELECT, fold, minimum, blind spots, source, grade."""
    chosen = [app.signals.named(name)] if name else app.signals.every()
    if as_json:
        output.raw(output.to_json([app.signals.facts(signal) for signal in chosen]))
        return
    for signal in chosen:
        if not name:
            output.out(f"{signal.name:<20} {signal.asks}")
            continue
        for key, value in msgspec.to_builtins(app.signals.facts(signal)).items():
            output.out(f"{key}:\n{textwrap.indent(str(value), '    ')}" if "\n" in str(value) else f"{key}: {value}")
