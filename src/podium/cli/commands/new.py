"""`podium new`: one new entry of the journal, from a few questions or from --set."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import output
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from podium.journal import Field, Journal, Kind


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
    from podium.journal import kinds, open_journal
    from podium.journal.find import cache_root, find_journal
    from podium.journal.typed import values_of

    if kind is None:
        raise Misuse("which kind?", next_step="podium new " + "|".join(kinds.names()))
    model = kinds.load(kind)
    is_live = sys.stdin.isatty() and sys.stderr.isatty()
    is_asking = is_live if ask is None else ask
    journal = open_journal(find_journal(folder), cache_root=cache_root())
    values = values_of(model, settings)
    if model.today and model.today not in values:
        values[model.today] = datetime.now().astimezone().date()
    if is_asking:
        _ask(model, values)
    _refuse_missing(model, values)
    name = id or _choose_id(journal, model, values, is_asking)
    path = journal.create(kind, name, values)
    output.out(str(path))
    _say_unknown(model, values)
    if (is_live and not model.is_table) if edit is None else edit:
        _edit(journal, path)


def _say_unknown(kind: Kind[Any], values: dict[str, Any]) -> None:
    """A key podium does not know is hers to keep, or a slip of the hand."""
    from podium.journal import fields_of

    known = [field.name for field in fields_of(kind)]
    for key in sorted(values.keys() - set(known)):
        output.note(f"{key} is no field podium reads in a {kind.name}; kept as yours (fields: {', '.join(known)})")


def _ask(kind: Kind[Any], values: dict[str, Any]) -> None:
    from podium.journal import fields_of
    from podium.journal.typed import value_of

    for field in fields_of(kind):
        if field.name in values or field.name == "id" or not (field.is_required or field.name in kind.asks):
            continue
        typed = click.prompt(_question(field), default=None if field.is_required else "", show_default=False, err=True)
        if typed.strip():
            values[field.name] = value_of(field, typed)


def _question(field: Field) -> str:
    unit = f", {field.unit}" if field.unit else ""
    need = "" if field.is_required else ", Enter to skip"
    form = "with commas between" if field.form.startswith("list of ") else field.form
    return f"{field.name}: {field.meaning} ({form}{unit}{need})"


def _refuse_missing(kind: Kind[Any], values: dict[str, Any]) -> None:
    from podium.journal import fields_of

    missing = [each for each in fields_of(kind) if each.is_required and each.name not in values and each.name != "id"]
    if missing:
        wanted = " ".join(f"--set {each.name}=..." for each in missing)
        names = ", ".join(each.name for each in missing)
        raise Misuse(f"a {kind.name} needs {names}", next_step=f"podium new {kind.name} {wanted}")


def _choose_id(journal: Journal, kind: Kind[Any], values: dict[str, Any], is_asking: bool) -> str:
    from podium.journal.entry import alike
    from podium.journal.typed import make_id

    made = make_id(kind, values)
    if not made:
        if not is_asking:
            raise Misuse(f"a {kind.name} needs an id", next_step=f"podium new {kind.name} ID")
        return str(click.prompt("id: a short name you will recognise", err=True)).strip()
    taken = {alike(each.id) for each in journal.entries(kind)}
    number = 2
    name = made
    while alike(name) in taken:
        name = f"{made}-{number}"
        number += 1
    return name


def _edit(journal: Journal, path: Path) -> None:
    click.edit(filename=str(path))
    file = path.relative_to(journal.root).as_posix()
    for note in journal.fresh().notes():
        if note.file == file:
            output.note(str(note))
