"""Whose hands made a change, as far as its author, its message and its branch say."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from podium.core.automation import agent_beside, kind_of
from podium.core.marks import REQUESTERS, table

# No mark is not "by hand": an agent that leaves none cannot be seen.
Hand = Literal["with an agent", "by an agent", "by automation", "no mark"]
_TRAILER = re.compile(r"^([A-Za-z][A-Za-z-]{2,40}):[ \t]*(\S[^\r\n]*)", re.MULTILINE)
_IDENTITY = re.compile(r"(.*?)\s*<([^<>\s]*)>")


class Reading(NamedTuple):
    """What a message says.

    Attributes:
        mark: the mark that says an agent worked on the change; empty without one.
        people: name and address of people it names, the likeliest it was made for first.
    """

    mark: str
    people: tuple[tuple[str, str], ...]


@lru_cache(maxsize=16_384)
def read_message(message: str) -> Reading:
    """The first mark of an agent in a message, and the people it names."""
    marks = table()
    mark = ""
    people: dict[str, list[tuple[str, str]]] = {}
    for key, value in _TRAILER.findall(message):
        key = key.lower()
        trailer = marks.by_key.get(key)
        if trailer is None and key not in REQUESTERS:
            continue
        identity = _IDENTITY.match(value)
        name, address = (identity[1], identity[2]) if identity else (value.strip(), "")
        is_agent = kind_of(name, address)[0] == "agent"
        if (
            not mark
            and trailer is not None
            and _says_agent(trailer.value, value, has_address=bool(address), is_agent=is_agent)
        ):
            mark = key
        if key in REQUESTERS and address and not is_agent and kind_of(name, address)[0] == "human":
            people.setdefault(key, []).append((name, address))
    lines = () if mark else marks.line_pattern.finditer(message)
    line = next((line[0] for line in lines if not marks.denial_pattern.match(message, line.start())), "")
    if line:
        mark = "session link" if "://" in line and "enerated" not in line else "line"
    return Reading(mark, tuple(requester for key in REQUESTERS for requester in people.get(key, ())))


def _says_agent(wanted: str, value: str, *, has_address: bool, is_agent: bool) -> bool:
    if wanted == "tool":
        return is_agent or (not has_address and table().tool_pattern.search(value) is not None)
    return is_agent if wanted else True


def hand_of(name: str, address: str, message: str) -> tuple[Hand, str]:
    """Whose hands, and the mark it is known by; empty for no mark."""
    kind, _ = kind_of(name, address)
    if kind == "agent":
        return "by an agent", "author"
    mark = read_message(message).mark
    if kind == "bot":
        return ("by an agent", mark) if mark else ("by automation", "author")
    if agent_beside(name, address):
        return "with an agent", "author's name"
    return ("with an agent", mark) if mark else ("no mark", "")


def is_agents_branch(name: str) -> bool:
    """Whether a branch is called what agents call theirs; the owner before it does not count."""
    parts = name.removeprefix("refs/heads/").removeprefix("refs/remotes/").split("/")
    return any("/".join(parts[n:]).startswith(_branch_prefixes()) for n in range(min(2, len(parts))))


@cache
def _branch_prefixes() -> tuple[str, ...]:
    return tuple(branch.prefix for branch in table().branches)
