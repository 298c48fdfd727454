"""Ladders: observe, do with an observer, calibrate, alone, teach; artefacts and evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from podium import app
from podium.cli import options, output
from podium.cli.options import JOURNAL, JSON
from podium.core.measure import counted

if TYPE_CHECKING:
    from datetime import date, time

    from podium.app.ladder import RunStatus


class WaitingRecord(msgspec.Struct, frozen=True):
    """A step that does not count yet, and why."""

    file: str
    why: str


class RungRecord(msgspec.Struct, frozen=True):
    """A rung with the steps counted on it."""

    number: int
    name: str
    times: int
    counted: list[str]
    waiting: list[WaitingRecord]


class RunRecord(msgspec.Struct, frozen=True):
    """A run of a ladder, for `--json`."""

    run: str
    ladder: str
    status: str
    rung: int | None
    rungs: list[RungRecord]


@click.group()
def command() -> None:
    """Take a ladder rung by rung; nobody on it is ranked, and nobody is shown who did not agree."""


@command.command("list")
@JSON
@JOURNAL
def list_all(folder: Path | None, as_json: bool) -> None:
    """List the ladders podium brings and your own."""
    ladders = app.ladder.list_ladders(app.ladder.journal_if_any(options.session(folder)))
    if as_json:
        rows = [
            {"name": n.name, "title": n.ladder.title, "rungs": len(n.ladder.rungs), "where": n.where} for n in ladders
        ]
        output.raw(output.to_json(rows))
        return
    for named in ladders:
        output.styled([(f"{named.name:<20}", "bold"), (f" {counted(len(named.ladder.rungs), 'rung')}  ", "")])
        output.out(f"    {named.ladder.purpose}  ({named.where})")
    output.note("`podium ladder show NAME` shows one, `podium ladder copy NAME` makes it yours to change")


@command.command()
@click.argument("name")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write a new .pdf, .html, .md or .docx file.")
@JOURNAL
def show(name: str, target: Path | None, folder: Path | None) -> None:
    """Show one ladder rung by rung, or write it as a page to hand over."""
    named, page = app.ladder.show_ladder(
        app.ladder.journal_if_any(options.session(folder)), name, options.session().today()
    )
    if target is not None:
        options.write_document(page, target)
        return
    output.styled([(named.ladder.title, "bold")])
    output.out(named.ladder.purpose)
    for number, rung in enumerate(named.ladder.rungs, 1):
        output.out("")
        output.styled([(f"{number}. {rung.name}", "bold"), (f"  {counted(rung.times, 'time')}", "")])
        output.out(f"   {rung.does}")
        output.out(f"   hand in: {rung.artefact}")
        output.out(f"   evidence: {rung.evidence}")
        output.out(f"   confirmed by: you{f' and {rung.confirmed_by}' if rung.confirmed_by else ''}")


@command.command()
@click.argument("name")
@click.option("--as", "new_name", default="", help="The name of your copy; the same name if not said.")
@JOURNAL
def copy(name: str, new_name: str, folder: Path | None) -> None:
    """Copy a ladder podium brings into ladders/ of your journal, and change it there."""
    output.out(str(app.ladder.copy_ladder(options.session(folder).journal(), name, new_name)))


@command.command()
@click.argument("name")
@click.option("--participant", "person", default="", help="An id of people/ in your journal; without it, yourself.")
@click.option("--agreed", "agreed_on", type=options.Day(), help="The day they agreed that you keep this file.")
@click.option("--purpose", required=True, help="What they want from it, in their words.")
@click.option("--started", type=options.Day(), help="First day. Default: today.")
@JOURNAL
def start(name: str, started: date | None, folder: Path | None, **words: Any) -> None:
    """Begin the ladder NAME.

    \b
      podium ladder start em-shadow --participant ana --agreed 2026-11-27 --purpose "find out whether I want to manage"
    """
    request = app.ladder.StartRun(ladder=name, started=started or options.session().today(), **words)
    path = app.ladder.start_run(options.session(folder).journal(), request)
    output.out(str(path))
    output.note(f"next: podium ladder step {path.stem} --evidence ... --artefact ...")


@command.command()
@click.argument("run")
@click.option("--rung", type=click.IntRange(1, 12), help="Its number. Default: the rung the run stands on.")
@click.option("--on", "day", type=options.Day(), help="The day it happened. Default: today.")
@click.option("--artefact", default="", help="A link or file; or write the text below the fields.")
@click.option("--evidence", default="", help="What shows that it happened.")
@click.option("--confirmed", "confirmed_on", type=options.Day(), help="The day the participant confirmed it.")
@click.option("--checked-by", default="", help="Who else confirmed it, where the rung asks for one.")
@click.option("--checked", "checked_on", type=options.Day(), help="The day they confirmed it.")
@JOURNAL
def step(run: str, day: date | None, folder: Path | None, **words: Any) -> None:
    """Write down one time on a rung of RUN; a rung cannot be skipped."""
    request = app.ladder.AddStep(run=run, day=day or options.session().today(), **words)
    path, now = app.ladder.add_step(options.session(folder).journal(), request)
    output.out(str(path))
    for rung in now.rungs:
        for waiting in rung.waiting:
            if waiting.step.id == path.stem:
                output.note(f"it does not count yet: {waiting.why}")
    output.note(
        "every rung is finished"
        if now.current is None
        else f"now on rung {now.current.number}: {now.current.rung.name}"
    )


@command.command()
@JSON
@JOURNAL
def status(folder: Path | None, as_json: bool) -> None:
    """Say which rung each run stands on: yours, and those of people who agreed, by what they confirmed."""
    result = app.ladder.status(options.session(folder).journal())
    if as_json:
        output.raw(output.to_json([_facts(run) for run in result.runs]))
    else:
        for run in result.runs:
            _print_run(run)
    for problem in result.unreadable:
        output.note(problem)
    if result.without_consent:
        output.note(
            f"{counted(len(result.without_consent), 'run')} not shown: nobody agreed to it (agreed_on is empty)"
        )
    if not (result.runs or result.without_consent or result.unreadable):
        output.note("nobody is on a ladder yet: `podium ladder list`, then `podium ladder start`")


def _print_run(run: RunStatus) -> None:
    current = run.standing.current
    where = (
        "every rung finished"
        if current is None
        else f"on rung {current.number} of {len(run.standing.rungs)}: {current.rung.name}"
    )
    output.styled([(run.run.id, "bold"), (f"  {run.ladder.ladder.title}, {run.run.head.status}, {where}", "")])
    for rung in run.standing.rungs:
        if rung.counted or rung.waiting or rung is current:
            output.out(f"    {rung.number}. {rung.rung.name}: {len(rung.counted)} of {rung.rung.times}")
        for entry in rung.counted:
            output.out(f"        {entry.head.date}  {entry.head.artefact or entry.file}")
        for waiting in rung.waiting:
            output.out(
                f"        {waiting.step.head.date}  {waiting.step.head.artefact or waiting.step.file}: {waiting.why}"
            )
    for waiting in run.standing.off_ladder:
        output.out(f"    {waiting.step.file}: {waiting.why}")


def _facts(run: RunStatus) -> RunRecord:
    current = run.standing.current
    return RunRecord(
        run=run.run.id,
        ladder=run.ladder.name,
        status=run.run.head.status,
        rung=current.number if current else None,
        rungs=[
            RungRecord(
                number=rung.number,
                name=rung.rung.name,
                times=rung.rung.times,
                counted=[entry.file for entry in rung.counted],
                waiting=[WaitingRecord(file=w.step.file, why=w.why) for w in rung.waiting],
            )
            for rung in run.standing.rungs
        ],
    )


@command.command()
@click.argument("run")
@click.option("--first", type=options.Day(), required=True, help="Day of the first session.")
@click.option("--at", type=options.Hour(), default="14:00", show_default=True, help="When, on your clock.")
@click.option("--zone", default="", help="Your time zone, as Europe/Berlin; else the one of `podium me`.")
@click.option(
    "--calendar", "target", default="feed", metavar="WHERE", help="FILE.ics, a connected CalDAV label, or feed."
)
@click.option("--invite", "guest", default="", metavar="ADDRESS", help="Invite this address; the calendar sends it.")
@click.option(
    "--from", "organizer", default="", metavar="ADDRESS", help="Your own address; else the one of `podium me`."
)
@click.option("--dry-run", is_flag=True, help="Show the sessions and write nothing.")
@JOURNAL
def schedule(
    run: str, first: date, at: time, zone: str, target: str, dry_run: bool, folder: Path | None, **mail: str
) -> None:
    """Put the sessions of the rung RUN stands on into the calendar, as invitations with --invite."""
    session = options.session(folder)
    own = app.ladder.own_address(session, mail["organizer"]) if mail["guest"] else ""
    blocks = app.ladder.sessions(
        session.journal(),
        run,
        first,
        at,
        session.zone(zone),
        organizer=own,
        guest=mail["guest"],
        away=app.ladder.leave(session),
    )
    for block in blocks:
        output.out(f"{block.start:%a %Y-%m-%d %H:%M}  {block.title}")
    if dry_run:
        output.note("nothing was written (--dry-run)")
        return
    for outcome in app.calendars.write(session, blocks, app.calendars.choose_one(session, target)):
        output.note(f"calendar: {outcome.what}: {outcome.hours}")
    output.note(f"`podium calendar undo {blocks[0].practice}` takes them back")
