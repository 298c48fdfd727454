"""The one text file in which she says who she is: names, hours, zone, team, leave, rota, role."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from podium.core.errors import CannotRead, Misuse
from podium.core.journal_facts import Circle
from podium.core.lines import lines_of
from podium.core.time import Hours, zone
from podium.evidence.engines import address

Relation = str
_RELATIONS = ("report", "peer", "skip", "stakeholder", "manager", "other")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST_BYTES = 1_000_000


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Days from and to, both included, in her own calendar."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"`to` ({self.last}) is before `from` ({self.first})")


class Me(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Her side of the file.

    Attributes:
        hours: `Mon-Fri 09:00-18:00`; empty means not declared.
        zone: IANA name of the home zone; empty means the offset of each commit is taken as it stands.
        integrator: landing others' work is her role, so landing alone is no finding; None when not said.
        reports: how many people report to her; below four podium looks as at a tech lead; None when not said.
        manages_since: the day she became a manager; nothing before it is held against her. None when not said.
    """

    name: str = ""
    emails: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    zone: str = ""
    hours: str = ""
    integrator: bool | None = None
    reports: Annotated[int, msgspec.Meta(ge=0, le=10_000)] | None = None
    manages_since: date | None = None
    leave: tuple[Span, ...] = ()
    rota: tuple[Span, ...] = ()


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody else, listed so that their several addresses count as one person."""

    name: str = ""
    emails: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    relation: Relation = "other"
    zone: str = ""
    since: date | None = None


class EngineSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An engine of her organisation that holds her evidence, and the name she is filed under there."""

    address: str = ""
    manager: str = ""


class MeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `team`, when not empty, limits every team number to these people."""

    me: Me = msgspec.field(default_factory=Me)
    team: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    humans: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    engine: EngineSetting = msgspec.field(default_factory=EngineSetting)


TEMPLATE = """\
# Who you are to podium. Change a line, run `podium look` again: it applies everywhere at once.
# Everything is optional; what stays out is taken from git config and .mailmap.

[me]
# name = "Ada Lovelace"
# emails = ["ada@example.org", "ada@home.example"]   # every address you commit with
# aliases = ["alovelace"]                            # other names you commit under
# logins = ["github:ada"]                            # for the sources you connect
# zone = "Europe/Berlin"                             # your home zone
# hours = "Mon-Fri 09:00-18:00"                      # the yardstick for late work is yours, not nine to five
# integrator = false                                 # true: landing other people's work is your role
# reports = 6                                        # below 4 podium looks as at a tech lead
# manages_since = 2026-09-01                         # nothing before that day is compared with
# leave = [{ from = 2026-08-03, to = 2026-08-14 }]
# rota = [{ from = 2026-09-07, to = 2026-09-13 }]    # weeks you were on call

# Team numbers only ever cover groups of five or more. Without a list: everybody in the repositories.
# team = ["bo@example.org", "chi@example.org"]
# bots = ["deploy@example.org"]                      # automation podium did not recognise
# humans = ["zo.bot@example.org"]                    # people podium took for automation

# An engine of your organisation that holds your evidence; `podium look` without PATHS asks it. Never a password here.
# [engine]
# address = "postgresql://ana@warehouse.example/lake"
# manager = "ana"                                    # the name you are filed under; else the user of the address

# One block for each person whose addresses podium should count as one.
# [[people]]
# name = "Bo"
# emails = ["bo@example.org", "bo@old.example"]
# relation = "report"                                # report, peer, skip, stakeholder, manager or other
"""


def read(path: Path) -> MeFile:
    """Read the file; a missing one is an empty one.

    Raises:
        CannotRead: it is not TOML, or a key or value is not known; names line and key.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CannotRead("the file about you is larger than a megabyte", where=str(path))
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return MeFile()
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotRead(f"the file about you cannot be read: {fault}", where=str(path)) from fault
    return parse(text, str(path))


def parse(text: str, where: str) -> MeFile:
    """Text to `MeFile`, with every value checked."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise CannotRead(f"not valid TOML: {fault}", where=where, next_step="fix that line") from fault
    try:
        me_file = msgspec.convert(table, MeFile, strict=True)
    except msgspec.ValidationError as fault:
        raise _unknown(str(fault), text, where) from fault
    _check(me_file, text, where)
    return me_file


def _unknown(complaint: str, text: str, where: str) -> CannotRead:
    unknown = re.search(r"unknown field `([^`]*)`(?: - at `\$\.(\w+))?", complaint)
    key = unknown or re.search(r"\$\.(?:\w+\.)?(\w+)", complaint)
    line = _line_of(key[1], text) if key else 0
    if unknown:
        complaint = f"podium knows no key {unknown[1]!r} here"
        if not unknown[2] and unknown[1] in Me.__struct_fields__:
            complaint = f"{unknown[1]!r} stands outside its part: it belongs below a line [me]"
    return CannotRead(
        complaint, where=f"{where}:{line}" if line else where, next_step="`podium me --template` shows every key"
    )


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(lines_of(text), 1):
        if re.match(rf"\s*\[*\s*{re.escape(key)}\b", line):
            return number
    return 0


def _check(me_file: MeFile, text: str, where: str) -> None:
    if me_file.engine.address:
        try:
            address.parse(me_file.engine.address)
        except Misuse as fault:
            line = f"{where}:{_line_of('address', text)}"
            raise CannotRead(fault.what, where=line, next_step=fault.next_step) from None
    if me_file.me.hours:
        hours(me_file.me.hours, where=f"{where}:{_line_of('hours', text)}")
    for name in (me_file.me.zone, *(p.zone for p in me_file.people)):
        if name and zone(name) is None:
            raise CannotRead(
                f"{name!r} is not a time zone",
                where=f"{where}:{_line_of('zone', text)}",
                next_step='write an IANA name such as "Europe/Berlin"',
            )
    for person in me_file.people:
        if person.relation not in _RELATIONS:
            raise CannotRead(
                f"{person.relation!r} is not a relation",
                where=f"{where}:{_line_of('relation', text)}",
                next_step="write one of " + ", ".join(_RELATIONS),
            )


# Hosts at which everybody may have an address say nothing of where somebody works.
_PUBLIC_HOSTS = re.compile(
    r"(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|proton|protonmail|gmx|fastmail|users\.noreply)\."
)


def circle(file: MeFile) -> Circle:
    """Where people of her map are looked for: hosts of her own addresses, and everybody listed by name."""
    hosts = {email.lower().partition("@")[2] for email in file.me.emails} - {""}
    named = [
        (name, f"email:{email.lower()}")
        for person in file.people
        for name in (person.name, *person.aliases)
        if name
        for email in person.emails
    ]
    return Circle(tuple(sorted(host for host in hosts if not _PUBLIC_HOSTS.match(host))), tuple(sorted(named)))


def hours(text: str, *, where: str = "") -> Hours:
    """`Mon-Fri 09:00-18:00` or `Mon Wed Thu 22:00-06:00`.

    Raises:
        CannotRead: anything else.
    """
    shape = re.fullmatch(r"\s*([A-Za-z,\- ]+?)\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*", text)
    days = _weekdays(shape[1]) if shape else None
    if shape and days:
        start, end = int(shape[2]) * 60 + int(shape[3]), int(shape[4]) * 60 + int(shape[5])
        if start < 1440 and end <= 1440 and start != end and int(shape[3]) < 60 and int(shape[5]) < 60:
            return Hours(days, start, end)
    raise CannotRead(f"{text!r} are no working hours", where=where, next_step='write them as "Mon-Fri 09:00-18:00"')


def _weekdays(text: str) -> frozenset[int] | None:
    days: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip().lower()):
        ends = part.split("-")
        numbers = [_DAYS.index(end[:3]) for end in ends if end[:3] in _DAYS]
        if len(numbers) != len(ends) or len(ends) > 2:
            return None
        first, last = numbers[0], numbers[-1]
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(days)
