"""What she wrote down, as dated facts a question can count.

No names, only the file it stands in.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

# What stands in files named for a person: a question sees a number of its own instead of the file's name.
NAMED_FOR_PEOPLE = frozenset({"one-on-one", "agenda", "feedback", "feedback-delay"})
AnchorState = Literal["live", "orphan", "ended", "sunset"]


class Fact(NamedTuple):
    """One countable thing in the journal.

    Attributes:
        what: `contact`, `win-sentence`, `one-on-one`, ...; each is said where it is made (`journal.facts`).
        ref: the file it stands in, with a line where a file holds several.
        at_s: the day it is about, first second UTC; None for what holds until changed (a name on the map).
        age_days: days from then to the day looked at; None without a day.
        amount: in the unit of `what`; None when she left it open.
        state: a word of the fact's own, such as `moved-by-me`.
    """

    what: str
    ref: str
    at_s: int | None
    age_days: int | None
    amount: float | None
    state: str


class Anchor(NamedTuple):
    """How changes are known to belong to an initiative, and whether that is alive.

    Attributes:
        ref: the file of the initiative.
        paths: patterns; `*` within a folder, `**` across folders, `repository:` before if needed.
        tickets: patterns of ticket keys in subjects, `*` for any run of letters and digits.
        state: live has a goal that is alive; orphan has none; ended is done or stopped; sunset was declared dead.
        sunset_day: day number since 1970-01-01; None unless sunset.
    """

    ref: str
    paths: tuple[str, ...]
    tickets: tuple[str, ...]
    state: AnchorState
    sunset_day: int | None


class MappedPerson(NamedTuple):
    """How a source writes somebody on her stakeholder map, so that a meeting counts as a talk.

    Attributes:
        key: identity key, `email:lee@example.org`.
        ref: the file of the entry. state: top, skip-level or empty.
        is_guess: she wrote no key, and this one was made of the name.
        is_shown: the key is of the name a calendar shows, not of an address it may have.
    """

    key: str
    ref: str
    state: str
    is_guess: bool = False
    is_shown: bool = False


class Circle(NamedTuple):
    """Where the addresses of people on her map are looked for.

    Attributes:
        domains: of her own addresses at work. people: (name, key) of everybody she listed.
    """

    domains: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()


class Answered(NamedTuple):
    """What she said of one event of a finding.

    Attributes:
        finding: the flag. event: as the receipt names it.
        says: wrong, true or covered. because: in her words.
    """

    finding: str
    event: str
    says: str
    because: str


class Witness(NamedTuple):
    """All of it."""

    facts: tuple[Fact, ...]
    anchors: tuple[Anchor, ...]
    known: tuple[MappedPerson, ...] = ()
