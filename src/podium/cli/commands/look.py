"""Your mirror: which of the five traps the traces in your clones speak of, with receipts."""

from __future__ import annotations

from typing import Any

import click

from podium.cli import options, output


@click.command()
@options.options
@click.option("--json", "as_json", is_flag=True, help="The same facts as JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="The same facts as Markdown.")
def command(as_json: bool, as_markdown: bool, **named: Any) -> None:
    """Show your mirror from one or more local clones.

    Reads new commits (nothing in a repository is executed, nothing leaves this machine), then says for each trap
    whether you are in it, should watch it, are clear, or that there is not enough evidence.

    \b
      podium look ~/src/api ~/src/web
      podium look . --me you@example.org --weeks 8
      podium look . --team team.txt --as-of 2026-06-30
    """
    from podium.app import last_look
    from podium.cli import mirror_text, reminders
    from podium.mirror import as_data

    what = options.asked(named)
    with options.mirror(what) as mirror:
        look = mirror.look(is_started=reminders.started(mirror.journal, options.today()))
        due = reminders.lines(mirror.journal, options.today())
    last_look.keep(what, look.as_of)
    if as_json:
        output.raw(output.to_json(as_data.of_look(look) | {"reminders": due}))
    elif as_markdown:
        output.raw(
            "\n".join([mirror_text.markdown(look), *(["", "## Now", ""] if due else []), *(f"- {d}" for d in due)])
        )
    else:
        for line in mirror_text.lines(look, output.width()):
            output.styled(line)
        for one in due:
            output.styled([("now: ", "bold"), (one, "")])
