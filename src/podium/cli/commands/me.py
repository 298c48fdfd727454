"""Who podium thinks you are, and the one text file in which you say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec.structs import replace

from podium import app
from podium.cli import options, output

if TYPE_CHECKING:
    from podium.mirror.look import Scope


@click.command()
@options.looking
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR; it is checked before you leave.")
@click.option("--template", is_flag=True, help="Print every key of the file with an example.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(edit: bool, template: bool, as_json: bool, **named: Any) -> None:
    """Show which spellings count as yours and why, your hours, zone, team and role; say so once in one file.

    What you change there applies to every look at once; nothing has to be read again.
    """
    if template:
        output.raw(app.me.TEMPLATE.rstrip("\n"))
        return
    if edit:
        _edit()
        return
    session, path = options.session(), app.me.path()
    facts = msgspec.to_builtins(app.me.declared(session))
    output.note(f"file: {path}" + ("" if path.exists() else " (not there yet: `podium me --edit` makes it)"))
    scope, last = options.asked(named), app.last_look.chosen()
    if scope.paths or app.last_look.paths_there():
        reading = app.last_look.for_receipts(_merged(scope, last)).asked
        facts |= msgspec.to_builtins(app.me.recognised(session, reading))
    if as_json:
        output.raw(output.to_json(facts))
        return
    for key, value in facts.items():
        rows = value if isinstance(value, list) else [value]
        output.out(f"{key}: {rows[0] if rows else 'none'}")
        for row in rows[1:]:
            output.out(f"{' ' * len(key)}  {row}")


def _merged(scope: Scope, last: Scope | None) -> Scope:
    """What was typed; without paths, the last look's, with the addresses and the team of it that were not typed anew."""
    if scope.paths or last is None:
        return scope
    there = app.last_look.paths_there()
    return replace(scope, paths=there, me=scope.me or last.me, team=scope.team or last.team)


def _edit() -> None:
    path = app.me.begin()
    click.edit(filename=str(path))
    app.me.check()
    output.note(f"{path} reads well")
