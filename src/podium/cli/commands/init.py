"""`podium init`: make a journal in a folder, and touch nothing that is there."""

from __future__ import annotations

from pathlib import Path

import click

from podium.cli import output


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--use", is_flag=True, help="Make it the journal podium uses when none is named.")
def command(folder: Path, use: bool) -> None:
    """Make a journal: a FOLDER of plain text, yours, readable without podium.

    Run it again at any time: it adds what is missing and never overwrites.
    """
    from podium.journal.find import pointer, usual_journal
    from podium.journal.make import make, point_to

    root = folder.expanduser()
    made = make(root)
    root = root.resolve()
    output.out(str(root))
    output.note(f"made {len(made)} files and folders" if made else "nothing was missing")
    current = usual_journal()
    if use or current is None or not current.exists():
        point_to(pointer(), root)
        output.note("podium uses this journal from now on; next: podium new person")
    elif current.resolve() != root:
        output.note(f"podium goes on using {current}; to change that: podium init {folder} --use")
