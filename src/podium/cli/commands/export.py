"""A copy of your evidence without names or code, or your own acts for a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Misuse


@click.command()
@click.option("--metadata", type=click.Path(path_type=Path), help="The new folder for a copy to share.")
@click.option("--parquet", type=click.Path(path_type=Path), help="The new folder for your own acts, for a notebook.")
@click.option(
    "--store",
    metavar="ADDRESS",
    default="",
    help="Where an engine reads your evidence: duckdb:FOLDER (Parquet, for Spark too) or postgresql://owner@host/db.",
)
@click.option("--manager", metavar="NAME", default="", help="With --store: the name the evidence is filed under.")
@click.option("--secret", is_flag=True, help="With --store: type the database's password, unseen.")
@options.looking
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(
    metadata: Path | None, parquet: Path | None, store: str, manager: str, secret: bool, yes: bool, **named: Any
) -> None:
    """Write a copy that podium can look at again with the same verdicts, without names, words or code.

    With --parquet: your own acts, and what each question answered, as tables for your own notebook. Says what it will hold
    before it writes. Nothing is sent anywhere but into a database you name.

    With --store: what a look rests on, for an engine of your organisation that `podium look --engine` asks. Only the weeks
    that changed are written again.

    \b
      podium export --metadata ~/for-the-bug-report
      podium look ~/for-the-bug-report --as-of 2026-06-30
      podium export --parquet ~/notebook/podium
      podium export --store duckdb:/lake/podium --manager ana ~/src/api
    """
    if store:
        _write_store(store, manager, secret, yes, named)
        return
    out = metadata or parquet
    if out is None or (metadata is not None and parquet is not None):
        raise Misuse("say which copy to write, one at a time", next_step="--metadata FOLDER, or --parquet FOLDER")
    with app.export.copy(options.session(), options.asked(named)) as copy:
        output.note("the copy will hold:")
        for line in app.export.NOTEBOOK_HOLDS if parquet else copy.contents:
            output.note(f"  {line}")
        output.note("and not: " + "; ".join(app.export.NOTEBOOK_LACKS if parquet else app.export.LACKS))
        if metadata:
            output.note(app.export.WARNS)
        if not yes:
            click.confirm(f"write it to {out}?", abort=True, err=True)
        if parquet:
            copy.write_notebook(parquet)
        else:
            copy.write(out)
    output.out(str(out))
    if metadata:
        output.note(f"look at it: podium look {out} --as-of {copy.look_day}")


def _write_store(store: str, manager: str, secret: bool, yes: bool, named: dict[str, Any]) -> None:
    if secret:
        options.keep_engine_secret()
    output.note("what will be written:")
    for line in app.engine.HOLDS:
        output.note(f"  {line}")
    output.note("and not: " + "; ".join(app.engine.LACKS))
    if not yes:
        click.confirm(f"write it to {store}?", abort=True, err=True)
    filled = app.engine.write(options.session(), options.asked(named), store, manager)
    read = "" if filled.bytes_read is None else f", {filled.bytes_read:,} bytes read for that"
    output.out(
        f"{filled.weeks} weeks there, {filled.changed} written anew with {filled.acts:,} acts;"
        f" {filled.asked_anew} weeks asked anew{read}"
    )
