"""Your running practices.

What was promised, whether the hours were kept, and whether it worked.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import options, output
from podium.core.errors import CannotTell, CannotWrite, Misuse

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from podium.calendar.places import Place
    from podium.experiments.registration import Registration
    from podium.experiments.result import Result
    from podium.journal import Journal
    from podium.mirror.mirror import Mirror

_JOURNAL = click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")


@click.group()
def command() -> None:
    """List, show, pause, finish or stop the practices you started (`podium start`)."""


def repair() -> None:
    """Finish what an earlier podium was killed in; every command here does this first."""
    from podium.experiments import register

    if not register.is_cut_short():
        return
    for line in register.repair(_place, datetime.now(UTC)):
        output.note(line)


def _place(card: Mapping[str, str]) -> Place:
    """The calendar a line of the ledger names."""
    from podium.calendar.connected import of_card
    from podium.sources.http.client import Wire

    return of_card(card, Wire(say=output.note))


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_JOURNAL
def list_all(as_json: bool, folder: Path | None) -> None:
    """List every practice you started, newest last."""
    from podium.experiments import describe, pause, registration

    repair()
    today = _today()
    found = registration.every(_journal(folder))
    if as_json:
        output.raw(output.to_json([describe.as_data(made, today) for made in found]))
        return
    for made in found:
        row = describe.as_data(made, today)
        amended = f"  amended: {', '.join(made.amended)}" if made.amended else ""
        amended += f"  paused {pause.say(made.pauses)}" if made.pauses else ""
        result = f"  {row['result']}" if row["result"] else ""
        output.out(
            f"{made.id:<36} {row['state']:<10} {made.starts_on} to {made.runs_until}  {made.metric}{result}{amended}"
        )
    if not found:
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
            click.option("--json", "as_json", is_flag=True, help="As JSON."),
            _JOURNAL,
        ]
    ):
        function = add(function)
    return function


@command.command()
@_looking
def show(name: str, folder: Path | None, svg: Path | None, as_json: bool, **named: Any) -> None:
    """Show NAME: what was promised, the hours kept, the weeks so far, and the result once it is over."""
    repair()
    journal = _journal(folder)
    made = _named(journal, name)
    with _looked(made, journal, named) as (found, _):
        _tell(found, svg, as_json=as_json)


@command.command()
@_looking
def finish(name: str, folder: Path | None, svg: Path | None, as_json: bool, **named: Any) -> None:
    """Judge NAME once, after its planned end, and write the result into its file."""
    from podium.experiments import metric, result

    repair()
    journal, today = _journal(folder), _today()
    made = _named(journal, name)
    if made.status in {"finished", "stopped"}:
        raise Misuse(f"{made.id} is {made.status} already", next_step=f"`podium practice show {made.id}`")
    if made.is_paused and not result.is_over(made, today):
        raise Misuse(f"{made.id} is paused", next_step=f"`podium practice resume {made.id}`, or `podium practice stop`")
    if not result.is_over(made, today):
        raise Misuse(
            f"{made.id} runs until {made.runs_until}; judging early would find what it looks for",
            next_step=f"`podium practice show {made.id}`, or `podium practice stop {made.id}` to end it unjudged",
        )
    with _looked(made, journal, named) as (found, mirror):
        if metric.last_full_week(mirror) < made.last_week:
            raise CannotTell(
                f"the evidence ends on {result.last_seen(mirror)}, before the practice does ({made.runs_until})",
                next_step="fetch the clones, or say `--as-of` a later day if there was nothing to fetch",
            )
        journal.write("experiment", made.id, result.outcome(found, today))
        _tell(found, svg, as_json=as_json)


@command.command()
@click.argument("name")
@_JOURNAL
def pause(name: str, folder: Path | None) -> None:
    """Pause NAME from today: each week it touches is left out, the end moves, and the result will say so.

    Nothing can be paused backwards: weeks that are over count as they were. On and off weeks were drawn to their end,
    so that end stays.
    """
    from podium.experiments import register

    repair()
    journal = _journal(folder)
    made = register.lay_aside(_named(journal, name), journal, _today())
    output.out(f"{made.id} is paused; this week is left out, and so is every week until it goes on")
    output.note("the promise stays as registered, and the result will say that it was paused")
    if made.design == "on-off":
        output.note(f"its weeks were drawn beforehand, so none can be added: it still ends on {made.ends_on}")
    if made.zones:
        output.note("its events stay in your calendar; hours in the pause are not counted")
    output.note(f"to go on: `podium practice resume {made.id}`")


@command.command()
@click.argument("name")
@_JOURNAL
def resume(name: str, folder: Path | None) -> None:
    """Go on with NAME from today; the weeks that were lost are put behind its end, on its calendar too.

    Not of on and off weeks: those were drawn to their end, and it stays.
    """
    from podium import practices
    from podium.experiments import register

    repair()
    journal = _journal(folder)
    was = _named(journal, name)
    practice = practices.named(was.practice, journal.root / "practices")
    made = register.take_up(was, practice, journal, _place, datetime.now(UTC))
    output.out(f"{made.id} goes on; it runs until {made.runs_until}")


@command.command()
@click.argument("name")
@_JOURNAL
def stop(name: str, folder: Path | None) -> None:
    """End NAME before its time, without a verdict; its events stay until you take them back."""
    from podium.experiments import register

    journal = _journal(folder)
    made = _named(journal, name)
    if made.status in {"finished", "stopped"}:
        raise Misuse(f"{made.id} is {made.status} already")
    register.abandon(made.id)
    journal.write("experiment", made.id, {"status": "stopped", "stopped_on": _today()})
    output.out(f"{made.id} is stopped; there is no verdict on part of a plan")
    output.note(f"its events: `podium calendar undo {made.id}`")


@command.command("repair")
def repair_now() -> None:
    """Complete registrations that were cut short (every other command here does so too)."""
    from podium.experiments import register

    if not register.is_cut_short():
        output.note("nothing was left to do")
    repair()


def _journal(folder: Path | None) -> Journal:
    from podium.journal import open_journal
    from podium.journal.find import find_journal

    return open_journal(find_journal(folder))


def _named(journal: Journal, name: str) -> Registration:
    from podium.experiments import registration

    return registration.named(journal, name)


def _today() -> date:
    return datetime.now().astimezone().date()


@contextmanager
def _looked(made: Registration, journal: Journal, named: dict[str, Any]) -> Generator[tuple[Result, Mirror]]:
    """The result as far as the evidence reaches, read from where the registration was."""
    from podium import practices
    from podium.calendar.ledger import Ledger
    from podium.experiments import calendar_state, result
    from podium.mirror.look import Asked
    from podium.system import paths as home

    paths = tuple(path.absolute() for path in named["paths"]) or tuple(map(Path, _listed(made, "paths")))
    team = made.told.get("team")
    what = Asked(
        paths=paths,
        as_of=named["as_of"],
        since=result.reach(made),
        me=_listed(made, "me"),
        team=Path(team) if isinstance(team, str) else None,
    )
    practice = practices.named(made.practice, journal.root / "practices")
    stands = calendar_state.standing(made, Ledger(home.home()), _place)
    with options.mirror(what) as mirror:
        yield result.result_of(made, practice, mirror, journal, stands), mirror


def _listed(made: Registration, name: str) -> tuple[str, ...]:
    """A list of texts that `podium start` kept, as far as it still is one."""
    kept = made.told.get(name)
    return tuple(map(str, kept)) if isinstance(kept, list) else ()


def _tell(found: Result, svg: Path | None, *, as_json: bool) -> None:
    from podium.experiments import describe, picture

    if svg is not None:
        try:
            svg.write_text(picture.in_svg(found), encoding="utf-8")
        except OSError as fault:
            raise CannotWrite(f"the picture cannot be written: {fault.strerror}", where=str(svg)) from fault
        output.note(f"drawn in {svg}")
    if as_json:
        output.raw(output.to_json(describe.result_data(found, _today())))
        return
    for line in describe.result_lines(found, _today()):
        output.out(line)
    output.out()
    for line in describe.registration_lines(found.registration):
        output.out(f"  {line}")
    output.out()
    for line in picture.in_text(found, output.width()):
        output.out(line)
