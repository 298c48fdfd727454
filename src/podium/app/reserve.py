"""The improvement budget: its ledger, what keeps coming back, and the dip before it pays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead, CannotTell, Misuse
from podium.journal.kinds.improvement import KIND
from podium.programs.reserve import ledger, recurring
from podium.programs.reserve.forecast import Plan, Week, assumptions, forecast, words
from podium.programs.reserve.recurring import Proposal
from podium.signals.reactive_share import REACTIVE_SHARE

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.look import Scope
    from podium.programs.reserve.ledger import Item, Share

# Half a year: what keeps coming back is not seen in a month.
WEEKS = 27
LEAST_TIMES, WITHIN_DAYS = recurring.LEAST, recurring.DAYS
PLACE = KIND.place
_AHEAD = frozenset({"proposed", "booked", "in-progress"})


class Outcome(msgspec.Struct, frozen=True):
    """What became of a finished item."""

    id: str
    outcome: str
    why: str


class Checked(msgspec.Struct, frozen=True):
    """Finished items, and proposals for what keeps coming back.

    Attributes:
        why_none: why nothing can be told; empty when it can. written: names put into the ledger.
    """

    outcomes: tuple[Outcome, ...]
    proposals: tuple[Proposal, ...]
    why_none: str
    written: tuple[str, ...]


class Forecast(msgspec.Struct, frozen=True):
    """The weeks to come with the reserve put aside: arithmetic, with what it assumes."""

    weeks: tuple[Week, ...]
    capacity: float
    sentences: tuple[str, ...]
    assumptions: tuple[str, ...]


def items(session: Session) -> tuple[Item, ...]:
    """The ledger's items."""
    return ledger.items(session.journal())


def blanks(item: Item) -> tuple[str, ...]:
    """What an item leaves open."""
    return ledger.blanks(item.head)


def item_facts(session: Session, item: Item) -> ledger.ItemRecord:
    """An item for `--json`."""
    return ledger.as_data(item, session.today(), None)


def share(session: Session, weeks: int, people: int | None = None) -> Share:
    """What was booked against what was kept over the last weeks.

    Args:
        people: head count; None for `reports` of the file about you.
    """
    count = people or session.me().me.reports or None
    return ledger.share(items(session), session.today(), weeks=weeks, people=count)


def check(session: Session, scope: Scope, *, is_written: bool = False) -> Checked:
    """Tell whether finished items did what they were for, and propose items for what keeps coming back.

    Raises:
        CannotRead: there is no journal that can be read.
    """
    with session.mirror(scope) as mirror:
        if mirror.journal is None:
            raise CannotRead("the journal cannot be read now", next_step="podium init ~/leadership, or journal unlock")
        ledger_items = ledger.items(mirror.journal)
        repeated = recurring.find(mirror)
        days = recurring.days_of(mirror)
        proposals = tuple(recurring.propose(repeated, ledger_items))
        items_written = tuple(recurring.write(mirror.journal, proposals)) if is_written else ()
        last = recurring.last_day(mirror)
    outcomes = [
        Outcome(item.id, *ledger.outcome(item.head, last, days)) for item in ledger_items if item.head.status == "done"
    ]
    return Checked(tuple(outcomes), proposals, repeated.why_none, items_written)


def reactive_share(session: Session, scope: Scope) -> float:
    """The share of work that answers what is broken now; from git alone a lower bound, and said so.

    Raises:
        CannotTell: too few changes or people.
    """
    with session.mirror(scope) as mirror:
        measure = mirror.reader(REACTIVE_SHARE)
    if measure.value is None:
        raise CannotTell(
            f"the reactive share cannot be measured: {measure.why_none}", next_step="say it: --reactive 0.35"
        )
    session.say(f"reactive share of the last weeks: {measure.text} (n = {measure.size}); from git alone a lower bound")
    return measure.value


def head_count(session: Session, people: int | None) -> int:
    """How many people the reserve is of.

    Raises:
        Misuse: nobody said.
    """
    count = people or session.me().me.reports or None
    if count is None:
        raise Misuse("how many people?", next_step="--people 6, or `reports` in `podium me`")
    return count


def reckon(session: Session, people: int, reactive: float, share: float, removes: float) -> Forecast:
    """The dip of the first weeks, and when it pays.

    Args:
        reactive: share of work that answers what is broken now. share: put aside. removes: of `reactive` by week 12.

    Raises:
        Misuse: a share that cannot be.
    """
    ledger_items: Sequence[Item] = items(session) if session.journal_folder() is not None else ()
    toil = sum(item.head.toil_minutes or 0.0 for item in ledger_items if item.head.status in _AHEAD)
    plan = Plan(people, reactive, share, removes, toil)
    weeks = forecast(plan)
    return Forecast(weeks, plan.capacity, tuple(words(plan, weeks)), tuple(assumptions(plan)))
