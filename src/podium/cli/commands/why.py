"""Why something is raised: the answer, your events, how it was counted."""

from __future__ import annotations

from typing import Any

import click

from podium import app
from podium.cli import options, output


@click.command()
@click.argument("flag")
@options.looking
@click.option("--all", "show_all", is_flag=True, help="Every event, not the newest ten.")
@click.option("--sql", "has_sql", is_flag=True, help="The SELECTs, the keys and what the numbers were made of.")
@click.option("--json", "as_json", is_flag=True, help="The same receipt as JSON.")
def command(flag: str, show_all: bool, has_sql: bool, as_json: bool, **named: Any) -> None:
    """Say why a FLAG or SIGNAL is raised, for the last look or for the PATHS named.

    \b
      podium why absence
      podium why late-hours --all
    """
    receipt = app.why.why(options.session(), flag, options.asked(named))
    if as_json:
        output.raw(output.to_json(receipt))
        return
    for line in app.why.lines(receipt, most=None if show_all else app.why.SHOWN, width=output.width(), has_sql=has_sql):
        output.out(line)
