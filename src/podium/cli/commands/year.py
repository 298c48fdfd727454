"""Your year on one page."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import click

from podium import app
from podium.cli import mirror_text, options, output


@click.command()
@options.repositories("The last day of the year. Default: today.")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a page (.html, .md)."
)
def command(target: Path | None, **named: Any) -> None:
    """Tell the twelve months up to now: a picture of your own changes, and ten sentences.

    It holds nothing of anybody but you, so that you may keep or share it.

    \b
      podium year
      podium year --to year.html
    """
    scope = app.look.Scope(paths=tuple(named["paths"]), as_of=named["as_of"], me=tuple(named["me"]), team=named["team"])
    year = app.year.year(options.session(), scope)
    if target is not None:
        options.write_document(app.year.document(year), target)
        return
    output.styled([(year.head, "bold")])
    output.styled([("  " + mirror_text.bars([float(count) for count in year.months]), "cyan")])
    for sentence in year.sentences:
        for text in textwrap.wrap(sentence, output.width() - 2, initial_indent="- ", subsequent_indent="  "):
            output.out(text)
