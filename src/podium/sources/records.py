"""Records are never quite as documented: take the named fields, count what is missing.

Only fields named in a struct are ever objects in memory; bodies, descriptions and links are skipped by the decoder.
A field of an unexpected form is dropped and counted, and the rest of its record is still read; a record that cannot be
read at all is a note and a count, and its neighbours are still read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec

from podium.core.errors import CannotReach, Misuse
from podium.core.event_batch import Sheet
from podium.core.intake import Intake, add
from podium.core.note import Note
from podium.sources import StreamPage

if TYPE_CHECKING:
    from podium.core.event import Event
    from podium.sources import Cursor, Settings

T = TypeVar("T")
DAY_S = 86_400
MOST_NOTES = 20
# How the count of what was left unread behind a limit begins.
UNREAD = "unread "
# Without an answer podium reads two years: enough for a window of 28 days against 26 weeks, with room.
USUAL_DAYS = 730
NEVER = datetime(1970, 1, 2, tzinfo=UTC)
# A count or an id as databases can hold it; a larger one is a field of an unexpected form.
Whole = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
MOST_SAME = 3
# Of the acts of one change or ticket, so that one entry without an end does not keep the others from being read.
MOST_PAGES_OF_ONE = 100
# Pages asked for by position overlap by so many records; where they do not meet, podium goes back so far, so often.
OVERLAP, STEP_BACK, MOST_STEPS_BACK = 5, 25, 20
LONGEST_KEY = 4_000
# A record is mended this often, and only when it is not larger than this.
MOST_MENDS = 50
LARGEST_MENDED = 1 << 20
_PLACE = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|(\[\.\.\.\])")


# Subclasses say `frozen=True` again: type checkers want it written.
class Record(msgspec.Struct, frozen=True, gc=False):
    """A record of a source; every field has a default, unknown fields are skipped unread."""


Fate = Literal["unused", "unknown", "refused", "unread"]
NO_USE: tuple[Fate, str] = ("unused", "records that tell nothing podium looks for")
UNREADABLE: tuple[Fate, str] = ("refused", "records in a form podium cannot read")


class Tally:
    """What was met while reading: fields missing, values unknown, records unreadable, actors in doubt."""

    def __init__(self, stream: str) -> None:
        """Nothing met yet."""
        self.stream = stream
        self._missing: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._notes: list[Note] = []
        self._doubts: set[str] = set()
        self._bridges: set[tuple[str, str]] = set()
        self.intake = Intake()
        self._fate: tuple[Fate, str] = NO_USE

    def missing(self, field: str) -> None:
        """A field the act needs was not there."""
        self._missing[field] += 1
        self._fate = "refused", f"without {field}"

    def told(self, field: str, value: Sequence[T] | None) -> Sequence[T]:
        """What a list holds that always comes; one that is not there is counted."""
        if value is None:
            self.missing(field)
        return value or ()

    def unknown(self, field: str, value: object) -> None:
        """A value podium has no word for; the act is dropped."""
        name = f"{field}={str(value)[:60]}"
        self._unknown[name] += 1
        self._fate = "unknown", name

    def doubt(self, actor: str) -> None:
        """An actor that may be automation."""
        self._doubts.add(actor)

    def bridge(self, account: str, email: str | None) -> None:
        """The source says this account and this address are one person."""
        if email and "@" in email:
            self._bridges.add((account, f"email:{email.strip().lower()}"))

    def note(self, what: str, *, line: int = 0, field: str = "") -> None:
        """A record that could not be taken."""
        self._missing["unreadable records"] += 1
        self._fate = UNREADABLE
        if len(self._notes) < MOST_NOTES:
            self._notes.append(Note(self.stream, line, 0, field, what))

    def unread(self, limit: str, count: int, what: str) -> None:
        """So many of `what` (records, rows, files) were left unread; `limit` as in "more than 2,000,000 records"."""
        self._missing[f"{UNREAD}{what}: {limit}"] += count
        self.came(count)
        self.settle("unread", f"{what}: {limit}", count)

    def came(self, count: int = 1) -> None:
        """So many records came in; each needs a fate."""
        self.intake.read += count

    def settle(self, fate: Fate, reason: str, count: int = 1) -> None:
        """The fate of so many records that became no act."""
        if count:
            add(self.intake.by_fate()[fate], {reason: count})

    def leave(self, reason: str) -> None:
        """The record that is being told is known, and podium has no use for it."""
        self._fate = "unused", reason

    def acts(self, told: Iterable[Event]) -> Iterable[Event]:
        """The acts of one record; where there are none, whatever was counted while it was told says why."""
        self._fate = NO_USE
        events = tuple(told)
        if events:
            self.intake.as_acts += 1
        else:
            self.settle(*self._fate)
        return events

    def page(
        self,
        events: Iterable[Event],
        cursor: Cursor | None = None,
        *,
        whole: Mapping[str, int] | None = None,
        is_whole_stream: bool = False,
        complete: tuple[int | None, int | None] = (None, None),
        total: int | None = None,
        items: int = 0,
    ) -> StreamPage:
        """The events with everything met since the last page; an act with a key no source would write is left out."""
        keyed_events = self._keyed(events if isinstance(events, Sheet) else tuple(events))
        page = StreamPage(
            self.stream,
            keyed_events,
            cursor,
            whole or {},
            is_whole_stream,
            *complete,
            dict(self._missing),
            dict(self._unknown),
            tuple(self._notes),
            total,
            items,
            frozenset(self._doubts),
            frozenset(self._bridges),
            self.intake,
        )
        self.intake = Intake()
        self._missing.clear()
        self._unknown.clear()
        self._notes.clear()
        self._doubts.clear()
        self._bridges.clear()
        return page

    def _keyed(self, events: Sequence[Event]) -> Sequence[Event]:
        """The acts whose keys are such as a source writes; the others are counted."""
        if isinstance(events, Sheet):
            longest = max(map(len, events.event_id), default=0) + max(map(len, events.object_id), default=0)
            if longest <= LONGEST_KEY:
                return events
            sizes = [len(event_id) + len(of) for event_id, of in zip(events.event_id, events.object_id, strict=True)]
        else:
            sizes = [len(event.event_id) + len(event.object_id) for event in events]
        if max(sizes, default=0) <= LONGEST_KEY:
            return events
        places = [place for place, size in enumerate(sizes) if size <= LONGEST_KEY]
        dropped = len(sizes) - len(places)
        self._missing["id in a form podium can read"] += dropped
        self.intake.as_acts -= dropped
        self.settle("refused", "id in a form podium cannot read", dropped)
        return events.pick(places) if isinstance(events, Sheet) else tuple(events[place] for place in places)


class Walk:
    """Remembers where in a list podium was: a server that sends the same page again and again is left."""

    def __init__(self, where: str) -> None:
        """Nowhere yet."""
        self._where = where
        self._met: Counter[object] = Counter()

    @property
    def is_long(self) -> bool:
        """Whether the list of one entry went on for more pages than any honest one has."""
        return self._met.total() >= MOST_PAGES_OF_ONE

    def step(self, mark: object) -> None:
        """A page with this mark comes next; it may come twice when the list moves, and not for ever."""
        self._met[mark] += 1
        if self._met[mark] > MOST_SAME:
            raise CannotReach(
                "the server sends the same page again and again", where=self._where, next_step="run `podium sync` later"
            )


class _Named(Record, frozen=True):
    id: str = ""


def by_position(
    ask: Callable[[int], tuple[Sequence[msgspec.Raw], bool]], where: str
) -> Iterator[Sequence[msgspec.Raw]]:
    """Pages of a list that is asked for by position, each beginning with the last records of the one before.

    One that does not meet the page before says that the list moved while it was read; podium goes back and reads again.

    Args:
        ask: the records at a position, and whether there are more behind them.
    """
    position, back = 0, 0
    last: frozenset[bytes] = frozenset()
    walk = Walk(where)
    while True:
        raw_items, has_more = ask(position)
        marks = [_mark(raw) for raw in raw_items]
        walk.step(tuple(marks))
        if marks and last and marks[0] not in last and back < MOST_STEPS_BACK:
            position, back = max(0, position - STEP_BACK), back + 1
            continue
        yield raw_items
        if not raw_items or not has_more:
            return
        last, back = frozenset(marks), 0
        position += max(1, len(raw_items) - OVERLAP)


def _mark(raw: msgspec.Raw) -> bytes:
    """A record's id; where it has none, all of it."""
    try:
        return msgspec.json.decode(raw, type=_Named).id.encode() or bytes(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return bytes(raw)


def decode(body: bytes | msgspec.Raw, kind: type[T], where: str) -> T:
    """The envelope of an answer; CannotReach when it is not what the server promised."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise CannotReach(f"the answer is not in the expected form: {fault}", where=where) from fault


def items(raws: Iterable[msgspec.Raw] | msgspec.Raw, kind: type[T], tally: Tally) -> Iterator[T]:
    """The records that can be read; the others are noted. A list that was not taken apart is read in one go."""
    of: Any = kind  # a checker does not take every class for something that can be looked up
    item_decoder, every = _decoders(of)
    if isinstance(raws, msgspec.Raw):
        try:
            whole = every.decode(raws)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raws = decode(raws, list[msgspec.Raw], tally.stream)
        else:
            tally.came(len(whole))
            yield from whole
            return
    for number, raw in enumerate(raws, 1):
        tally.came()
        try:
            record = item_decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
            mended = _mended(bytes(raw), item_decoder, fault, tally)
            if mended is None:
                tally.note(str(fault), line=number)
                tally.settle(*UNREADABLE)
            else:
                yield mended
        else:
            yield record


@cache
def _decoders(kind: Any) -> tuple[msgspec.json.Decoder[Any], msgspec.json.Decoder[list[Any]]]:
    return msgspec.json.Decoder(kind), msgspec.json.Decoder(list[kind])


def _mended(raw: bytes, decoder: msgspec.json.Decoder[T], fault: Exception, tally: Tally) -> T | None:
    """The record without the fields nobody can read; None when nothing of it can be."""
    dropped: list[str] = []
    while len(dropped) < MOST_MENDS and len(raw) <= LARGEST_MENDED:
        steps = _steps(str(fault))
        if not steps:
            return None
        try:
            raw = _without(raw, steps)
            dropped.append(".".join(step for step in steps if isinstance(step, str)))
            record = decoder.decode(raw)
        except msgspec.ValidationError as another:
            fault = another
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, LookupError):
            return None
        else:
            for name in dropped:
                tally.missing(f"{name} in a form podium can read")
            return record
    return None


def _steps(fault: str) -> list[str | int]:
    """Where in the record the decoder stopped; under a free key, the whole table is meant."""
    place = _PLACE.search(fault)
    steps: list[str | int] = []
    for step_match in _STEP.finditer(place[1] if place else ""):
        if step_match[3]:
            break
        steps.append(step_match[1] or int(step_match[2]))
    return steps


def _without(raw: bytes, steps: Sequence[str | int]) -> bytes:
    """The same JSON without one value; whatever is not on the way to it is never decoded."""
    step, rest = steps[0], steps[1:]
    if isinstance(step, str):
        table = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        removed_value = table.pop(step)
        return msgspec.json.encode(table | ({step: msgspec.Raw(_without(bytes(removed_value), rest))} if rest else {}))
    listed = msgspec.json.decode(raw, type=list[msgspec.Raw])
    removed_value = listed.pop(step)
    if rest:
        listed.insert(step, msgspec.Raw(_without(bytes(removed_value), rest)))
    return msgspec.json.encode(listed)


def instant(text: str | None) -> datetime | None:
    """An ISO 8601 instant with its zone; None when it is empty, broken or says no zone."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and 1970 <= moment.year < 9999 else None


def is_dated(moment: datetime | None) -> bool:
    """Whether an instant is one podium can place: it has a zone and lies between 1970 and 9998."""
    return moment is not None and moment.tzinfo is not None and 1970 <= moment.year < 9999


def are_dated(moments: Iterable[datetime | None]) -> bool:
    """Whether podium can place all of them."""
    years = {0 if moment is None or moment.tzinfo is None else moment.year for moment in moments}
    return not years or (min(years) >= 1970 and max(years) < 9999)


def second(moment: datetime) -> int:
    """Epoch seconds."""
    return int(moment.timestamp() // 1)


def micro(moment: datetime | None) -> int:
    """Epoch microseconds, as a revision; 0 for nothing."""
    return 0 if moment is None else int(moment.timestamp() * 1_000_000)


def utc_text(at_s: float) -> str:
    """`2026-03-02T22:40:00Z`: never a time without its zone to a server."""
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%dT%H:%M:%SZ}"


def since_s(settings: Settings, now_s: float) -> int:
    """Where reading begins: the `since` setting, a date, or two years ago."""
    text = settings.get("since", "").strip()
    if not text:
        return int(now_s) - USUAL_DAYS * DAY_S
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise Misuse(f"Not a valid date: {text}", where="since", next_step="write it as 2026-03-02") from fault
    return second(datetime(day.year, day.month, day.day, tzinfo=UTC))


def words(text: str) -> tuple[str, ...]:
    """`a, b c` to three words, each once, in order."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def number(cursor: Cursor | None, key: str) -> int | None:
    """An integer of a cursor; None when it is absent or something else."""
    value = (cursor or {}).get(key)
    return value if isinstance(value, int) else None


def text_of(cursor: Cursor | None, key: str) -> str:
    """A text of a cursor; empty when it is absent or something else."""
    value = (cursor or {}).get(key)
    return value if isinstance(value, str) else ""


_WORK = {
    "bug": "bug",
    "defect": "bug",
    "type: bug": "bug",
    "kind/bug": "bug",
    "regression": "bug",
    "fault": "bug",
    "feature": "feature",
    "enhancement": "feature",
    "story": "feature",
    "new feature": "feature",
    "user story": "feature",
    "improvement": "feature",
    "kind/feature": "feature",
    "type: feature": "feature",
    "task": "task",
    "sub-task": "task",
    "subtask": "task",
    "chore": "task",
    "maintenance": "task",
    "tech debt": "task",
    "epic": "epic",
    "initiative": "epic",
    "incident": "incident",
    "outage": "incident",
    "hotfix": "incident",
    "postmortem": "incident_followup",
    "post-mortem": "incident_followup",
    "incident follow-up": "incident_followup",
    "support": "support",
    "service request": "support",
    "extrequest": "support",
}


def work_type(names: Iterable[str]) -> str | None:
    """The kind of work a type or label stands for; the first that has a word; None when none has."""
    for name in names:
        if work_kind := _WORK.get(name.strip().lower()):
            return work_kind
    return None
