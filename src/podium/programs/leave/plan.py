"""The backup plan for one absence: what it says, what it leaves open, what falls into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from podium.core.errors import Misuse
from podium.core.measure import counted
from podium.journal.kinds import delegation, leave, one_on_one
from podium.journal.kinds.absence_plan import KIND
from podium.programs.leave.leave import WHOLE_LEAVE_DAYS, days_between

if TYPE_CHECKING:
    from podium.journal import Entry, Journal
    from podium.journal.entry import Values
    from podium.journal.kinds.absence_plan import AbsencePlan
    from podium.programs.leave.leave import Away

# What usually waits for somebody who leads; podium's own default, and a question to each, not a rule.
USUAL = {
    "reviews": "reviews and approvals that ask for you",
    "releases": "releases and merges only you do",
    "incidents": "being called when something is down",
    "priorities": "what is worked on next",
    "people": "somebody who needs a manager that week",
    "stakeholders": "questions from outside the team",
}
_LISTS = ("duties", "decides", "waits")


def plan_of(journal: Journal, away: Away) -> Entry[AbsencePlan] | None:
    """The plan whose days overlap this absence; the nearest start wins."""
    overlapping = [e for e in journal.entries(KIND) if e.head.first <= away.last and e.head.last >= away.first]
    return min(overlapping, key=lambda e: (abs((e.head.first - away.first).days), e.id), default=None)


def write(journal: Journal, away: Away, answers: Mapping[str, Any]) -> Entry[AbsencePlan]:
    """Put what was said into the plan of an absence and declare its days; doing it again adds nothing twice.

    Raises:
        Misuse: a line that names nobody, days that cannot be.
    """
    existing = plan_of(journal, away)
    values = {name: value for name, value in answers.items() if value}
    if existing is None:
        name = str(away.first)
        journal.create(KIND.name, name, {"first": away.first, "last": away.last, **values})
    else:
        name = existing.id
        journal.write(KIND.name, name, {"first": away.first, "last": away.last, **_joined(existing.head, values)})
    _declare(journal, away)
    entry = journal.entry(KIND, name)
    if entry is None:
        raise Misuse("the plan was written and cannot be read", next_step="podium journal check")
    return entry


def _joined(was: AbsencePlan, answers: Mapping[str, Any]) -> Values:
    """New lines behind the old ones; a line about a duty already named replaces it."""
    changes = dict(answers)
    for name in _LISTS:
        if name in answers:
            fresh = {_topic(line): line for line in answers[name]}
            lines = [fresh.pop(_topic(line), line) for line in getattr(was, name)]
            changes[name] = [*lines, *fresh.values()]
    return changes


def _topic(line: str) -> str:
    return line.partition(":")[0].strip().casefold()


def _declare(journal: Journal, away: Away) -> None:
    """The days as a row of leave.toml, unless every working day of them is declared somewhere already."""
    rows = journal.entries(leave.KIND)
    declared_days = {day for e in rows for day in days_between(e.head.first, e.head.last)}
    if away.told_by or all(day in declared_days for day in days_between(away.first, away.last) if day.weekday() < 5):
        return
    fields = {"first": away.first, "last": away.last, "sort": "planned-absence"}
    journal.create(leave.KIND.name, f"{away.first}-planned-absence", fields)


def gaps(plan: AbsencePlan, away: Away) -> tuple[str, ...]:
    """What the plan leaves open, one sentence each."""
    named = {_topic(line) for line in plan.duties}
    sentences = [f"nobody is named for {key}: {meaning}" for key, meaning in USUAL.items() if key not in named]
    if len({_who(line) for line in plan.duties}) == 1 and len(plan.duties) >= 3:
        sentences.append("one person takes every duty: that moves the bottleneck for a week, and tests one person only")
    if not plan.decides:
        sentences.append("nobody may decide anything: name at least the order of work")
    if not plan.call_me_if:
        sentences.append("when you may be called is open; write the one reason, or `never`")
    if not plan.decision_log:
        sentences.append("where decisions are written down is open; without a log the debrief rests on memory")
    if not away.is_whole:
        sentences.append(
            f"{counted(away.working_days, 'working day')} {'is' if away.working_days == 1 else 'are'} too few for a test of what "
            f"the team does alone; it takes {WHOLE_LEAVE_DAYS}"
        )
    return tuple(sentences)


def _who(line: str) -> str:
    return line.partition(":")[2].strip().casefold()


def clashes(journal: Journal, away: Away) -> tuple[str, ...]:
    """What you promised to be there for, by file."""
    sentences = []
    for card in journal.entries(delegation.KIND):
        if card.head.status == "open":
            sentences += [f"a check-in on {day}: {card.file}" for day in card.head.check_ins if _is_in(day, away)]
    for talk in journal.entries(one_on_one.KIND):
        if talk.head.status == "planned" and _is_in(talk.head.planned, away):
            sentences.append(f"a 1:1 on {talk.head.planned}: {talk.file}")
    return tuple(sorted(sentences))


def _is_in(day: date, away: Away) -> bool:
    return away.first <= day <= away.last


def page(plan: AbsencePlan) -> list[str]:
    """The plan as a page to hand to the team, in Markdown."""
    lines = [f"# Away {plan.first} to {plan.last}", "", "I do not merge, approve or answer on these days.", ""]
    lines += _section("Who takes what", plan.duties, "nobody is named yet")
    lines += _section("Who decides what", plan.decides, "nobody is named yet")
    lines += _section("What waits for me", plan.waits, "nothing")
    lines += ["## When to call me", "", plan.call_me_if or "(not said yet)", ""]
    lines += ["## Where decisions are written down", "", plan.decision_log or "(not said yet)"]
    return lines


def _section(title: str, rows: Iterable[str], none: str) -> list[str]:
    return [f"## {title}", "", *(f"- {row}" for row in rows or [f"({none})"]), ""]
