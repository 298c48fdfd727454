"""The marks by which a change says how it was made, from the one data file that lists them."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import msgspec

Machine = Literal["agent", "bot"]


class Seen(msgspec.Struct, frozen=True, kw_only=True, rename={"where": "from"}):
    """Where a mark was seen, and on which day it was written down."""

    where: str
    on: date


class Account(Seen, frozen=True, rename={"kind": "is"}):
    """A login or name of a machine; a given name decides nothing without an address or login of the machine."""

    name: str
    kind: Machine
    is_given_name: bool = False


class Address(Seen, frozen=True, rename={"kind": "is"}):
    """An address only a machine writes from."""

    address: str
    kind: Machine


class Name(Seen, frozen=True, rename={"kind": "is"}):
    """What a whole author name looks like: an agent's, or a person's who says in it that an agent was there."""

    pattern: str
    kind: Literal["agent", "with"]


class Tool(Seen, frozen=True):
    """A word that names an agent in a trailer that tells of one."""

    word: str


class Trailer(Seen, frozen=True):
    """A key whose line says that an agent worked on the change.

    Attributes:
        value: what the value has to be: anything (empty), a tool's name, or an agent's name and address.
    """

    key: str
    value: Literal["", "tool", "agent"] = ""


class MessageLine(Seen, frozen=True):
    """A line of a message that an agent leaves, or that says none was there."""

    pattern: str


class Branch(Seen, frozen=True):
    """How the names of branches begin on which an agent works."""

    prefix: str


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The whole file."""

    accounts: tuple[Account, ...]
    addresses: tuple[Address, ...]
    names: tuple[Name, ...]
    tools: tuple[Tool, ...]
    trailers: tuple[Trailer, ...]
    lines: tuple[MessageLine, ...]
    denials: tuple[MessageLine, ...]
    branches: tuple[Branch, ...]

    @cached_property
    def by_account(self) -> dict[str, Account]:
        """Account by name."""
        return {account.name: account for account in self.accounts}

    @cached_property
    def by_address(self) -> dict[str, Machine]:
        """What an address is."""
        return {address.address: address.kind for address in self.addresses}

    @cached_property
    def by_key(self) -> dict[str, Trailer]:
        """Trailer by key, lower case."""
        return {trailer.key: trailer for trailer in self.trailers}

    @cached_property
    def name_patterns(self) -> tuple[tuple[re.Pattern[str], Literal["agent", "with"]], ...]:
        """Patterns of whole names."""
        return tuple((re.compile(name.pattern, re.IGNORECASE), name.kind) for name in self.names)

    @cached_property
    def tool_pattern(self) -> re.Pattern[str]:
        """Any tool's word, not inside a longer one."""
        words = "|".join(re.escape(tool.word) for tool in self.tools)
        return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)

    @cached_property
    def line_pattern(self) -> re.Pattern[str]:
        """Any whole line an agent leaves."""
        return re.compile(self._any_line, re.IGNORECASE | re.MULTILINE)

    @cached_property
    def hint(self) -> str:
        """A pattern, as RE2 reads it, without which a message holds no mark."""
        keys = "|".join(self.by_key)
        return rf"(?im)^(?:{keys}):|{self._any_line}"

    @cached_property
    def denial_pattern(self) -> re.Pattern[str]:
        """How a line that looks like one an agent leaves says that none was there."""
        return re.compile("|".join(line.pattern for line in self.denials), re.IGNORECASE)

    @property
    def _any_line(self) -> str:
        return "^(?:" + "|".join(line.pattern for line in self.lines) + r")\r?$"


# Trailers that name who had a change of an agent's made, in the order they are believed.
REQUESTERS = ("requested-by", "on-behalf-of", "co-authored-by", "signed-off-by")


@cache
def table() -> Marks:
    """The marks that come with podium."""
    text = files("podium.core").joinpath("marks.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Marks)
