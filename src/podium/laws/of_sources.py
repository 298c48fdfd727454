"""The laws every source keeps: it says what it reads, what it never does, what it asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, get_args

from podium.laws import BrokenLawError, demand
from podium.sources import Feed, Trap

if TYPE_CHECKING:
    from podium.sources import Source


def says_what_it_reads(source: Source) -> None:
    """`title`, `reads`, `never_reads` and `blind_to` are one line each, and none is empty."""
    for name in ("title", "reads", "never_reads", "blind_to"):
        text = getattr(source, name)
        demand(isinstance(text, str) and text.strip() and "\n" not in text, f"{name} is {text!r}")


def has_a_name_people_can_type(source: Source) -> None:
    """Its name is small letters, digits and dashes."""
    demand(re.fullmatch(r"[a-z][a-z0-9-]{0,47}", source.name), f"it is {source.name!r}")


def informs_and_feeds_what_there_is(source: Source) -> None:
    """`informs` names traps and `feeds` what a trap may need, both from the lists in `podium.sources`."""
    for name, given, known in (("informs", source.informs, get_args(Trap)), ("feeds", source.feeds, get_args(Feed))):
        unknown = set(given) - set(known)
        demand(not unknown, f"{name} knows {', '.join(known)}, not {', '.join(sorted(unknown))}")
    demand(source.informs, "informs is empty")


def asks_each_thing_once(source: Source) -> None:
    """Every setting has a name of its own and a question."""
    names = [setting.name for setting in source.settings]
    demand(len(set(names)) == len(names), f"settings are called {', '.join(names)}")
    for setting in source.settings:
        demand(setting.asks.rstrip().endswith("?"), f"{setting.name} asks {setting.asks!r}")


def says_the_least_right_a_secret_needs(source: Source) -> None:
    """Where there is a secret, `secret` says what it is and `scope` the least right it needs."""
    demand(source.secret or not source.is_secret_needed, "is_secret_needed without a secret")
    demand(source.scope or not source.secret, "a secret without a scope")


LAWS: tuple[Callable[[Source], None], ...] = (
    says_what_it_reads,
    has_a_name_people_can_type,
    informs_and_feeds_what_there_is,
    asks_each_thing_once,
    says_the_least_right_a_secret_needs,
)


def reasons(source: Source) -> Iterator[tuple[str, str]]:
    """The laws a source breaks, and what was found."""
    for law in LAWS:
        try:
            law(source)
        except BrokenLawError as fault:
            yield law.__name__, f"{law.__doc__} {fault}".strip()
