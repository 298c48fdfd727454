"""Which accounts are automation: what the source says first, then a list.

A mere word in a name only raises a doubt.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from podium.core import automation

if TYPE_CHECKING:
    from podium.core.event import ActorKind

# GitHub's Mannequin is no type of these: it stands for a person whose history was brought from elsewhere.
_TYPES = frozenset({"bot", "app", "service_user", "service-user", "service_account"})


@lru_cache(maxsize=4096)
def kind(login: str, declared: str = "") -> ActorKind:
    """Human, agent or bot, by what the source declares and by name."""
    return automation.kind_of_login(login, is_declared=declared.lower() in _TYPES)


@lru_cache(maxsize=4096)
def is_doubtful(login: str) -> bool:
    """A name that sounds like automation: worth asking about, never dropped on that alone."""
    return automation.is_doubtful(login) and kind(login) == "human"
