"""The book of people: the only room that knows a name.

Everybody else is a number that cannot be turned back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from podium.core.automation import AuthorKind, is_doubtful, kind_of
from podium.core.errors import CannotTell
from podium.core.event import SELF

if TYPE_CHECKING:
    from podium.core.automation import Habits
    from podium.evidence.people.me_file import MeFile, Person

_GITHUB_NO_REPLY = re.compile(r"^(?:(\d+)\+)?([^@]+)@users\.noreply\.github\.com$")
_PLUS_HOSTS = frozenset({"gmail.com", "googlemail.com", "outlook.com", "fastmail.com", "proton.me", "protonmail.com"})


@lru_cache(maxsize=65_536)
def split(identity: str) -> tuple[str, str]:
    """`Ada <ada@example.org>` to name and address; either may be empty."""
    name, bracket, rest = identity.rpartition(" <")
    if not bracket:
        name, bracket, rest = identity.rpartition("<")
    return (name.strip(), rest.rstrip("> \t\r\n").strip()) if bracket else (identity.strip(), "")


def tidy_email(email: str) -> str:
    """Lower case; a plus tag goes only where the host is known to ignore it."""
    local, at, host = email.strip().lower().rpartition("@")
    if at and host in _PLUS_HOSTS:
        local = local.partition("+")[0]
    return f"{local}{at}{host}" if at else email.strip().lower()


def _slug(name: str) -> str:
    return re.sub(r"[\s_]+", "-", name.strip().lower())


class Somebody(msgspec.Struct):
    """One person, or one piece of automation, with every spelling seen.

    Attributes:
        reasons: each spelling and why it counts as this one; shown by `podium me` for herself only.
    """

    number: int
    kind: AuthorKind = "human"
    is_me: bool = False
    in_team: bool = True
    reasons: dict[str, str] = msgspec.field(default_factory=dict)


class Book:
    """Everybody seen, by spelling. Numbers are given in order of first appearance and mean nothing outside a run."""

    def __init__(self, file: MeFile, *, me: Iterable[str] = (), team: Iterable[str] = ()) -> None:
        """`me` are further spellings of hers: git config, or `--me`."""
        self._file = file
        self._by_key: dict[str, Somebody] = {}
        self._all: list[Somebody] = []
        self._team = {tidy_email(t) if "@" in t else _slug(t) for t in (*file.team, *team)}
        self._forced: dict[str, AuthorKind] = dict.fromkeys(map(self._plain, file.bots), "bot")
        self._forced.update(dict.fromkeys(map(self._plain, file.humans), "human"))
        self.me = self._new("human", is_me=True)
        self._list_me(me)
        for person in file.people:
            self._list(person)

    @staticmethod
    def _plain(text: str) -> str:
        return tidy_email(text) if "@" in text else _slug(text)

    def _new(self, kind: AuthorKind, *, is_me: bool = False) -> Somebody:
        somebody = Somebody(len(self._all), kind, is_me)
        self._all.append(somebody)
        return somebody

    def _list_me(self, me: Iterable[str]) -> None:
        mine = self._file.me
        for email in mine.emails:
            self._claim(f"email:{tidy_email(email)}", self.me)
        for name in (mine.name, *mine.aliases):
            if name:
                self._claim(f"name:{_slug(name)}", self.me)
        for login in mine.logins:
            self._claim(f"login:{login.rpartition(':')[2].lower()}", self.me)
        for identity in me:
            name, email = split(identity) if "<" in identity else ("", identity)
            if email:
                self._claim(f"email:{tidy_email(email)}", self.me)
            if name and not mine.emails:
                self._claim(f"name:{_slug(name)}", self.me)

    def _list(self, person: Person) -> None:
        somebody = self._new("human")
        for email in person.emails:
            self._claim(f"email:{tidy_email(email)}", somebody)
        for name in (person.name, *person.aliases):
            if name:
                self._claim(f"name:{_slug(name)}", somebody)
        for login in person.logins:
            self._claim(f"login:{login.rpartition(':')[2].lower()}", somebody)

    def _claim(self, key: str, somebody: Somebody) -> None:
        self._by_key.setdefault(key, somebody)

    def meet(self, identity: str, mailmap: Mapping[str, str], habits: Habits | None = None) -> Somebody:
        """The person behind a spelling; strongest reason first, and the reason is kept.

        `habits` are how the changes of a spelling that sounds like automation look.
        """
        canonical = mailmap.get(identity, identity)
        name, email = split(canonical)
        address = tidy_email(email)
        login = _GITHUB_NO_REPLY.match(address)
        # A spelling without an address is known again by its name, and joins nobody who has one.
        listed = self._by_key.get(f"email:{address}" if address else f"nameonly:{_slug(name)}")
        reason = "same address" if address else "same name, no address"
        if listed is None and login:
            listed = self._by_key.get(f"login:{login[2]}") or self._by_key.get(f"id:{login[1]}" if login[1] else "")
            reason = "GitHub no-reply address with the same login"
        if listed is None:
            listed = self._by_key.get(f"name:{_slug(name)}") if name else None
            reason = "name listed as one of this person's"
        if listed is None:
            kind, reason = kind_of(name, email, habits)
            kind = self._forced.get(address, self._forced.get(_slug(name), kind))
            listed = self._new(kind)
            reason = reason or "first seen"
        if canonical != identity:
            reason = f".mailmap, then {reason}"
        self._remember(listed, identity, address, login, reason)
        if self._team:
            was_in = listed.in_team and len(listed.reasons) > 1
            listed.in_team = listed.is_me or was_in or self._is_in_team(listed, address, name)
        return listed

    def _remember(
        self, somebody: Somebody, identity: str, address: str, login: re.Match[str] | None, reason: str
    ) -> None:
        somebody.reasons.setdefault(identity, reason)
        self._claim(f"email:{address}" if address else f"nameonly:{_slug(split(identity)[0])}", somebody)
        if login:
            self._claim(f"login:{login[2]}", somebody)
            if login[1]:
                self._claim(f"id:{login[1]}", somebody)

    def _is_in_team(self, somebody: Somebody, address: str, name: str) -> bool:
        if address in self._team or _slug(name) in self._team:
            return True
        return any(
            tidy_email(split(spelling)[1]) in self._team or _slug(split(spelling)[0]) in self._team
            for spelling in somebody.reasons
        )

    def keys(self, somebody: Somebody) -> tuple[str, ...]:
        """The identity keys (`email:...`, `github:ada`) under which other sources may know a listed person."""
        return self.keys_by_number()[somebody.number]

    def keys_by_number(self) -> dict[int, tuple[str, ...]]:
        """The same of everybody, by number."""
        keys: dict[int, set[str]] = {somebody.number: set() for somebody in self._all}
        for key, somebody in self._by_key.items():
            if not key.startswith(("id:", "nameonly:")):
                keys[somebody.number].add(key)
        keys[self.me.number].update([*(login.lower() for login in self._file.me.logins), SELF])
        return {number: tuple(sorted(of_person)) for number, of_person in keys.items()}

    @property
    def is_listed_team(self) -> bool:
        """Whether the team is a list of hers, and not everybody."""
        return bool(self._team)

    def stranger(self, key: str) -> Somebody:
        """A number for a veiled key nobody is known for."""
        if key not in self._by_key:
            self._by_key[key] = self._new("human")
            self._by_key[key].in_team = not self._team
        return self._by_key[key]

    def everybody(self) -> tuple[Somebody, ...]:
        """All numbers given so far."""
        return tuple(self._all)

    def perhaps_me(self) -> list[str]:
        """Spellings that carry one of her names but none of her addresses."""
        names = {split(spelling)[0].casefold() for spelling in self.me.reasons} - {""}
        others = (somebody for somebody in self._all if not somebody.is_me and somebody.kind == "human")
        return sorted(i for somebody in others for i in somebody.reasons if split(i)[0].casefold() in names)

    def is_me_known(self) -> bool:
        """Whether any spelling seen was hers."""
        return bool(self.me.reasons)

    def demand_me(self) -> None:
        """Stop when nothing seen is hers.

        Raises:
            CannotTell: with the way out.
        """
        if not self.is_me_known():
            raise CannotTell(
                "none of the commits is yours under the names podium knows",
                next_step="say who you are: `podium look --me you@example.org PATH`, or once for all with `podium me --edit`",
            )


__all__ = ["AuthorKind", "Book", "Somebody", "is_doubtful", "kind_of", "split", "tidy_email"]
