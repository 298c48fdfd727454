"""`podium new`: one new entry of the journal, from a few questions or from --set."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from podium.app.entry import Field, Kind, Values


@click.command()
@click.argument("kind", required=False)
@click.argument("id", required=False)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Fill a field; may be given many times.")
@click.option("--ask/--no-ask", default=None, help="Ask for what is missing (default: on a terminal).")
@click.option("--edit/--no-edit", default=None, help="Open $EDITOR afterwards (default: on a terminal, for files).")
@click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
def command(
    kind: str | None,
    id: str | None,
    settings: tuple[str, ...],
    ask: bool | None,
    edit: bool | None,
    folder: Path | None,
) -> None:
    """Write a new entry of a KIND (person, win, initiative, ...) and print where it is.

    ID becomes the file's name; without one it is made from the date and the words. For a person choose any name you
    will recognise.
    """
    if kind is None:
        raise Misuse("which kind?", next_step="podium new " + "|".join(app.entry.kind_names()))
    chosen = app.entry.kind(kind)
    is_live = sys.stdin.isatty() and sys.stderr.isatty()
    is_asking = is_live if ask is None else ask
    session = options.session(folder)
    session.journal()
    values = app.entry.with_today(session, chosen, app.entry.settings(chosen, settings))
    if is_asking:
        _ask(chosen, values)
    app.entry.refuse_missing(chosen, values)
    name = id or app.entry.free_id(session, chosen, values)
    if not name and is_asking:
        name = str(click.prompt("id: a short name you will recognise", err=True)).strip()
    new_entry = app.entry.create(session, chosen, values, name)
    output.out(str(new_entry.path))
    field_names = ", ".join(field.name for field in app.entry.fields(chosen))
    for key in new_entry.unknown:
        output.note(
            f"podium does not read the field {key} in a {chosen.name}; it stays in your file (fields it reads: {field_names})"
        )
    if (is_live and not chosen.is_table) if edit is None else edit:
        click.edit(filename=str(new_entry.path))
        for note in app.entry.notes_of(session, new_entry.file):
            output.note(str(note))


def _ask(kind: Kind[Any], values: Values) -> None:
    for field in app.entry.fields(kind):
        if field.name in values or field.name == "id" or not (field.is_required or field.name in kind.asks):
            continue
        typed = click.prompt(_question(field), default=None if field.is_required else "", show_default=False, err=True)
        if typed.strip():
            values[field.name] = app.entry.value(field, typed)


def _question(field: Field) -> str:
    unit = f", {field.unit}" if field.unit else ""
    need = "" if field.is_required else ", Enter to skip"
    form = "with commas between" if field.type.is_list else str(field.type)
    return f"{field.name}: {field.meaning} ({form}{unit}{need})"
