"""A copy of your evidence without names or code, for a bug report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from podium import app
from podium.cli import options, output


@click.command()
@click.option("--metadata", "out", type=click.Path(path_type=Path), required=True, help="The new folder to write.")
@options.looking
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(out: Path, yes: bool, **named: Any) -> None:
    """Write a copy that podium can look at again with the same verdicts, without names, words or code.

    Says what it will hold before it writes. Nothing is sent anywhere.

    \b
      podium export --metadata ~/for-the-bug-report
      podium look ~/for-the-bug-report --as-of 2026-06-30
    """
    with app.export.copy(options.session(), options.asked(named)) as copy:
        output.note("the copy will hold:")
        for line in copy.contents:
            output.note(f"  {line}")
        output.note("and not: " + "; ".join(app.export.LACKS))
        output.note(app.export.WARNS)
        if not yes:
            click.confirm(f"write it to {out}?", abort=True, err=True)
        copy.write(out)
    output.out(str(out))
    output.note(f"look at it: podium look {out} --as-of {copy.look_day}")
