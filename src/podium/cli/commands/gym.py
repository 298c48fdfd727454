"""Rehearse a hard conversation, alone and in private, and read a debrief that quotes you."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.cli.options import JOURNAL, JSON, Day
from podium.core.errors import CannotRead, Misuse
from podium.system import aloud

if TYPE_CHECKING:
    from podium.app.rehearsal_times import ComingTalk
    from podium.app.session import Session


class Moment(click.ParamType[datetime, Any]):
    """A day and an hour on her own clock."""

    name = "YYYY-MM-DDTHH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """`2026-12-03T14:00` to a wall clock."""
        if isinstance(value, datetime):
            return value
        try:
            wall_clock = datetime.strptime(str(value), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a wall clock
        except ValueError:
            self.fail(f"Not a valid moment: {value}. Write it as 2026-12-03T14:00.", param, ctx)
        if not 1971 <= wall_clock.year <= 9998:
            self.fail(f"{value} is outside the years podium can count.", param, ctx)
        return wall_clock


@click.group(invoke_without_command=True)
@click.pass_context
@JSON
@JOURNAL
def command(context: click.Context, as_json: bool, folder: Path | None) -> None:
    """Rehearse a hard conversation, alone and in private; the debrief quotes you. Without a word it lists what there is.

    Transcripts stay in podium's own folder until you keep one in your journal or drop it. Nobody else ever sees them.
    """
    if context.invoked_subcommand is None:
        _list(options.session(folder), as_json=as_json, looks=False)


@command.command("list")
@click.option("--look", "looks", is_flag=True, help="Read the repositories of the last look for reasons too.")
@JSON
@JOURNAL
def list_scenarios(folder: Path | None, looks: bool, as_json: bool) -> None:
    """List scenarios: trap, length, and what speaks for one today."""
    _list(options.session(folder), as_json=as_json, looks=looks)


def _list(session: Session, *, as_json: bool, looks: bool) -> None:
    rows = app.gym.scenarios(session, looks=looks)
    if as_json:
        output.raw(output.to_json(rows))
        return
    titles = {trap.name: trap.title for trap in app.traps.every()}
    for row in rows:
        least, most = row.minutes
        played = f", kept {row.times}x" if row.times else ""
        mine = "" if row.origin == "podium" else f", {row.origin}"
        trap = titles.get(row.trap, row.trap)
        output.styled([(row.name, "bold"), (f"  {row.title}  ({trap}, {least} to {most} minutes{played}{mine})", "")])
        if row.why_now:
            output.out(f"    now: {row.why_now}")
        if row.open_talk:
            output.out(f"    left open: podium gym play --resume {row.open_talk}")
    output.note("`podium gym play NAME` begins one; `podium gym play --help` shows more")


@command.command()
@click.argument("name", required=False, default="")
@click.option("--from", "phase", default="", metavar="PHASE", help="Only this phase and what follows it.")
@click.option("--resume", default="", metavar="ID", help="Go on with a talk you left.")
@click.option("--say", "words", multiple=True, metavar="WORDS", help="A turn, a number or your words; may be repeated.")
@click.option("--guess", type=int, help="With --say: the turn in which it changed, 0 for nowhere.")
@click.option("--take", default="", help="With --say and --keep: the sentence you take to the real talk.")
@click.option("--keep/--drop", "is_kept", default=None, help="With --say: keep it in the journal, or drop it.")
@click.option("--aloud", is_flag=True, help="Read the other's lines aloud, with the voice of voice.toml.")
@click.option("--with-model", "with_model", is_flag=True, help="Let the model of gym-model.toml reword lines and code.")
@JSON
@JOURNAL
def play(
    name: str, phase: str, resume: str, words: tuple[str, ...], folder: Path | None, as_json: bool, **named: Any
) -> None:
    """Play a scenario: pick a reply by its number or type your own words.

    While you play: /back N goes back before turn N, /retry takes your last line back, /pause leaves (the talk waits for
    you), /help shows this again. Ending a talk leads to its debrief; it cannot be skipped, and only you see it.
    """
    from podium.cli import gym_talk

    session = options.session(folder)
    if bool(name) == bool(resume):
        raise Misuse("Name a scenario, or a talk to go on with.", next_step="podium gym list shows both")
    model = app.gym.model_of_her_own(session) if named["with_model"] else None
    voice = aloud.voice() if named["aloud"] else None
    view = app.gym.view(session, resume) if resume else app.gym.start(session, name, phase=phase)
    if words or as_json:
        gym_talk.script(session, view, words, model, as_json=as_json, named=named)
    else:
        gym_talk.converse(session, view, model, voice)


@command.command()
@click.argument("id")
@JSON
@JOURNAL
def debrief(id: str, folder: Path | None, as_json: bool) -> None:
    """Read the debrief of a talk again: an open one that has ended, or one you kept."""
    from podium.cli import gym_talk

    gym_talk.tell(app.rehearsals.any_debrief(options.session(folder), id), as_json=as_json)


@command.command()
@click.argument("id")
def drop(id: str) -> None:
    """Delete an open talk for good."""
    app.gym.drop(id)
    output.note(f"{id} is gone")


@command.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@JSON
@JOURNAL
def check(file: Path | None, folder: Path | None, as_json: bool) -> None:
    """Prove a scenario FILE, or all of them: reachable, no dead end, not won by reflex, tags that are heard."""
    verdicts, unread = app.scenarios.check(options.session(folder), file)
    if as_json:
        output.raw(output.to_json({"scenarios": verdicts, "unread": list(unread)}))
    else:
        for verdict in verdicts:
            state = "ready" if not verdict.mistakes else f"{len(verdict.mistakes)} to mend"
            output.styled(
                [
                    (verdict.name, "bold"),
                    (f"  {state}; {verdict.states:,} states, blind picks win {verdict.random:.0%}", ""),
                ]
            )
            for ending, path in verdict.paths:
                output.out(f"    {ending}: {len(path)} turns at least" if path else f"    {ending}: not reached")
            for mistake in verdict.mistakes:
                output.out(f"  ! {mistake}")
    for line in unread:
        output.note(line)
    if unread or any(verdict.mistakes for verdict in verdicts):
        raise CannotRead("Not every scenario is ready.", next_step="mend the lines marked with !")


@command.command()
@click.argument("name")
@JOURNAL
def new(name: str, folder: Path | None) -> None:
    """Start a scenario of your own from a template that already passes the check."""
    path = app.scenarios.new(options.session(folder), name)
    output.out(str(path))
    output.note(f"edit it, then: podium gym check {path}")


@command.command()
@click.option("--done", default="", metavar="ID", help="That sentence was said, or let go.")
@JSON
@JOURNAL
def goals(done: str, folder: Path | None, as_json: bool) -> None:
    """List the sentences you took along and have not said yet, five at most."""
    session = options.session(folder)
    if done:
        app.rehearsals.finish_goal(session, done)
        return
    live = app.rehearsals.live_goals(session)
    if as_json:
        output.raw(output.to_json([{"id": id, "take": take, "date": day.isoformat()} for id, take, day in live]))
        return
    for id, take, _ in live:
        output.out(f"{id}: {take}")
    if not live:
        output.note("no sentence waits for its talk")


@command.command()
@click.option("--talk", "talk_on", type=Day(), help="The day of the talk.")
@click.option("--about", default="", help="What it is about, in a few words; no name needed.")
@click.option("--they-say", default="", help="What they will say first.")
@click.option("--we-agree", default="", help="What you will agree.")
@click.option("--sure", type=click.Choice(["60", "75", "90"]), help="How sure you are of that agreement, in percent.")
@click.option("--rehearsed", default="", metavar="ID", help="The rehearsal you kept before it.")
@JOURNAL
def forecast(folder: Path | None, talk_on: date | None, sure: str | None, rehearsed: str, **lines: str) -> None:
    """Write a forecast of a real talk before it: what they will say, what you will agree, how sure you are."""
    session = options.session(folder)
    day = talk_on or click.prompt("The day of the talk", type=Day(), default=session.today(), err=True)
    prediction = {
        "about": lines["about"] or click.prompt("What it is about", err=True),
        "they_say": lines["they_say"] or click.prompt("What they will say", err=True),
        "we_agree": lines["we_agree"] or click.prompt("What you will agree", err=True),
    }
    level = sure or click.prompt("How sure, in percent", type=click.Choice(["60", "75", "90"]), err=True)
    id = app.forecasts.predict(session, talk_on=day, sure=int(level), rehearsed=rehearsed, **prediction)
    output.out(id)
    output.note(f"after the talk: podium gym after {id}")


@command.command()
@click.argument("id", required=False, default="")
@click.option("--came/--did-not-come", "came", default=None, help="Whether the agreement you forecast came.")
@click.option("--said", default="", help="What they said first.")
@click.option("--agreed", default="", help="What you agreed.")
@click.option("--surprise", default="", help="What surprised you.")
@click.option("--mine", default="", help="What you would say otherwise.")
@click.option("--next", "next", default="", help="What comes next.")
@JOURNAL
def after(id: str, came: bool | None, folder: Path | None, **lines: str) -> None:
    """Write five lines after the talk; without ID it lists the forecasts that wait for theirs."""
    session = options.session(folder)
    if not id:
        for entry in app.forecasts.open_forecasts(session):
            output.out(
                f"{entry.id}: {entry.head.about_what} on {entry.head.talk_on}, {entry.head.sure} % sure of: {entry.head.we_agree}"
            )
        return
    if came is None:
        came = click.confirm("Did the agreement you forecast come?", err=True)
        asks = {
            "said": "What they said first",
            "agreed": "What you agreed",
            "surprise": "What surprised you",
            "mine": "What you would say otherwise",
            "next": "What comes next",
        }
        lines = {
            k: lines[k] or click.prompt(words, default="", show_default=False, err=True) for k, words in asks.items()
        }
    app.forecasts.happened(session, id, came=came, lines=lines)
    output.note("kept; `podium gym calibration` shows how your forecasts fare")


@command.command()
@JSON
@JOURNAL
def calibration(folder: Path | None, as_json: bool) -> None:
    """Show how your forecasts fared, and whether rehearsed talks came closer; no number below five."""
    summary = app.forecasts.calibration(options.session(folder))
    if as_json:
        output.raw(output.to_json(summary))
        return
    for line in app.forecasts.calibration_lines(summary):
        output.out(line)


@command.command()
@JSON
@JOURNAL
def repeats(folder: Path | None, as_json: bool) -> None:
    """Show which scenarios come back and when: 3, 7, 16, then every 35 days after you kept one."""
    repetitions = app.forecasts.repeats(options.session(folder))
    if as_json:
        output.raw(output.to_json(repetitions))
        return
    for row in repetitions:
        missed = f"; last time without {', '.join(row.missed)}" if row.missed else ""
        output.out(f"{row.scenario}: {'due' if row.is_due else 'comes back on'} {row.due}{missed}")
    if not repetitions:
        output.note("nothing was kept yet: `podium gym play NAME`")


@command.command()
@JSON
@JOURNAL
def transfer(folder: Path | None, as_json: bool) -> None:
    """Count open and closed questions in your own messages before and after your first rehearsal."""
    counts = app.forecasts.transfer(options.session(folder))
    if as_json:
        output.raw(output.to_json(counts))
        return
    for line in app.forecasts.transfer_lines(counts):
        output.out(line)


@command.command()
@click.argument("name")
@click.option("--talk", type=Moment(), help="When the real talk is, on your own clock. Default: your next 1:1.")
@click.option("--with", "whom", default="", metavar="WHO", help="Your next 1:1 with this person or address.")
@click.option("--at", "at", type=Moment(), help="When to rehearse. Default: the working day before, at that hour.")
@click.option("--zone", default="", help="Your time zone, as Europe/Berlin; else the one of `podium me`.")
@click.option(
    "--calendar", "target", metavar="WHERE", default="feed", help="FILE.ics or a CalDAV label. Default: podium's feed."
)
@click.option("--dry-run", is_flag=True, help="Show it and write nothing.")
@JOURNAL
def schedule(name: str, target: str, folder: Path | None, dry_run: bool, **named: Any) -> None:
    """Put half an hour of rehearsal before a real talk into your calendar.

    Without --talk it is before the next 1:1 that a calendar you connected tells of; with several, --with says whose.
    """
    session = options.session(folder)
    talk = named["talk"]
    if talk is None:
        coming, *later = app.rehearsal_times.coming_talks(session, named["zone"], named["whom"])
        talk = coming.at
        output.note(f"your next 1:1{_with(coming)} is on {talk:%a %Y-%m-%d %H:%M}; for another one: --with or --talk")
        for later_talk in later[:4]:
            output.note(
                f"  then {later_talk.at:%a %Y-%m-%d %H:%M}{_with(later_talk)}  --talk {later_talk.at:%Y-%m-%dT%H:%M}"
            )
    block = app.rehearsal_times.rehearsal_block(session, name, talk, zone=named["zone"], at=named["at"])
    output.out(f"{block.start:%a %Y-%m-%d %H:%M}  {block.title}")
    if dry_run:
        output.note("nothing was written (--dry-run)")
        return
    for outcome in app.calendars.write(session, [block], app.calendars.choose_one(session, target)):
        output.note(f"calendar: {outcome.what}: {outcome.hours}  {outcome.title}")
    output.note(f"`podium calendar undo {block.practice}` takes it back")


def _with(talk: ComingTalk) -> str:
    return f" with {talk.person}" if talk.person else ""
