"""Tables from anywhere: CSV, JSON or Parquet with columns for who, did what, and when.

CSV, JSON, JSON lines or Parquet with a column for who, did what, and when.

Columns (other names for the same stand behind the stroke): `event_id`/`id`, `verb`, `who`/`actor`,
`when`/`ts`/`at`, `until`/`end`, `tz`/`zone`, `what`/`object`, `kind`, `with`, `about`/`subject`, `state`, `type`,
`goal`, `container`, `size`, `ref`/`url`. Only `verb` and `when` are needed. A time without offset needs `tz`; without
it the row keeps its date and has no hour.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import msgspec

from podium.core.errors import CannotRead
from podium.core.event import VERBS, Event, ObjectKind, Quality, ZoneFrom
from podium.core.time import zone
from podium.sources import Guide, Setting, Source, bots, budget
from podium.sources.files import existing, fingerprint, short, weight
from podium.sources.parquet import count_rows, rows_of
from podium.sources.records import UNREADABLE, Tally, is_dated, second, text_of, work_type

if TYPE_CHECKING:
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret

PAGE: Final = 5_000
MOST_IDS: Final = 2_000_000
MOST_COLUMNS: Final = 10_000
MOST_JSON: Final = 256 * 1024 * 1024
LONGEST_LINE: Final = 1 << 20
_NAMES: Final = {
    "event_id": ("event_id", "id"),
    "verb": ("verb", "act"),
    "who": ("who", "actor"),
    "when": ("when", "ts", "at"),
    "until": ("until", "end"),
    "tz": ("tz", "zone"),
    "what": ("what", "object", "object_id"),
    "kind": ("kind",),
    "with": ("with",),
    "about": ("about", "subject"),
    "state": ("state",),
    "type": ("type", "work_type"),
    "goal": ("goal", "goal_id"),
    "container": ("container",),
    "size": ("size",),
    "ref": ("ref", "url"),
}
_OURS: Final = {name: ours for ours, all_names in _NAMES.items() for name in all_names}
_KINDS: Final = frozenset(get_args(ObjectKind))
_MEANT: Final[dict[str, ObjectKind]] = {
    "met": "meeting",
    "invited": "meeting",
    "declined": "meeting",
    "cancelled": "meeting",
    "moved": "meeting",
    "away": "meeting",
    "on_call": "shift",
    "acknowledged": "incident",
    "released": "release",
    "authored": "commit",
}
Row = Mapping[str, object]
Moment = tuple[datetime, Quality, str | None, ZoneFrom, int | None]


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Every row of the file that can be understood; nothing when the file is as it was."""
    path = existing(settings.get("path", ""), "the table")
    tally = Tally("rows")
    print_ = fingerprint(path)
    reach = (None, None)
    if text_of(cursors.get("rows"), "print") == print_:
        yield tally.page((), complete=reach)
        return
    events: list[Event] = []
    teller = _Teller(settings.get("name") or path.name, tally)
    spending = budget.Spending(budget.FILE, tally, weight(path))
    for line, row in _rows(path, tally, spending):
        if not spending.has_room(records=1):
            spending.unread(_rows_after(path, line), "rows")
            break
        tally.came()
        events.extend(tally.acts(teller.tell(row, line)))
        if len(events) >= PAGE:
            yield tally.page(events)
            events = []
    # What was cut is no whole stream: rows behind the limit are not gone, and the file is tried again next time.
    cursor = None if spending.is_cut else {"print": print_}
    yield tally.page(events, cursor, is_whole_stream=not spending.is_cut, complete=reach)


def _rows_after(path: Path, line: int) -> int:
    """How many rows stand behind a line, at least one; lines of text where that is what the file is made of."""
    if path.suffix.lower() == ".parquet":
        return max(1, count_rows(path) - line + 1)
    with path.open("rb") as stream:
        lines = sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))
    return max(1, lines - line + 1)


def _rows(path: Path, tally: Tally, spending: budget.Spending) -> Iterator[tuple[int, Row]]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return rows_of(path, frozenset(_OURS), spending)
    if suffix in {".jsonl", ".ndjson"}:
        return _json_lines(path, tally)
    if suffix == ".json":
        return _json(path, tally)
    if suffix in {".csv", ".tsv", ".txt"}:
        return _csv(path, tally, spending)
    raise CannotRead("podium reads .csv, .tsv, .json, .jsonl and .parquet", where=str(path))


def _csv(path: Path, tally: Tally, spending: budget.Spending) -> Iterator[tuple[int, Row]]:
    with path.open(encoding=_encoding(path), errors="replace", newline="") as stream:
        head = stream.readline(1 << 16)
        stream.seek(0)
        mark = max(",;\t", key=head.count)
        lines = iter(lambda: stream.readline(LONGEST_LINE), "")
        reader = csv.DictReader(lines, delimiter=mark, restkey="", restval="")
        while True:
            try:
                row = next(reader, None)
            except csv.Error as fault:
                tally.note(str(fault), line=reader.line_num)
                tally.came()
                tally.settle(*UNREADABLE)
                if not spending.has_room():
                    spending.unread(_rows_after(path, reader.line_num), "rows")
                    return
                continue
            if row is None:
                return
            yield reader.line_num, row


def _encoding(path: Path) -> str:
    """UTF-8 with or without its mark; UTF-16 where a spreadsheet wrote it so."""
    with path.open("rb") as stream:
        return "utf-16" if stream.read(2) in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"


def _json_lines(path: Path, tally: Tally) -> Iterator[tuple[int, Row]]:
    decoder = msgspec.json.Decoder(Row)
    with path.open("rb") as stream:
        for line, text in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), 1):
            if not text.strip():
                continue
            try:
                yield line, decoder.decode(text)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
                tally.note(str(fault), line=line)
                tally.came()
                tally.settle(*UNREADABLE)


def _json(path: Path, tally: Tally) -> Iterator[tuple[int, Row]]:
    if path.stat().st_size > MOST_JSON:
        raise CannotRead(
            "one JSON value of this size is not read", where=str(path), next_step="write JSON lines instead"
        )
    body = path.read_bytes()
    if body.count(b",") > budget.FILE.values_at_once:
        raise CannotRead(
            f"this JSON holds more than {budget.FILE.values_at_once:,} values",
            where=str(path),
            next_step="write JSON lines instead",
        )
    try:
        decoded = msgspec.json.decode(body, type=list[msgspec.Raw] | dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise CannotRead(f"Not valid JSON: {fault}", where=str(path)) from fault
    raws = decoded if isinstance(decoded, list) else _inside(decoded)
    if raws is None:
        raise CannotRead("there is no list of records in this file", where=str(path), next_step="write a JSON list")
    decoder = msgspec.json.Decoder(Row)
    for line, raw in enumerate(raws, 1):
        try:
            yield line, decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
            tally.note(str(fault), line=line)
            tally.came()
            tally.settle(*UNREADABLE)


def _inside(table: dict[str, msgspec.Raw]) -> list[msgspec.Raw] | None:
    """The first list of an answer somebody saved whole: `{"count": 2, "results": [...]}`."""
    first = next((raw for raw in table.values() if bytes(raw).lstrip()[:1] == b"["), None)
    return None if first is None else msgspec.json.decode(first, type=list[msgspec.Raw])


class _Teller:
    def __init__(self, name: str, tally: Tally) -> None:
        self._name, self._tally = name, tally
        self._ids: set[int] = set()
        self._columns: dict[str, str] = {}

    def _ours(self, column: str) -> str:
        """Our name of a column; empty for one that is not read. The same few come with every row."""
        ours = self._columns.get(column)
        if ours is None:
            ours = _OURS.get(column.strip().lower(), "")
            if len(self._columns) < MOST_COLUMNS:
                self._columns[column] = ours
        return ours

    def _is_met(self, event: Event) -> bool:
        """Whether an earlier row has this id: the store keeps one act for each, so the other is counted."""
        mark = hash((event.event_id, event.verb, event.ts, event.actor))
        event_mark = hash(event.event_id)
        is_other = event_mark in self._ids and mark not in self._ids
        if len(self._ids) < MOST_IDS:
            self._ids |= {event_mark, mark}
        return is_other

    def tell(self, row: Row, line: int) -> Iterator[Event]:
        cells = {ours: value for key, value in row.items() if (ours := self._ours(key))}
        verb = _text(cells, "verb").lower()
        if verb not in VERBS:
            self._tally.unknown("verb", verb)
            return
        name = _text(cells, "tz")
        start = moment(cells.get("when"), name)
        if start is None:
            self._tally.note("no time podium can read", line=line, field="when")
            return
        event = self._event(cells, verb, start, moment(cells.get("until"), name), line)
        if self._is_met(event):
            self._tally.missing("event_id of its own")
        yield event

    def _event(self, cells: Row, verb: str, start: Moment, end: Moment | None, line: int) -> Event:
        ts, quality, tz, tz_from, offset = start
        who = _text(cells, "who")
        kind = _text(cells, "kind")
        what = _text(cells, "what") or _text(cells, "ref")
        company = _company(cells.get("with"))
        ts_end = end[0] if end and end[0] >= ts else None
        return Event(
            event_id=f"tables:{self._name}:{_text(cells, 'event_id') or _made_up(cells)}",
            source="tables",
            instance=self._name,
            verb=verb,  # type: ignore[arg-type]
            ts=ts,
            ts_end=ts_end,
            ts_quality=quality,
            utc_offset_min=offset,
            tz=tz,
            tz_from=tz_from,
            actor=person(who),
            actor_kind=_kind(who),
            object_kind=kind if kind in _KINDS else _MEANT.get(verb, "change"),  # type: ignore[arg-type]
            object_id=_mark(what),
            subject=person(_text(cells, "about")),
            with_count=len(company) if "with" in cells else None,
            with_keys=company,
            state=_text(cells, "state") or None,
            work_type=work_type([_text(cells, "type")]) or _text(cells, "type") or None,
            goal_id=_text(cells, "goal") or None,
            size=_whole(cells.get("size")),
            dur_s=second(ts_end) - second(ts) if ts_end else None,
            container=_text(cells, "container"),
            ref_url=_link(_text(cells, "ref")),
            receipt=f"{self._name}:{line}",
        )


def moment(value: object, zone_name: str) -> Moment | None:
    """An instant out of a cell: with offset, with a zone beside it, in epoch seconds, or a bare date."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        value = _parsed(value.strip())
    if isinstance(value, int | float):
        return _from_epoch(float(value), zone_name)
    if isinstance(value, datetime):
        return _placed(value, zone_name)
    if isinstance(value, date):
        placed = _placed(datetime(value.year, value.month, value.day, 12), zone_name)  # noqa: DTZ001 - placed there
        return None if placed is None else (placed[0], "day", None, "none", None)
    return None


def _parsed(text: str) -> object:
    if text.replace(".", "", 1).isdigit() and len(text) >= 9:
        return float(text)
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_epoch(value: float, zone_name: str) -> Moment | None:
    try:
        return _placed(datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC), zone_name)
    except (OverflowError, ValueError, OSError):
        return None


def _placed(value: datetime, zone_name: str) -> Moment | None:
    """An aware time keeps its instant; a naive one is placed by the zone; without either it floats, hourless."""
    place = zone(zone_name) if zone_name else None
    tz: str | None = zone_name if place else None
    tz_from: ZoneFrom = "declared" if place else "none"
    if value.tzinfo is not None:
        if not is_dated(value):
            return None
        offset = int((value.utcoffset() or value - value).total_seconds() // 60)
        if offset and place is None:
            return value.astimezone(UTC), "exact", None, "recorded", offset
        return value.astimezone(UTC), "exact", tz, tz_from, None
    if not 1970 <= value.year < 9999:
        return None
    if place is None:
        return value.replace(tzinfo=UTC), "floating", None, "none", None
    early, late = value.replace(tzinfo=place, fold=0).utcoffset(), value.replace(tzinfo=place, fold=1).utcoffset()
    quality: Quality = "exact" if early == late else "ambiguous"
    return (value - (early or timedelta(0))).replace(tzinfo=UTC, fold=0), quality, tz, tz_from, None


def person(text: str) -> str | None:
    """`email:`, `ns:value` as written, or the weak `name:`; None for an empty cell."""
    text = text.strip()
    if not text:
        return None
    if "@" in text and ":" not in text:
        return f"email:{text.lower()}"
    return text if ":" in text and " " not in text else f"name:{text.lower()}"


def _kind(who: str) -> Any:
    return bots.kind(who) if who else "unknown"


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()[:500]


def _mark(what: str) -> str:
    """An id stays readable; anything with blanks or an address in it is a title, and only its mark is kept."""
    if not what:
        return ""
    is_title = "@" in what or len(what.split(None, 1)) > 1
    return f"tables:{short(what) if is_title else what}"


def _whole(value: object) -> int | None:
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if abs(number) < 2**53 else None


def _company(value: object) -> tuple[str, ...]:
    parts = value.replace(",", ";").split(";") if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(key for part in parts if (key := person(str(part))) is not None)


def _made_up(row: Row) -> str:
    text = "\x1f".join(f"{key}={row[key]}" for key in sorted(row))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def _link(text: str) -> str:
    return text.partition("?")[0] if text.startswith(("https://", "http://")) and "@" not in text else ""


SOURCE = Source(
    name="tables",
    title="A table (CSV, JSON, Parquet)",
    informs=("code_refuge", "eq_blind_spots", "strategic_tunnel", "firefighting"),
    feeds=("code review", "tickets", "incidents"),
    settings=(
        Setting("path", "Which file?", is_path=True),
        Setting("name", "A short name for it (empty: the file's own)?", is_needed=False, is_label=True),
    ),
    reads="who did what and when, with the columns podium knows by name",
    never_reads="columns it has no name for",
    blind_to="whatever is not in the table; hours of rows without offset or zone",
    guide=Guide(
        where=(
            "export from your tracker, spreadsheet or warehouse as .csv, .json, .jsonl or .parquet",
            "only the columns `verb` and `when` are needed; what they are called is listed below",
        ),
        first_sync="50,000 rows in two seconds of a processor",
        fails=(
            (
                "no word for verb=...",
                "rename the acts to podium's verbs, or leave those rows as they are: they are counted and unused",
            ),
            ("no time podium can read", "write times as 2026-03-02T10:00:00+01:00, or add a column tz"),
        ),
    ),
    read=read,
)
