"""A shareable copy of somebody's evidence, in a folder podium looks at like a clone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import CannotRead, Misuse
from podium.core.lines import lines_of
from podium.evidence.commits import labels
from podium.evidence.commits.work_kinds import COLUMNS, Kinds
from podium.evidence.people import me_file
from podium.evidence.people.me_file import MeFile
from podium.evidence.views.inputs import Clone, SourceActs

if TYPE_CHECKING:
    from podium.evidence.export.pseudonyms import Disguise
    from podium.evidence.views.build import Build

MARK = "podium-export.json"
FORMAT = 1


class Shared(msgspec.Struct, frozen=True):
    """An export, opened.

    Attributes:
        file: what she declared of herself, in disguise.
        repositories: name, branch read, commits.
        connected: names of the sources whose acts are in it.
        gaps: what could not be seen when it was written, a sentence each.
    """

    root: Path
    file: MeFile
    clones: tuple[Clone, ...]
    repositories: tuple[tuple[str, str, int], ...]
    kept: SourceActs | None
    connected: tuple[str, ...]
    gaps: tuple[str, ...] = ()


def find(paths: Sequence[Path]) -> Shared | None:
    """The export among some paths; None when there is none.

    Raises:
        Misuse: an export named together with something else.
    """
    exports = [path for path in paths if (path.expanduser() / MARK).is_file()]
    if exports and len(paths) > 1:
        raise Misuse("an export is looked at alone", where=str(exports[0]))
    return read(exports[0].expanduser()) if exports else None


def read(root: Path) -> Shared:
    """Open an export.

    Raises:
        CannotRead: it is not one, or of a later podium.
    """
    try:
        mark = json.loads((root / MARK).read_text(encoding="utf-8"))
        if mark["format"] != FORMAT:
            raise CannotRead("this export was written by another version of podium", where=str(root))
        rows = mark["repositories"]
        clones = tuple(_clone(root, row) for row in rows)
        repositories = tuple((str(r["name"]), str(r["branch"]), int(r["commits"])) for r in rows)
        connected = tuple(map(str, mark["connected"]))
        calendar = tuple((int(first), int(last)) for first, last in mark.get("calendar", []))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CannotRead(f"this is no export of podium: {fault}", where=str(root / MARK)) from fault
    events = root / "events.parquet"
    acts = SourceActs(events, _as_it_is, calendar) if events.is_file() else None
    return Shared(root, me_file.read(root / "me.toml"), clones, repositories, acts, connected)


def _as_it_is(key: str) -> str:
    return key


def _clone(root: Path, row: Mapping[str, Any]) -> Clone:
    name = str(row["name"])
    # A name that leaves the folder is no name.
    parts, tracked = root / f"{Path(name).name}.parquet", root / f"{Path(name).name}.paths"
    paths = tuple(lines_of(tracked.read_text(encoding="utf-8"))) if tracked.is_file() else ()
    return Clone(name, (parts,) if parts.is_file() else (), str(row["head"]), {}, paths, str(row["remote"]))


def write(
    build: Build,
    root: Path,
    secret: bytes,
    *,
    branches: Sequence[str],
    connected: Sequence[str],
    acts: SourceActs | None,
) -> None:
    """Write everything one look rests on, in disguise, into a folder that is there and empty."""
    from podium.evidence.export import pseudonyms  # who only looks for a copy needs none

    hidden = pseudonyms.Disguise(secret, build.book)
    repository_rows = build.db.execute(
        "select distinct lower(repo) from acts where source <> 'git' and object_kind = 'change'"
    )
    containers = sorted(str(row[0]) for row in repository_rows.fetchall() if row[0])
    rows = []
    for number, (clone, branch) in enumerate(zip(build.clones, branches, strict=True), 1):
        name = f"repository-{number}"
        count = pseudonyms.write_commits(build.db, clone, hidden, root / f"{name}.parquet")
        tracked = sorted(map(hidden.path, clone.tracked))
        (root / f"{name}.paths").write_text("".join(f"{path}\n" for path in tracked), encoding="utf-8")
        rows.append(
            {
                "name": name,
                "branch": "main" if branch else "",
                "commits": count,
                "head": hidden.hash(clone.head),
                "remote": pseudonyms.remote_of(clone, containers, hidden),
            }
        )
    if acts is not None:
        pseudonyms.write_events(build.db, acts, hidden, root / "events.parquet")
    _write_kinds(build, hidden, root)
    (root / "me.toml").write_text(_declared(build, hidden), encoding="utf-8")
    marked = {"format": FORMAT, "repositories": rows, "connected": sorted(connected)}
    marked |= {"calendar": [list(stretch) for stretch in acts.calendar]} if acts and acts.calendar else {}
    (root / MARK).write_text(json.dumps(marked, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _write_kinds(build: Build, hidden: Disguise, root: Path) -> None:
    """Kinds of work as they were judged: the words they were judged by stay behind."""
    rows = build.db.execute(f"select hash, {', '.join(COLUMNS)}, label, is_random from kinds order by hash").fetchall()
    judged = Kinds(root)
    judged.add({hidden.hash(row[0]): tuple(row[1:-2]) for row in rows})
    judged.keep()
    answered = {hidden.hash(row[0]): labels.Answer(row[-2], bool(row[-1])) for row in rows if row[-2]}
    if answered:
        labels.write(root / "work-labels.txt", answered)


def _declared(build: Build, hidden: Disguise) -> str:
    import tomlkit

    me, book = build.me.me, build.book
    spans = {
        name: [{"from": s.first, "to": s.last} for s in spans_declared]
        for name, spans_declared in (("leave", me.leave), ("rota", me.rota))
        if spans_declared
    }
    plain = {"zone": me.zone, "hours": me.hours, "integrator": me.integrator, "reports": me.reports}
    declared = tomlkit.document()
    if book.is_listed_team:
        declared["team"] = [hidden.address(s.number) for s in book.everybody() if s.in_team and s.reasons]
    declared["me"] = {"emails": [hidden.address(book.me.number)]} | {
        k: v for k, v in plain.items() if v not in ("", None)
    }
    declared["me"] |= spans
    return tomlkit.dumps(declared)
