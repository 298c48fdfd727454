"""The journal as countable facts.

What each kind of entry says to the traps that only she can see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from podium import text
from podium.core.errors import CannotRead, Locked
from podium.core.journal_facts import Anchor, Answered, Circle, Fact, MappedPerson, Witness
from podium.core.measure import counted
from podium.core.shown_names import keys_of_name
from podium.core.time import DAY_S
from podium.journal.find import cache_root, known_journal
from podium.journal.folder import open_journal
from podium.journal.kinds import (
    answer,
    delegation,
    feedback,
    goal,
    initiative,
    leave,
    message,
    one_on_one,
    recall,
    stakeholder,
    sync,
    win,
)

if TYPE_CHECKING:
    from podium.core.journal_facts import AnchorState
    from podium.journal.entry import Entry
    from podium.journal.folder import Journal

_EPOCH = date(1970, 1, 1)
_NOWHERE = Circle()
HELD_WITHIN_DAYS = 7
GOAL_DAYS = 14


def read(journal: Journal, as_of: date, circle: Circle = _NOWHERE) -> Witness:
    """Everything up to and including a day; people on her map without a key are looked for in her circle."""
    facts = [
        *_stakeholders(journal, as_of),
        *_wins(journal, as_of),
        *_syncs(journal, as_of),
        *_talks(journal, as_of),
        *_feedback(journal, as_of),
        *_messages(journal, as_of),
        *_cards(journal, as_of),
        *_goals(journal, as_of),
        *_handed_over(journal, as_of),
    ]
    ordered = tuple(sorted(facts, key=lambda f: (f.what, f.ref, f.at_s or 0, f.state)))
    return Witness(ordered, tuple(_anchors(journal)), tuple(_known(journal, circle)))


def _fact(
    what: str,
    entry: Entry[Any],
    day: date | None,
    as_of: date,
    amount: float | None = None,
    state: str = "",
    *,
    nth: int = 0,
) -> Fact:
    ref = f"{entry.file}:{entry.line}" if entry.file.endswith(".toml") else entry.file
    at_s = None if day is None else (day - _EPOCH).days * DAY_S
    age = None if day is None else (as_of - day).days
    return Fact(what, f"{ref}#{nth}" if nth else ref, at_s, age, amount, state)


def mapped(circle: Circle = _NOWHERE) -> frozenset[str]:
    """The keys of everybody on her map; none without a journal that can be read."""
    root = known_journal()
    if root is None:
        return frozenset()
    try:
        return frozenset(person.key for person in _known(open_journal(root, cache_root=cache_root()), circle))
    except (CannotRead, Locked):
        return frozenset()


def answers(journal: Journal) -> tuple[Answered, ...]:
    """What she answered to receipts, event by event; a later answer stands in the place of an earlier one."""
    answers_by_event: dict[tuple[str, str], Answered] = {}
    for entry in sorted(journal.entries(answer.KIND), key=lambda e: (e.head.on, e.id)):
        head = entry.head
        answers_by_event |= {(head.finding, e): Answered(head.finding, e, head.says, head.because) for e in head.events}
    return tuple(answers_by_event[key] for key in sorted(answers_by_event))


def leave_days(journal: Journal) -> list[tuple[date, date]]:
    """The first and the last day of each leave, in the order they stand."""
    return [(entry.head.first, entry.head.last) for entry in journal.entries(leave.KIND)]


def _known(journal: Journal, circle: Circle) -> Iterator[MappedPerson]:
    for entry in journal.entries(stakeholder.KIND):
        place = _place(entry.head)
        for key in entry.head.keys:
            yield MappedPerson(key if ":" in key else f"email:{key}", entry.file, place)
        if not entry.head.keys:
            for key in _likely(entry.id, circle):
                yield MappedPerson(key, entry.file, place, is_guess=True)
            for key in keys_of_name(entry.id):
                yield MappedPerson(key, entry.file, place, is_guess=True, is_shown=True)


def _likely(name: str, circle: Circle) -> list[str]:
    """The keys a name on her map may have: those of somebody listed so, else addresses made of it at her own hosts."""
    words = _words(name)
    listed = sorted({key for listed_name, key in circle.people if _words(listed_name) == words})
    if listed or not words:
        return listed
    forms = {joint.join(words) for joint in (".", "-", "_", "")}
    if len(words) > 1:
        forms.add(f"{words[0][0]}{words[-1]}")
    return sorted(f"email:{form}@{domain}" for form in forms for domain in circle.domains)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.casefold())


def _place(head: stakeholder.Stakeholder) -> str:
    return "skip-level" if head.relation == "skip-level" else "top" if head.is_top else ""


def _stakeholders(journal: Journal, as_of: date) -> Iterator[Fact]:
    for entry in journal.entries(stakeholder.KIND):
        head = entry.head
        state = _place(head)
        is_known = any(day <= as_of for day in head.contacts)
        # Without a date and without a match in a calendar nobody knows whether they spoke: no number, and no "never".
        yield _fact("stakeholder", entry, None, as_of, 1.0 if is_known else None, state)
        for day in head.contacts:
            if day <= as_of:
                yield _fact("contact", entry, day, as_of, 1.0, state)
    for reply in journal.entries(recall.KIND):
        if reply.head.date <= as_of:
            yield _fact("recall", reply, reply.head.date, as_of, float(reply.head.score))


def _wins(journal: Journal, as_of: date) -> Iterator[Fact]:
    entries = [entry for entry in journal.entries(win.KIND) if entry.head.date <= as_of]
    for entry in entries:
        head = entry.head
        sentence = text.own_words.OwnWords.typed(head.what, where=entry.file)
        filled_slots = _fields_filled(head) | set(text.slots.slots(sentence).filled)
        is_business = text.slots.slots(sentence).is_business or len(filled_slots) >= text.slots.BUSINESS_SLOTS
        if is_business or text.lint.is_read(sentence):
            yield _fact("win-sentence", entry, head.date, as_of, float(is_business), nth=1)
        words = text.own_words.OwnWords.typed(f"{head.what}\n\n{entry.body}", where=entry.file)
        story = text.slots.win_sentences(words)
        credited = bool(head.credit) or any(read_slots.credit for _, read_slots in story)
        yield _fact("win", entry, head.date, as_of, float(credited), "confidential" if head.is_confidential else "")


def _handed_over(journal: Journal, as_of: date) -> Iterator[Fact]:
    """Cards of work handed over, and whether it went to a person; None where the card does not say."""
    for entry in journal.entries(delegation.KIND):
        head = entry.head
        if head.started <= as_of:
            yield _fact(
                "handed-over", entry, head.started, as_of, None if head.to is None else float(head.to == "person")
            )


def _fields_filled(head: win.Win) -> set[str]:
    """The slots of a win that its fields fill, whatever its sentence says."""
    has_both = head.before is not None and head.after is not None
    fields = {
        "beneficiary": bool(head.for_whom.strip()),
        "change": has_both and head.before != head.after,
        "number": has_both,
        "unit": bool(head.unit.strip()),
        "axis": head.axis is not None,
    }
    return {name for name, is_filled in fields.items() if is_filled}


def _syncs(journal: Journal, as_of: date) -> Iterator[Fact]:
    told_days = {e.head.told_on for e in journal.entries(win.KIND)}
    for entry in journal.entries(sync.KIND):
        head = entry.head
        if head.attended and head.date <= as_of:
            yield _fact("sync", entry, head.date, as_of, float(bool(head.wins) or head.date in told_days))


def _talks(journal: Journal, as_of: date) -> Iterator[Fact]:
    for entry in journal.entries(one_on_one.KIND):
        head = entry.head
        if head.planned > as_of or head.status == "planned":
            continue
        day = head.held or head.planned
        is_held = head.status == "held" or (head.status == "moved" and head.held is not None)
        in_time = is_held and abs((day - head.planned).days) <= HELD_WITHIN_DAYS
        moved = "moved-by-me" if head.status in {"moved", "cancelled"} and head.moved_by == "me" else ""
        if head.moved_by != "leave":
            yield _fact("one-on-one", entry, head.planned, as_of, float(in_time), moved)
        items = (head.agenda_theirs or 0) + (head.agenda_mine or 0)
        if is_held and items:
            yield _fact("agenda", entry, head.planned, as_of, (head.agenda_theirs or 0) / items)


def _feedback(journal: Journal, as_of: date) -> Iterator[Fact]:
    for entry in journal.entries(feedback.KIND):
        head = entry.head
        if head.event > as_of:
            continue
        is_complete = all(part.strip() for part in (head.situation, head.behaviour, head.impact))
        yield _fact("feedback", entry, head.event, as_of, float(is_complete))
        if head.given is not None:
            yield _fact("feedback-delay", entry, head.event, as_of, float(_working_days(head.event, head.given)))


def _working_days(first: date, last: date) -> int:
    """Working days from one day to another, Monday to Friday; 0 on the same day."""
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))


def _messages(journal: Journal, as_of: date) -> Iterator[Fact]:
    entries = [
        entry
        for entry in journal.entries(message.KIND)
        if not entry.head.is_incident and entry.head.is_first_turn and entry.head.date <= as_of and entry.body.strip()
    ]
    for entry in entries:
        words = text.own_words.OwnWords.typed(entry.body, where=entry.file)
        if not text.lint.is_read(words):
            continue
        is_advice_first = text.coaching.is_advice_first(words)
        asks = bool(text.coaching.questions(words).open) and not is_advice_first
        yield _fact("message", entry, entry.head.date, as_of, float(asks), "advice-first" if is_advice_first else "")


def _cards(journal: Journal, as_of: date) -> Iterator[Fact]:
    for entry in journal.entries(initiative.KIND):
        if entry.head.status in {"proposed", "active"}:
            full_slots = len(entry.head.slots_with_content(as_of))
            is_large = (entry.head.effort_days or 0) > 5
            yield _fact(
                "card",
                entry,
                None,
                as_of,
                float(full_slots == len(initiative.ANCHOR_SLOTS)),
                "large" if is_large else "",
            )
            if entry.head.status == "active":
                yield _fact("initiative", entry, None, as_of, float(_state(entry.head, journal) == "live"))
        if entry.head.status == "done":
            yield _fact(
                "outcome", entry, entry.head.outcome_read_on, as_of, float(entry.head.outcome_read_on is not None)
            )


def _goals(journal: Journal, as_of: date) -> Iterator[Fact]:
    for entry in journal.entries(goal.KIND):
        confirmed = entry.head.confirmed_on
        if entry.head.status == "alive":
            age = None if confirmed is None else (as_of - confirmed).days
            is_stale = age is None or age > GOAL_DAYS
            yield _fact("goal", entry, None, as_of, float(is_stale), "never" if age is None else counted(age, "day"))


def _state(head: initiative.Initiative, journal: Journal) -> AnchorState:
    serves = journal.entry(goal.KIND, head.goal) if head.goal else None
    if head.status == "sunset" or (serves is not None and serves.head.status == "sunset"):
        return "sunset"
    if head.status in {"done", "stopped"}:
        return "ended"
    return "live" if serves is not None and serves.head.status in {"alive", "changed"} else "orphan"


def _anchors(journal: Journal) -> Iterator[Anchor]:
    for entry in journal.entries(initiative.KIND):
        head = entry.head
        state = _state(head, journal)
        serves = journal.entry(goal.KIND, head.goal) if head.goal else None
        died = head.sunset_on or (serves.head.sunset_on if serves is not None else None)
        yield Anchor(
            entry.file,
            head.paths,
            head.tickets,
            state if died or state != "sunset" else "ended",
            (died - _EPOCH).days if state == "sunset" and died else None,
        )
