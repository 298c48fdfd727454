"""Be away on purpose: a backup plan before, and afterwards what waited for you."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.absence import AbsencePlan
    from podium.app.entry import Values


@click.group()
def command() -> None:
    """Plan five days fully off, and learn from what waited for you."""


@command.command("list")
@click.option("--me", multiple=True, metavar="EMAIL", help="Your address in the connected calendar.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@options.JOURNAL
def list_all(me: tuple[str, ...], as_json: bool, folder: Path | None) -> None:
    """List declared leave to come: from the journal, your own file and connected calendars."""
    rows = app.absence.to_come(options.session(folder), me)
    if as_json:
        facts = [
            {
                "first": away.first.isoformat(),
                "last": away.last.isoformat(),
                "working_days": away.working_days,
                "told_by": list(away.told_by),
                "backup": away.backup,
                "plan": plan.file if plan else None,
            }
            for away, plan in rows
        ]
        output.raw(output.to_json(facts))
        return
    for away, plan in rows:
        state = plan.file if plan else "no plan yet: podium absence plan"
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
@options.JOURNAL
def plan(
    first: date | None,
    last: date | None,
    ask: bool | None,
    me: tuple[str, ...],
    folder: Path | None,
    **options_typed: Any,
) -> None:
    """Write the backup plan of an absence and print the page for your team; run it again to add to it.

    \b
      podium absence plan --first 2026-12-07 --last 2026-12-11 --duty "incidents: Ana" --duty "reviews: Bo"
    """
    session = options.session(folder)
    away = app.absence.chosen(session, first, last, me)
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in options_typed.items()}
    if sys.stdin.isatty() and sys.stderr.isatty() if ask is None else ask:
        _ask(app.absence.plan_of(session, away), values)
    planned = app.absence.write_plan(session, away, values)
    for line in planned.lines:
        output.out(line)
    output.note(f"\nwritten in {planned.file}")
    for gap in planned.gaps:
        output.note(f"open: {gap}")
    for clash in planned.clashes:
        output.note(f"in these days you promised {clash}")


def _ask(plan: AbsencePlan | None, values: Values) -> None:
    """Ask for what neither the options nor the plan say yet."""
    lines = [*values["duties"], *(plan.duties if plan else ())]
    taken_duties = {line.partition(":")[0].strip().casefold() for line in lines}
    for key, meaning in app.absence.USUAL_DUTIES.items():
        if key not in taken_duties and (who := _prompt(f"Who takes {key} ({meaning})?")):
            values["duties"].append(f"{key}: {who}")
    has_decision = values["decides"] or (plan and plan.decides)
    if not has_decision and (who := _prompt("Who decides the order of work?")):
        values["decides"].append(f"order of work: {who}")
    for name, question in (
        ("call_me_if", "The only reason to call you?"),
        ("decision_log", "Where are decisions written?"),
    ):
        if not values[name] and not (plan and getattr(plan, name)):
            values[name] = _prompt(question)


def _prompt(question: str) -> str:
    return str(click.prompt(f"{question} (Enter to skip)", default="", show_default=False, err=True)).strip()


@command.command()
@options.repositories()
@click.option(
    "--leave", "day", type=options.Day(), help="A day of the absence. Default: the newest whole one that is over."
)
@click.option(
    "--removed", multiple=True, metavar="WHAT", help="Something you took yourself out of; written into the plan."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def debrief(day: date | None, removed: tuple[str, ...], as_json: bool, **named: Any) -> None:
    """Tell what stalled, what waited for you, and what was done without you, with receipts.

    PATHS are clones; without any, those of the last look. Team numbers need a group of five.
    """
    debriefed = app.absence.debrief(options.session(), options.asked_or_last(named), day, removed)
    if as_json:
        output.raw(output.to_json(app.absence.debrief_facts(debriefed)))
        return
    for line in app.absence.debrief_lines(debriefed):
        output.out(line)
