"""The parts another package brings, held against the laws podium's own parts keep."""

from __future__ import annotations

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import CannotRead


@click.command()
@click.argument("package")
@options.JSON
def command(package: str, as_json: bool) -> None:
    """Run the laws on every signal, source, practice and scenario an installed PACKAGE brings.

    \b
      podium check podium-example
    """
    parts = app.parts.check(package)
    if as_json:
        output.raw(output.to_json(parts))
    else:
        for part in parts:
            state = "keeps every law" if not part.broken else f"breaks {len(part.broken)}"
            output.out(f"{part.kind} {part.name}: {state}")
            for law, why in part.broken:
                output.out(f"  ! {law}: {why}")
    if any(part.broken for part in parts):
        raise CannotRead("Not every part keeps the laws.", where=package, next_step="mend the lines marked with !")
