"""Many dated acts of one place, column by column: a page of a forge tells hundreds at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, overload

from podium.core.event import ActorKind, Event, Verb, Via, ZoneFrom

if TYPE_CHECKING:
    from podium.core.event import ObjectKind


@dataclass(slots=True)
class Sheet(Sequence[Event]):
    """A sequence of `Event` of one source, place and kind of object that makes one only when it is asked for.

    The fields mean what they mean in `Event`; each list has one value for each act. The store takes the lists: making
    a record of every act first would take most of a large sync's time.
    """

    source: str
    instance: str
    object_kind: ObjectKind
    container: str
    event_id: list[str] = field(default_factory=list[str])
    verb: list[Verb] = field(default_factory=list[Verb])
    ts: list[datetime] = field(default_factory=list[datetime])
    actor: list[str | None] = field(default_factory=list[str | None])
    actor_kind: list[ActorKind] = field(default_factory=list[ActorKind])
    object_id: list[str] = field(default_factory=list[str])
    subject: list[str | None] = field(default_factory=list[str | None])
    state: list[str | None] = field(default_factory=list[str | None])
    via: list[Via] = field(default_factory=list[Via])
    work_type: list[str | None] = field(default_factory=list[str | None])
    goal_id: list[str | None] = field(default_factory=list[str | None])
    size: list[int | None] = field(default_factory=list[int | None])
    ref_url: list[str] = field(default_factory=list[str])
    revision: list[int] = field(default_factory=list[int])
    tz: list[str | None] = field(default_factory=list[str | None])
    tz_from: list[ZoneFrom] = field(default_factory=list[ZoneFrom])

    def shared(self) -> Mapping[str, Any]:
        """The fields with one value for all acts."""
        return {name: getattr(self, name) for name in SHARED}

    def columns(self) -> Mapping[str, list[Any]]:
        """The fields with a value for each act."""
        return {name: getattr(self, name) for name in COLUMNS}

    def pick(self, places: Sequence[int]) -> Sheet:
        """The acts at these places, as a sheet of their own."""
        picked: Mapping[str, Any] = {
            name: [values[place] for place in places] for name, values in self.columns().items()
        }
        return Sheet(**self.shared(), **picked)

    def __len__(self) -> int:
        """How many acts."""
        return len(self.event_id)

    def __iter__(self) -> Iterator[Event]:
        """Each act as a record."""
        return (self[place] for place in range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> Sheet: ...
    def __getitem__(self, place: int | slice) -> Event | Sheet:
        """One act as a record, or a stretch of them."""
        if isinstance(place, slice):
            return self.pick(range(len(self))[place])
        return Event(**self.shared(), **{name: values[place] for name, values in self.columns().items()})


SHARED: Final = ("source", "instance", "object_kind", "container")
COLUMNS: Final = tuple(name for name in Sheet.__dataclass_fields__ if name not in SHARED)
