"""See podium at work on a made-up team."""

from __future__ import annotations

import textwrap
from datetime import date

import click

from podium import app
from podium.cli import mirror_text, options, output, screen_text
from podium.sentences import say


@click.command()
@click.option("--why", "word", metavar="NAME", help="Why one of its findings is raised.")
@click.option("--all", "show_all", is_flag=True, help="Everything, sorted by trap.")
@click.option("--serve", is_flag=True, help="Open its room in the browser instead.")
@click.option("--no-browser", is_flag=True, help="With --serve: print the address, open nothing.")
@click.option("--as-of", type=options.Day(), help="The last day of the made-up year. Default: today.")
def command(word: str | None, show_all: bool, serve: bool, no_browser: bool, as_of: date | None) -> None:
    """Show the first screen of a team of seven that is made up, over one year.

    Its clone, calendar, incidents, tickets and journal are made in a folder of their own, read as yours would be, and
    removed at the end. Nothing of yours is read or changed.

    \b
      podium demo
      podium demo --why absence
    """
    session = options.session()
    with app.demo.example(session, as_of or session.today()) as example:
        for text in textwrap.wrap(say("head.example"), output.width()):
            output.styled([(text, "bold")])
        if serve:
            from podium.web import serving

            output.note("Ctrl-C closes the room and removes the example")
            serving.serve(0, opens_browser=not no_browser, say=output.out)
            return
        if word:
            receipt = app.why.why(session, word, example.asked)
            for text in app.why.lines(
                receipt,
                most=None if show_all else app.why.SHOWN,
                width=output.width(),
                command=f"podium demo --why {word}",
            ):
                output.out(text)
            return
        answer = app.look.look(session, example.asked)
        if show_all:
            for line in mirror_text.lines(answer, output.width(), "podium demo"):
                output.styled(line)
        else:
            for line in screen_text.lines(answer.screen, (), output.width(), program="podium demo"):
                output.styled(line)
