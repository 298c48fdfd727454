"""An initiative and its anchor card: what the work moves, how far, and when to stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Status = Literal["proposed", "active", "done", "stopped", "sunset"]
ValueKind = Literal["cost", "risk", "speed", "revenue", "customer"]
# The anchor card of trap 4: seven slots, full before more than five person-days are spent.
LONGEST_OVERDUE_DAYS = 90
_PLACEHOLDERS = frozenset(
    {"n/a", "na", "n.a", "tbd", "tba", "tbc", "todo", "to do", "none", "nothing", "nobody", "no one", "unknown"}
    | {"later", "not known", "not yet", "not applicable", "xx", "xxx", "see wiki", "see ticket", "to be defined"}
    | {"to be decided", "same", "same as before", "any", "anyone", "someone", "somebody", "everyone", "the team"}
    | {"no idea", "whatever"}
)
ANCHOR_SLOTS = ("baseline", "target", "unit", "by_when", "value", "owner", "kill_criterion")


class Initiative(Head, frozen=True, kw_only=True):
    """A piece of work that is worth a name, how commits are known to belong to it, and its anchor card."""

    title: Annotated[str, about("the work in a few words", example="Move the ledger to managed storage")]
    status: Annotated[Status, about("where it stands", example="active", read_by="T4, sunset alarm")] = "active"
    sunset_on: Annotated[
        Day | None, about("the day it was declared dead", example=Day(2026, 10, 1), read_by="T4 sunset alarm")
    ] = None
    goal: Annotated[
        str, about("id of the goal it serves", example="cost-per-order", refers="goal", read_by="T4 linked share")
    ] = ""
    paths: Annotated[
        tuple[str, ...],
        about(
            "path patterns of its code, `*` within a folder, `**` across folders, `repository:` before if needed",
            example=["services/ledger/**", "web:src/ledger/**"],
            read_by="T4 chain from commit to goal, sunset alarm",
        ),
    ] = ()
    tickets: Annotated[
        tuple[str, ...],
        about("patterns of its tickets", example=["LEDGER-*", "acme/pay#12"], read_by="T4 chain from commit to goal"),
    ] = ()
    baseline: Annotated[float | None, about("the measure today", example=0.23, read_by="T4 anchor card")] = None
    target: Annotated[float | None, about("the measure when it worked", example=0.11, read_by="T4 anchor card")] = None
    unit: Annotated[str, about("unit of both", example="USD per 1,000 orders", read_by="T4 anchor card")] = ""
    by_when: Annotated[
        Day | None, about("the day the target is due", example=Day(2027, 3, 31), read_by="T4 anchor card")
    ] = None
    value: Annotated[
        str,
        about(
            "value conversion: what the change is worth, with the arithmetic",
            example="1.5M USD a year: (0.23 - 0.11) x 12.5M thousand orders",
            read_by="T4 anchor card, portfolio",
        ),
    ] = ""
    value_kind: Annotated[
        ValueKind | None, about("which axis the value is on", example="cost", read_by="portfolio")
    ] = None
    owner: Annotated[str, about("who answers for the outcome, one name", example="me", read_by="T4 anchor card")] = ""
    kill_criterion: Annotated[
        str,
        about("what would make you stop", example="no cost drop after the first two tables", read_by="T4 anchor card"),
    ] = ""
    effort_days: Annotated[
        float | None, about("effort spent so far", unit="person-days", example=5.0, read_by="T4, cards over 5 days")
    ] = None
    outcome: Annotated[
        str, about("the measure as read after launch", example="0.13 in May", read_by="T4 outcome read, portfolio")
    ] = ""
    outcome_read_on: Annotated[
        Day | None, about("the day it was read", example=Day(2027, 5, 4), read_by="T4 outcome read")
    ] = None

    def filled_slots(self) -> tuple[str, ...]:
        """The anchor slots that hold something, in their order."""
        return tuple(slot for slot in ANCHOR_SLOTS if getattr(self, slot) not in (None, ""))

    def slots_with_content(self, as_of: Day) -> tuple[str, ...]:
        """The filled slots that say something on a day: no "n/a", no target equal to the baseline, no date long past."""
        return tuple(slot for slot in self.filled_slots() if not self._is_empty_talk(slot, as_of))

    def _is_empty_talk(self, slot: str, as_of: Day) -> bool:
        if slot == "target":
            return self.target == self.baseline
        if slot == "by_when":
            return self.by_when is not None and (as_of - self.by_when).days > LONGEST_OVERDUE_DAYS
        content = getattr(self, slot)
        return isinstance(content, str) and is_placeholder(content)


def is_placeholder(content: str) -> bool:
    """Whether a field holds a stand-in such as "tbd", "n/a", "?" or a single letter."""
    words = content.strip().strip(".!?-_/ ").casefold()
    return words in _PLACEHOLDERS or not words or words in {"x", "y", "z"}


def find_slips(head: Initiative) -> Iterator[Slip]:
    """A sunset without its day raises no alarm."""
    if head.status == "sunset" and head.sunset_on is None:
        yield Slip(
            "sunset_on", "a sunset initiative needs the day it was declared dead", "write sunset_on = 2026-10-01"
        )


KIND = Kind(
    name="initiative",
    place="initiatives",
    model=Initiative,
    says="A piece of work with its anchor card, and the paths and tickets that belong to it.",
    id_from=("title",),
    asks=("goal", "paths", "baseline", "target", "unit", "by_when", "value", "owner", "kill_criterion"),
    prompt="# Why now\n\n# Sources\n",
    slips=find_slips,
)
