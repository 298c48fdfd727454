"""Which accounts are automation: what the source says first, then a list.

A mere word in a name only raises a doubt.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from podium.core import automation
from podium.core.automation import AGENTS, BOTS

if TYPE_CHECKING:
    from podium.core.event import Kind

# GitHub's Mannequin is no type of these: it stands for a person whose history was brought from elsewhere.
_TYPES = frozenset({"bot", "app", "service_user", "service-user", "service_account"})


@lru_cache(maxsize=4096)
def kind(login: str, declared: str = "") -> Kind:
    """Human, agent or bot, by what the source declares and by name."""
    slug = re.sub(r"[\s_]+", "-", login.strip().lower())
    bare = slug.removesuffix("[bot]")
    if bare in AGENTS:
        return "agent"
    if declared.lower() in _TYPES or slug.endswith("[bot]") or bare in BOTS:
        return "bot"
    return "human"


@lru_cache(maxsize=4096)
def is_doubtful(login: str) -> bool:
    """A name that sounds like automation: worth asking about, never dropped on that alone."""
    return automation.is_doubtful(login) and kind(login) == "human"
