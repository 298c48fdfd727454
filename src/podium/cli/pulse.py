"""The clarity pulse on the command line: slips to print, slips to add up, before beside after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from podium.cli import output
from podium.cli.papers import JOURNAL, JSON, journal_of, render_to, today_is
from podium.core.errors import CannotTell, Misuse


@click.group()
def pulse() -> None:
    """Ask five clarity questions before and after, on paper and anonymously."""


@pulse.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
def form(target: Path) -> None:
    """Print the slips: two on a page, no name asked."""
    from podium.programs.readme.pulse import form as slips

    render_to(slips(), target)


@pulse.command()
@click.argument("when", type=click.Choice(["before", "after"]))
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@JOURNAL
def add(when: str, file: Any, folder: Path | None) -> None:
    """Add up the slips of FILE or stdin, one a line (`4 5 3 2 4`); below five nothing is kept, the slips never are."""
    from podium.journal.kinds.pulse import FEWEST, MOST_SLIPS
    from podium.programs.readme.pulse import add_up

    try:
        lines = file.read(MOST_SLIPS * 40).splitlines()
    except UnicodeDecodeError:
        raise Misuse("this is no text", next_step="write one slip a line, as 4 5 3 2 4") from None
    counts = add_up(lines)
    journal = journal_of(folder)
    journal.create("pulse", f"{today_is()}-{when}", {"date": today_is(), "asked": when, **counts})
    output.out(f"{sum(counts['hours'])} slips added up (at least {FEWEST} are needed)")


@pulse.command()
@JSON
@JOURNAL
def show(as_json: bool, folder: Path | None) -> None:
    """Show how many said mostly or yes, before and after."""
    from podium.journal.kinds import pulse as kind
    from podium.programs.readme.pulse import compare

    rows = sorted(journal_of(folder).entries(kind.KIND), key=lambda entry: entry.head.date)
    told = compare([(e.head.asked, {name: getattr(e.head, name) for name in kind.QUESTIONS}) for e in rows])
    if not rows:
        raise CannotTell("no pulse was added up yet", next_step="`podium readme pulse form --to slips.pdf`")
    if as_json:
        output.raw(output.to_json([{"asks": t.asks, "before": t.before, "after": t.after} for t in told]))
        return
    for each in told:
        said = [
            f"{when} {found[0]} of {found[1]}"
            for when, found in (("before", each.before), ("after", each.after))
            if found
        ]
        output.out(f"{each.asks}\n    mostly or yes: {', '.join(said)}")
    output.note("a handful of answers: read them as a reason to ask, not as a proof")
