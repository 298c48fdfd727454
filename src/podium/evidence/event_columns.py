"""Acts as columns: hashed people, integer times, no dates left to compute."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, Final

from podium.core import columns, time
from podium.core.columns import Column
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
    name for name in COLUMNS
    if name not in {*_LOCAL, "actor", "subject", "ts", "ts_end", "at_s", "end_s", "with_keys", "via"}
)  # fmt: skip
Local = tuple[int | None, int | None, int | None, int | None, int | None, int | None]
_NO_LOCAL: Final[Local] = (None, None, None, None, None, None)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)
_EXACT_S: Final = 4e9  # below this a float of seconds holds every microsecond


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
    return pa.table({name: _column(columns[name], kind) for name, kind in COLUMNS.items()})


def _column(values: Sequence[Any], kind: str) -> Column:
    """Values as a column of an engine type; instants are microseconds and dates are day numbers."""
    import pyarrow as pa

    types = {
        "VARCHAR": pa.string(), "TIMESTAMP": pa.timestamp("us"), "BIGINT": pa.int64(), "INTEGER": pa.int32(),
        "DATE": pa.date32(), "BOOLEAN": pa.bool_(), "VARCHAR[]": pa.list_(pa.string()),
    }  # fmt: skip
    if not values or values.count(None) == len(values):
        return pa.nulls(len(values), types[kind])
    if kind == "VARCHAR[]":
        return _lists(values)
    is_constant = values.count(values[0]) == len(values)
    found = columns.repeat(values[0], len(values)) if is_constant else columns.from_values(values)
    if kind == "VARCHAR":
        return found
    return (found.cast(pa.int32()) if kind == "DATE" else found).cast(types[kind])


def _lists(values: Sequence[list[str] | None]) -> Column:
    import numpy as np
    import pyarrow as pa

    flat = columns.from_values([text for texts in values for text in texts or ()])
    ends = np.cumsum([0, *(len(texts or ()) for texts in values)]).astype(np.int32)
    gaps = columns.from_array(np.fromiter((texts is None for texts in values), np.bool_, len(values)))
    return pa.ListArray.from_arrays(columns.from_array(ends), flat, mask=gaps)


def _columns(events: Sequence[Event], veil: Veil) -> dict[str, list[Any]]:
    """Column by column: most are taken as they stand, and times are turned once."""
    found: dict[str, list[Any]] = {name: list(map(attrgetter(name), events)) for name in _AS_THEY_STAND}
    ts = [_micros(e.ts) for e in events]
    at_s = [micros // 1_000_000 for micros in ts]
    ends = [None if e.ts_end is None else _micros(e.ts_end) for e in events]
    if all(e.tz_from == "none" for e in events):
        found |= {name: [None] * len(events) for name in _LOCAL}
    else:
        local = [_NO_LOCAL if e.tz_from == "none" else _local(e, s) for e, s in zip(events, at_s, strict=True)]
        found |= {name: list(values) for name, values in zip(_LOCAL, zip(*local, strict=True), strict=True)}
    return found | {
        "actor": [veil.person(e.actor) for e in events], "subject": [veil.person(e.subject) for e in events],
        "ts": ts, "at_s": at_s, "ts_end": ends, "end_s": [None if end is None else end // 1_000_000 for end in ends],
        "with_keys": [veil.company(e.with_keys) if e.with_keys else None for e in events],
        "via": [e.via or None for e in events],
    }  # fmt: skip


def _micros(moment: datetime) -> int:
    """Microseconds since 1970; a naive instant has no place here and is a fault of the reader."""
    if moment.tzinfo is None:
        raise ValueError("an event without a zone")
    seconds = moment.timestamp()
    if -_EXACT_S < seconds < _EXACT_S:
        return round(seconds * 1_000_000)
    return (moment - _EPOCH) // _MICRO


def _local(event: Event, at_s: int) -> Local:
    offset = event.utc_offset_min
    if not time.is_usable(offset):
        offset = time.offset_in(event.tz, at_s) if event.tz else None
    if offset is None:
        return _NO_LOCAL
    day, minute = time.day_no(at_s, offset), time.minute_of_week(at_s, offset)
    try:
        time.day_date(day)
    except OverflowError:
        return _NO_LOCAL
    return day, time.week_of_day(day), minute, minute % 1440 // 60, minute // 1440, day
