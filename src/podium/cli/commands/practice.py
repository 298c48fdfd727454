"""Your running practices: what was promised, whether the hours were kept, whether it worked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from podium import app
from podium.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium.app.practice import Reading, Result
    from podium.app.session import Session


@click.group()
def command() -> None:
    """List, show, pause, finish or stop the practices you started (`podium start`)."""


@command.command("list")
@options.JSON
@options.JOURNAL
def list_all(as_json: bool, folder: Path | None) -> None:
    """List every practice you started, newest last."""
    session = options.session(folder)
    every = app.practice.every(session)
    if as_json:
        output.raw(output.to_json([app.practice.row(session, started) for started in every]))
        return
    for started in every:
        row = app.practice.row(session, started)
        changes = f"  amended: {', '.join(started.amended)}" if started.amended else ""
        changes += f"  paused {app.practice.pauses(started)}" if started.pauses else ""
        result = f"  {row.result}" if row.result else ""
        begins, number = (started.starts_on, f"  {started.metric}") if started.is_judged else (started.habit_from, "")
        output.out(f"{started.id:<36} {row.state:<10} {begins} to {started.runs_until}{number}{result}{changes}")
    if not every:
        output.note("nothing was started yet: `podium practices` lists what there is")


def _looking(function: Callable[..., None]) -> Callable[..., None]:
    for add in reversed(
        [
            click.argument("name"),
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
            click.option(
                "--as-of",
                type=options.Day(),
                help="Last day the evidence is complete for. Default: the newest commit's.",
            ),
            click.option(
                "--svg", type=click.Path(dir_okay=False, path_type=Path), help="Also draw the weeks into this file."
            ),
            options.JSON,
            options.JOURNAL,
        ]
    ):
        function = add(function)
    return function


@command.command()
@_looking
def show(name: str, folder: Path | None, svg: Path | None, as_json: bool, **named: Any) -> None:
    """Show NAME: what was promised, the hours kept, the weeks so far, and the result once it is over."""
    session = options.session(folder)
    reading = _reading(named)
    if as_json or not app.practice.waits_for_a_server(session, name):
        _tell(session, app.practice.show(session, name, reading), svg, as_json=as_json)
        return
    facts = app.practice.show(session, name, replace(reading, asks_servers=False))
    _tell(session, replace(facts, held=replace(facts.held, unseen="")), svg, as_json=False)
    output.note("asking the calendar which of the hours still stand; Ctrl-C leaves it at what is shown")
    now = app.practice.show(session, name, reading)
    if now.held == replace(facts.held, unseen=now.held.unseen):
        output.note(now.held.unseen or "the calendar answered: the hours are as shown")
        return
    output.out()
    output.out("now that the calendar answered:")
    _tell(session, now, svg, as_json=False)


@command.command()
@_looking
def finish(name: str, folder: Path | None, svg: Path | None, as_json: bool, **named: Any) -> None:
    """Judge NAME once, after its planned end, and write the result into its file."""
    session = options.session(folder)
    _tell(session, app.practice.finish(session, name, _reading(named)), svg, as_json=as_json)


@command.command()
@click.argument("name")
@options.JOURNAL
def pause(name: str, folder: Path | None) -> None:
    """Pause NAME from today: each week it touches is left out, the end moves, and the result will say so.

    Nothing can be paused backwards: weeks that are over count as they were. On and off weeks were drawn to their end,
    so that end stays.
    """
    paused = app.practice.pause(options.session(folder), name)
    output.out(f"{paused.id} is paused; this week is left out, and so is every week until it goes on")
    output.note("the promise stays as registered, and the result will say that it was paused")
    if paused.design == "on-off":
        output.note(f"its weeks were drawn beforehand, so none can be added: it still ends on {paused.ends_on}")
    if paused.zones:
        output.note("its events stay in your calendar; hours in the pause are not counted")
    output.note(f"to go on: `podium practice resume {paused.id}`")


@command.command()
@click.argument("name")
@options.JOURNAL
def resume(name: str, folder: Path | None) -> None:
    """Go on with NAME from today; the weeks that were lost are put behind its end, on its calendar too.

    Not of on and off weeks: those were drawn to their end, and it stays.
    """
    resumed = app.practice.resume(options.session(folder), name)
    output.out(f"{resumed.id} goes on; it runs until {resumed.runs_until}")


@command.command()
@click.argument("name")
@options.JOURNAL
def stop(name: str, folder: Path | None) -> None:
    """End NAME before its time, without a verdict; its events stay until you take them back."""
    stopped = app.practice.stop(options.session(folder), name)
    output.out(f"{stopped.id} is stopped; there is no verdict on part of a plan")
    output.note(f"its events: `podium calendar undo {stopped.id}`")


@command.command("repair")
def repair_now() -> None:
    """Complete registrations that were cut short (every other command here does so too)."""
    if not app.practice.repair(options.session()):
        output.note("nothing was left to do")


def _reading(named: Mapping[str, Any]) -> Reading:
    return app.practice.Reading(paths=named["paths"], as_of=named["as_of"])


def _tell(session: Session, result: Result, svg: Path | None, *, as_json: bool) -> None:
    if svg is not None:
        app.practice.draw_to(result, svg)
        output.note(f"drawn in {svg}")
    if as_json:
        output.raw(output.to_json(app.practice.facts(session, result)))
        return
    for line in app.practice.lines(session, result):
        output.out(line)
    output.out()
    for line in app.practice.promise_lines(result.registration):
        output.out(f"  {line}")
    if drawn := app.practice.in_text(result, output.width()):
        output.out()
        for line in drawn:
            output.out(line)
    if ending := app.practice.ending(result):
        output.out()
        output.out(ending.says)
        output.out(ending.next_step)
