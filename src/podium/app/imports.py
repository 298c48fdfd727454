"""Import: what you have becomes journal entries, shown first, and taken back in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.app import readme
from podium.core.errors import CannotTell, Misuse, Stop
from podium.core.lines import lines_of
from podium.core.note import Note
from podium.journal import kinds
from podium.journal.entry import alike
from podium.journal.template import new_file
from podium.journal.typed import make_id
from podium.programs.imports import README
from podium.programs.imports.recognise import read
from podium.system import files, paths

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.journal import Journal
    from podium.programs.imports import Proposed

FORMS = ("brag", "postmortems", "one-on-ones", "readme")


class NewEntry(msgspec.Struct, frozen=True):
    """An entry that would be written.

    Attributes:
        file: inside the journal. text: as it would stand there. origin: where it was read.
    """

    kind: str
    id: str
    file: str
    fields: Mapping[str, Any]
    body: str | None
    text: str
    origin: str

    def difference(self) -> list[str]:
        """The lines that would be added; comments that explain empty fields are left out."""
        lines: list[str] = []
        fences = 0 if self.fields else 2
        for line in lines_of(self.text):
            if fences > 1 or (line.strip() and not line.startswith("#")):
                lines.append(line)
            fences += line == "+++"
        return ["--- nothing", f"+++ {self.file}", *(f"+{line}" for line in lines)]


class Plan(msgspec.Struct, frozen=True):
    """What an import would do.

    Attributes:
        what: what the file was taken for. entries: new ones. known: how many stand in the journal already.
        remarks: what was left out, with place and reason.
    """

    what: str
    entries: tuple[NewEntry, ...]
    known: int
    remarks: tuple[Note, ...]


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """One file an import wrote, with the fingerprint it had then."""

    file: str
    print: str


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One import, so that it can be taken back."""

    at: str
    journal: str
    origin: str
    files: tuple[Imported, ...]


class Undone(msgspec.Struct, frozen=True):
    """Files taken back, and those left because they were changed since."""

    removed: tuple[str, ...]
    kept: tuple[str, ...]


def plan(session: Session, path: Path, form: str = "") -> Plan:
    """What could be made of a path; nothing is written.

    Raises:
        CannotRead: it cannot be read. Misuse: it is nothing podium can make entries of.
    """
    journal = session.journal()
    reading = read(path, [entry.id for entry in journal.entries("person")], form)
    entries: list[NewEntry] = []
    remarks = list(reading.remarks)
    known_count = 0
    taken_ids: set[tuple[str, str]] = set()
    for proposed in reading.proposed:
        if proposed.kind == README:
            entry = _page(session, proposed, remarks)
        elif _is_there(journal, proposed):
            known_count, entry = known_count + 1, None
        else:
            entry = _entry(journal, proposed, taken_ids)
        if entry:
            entries.append(entry)
    return Plan(reading.what, tuple(entries), known_count, tuple(remarks))


def _page(session: Session, proposed: Proposed, remarks: list[Note]) -> NewEntry | None:
    target = readme.path(session)
    if target.exists():
        remarks.append(
            Note(target.name, 0, 0, "", "there is a Manager README already; it was left alone", "edit that one")
        )
        return None
    text = proposed.body or ""
    return NewEntry(README, README, target.name, {}, text, text, proposed.origin)


def _is_there(journal: Journal, proposed: Proposed) -> bool:
    """Whether an entry with the same values stands in the journal."""
    values = {name: value for name, value in proposed.fields.items() if name not in {"id", "receipts"}}
    return any(
        all(getattr(entry.head, name, None) == value for name, value in values.items())
        and alike(str(proposed.fields.get("id", entry.id))) == alike(entry.id)
        for entry in journal.entries(proposed.kind)
    )


def _entry(journal: Journal, proposed: Proposed, taken_ids: set[tuple[str, str]]) -> NewEntry:
    kind = next(entry_kind for entry_kind in kinds.every() if entry_kind.name == proposed.kind)
    values = {name: value for name, value in proposed.fields.items() if name != "id"}
    entry_id = str(proposed.fields.get("id", "")) or make_id(kind, dict(values)) or kind.name
    there = {alike(entry.id) for entry in journal.entries(kind)}
    name, number = entry_id, 2
    while (kind.name, alike(name)) in taken_ids or alike(name) in there:
        name, number = f"{entry_id}-{number}", number + 1
    taken_ids.add((kind.name, alike(name)))
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    text = new_file(kind, plain, proposed.body)
    return NewEntry(kind.name, name, f"{kind.place}/{name}.md", values, proposed.body, text, proposed.origin)


def write(session: Session, chosen: Plan, origin: Path) -> tuple[str, ...]:
    """Write every entry of a plan, and remember them for `undo`; returns the files.

    Raises:
        CannotWrite: an entry of that id came meanwhile, or the disk refused; what was written can be taken back.
    """
    journal = session.journal()
    entries: list[Imported] = []
    try:
        for entry in chosen.entries:
            if entry.kind == README:
                path = readme.write_draft(session, entry.text)
            else:
                path = journal.create(entry.kind, entry.id, dict(entry.fields), body=entry.body)
            entries.append(Imported(file=path.relative_to(journal.root).as_posix(), print=_print(path)))
    finally:
        if entries:
            run = Run(
                at=session.now().isoformat(timespec="seconds"),
                journal=str(journal.root),
                origin=str(origin),
                files=tuple(entries),
            )
            _keep([*_runs(), run])
    return tuple(entry.file for entry in entries)


def undo(session: Session) -> Undone:
    """Take the last import into this journal back; a file that was changed since is hers and stays.

    Raises:
        CannotTell: nothing was imported into this journal.
    """
    journal = session.journal()
    runs = _runs()
    last = next((run for run in reversed(runs) if run.journal == str(journal.root)), None)
    if last is None:
        raise CannotTell("nothing was imported into this journal", next_step="`podium import PATH`")
    removed: list[str] = []
    changed_files: list[str] = []
    with files.locked(journal.root):
        for file in last.files:
            path = journal.root / file.file
            if path.is_symlink() or not path.is_file():
                continue
            if _print(path) == file.print:
                path.unlink()
                removed.append(file.file)
            else:
                changed_files.append(file.file)
    _keep([run for run in runs if run is not last])
    return Undone(tuple(removed), tuple(changed_files))


def facts(chosen: Plan, files: Sequence[str] = ()) -> dict[str, Any]:
    """A plan for `--json`."""
    return {
        "what": chosen.what,
        "entries": [
            {"kind": e.kind, "id": e.id, "file": e.file, "from": e.origin, "difference": e.difference()}
            for e in chosen.entries
        ],
        "known": chosen.known,
        "left_out": [str(note) for note in chosen.remarks],
        "written": list(files),
    }


def refuse_form(form: str) -> None:
    """Stop where a form is none podium knows.

    Raises:
        Misuse: names them.
    """
    if form and form not in FORMS:
        raise Misuse(f"there is no form {form!r}", next_step=f"one of {', '.join(FORMS)}")


def _print(path: Path) -> str:
    return hashlib.sha256(files.read(path)).hexdigest()


def _file() -> Path:
    return paths.home() / "imports.json"


def _runs() -> list[Run]:
    try:
        return msgspec.json.decode(files.read(_file()), type=list[Run])
    except FileNotFoundError:
        return []
    except (Stop, OSError, msgspec.DecodeError, UnicodeDecodeError):
        return []


def _keep(runs: Sequence[Run]) -> None:
    files.write(_file(), msgspec.json.encode(runs))
