"""What to do: one text file a practice, with what it moves, what it guards, when to stop."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Container, Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from podium.core.errors import CannotRead, Misuse
from podium.core.event import VERBS
from podium.core.nearest import did_you_mean
from podium.core.note import Note
from podium.system import points

Direction = Literal["up", "down"]
# A package names a folder of its own that holds practices: `name = "package.folder"` under this group.
GROUP = "podium.practices"
# Where a practice stands whose file does not say so: behind every one whose file does.
LAST = 10_000
GRADES = ("strong", "moderate", "weak", "anecdote")
MOST_BYTES = 256 * 1024
_SEE = "`podium practices no-code-zone --text` prints one that holds"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
KEYS = frozenset(
    {
        "name",
        "title",
        "for",
        "for_whom",
        "order",
        "weeks",
        "minutes_a_week",
        "moves",
        "also",
        "guards",
        "comparison",
        "hypothesis",
        "is_reversible",
        "broken_by",
        "done",
        "stop_if",
        "source",
        "grade",
        "counter",
        "artefact",
        "cadence",
        "calendar",
    }
)


class Moves(msgspec.Struct, frozen=True):
    """A signal a practice means to move, or must not harm.

    Attributes:
        signal: its name.
        toward: `up` or `down`; where it should go, and of a guardrail the direction that would do harm.
        by: the smallest change that matters: 0.15 is fifteen points of a share, fifteen per cent of anything else.
    """

    signal: str
    toward: Direction
    by: float


class Proposed(msgspec.Struct, frozen=True):
    """A block of the week a practice asks for.

    Attributes:
        title: what she does instead, as it stands in the calendar.
        line: the if-then line in the event's description.
        times: how often a week. minutes: how long each time.
    """

    title: str
    line: str
    times: int
    minutes: int


class Practice(msgspec.Struct, frozen=True, kw_only=True):
    """One practice as its file says it.

    Attributes:
        name: the file's name. traps: it leads out of. weeks: how long it runs.
        for_whom: who should take it, one sentence; empty where its author did not say.
        order: its place among the practices of a trap, the smallest is suggested first; `LAST` where nobody said.
        minutes_a_week: what it costs her. moves: the one primary metric. also: what it may be judged by
            instead, most relevant first, where the first can show nothing. guards: what must not get worse.
        comparison: a metric that should not move.
        hypothesis: what is expected and why, until she writes her own.
        is_reversible: whether on and off weeks make sense.
        broken_by: her own acts that break a block of it; empty where traces cannot tell.
        done, stop_if, source, grade, counter, artefact, cadence: as printed.
        calendar: the block it asks for; None when it needs no fixed hours. body: Markdown below the head.
        text: the whole file.
    """

    name: str
    title: str
    traps: tuple[str, ...]
    for_whom: str
    order: int
    weeks: int
    minutes_a_week: int
    moves: Moves
    also: tuple[Moves, ...]
    guards: tuple[Moves, ...]
    comparison: str
    hypothesis: str
    is_reversible: bool
    broken_by: tuple[str, ...]
    done: str
    stop_if: str
    source: str
    grade: str
    counter: str
    artefact: str
    cadence: str
    calendar: Proposed | None
    body: str
    text: str = ""


def parse(text: str, where: str) -> Practice:
    """A practice from its file: a TOML head between `+++` lines, then Markdown.

    Raises:
        CannotRead: no head, a key missing, unknown or of the wrong type.
    """
    before, mark, rest = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("+++\n")
    head, mark_end, body = rest.partition("\n+++")
    if before.strip() or not mark or not mark_end:
        raise CannotRead("a practice starts with a head between two lines of +++", where=where, next_step=_SEE)
    try:
        table = tomllib.loads(head)
    except tomllib.TOMLDecodeError as fault:
        raise CannotRead(f"the head is not valid TOML: {fault}", where=where) from fault
    try:
        return replace(_practice(table, body.strip() + "\n"), text=text)
    except KeyError as missing:
        raise CannotRead(f"the head lacks {missing}", where=where, next_step=_SEE) from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise CannotRead(f"the head has a mistake: {fault}", where=where, next_step=_SEE) from fault


def _practice(table: Mapping[str, Any], body: str) -> Practice:
    if unknown := sorted(table.keys() - KEYS):
        raise ValueError(f"unknown key {unknown[0]!r}")
    practice = Practice(
        name=_text(table, "name"),
        title=_text(table, "title"),
        traps=_texts(table["for"]),
        for_whom=str(table.get("for_whom", "")),
        order=_number(table, "order") if "order" in table else LAST,
        weeks=_number(table, "weeks"),
        minutes_a_week=_number(table, "minutes_a_week"),
        moves=_moves(table["moves"]),
        also=tuple(_moves(m) for m in table.get("also", [])),
        guards=tuple(_moves(m) for m in table["guards"]),
        comparison=str(table.get("comparison", "")),
        hypothesis=_text(table, "hypothesis"),
        is_reversible=bool(table["is_reversible"]),
        broken_by=_texts(table.get("broken_by", [])),
        done=_text(table, "done"),
        stop_if=_text(table, "stop_if"),
        source=_text(table, "source"),
        grade=_text(table, "grade"),
        counter=_text(table, "counter"),
        artefact=_text(table, "artefact"),
        cadence=_text(table, "cadence"),
        calendar=_proposed(table["calendar"]) if "calendar" in table else None,
        body=body,
    )
    if not _NAME.fullmatch(practice.name):
        raise ValueError(f"the name {practice.name!r} is not made of small letters, digits and dashes")
    if practice.grade not in GRADES:
        raise ValueError(f"the grade is one of {', '.join(GRADES)}, not {practice.grade!r}")
    if unknown := sorted(set(practice.broken_by) - VERBS):
        raise ValueError(f"no source tells of an act {unknown[0]!r}")
    return practice


def _text(table: Mapping[str, Any], key: str) -> str:
    if not isinstance(table[key], str):
        raise TypeError(f"{key} is a text")
    return str(table[key])


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{values!r} is not a list of texts")
    return tuple(values)


def _number(table: Mapping[str, Any], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 10_000:
        raise ValueError(f"{key} is a whole number above zero")
    return value


def _moves(table: Mapping[str, Any]) -> Moves:
    toward = table["toward"]
    if toward not in {"up", "down"}:
        raise ValueError(f"toward is `up` or `down`, not {toward!r}")
    return Moves(_text(table, "signal"), toward, float(table["by"]))


def _proposed(table: Mapping[str, Any]) -> Proposed:
    return Proposed(_text(table, "title"), _text(table, "line"), _number(table, "times"), _number(table, "minutes"))


def every(extra: Path | None = None, *, notes: list[Note] | None = None) -> tuple[Practice, ...]:
    """All practices: podium's own, those of installed packages, and yours from a folder of the same kind of file.

    Of two with one name podium's own wins over a package's, and yours over both. A file of yours that cannot be read
    stops everything, unless there is a list of notes to put it into.
    """
    practice_by_name = {p.name: p for p in (*_brought(), *own())}
    for file in _files(extra) if extra is not None and extra.is_dir() else ():
        try:
            practice = _one(file)
        except CannotRead as fault:
            if notes is None:
                raise
            notes.append(Note(fault.where, 0, 0, "", fault.what, fault.next_step))
        else:
            practice_by_name[practice.name] = practice
    return tuple(practice_by_name[name] for name in sorted(practice_by_name))


@cache
def _brought() -> tuple[Practice, ...]:
    """Those of packages; one with a mistake is left out here, and `podium check PACKAGE` says why."""
    practices: list[Practice] = []
    for point in sorted(points.named(GROUP), key=lambda point: point.name):
        with contextlib.suppress(CannotRead):
            practices += of_folder(point.value)
    return tuple(practices)


def of_folder(value: str) -> list[Practice]:
    """The practices of a folder as an entry point names it, `package.folder`; nothing of the package is run.

    Raises:
        CannotRead: the folder is not there, or a practice has a mistake.
    """
    package, _, folder = value.rpartition(".")
    try:
        place = resources.files(package or folder)
        return [_one(file) for file in _files(place / folder if package else place)]
    except (ModuleNotFoundError, FileNotFoundError, NotADirectoryError, TypeError, ValueError) as fault:
        raise CannotRead(
            f"there is no folder of practices called {value}", next_step="install its package again"
        ) from fault


@cache
def own() -> tuple[Practice, ...]:
    """Those podium brings itself."""
    return tuple(_one(file) for file in _files(resources.files(__name__)))


def _files(folder: Traversable) -> list[Traversable]:
    names = (f for f in folder.iterdir() if f.name.endswith(".md") and not f.name.startswith(".") and f.is_file())
    return sorted((f for f in names if f.name.lower() != "readme.md"), key=lambda f: f.name)


def _one(file: Traversable) -> Practice:
    if isinstance(file, Path) and file.is_symlink():
        raise CannotRead("this practice is a link; podium follows none", where=str(file))
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotRead("this practice cannot be read as text", where=str(file)) from fault
    if len(data) > MOST_BYTES:
        raise CannotRead(f"a practice is at most {MOST_BYTES // 1024} kB long", where=str(file))
    return parse(text, str(file))


def named(name: str, extra: Path | None = None) -> Practice:
    """One practice; a file of hers that cannot be read stops only what may be that one.

    Raises:
        Misuse: there is none of that name. CannotRead: hers of that name cannot be read.
    """
    notes: list[Note] = []
    practice_by_name = {practice.name: practice for practice in every(extra, notes=notes)}
    broken = [note for note in notes if name not in practice_by_name or Path(note.file).stem == name]
    if broken:
        raise CannotRead(broken[0].what, where=broken[0].file, next_step=broken[0].instead)
    if name in practice_by_name:
        return practice_by_name[name]
    step = did_you_mean(name, practice_by_name, "podium practices", "`podium practices` lists them")
    raise Misuse(f"there is no practice {name!r}", next_step=step)


def in_order(practices: Iterable[Practice]) -> list[Practice]:
    """Practices in the order their files name; one that names none stands behind every one that does."""
    return sorted(practices, key=lambda practice: (practice.order, practice.name))


def next_for(trap: str, is_started: Container[str] = ()) -> tuple[str, str] | None:
    """Name and title of the first practice, in the order they name, that leads out of a trap and is not started."""
    fitting = in_order(p for p in every() if trap in p.traps and p.name not in is_started)
    return (fitting[0].name, fitting[0].title) if fitting else None
