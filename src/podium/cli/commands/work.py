"""Kinds of work: forty answers of yours that correct what words and paths only guess."""

from __future__ import annotations

from typing import Any

import click

from podium.cli import options, output

_KEYS = {"f": "feature", "b": "fix", "i": "incident", "m": "improvement", "d": "docs", "c": "chore", "u": "unclear"}


@click.group()
def command() -> None:
    """Kinds of work: label some changes, see how wide the shares are."""


@command.command()
@options.options
@click.option("--count", type=click.IntRange(1, 200), default=40, show_default=True, help="How many to ask about.")
@click.option("--seed", type=int, default=0, help="Another number draws other changes.")
def label(count: int, seed: int, **named: Any) -> None:
    """Ask which kind forty of the team's changes were; one key each, two minutes in all.

    Most are drawn at random, so that their answers may correct the shares of trap 5; some because podium is unsure.
    Every answer is saved at once, as one line of text. `q` stops, `z` takes the last answer back.
    """
    from podium.app import last_look
    from podium.core.errors import CannotTell
    from podium.evidence.commits import labels
    from podium.system import paths

    what = options.asked(named) if named["paths"] else last_look.last()
    file = paths.work_labels()
    answers = labels.read(file)
    with options.mirror(what) as mirror:
        changes = mirror.changes_to_label(count, seed, known=answers)
        why = mirror.why_nothing_to_label()
    if why:
        raise CannotTell(why, next_step="kinds of work are told of five people or more")
    if not changes:
        output.note("every change podium would ask about has your answer already")
        return
    output.out(
        "f feature · b bug fix · i incident or hotfix · m improvement · d docs · c chore · u unclear · z back · q quit"
    )
    _ask(changes, answers, file)
    output.note(f"{len(answers)} answers in {file}; `podium why improvement-share` shows what they changed")


def _ask(changes: list[tuple[str, str, str, bool]], answers: dict[str, Any], file: Any) -> None:
    from podium.evidence.commits import labels

    place = 0
    while place < len(changes):
        name, subject, repo, is_random = changes[place]
        output.out(f"{place + 1}/{len(changes)}  {repo} {name[:10]}  {subject[:100]}")
        key = str(click.prompt("kind", prompt_suffix=" > ", default="", show_default=False)).strip().lower()[:1]
        if key == "q":
            return
        if key == "z" and place:
            place -= 1
            answers.pop(changes[place][0], None)
        elif key in _KEYS:
            answers[name] = labels.Answer(_KEYS[key], is_random)
            place += 1
        else:
            output.out("one of f b i m d c u, z for back, q to stop")
            continue
        labels.write(file, answers)
