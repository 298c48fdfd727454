"""Make journal entries of a brag document, postmortems, a table of 1:1s, a Manager README."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Misuse


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--as", "form", default="", metavar="FORM", help="brag, postmortems, one-on-ones or readme; else guessed."
)
@click.option("--yes", is_flag=True, help="Write what is shown without asking.")
@click.option("--undo", is_flag=True, help="Take the last import back; what you changed since stays.")
@options.JSON
@options.JOURNAL
def command(path: Path | None, form: str, yes: bool, undo: bool, as_json: bool, folder: Path | None) -> None:
    """Propose journal entries from PATH with a diff; nothing is written without your yes.

    PATH is a brag document (Markdown headings or bullets by date), a folder of postmortems, a CSV of 1:1s, or a
    Manager README. What cannot be read with certainty is left out, and said.
    """
    session = options.session(folder)
    if undo:
        _undo(app.imports.undo(session), as_json=as_json)
        return
    if path is None:
        raise Misuse("what is to be imported?", next_step="podium import PATH")
    app.imports.refuse_form(form)
    chosen = app.imports.plan(session, path, form)
    if not as_json:
        _show(chosen)
    is_wanted = yes or (not as_json and bool(chosen.entries) and _is_agreed(len(chosen.entries)))
    files = app.imports.write(session, chosen, path.absolute()) if is_wanted else ()
    if as_json:
        output.raw(output.to_json(app.imports.facts(chosen, files)))
    elif files:
        output.out(f"{_entries(len(files))} written")
        output.note("`podium import --undo` takes them back; `podium journal check` reads them")
    elif chosen.entries:
        output.note("nothing was written; `--yes` writes it")


def _show(chosen: app.imports.Plan) -> None:
    for entry in chosen.entries:
        for line in entry.difference():
            output.out(line)
        output.out()
    for remark in chosen.remarks:
        output.note(str(remark))
    known_words = f"; {chosen.known:,} in your journal already" if chosen.known else ""
    output.note(f"taken for {chosen.what}: {_entries(len(chosen.entries), 'new ')}{known_words}")


def _is_agreed(count: int) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(f"write {_entries(count)}?", default=False, err=True)


def _entries(count: int, which: str = "") -> str:
    return f"{count:,} {which}{'entry' if count == 1 else 'entries'}"


def _undo(undone: app.imports.Undone, *, as_json: bool) -> None:
    if as_json:
        output.raw(output.to_json({"removed": list(undone.removed), "kept": list(undone.kept)}))
        return
    for file in undone.removed:
        output.out(f"removed {file}")
    for file in undone.kept:
        output.out(f"kept {file}: you changed it since")
