"""Remove what the journal holds about one person: entries, rows, cards, mentions, history."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotWrite
from podium.journal import kinds, text_position
from podium.journal.about_person import cards_of, entries_about, text_files
from podium.system.files import locked, read, replace, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from podium.journal.about_person import Names
    from podium.journal.folder import Journal

REMOVED = "[removed]"
_PLAIN_REMOVED = "removed"


class Forgotten(msgspec.Struct):
    """What was removed, counted."""

    files: int = 0
    rows: int = 0
    mentions: int = 0
    renamed: int = 0


def forget(journal: Journal, names: Names) -> Forgotten:
    """Delete entries and cards, and put `[removed]` in the place of every mention; comments and order stay.

    Raises:
        CannotWrite: a file changed meanwhile, or the disk refused; what is done is done, run it again.
    """
    root, result = journal.root, Forgotten()
    about = entries_about(journal, names)
    with locked(root):
        for entry in about:
            if not entry.file.endswith(".toml"):
                (root / entry.file).unlink(missing_ok=True)
                sync_folder((root / entry.file).parent)
                result.files += 1
        for file in list(cards_of(root, names)):
            (root / file).unlink()
            result.files += 1
        for file in {entry.file for entry in about if entry.file.endswith(".toml")}:
            lines = {entry.line for entry in about if entry.file == file}
            result.rows += _drop_rows(root / file, file, lines)
        for path, _ in list(text_files(root)):
            result.mentions += _blank(path, names)
        for path, file in list(text_files(root)):
            result.renamed += _rename(path, file, names)
    return result


def _drop_rows(path: Path, file: str, lines: set[int]) -> int:
    was = read(path)
    text = was.decode("utf-8")
    kind = next(kind for kind in kinds.every() if kind.place == file)
    count = len(tomllib.loads(text.removeprefix("\ufeff")).get(kind.row, []))
    blocks = [block for block in text_position.blocks(text, kind.row, count) if block.first_line in lines]
    for block in sorted(blocks, key=lambda one_block: -one_block.first_line):
        start = text_position.offset_of_line(text, block.first_line)
        text = text[:start] + text[start + len(block.text) :]
    replace(path, was, text.encode("utf-8"))
    return len(blocks)


def _blank(path: Path, names: Names) -> int:
    was = read(path)
    try:
        text = was.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    edited, count = names.pattern.subn(REMOVED, text)
    if count:
        replace(path, was, edited.encode("utf-8"))
    return count


def _rename(path: Path, file: str, names: Names) -> int:
    stem = path.name.replace("-", " ")
    if not names.pattern.search(stem):
        return 0
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, names.words))})(?![^\W_])", re.IGNORECASE)
    target = path.with_name(pattern.sub(_PLAIN_REMOVED, path.name))
    number = 2
    while target.exists():
        target = path.with_name(f"{number}-{pattern.sub(_PLAIN_REMOVED, path.name)}")
        number += 1
    path.rename(target)
    return 1


def commits_that_hold(root: Path, names: Names) -> tuple[str, ...]:
    """Commits of the journal's own git history in which a name is written, message or content; empty without git."""
    if not (root / ".git").exists():
        return ()
    commits: set[str] = set()
    for word in names.words:
        for option in (("-i", f"--grep={word}", "-F"), ("--pickaxe-regex", "-i", f"-S{re.escape(word)}")):
            lines = _git(root, "log", "--all", "--format=%h", *option).decode().split()
            commits |= set(lines)
    return tuple(sorted(commits))


def rewrite_history(root: Path, names: Names) -> None:
    """Rewrite the journal's git history: files about them never were, names are `[removed]`; then old copies go.

    A file is left out of all history when its path names them, or when it is gone by now and a version of it did.

    Raises:
        CannotWrite: git refused, or the folder has changes that are not committed.
    """
    if _git(root, "status", "--porcelain").strip():
        raise CannotWrite(
            "the journal has changes that are not committed",
            where=str(root),
            next_step="commit them, then run it again",
        )
    present = frozenset(_git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD").decode("utf-8", "replace").split("\0"))
    stream = _git(root, "-c", "core.quotepath=off", "fast-export", "--all", "--signed-tags=strip", "--reencode=yes")
    _git(root, "fast-import", "--force", "--quiet", feed=_edit_stream(stream, names, present))
    _git(root, "reset", "--quiet", "--hard")
    _git(root, "reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all")
    _git(root, "gc", "--quiet", "--prune=now")


def _edit_stream(stream: bytes, names: Names, present: frozenset[str]) -> bytes:
    """A fast-export stream without files about somebody, and with their names out of contents, messages and authors."""
    parts: list[bytes] = []
    naming: set[bytes] = set()
    at, mark = 0, b""
    while at < len(stream):
        end = stream.find(b"\n", at)
        end = len(stream) if end < 0 else end
        line = stream[at : end + 1]
        at = end + 1
        if line.startswith(b"data "):
            size = int(line[5:])
            data = _without(stream[at : at + size], names)
            if data != stream[at : at + size]:
                naming.add(mark)
            at += size
            parts += [b"data %d\n" % len(data), data]
        elif line.startswith(b"mark "):
            mark = line[5:].strip()
            parts.append(line)
        elif line.startswith(b"M "):
            _, _, blob, raw = line.rstrip(b"\n").split(b" ", 3)
            path = raw.decode("utf-8", "replace").strip('"')
            is_theirs = names.pattern.search(path.replace("-", " ")) or (blob in naming and path not in present)
            parts += [] if is_theirs else [line]
        elif line.startswith((b"author ", b"committer ", b"tagger ")):
            parts.append(_without(line, names))
        else:
            parts.append(line)
    return b"".join(parts)


def _without(data: bytes, names: Names) -> bytes:
    try:
        return names.pattern.sub(REMOVED, data.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        return data


def _git(root: Path, *words: str, feed: bytes | None = None) -> bytes:
    finished = subprocess.run(["git", "-C", str(root), *words], input=feed, capture_output=True, check=False)
    if finished.returncode:
        raise CannotWrite(
            f"git said: {finished.stderr.decode('utf-8', 'replace').strip()[:200]}",
            where=str(root),
            next_step="git status",
        )
    return finished.stdout
