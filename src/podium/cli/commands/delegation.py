"""Hand work over on purpose: cards with a level and limits, check-ins, and take-backs seen."""

from __future__ import annotations

import sys
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium import app
from podium.cli import options, output
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from podium.app.delegation import Card
    from podium.app.session import Session


@click.group()
def command() -> None:
    """Write delegation cards, put their check-ins on the calendar, and see what you took back."""


@command.command()
@click.argument("task")
@click.option("--to", "person", required=True, help="An id of people/ in your journal.")
@click.option(
    "--level", type=click.IntRange(1, 7), help="1 tell, 2 sell, 3 consult, 4 agree, 5 advise, 6 inquire, 7 delegate."
)
@click.option("--id", "name", default="", help="The card's name; made from day and task if not said.")
@click.option("--started", type=options.Day(), help="The day you agreed. Default: today.")
@click.option("--by", "by_when", type=options.Day(), help="Due day.")
@click.option("--why", "why_them", default="", help="Why this person.")
@click.option("--new-area/--known-area", "is_new_area", default=None, help="Fewer than three changes of theirs there.")
@click.option("--success", default="", help="What done looks like.")
@click.option("--authority", default="", help="What they decide alone, and the limit.")
@click.option("--error-budget", default="", help="How much may go wrong before you talk.")
@click.option(
    "--check-in", "check_ins", multiple=True, type=options.Day(), help="A day you look together; may be repeated."
)
@click.option("--take-back", default="", help="The only reason you take it back.")
@click.option("--ticket", "tickets", multiple=True, help="A ticket or change of it; may be repeated.")
@click.option("--path", "code", multiple=True, help="Where in the code it lies, as services/ledger/**.")
@options.JOURNAL
def new(
    task: str,
    level: int | None,
    name: str,
    started: date | None,
    code: tuple[str, ...],
    folder: Path | None,
    **options_typed: Any,
) -> None:
    """Write a card for TASK; the level is said aloud before it starts.

    \b
      podium delegation new "Run the storage migration" --to ana --level 5 --by 2026-12-11 \\
          --take-back "a second rollback" --ticket LEDGER-41
    """
    values = {"task": task, "level": level or _ask_level(), "paths": code, **options_typed}
    if started:
        values["started"] = started
    card_written = app.delegation.make(options.session(folder), values, name)
    output.out(str(card_written.path))
    for note in card_written.notes:
        output.note(str(note))
    for blank in app.delegation.blanks(card_written.card.head):
        output.note(f"open: {blank}")
    if card_written.days:
        output.note(f"days you could look together: {', '.join(map(str, card_written.days))}")
    for warning in card_written.warnings:
        output.note(f"careful: {warning}")


def _ask_level() -> int:
    levels = ", ".join(f"{n} {name}" for n, name in enumerate(app.delegation.LEVELS, 1))
    if not sys.stdin.isatty():
        raise Misuse(
            "the level is not said",
            next_step="--level 5; 1 tell, 2 sell, 3 consult, 4 agree, 5 advise, 6 inquire, 7 delegate",
        )
    return int(click.prompt(f"Which level did you agree? ({levels})", type=click.IntRange(1, 7), err=True))


@command.command("list")
@click.option("--all", "is_all", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@options.JOURNAL
def list_all(is_all: bool, as_json: bool, folder: Path | None) -> None:
    """List open cards with level, next check-in and what they leave open."""
    session = options.session(folder)
    listed = app.delegation.listed(session, is_open_only=not is_all)
    for note in listed.notes:
        output.note(str(note))
    if as_json:
        output.raw(output.to_json([app.delegation.facts(session, card) for card in listed.cards]))
        return
    for card in listed.cards:
        output.out(f"{card.id:<44} {_words(session, card)}")
        for blank in app.delegation.blanks(card.head) if card.head.status == "open" else ():
            output.out(f"    open: {blank}")
    for warning in listed.warnings:
        output.note(f"careful: {warning}")
    if not listed.cards:
        output.note('no card is open: podium delegation new "the task you want to keep" --to ana --level 5')


def _words(session: Session, card: Card) -> str:
    due = app.delegation.next_check_in(session, card)
    level = f"{app.delegation.level(card.head):<11}"
    words = [level, card.head.status, f"check-in {due}" if due else "no check-in to come"]
    words += ["stretch"] if app.delegation.is_stretch(card.head) else []
    words += [f"{len(card.head.seen)} taken back"] if card.head.seen else []
    return "  ".join(words)


@command.command()
@options.repositories()
@click.option("--dry-run", is_flag=True, help="Show what was seen and write nothing on the cards.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(dry_run: bool, as_json: bool, **named: Any) -> None:
    """Look for take-backs in your own traces and write them on the cards as receipts.

    Seen: a ticket of the card assigned to you, your commits that name it or lie on its paths, and a change of it closed
    unmerged beside one of yours. PATHS are clones; without any, those of the last look.
    """
    rows = app.delegation.check(options.session(), **named, is_dry=dry_run)
    if as_json:
        facts = [{"id": row.card.id, "file": row.card.file, "take_backs": list(row.take_backs)} for row in rows]
        output.raw(output.to_json(facts))
        return
    for row in rows:
        blind = "; it names no ticket and no path, so nothing can be seen" if row.is_blind else ""
        output.out(f"{row.card.id}: {len(row.take_backs)} taken back{blind}")
        for take_back in row.take_backs:
            output.out(f"    {take_back}{'  (new on the card)' if take_back in row.fresh else ''}")
        if row.take_backs and row.card.head.take_back:
            output.out(f"    you had agreed to take it back only if: {row.card.head.take_back}")
    if not rows:
        output.note("no card is open")
    output.note("podium is blind to help by voice, and to commits squashed into another's")


@command.command()
@click.argument("card", required=False)
@click.option("--at", type=options.Hour(), default="09:30", show_default=True, help="When, on your clock.")
@options.ZONE
@click.option(
    "--calendar", "target", default="feed", metavar="WHERE", help="FILE.ics, a connected CalDAV label, or feed."
)
@options.JOURNAL
def remind(card: str | None, at: time, zone: str, target: str, folder: Path | None) -> None:
    """Put the check-ins to come of every open card (or of CARD) on the calendar; doing it again adds none twice.

    A check-in whose day or hour is another one now, or whose card is closed, is taken out again, unless you changed it
    in the calendar.
    """
    reminded = app.delegation.remind(options.session(folder), at, card=card or "", zone=zone, calendar=target)
    for note in reminded.notes:
        output.note(str(note))
    for fault in reminded.left:
        output.note(f"left in the calendar: {fault}")
    for outcome in reminded.taken_out:
        output.out(
            f"{'taken out':<16}  {outcome.hours}  {outcome.title} (the card asks for another day or hour, or is closed)"
        )
    for name in reminded.without_card:
        output.note(
            f"no card here for reminders that stand in a calendar: `podium calendar undo {name}` takes them out"
        )
    if not reminded.calendar:
        output.note("no open card has a check-in to come")
        for file, days in reminded.proposals:
            output.note(f"{file}: write check_ins = [{', '.join(map(str, days))}], or days of your own")
        return
    for outcome in reminded.outcomes:
        output.out(f"{outcome.what:<16}  {outcome.hours}  {outcome.title}")
    output.note(f"in {reminded.calendar}; `podium calendar undo {reminded.practice}` takes a card's back")
