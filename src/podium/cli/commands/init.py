"""`podium init`: make a journal in a folder, and touch nothing that is there."""

from __future__ import annotations

from pathlib import Path

import click

from podium import app
from podium.cli import output


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--use", is_flag=True, help="Make it the journal podium uses when none is named.")
def command(folder: Path, use: bool) -> None:
    """Make a journal: a FOLDER of plain text, yours, readable without podium.

    Run it again at any time: it adds what is missing and never overwrites.
    """
    begun = app.journal.begin(folder, use=use)
    output.out(str(begun.root))
    output.note(f"made {begun.made} files and folders" if begun.made else "nothing was missing")
    if begun.root.stat().st_mode & 0o077:
        output.note(f"what podium made is yours alone, but the folder is open to others: chmod 700 {begun.root}")
    if begun.is_used:
        output.note("podium uses this journal from now on; next: podium new person")
    elif begun.other is not None:
        output.note(f"podium goes on using {begun.other}; to change that: podium init {folder} --use")
