"""Acts as columns: hashed people, integer times, no dates left to compute."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from podium.core import arrow, time
from podium.core.arrow import Table
from podium.core.event import Event
from podium.core.event_batch import COLUMNS as SHEET_COLUMNS
from podium.core.event_batch import Sheet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from podium.core.arrow import Column

# Column -> engine type, in the order of the snapshot. `stream` and `connection` are the store's own and come after.
COLUMNS: Final[dict[str, str]] = {
    "event_id": "VARCHAR",
    "source": "VARCHAR",
    "instance": "VARCHAR",
    "verb": "VARCHAR",
    "actor": "VARCHAR",
    "actor_kind": "VARCHAR",
    "ts": "TIMESTAMP",
    "ts_end": "TIMESTAMP",
    "ts_quality": "VARCHAR",
    "at_s": "BIGINT",
    "end_s": "BIGINT",
    "utc_offset_min": "INTEGER",
    "tz": "VARCHAR",
    "tz_from": "VARCHAR",
    "day_no": "INTEGER",
    "week_no": "INTEGER",
    "wmin": "INTEGER",
    "local_hour": "INTEGER",
    "local_dow": "INTEGER",
    "local_date": "DATE",
    "object_kind": "VARCHAR",
    "object_id": "VARCHAR",
    "subject": "VARCHAR",
    "with_count": "INTEGER",
    "with_keys": "VARCHAR[]",
    "state": "VARCHAR",
    "via": "VARCHAR",
    "work_type": "VARCHAR",
    "goal_id": "VARCHAR",
    "size": "BIGINT",
    "dur_s": "BIGINT",
    "container": "VARCHAR",
    "title": "VARCHAR",
    "ref_url": "VARCHAR",
    "receipt": "VARCHAR",
    "revision": "BIGINT",
    "deleted": "BOOLEAN",
    "scope": "VARCHAR",
}
# Type -> NumPy's and Arrow's of the same.
_LAYOUTS: Final[dict[str, tuple[str, str]]] = {
    "VARCHAR": ("", arrow.TEXT),
    "TIMESTAMP": ("int64", arrow.INSTANT),
    "BIGINT": ("int64", arrow.NUMBER["int64"]),
    "INTEGER": ("int32", arrow.NUMBER["int32"]),
    "DATE": ("int32", arrow.DATE),
    "BOOLEAN": ("bool", arrow.FLAG),
    "VARCHAR[]": ("", arrow.LIST),
}
_LOCAL = ("day_no", "week_no", "wmin", "local_hour", "local_dow", "local_date")
# Field of an act -> what it is where nobody says.
_DEFAULTS: Final[Mapping[str, Any]] = dict(
    structs.asdict(
        Event(
            event_id="",
            source="",
            instance="",
            verb="opened",
            ts=datetime(1970, 1, 1, tzinfo=UTC),
        )
    )
)
Local = tuple[int | None, int | None, int | None, int | None, int | None, int | None]
_NO_LOCAL: Final[Local] = (None, None, None, None, None, None)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)
_EXACT_S: Final = 4e9  # below this a float of seconds holds every microsecond


class _Same(Sequence[Any]):
    """One value as often as asked, without a list of it."""

    def __init__(self, value: Any, count: int) -> None:
        self._value, self._count = value, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        return self._value

    def __iter__(self) -> Iterator[Any]:
        return repeat(self._value, self._count)

    def count(self, value: Any) -> int:
        return self._count if value == self._value else 0


class Veil:
    """Turns identity keys into `p_...` with a random key that never leaves this machine."""

    def __init__(self, key: bytes, is_listed: Callable[[str], bool], on_map: Collection[str] = ()) -> None:
        """Keep the key, the list's answer and who is on her map; every identity is hashed once."""
        self._key = key
        self._known = is_listed
        self._on_map = frozenset(on_map)
        self._seen: dict[str, str] = {}
        self.listed: dict[str, str] = {}

    def person(self, identity: str | None) -> str | None:
        """The key of a person; None stays None."""
        if identity is None:
            return None
        key = self._seen.get(identity)
        if key is None:
            key = self._seen[identity] = veiled(self._key, identity)
            if self._known(identity):
                self.listed[key] = identity
        return key

    def company(self, identities: Iterable[str]) -> list[str]:
        """The keys of those whom she listed or has on her map; all others are only counted."""
        people = [(self.person(identity), identity) for identity in identities]
        company_keys = (p for p, name in people if p is not None and (p in self.listed or name in self._on_map))
        return sorted(set(company_keys))


def veiled(key: bytes, identity: str) -> str:
    """`p_` and 16 bytes of HMAC-SHA256 in hex; the same person under the same key, nobody under another."""
    return "p_" + hmac.new(key, identity.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def table(events: Sequence[Sequence[Event]], veil: Veil) -> Table:
    """Stretches of acts as one table with the columns of `COLUMNS`; those of a `Sheet` never become records.

    A column of texts that repeat is a list of them and their numbers.
    """
    turned = _turned(_joined(_fields(events)), veil)
    return Table({name: column_of(turned[name], kind) for name, kind in COLUMNS.items()})


def _fields(events: Sequence[Sequence[Event]]) -> list[dict[str, Sequence[Any]]]:
    """Field -> values, for the records and for the sheets that share the same."""
    records = [event for stretch in events if not isinstance(stretch, Sheet) for event in stretch]
    columns_by_group: list[dict[str, Sequence[Any]]] = []
    if records:
        columns_by_group.append({name: list(map(attrgetter(name), records)) for name in _DEFAULTS})
    alike: dict[tuple[str, ...], list[Sheet]] = {}
    for stretch in events:
        if isinstance(stretch, Sheet) and stretch:
            alike.setdefault(tuple(stretch.shared().values()), []).append(stretch)
    for sheets in alike.values():
        count = sum(map(len, sheets))
        shared_columns: dict[str, Sequence[Any]] = {
            name: _Same(value, count) for name, value in {**_DEFAULTS, **sheets[0].shared()}.items()
        }
        own: dict[str, Sequence[Any]] = {
            name: list(chain.from_iterable(getattr(sheet, name) for sheet in sheets)) for name in SHEET_COLUMNS
        }
        columns_by_group.append(shared_columns | own)
    return columns_by_group


def _joined(stretches: list[dict[str, Sequence[Any]]]) -> dict[str, Sequence[Any]]:
    if len(stretches) == 1:
        return stretches[0]
    return {name: [value for fields in stretches for value in fields[name]] for name in _DEFAULTS}


def column_of(values: Any, kind: str) -> Column:
    """Values as a column of an engine type; instants are microseconds and dates are day numbers."""
    import numpy as np

    dtype, layout = _LAYOUTS[kind]
    if isinstance(values, np.ndarray):
        return arrow.from_array(values, layout)
    if not values or values.count(None) == len(values):
        return arrow.nothing(len(values), layout)
    if kind == "VARCHAR[]":
        return arrow.from_lists(values)
    if kind == "VARCHAR" and not isinstance(values, _Same):
        return arrow.from_words(values)
    is_constant = values.count(values[0]) == len(values)
    return (
        arrow.repeat(values[0], len(values), dtype, layout) if is_constant else arrow.from_values(values, dtype, layout)
    )


def _turned(columns: dict[str, Sequence[Any]], veil: Veil) -> Mapping[str, Any]:
    """Column by column: most are taken as they stand, times are turned once, people are hashed once."""
    ts = _micros(columns["ts"])
    at_s = ts // 1_000_000
    turned_columns = {
        **columns,
        "ts": ts,
        "at_s": at_s,
        "end_s": columns["ts_end"],
        "via": [via or None for via in columns["via"]],
    }
    if columns["ts_end"].count(None) < len(ts):
        ends = _ends(columns["ts_end"])
        turned_columns |= {"ts_end": ends, "end_s": [None if end is None else end // 1_000_000 for end in ends]}
    if columns["with_keys"].count(()) < len(ts):
        turned_columns["with_keys"] = [veil.company(keys) if keys else None for keys in columns["with_keys"]]
    else:
        turned_columns["with_keys"] = _Same(None, len(ts))
    for name in ("actor", "subject"):
        people = {identity: veil.person(identity) for identity in set(columns[name])}
        turned_columns[name] = list(map(people.__getitem__, columns[name]))
    return turned_columns | dict(zip(_LOCAL, _clocks(columns, at_s.tolist()), strict=True))


def _clocks(columns: dict[str, Sequence[Any]], at_s: list[int]) -> Sequence[Sequence[int | None]]:
    """The local columns; gaps wherever nobody knows the zone."""
    ladder = columns["tz_from"]
    if ladder.count("none") == len(at_s):
        return [_Same(None, len(at_s))] * len(_LOCAL)
    clocks = zip(ladder, columns["utc_offset_min"], columns["tz"], at_s, strict=True)
    local = [_NO_LOCAL if zone_from == "none" else _local(offset, tz, s) for zone_from, offset, tz, s in clocks]
    return list(zip(*local, strict=True))


def _micros(moments: Sequence[datetime]) -> NDArray[np.int64]:
    """Microseconds since 1970; a naive instant has no place here and is a fault of the reader."""
    import numpy as np

    if None in map(attrgetter("tzinfo"), moments):
        raise ValueError("an event without a zone")
    seconds = np.fromiter(map(datetime.timestamp, moments), np.float64, len(moments))
    if len(seconds) and np.abs(seconds).max() >= _EXACT_S:
        return np.fromiter(((moment - _EPOCH) // _MICRO for moment in moments), np.int64, len(moments))
    return np.rint(seconds * 1_000_000).astype(np.int64)


def _ends(moments: Sequence[datetime | None]) -> list[int | None]:
    micros = iter(_micros([moment for moment in moments if moment is not None]).tolist())
    return [None if moment is None else next(micros) for moment in moments]


def _local(recorded: int | None, tz: str | None, at_s: int) -> Local:
    offset = recorded
    if not time.is_usable(offset):
        offset = time.offset_in(tz, at_s) if tz else None
    if offset is None:
        return _NO_LOCAL
    day, minute = time.day_no(at_s, offset), time.minute_of_week(at_s, offset)
    try:
        time.day_date(day)
    except OverflowError:
        return _NO_LOCAL
    return day, time.week_of_day(day), minute, minute % 1440 // 60, minute // 1440, day
