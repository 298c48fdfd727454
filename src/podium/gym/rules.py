"""The rules by which moves are heard in typed words, read from `rules.toml` once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Rule(msgspec.Struct, frozen=True):
    """One phrase that stands for a move.

    Attributes:
        name: the move and a word for the phrase, `own/sorry`.
        move: what is heard.
        pattern: searched in one sentence, in small letters.
        settles: the sentence is no question, whatever its mark.
    """

    name: str
    move: str
    pattern: re.Pattern[str]
    settles: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    data = tomllib.loads((files("podium.gym") / "rules.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            name=row["name"],
            move=row["name"].partition("/")[0],
            pattern=re.compile(_filled(row["pattern"], data["lists"])),
            settles=row.get("settles", False),
        )
        for row in data["rule"]
    )


@cache
def forms() -> dict[str, re.Pattern[str]]:
    """The patterns by which one sentence is told to be a question, and which."""
    data = tomllib.loads((files("podium.gym") / "rules.toml").read_text(encoding="utf-8"))
    return {name: re.compile(_filled(pattern, data["lists"])) for name, pattern in data["question"].items()}


def _filled(pattern: str, lists: dict[str, str]) -> str:
    for name, words in lists.items():
        pattern = pattern.replace(f"<{name}>", words)
    return pattern
