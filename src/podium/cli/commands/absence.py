"""Be away on purpose: a backup plan before, and afterwards what waited for you."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import again, options, output
from podium.core.errors import Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.programs.leave.debrief import Debrief
    from podium.programs.leave.leave import Away

_JOURNAL = click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")


@click.group()
def command() -> None:
    """Plan five days fully off, and learn from what waited for you."""


@command.command("list")
@click.option("--me", multiple=True, metavar="EMAIL", help="Your address in the connected calendar.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_JOURNAL
def list_all(me: tuple[str, ...], as_json: bool, folder: Path | None) -> None:
    """List declared leave to come: from the journal, your own file and connected calendars."""
    from podium.programs.leave import leave, plan

    journal = again.journal(folder)
    rows = [(away, plan.plan_of(journal, away)) for away in leave.ahead(journal, again.today(), me)]
    if as_json:
        output.raw(
            output.to_json(
                [
                    {
                        "first": a.first.isoformat(),
                        "last": a.last.isoformat(),
                        "working_days": a.working_days,
                        "told_by": list(a.told_by),
                        "backup": a.backup,
                        "plan": p.file if p else None,
                    }
                    for a, p in rows
                ]
            )
        )
        return
    for away, found in rows:
        state = found.file if found else "no plan yet: podium absence plan"
        output.out(f"{away}  {counted(away.working_days, 'working day'):<15}  {', '.join(away.told_by):<18} {state}")
    if not rows:
        output.note("no leave to come is declared: `podium absence plan --first DAY --last DAY` declares it")


@command.command()
@click.option(
    "--first", type=options.Day(), help="First day away. Default: the next declared leave of five working days."
)
@click.option("--last", type=options.Day(), help="Last day away, included.")
@click.option("--duty", "duties", multiple=True, metavar="DUTY:WHO", help='Who takes what, as "incidents: Ana".')
@click.option("--decides", multiple=True, metavar="QUESTION:WHO", help='Who decides what, as "order of work: Ana".')
@click.option("--waits", multiple=True, help="What is not decided without you.")
@click.option("--call-me-if", default="", help="The only reason to call you.")
@click.option("--log", "decision_log", default="", help="Where decisions are written down.")
@click.option("--told", "told_on", type=options.Day(), help="The day the team heard the plan.")
@click.option("--ask/--no-ask", default=None, help="Ask for what is missing (default: on a terminal).")
@click.option("--me", multiple=True, metavar="EMAIL", help="Your address in the connected calendar.")
@_JOURNAL
def plan(
    first: date | None, last: date | None, ask: bool | None, me: tuple[str, ...], folder: Path | None, **said: Any
) -> None:
    """Write the backup plan of an absence and print the page for your team; run it again to add to it.

    \b
      podium absence plan --first 2026-12-07 --last 2026-12-11 --duty "incidents: Ana" --duty "reviews: Bo"
    """
    from podium.programs.leave import plan as planning

    journal = again.journal(folder)
    away = _meant(journal, first, last, me)
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in said.items()}
    if sys.stdin.isatty() and sys.stderr.isatty() if ask is None else ask:
        _ask(journal, away, values)
    made = planning.write(journal, away, values)
    for line in planning.page(made.head):
        output.out(line)
    output.note(f"\nwritten in {made.file}")
    for open_end in planning.gaps(made.head, away):
        output.note(f"open: {open_end}")
    for clash in planning.clashes(journal, away):
        output.note(f"in these days you promised {clash}")


def _meant(journal: Journal, first: date | None, last: date | None, me: tuple[str, ...]) -> Away:
    from podium.programs.leave.leave import Away, ahead

    if (first is None) != (last is None) or (first and last and last < first):
        raise Misuse("an absence has a first and a last day", next_step="--first 2026-12-07 --last 2026-12-11")
    known = ahead(journal, again.today(), me)
    if first and last:
        return next((a for a in known if a.first <= first and last <= a.last), Away(first, last))
    whole = [away for away in known if away.is_whole] or list(known)
    if not whole:
        raise Misuse("no leave to come is declared", next_step="--first 2026-12-07 --last 2026-12-11")
    return whole[0]


def _ask(journal: Journal, away: Away, values: dict[str, Any]) -> None:
    from podium.programs.leave import plan as planning

    known = planning.plan_of(journal, away)
    lines = [*values["duties"], *(known.head.duties if known else ())]
    named = {line.partition(":")[0].strip().casefold() for line in lines}
    for key, meaning in planning.USUAL.items():
        if key not in named and (who := _prompt(f"Who takes {key} ({meaning})?")):
            values["duties"].append(f"{key}: {who}")
    if (
        not values["decides"]
        and not (known and known.head.decides)
        and (who := _prompt("Who decides the order of work?"))
    ):
        values["decides"].append(f"order of work: {who}")
    for name, question in (
        ("call_me_if", "The only reason to call you?"),
        ("decision_log", "Where are decisions written?"),
    ):
        if not values[name] and not (known and getattr(known.head, name)):
            values[name] = _prompt(question)


def _prompt(question: str) -> str:
    return str(click.prompt(f"{question} (Enter to skip)", default="", show_default=False, err=True)).strip()


@command.command()
@again.options
@click.option(
    "--leave", "day", type=options.Day(), help="A day of the absence. Default: the newest whole one that is over."
)
@click.option(
    "--removed", multiple=True, metavar="WHAT", help="Something you took yourself out of; written into the plan."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def debrief(paths: tuple[Path, ...], day: date | None, removed: tuple[str, ...], as_json: bool, **named: Any) -> None:
    """Tell what stalled, what waited for you, and what was done without you, with receipts.

    PATHS are clones; without any, those of the last look. Team numbers need a group of five.
    """
    from podium.programs.leave import telling
    from podium.programs.leave.debrief import choose
    from podium.programs.leave.debrief import debrief as read

    with options.mirror(again.asked(paths, **named)) as mirror:
        found = read(mirror, choose(mirror, day))
        removals = _remember(mirror.journal, found, removed)
    if as_json:
        output.raw(output.to_json(telling.as_data(found, removals)))
        return
    for line in telling.lines(found, removals):
        output.out(line)


def _remember(journal: Journal | None, found: Debrief, removed: tuple[str, ...]) -> tuple[str, ...]:
    """What the plan holds of removals, with the new ones written."""
    from podium.programs.leave import plan as planning
    from podium.programs.leave.debrief import REMOVALS

    if journal is None:
        if removed:
            raise Misuse("there is no journal to write into", next_step="podium init ~/leadership")
        return ()
    known = planning.plan_of(journal, found.away)
    before = known.head.removals if known else ()
    told = tuple(dict.fromkeys([*before, *(what.strip() for what in removed if what.strip())]))
    if told != before:
        done = {"debriefed_on": again.today()} if len(told) >= REMOVALS else {}
        planning.write(journal, found.away, {"removals": list(told), **done})
    return told
