"""The people she listed, by every key a source may know them under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from podium.core.event import ActorKind
from podium.core.event_batch import Sheet
from podium.evidence.people.me_file import Person

if TYPE_CHECKING:
    from podium.core.event import Event, Via, ZoneFrom
    from podium.evidence.people.me_file import MeFile

# A landing without anybody at the keyboard has no hour of anybody's.
_UNATTENDED = frozenset({"auto_merge", "merge_queue", "automation"})


class KnownPeople(msgspec.Struct):
    """The people of the file about her, by every key they are known under.

    Attributes:
        owner: identity key -> the person's first key, which stands for all of them.
        zones: first key -> declared zone.
        reasons: key -> why it belongs to its person.
        kinds: name, login or address -> what the manager said it is.
    """

    owner: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    zones: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    reasons: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    kinds: dict[str, ActorKind] = msgspec.field(default_factory=dict[str, ActorKind])
    _said: dict[str, tuple[ActorKind | None, str | None]] = msgspec.field(
        default_factory=dict[str, tuple[ActorKind | None, str | None]]
    )

    @classmethod
    def of(cls, people: MeFile) -> KnownPeople:
        """Her and everybody she listed."""
        listed = cls()
        listed.kinds.update({text.lower(): "bot" for text in people.bots})
        listed.kinds.update({text.lower(): "human" for text in people.humans})
        me = people.me
        for person in (Person(me.name, me.emails, me.aliases, me.logins, zone=me.zone), *people.people):
            keys = [f"email:{email.lower()}" for email in person.emails]
            keys += [login.lower() for login in person.logins]
            keys += [f"name:{name.lower()}" for name in (person.name, *person.aliases) if name]
            for key in keys:
                listed.owner.setdefault(key, keys[0])
                listed.reasons.setdefault(key, "listed in me.toml")
            if keys and person.zone:
                listed.zones.setdefault(keys[0], person.zone)
        return listed

    def person(self, key: str | None) -> str | None:
        """The first key of the listed person behind an identity; None for everybody else."""
        if key is None:
            return None
        plain = key.partition("#")[0].lower()
        return self.owner.get(key) or self.owner.get(plain) or self.owner.get(plain.partition(":")[2])

    def is_known(self, key: str) -> bool:
        """Whether the manager listed this person."""
        return self.person(key) is not None

    def is_settled(self, key: str) -> bool:
        """Whether the manager said already that this account is a person or automation."""
        plain = key.partition("#")[0].lower()
        return plain in self.kinds or plain.partition(":")[2] in self.kinds

    def bridge(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take over what a source says about accounts and addresses, for listed people only."""
        for first_key, second_key in sorted(pairs):
            for known_key, fresh in ((first_key, second_key), (second_key, first_key)):
                first = self.person(known_key)
                if first is not None and self.person(fresh) is None:
                    self._said.clear()
                    self.owner[fresh] = first
                    self.reasons[fresh] = "the source tells account and address"

    def links(self, met_keys: Iterable[str]) -> list[tuple[str, str, str]]:
        """What the store should know about the listed people it met."""
        links: list[tuple[str, str, str]] = []
        for key in sorted(met_keys):
            first = self.person(key)
            if first is not None and first != key:
                plain = key.partition("#")[0].lower()
                links.append((key, first, self.reasons.get(key) or self.reasons.get(plain) or "listed in me.toml"))
        return links

    def settled(self, events: Sequence[Event]) -> Sequence[Event]:
        """The events as the manager's list has them: bot or human, and a declared zone where the source knows none."""
        if not self.kinds and not self.zones:
            return events
        if isinstance(events, Sheet):
            return self._settled_sheet(events)
        return tuple(self._settled_event(event) for event in events)

    def _settled_event(self, event: Event) -> Event:
        kind, zone = self._said_of(event.actor)
        if kind:
            event = structs.replace(event, actor_kind=kind)
        if zone and _is_placed(event.tz_from, event.via) and event.ts_quality in {"exact", "minute"}:
            event = structs.replace(event, tz=zone, tz_from="declared")
        return event

    def _settled_sheet(self, sheet: Sheet) -> Sheet:
        kinds_and_zones = list(map(self._said_of, sheet.actor))
        kinds = [kind or source_kind for (kind, _), source_kind in zip(kinds_and_zones, sheet.actor_kind, strict=True)]
        zones = [
            zone if zone and _is_placed(zone_from, via) else None
            for (_, zone), zone_from, via in zip(kinds_and_zones, sheet.tz_from, sheet.via, strict=True)
        ]
        tz = [zone or source_zone for zone, source_zone in zip(zones, sheet.tz, strict=True)]
        ladder: list[ZoneFrom] = [
            "declared" if zone else zone_from for zone, zone_from in zip(zones, sheet.tz_from, strict=True)
        ]
        return replace(sheet, actor_kind=kinds, tz=tz, tz_from=ladder)

    def _said_of(self, actor: str | None) -> tuple[ActorKind | None, str | None]:
        """What the list says of an identity: its kind and its declared zone."""
        if actor is None:
            return None, None
        kind_and_zone = self._said.get(actor)
        if kind_and_zone is None:
            plain = actor.partition("#")[0].lower()
            kind = self.kinds.get(plain) or self.kinds.get(plain.partition(":")[2])
            kind_and_zone = self._said[actor] = kind, self.zones.get(self.person(actor) or "")
        return kind_and_zone


def _is_placed(zone_from: ZoneFrom, via: Via) -> bool:
    """Whether the hour of an act is her listed zone's: nobody knows better, and somebody was at the keyboard."""
    return zone_from in {"none", "profile"} and via not in _UNATTENDED
