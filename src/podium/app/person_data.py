"""What is held about one person, shown on request or removed everywhere podium can reach."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.evidence.people import me_file
from podium.journal.about_person import Holding, Names, holdings, names_of
from podium.journal.cache import cache_of
from podium.journal.find import cache_root
from podium.journal.forget_person import Forgotten, commits_that_hold, forget, rewrite_history
from podium.system import last_writes, paths

if TYPE_CHECKING:
    from podium.journal import Journal

_MOST_BYTES = 32 * 2**20
# Kept traces are the clones' own history, read again at every look.
_NOT_OURS_TO_EDIT = frozenset({"evidence", "cache"})


class PersonHoldings(msgspec.Struct, frozen=True):
    """Everything that is held about one person.

    Attributes:
        in_home: files of podium's own folder that hold a name.
        in_history: commits of the journal's git history that hold one.
        out_of_reach: what podium cannot remove, one sentence each.
    """

    names: Names
    holdings: tuple[Holding, ...]
    in_home: tuple[Path, ...]
    in_history: tuple[str, ...]
    out_of_reach: tuple[str, ...]


class Removed(msgspec.Struct, frozen=True):
    """What was removed, and what is left to her."""

    forgotten: Forgotten
    home_lines: int
    is_history_rewritten: bool
    out_of_reach: tuple[str, ...]


def who(journal: Journal, name: str) -> PersonHoldings:
    """Everything held about one person."""
    names = names_of(journal, name)
    in_history = commits_that_hold(journal.root, names)
    in_home = tuple(path for path in _home_files() if _holds(path, names))
    return PersonHoldings(names, holdings(journal, names), in_home, in_history, _out_of_reach(names))


def forget_person(journal: Journal, name: str, *, with_history: bool) -> Removed:
    """Remove it all.

    Raises:
        CannotWrite: a file changed meanwhile, the disk or git refused.
    """
    names = names_of(journal, name)
    forgotten = forget(journal, names)
    cache_of(journal.root, cache_root()).forget()
    last_writes.forget()
    lines = sum(_blank_lines(path, names) for path in _home_files())
    in_history = commits_that_hold(journal.root, names)
    out_of_reach = list(_out_of_reach(names))
    is_rewritten = False
    if in_history and with_history:
        rewrite_history(journal.root, names)
        is_rewritten = True
        out_of_reach.append(
            "other clones and backups of the journal's git history: rewrite or delete them where they are"
        )
    elif in_history:
        out_of_reach.append(
            f"{len(in_history)} commits of the journal's git history: commit what was removed, then --history"
        )
    return Removed(forgotten, lines, is_rewritten, tuple(out_of_reach))


def _home_files() -> list[Path]:
    home = paths.home()
    files = (
        sorted(path for path in home.rglob("*") if path.is_file() and not path.is_symlink()) if home.is_dir() else []
    )
    return [
        path
        for path in files
        if path.relative_to(home).parts[0] not in _NOT_OURS_TO_EDIT and path.stat().st_size <= _MOST_BYTES
    ]


def _holds(path: Path, names: Names) -> bool:
    try:
        return names.pattern.search(path.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False


def _blank_lines(path: Path, names: Names) -> int:
    """Lines of podium's own records that name them are dropped; the file about her is hers, and is told instead."""
    if path == paths.me_file() or not _holds(path, names):
        return 0
    lines = re.findall(r"[^\n]*\n|[^\n]+", path.read_text(encoding="utf-8"))
    if path.name != "ledger":
        path.write_text("".join(names.pattern.sub("removed", line) for line in lines), encoding="utf-8")
        return sum(bool(names.pattern.search(line)) for line in lines)
    clean = [line for line in lines if not names.pattern.search(line)]
    path.write_text("".join(clean), encoding="utf-8")
    return len(lines) - len(clean)


def _out_of_reach(names: Names) -> tuple[str, ...]:
    """What podium cannot remove for her."""
    sentences = [
        "kept traces: names in commits come from the clones themselves, and would be read again",
        "calendars, mail and pages you handed over: podium keeps no copy and cannot call them back",
        "backups of this machine",
    ]
    if any(names.is_one(person.name) or any(map(names.is_one, person.emails)) for person in _listed_people()):
        sentences.insert(0, "the file about you lists them: `podium me --edit`, remove their block")
    return tuple(sentences)


def _listed_people() -> tuple[me_file.Person, ...]:
    return me_file.read(paths.me_file()).people
