"""Candidate entries of a month.

Every sentence carries its receipt, and what is unknown becomes a question to her.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from podium.journal.entry import Values
from podium.journal.typed import make_id
from podium.programs.portfolio import KIND, entries, number
from podium.programs.portfolio.changes import MOST_NAMED, receipts, served

if TYPE_CHECKING:
    from pathlib import Path

    from podium.journal import Entry, Journal
    from podium.journal.kinds.initiative import Initiative
    from podium.programs.portfolio import Period
    from podium.programs.portfolio.changes import Change, Incident

MOST_ONE_LINE = 200


class DraftedFact(msgspec.Struct, frozen=True):
    """One drafted sentence and what shows it; there is none without a receipt."""

    text: str
    receipts: tuple[str, ...]


class Candidate(msgspec.Struct, frozen=True):
    """An entry as podium would begin it.

    Attributes:
        fields: what is known; nothing in here is podium's own invention.
        told: the sentences of the story.
        sources: files it was drafted from; an entry that names one of them is not drafted again.
        questions: what she alone can know.
        is_titled: the outcome is only the name of the work; what came of it is a question.
    """

    day: date
    outcome: str
    fields: Values
    told: tuple[DraftedFact, ...]
    sources: tuple[str, ...]
    questions: tuple[str, ...] = ()
    is_titled: bool = False


def candidates(
    journal: Journal, within: Period, changes: Sequence[Change] = (), incidents: Sequence[Incident] = ()
) -> tuple[Candidate, ...]:
    """Everything of the month that is not in the portfolio yet, oldest first."""
    drafted_sources = {source for entry in entries(journal) for source in entry.head.drafted_from}
    work = {e.id: served(e, changes) for e in journal.entries("initiative")}
    begun = [
        *_wins(journal, within, work),
        *_initiatives(journal, within, work),
        *_delegations(journal, within),
        *_growth(journal, within),
        *_improvements(journal, within),
        *_incidents(within, incidents),
    ]
    if not any(journal.entries(kind) for kind in ("win", "initiative")):
        begun += _bare_work(within, changes)
    fresh = [c for c in begun if not drafted_sources & set(c.sources)]
    return tuple(_asking(c) for c in sorted(fresh, key=lambda c: (c.day, c.sources)))


def keep(journal: Journal, candidate: Candidate) -> Path:
    """Write a candidate as a draft entry of the journal.

    Raises:
        CannotWrite: the disk refused.
    """
    from podium.journal import kinds
    from podium.journal.entry import alike

    values = {**candidate.fields, "date": candidate.day, "outcome": candidate.outcome, "status": "draft"}
    values |= {"drafted_from": candidate.sources, "questions": candidate.questions}
    known_names = {alike(e.id) for e in journal.entries(KIND)}
    base_name = make_id(kinds.load(KIND), values)
    name, nth = base_name, 2
    while alike(name) in known_names:
        name, nth = f"{base_name}-{nth}", nth + 1
    return journal.create(
        KIND, name, {k: v for k, v in values.items() if v not in ("", (), None)}, body=body(candidate)
    )


def body(candidate: Candidate) -> str:
    """The story's place, and below it what the traces say with their receipts."""
    lines = [f"- {_flat(fact.text)} [{'; '.join(map(_flat, fact.receipts))}]" for fact in candidate.told]
    return "\n".join(["# The story in three sentences", "", "# What the traces say", "", *lines, ""])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _one_line(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= MOST_ONE_LINE else flat[: MOST_ONE_LINE - 1].rstrip() + "…"


def _place(entry: Entry[Any]) -> str:
    return f"{entry.file}#{entry.id}" if entry.file.endswith(".toml") else entry.file


def _landed(title: str, work: Sequence[Change], within: Period) -> DraftedFact:
    """That work landed, never how much: a count of changes is no result, and of a small team it is somebody's."""
    return DraftedFact(f"Work on “{_flat(title)}” landed in {within.name}.", receipts(work))


def _measured(before: float | None, after: float | None, unit: str, place: str) -> Iterator[DraftedFact]:
    if before is not None and after is not None:
        yield DraftedFact(f"It went from {number(before)} to {number(after)} {_flat(unit)}".rstrip() + ".", (place,))


def _wins(journal: Journal, within: Period, work: dict[str, tuple[Change, ...]]) -> Iterator[Candidate]:
    for win in journal.entries("win"):
        head = win.head
        if not within.holds(head.date):
            continue
        place = _place(win)
        facts = [DraftedFact(_flat(head.what), (place,)), *_measured(head.before, head.after, head.unit, place)]
        sources = [place]
        initiative = journal.entry("initiative", head.initiative) if head.initiative else None
        if initiative is not None and work.get(initiative.id):
            facts.append(_landed(initiative.head.title, work[initiative.id], within))
        how = [d for d in journal.entries("decision") if head.initiative and d.head.initiative == head.initiative]
        decided = [d for d in how if within.holds(d.head.date) and d.head.because]
        facts += [
            DraftedFact(f"Decided: {_flat(d.head.title)}, because {_flat(d.head.because)}.", (_place(d),))
            for d in decided
        ]
        fields = {
            name: getattr(head, name) for name in ("before", "after", "unit", "axis", "for_whom", "my_part", "credit")
        }
        fields |= {"receipts": tuple(dict.fromkeys((*head.receipts, place))), "initiative": head.initiative}
        fields |= {"is_confidential": head.is_confidential or None}
        if decided:
            fields["how"] = _flat(decided[0].head.because)
        yield Candidate(head.date, _one_line(head.what), fields, tuple(facts), tuple(sources))


def _initiatives(journal: Journal, within: Period, work: dict[str, tuple[Change, ...]]) -> Iterator[Candidate]:
    told_already = {w.head.initiative for w in journal.entries("win") if within.holds(w.head.date)}
    for entry in journal.entries("initiative"):
        head, mine = entry.head, work[entry.id]
        is_read = within.holds(head.outcome_read_on)
        if entry.id in told_already or not (mine or is_read) or _is_ended_without_outcome(journal, head):
            continue
        place = _place(entry)
        facts = [_landed(head.title, mine, within)] if mine else []
        if is_read and head.outcome:
            start = f", from {number(head.baseline)} {_flat(head.unit)}" if head.baseline is not None else ""
            facts.append(DraftedFact(f"The outcome was read: {_flat(head.outcome)}{start}.", (place,)))
        fields = {
            "before": head.baseline,
            "unit": head.unit,
            "axis": head.value_kind,
            "worth": _flat(head.value),
            "initiative": entry.id,
            "receipts": (*receipts(mine), place),
        }
        day = head.outcome_read_on if is_read else mine[-1].landed_on
        # The month belongs to the source: next month's work on the same initiative is another entry.
        yield Candidate(
            day, _one_line(head.title), fields, tuple(facts), (f"{place}@{within.first:%Y-%m}",), is_titled=True
        )


def _bare_work(within: Period, changes: Sequence[Change]) -> Iterator[Candidate]:
    """The month of a journal that names no work yet: where changes landed; what came of them is a question."""
    parts: dict[str, list[Change]] = {}
    for change in changes:
        for part in {f"{change.repository}/{path.partition('/')[0]}" for path in change.paths if "/" in path}:
            parts.setdefault(part, []).append(change)
    if not parts:
        return
    facts = tuple(
        DraftedFact(f"Work landed in {_flat(part)} in {within.name}.", receipts(parts[part])) for part in sorted(parts)
    )
    fields = {"receipts": tuple(receipt for fact in facts for receipt in fact.receipts)[:MOST_NAMED]}
    source = f"work@{within.first:%Y-%m}"
    yield Candidate(changes[-1].landed_on, f"Work of {within.name}", fields, facts, (source,), is_titled=True)


def _is_ended_without_outcome(journal: Journal, head: Initiative) -> bool:
    """Stopped or sunset, itself or its goal: what landed there is no win, whatever it was."""
    goal = journal.entry("goal", head.goal) if head.goal else None
    return head.status in {"stopped", "sunset"} or (goal is not None and goal.head.status in {"dropped", "sunset"})


def _delegations(journal: Journal, within: Period) -> Iterator[Candidate]:
    for entry in journal.entries("delegation"):
        head = entry.head
        if head.status != "done" or not within.holds(head.ended):
            continue
        place = _place(entry)
        facts = [DraftedFact(f"Handed over on {head.started}, landed on {head.ended}: {_flat(head.task)}.", (place,))]
        if head.outcome:
            facts.append(DraftedFact(f"It ended so: {_flat(head.outcome)}.", (place,)))
        if head.is_new_area:
            facts.append(DraftedFact("The area was new to them.", (place,)))
        fields = {"axis": "people", "receipts": (*head.tickets, place)}
        yield Candidate(head.ended, _one_line(head.task), fields, tuple(facts), (place,), is_titled=True)


def _growth(journal: Journal, within: Period) -> Iterator[Candidate]:
    for entry in journal.entries("growth"):
        head = entry.head
        if not within.holds(head.date):
            continue
        place = _place(entry)
        who = _flat(head.name)
        facts = [DraftedFact(f"{who}: {_flat(head.what)}." if who else f"{_flat(head.what)}.", (place, *head.receipts))]
        fields = {"axis": "people", "my_part": head.my_part, "receipts": (*head.receipts, place)}
        fields["credit"] = (who,) if who else ()
        yield Candidate(
            head.date, _one_line(f"{who}: {head.what}" if who else head.what), fields, tuple(facts), (place,)
        )


def _improvements(journal: Journal, within: Period) -> Iterator[Candidate]:
    for entry in journal.entries("improvement"):
        head = entry.head
        if head.status != "done" or not within.holds(head.done_on):
            continue
        place = _place(entry)
        unit = "minutes of toil a week"
        facts = [DraftedFact(f"Done on {head.done_on}: {_flat(head.what)}.", (place, *head.receipts))]
        facts += _measured(head.toil_minutes, head.toil_minutes_after, unit, place)
        fields = {"axis": "risk" if head.incident_class else "speed", "receipts": (*head.receipts, place)}
        if head.toil_minutes is not None:
            fields |= {"before": head.toil_minutes, "after": head.toil_minutes_after, "unit": unit}
        yield Candidate(head.done_on, _one_line(head.what), fields, tuple(facts), (place,), is_titled=True)


def _incidents(within: Period, incidents: Sequence[Incident]) -> Iterator[Candidate]:
    if not incidents:
        return
    outages = [i for i in incidents if not i.is_followup]
    follow = [i for i in incidents if i.is_followup]
    facts = [
        *_closed("incident", "incidents", outages, within),
        *_closed("follow-up", "follow-ups", follow, within),
    ]
    outcome = f"Incidents and their follow-ups in {within.name}"
    source = f"incidents@{within.first:%Y-%m}"
    fields = {"axis": "risk", "receipts": (*receipts(outages), *receipts(follow))}
    yield Candidate(incidents[-1].closed_on, outcome, fields, tuple(facts), (source,), is_titled=True)


def _closed(singular: str, plural: str, incidents: Sequence[Incident], within: Period) -> Iterator[DraftedFact]:
    """How many were closed and how long they were open, as their receipts say it."""
    if not incidents:
        return
    named_receipts = receipts(incidents)
    is_one = len(incidents) == 1
    count = f"1 {singular} was" if is_one else f"{len(incidents)} {plural} were"
    yield DraftedFact(f"{count} closed in {within.name}.", named_receipts)
    minutes = sorted(i.minutes for i in incidents if i.minutes is not None)
    if len(minutes) == len(incidents):
        yield DraftedFact(
            f"{'It was' if is_one else 'They were'} open for {_between(minutes[0], minutes[-1])}.", named_receipts
        )


def _between(least: int, most: int) -> str:
    """`12 to 95 minutes`, `50 minutes to 3 days`; one of them when both read alike."""
    first, last = _span(least), _span(most)
    return last if first == last else f"{first.removesuffix(last.partition(' ')[2]).rstrip()} to {last}"


def _span(minutes: int) -> str:
    """Minutes as a person says them: `95 minutes`, `3 hours`, `12 days`."""
    size, unit = next((size, unit) for size, unit in _SIZES if minutes >= 2 * size or size == 1)
    count = round(minutes / size)
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


_SIZES = ((1440, "day"), (60, "hour"), (1, "minute"))
_QUESTIONS = (
    ("before", "What was the number before, and what does it count? Leave it out if nobody counted."),
    ("after", "What is the number now?"),
    ("unit", "What is the unit of the number?"),
    ("axis", "Which axis does it move: cost, risk, speed, revenue, customer or people?"),
    ("for_whom", "Who is better off by it?"),
    ("worth", "So what: why does it matter to the business?"),
    ("my_part", "What was your own part?"),
    ("credit", "Who did it, by the names you would credit?"),
    ("how", "Which decision or trade-off made it possible?"),
)


def _asking(candidate: Candidate) -> Candidate:
    """The candidate with a question for everything that no receipt tells."""
    questions = [f"{name}: {text}" for name, text in _QUESTIONS if candidate.fields.get(name) in (None, "", ())]
    if not any(name in candidate.fields for name in ("before", "after")) and candidate.fields.get("axis") == "people":
        questions = [q for q in questions if not q.startswith(("before", "after", "unit"))]
    if candidate.is_titled:
        questions.insert(
            0, "outcome: What changed, and for whom, in one line? The line above is only the work's title."
        )
    return replace(candidate, questions=tuple(questions))
