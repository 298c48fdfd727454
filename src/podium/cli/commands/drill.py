"""Train one part of a conversation for ten minutes; it comes back when it would fade."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.app.drill import Standing, Task
    from podium.app.session import Session

_RECALLS = ("again", "hard", "good", "easy")


@click.command()
@click.option("--part", "name", default="", help="Drill this part, due or not.")
@click.option("--more", is_flag=True, help="A fifth one this week.")
@click.option("--answer", help="Your sentence, instead of being asked.")
@click.option("--recall", type=click.Choice(_RECALLS), help="How easily it came, instead of being asked.")
@click.option("--list", "is_list", is_flag=True, help="Every part and when it is due.")
@click.option("--due", "is_due", is_flag=True, help="Only what is due.")
@click.option("--retention", "is_retention", is_flag=True, help="What is left on day 14 and 45.")
@click.option("--json", "as_json", is_flag=True, help="With --list, --due or --retention: as JSON.")
@options.JOURNAL
def command(
    is_list: bool,
    is_due: bool,
    is_retention: bool,
    as_json: bool,
    folder: Path | None,
    name: str,
    more: bool,
    **options_typed: Any,
) -> None:
    """Do one drill: read the task, say one sentence, see which part was heard, rate how easily it came.

    Four a week are enough. It starts from a sentence of your own journal where one lacks the part. Nothing rates you,
    and nobody else ever sees it.
    """
    session = options.session(folder)
    if is_retention:
        _tell_retention(session, as_json=as_json)
    elif is_list or is_due:
        course = app.drill.course(session)
        _list(course.due if is_due else course.standings, as_json=as_json)
    else:
        _drill(session, name, more, options_typed)


def _drill(session: Session, name: str, more: bool, options_typed: Mapping[str, str | None]) -> None:
    if not (more or name):
        app.drill.refuse_too_many(session)
    task = app.drill.task(session, name)
    _show(task)
    sentence = (
        options_typed["answer"] if options_typed["answer"] is not None else str(click.prompt("You say", err=True))
    )
    feedback = app.drill.hear(task.part, sentence)
    for line in feedback.lines:
        output.out(line)
    recall = options_typed["recall"] or click.prompt(
        "How easily did it come? again = not at all, hard = with effort, good, easy = at once",
        type=click.Choice(_RECALLS),
        show_choices=False,
        err=True,
    )
    due = app.drill.keep(session, task, sentence, feedback, recall)
    output.note(
        f"{task.part.title} comes back on {due}; {app.drill.course(session).done} of {app.drill.A_WEEK} this week"
    )


def _show(task: Task) -> None:
    output.out(task.part.title)
    output.out(task.part.task)
    output.out()
    output.out(f"  {task.start.text}")
    output.out(f"  (your own words, {task.start.file})" if task.start.file else "  (an example)")
    output.out()


def _list(standings: Sequence[Standing], *, as_json: bool) -> None:
    if as_json:
        output.raw(output.to_json([app.drill.standing_facts(standing) for standing in standings]))
        return
    for standing in standings:
        times = "once" if standing.times == 1 else f"{standing.times} times"
        state = f"due {standing.due}  taken {times}" if standing.due else "not started"
        output.out(f"{standing.part.name:<18} {standing.part.title:<28} {state}")
    if not standings:
        output.note("nothing is due: `podium drill` meets a new part")


def _tell_retention(session: Session, *, as_json: bool) -> None:
    days = app.drill.course(session).left
    if as_json:
        output.raw(output.to_json([app.drill.retention_facts(day) for day in days]))
        return
    for day in days:
        output.out(day.words)
    output.note("recalled is your own rating, heard is what the rules found; both are for you alone")
