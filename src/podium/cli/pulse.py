"""The clarity pulse on the command line: slips to print, slips to add up, before beside after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Misuse
from podium.core.lines import lines_of


@click.group()
def pulse() -> None:
    """Ask five clarity questions before and after, on paper and anonymously."""


@pulse.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
def form(target: Path) -> None:
    """Print the slips: two on a page, no name asked."""
    options.write_document(app.readme.pulse_form(), target)


@pulse.command()
@click.argument("when", type=click.Choice(["before", "after"]))
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@options.JOURNAL
def add(when: str, file: Any, folder: Path | None) -> None:
    """Add up the slips of FILE or stdin, one a line (`4 5 3 2 4`); below five nothing is kept, the slips never are."""
    try:
        lines = lines_of(file.read(app.readme.MOST_SLIPS * 40))
    except UnicodeDecodeError:
        raise Misuse("this is not a text file", next_step="write one slip a line, as 4 5 3 2 4") from None
    count = app.readme.add_pulse(options.session(folder), when, lines)
    output.out(f"{count} slips added up (at least {app.readme.FEWEST_SLIPS} are needed)")


@pulse.command()
@options.JSON
@options.JOURNAL
def show(as_json: bool, folder: Path | None) -> None:
    """Show how many said mostly or yes, before and after."""
    answers = app.readme.pulses(options.session(folder))
    if as_json:
        output.raw(output.to_json([{"asks": a.asks, "before": a.before, "after": a.after} for a in answers]))
        return
    for answer in answers:
        shares = [
            f"{when} {share[0]} of {share[1]}"
            for when, share in (("before", answer.before), ("after", answer.after))
            if share
        ]
        output.out(f"{answer.asks}\n    mostly or yes: {', '.join(shares)}")
    output.note("a handful of answers: read them as a reason to ask, not as a proof")
