"""Acts as columns: hashed people, integer times, no dates left to compute."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from podium.core import time
from podium.core.trace import Event

# Column -> engine type, in the order of the snapshot. `stream` and `connection` are the store's own and come after.
COLUMNS: Final[dict[str, str]] = {
    "event_id": "VARCHAR", "source": "VARCHAR", "instance": "VARCHAR", "verb": "VARCHAR",
    "actor": "VARCHAR", "actor_kind": "VARCHAR", "ts": "TIMESTAMP", "ts_end": "TIMESTAMP", "ts_quality": "VARCHAR",
    "at_s": "BIGINT", "end_s": "BIGINT", "utc_offset_min": "INTEGER", "tz": "VARCHAR", "tz_from": "VARCHAR",
    "day_no": "INTEGER", "week_no": "INTEGER", "wmin": "INTEGER",
    "local_hour": "INTEGER", "local_dow": "INTEGER", "local_date": "DATE",
    "object_kind": "VARCHAR", "object_id": "VARCHAR", "subject": "VARCHAR", "with_count": "INTEGER",
    "with_keys": "VARCHAR[]", "state": "VARCHAR", "via": "VARCHAR", "work_type": "VARCHAR", "goal_id": "VARCHAR",
    "size": "BIGINT", "dur_s": "BIGINT", "container": "VARCHAR", "title": "VARCHAR", "ref_url": "VARCHAR",
    "receipt": "VARCHAR", "revision": "BIGINT", "deleted": "BOOLEAN", "scope": "VARCHAR",
}  # fmt: skip
_LOCAL = ("day_no", "week_no", "wmin", "local_hour", "local_dow", "local_date")
_AS_THEY_STAND = tuple(
    name for name in COLUMNS if name not in {*_LOCAL, "actor", "subject", "at_s", "end_s", "with_keys", "via"}
)
Local = tuple[int | None, int | None, int | None, int | None, int | None, date | None]
_NO_LOCAL: Final[Local] = (None, None, None, None, None, None)


class Veil:
    """Turns identity keys into `p_...` with a random key that never leaves this machine."""

    def __init__(self, key: bytes, known: Callable[[str], bool]) -> None:
        """Keep the key and the list's answer; every identity is hashed once."""
        self._key = key
        self._known = known
        self._seen: dict[str, str] = {}
        self.listed: dict[str, str] = {}

    def person(self, identity: str | None) -> str | None:
        """The key of a person; None stays None."""
        if identity is None:
            return None
        found = self._seen.get(identity)
        if found is None:
            found = self._seen[identity] = veiled(self._key, identity)
            if self._known(identity):
                self.listed[found] = identity
        return found

    def company(self, identities: Iterable[str]) -> list[str]:
        """The keys of those whom the manager listed; all others are only counted."""
        people = [(self.person(identity), identity) for identity in identities]
        return sorted({person for person, _ in people if person is not None and person in self.listed})


def veiled(key: bytes, identity: str) -> str:
    """`p_` and 16 bytes of HMAC-SHA256 in hex; the same person under the same key, nobody under another."""
    return "p_" + hmac.new(key, identity.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def table(events: Iterable[Event], veil: Veil) -> Any:
    """The events as one Arrow table with the columns of `COLUMNS`."""
    import pyarrow as pa

    told = tuple(events)
    columns = _columns(told, veil)
    return pa.table([_array(columns[name], kind) for name, kind in COLUMNS.items()], names=list(COLUMNS))


def _array(values: Sequence[object], kind: str) -> Any:
    import pyarrow as pa

    types = {
        "VARCHAR": pa.string(), "TIMESTAMP": pa.timestamp("us"), "BIGINT": pa.int64(), "INTEGER": pa.int32(),
        "DATE": pa.date32(), "BOOLEAN": pa.bool_(), "VARCHAR[]": pa.list_(pa.string()),
    }  # fmt: skip
    try:
        return pa.array(values, types[kind])
    except UnicodeEncodeError:
        return pa.array([v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values])


def _columns(events: Sequence[Event], veil: Veil) -> dict[str, Sequence[object]]:
    """Column by column: most are taken as they stand, and times are turned once."""
    columns: dict[str, Sequence[object]] = {name: list(map(attrgetter(name), events)) for name in _AS_THEY_STAND}
    at_s = [int(_utc(e.ts).timestamp() // 1) for e in events]
    local = [_NO_LOCAL if e.tz_from == "none" else _local(e, s) for e, s in zip(events, at_s, strict=True)]
    columns |= dict(zip(_LOCAL, zip(*local, strict=True), strict=True)) if events else dict.fromkeys(_LOCAL, ())
    return columns | {
        "actor": [veil.person(e.actor) for e in events], "subject": [veil.person(e.subject) for e in events],
        "at_s": at_s, "end_s": [None if e.ts_end is None else int(_utc(e.ts_end).timestamp() // 1) for e in events],
        "with_keys": [veil.company(e.with_keys) if e.with_keys else None for e in events],
        "via": [e.via or None for e in events],
    }  # fmt: skip


def _utc(moment: datetime) -> datetime:
    # Arrow turns aware datetimes into UTC itself; a naive one has no place here and is a fault of the reader.
    if moment.tzinfo is None:
        raise ValueError("an event without a zone")
    return moment


def _local(event: Event, at_s: int) -> Local:
    offset = event.utc_offset_min
    if not time.is_usable(offset):
        offset = time.offset_in(event.tz, at_s) if event.tz else None
    if offset is None:
        return _NO_LOCAL
    day, minute = time.day_no(at_s, offset), time.minute_of_week(at_s, offset)
    try:
        local_date = time.day_date(day)
    except OverflowError:
        return _NO_LOCAL
    return day, time.week_of_day(day), minute, minute % 1440 // 60, minute // 1440, local_date
