"""What needs ten minutes now.

Her own duties, from her own words, each with the place where it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from podium import app
from podium.app.wording import say, say_many
from podium.core.errors import Stop
from podium.experiments import describe, registration
from podium.experiments.adherence import MOST_RECEIPTS
from podium.programs import portfolio
from podium.programs.drills import schedule

if TYPE_CHECKING:
    from podium.experiments.adherence import Broken
    from podium.experiments.registration import Registration
    from podium.journal import Entry, Journal

# Two weeks and a day away are looked at; older promises are history, not duties.
BACK_DAYS = 60
WIN_DAYS = 7
STAKEHOLDER_DAYS = 28


class Duty(msgspec.Struct, frozen=True):
    """One thing to do.

    Attributes:
        what: in the imperative, short. why: what made it appear. place: where it is done. minutes: a guess.
        receipts: her own acts that made it appear.
    """

    what: str
    why: str
    place: str
    minutes: int
    receipts: tuple[str, ...] = ()


def every(journal: Journal, today: date, broken: Sequence[tuple[Registration, Broken]] = ()) -> list[Duty]:
    """All duties, what people wait for first; `broken` are hours of hers with traces in them."""
    return [
        *_one_on_ones(journal, today),
        *_promises(journal, today),
        *_check_ins(journal, today),
        *_stakeholders(journal, today),
        *_broken(broken),
        *_practices(journal, today),
        *_drills(journal, today),
        *_rehearsals(journal, today),
        *_wins(journal, today),
        *_portfolio(journal, today),
        *_mistakes(journal),
    ]


def _one_on_ones(journal: Journal, today: date) -> Iterator[Duty]:
    of_person: dict[str, list[Entry[Any]]] = {}
    for entry in sorted(journal.entries("one-on-one"), key=lambda e: e.head.planned):
        of_person.setdefault(entry.head.person, []).append(entry)
    for person, entries in sorted(of_person.items()):
        past = [e for e in entries if today - timedelta(days=BACK_DAYS) <= e.head.planned <= today]
        missed = 0
        for entry in reversed(past):
            if entry.head.status == "held":
                break
            missed += entry.head.status in {"moved", "cancelled"}
        if missed >= 2:
            yield Duty(
                say("Hold the 1:1 with {person}", person=person),
                say("moved or cancelled {n} times in a row", n=missed),
                f"/edit/{past[-1].file}",
                10,
            )
        for entry in past:
            if entry.head.status == "planned" and entry.head.planned < today:
                yield Duty(
                    say("Say how the 1:1 with {person} went", person=person),
                    say("it was planned for {day}", day=entry.head.planned),
                    f"/edit/{entry.file}",
                    5,
                )


def _promises(journal: Journal, today: date) -> Iterator[Duty]:
    for entry in journal.entries("one-on-one"):
        day = entry.head.held or entry.head.planned
        if entry.head.promised and today - timedelta(days=14) <= day <= today:
            yield Duty(
                say("Keep what you promised {person}", person=entry.head.person),
                "; ".join(entry.head.promised),
                f"/edit/{entry.file}",
                10,
            )


def _check_ins(journal: Journal, today: date) -> Iterator[Duty]:
    for entry in journal.entries("delegation"):
        card = entry.head
        due = [day for day in card.check_ins if today - timedelta(days=7) <= day <= today]
        if card.status == "open" and due:
            yield Duty(
                say("Look together at: {task}", task=card.task),
                say("check-in of {day}", day=due[-1]),
                f"/edit/{entry.file}",
                10,
            )
        if card.status == "open" and card.by_when is not None and card.by_when < today:
            yield Duty(
                say("Close or renew: {task}", task=card.task),
                say("it was due on {day}", day=card.by_when),
                f"/edit/{entry.file}",
                5,
            )


def _stakeholders(journal: Journal, today: date) -> Iterator[Duty]:
    for entry in journal.entries("stakeholder"):
        head = entry.head
        last = max(head.contacts, default=None)
        is_due = head.next_contact is not None and head.next_contact <= today
        is_long = head.is_top and last is not None and (today - last).days > STAKEHOLDER_DAYS
        if is_due or is_long:
            why = say("last talked on {day}", day=last) if last else say("no talk noted yet")
            yield Duty(say("Talk to {name}", name=entry.id), why, f"/edit/{entry.file}", 10)


def _practices(journal: Journal, today: date) -> Iterator[Duty]:
    for practice_run in registration.every(journal):
        if registration.state(practice_run, today) == "over":
            yield Duty(
                say("See whether it worked: {practice}", practice=practice_run.practice),
                say("its last day was {day}", day=practice_run.runs_until),
                f"/practices/run/{practice_run.id}",
                10,
            )


def _broken(broken_runs: Sequence[tuple[Registration, Broken]]) -> Iterator[Duty]:
    for practice_run, breach in broken_runs:
        acts = tuple(f"{at} {what} {where}" for at, what, where in breach.acts[:MOST_RECEIPTS])
        if len(breach.acts) > MOST_RECEIPTS:
            acts += (say("and {n} more", n=len(breach.acts) - MOST_RECEIPTS),)
        why = (
            say_many(
                "{count} trace of yours in {hours}",
                "{count} traces of yours in {hours}",
                len(breach.acts),
                hours=breach.slot.zone,
            )
            if breach.acts
            else say("taken out of the calendar")
        )
        yield Duty(
            say("Write a line about {day}: what came in, who else could have taken it", day=breach.slot.day),
            why,
            f"/practices/run/{practice_run.id}#broken",
            5,
            acts,
        )


def _drills(journal: Journal, today: date) -> Iterator[Duty]:
    rows = schedule.log(journal, today)
    drills_this_week = schedule.this_week(rows, today)
    if drills_this_week >= schedule.A_WEEK:
        return
    ready = schedule.due(schedule.standings(rows, today), today)
    if ready:
        why = say("it would fade; last taken on {day}", day=ready[0].last)
        yield Duty(say("Drill {part}", part=ready[0].part.name), why, f"/drill?part={ready[0].part.name}", 10)
    elif any(m.practice == "drills" and registration.state(m, today) == "running" for m in registration.every(journal)):
        why = say("{done} of {many} this week", done=drills_this_week, many=schedule.A_WEEK)
        yield Duty(say("Do a drill"), why, "/drill", 10)


def _rehearsals(journal: Journal, today: date) -> Iterator[Duty]:
    for repeat in app.forecasts.repeats_of(journal, today):
        if repeat.is_due:
            why = say("it comes back after {days} days", days=(today - repeat.last).days)
            if repeat.missed:
                why += say("; last time without {parts}", parts=", ".join(repeat.missed))
            yield Duty(say("Rehearse again: {name}", name=repeat.scenario), why, "/gym", 10)
    for entry in journal.entries("forecast"):
        if entry.head.came is None and today - timedelta(days=14) <= entry.head.talk_on <= today:
            what = say("Write what came of the talk: {what}", what=entry.head.about_what)
            yield Duty(what, say("you forecast it, {sure} % sure", sure=entry.head.sure), f"/edit/{entry.file}", 5)


def _portfolio(journal: Journal, today: date) -> Iterator[Duty]:
    missing = portfolio.missing_months(journal, today)
    so_far = portfolio.entries(journal)
    stale = [e for e in so_far if e.head.status == "draft" and (today - e.head.date).days > portfolio.FRESH_DAYS]
    if missing:
        place = f"/portfolio/month?month={missing[-1]}"
        yield Duty(
            say("Write the portfolio of {month}", month=missing[-1]), say("no result of it is kept yet"), place, 10
        )
    elif not so_far and any(e.head.date <= today for e in journal.entries("win")):
        yield Duty(
            say("Begin your portfolio"), say("the journal holds wins and the portfolio none"), "/portfolio/month", 10
        )
    if stale:
        why = say_many("{count} draft waits for your answers", "{count} drafts wait for your answers", len(stale))
        place = f"/portfolio/month?month={stale[0].head.date:%Y-%m}"
        yield Duty(say("Answer what the portfolio asks"), why, place, 10)


def _wins(journal: Journal, today: date) -> Iterator[Duty]:
    wins = journal.entries("win")
    newest = max((e.head.date for e in wins), default=None)
    if newest is None or (today - newest).days >= WIN_DAYS:
        why = say("the newest is of {day}", day=newest) if newest else say("none is written yet")
        yield Duty(say("Write down a win of the team"), why, "/journal/win/new", 10)
    untold = [
        e for e in wins if e.head.told_on is None and not e.head.is_confidential and (today - e.head.date).days <= 30
    ]
    if untold:
        why = say_many("{count} win of this month is untold", "{count} wins of this month are untold", len(untold))
        yield Duty(say("Say a win in the next sync"), why, f"/edit/{untold[-1].file}", 5)


def _mistakes(journal: Journal) -> Iterator[Duty]:
    if notes := journal.notes():
        why = say_many(
            "{count} mistake keeps words from being read", "{count} mistakes keep words from being read", len(notes)
        )
        yield Duty(say("Mend the journal"), why, "/journal", 5)


def of(
    journal: Journal | None, today: date, broken: Sequence[tuple[Registration, Broken]] = ()
) -> tuple[list[Duty], str]:
    """All duties, and what stood in the way of reading them."""
    if journal is None:
        return [], ""
    try:
        return every(journal, today, broken), ""
    except Stop as fault:
        return [], str(fault)


def reminders(journal: Journal, today: date) -> list[str]:
    """Running practices and missing portfolio months, each with what to type."""
    return [*describe.now_lines(journal, today), *portfolio.reminders(journal, today)]


def started(journal: Journal, today: date) -> frozenset[str]:
    """Practices that need no suggesting: registered, running, or over and not yet finished."""
    live = {"registered", "running", "over"}
    return frozenset(m.practice for m in registration.every(journal) if registration.state(m, today) in live)
