"""What a postmortem still lacks, and where it names a person as a cause."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from podium.core.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from podium.journal import Entry
    from podium.journal.kinds.postmortem import Postmortem
    from podium.journal.kinds.postmortem_action import PostmortemAction

TALK_DAYS_SEV1, TALK_WORKING_DAYS = 3, 5
ACTION_DAYS_SEV1, ACTION_DAYS = 15, 30
_HANDLE = re.compile(r"(?<!\w)@[A-Za-z][\w.-]+|[\w.+-]+@[\w-]+\.[\w.]+")
_BLAME = re.compile(
    r"\b(?:human error|operator error|user error|pilot error|carelessness|careless|negligen\w+|incompeten\w+|"
    r"(?:he|she|they|engineer|developer|operator|somebody|someone|on-?call) (?:forgot|failed to|should have|did not bother)|"
    r"should have known|lack of attention|not paying attention)\b",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\[[^\]]+\]\s*$")


class Problem(msgspec.Struct, frozen=True):
    """One thing to change: where, what, and what to write instead."""

    where: str
    what: str
    instead: str


class Lag(msgspec.Struct, frozen=True):
    """How late something is.

    Attributes:
        days: days it took, or has taken so far. most: days it may take. is_over: whether it is late.
    """

    days: int
    most: int
    is_over: bool
    is_open: bool


def problems(
    entry: Entry[Postmortem], actions: Sequence[Entry[PostmortemAction]], names: Iterable[str]
) -> tuple[Problem, ...]:
    """Everything to change before it is shared; `names` are those of people that must stand in no cause."""
    head = entry.head
    problems_there = [*_blame(head, names), *_missing(head), *_actions(head, actions)]
    in_timeline = False
    for number, text in enumerate(lines_of(entry.body), 1):
        if text.startswith("#"):
            in_timeline = "timeline" in text.casefold()
        elif in_timeline and text.lstrip().startswith("- ") and not _LINKED.search(text):
            problems_there.append(
                Problem(f"line {number} of the text", "a line of the timeline has no evidence", "end it with [link]")
            )
    return tuple(problems_there)


def _blame(head: Postmortem, names: Iterable[str]) -> list[Problem]:
    """Names, handles and blaming words in what contributed."""
    people = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, people))})(?!\w)", re.IGNORECASE) if people else None
    problems_there: list[Problem] = []
    for text in (*head.factors, *head.hindered, head.detection):
        if (pattern and (hit := pattern.search(text))) or (hit := _HANDLE.search(text)):
            problems_there.append(
                Problem("factors", f"{hit[0]} stands in a cause", "say which condition let it happen, not who")
            )
        elif hit := _BLAME.search(text):
            problems_there.append(
                Problem("factors", f"“{hit[0]}” ends the search", "ask what made it easy to do and hard to see")
            )
    return problems_there


def _missing(head: Postmortem) -> list[Problem]:
    wanted = [
        ("overview", bool(head.overview.strip()), "two sentences anybody understands"),
        ("factors", len(head.factors) >= 2, "two contributing factors at least: one cause is rarely the whole"),
        ("minutes", head.minutes is not None or head.customers is not None, "customers or minutes, as a number"),
        ("detection", bool(head.detection.strip()), "how it was noticed"),
        ("helped", bool(head.helped), "what helped: learning comes first"),
        ("business", bool(head.business.strip()), "one paragraph for leadership"),
    ]
    return [Problem(name, "is empty", instead) for name, is_there, instead in wanted if not is_there]


def _actions(head: Postmortem, actions: Sequence[Entry[PostmortemAction]]) -> list[Problem]:
    problems_there: list[Problem] = []
    if len(actions) > head.most_actions:
        problems_there.append(
            Problem(
                "actions",
                f"{len(actions)} actions are a wish list; {head.most_actions} get done",
                "keep those that remove a factor, or write most_actions",
            )
        )
    for action in actions:
        lacks = [name for name, value in (("owner", action.head.owner), ("due", action.head.due)) if not value]
        if lacks:
            problems_there.append(
                Problem(f"action {action.id}", f"has no {' and no '.join(lacks)}", "ask who, until when")
            )
    return problems_there


def talk_lag(head: Postmortem, today: date) -> Lag:
    """Days from the end of the incident to its talk: 3 calendar days for the worst, 5 working days for others."""
    end = head.met_on or today
    if head.severity == "sev1":
        days, most = (end - head.resolved).days, TALK_DAYS_SEV1
    else:
        days, most = working_days(head.resolved, end), TALK_WORKING_DAYS
    return Lag(days, most, days > most, head.met_on is None)


def action_lag(head: Postmortem, action: PostmortemAction, today: date) -> Lag:
    """Days an action has been open, against 15 days after the worst incidents and 30 after others, or its own day."""
    end = action.closed_on or today
    most = ACTION_DAYS_SEV1 if head.severity == "sev1" else ACTION_DAYS
    start = head.met_on or head.resolved
    is_over = end > action.due if action.due is not None else (end - start).days > most
    return Lag((end - start).days, most, is_over, action.closed_on is None)


def working_days(first: date, last: date) -> int:
    """Monday to Friday from one day to another; 0 on the same day."""
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))
