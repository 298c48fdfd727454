"""Train one part of a conversation for ten minutes; it comes back when it would fade."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import again, output
from podium.core.errors import CannotTell

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.programs.drills.material import Material
    from podium.programs.drills.parts import Part
    from podium.programs.drills.schedule import Log, Standing

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
@click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
def command(
    is_list: bool,
    is_due: bool,
    is_retention: bool,
    as_json: bool,
    folder: Path | None,
    name: str,
    more: bool,
    **said: Any,
) -> None:
    """Do one drill: read the task, say one sentence, see which part was heard, rate how easily it came.

    Four a week are enough. It starts from a sentence of your own journal where one lacks the part. Nothing rates you,
    and nobody else ever sees it.
    """
    from podium.programs.drills import schedule

    journal, today = again.journal(folder), again.today()
    rows = schedule.log(journal, today)
    if is_retention:
        _tell_retention(rows, today, as_json=as_json)
    elif is_list or is_due:
        _list(schedule.standings(rows, today), today, is_due=is_due, as_json=as_json)
    else:
        _drill(journal, rows, today, name, more, said)


def _drill(journal: Journal, rows: Log, today: date, name: str, more: bool, said: dict[str, Any]) -> None:
    from podium.programs.drills import log, material, parts, reading, schedule

    done = schedule.this_week(rows, today)
    if done >= schedule.A_WEEK and not (more or name):
        raise CannotTell(
            f"you did {done} drills this week; spaced practice keeps more than crammed practice",
            next_step="come back on Monday, or `podium drill --more`",
        )
    part = parts.named(name) if name else schedule.choose(schedule.standings(rows, today), today).part
    start = material.choose(part, journal, rows)
    _task(part, start)
    answer = said["answer"] if said["answer"] is not None else str(click.prompt("You say", err=True))
    heard = reading.read(part, answer)
    for line in heard.lines:
        output.out(line)
    recall = said["recall"] or click.prompt(
        "How easily did it come? again = not at all, hard = with effort, good, easy = at once",
        type=click.Choice(_RECALLS),
        show_choices=False,
        err=True,
    )
    log.keep(journal, part, start, answer, heard, recall, today)
    now = schedule.standings(schedule.log(journal, today), today)
    due = next(one.due for one in now if one.part.name == part.name)
    output.note(f"{part.name} comes back on {due}; {done + 1} of {schedule.A_WEEK} this week")


def _task(part: Part, start: Material) -> None:
    output.out(f"{part.framework}: {part.name}")
    output.out(part.task)
    output.out()
    output.out(f"  {start.text}")
    output.out(f"  (your own words, {start.file})" if start.file else "  (an example)")
    output.out()


def _list(found: tuple[Standing, ...], today: date, *, is_due: bool, as_json: bool) -> None:
    from podium.programs.drills import schedule

    shown = schedule.due(found, today) if is_due else list(found)
    if as_json:
        output.raw(
            output.to_json(
                [
                    {
                        "part": one.part.name,
                        "framework": one.part.framework,
                        "times": one.times,
                        "first": one.first.isoformat() if one.first else None,
                        "last": one.last.isoformat() if one.last else None,
                        "due": one.due.isoformat() if one.due else None,
                        "chance": None if one.chance is None else round(one.chance, 4),
                    }
                    for one in shown
                ]
            )
        )
        return
    for one in shown:
        taken = "once" if one.times == 1 else f"{one.times} times"
        state = f"due {one.due}  taken {taken}" if one.due else "never met"
        output.out(f"{one.part.name:<20} {one.part.framework:<18} {state}")
    if not shown:
        output.note("nothing is due: `podium drill` meets a new part")


def _tell_retention(rows: Log, today: date, *, as_json: bool) -> None:
    from podium.programs.drills.retention import LEAST, retention

    found = retention(rows, today)
    if as_json:
        output.raw(
            output.to_json(
                [
                    {
                        "day": r.day,
                        "parts": r.n,
                        "least": LEAST,
                        "waiting": r.waiting,
                        "missed": r.missed,
                        "recalled": r.recalled if r.n >= LEAST else None,
                        "heard": r.heard if r.n >= LEAST else None,
                    }
                    for r in found
                ]
            )
        )
        return
    for one in found:
        output.out(one.words)
    output.note("recalled is your own rating, heard is what the rules found; both are for you alone")
