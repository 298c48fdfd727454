"""The reserve as her journal has it: items, days booked and kept, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.journal import Entry
from podium.journal.kinds.improvement import KIND, Improvement

if TYPE_CHECKING:
    from podium.journal import Journal

Item = Entry[Improvement]
Came = Literal["worked", "came back", "too early", "not halved", "cannot tell"]
QUIET_DAYS = 60
WORKING_DAYS = 5
# What a class of incidents is called, and the days it came on; from the evidence.
Days = Mapping[str, Sequence[date]]


class Share(msgspec.Struct, frozen=True):
    """Booked against kept over some weeks.

    Attributes:
        booked, kept: person-days of items booked in these weeks; kept counts items that say it.
        unsaid: items booked that do not say yet what was kept.
        capacity: person-days the team had; None when the head count is not known.
    """

    weeks: int
    booked: float
    kept: float
    unsaid: int
    capacity: float | None

    @property
    def words(self) -> str:
        """`booked 24 days (16 % of 150), kept 15 (10 %); 2 items do not say yet`."""
        rest = f"; {'1 item does' if self.unsaid == 1 else f'{self.unsaid} items do'} not say yet what was kept"
        rest = rest if self.unsaid else ""
        if not self.booked:
            return "nothing was booked"
        if self.capacity is None:
            return f"booked {self.booked:g} days, kept {self.kept:g}{rest}; the share needs your head count: --people"
        return (
            f"booked {self.booked:g} of {self.capacity:g} days ({100 * self.booked / self.capacity:.0f} %), "
            f"kept {self.kept:g} ({100 * self.kept / self.capacity:.0f} %){rest}"
        )


class ItemRecord(msgspec.Struct, frozen=True):
    """One item for scripts."""

    id: str
    what: str
    sort: str
    status: str
    incident_class: str
    toil_minutes: float | None
    booked_days: float | None
    kept_days: float | None
    blanks: list[str]
    outcome: str | None
    why: str | None


def items(journal: Journal) -> tuple[Item, ...]:
    """Every item in the order written."""
    return journal.entries(KIND)


def blanks(head: Improvement) -> tuple[str, ...]:
    """What an item does not say: an item that removes nothing named cannot be seen to work."""
    missing = []
    if not head.incident_class and head.toil_minutes is None:
        missing.append("names neither a class of incidents nor minutes of toil")
    if head.status in {"booked", "in-progress", "done"} and head.booked_days is None:
        missing.append("no days are booked")
    if head.status == "done" and head.kept_days is None:
        missing.append("does not say how many days were kept")
    if head.status == "done" and head.done_on is None:
        missing.append("does not say the day it took effect")
    return tuple(missing)


def share(items: Sequence[Item], today: date, *, weeks: int, people: int | None) -> Share:
    """Days booked and kept of the items booked in the last weeks; dropped ones were booked too."""
    first = today - timedelta(weeks=weeks)
    booked = [i.head for i in items if i.head.booked_on and first < i.head.booked_on <= today and i.head.booked_days]
    return Share(
        weeks=weeks,
        booked=sum(head.booked_days or 0.0 for head in booked),
        kept=sum(head.kept_days or 0.0 for head in booked),
        unsaid=sum(head.kept_days is None for head in booked),
        capacity=float(people * WORKING_DAYS * weeks) if people else None,
    )


def outcome(head: Improvement, today: date, came: Days | None) -> tuple[Came, str]:
    """Whether a finished item did what it was for: its class stayed away for 60 days, or its toil halved."""
    if head.done_on is None:
        return "cannot tell", "it does not say the day it took effect"
    if head.toil_minutes:
        return _toil(head.toil_minutes, head.toil_minutes_after)
    if not head.incident_class:
        return "cannot tell", "it names neither a class nor minutes"
    if came is None:
        return "cannot tell", "no look at incidents or fixes"
    days = [day for name, days in came.items() if is_same(name, head.incident_class) for day in days]
    again = [day for day in sorted(days) if head.done_on < day <= head.done_on + timedelta(days=QUIET_DAYS)]
    if again:
        return "came back", f"{head.incident_class} again on {again[0]}"
    if today < head.done_on + timedelta(days=QUIET_DAYS):
        return "too early", f"{head.incident_class} quiet so far; told on {head.done_on + timedelta(days=QUIET_DAYS)}"
    return "worked", f"{head.incident_class} did not come back in {QUIET_DAYS} days"


def _toil(before: float, after: float | None) -> tuple[Came, str]:
    if after is None:
        return "cannot tell", "toil afterwards is not measured yet"
    minutes_change = f"{before:g} to {after:g} minutes a week"
    return ("worked" if after <= before / 2 else "not halved"), minutes_change


def is_same(first_name: str, second_name: str) -> bool:
    """Whether two spellings mean the same class: case and the edges do not matter, nor a repository in front."""
    left_name, right = first_name.strip().casefold().strip("/"), second_name.strip().casefold().strip("/")
    return (
        bool(left_name)
        and bool(right)
        and (left_name == right or left_name.rpartition(":")[2] == right.rpartition(":")[2])
    )


def as_data(item: Item, today: date, came: Days | None) -> ItemRecord:
    """One item for scripts."""
    head = item.head
    outcome_and_why = outcome(head, today, came) if head.status == "done" else None
    return ItemRecord(
        id=item.id,
        what=head.what,
        sort=head.sort,
        status=head.status,
        incident_class=head.incident_class,
        toil_minutes=head.toil_minutes,
        booked_days=head.booked_days,
        kept_days=head.kept_days,
        blanks=list(blanks(head)),
        outcome=outcome_and_why[0] if outcome_and_why else None,
        why=outcome_and_why[1] if outcome_and_why else None,
    )
