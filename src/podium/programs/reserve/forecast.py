"""The dip before it pays: plain arithmetic, with every assumption said."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from podium.core.errors import Misuse

SHARE = 0.2
WEEKS = 12
DIP_WEEKS = 4
DAY_MINUTES = 8 * 60
WORKING_DAYS = 5
# podium's own default: what three months of reserve can be hoped to take off the reactive work.
REMOVES = 0.3


class Plan(msgspec.Struct, frozen=True):
    """What goes in.

    Attributes:
        people: head count. share: of the capacity put aside, 0-1.
        reactive: share of the capacity that answers what is broken now, 0-1.
        removes: share of the reactive work that is gone by the last week, 0-1.
        toil_min: minutes of toil a week the items of the ledger remove by the last week.
    """

    people: int
    reactive: float
    share: float = SHARE
    removes: float = REMOVES
    toil_min: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no team can be.

        Raises:
            Misuse: a share outside 0 to 1, nobody, negative toil.
        """
        for name in ("share", "reactive", "removes"):
            if not 0 <= getattr(self, name) <= 1:
                raise Misuse(f"{name} is a share from 0 to 1", next_step="write 0.2 for 20 %")
        if not 1 <= self.people <= 10_000:
            raise Misuse("a team has 1 to 10,000 people", next_step="--people 6")
        if not 0 <= self.toil_min <= 1_000_000:
            raise Misuse("toil is minutes a week, zero or more")

    @property
    def capacity(self) -> float:
        """Person-days a week."""
        return float(self.people * WORKING_DAYS)


class Week(msgspec.Struct, frozen=True):
    """One week, in person-days; planned is what is left for planned work."""

    number: int
    reserve: float
    reactive: float
    planned: float


def forecast(plan: Plan, *, weeks: int = WEEKS) -> tuple[Week, ...]:
    """Week 0 is before; in weeks 1 to 4 nothing has paid yet; then it pays evenly up to the last week."""
    return tuple(_week(plan, number, weeks) for number in range(weeks + 1))


def _week(plan: Plan, number: int, weeks: int) -> Week:
    whole = plan.capacity
    reserve = whole * plan.share if number else 0.0
    paid = 0.0 if number <= DIP_WEEKS else (number - DIP_WEEKS) / max(1, weeks - DIP_WEEKS)
    reactive = whole * plan.reactive * (1 - plan.removes * paid)
    saved = min(reactive, paid * plan.toil_min / DAY_MINUTES)
    reactive -= saved
    return Week(number, reserve, reactive, max(0.0, whole - reserve - reactive))


def words(plan: Plan, weeks: Sequence[Week]) -> list[str]:
    """The dip, the end, and whether it pays, in sentences."""
    before, dip, last = weeks[0].planned, weeks[min(1, len(weeks) - 1)].planned, weeks[-1].planned
    lines = [f"planned work before: {before:.1f} of {plan.capacity:g} person-days a week"]
    if before > 0:
        lines.append(
            f"weeks 1 to {DIP_WEEKS}: {dip:.1f} ({100 * dip / before - 100:+.0f} %); the incidents are still there"
        )
        lines.append(f"week {weeks[-1].number}: {last:.1f} ({100 * last / before - 100:+.0f} %)")
    if plan.share + plan.reactive > 1:
        lines.append("reserve and reactive work together are more than the team has: something has to be said no to")
    lines.append(_pays(plan, weeks))
    return lines


def _pays(plan: Plan, weeks: Sequence[Week]) -> str:
    even = next((week.number for week in weeks[1:] if week.planned >= weeks[0].planned), None)
    if even is not None:
        return f"planned work is back where it was in week {even}"
    most = plan.share / plan.reactive if plan.reactive else None
    if most is None or most > 1:
        return (
            f"in planned days alone it never pays: all reactive work is {100 * plan.reactive:.0f} %, the reserve {100 * plan.share:.0f} %; "
            "what it buys is calm, and room when something big breaks"
        )
    return f"in planned days it does not pay by week {weeks[-1].number}; for that, {100 * most:.0f} % of the reactive work has to go"


def assumptions(plan: Plan) -> list[str]:
    """What the arithmetic takes for granted."""
    return [
        f"{plan.people} people of {WORKING_DAYS} days a week, {100 * plan.share:.0f} % off the top from week 1",
        f"reactive work is {100 * plan.reactive:.0f} % of the capacity and stays there for {DIP_WEEKS} weeks",
        f"then {100 * plan.removes:.0f} % of it goes, evenly up to week {WEEKS}"
        + (f", and {plan.toil_min:g} minutes of toil a week as the ledger's items say" if plan.toil_min else ""),
        "nothing else changes; no spread is shown because none is known: this is arithmetic, not a prediction",
        "20 % is a convention (Cagan, 2007); that it gets worse first is well modelled (Repenning and Sterman)",
    ]
