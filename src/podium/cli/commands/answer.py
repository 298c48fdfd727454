"""Answer a receipt: wrong, true, or that you covered for somebody on leave."""

from __future__ import annotations

from pathlib import Path

import click

from podium import app
from podium.cli import options, output
from podium.core.measure import counted


@click.command()
@click.argument("finding")
@click.argument("says", metavar="wrong|true|covered")
@click.argument("events", nargs=-1, metavar="[EVENT]...")
@click.option("--because", default="", help="Why, in your words; it stays in your journal.")
@options.JOURNAL
def command(finding: str, says: str, events: tuple[str, ...], because: str, folder: Path | None) -> None:
    """Say of a FINDING of the last look that its EVENTs are wrong or true, or that you covered for somebody on leave.

    Without EVENTs the answer is about all that count. An answered event does not raise the same finding again.

    \b
      podium answer take-back wrong 3f2a1b9c --because "a licence header"
      podium answer off-rota covered --because "Bo was on leave"
    """
    answer_given = app.answer.give(options.session(folder), finding, says, events, because)
    output.out(f"{answer_given.file}: {counted(len(answer_given.events), 'event')} of {finding} answered: {says}")
