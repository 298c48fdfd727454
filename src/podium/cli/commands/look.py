"""Your mirror: which of the five traps the traces in your clones speak of, with receipts."""

from __future__ import annotations

from typing import Any

import click

from podium.cli import asking, print


@click.command()
@asking.options
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
    from podium import facts
    from podium.cli import mirror_page, remembered, reminders

    what = asking.asked(named)
    with asking.mirror(what) as mirror:
        look = mirror.look(is_started=reminders.started(mirror.journal, asking.today()))
        due = reminders.lines(mirror.journal, asking.today())
    remembered.keep(what, look.as_of)
    if as_json:
        print.raw(print.to_json(facts.of_look(look) | {"reminders": due}))
    elif as_markdown:
        print.raw(
            "\n".join([mirror_page.markdown(look), *(["", "## Now", ""] if due else []), *(f"- {d}" for d in due)])
        )
    else:
        for line in mirror_page.lines(look, print.width()):
            print.styled(line)
        for one in due:
            print.styled([("now: ", "bold"), (one, "")])
