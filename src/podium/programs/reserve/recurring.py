"""What keeps coming back without an item: classes of incidents, folders fixed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from podium.core.time import DAY_S, Window, day_date
from podium.journal.kinds.improvement import KIND
from podium.journal.typed import make_id
from podium.programs.reserve.ledger import is_same
from podium.signals import GROUP

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.journal.kinds.improvement import Improvement
    from podium.mirror.mirror import Mirror
    from podium.programs.reserve.ledger import Days, Item

DAYS = 90
# podium's own default, from the sentence "came back three times": the first time is no coming back.
LEAST = 3
MOST = 10
_FOLDERS = 2
_INCIDENTS = """
    select coalesce(nullif(repo, ''), ref) as class, ref, min(at_s) from ours
    where verb = 'opened' and object_kind = 'incident' group by all
"""
# A fix to a file that was fixed in the fourteen days before, and every revert: the signal repeat-fixes, by folder.
_FIXES = """
    with fixes as (
        select at_s, ref, repo, path, lag(at_s) over (partition by repo, path order by at_s, ref) as before_s
        from ours where verb = 'touched' and n_paths <= 10 and kind in ('fix', 'incident')
    )
    select repo, path, ref, at_s, 'fix' as what from fixes where at_s - before_s <= 1209600
    union all
    select t.repo, t.path, t.ref, t.at_s, 'revert' as what
    from ours t where t.verb = 'touched' and t.n_paths <= 10
      and t.ref in (select ref from ours where verb = 'reverted')
"""
Sort = Literal["incident", "fix"]


@dataclass(frozen=True, slots=True)
class Recurring:
    """One thing that keeps coming back.

    Attributes:
        name: the service of the incidents, or `repository:folder` of the fixes.
        days: when it came; receipts: what to look up, as many.
    """

    name: str
    sort: Sort
    days: tuple[date, ...]
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What keeps coming back, most often first; or why nothing can be told."""

    recurring: tuple[Recurring, ...]
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that is missing: the sentence that says why, and its fields."""

    says: str
    what: str
    sort: str
    incident_class: str
    receipts: tuple[str, ...]


def find(mirror: Mirror, *, days: int = DAYS) -> Found:
    """Classes and folders of the last 90 days; a number about a team, so only for five people or more."""
    window = Window.ending(mirror.window.end_s, days=days)
    size = mirror.evidence.group_size(window)
    if size < GROUP:
        why = f"team numbers need five people, {size} acted in {days} days" if size else f"nobody acted in {days} days"
        return Found((), why)
    often = (
        recurring
        for recurring in (*_incidents(mirror, window), *_fixes(mirror, window))
        if len(recurring.days) >= LEAST
    )
    return Found(tuple(often))


def days_of(mirror: Mirror) -> Days | None:
    """Every class and folder of the look with its days, for items that are done; None below five people."""
    window = mirror.window
    if mirror.evidence.group_size(window) < GROUP:
        return None
    return {recurring.name: recurring.days for recurring in (*_incidents(mirror, window), *_fixes(mirror, window))}


def last_day(mirror: Mirror) -> date:
    """The last day the evidence holds."""
    return day_date((mirror.window.end_s - 1) // DAY_S)


def _incidents(mirror: Mirror, window: Window) -> list[Recurring]:
    classes: dict[str, dict[str, date]] = defaultdict(dict)
    for name, ref, at_s in mirror.evidence.ask(_INCIDENTS, window, question="classes of incidents"):
        classes[str(name)][ref] = day_date(at_s // DAY_S)
    return _ordered(
        Recurring(name, "incident", tuple(sorted(refs.values())), tuple(sorted(refs))) for name, refs in classes.items()
    )


def _fixes(mirror: Mirror, window: Window) -> list[Recurring]:
    folders: dict[str, dict[str, date]] = defaultdict(dict)
    for repo, path, ref, at_s, _ in mirror.evidence.ask(_FIXES, window, question="folders fixed again"):
        folders[f"{repo}:{folder_of(path)}"][ref] = day_date(at_s // DAY_S)
    return _ordered(
        Recurring(name, "fix", tuple(sorted(refs.values())), tuple(ref[:12] for ref in sorted(refs)))
        for name, refs in folders.items()
    )


def _ordered(recurrences: Iterable[Recurring]) -> list[Recurring]:
    return sorted(recurrences, key=lambda recurring: (-len(recurring.days), recurring.name))


def folder_of(path: str) -> str:
    """The first two folders of a path; a file that lies higher is its own place."""
    folders = path.split("/")[:-1]
    return "/".join(folders[:_FOLDERS]) if len(folders) >= _FOLDERS else path


def propose(recurrences: Found, items: Sequence[Item]) -> tuple[Proposal, ...]:
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
        says = f"class {recurring.name} came back {_times(len(since))} in {DAYS} days; {linked}"
        return Proposal(says, f"Runbook for {recurring.name}", "runbook", recurring.name, recurring.receipts)
    linked = "its item was done before that" if done_days else "no test is linked"
    says = f"{recurring.name} was fixed or reverted again {_times(len(since))} in {DAYS} days; {linked}"
    return Proposal(says, f"Tests for {recurring.name}", "incident-test", recurring.name, recurring.receipts)


def _link(about: Sequence[Improvement]) -> str:
    return "its item was dropped" if about else "no runbook is linked"


def _times(count: int) -> str:
    words = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
    return f"{words.get(count, count)} times"


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
