"""Read about podium, offline."""

from __future__ import annotations

import textwrap

import click

from podium import app
from podium.cli import output
from podium.core.errors import Misuse


@click.command()
@click.argument("words", nargs=-1, metavar="[TOPIC or WORDS]")
def command(words: tuple[str, ...]) -> None:
    """Read a TOPIC of the docs, or find the topics in which some WORDS stand.

    Without words it lists all topics.

    \b
      podium help your-journal
      podium help leave calendar
    """
    if not words:
        _list()
        return
    try:
        output.out(app.handbook.named("-".join(words)).text.rstrip("\n"))
    except Misuse as unknown:
        hits = app.handbook.find(" ".join(words))
        if not hits:
            raise unknown from None
        for hit in hits:
            output.styled([(f"podium help {hit.topic.name}", "bold"), (f"  {hit.topic.title}", "")])
            output.out(textwrap.shorten(hit.line, output.width() - 4, placeholder=" ..."))


def _list() -> None:
    part = ""
    for topic in app.handbook.topics():
        if topic.part != part:
            part = topic.part
            output.styled([(part, "bold")])
        output.out(f"  {topic.name:<28}{topic.title}")
