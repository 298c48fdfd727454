"""Kinds of work: forty answers of yours that correct what words and paths only guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.app.work import Answer, Change

_KEYS = {"f": "feature", "b": "fix", "i": "incident", "m": "improvement", "d": "docs", "c": "chore", "u": "unclear"}


@click.group()
def command() -> None:
    """Kinds of work: label some changes, see how wide the shares are."""


@command.command()
@options.looking
@click.option("--count", type=click.IntRange(1, 200), default=40, show_default=True, help="How many to ask about.")
@click.option("--seed", type=int, default=0, help="Another number draws other changes.")
def label(count: int, seed: int, **named: Any) -> None:
    """Ask which kind forty of the team's changes were; one key each, two minutes in all.

    Most are drawn at random, so that their answers may correct the shares of trap 5; some because podium is unsure.
    Every answer is saved at once, as one line of text. `q` stops, `z` takes the last answer back.
    """
    changes = app.work.changes(options.session(), options.asked(named), count, seed)
    if not changes:
        output.note("every change podium would ask about has your answer already")
        return
    output.out(
        "f feature · b bug fix · i incident or hotfix · m improvement · d docs · c chore · u unclear · z back · q quit"
    )
    answers = app.work.answers()
    _ask(changes, answers)
    output.note(f"{len(answers)} answers in {app.work.file()}; `podium why improvement-share` shows what they changed")


def _ask(changes: Sequence[Change], answers: dict[str, Answer]) -> None:
    place = 0
    while place < len(changes):
        change = changes[place]
        output.out(f"{place + 1}/{len(changes)}  {change.repository}  {change.subject[:100]}")
        key = str(click.prompt("kind", prompt_suffix=" > ", default="", show_default=False)).strip().lower()[:1]
        if key == "q":
            return
        if key == "z" and place:
            place -= 1
            answers.pop(changes[place].commit, None)
        elif key in _KEYS:
            answers[change.commit] = app.work.Answer(_KEYS[key], change.is_random)
            place += 1
        else:
            output.out("one of f b i m d c u, z for back, q to stop")
            continue
        app.work.keep(answers)
