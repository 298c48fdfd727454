"""What keeps coming back without an item: classes of incidents, folders fixed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.time import DAY_S, Window, day_date
from podium.journal.kinds.improvement import KIND
from podium.journal.typed import make_id
from podium.programs.reserve.ledger import is_same

if TYPE_CHECKING:
    from podium.evidence.views.group import Place
    from podium.journal import Journal
    from podium.journal.kinds.improvement import Improvement
    from podium.mirror.mirror import Mirror
    from podium.programs.reserve.ledger import Days, Item

DAYS = 90
# podium's own default, from the sentence "came back three times": the first time is no coming back.
LEAST = 3
MOST = 10
_INCIDENTS = """
    select coalesce(nullif(repo, ''), ref) as class, ref, min(at_s) as at_s from ours
    where verb = 'opened' and object_kind = 'incident' group by all
"""
# A fix to a file that was fixed in the fourteen days before, and every revert: the signal repeat-fixes, by the first two
# folders of a path; a file that lies higher is its own place.
_FIXES = """
    with fixes as (
        select at_s, ref, repo, path, lag(at_s) over (partition by repo, path order by at_s, ref) as before_s
        from ours where verb = 'touched' and n_paths <= 10 and kind in ('fix', 'incident') and state is null
    ), again as (
        select repo, path, ref, at_s from fixes where at_s - before_s <= 1209600
        union all
        select t.repo, t.path, t.ref, t.at_s
        from ours t where t.verb = 'touched' and t.n_paths <= 10
          and t.ref in (select ref from ours where verb = 'reverted')
    )
    select repo || ':' || case when len(string_split(path, '/')) > 2
                               then array_to_string(list_slice(string_split(path, '/'), 1, 2), '/') else path end as place,
           ref, at_s
    from again
"""
Sort = Literal["incident", "fix"]


class Recurring(msgspec.Struct, frozen=True):
    """One thing that keeps coming back.

    Attributes:
        name: the service of the incidents, or `repository:folder` of the fixes.
        days: when it came, of a group the Mondays of its weeks. receipts: what to look up.
        is_group: people did it: five at least, and it is told by weeks.
    """

    name: str
    sort: Sort
    days: tuple[date, ...]
    receipts: tuple[str, ...]
    is_group: bool


class Recurrences(msgspec.Struct, frozen=True):
    """What keeps coming back, most often first; or why nothing can be told."""

    recurring: tuple[Recurring, ...]
    why_none: str = ""


class Proposal(msgspec.Struct, frozen=True):
    """An item that is missing: the sentence that says why, and its fields."""

    says: str
    what: str
    sort: str
    incident_class: str
    receipts: tuple[str, ...]


def find(mirror: Mirror, *, days: int = DAYS) -> Recurrences:
    """Classes and folders of the last 90 days; a number about a team, so only for five people or more."""
    recurrences = _all(mirror, Window.ending(mirror.window.end_s, days=days))
    return Recurrences(
        tuple(recurring for recurring in recurrences.recurring if len(recurring.days) >= LEAST), recurrences.why_none
    )


def days_of(mirror: Mirror) -> Days | None:
    """Every class and folder of the look with its days, for items that are done; None below five people."""
    recurrences = _all(mirror, mirror.window)
    return None if recurrences.why_none else {recurring.name: recurring.days for recurring in recurrences.recurring}


def last_day(mirror: Mirror) -> date:
    """The last day the evidence holds."""
    return day_date((mirror.window.end_s - 1) // DAY_S)


def _all(mirror: Mirror, window: Window) -> Recurrences:
    """Everything that came at all; places that one to four people are behind are not told."""
    recurrences: list[Recurring] = []
    for select, sort, question in (
        (_INCIDENTS, "incident", "classes of incidents"),
        (_FIXES, "fix", "folders fixed again"),
    ):
        places, why = mirror.evidence.ask_places(select, window, question=question)
        if why:
            return Recurrences((), why)
        recurrences += _ordered(_recurring(place, "incident" if sort == "incident" else "fix") for place in places)
    return Recurrences(tuple(recurrences))


def _recurring(place: Place, sort: Sort) -> Recurring:
    days = tuple(day_date(at_s // DAY_S) for at_s in place.moments)
    receipts = tuple(f"week of {day}" for day in days) if place.is_group else place.refs
    cut = tuple(ref[:12] for ref in receipts) if sort == "fix" and not place.is_group else receipts
    return Recurring(place.name, sort, days, cut, place.is_group)


def _ordered(recurrences: Iterable[Recurring]) -> list[Recurring]:
    return sorted(recurrences, key=lambda recurring: (-len(recurring.days), recurring.name))


def propose(recurrences: Recurrences, items: Sequence[Item]) -> tuple[Proposal, ...]:
    """One item for each thing that keeps coming back and that no item names, or that came back after its item."""
    proposals = [
        proposal for recurring in recurrences.recurring if (proposal := _proposal(recurring, items)) is not None
    ]
    return tuple(proposals[:MOST])


def _proposal(recurring: Recurring, items: Sequence[Item]) -> Proposal | None:
    about = [item.head for item in items if is_same(item.head.incident_class, recurring.name)]
    if any(head.status in {"proposed", "booked", "in-progress"} for head in about):
        return None
    done_days = [head.done_on for head in about if head.status == "done" and head.done_on is not None]
    since = [day for day in recurring.days if not done_days or day > max(done_days)]
    if len(since) < LEAST:
        return None
    if recurring.sort == "incident":
        linked = "its item was done before that" if done_days else _link(about)
        says = f"class {recurring.name} came back {_times(len(since), recurring)}; {linked}"
        return Proposal(says, f"Runbook for {recurring.name}", "runbook", recurring.name, recurring.receipts)
    linked = "its item was done before that" if done_days else "no test is linked"
    says = f"{recurring.name} was fixed or reverted again {_times(len(since), recurring)}; {linked}"
    return Proposal(says, f"Tests for {recurring.name}", "incident-test", recurring.name, recurring.receipts)


def _link(about: Sequence[Improvement]) -> str:
    return "its item was dropped" if about else "no runbook is linked"


def _times(count: int, recurrence: Recurring) -> str:
    words = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
    often = words.get(count, count)
    return f"in {often} weeks of {DAYS} days" if recurrence.is_group else f"{often} times in {DAYS} days"


def write(journal: Journal, proposals: Sequence[Proposal]) -> tuple[str, ...]:
    """Write proposals as items of the ledger; one that is there by now is left alone. Returns the new ids."""
    item_ids = []
    for proposal in proposals:
        if any(
            is_same(item.head.incident_class, proposal.incident_class) and item.head.status != "done"
            for item in journal.entries(KIND)
        ):
            continue
        name = _free_id(journal, make_id(KIND, {"what": proposal.what}) or "recurring")
        journal.create(
            KIND.name,
            name,
            {
                "what": proposal.what,
                "sort": proposal.sort,
                "status": "proposed",
                "incident_class": proposal.incident_class,
                "receipts": list(proposal.receipts[:MOST]),
            },
        )
        item_ids.append(name)
    return tuple(item_ids)


def _free_id(journal: Journal, wanted: str) -> str:
    name, number = wanted, 2
    while journal.entry(KIND, name) is not None:
        name, number = f"{wanted}-{number}", number + 1
    return name
