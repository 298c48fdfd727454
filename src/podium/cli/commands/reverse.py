"""Reverse mentoring: what to learn, a programme with a free yes, frictions fixed, thanks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output

if TYPE_CHECKING:
    from podium.app.mentoring import Begun, Planned, Status


@click.group()
def command() -> None:
    """Learn from those who do the work: topics, a programme of four to six sessions, frictions fixed, thanks."""


@command.command()
@options.repositories("Last day looked at. Default: the day of the newest commit.")
@click.option("--with-reports", is_flag=True, help="Also name direct reports you listed as mentors.")
@options.JSON
@options.JOURNAL
def topics(folder: Path | None, with_reports: bool, as_json: bool, **named: Any) -> None:
    """List what is worth learning, by area: what entered the repositories in two quarters, where you were not for a
    year, what rubs, and what you added (`podium new topic`). Nobody is ranked; a name stands only where you listed it.
    """
    scope = app.mentoring.asked(**named)
    listed = app.mentoring.topics(options.session(folder), scope, with_reports=with_reports)
    if as_json:
        rows = [
            {"area": topic.area, "sort": topic.sort, "what": topic.what, "receipt": topic.receipt, "ask": ask}
            for topic, ask in zip(listed.topics, listed.asks, strict=True)
        ]
        output.raw(output.to_json({"topics": rows, "unread": list(listed.unread)}))
        return
    if not all(listed.is_listed):
        output.out(
            "Ask somebody who works in an area, does not report to you and is free to say no; then `podium new mentor`."
        )
    area = None
    for topic, ask, is_listed in zip(listed.topics, listed.asks, listed.is_listed, strict=True):
        if topic.area != area:
            area = topic.area
            output.styled([(area or "whole repository", "bold"), (f"  ask {ask}" if is_listed else "", "")])
        output.out(f"  {topic.sort}: {topic.what}\n      {topic.receipt}")
    for file in listed.unread:
        output.note(f"not read: {file}")
    if not listed.topics:
        output.note("nothing new was found: `podium new topic` adds one of your own")
    output.note("slow or flaky pipelines are not seen: no connected source tells of single runs")


@command.command()
@click.argument("topic")
@click.option("--mentor", required=True, help="An id of mentors.toml, with a yes.")
@click.option("--first", type=options.Day(), required=True, help="Day of the first session.")
@click.option("--at", "at", type=options.Hour(), required=True, help="Hour on your own clock.")
@click.option("--sessions", type=int, default=4, show_default=True, help="Four to six.")
@click.option(
    "--every", "every_days", type=int, default=7, show_default=True, help="Days between sessions: 7, 14, 21 or 28."
)
@click.option("--zone", default="", help="Your time zone, as Europe/Berlin; else the one of `podium me`.")
@click.option(
    "--calendar", "target", metavar="WHERE", help="FILE.ics, a connected CalDAV label, or none. Default: podium's feed."
)
@click.option(
    "--invite",
    "guest",
    default="",
    metavar="ADDRESS",
    help="Invite the mentor at this address: the calendar sends it. Default: you invite them there yourself.",
)
@click.option("--with-reports", is_flag=True, help="The mentor is a direct report, and you know why that is doubtful.")
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@options.JOURNAL
def plan(
    topic: str,
    mentor: str,
    target: str | None,
    guest: str,
    with_reports: bool,
    dry_run: bool,
    folder: Path | None,
    **named: Any,
) -> None:
    """Plan sessions of 45 minutes about TOPIC with a mentor who said yes, and put them on the calendar."""
    session = options.session(folder)
    request = app.mentoring.Request(
        topic=topic,
        mentor=mentor,
        first=named["first"],
        at=named["at"],
        sessions=named["sessions"],
        every_days=named["every_days"],
        zone=named["zone"],
        calendar=target or "feed",
        guest=guest,
        with_reports=with_reports,
    )
    planned = app.mentoring.plan(session, request)
    for day in planned.days:
        output.out(f"{day:%a} {day}  {request.at:%H:%M}  {app.mentoring.SESSION_MINUTES} minutes")
    if dry_run:
        output.note("nothing was written (--dry-run)")
        return
    _tell_begun(app.mentoring.begin(session, planned), planned)


def _tell_begun(begun: Begun, planned: Planned) -> None:
    """Say what was written, who is invited and how to take the sessions back."""
    if begun.file is not None:
        output.note(str(begun.file))
    if not begun.calendar:
        return
    guest = planned.request.guest
    for outcome in begun.outcomes:
        output.note(f"calendar: {outcome.what}: {outcome.hours}  {outcome.title}")
        if guest and outcome.what == "there already":
            output.note("    it was left as it is, also whom it invites")
    invited = f"{guest} is on them as a guest" if guest else f"invite {planned.mentor.person} to them there"
    output.note(f"{invited}; `podium calendar undo {begun.practice}` takes them back")


@command.command()
@click.argument("programme", required=False, default="")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
@options.JOURNAL
def sheet(programme: str, target: Path, folder: Path | None) -> None:
    """Print the sheet of the next session."""
    options.write_document(app.mentoring.sheet(options.session(folder), programme), target)


@command.command()
@click.argument("friction")
@click.option("--on", "day", type=options.Day(), help="The day it was gone. Default: today.")
@options.JOURNAL
def fixed(friction: str, day: date | None, folder: Path | None) -> None:
    """Write down that a FRICTION (an id of frictions.toml) is gone."""
    output.out(str(app.mentoring.fixed(options.session(folder), friction, day)))


@command.command()
@options.JSON
@options.JOURNAL
def status(as_json: bool, folder: Path | None) -> None:
    """Say what was learnt, which frictions were fixed, and what is next."""
    every = app.mentoring.every(options.session(folder))
    if as_json:
        output.raw(output.to_json([app.mentoring.facts(programme_status) for programme_status in every]))
        return
    for programme_status in every:
        _tell(programme_status)
    if not every:
        output.note("no programme yet: `podium reverse topics`, then `podium reverse plan`")


@command.command()
@click.argument("programme", required=False, default="")
@click.option("--said", is_flag=True, help="You said it: write down today.")
@options.JOURNAL
def thanks(programme: str, said: bool, folder: Path | None) -> None:
    """Draft a public thank-you from what you wrote; only with the mentor's consent."""
    status, text = app.mentoring.thanks(options.session(folder), programme, is_said=said)
    output.out(text)
    output.note(f"from mentoring/{status.id}, its sheets and frictions.toml")


@command.command()
@click.argument("programme", required=False, default="")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
@options.JOURNAL
def summary(programme: str, target: Path, folder: Path | None) -> None:
    """Write the closing page of a programme."""
    options.write_document(app.mentoring.summary(options.session(folder), programme), target)


def _tell(status: Status) -> None:
    output.styled([(f"{status.head.topic} ({status.id}): {status.head.status}", "bold")])
    coming = f", next {status.next_on}" if status.next_on else ""
    output.out(f"  sessions   {status.held} of {len(status.head.sessions)} held{coming}")
    for lesson in status.learnt:
        output.out(f"  learnt     {lesson}")
    if status.held:
        output.out(f"  used       {status.used_soon} of {status.held} lessons by the next day")
    fixed = len(status.fixed) + len(status.late)
    whole = fixed + len(status.open)
    frictions = f"{fixed} of {whole} fixed, {len(status.fixed)} within 30 days" if whole else "none written down"
    output.out(f"  frictions  {frictions}")
    for friction in status.open:
        output.out(f"  open       {friction}" + (" (more than 30 days)" if friction in status.overdue else ""))
    missing = "; ".join(status.missing) or "nothing: close it with `podium reverse summary`"
    output.out(f"  left       {missing}")
