"""What needs ten minutes now.

Her own duties, from her own words, each with the place where it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from podium.core.errors import Stop
from podium.experiments import registration, result
from podium.journal import Entry, Journal
from podium.web.words import say, say_many

# Two weeks and a day away are looked at; older promises are history, not duties.
BACK_DAYS = 60
WIN_DAYS = 7
STAKEHOLDER_DAYS = 28


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do.

    Attributes:
        what: in the imperative, short. why: what made it appear. place: where it is done. minutes: a guess.
    """

    what: str
    why: str
    place: str
    minutes: int


def every(journal: Journal, today: date) -> list[Duty]:
    """All duties, what people wait for first."""
    return [
        *_one_on_ones(journal, today),
        *_promises(journal, today),
        *_check_ins(journal, today),
        *_stakeholders(journal, today),
        *_practices(journal, today),
        *_wins(journal, today),
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
                say("Hold the 1:1 with {person}", person=person), say("moved or cancelled {n} times in a row", n=missed),
                f"/edit/{past[-1].file}", 10,
            )  # fmt: skip
        for entry in past:
            if entry.head.status == "planned" and entry.head.planned < today:
                yield Duty(
                    say("Say how the 1:1 with {person} went", person=person),
                    say("it was planned for {day}", day=entry.head.planned), f"/edit/{entry.file}", 5,
                )  # fmt: skip


def _promises(journal: Journal, today: date) -> Iterator[Duty]:
    for entry in journal.entries("one-on-one"):
        day = entry.head.held or entry.head.planned
        if entry.head.promised and today - timedelta(days=14) <= day <= today:
            yield Duty(
                say("Keep what you promised {person}", person=entry.head.person), "; ".join(entry.head.promised),
                f"/edit/{entry.file}", 10,
            )  # fmt: skip


def _check_ins(journal: Journal, today: date) -> Iterator[Duty]:
    for entry in journal.entries("delegation"):
        card = entry.head
        due = [day for day in card.check_ins if today - timedelta(days=7) <= day <= today]
        if card.status == "open" and due:
            yield Duty(
                say("Look together at: {task}", task=card.task), say("check-in of {day}", day=due[-1]),
                f"/edit/{entry.file}", 10,
            )  # fmt: skip
        if card.status == "open" and card.by_when is not None and card.by_when < today:
            yield Duty(
                say("Close or renew: {task}", task=card.task), say("it was due on {day}", day=card.by_when),
                f"/edit/{entry.file}", 5,
            )  # fmt: skip


def _stakeholders(journal: Journal, today: date) -> Iterator[Duty]:
    for entry in journal.entries("stakeholder"):
        one = entry.head
        last = max(one.contacts, default=None)
        is_due = one.next_contact is not None and one.next_contact <= today
        is_long = one.is_top and last is not None and (today - last).days > STAKEHOLDER_DAYS
        if is_due or is_long:
            why = say("last talked on {day}", day=last) if last else say("no talk noted yet")
            yield Duty(say("Talk to {name}", name=entry.id), why, f"/edit/{entry.file}", 10)


def _practices(journal: Journal, today: date) -> Iterator[Duty]:
    for made in registration.every(journal):
        if result.state(made, today) == "over":
            yield Duty(
                say("See whether it worked: {practice}", practice=made.practice),
                say("its last day was {day}", day=made.ends_on), f"/practices/run/{made.id}", 10,
            )  # fmt: skip


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


def of(journal: Journal | None, today: date) -> tuple[list[Duty], str]:
    """All duties, and what stood in the way of reading them."""
    if journal is None:
        return [], ""
    try:
        return every(journal, today), ""
    except Stop as fault:
        return [], str(fault)
