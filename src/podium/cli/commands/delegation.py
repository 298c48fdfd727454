"""Hand work over on purpose: cards with a level and limits, check-ins, and take-backs seen."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podium.cli import again, options, output
from podium.core.errors import CannotRead, CannotWrite, Misuse

if TYPE_CHECKING:
    from podium.calendar.ledger import Ledger
    from podium.journal import Journal
    from podium.programs.delegation.cards import Card

_JOURNAL = click.option("--journal", "folder", type=click.Path(path_type=Path), help="The journal's folder.")


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
@_JOURNAL
def new(
    task: str,
    level: int | None,
    name: str,
    started: date | None,
    code: tuple[str, ...],
    folder: Path | None,
    **said: Any,
) -> None:
    """Write a card for TASK; the level is said aloud before it starts.

    \b
      podium delegation new "Run the storage migration" --to ana --level 5 --by 2026-12-11 \\
          --take-back "a second rollback" --ticket LEDGER-41
    """
    from podium.journal.kinds.delegation import KIND
    from podium.journal.typed import make_id
    from podium.programs.delegation import cards

    journal = again.journal(folder)
    values = {"task": task, "level": level or _ask_level(), "started": started or again.today(), "paths": list(code)}
    values |= {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}
    values = {key: value for key, value in values.items() if value not in (None, "", [])}
    made_id = name or make_id(KIND, values)
    path = journal.create(KIND.name, made_id, values)
    output.out(str(path))
    _mistakes(journal)
    made = journal.entry(KIND, made_id)
    if made is None:
        raise CannotRead("the card was written and cannot be read", where=str(path), next_step="podium journal check")
    for blank in cards.blanks(made.head):
        output.note(f"open: {blank}")
    if not made.head.check_ins:
        days = ", ".join(map(str, cards.propose_check_ins(made.head.started, made.head.by_when)))
        output.note(f"days you could look together: {days}")
    for warning in cards.warnings(journal):
        output.note(f"careful: {warning}")


def _ask_level() -> int:
    from podium.programs.delegation.cards import LEVELS

    if not sys.stdin.isatty():
        raise Misuse(
            "the level is not said",
            next_step="--level 5; 1 tell, 2 sell, 3 consult, 4 agree, 5 advise, 6 inquire, 7 delegate",
        )
    told = ", ".join(f"{n} {name}" for n, name in enumerate(LEVELS, 1))
    return int(click.prompt(f"Which level did you agree? ({told})", type=click.IntRange(1, 7), err=True))


@command.command("list")
@click.option("--all", "is_all", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_JOURNAL
def list_all(is_all: bool, as_json: bool, folder: Path | None) -> None:
    """List open cards with level, next check-in and what they leave open."""
    from podium.programs.delegation import cards

    journal, today = again.journal(folder), again.today()
    _mistakes(journal)
    found = cards.cards(journal, is_open_only=not is_all)
    if as_json:
        output.raw(output.to_json([cards.as_data(card, today) for card in found]))
        return
    for card in found:
        due = cards.next_check_in(card.head, today)
        words = [f"{cards.level(card.head):<11}", card.head.status, f"check-in {due}" if due else "no check-in to come"]
        words += ["stretch"] if cards.is_stretch(card.head) else []
        words += [f"{len(card.head.seen)} taken back"] if card.head.seen else []
        output.out(f"{card.id:<44} {'  '.join(words)}")
        for blank in cards.blanks(card.head) if card.head.status == "open" else ():
            output.out(f"    open: {blank}")
    for warning in cards.warnings(journal):
        output.note(f"careful: {warning}")
    if not found:
        output.note('no card is open: podium delegation new "the task you want to keep" --to ana --level 5')


@command.command()
@again.options
@click.option("--dry-run", is_flag=True, help="Show what was seen and write nothing on the cards.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(paths: tuple[Path, ...], dry_run: bool, as_json: bool, as_of: date | None, **named: Any) -> None:
    """Look for take-backs in your own traces and write them on the cards as receipts.

    Seen: a ticket of the card assigned to you, your commits that name it or lie on its paths, and a change of it closed
    unmerged beside one of yours. PATHS are clones; without any, those of the last look.
    """
    from podium.mirror.mirror import MOST_WEEKS
    from podium.programs.delegation import cards, seen

    open_cards = cards.cards(again.journal(), is_open_only=True)
    weeks = seen.weeks_back(open_cards, as_of or again.today(), most=MOST_WEEKS)
    with options.mirror(again.asked(paths, as_of, weeks=weeks, **named)) as mirror:
        if mirror.journal is None:
            raise CannotRead("the journal cannot be read now", next_step="podium journal unlock")
        found = [(card, seen.find(mirror, card)) for card in cards.cards(mirror.journal, is_open_only=True)]
        fresh = {card.id: () if dry_run else seen.record(mirror.journal, card, some) for card, some in found}
    if as_json:
        output.raw(
            output.to_json(
                [{"id": card.id, "file": card.file, "take_backs": [str(one) for one in some]} for card, some in found]
            )
        )
        return
    for card, some in found:
        blind = (
            "" if card.head.tickets or card.head.paths else "; it names no ticket and no path, so nothing can be seen"
        )
        output.out(f"{card.id}: {len(some)} taken back{blind}")
        for one in some:
            output.out(f"    {one}{'  (new on the card)' if str(one) in fresh[card.id] else ''}")
        if some and card.head.take_back:
            output.out(f"    you had agreed to take it back only if: {card.head.take_back}")
    if not found:
        output.note("no card is open")
    output.note("podium is blind to help by voice, and to commits squashed into another's")


@command.command()
@click.argument("card", required=False)
@click.option("--at", default="09:30", show_default=True, metavar="HH:MM", help="When, on your clock.")
@click.option("--zone", default="", help="Your time zone, as Europe/Berlin; else the one of `podium me`.")
@click.option(
    "--calendar", "target", default="feed", metavar="WHERE", help="FILE.ics, a connected CalDAV label, or feed."
)
@_JOURNAL
def remind(card: str | None, at: str, zone: str, target: str, folder: Path | None) -> None:
    """Put the check-ins to come of every open card (or of CARD) on the calendar; doing it again adds none twice.

    A check-in whose day or hour is another one now, or whose card is closed, is taken out again, unless you changed it
    in the calendar.
    """
    from podium.calendar.ledger import Ledger
    from podium.calendar.write import write
    from podium.programs.delegation import cards, remind
    from podium.system import paths as home

    journal = again.journal(folder)
    _mistakes(journal)
    every = cards.cards(journal)
    found = [one for one in every if card in {None, one.id}]
    if card is not None and not found:
        raise Misuse(f"no card is called {card!r}", next_step="podium delegation list --all")
    hour, clock, ledger, today = _hour(at), again.zone(zone), Ledger(home.home()), again.today()
    wanted = {one.id: remind.blocks_of(one, today, hour, clock) for one in found}
    for one in found:
        _take_out(remind.name_of(one), remind.outdated(one, wanted[one.id], ledger, today), ledger)
    for name in remind.without_card(every, ledger, today) if card is None else ():
        output.note(
            f"no card here for reminders that stand in a calendar: `podium calendar undo {name}` takes them out"
        )
    blocks = [block for some in wanted.values() for block in some]
    if not blocks:
        output.note("no open card has a check-in to come")
        for one in found:
            _propose(one, today)
        return
    place = again.place(target)
    for outcome in write(blocks, place, ledger, datetime.now(UTC)):
        output.out(f"{outcome.what:<16}  {outcome.hours}  {outcome.title}")
    output.note(f"in {again.spoken(place)}; `podium calendar undo {blocks[0].practice}` takes a card's back")


def _propose(card: Card, today: date) -> None:
    """Days an open card without any to come could be looked at."""
    from podium.programs.delegation import cards

    days = [day for day in cards.propose_check_ins(card.head.started, card.head.by_when) if day >= today]
    if card.head.status == "open" and days:
        output.note(f"{card.file}: write check_ins = [{', '.join(map(str, days))}], or days of your own")


def _mistakes(journal: Journal) -> None:
    """Say what of the cards cannot be taken as it stands; a card that cannot be read is left out of everything here."""
    from podium.journal.kinds.delegation import KIND

    for note in journal.notes():
        if note.file.startswith(f"{KIND.place}/"):
            output.note(str(note))


def _take_out(name: str, uids: tuple[str, ...], ledger: Ledger) -> None:
    """Reminders that are not asked for any more; one she changed is hers, and stays."""
    from podium.calendar.connected import of_card
    from podium.calendar.write import undo
    from podium.sources.http.client import Wire

    for uid in uids:
        try:
            done = undo(name, ledger, lambda card: of_card(card, Wire(say=output.note)), datetime.now(UTC), only={uid})
        except CannotWrite as fault:
            output.note(f"left in the calendar: {fault}")
            continue
        for outcome in done:
            output.out(
                f"{'taken out':<16}  {outcome.hours}  {outcome.title} (the card asks for another day or hour, or is closed)"
            )


def _hour(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - an hour of her own clock
    except ValueError:
        raise Misuse(f"{text!r} is no hour", next_step="write --at 09:30") from None
