"""The receipts behind a flag.

The rule, its SELECT, the events themselves, the norm and its source.
"""

from __future__ import annotations

from typing import Any

import click

from podium import app
from podium.cli import options, output


@click.command()
@click.argument("flag")
@options.looking
@click.option("--all", "show_all", is_flag=True, help="Every event, not the first forty.")
@click.option("--json", "as_json", is_flag=True, help="The same receipt as JSON.")
def command(flag: str, show_all: bool, as_json: bool, **named: Any) -> None:
    """Open the receipts of a FLAG or SIGNAL, for the last look or for the PATHS named.

    \b
      podium why absence
      podium why late-share --all
    """
    receipt = app.why.why(options.session(), flag, options.asked(named))
    text = output.plain(app.why.text(receipt, most=None if show_all else 40))
    output.raw(output.to_json(receipt) if as_json else text)
