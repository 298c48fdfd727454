"""What the first screen holds, as records that can be kept and shown again."""

from __future__ import annotations

from datetime import date

import msgspec

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Step(msgspec.Struct, frozen=True):
    """Something to do: what, and what to type."""

    says: str
    command: str


class Finding(msgspec.Struct, frozen=True):
    """What is raised.

    Attributes:
        flag: its name for scripts. word: what to type after `podium why`. short: what it is about.
        says: the sentence with its number. usual: what is usual; empty when nothing is.
        is_judged: whether it counts towards a trap; what does not is only shown.
    """

    flag: str
    word: str
    short: str
    says: str
    usual: str
    level: str
    is_judged: bool


class Row(msgspec.Struct, frozen=True):
    """One trap.

    Attributes:
        mark, state: in shape and in words. says: one short sentence.
        raised, fine, unknown: everything it rests on, for the long form: findings, sentences, names by reason.
        rests_on: of a clear trap, what else could have been raised and was not: short names with their numbers.
    """

    name: str
    number: int
    title: str
    verdict: str
    mark: str
    state: str
    says: str
    raised: tuple[Finding, ...]
    fine: tuple[str, ...]
    unknown: tuple[tuple[str, tuple[str, ...]], ...]
    rests_on: tuple[str, ...] = ()


class Screen(msgspec.Struct, frozen=True):
    """Everything the first screen says.

    Attributes:
        read: the repositories in words. window: the weeks and the last day. newest: how old the newest change is.
        findings: the strongest, at most three. others: how many more are raised.
        new, gone: short names since the look of `since`; None when there was none before.
        recounted: what came or went in that time and is counted in another way than it was then.
        unseen: how many things could not be read.
    """

    read: str
    window: str
    newest: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    others: int
    next: Step
    since: date | None
    new: tuple[str, ...]
    gone: tuple[str, ...]
    recounted: tuple[str, ...]
    missing: Step | None
    unseen: int


def month_text(day: date) -> str:
    """A month as people write it: `June 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_text(day: date) -> str:
    """A day as people write it: `28 June 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
