"""Start a practice as an experiment: written down before it begins, then put on the calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.app.start import Offer, Planned
    from podium.mirror.look import Scope


@click.command()
@click.argument("name", required=False)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--when", metavar="HOURS", help='Hours a week, as "Tue 09:00-12:30, Thu 13:00-17:00".')
@click.option(
    "--from", "start", type=options.Day(), help="First day of the habit; its weeks are counted from a Monday."
)
@click.option("--weeks", type=int, help="Measured weeks; the practice's own number if not said.")
@click.option("--metric", default="", help="Another number to judge it by (`podium signals`).")
@click.option("--direction", type=click.Choice(["up", "down"]), help="Where that number should go.")
@click.option("--minimum", type=float, help="Smallest change worth having; 0.15 is fifteen points or per cent.")
@click.option("--hypothesis", default="", help="What you expect and why, in your words.")
@click.option("--randomised", is_flag=True, help="On and off weeks in an order drawn now; the stronger design.")
@click.option("--together", is_flag=True, help="Judge all numbers the practice should move in one test.")
@click.option(
    "--calendar",
    "target",
    metavar="WHERE",
    help="FILE.ics, a connected CalDAV label, or none. Default: podium's own feed.",
)
@click.option("--zone", default="", help="Your time zone, as Europe/Berlin; else the one of `podium me`.")
@click.option("--anyway", is_flag=True, help="Start beside a rival, or count at once after a finding; marked.")
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@click.option("--as-of", type=options.Day(), help="Last day of the evidence. Default: the day of the newest commit.")
@click.option("--me", multiple=True, metavar="EMAIL", help="An address you commit with; may be repeated.")
@click.option("--team", type=click.Path(path_type=Path), metavar="FILE", help="One address or name a line.")
@click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
@click.option("--json", "as_json", is_flag=True, help="The plan as JSON.")
def command(
    name: str | None, when: str | None, zone: str, folder: Path | None, dry_run: bool, as_json: bool, **named: Any
) -> None:
    """Register the practice NAME with its hypothesis, metric and end, and put its hours on the calendar.

    Without NAME it proposes one practice, and says why. Without --when it offers hours with reasons; both write
    nothing. The habit begins on the next working day or on the day of --from; after a finding its weeks count later.
    PATHS are clones; without any, those of the last look. Nothing is judged before the planned end, and the result
    may be that nothing changed.

    \b
      podium start
      podium start no-code-zone --when "Tue 09:00-12:30, Thu 13:00-17:00" ~/src/api
      podium start no-code-zone --when "Tue 09:00-12:30" --randomised --calendar work
    """
    session = options.session(folder)
    if name is None or Path(name).is_dir():
        named["paths"] = (*([Path(name)] if name else ()), *named["paths"])
        _propose(session, options.asked_or_last(named), zone)
        return
    needs_hours = app.start.needs_hours(session, name)
    scope = options.asked_or_last(named)
    if needs_hours and when is None:
        _offer(app.start.offer(session, name, scope, zone))
        return
    request = app.start.Request(
        practice=name,
        asked=scope,
        hours=when or "",
        zone=zone,
        metric=named["metric"],
        direction=named["direction"],
        minimum=named["minimum"],
        hypothesis=named["hypothesis"],
        weeks=named["weeks"],
        first_day=named["start"],
        is_randomised=named["randomised"],
        is_together=named["together"],
        is_anyway=named["anyway"],
        calendar=named["target"] or "feed",
    )
    planned = app.start.plan(session, request)
    if dry_run:
        _show(session, planned, as_json=as_json)
        output.note("nothing was written (--dry-run)")
    else:
        _register(session, planned, as_json=as_json)


def _register(session: Session, planned: Planned, *, as_json: bool) -> None:
    """Write it down, then say what was promised and what became of its hours."""
    registered = app.start.register(session, planned)
    _show(session, planned, as_json=as_json)
    output.note(f"registered in {registered.file}")
    for outcome in registered.outcomes:
        output.note(f"calendar: {outcome.what}: {outcome.hours}  {outcome.title}")
    if registered.calendar:
        output.note(f"in {registered.calendar}; `podium calendar undo {registered.id}` takes them back")


def _propose(session: Session, scope: Scope, zone: str) -> None:
    """One practice with its reason, and its hours where the time zone is known; nothing is written."""
    recommended = app.recommend.now(session, scope)
    if recommended is None:
        output.out("Nothing in your last weeks asks for a practice now.")
        output.note("`podium practices` lists all there are")
        return
    practice = recommended.practice
    output.styled([(practice.title, "bold"), (f"  ({practice.name})", "")])
    output.out(f"Why this one: {recommended.trap}. {recommended.reason}")
    weeks = counted(practice.weeks, "week")
    output.out(f"It costs you {counted(practice.minutes_a_week, 'minute')} a week for {weeks}. Done: {practice.done}.")
    output.out(f"Against it: {practice.counter}.")
    if practice.calendar is None:
        output.note(f"nothing is registered yet: podium start {practice.name}")
    elif session.zone_or_empty() or zone:
        output.out()
        _offer(app.start.offer(session, practice.name, scope, zone))
    else:
        output.note(f"nothing is registered yet: podium start {practice.name} --zone Europe/Berlin offers hours")
    output.note("`podium practices` lists the others")


def _offer(offer: Offer) -> None:
    asks = offer.practice.calendar
    if asks is not None:
        output.out(
            f"{offer.practice.title}: {counted(asks.times, 'time')} a week, {counted(asks.minutes, 'minute')} each"
        )
    for reason in offer.reasons:
        output.out(f"  {reason}")
    if offer.is_blind:
        output.note("`podium connect` lists the calendars that would tell what you would give up")
    output.note(f'nothing is registered yet; choose: podium start {offer.practice.name} --when "{offer.hours}"')


def _show(session: Session, planned: Planned, *, as_json: bool) -> None:
    if as_json:
        output.raw(output.to_json(app.start.facts(session, planned)))
        return
    for line in app.start.lines(planned):
        output.out(line)
