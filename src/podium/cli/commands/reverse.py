"""Reverse mentoring: what to learn, a programme with a free yes, frictions fixed, thanks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import options, output
from podium.cli.papers import JOURNAL, JSON, journal_of, render_to, today_is
from podium.core.errors import CannotTell, Misuse

if TYPE_CHECKING:
    from podium.calendar.block import Block
    from podium.calendar.places import Place
    from podium.journal import Journal
    from podium.mirror.look import Asked
    from podium.programs.mentoring.programme import Status
    from podium.programs.mentoring.topics import Topic

_WEEKS = 52


class Clock(click.ParamType[time, Any]):
    """An hour of the day."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """`14:00` to a time."""
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(str(value), "%H:%M").time()  # noqa: DTZ007 - a wall clock
        except ValueError:
            self.fail(f"{value!r} is no hour; write it as 14:00", param, ctx)


@click.group()
def command() -> None:
    """Learn from those who do the work: topics, a programme of four to six sessions, frictions fixed, thanks."""


@command.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--as-of", type=options.Day(), help="Last day looked at. Default: the day of the newest commit.")
@click.option("--me", multiple=True, metavar="EMAIL", help="An address you commit with; may be repeated.")
@click.option("--team", type=click.Path(path_type=Path), metavar="FILE", help="One address or name a line.")
@click.option("--with-reports", is_flag=True, help="Also name direct reports you listed as mentors.")
@JSON
@JOURNAL
def topics(folder: Path | None, with_reports: bool, as_json: bool, **named: Any) -> None:
    """List what is worth learning, by area: what entered the repositories in two quarters, where you were not for a
    year, what rubs, and what you added (`podium new topic`). Nobody is ranked; a name stands only where you listed it.
    """
    from podium.programs.mentoring.mentors import candidates, for_area, words
    from podium.programs.mentoring.topics import propose

    journal = _journal_if_any(folder)
    people = candidates(journal, with_reports=with_reports)
    with options.mirror(_asked(named)) as mirror:
        found = propose(mirror, journal)
    if as_json:
        rows = [_row(topic) | {"ask": words(topic.area, people)} for topic in found.topics]
        output.raw(output.to_json({"topics": rows, "unread": list(found.unread)}))
        return
    if any(not for_area(topic.area, people) for topic in found.topics):
        output.out(
            "Ask somebody who works in an area, is no report of yours and says yes freely; then `podium new mentor`."
        )
    area = None
    for topic in found.topics:
        if topic.area != area:
            area = topic.area
            ask = f"  ask {words(area, people)}" if for_area(area, people) else ""
            output.styled([(area or "whole repository", "bold"), (ask, "")])
        output.out(f"  {topic.sort}: {topic.what}\n      {topic.receipt}")
    for each in found.unread:
        output.note(f"not read: {each}")
    if not found.topics:
        output.note("nothing new was found: `podium new topic` adds one of your own")
    output.note("slow or flaky pipelines are not seen: no connected source tells of single runs")


def _row(topic: Topic) -> dict[str, str]:
    return {"area": topic.area, "sort": topic.sort, "what": topic.what, "receipt": topic.receipt}


@command.command()
@click.argument("topic")
@click.option("--mentor", required=True, help="An id of mentors.toml, with a yes.")
@click.option("--first", type=options.Day(), required=True, help="Day of the first session.")
@click.option("--at", "at", type=Clock(), required=True, help="Hour on your own clock.")
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
@JOURNAL
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
    from podium.journal.kinds import mentoring
    from podium.journal.typed import make_id
    from podium.programs.mentoring import programme
    from podium.programs.mentoring.mentors import willing

    journal = journal_of(folder)
    found = willing(journal, mentor, with_reports=with_reports)
    when = programme.days(named["first"], named["sessions"], named["every_days"], _leave(journal))
    fields = {"topic": topic, "mentor": found.id, "sessions": when}
    id = make_id(mentoring.KIND, fields)
    if not id:
        raise Misuse("the topic has no letters", where=ascii(topic[:40]))
    clock, own = _zone(named["zone"]), _own_address(target) if guest else ""
    blocks = programme.blocks(id, topic, when, named["at"], 45, clock, organizer=own, guest=guest)
    for day in when:
        output.out(f"{day:%a} {day}  {named['at']:%H:%M}  45 minutes")
    if dry_run:
        output.note("nothing was written (--dry-run)")
        return
    place = _place(target)
    if journal.entry(mentoring.KIND, id) is None:
        output.note(str(journal.create("mentoring", id, fields)))
    elif programme.named(journal, id).head.sessions != when:
        raise Misuse(
            "a programme of that name has other days",
            where=f"mentoring/{id}.md",
            next_step="change that file, or the topic's words",
        )
    if place is not None:
        _put_on(place, blocks, found.person, guest)


def _put_on(place: Place, blocks: tuple[Block, ...], person: str, guest: str) -> None:
    """Write the sessions, and say who is invited and how to take them back."""
    from podium.calendar.ledger import Ledger
    from podium.calendar.write import write
    from podium.system import paths

    for outcome in write(blocks, place, Ledger(paths.home()), datetime.now(UTC)):
        output.note(f"calendar: {outcome.what}: {outcome.hours}  {outcome.title}")
        if guest and outcome.what == "there already":
            output.note("    it was left as it is, also whom it invites")
    invited = f"{guest} is on them as a guest" if guest else f"invite {person} to them there"
    output.note(f"{invited}; `podium calendar undo {blocks[0].practice}` takes them back")


@command.command()
@click.argument("programme", required=False, default="")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
@JOURNAL
def sheet(programme: str, target: Path, folder: Path | None) -> None:
    """Print the sheet of the next session."""
    from podium.programs.mentoring.programme import named
    from podium.programs.mentoring.programme import sheet as page

    journal = journal_of(folder)
    found = _status(journal, named(journal, programme).id)
    number = found.head.sessions.index(found.next_on) + 1 if found.next_on else found.held + 1
    render_to(page(found.head.topic, number, found.next_on), target)


@command.command()
@click.argument("friction")
@click.option("--on", "day", type=options.Day(), help="The day it was gone. Default: today.")
@JOURNAL
def fixed(friction: str, day: date | None, folder: Path | None) -> None:
    """Write down that a FRICTION (an id of frictions.toml) is gone."""
    path = journal_of(folder).write("friction", friction, {"fixed_on": day or today_is()})
    output.out(str(path))


@command.command()
@JSON
@JOURNAL
def status(as_json: bool, folder: Path | None) -> None:
    """Say what was learnt, which frictions were fixed, and what is next."""
    from podium.journal.kinds import mentoring

    journal = journal_of(folder)
    found = [_status(journal, entry.id) for entry in journal.entries(mentoring.KIND)]
    if as_json:
        output.raw(output.to_json([_facts(each) for each in found]))
        return
    for each in found:
        _tell(each)
    if not found:
        output.note("no programme yet: `podium reverse topics`, then `podium reverse plan`")


@command.command()
@click.argument("programme", required=False, default="")
@click.option("--said", is_flag=True, help="You said it: write down today.")
@JOURNAL
def thanks(programme: str, said: bool, folder: Path | None) -> None:
    """Draft a public thank-you from what you wrote; only with the mentor's consent."""
    from podium.programs.mentoring.programme import thanks as words

    journal = journal_of(folder)
    found = _named_status(journal, programme)
    output.out(words(found, _person(journal, found.head.mentor)))
    output.note(f"from mentoring/{found.id}, its sheets and frictions.toml")
    if said:
        journal.write("mentoring", found.id, {"thanked_on": today_is()})


@command.command()
@click.argument("programme", required=False, default="")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="A new .pdf, .html, .md or .docx file."
)
@JOURNAL
def summary(programme: str, target: Path, folder: Path | None) -> None:
    """Write the closing page of a programme."""
    from podium.programs.mentoring.programme import summary as page

    journal = journal_of(folder)
    found = _named_status(journal, programme)
    render_to(page(found, _person(journal, found.head.mentor), today_is()), target)


def _tell(found: Status) -> None:
    output.styled([(f"{found.head.topic} ({found.id}): {found.head.status}", "bold")])
    output.out(
        f"  sessions   {found.held} of {len(found.head.sessions)} held"
        + (f", next {found.next_on}" if found.next_on else "")
    )
    for each in found.learnt:
        output.out(f"  learnt     {each}")
    if found.held:
        output.out(f"  used       {found.used_soon} of {found.held} lessons by the next day")
    fixed = len(found.fixed) + len(found.late)
    whole = fixed + len(found.open)
    output.out(
        f"  frictions  {fixed} of {whole} fixed, {len(found.fixed)} within 30 days"
        if whole
        else "  frictions  none written down"
    )
    for each in found.open:
        output.out(f"  open       {each}" + (" (more than 30 days)" if each in found.overdue else ""))
    output.out(
        f"  left       {'; '.join(found.missing)}"
        if found.missing
        else "  left       nothing: close it with `podium reverse summary`"
    )


def _facts(found: Status) -> dict[str, Any]:
    return {
        "id": found.id,
        "topic": found.head.topic,
        "status": found.head.status,
        "sessions": len(found.head.sessions),
        "held": found.held,
        "next": found.next_on.isoformat() if found.next_on else None,
        "learnt": list(found.learnt),
        "used_by_next_day": found.used_soon,
        "fixed_within_30_days": list(found.fixed),
        "fixed_later": list(found.late),
        "open": list(found.open),
        "overdue": list(found.overdue),
        "left": list(found.missing),
    }


def _status(journal: Journal, id: str) -> Status:
    from podium.programs.mentoring.programme import named, status

    return status(journal, named(journal, id), today_is())


def _named_status(journal: Journal, programme: str) -> Status:
    from podium.programs.mentoring.programme import named

    return _status(journal, named(journal, programme).id)


def _person(journal: Journal, mentor: str) -> str:
    from podium.journal.kinds import mentor as kind

    found = journal.entry(kind.KIND, mentor)
    if found is None:
        raise CannotTell("the mentor is no longer listed in mentors.toml", next_step="podium new mentor")
    return found.head.person


def _leave(journal: Journal) -> list[tuple[date, date]]:
    from podium.evidence.people import me_file
    from podium.journal.kinds import leave
    from podium.system import paths

    own = [(span.first, span.last) for span in me_file.read(paths.me_file()).me.leave]
    return own + [(e.head.first, e.head.last) for e in journal.entries(leave.KIND)]


def _own_address(target: str | None) -> str:
    """The address she invites from: that of the connected calendar, else her first one of `podium me`."""
    from podium.connections import sync
    from podium.evidence.people import me_file
    from podium.system import paths

    connected = [one for one in sync.connections() if one.name == target]
    found = [one.settings["me"].split(",")[0].strip() for one in connected if one.settings.get("me")]
    found += me_file.read(paths.me_file()).me.emails[:1]
    if not found:
        raise Misuse(
            "an invitation needs your own address",
            next_step='write emails = ["you@example.org"] with `podium me --edit`',
        )
    return found[0]


def _zone(said: str) -> str:
    from podium.cli.commands.start import system_zone
    from podium.core.time import zone
    from podium.evidence.people import me_file
    from podium.system import paths

    name = said or me_file.read(paths.me_file()).me.zone or system_zone()
    if zone(name) is None or not name:
        raise Misuse("your time zone is not known", next_step="--zone Europe/Berlin, or `podium me` once for all")
    return name


def _place(target: str | None) -> Place | None:
    from podium.calendar.connected import named
    from podium.sources.http.client import Wire
    from podium.system import paths

    if target == "none":
        return None
    return named(target or str(paths.home() / "calendar" / "podium.ics"), Wire(say=output.note))


def _journal_if_any(folder: Path | None) -> Journal | None:
    from podium.journal.find import known_journal

    return journal_of(folder) if known_journal(folder) is not None else None


def _asked(named: dict[str, Any]) -> Asked:
    from podium.app import last_look
    from podium.mirror.look import Asked

    if named["paths"]:
        return Asked(tuple(named["paths"]), named["as_of"], _WEEKS, me=tuple(named["me"]), team=named["team"])
    last = last_look.last()
    return Asked(
        last.paths, named["as_of"] or last.as_of, _WEEKS, me=named["me"] or last.me, team=named["team"] or last.team
    )
