"""The tables of patterns the linters follow, and how a table is read.

Nothing is judged that is not written there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from podium.core.errors import OurFault

TextKind = Literal["win", "update", "feedback", "message"]
Role = Literal["part", "flag", "clue"]
KINDS: tuple[TextKind, ...] = ("win", "update", "feedback", "message")
_TABLES = ("win", "feedback", "message")
_NAME = re.compile(r"\{([a-z_]+)\}")


class Rule(msgspec.Struct, frozen=True):
    """One rule as its table has it.

    Attributes:
        id: its name, also the label of the labelled sentences.
        role: `part` is looked for and offered when missing, `flag` points at words, `clue` only feeds other rules.
        strength: of a flag: strong, look again, missing.
        scope: whether patterns run in each sentence or over the whole text.
        counts_as: another rule that has a hit wherever this one has.
        why, offer, source: what the reader is told; the table calls the offer `try`.
        measured: what is known of it on other people's public text.
        patterns, exceptions: as written, word lists filled in; a hit touching an exception does not count.
        needs, unless, unless_in_text: other rules that must or must not hold in the sentence, or in the text.
        needs_two_of: rules of which at least two must hold in the sentence.
        is_cased: whether capitals matter.
        collects: whether it has no pattern of its own, only rules that count as it.
    """

    id: str
    role: Role
    why: str
    strength: str = ""
    scope: str = "sentence"
    counts_as: str = ""
    offer: str = ""
    source: str = ""
    measured: str = ""
    patterns: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    needs_two_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_in_text: tuple[str, ...] = ()
    is_cased: bool = False
    collects: bool = False

    def pattern(self) -> re.Pattern[str] | None:
        """All patterns as one, None for a rule built only on others."""
        return _joined(self.patterns, self.is_cased)

    def exception(self) -> re.Pattern[str] | None:
        """All exceptions as one."""
        return _joined(self.exceptions, self.is_cased)


class Frame(msgspec.Struct, frozen=True):
    """A framework of parts; `asked` says whether a missing part is offered per sentence, per text or not at all."""

    name: str
    parts: tuple[str, ...]
    asked: str
    of: str = ""


class Table(msgspec.Struct, frozen=True):
    """One table of rules, in the order in which they are tried."""

    name: str
    kinds: tuple[str, ...]
    frames: tuple[Frame, ...]
    rules: tuple[Rule, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that name."""
        return next(rule for rule in self.rules if rule.id == rule_id)


@cache
def _joined(patterns: tuple[str, ...], is_cased: bool) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.NOFLAG if is_cased else re.IGNORECASE)


def table_for(kind: TextKind) -> Table:
    """The table that reads a win, update, feedback note or message."""
    return next(table for table in tables() if kind in table.kinds)


@cache
def tables() -> tuple[Table, ...]:
    """Every table podium has."""
    return tuple(_table(name) for name in _TABLES)


def table_text(kind: TextKind) -> str:
    """The table itself, as it lies in the package."""
    return _source(table_for(kind).name)


def _source(name: str) -> str:
    return files("podium.text.rules").joinpath(f"{name}.toml").read_text(encoding="utf-8")


def _table(name: str) -> Table:
    raw = tomllib.loads(_source(name))
    words: dict[str, str] = raw.get("words", {})
    frames = tuple(
        Frame(frame["name"], tuple(frame["parts"]), frame["asked"], frame.get("of", "")) for frame in raw["frame"]
    )
    rules = tuple(_rule(entry, words) for entry in raw["rule"])
    return Table(name, tuple(raw["kinds"]), frames, _checked(name, rules, frames))


def _rule(entry: Mapping[str, Any], words: dict[str, str]) -> Rule:
    return Rule(
        id=entry["id"],
        role=entry["role"],
        why=entry["why"],
        strength=entry.get("strength", ""),
        scope=entry.get("scope", "sentence"),
        counts_as=entry.get("counts_as", ""),
        offer=entry.get("try", ""),
        source=entry.get("source", ""),
        measured=entry.get("measured", ""),
        patterns=tuple(_fill(pattern, words) for pattern in entry.get("patterns", [])),
        exceptions=tuple(_fill(pattern, words) for pattern in entry.get("except", [])),
        needs=tuple(entry.get("needs", [])),
        needs_two_of=tuple(entry.get("needs_two_of", [])),
        unless=tuple(entry.get("unless", [])),
        unless_in_text=tuple(entry.get("unless_in_text", [])),
        is_cased=entry.get("cased", False),
        collects=entry.get("collects", False),
    )


def _fill(pattern: str, words: dict[str, str]) -> str:
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda match: words[match[1]], pattern)
    return pattern


def _checked(name: str, rules: tuple[Rule, ...], frames: tuple[Frame, ...]) -> tuple[Rule, ...]:
    """A table that names a rule before it exists is a bug of ours, found on loading."""
    earlier_ids: set[str] = set()
    for rule in rules:
        for needed_id in (*rule.needs, *rule.needs_two_of, *rule.unless, *rule.unless_in_text):
            if needed_id not in earlier_ids:
                raise OurFault(f"rule {rule.id} of table {name} names {needed_id}, which comes later or not at all")
        earlier_ids.add(rule.id)
    missing = {part for frame in frames for part in frame.parts} - earlier_ids
    if missing:
        raise OurFault(f"table {name} has frames with unknown parts: {sorted(missing)}")
    return rules
