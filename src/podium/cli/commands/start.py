"""Start a practice as an experiment: written down before it begins, then put on the calendar."""

from __future__ import annotations

import dataclasses
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import again, options, output
from podium.core.errors import Misuse
from podium.core.measure import counted

if TYPE_CHECKING:
    from podium.calendar.places import Place
    from podium.core.weekly_hours import Zone
    from podium.experiments.plan import Plan, Wish
    from podium.experiments.registration import Registration
    from podium.journal import Journal
    from podium.mirror.look import Asked
    from podium.mirror.mirror import Mirror
    from podium.practices import Practice


@click.command()
@click.argument("name")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--when", metavar="HOURS", help='Hours a week, as "Tue 09:00-12:30, Thu 13:00-17:00".')
@click.option("--from", "start", type=options.Day(), help="First day in mind; the clock counts whole weeks.")
@click.option("--weeks", type=int, help="Measured weeks; the practice's own number if not said.")
@click.option("--metric", default="", help="Another number to judge it by (`podium signals`).")
@click.option("--direction", type=click.Choice(["up", "down"]), help="Where that number should go.")
@click.option("--minimum", type=float, help="Smallest change worth having; 0.15 is fifteen points or per cent.")
@click.option("--hypothesis", default="", help="What you expect and why, in your words.")
@click.option("--randomised", is_flag=True, help="On and off weeks in an order drawn now; the stronger design.")
@click.option(
    "--calendar",
    "target",
    metavar="WHERE",
    help="FILE.ics, a connected CalDAV label, or none. Default: podium's own feed.",
)
@click.option("--zone", default="", help="Your time zone, as Europe/Berlin; else the one of `podium me`.")
@click.option("--anyway", is_flag=True, help="Start all the same beside a rival or at an extreme; it will be marked.")
@click.option("--dry-run", is_flag=True, help="Show the plan and write nothing.")
@click.option("--as-of", type=options.Day(), help="Last day of the evidence. Default: the day of the newest commit.")
@click.option("--me", multiple=True, metavar="EMAIL", help="An address you commit with; may be repeated.")
@click.option("--team", type=click.Path(path_type=Path), metavar="FILE", help="One address or name a line.")
@click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")
@click.option("--json", "as_json", is_flag=True, help="The plan as JSON.")
def command(name: str, when: str | None, folder: Path | None, dry_run: bool, as_json: bool, **named: Any) -> None:
    """Register the practice NAME with its hypothesis, metric and end, and put its hours on the calendar.

    Without --when it offers hours with reasons and writes nothing. PATHS are clones; without any, those of the last
    look. Nothing is judged before the planned end, and the result may be that nothing changed.

    \b
      podium start no-code-zone --when "Tue 09:00-12:30, Thu 13:00-17:00" ~/src/api
      podium start no-code-zone --when "Tue 09:00-12:30" --randomised --calendar work
    """
    from podium import practices
    from podium.cli.commands.practice import repair
    from podium.experiments import plan as planning
    from podium.journal import open_journal
    from podium.journal.find import find_journal

    repair()
    journal = open_journal(find_journal(folder))
    practice = practices.named(name, journal.root / "practices")
    zones = _zones(when)
    what = _asked(named)
    today = datetime.now().astimezone().date()
    with options.mirror(what) as mirror:
        zone = named["zone"] or mirror.file.me.zone or system_zone()
        if practice.calendar is not None and when is None:
            _offer(practice, mirror, zone)
            return
        with options.mirror(dataclasses.replace(what, since=planning.reach(mirror.look_day))) as past:
            plan = planning.make(_wish(practice, zones, zone, named), mirror, journal, today, past)
    plan = dataclasses.replace(plan, registration=_remember(plan, what))
    place = _place(named["target"], zones)
    if dry_run:
        _tell(plan, today, as_json=as_json)
        output.note("nothing was written (--dry-run)")
        return
    _register(plan, practice, journal, place, today, as_json=as_json)


def _zones(when: str | None) -> tuple[Zone, ...]:
    from podium.core.weekly_hours import parse

    return parse(when) if when is not None else ()


def _wish(practice: Practice, zones: tuple[Zone, ...], zone: str, named: dict[str, Any]) -> Wish:
    from podium.core.time import zone as place
    from podium.experiments.plan import Wish

    if zones and place(zone) is None:
        raise Misuse("your time zone is not known", next_step="--zone Europe/Berlin, or `podium me` once for all")
    return Wish(
        practice=practice,
        zones=zones,
        zone=zone,
        metric=named["metric"],
        direction=named["direction"],
        minimum=named["minimum"],
        hypothesis=named["hypothesis"],
        weeks=named["weeks"],
        start=named["start"],
        is_randomised=named["randomised"],
        is_anyway=named["anyway"],
    )


def _asked(named: dict[str, Any]) -> Asked:
    from podium.app import last_look
    from podium.mirror.look import Asked

    if named["paths"]:
        paths = tuple(path.absolute() for path in named["paths"])
        return Asked(paths=paths, as_of=named["as_of"], me=named["me"], team=named["team"])
    last = last_look.last()
    return Asked(paths=last.paths, as_of=named["as_of"], me=named["me"] or last.me, team=named["team"] or last.team)


def system_zone() -> str:
    """The IANA name this machine keeps its clock by; empty when it does not say."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if "/" in named:
        return named
    parts = Path(os.path.realpath("/etc/localtime")).parts
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""


def _offer(practice: Practice, mirror: Mirror, zone: str) -> None:
    from podium.core.time import zone as place
    from podium.core.weekly_hours import Zone, say
    from podium.experiments import suggest_hours

    asks = practice.calendar
    if asks is None or place(zone) is None:
        raise Misuse("your time zone is not known", next_step="--zone Europe/Berlin, or `podium me` once for all")
    slots = suggest_hours.offer(asks, mirror, zone)
    output.out(f"{practice.title}: {counted(asks.times, 'time')} a week, {counted(asks.minutes, 'minute')} each")
    for slot in slots:
        output.out(f"  {slot.reason}")
    chosen = say(sorted(Zone(s.weekday, s.start_min, min(s.end_min, s.start_min + asks.minutes)) for s in slots))
    if any(slot.gives_up_min is None for slot in slots):
        output.note("`podium connect` lists the calendars that would tell what you would give up")
    output.note(f'nothing is registered yet; choose: podium start {practice.name} --when "{chosen}"')


def _remember(plan: Plan, what: Asked) -> Registration:
    """The registration with where its evidence came from, so that its result is read from the same place."""
    made = plan.registration
    source: dict[str, Any] = {"paths": [str(path) for path in what.paths]}
    if what.me:
        source["me"] = list(what.me)
    if what.team:
        source["team"] = str(what.team.absolute())
    return dataclasses.replace(made, told={**made.told, **source})


def _place(target: str | None, zones: tuple[Zone, ...]) -> Place | None:
    from podium.calendar.connected import named
    from podium.sources.http.client import Wire
    from podium.system import paths as home

    if not zones or target == "none":
        return None
    feed = str(home.home() / "calendar" / "podium.ics")
    return named(feed if target in {None, "feed"} else str(target), Wire(say=output.note))


def _register(
    plan: Plan, practice: Practice, journal: Journal, place: Place | None, today: date, *, as_json: bool
) -> None:
    from podium.experiments.blocks import blocks_of
    from podium.experiments.register import register

    made = plan.registration
    blocks = blocks_of(made, practice.calendar, practice.title)
    body = practice.body + "\n# What I saw\n"
    path, outcomes = register(made, body, journal, blocks, place, datetime.now(UTC))
    _tell(plan, today, as_json=as_json)
    output.note(f"registered in {path}")
    for outcome in outcomes:
        output.note(f"calendar: {outcome.what}: {outcome.hours}  {outcome.title}")
    if place is not None:
        output.note(f"in {again.spoken(place)}; `podium calendar undo {made.id}` takes them back")


def _tell(plan: Plan, today: date, *, as_json: bool) -> None:
    from podium.experiments import describe

    if as_json:
        output.raw(output.to_json(describe.plan_data(plan, today)))
        return
    for line in describe.plan_lines(plan):
        output.out(line)
