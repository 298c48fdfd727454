"""Look: which of the five traps your work speaks of."""

from __future__ import annotations

from typing import Any

import click
from msgspec.structs import replace

from podium import app
from podium.cli import mirror_text, options, output, screen_text


@click.command()
@options.looking
@click.option(
    "--engine",
    metavar="ADDRESS",
    default="",
    help="Ask an engine that holds your evidence: postgresql://you@host/db, spark://host:7077, sc://host:15002, duckdb:FOLDER.",
)
@click.option(
    "--manager", metavar="NAME", default="", help="The name you are filed under there. Default: the address's user."
)
@click.option(
    "--secret", is_flag=True, help="Type the engine's password or token, unseen; it is kept like those of sources."
)
@click.option("--all", "show_all", is_flag=True, help="Everything, sorted by trap.")
@click.option("--json", "as_json", is_flag=True, help="The same facts as JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="The same facts as Markdown.")
def command(
    show_all: bool, as_json: bool, as_markdown: bool, engine: str, manager: str, secret: bool, **named: Any
) -> None:
    """Show which of the five traps your work speaks of, on one screen.

    Without PATHS it looks at what you looked at last, else at the clone you stand in. It reads new commits; nothing in a
    repository is run, and nothing leaves this machine.

    \b
      podium look ~/src/api ~/src/web
      podium look . --me you@example.org --weeks 8
      podium look --all
      podium look --engine postgresql://ana@warehouse.example/lake
    """
    session = options.session()
    asked = replace(options.asked(named), engine=engine, manager=manager)
    if secret:
        options.keep_engine_secret()
    if not (show_all or as_json or as_markdown):
        first = app.kept_screen.first_screen(session, asked)
        _note(first.gone)
        for line in screen_text.lines(first.screen, first.reminders, output.width()):
            output.styled(line)
        return
    answer = app.look.look(session, asked)
    _note(answer.gone)
    if as_json:
        output.raw(output.to_json(app.look.facts(answer)))
    elif as_markdown:
        heading = ["", "## Now", ""] if answer.reminders else []
        reminders = [f"- {reminder}" for reminder in answer.reminders]
        output.raw("\n".join([mirror_text.markdown(answer), *heading, *reminders]))
    else:
        for line in mirror_text.lines(answer, output.width()):
            output.styled(line)
        for reminder in answer.reminders:
            output.styled([("now: ", "bold"), (reminder, "")])


def _note(gone: tuple[str, ...]) -> None:
    for line in gone:
        output.note(line)
