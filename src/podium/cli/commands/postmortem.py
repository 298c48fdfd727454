"""Postmortems she owns: drafted from evidence, no person as a cause, followed to the action."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from podium import app
from podium.cli import options, output
from podium.cli.options import JOURNAL, JSON
from podium.core.errors import CannotTell
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.postmortem import Lag, Standing


class ActionRecord(msgspec.Struct, frozen=True):
    """How late an action is."""

    id: str
    days: int
    is_late: bool
    is_open: bool


class StandingRecord(msgspec.Struct, frozen=True):
    """Where a postmortem stands, for `--json`."""

    id: str
    status: str
    teams: list[str]
    talk_days: int
    talk_is_late: bool
    talk_is_open: bool
    actions: list[ActionRecord]
    decision_changed: str


@click.group()
def command() -> None:
    """Learn first, fix second: at most three actions, each with an owner, a day and a type."""


@command.command()
@click.argument("incident", required=False, default="")
@click.option("--title", required=True, help="What failed, for whom.")
@click.option(
    "--from",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Exported PagerDuty log entries (JSON); may be repeated.",
)
@click.option(
    "--clone",
    "clones",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A repository whose changes belong on the timeline; may be repeated.",
)
@click.option(
    "--severity", type=click.Choice(["sev1", "sev2", "sev3"]), default="sev2", show_default=True, help="How bad it was."
)
@JOURNAL
def new(incident: str, folder: Path | None, **words: Any) -> None:
    """Draft the postmortem of INCIDENT: a timeline in UTC, who was paged and answered as roles, changes around it.

    \b
      podium postmortem new PINC001 --title "Payments slow for 41 minutes" --clone ~/src/payments
    """
    path = app.postmortem.draft(
        options.session(folder).journal(), app.postmortem.NewPostmortem(incident=incident, **words)
    )
    output.out(str(path))
    output.note("fill in factors, impact and the story; then: podium postmortem check")


@command.command()
@click.argument("name", required=False, default="")
@JSON
@JOURNAL
def check(name: str, as_json: bool, folder: Path | None) -> None:
    """Say what is missing, and refuse people as causes. Exit code 6 when there is something."""
    problems = app.postmortem.problems(options.session(folder).journal(), name)
    if as_json:
        output.raw(output.to_json([{"where": p.where, "what": p.what, "instead": p.instead} for p in problems]))
    else:
        for problem in problems:
            output.out(f"{problem.where}: {problem.what}; {problem.instead}")
    if problems:
        raise CannotTell(f"{counted(len(problems), 'thing')} to change before it is shared")
    output.note("ready to be shared")


@command.command()
@click.argument("name", required=False, default="")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
@JOURNAL
def page(name: str, target: Path, folder: Path | None) -> None:
    """Write the document to hand over."""
    options.write_document(
        app.postmortem.page(options.session(folder).journal(), name, options.session().today()), target
    )


@command.command()
@JSON
@JOURNAL
def status(as_json: bool, folder: Path | None) -> None:
    """Say how late talks and actions are, how many teams are spanned, and what was decided because of it."""
    rows = app.postmortem.status(options.session(folder).journal(), options.session().today())
    if as_json:
        output.raw(output.to_json([_facts(row) for row in rows]))
        return
    for row in rows:
        _print_standing(row)
    if not rows:
        output.note("no postmortem yet: podium postmortem new INCIDENT --title ...")


def _print_standing(row: Standing) -> None:
    head = row.entry.head
    output.styled(
        [(row.entry.id, "bold"), (f"  {head.severity}, {head.status}, {counted(len(head.teams), 'team')}", "")]
    )
    unit = "calendar days" if head.severity == "sev1" else "working days"
    output.out(f"    talk: {_lag(row.talk, unit)}")
    for action, lag in row.actions:
        owner = action.head.owner or "no owner"
        output.out(
            f"    {action.head.sort}: {action.head.what} ({owner}, due {action.head.due or 'no day'}): {_lag(lag, 'days')}"
        )
    output.out(f"    decided because of it: {head.decision_changed or 'nothing yet'}")
    if head.readers is not None:
        output.out(f"    read or heard above the team by {head.readers}")


def _lag(lag: Lag, unit: str) -> str:
    state = "not yet, after" if lag.is_open else "after"
    return f"{state} {lag.days} {unit} (at most {lag.most}){', late' if lag.is_over else ''}"


def _facts(row: Standing) -> StandingRecord:
    return StandingRecord(
        id=row.entry.id,
        status=row.entry.head.status,
        teams=list(row.entry.head.teams),
        talk_days=row.talk.days,
        talk_is_late=row.talk.is_over,
        talk_is_open=row.talk.is_open,
        actions=[
            ActionRecord(id=a.id, days=lag.days, is_late=lag.is_over, is_open=lag.is_open) for a, lag in row.actions
        ],
        decision_changed=row.entry.head.decision_changed,
    )


@command.command()
@click.argument("name", required=False, default="")
@JOURNAL
def win(name: str, folder: Path | None) -> None:
    """Draft a portfolio entry from what the postmortem changed."""
    output.out(str(app.postmortem.to_portfolio(options.session(folder).journal(), name)))
    output.note('a draft: answer its questions, credit the responders, then write status = "ready"')
