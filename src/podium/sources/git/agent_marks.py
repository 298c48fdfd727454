"""What a repository keeps of agents beside its commits: notes and a file of traces.

Of both only numbers, commits and the paths the repository itself holds are read; a transcript in them is passed over.
"""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from podium.core.errors import CannotReach
from podium.sources.git.repository import NOTES
from podium.sources.git.safe import ask

if TYPE_CHECKING:
    from podium.sources.git.repository import Repository

TRACES = ".agent-trace/traces.jsonl"
MOST_TRACE_BYTES = 64 << 20
# The key of lines a person typed, in an attestation; every other key is an agent's session or prompt.
PERSONS = b"h_"
MOST_LINES = 10_000_000
# A note is some kilobytes; what is larger tells a transcript and is left unread.
MOST_NOTE_BYTES = 4 << 20
NOTES_AT_ONCE = 2_000


class Note(NamedTuple):
    """One note: the blob it lies in, and how many lines of the commit an agent wrote."""

    blob: str
    agent_lines: int


class Edit(NamedTuple):
    """An agent's edit: the commit it names, when (epoch seconds), and the files."""

    revision: str
    at_s: int
    paths: tuple[str, ...]


class _Contributor(msgspec.Struct, frozen=True):
    type: str = ""


class _Conversation(msgspec.Struct, frozen=True):
    contributor: _Contributor = msgspec.field(default_factory=_Contributor)


class _File(msgspec.Struct, frozen=True):
    path: str
    conversations: tuple[_Conversation, ...] = ()


class _Commit(msgspec.Struct, frozen=True):
    revision: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{40,64}$")]


class _Record(msgspec.Struct, frozen=True):
    timestamp: datetime
    vcs: _Commit
    files: tuple[_File, ...] = ()


def read_notes(repository: Repository, known: Mapping[str, Note]) -> dict[str, Note]:
    """Commit to note; a blob that was read before is not read again."""
    listed = ask(repository.path, "notes", f"--ref={NOTES}", "list", accept=(0, 1)).out.decode("ascii", "replace")
    blobs = {commit: blob for blob, _, commit in (line.partition(" ") for line in listed.split("\n") if line)}
    fresh = sorted({blob for commit, blob in blobs.items() if commit not in known or known[commit].blob != blob})
    lines = dict(_lines_of(repository, _small(repository, fresh)))
    return {
        commit: Note(blob, lines[blob]) if blob in lines else known.get(commit, Note(blob, 0))
        for commit, blob in blobs.items()
    }


def _small(repository: Repository, blobs: list[str]) -> list[str]:
    if not blobs:
        return []
    stdin = "".join(f"{blob}\n" for blob in blobs).encode()
    answered = ask(repository.path, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", stdin=stdin)
    rows = [line.split(" ") for line in answered.out.decode("ascii", "replace").split("\n")]
    return [row[0] for row in rows if len(row) == 3 and row[1] == "blob" and int(row[2]) <= MOST_NOTE_BYTES]


def _lines_of(repository: Repository, blobs: list[str]) -> Iterator[tuple[str, int]]:
    for start in range(0, len(blobs), NOTES_AT_ONCE):
        stdin = "".join(f"{blob}\n" for blob in blobs[start : start + NOTES_AT_ONCE]).encode()
        yield from _counted(ask(repository.path, "cat-file", "--batch", stdin=stdin).out)


def _counted(output: bytes) -> Iterator[tuple[str, int]]:
    place = 0
    while place < len(output):
        line_end = output.index(b"\n", place)
        blob, kind, *size = output[place:line_end].split(b" ")
        place = line_end + 1
        if kind == b"blob":
            end = place + int(size[0])
            yield blob.decode("ascii"), count_lines(output[place:end])
            place = end + 1


def count_lines(note: bytes) -> int:
    """How many lines an agent wrote, by the attestations above the fold, each line of a file once."""
    if note.startswith(b"---"):
        return 0
    total = 0
    spans: list[tuple[int, int]] = []
    for line in note.partition(b"\n---")[0].split(b"\n"):
        if not line.startswith(b"  "):
            total += _covered(spans)
            spans = []
            continue
        key, _, ranges = line.strip().partition(b" ")
        if not key.startswith(PERSONS):
            spans += _spans(ranges)
    return min(total + _covered(spans), MOST_LINES)


def _spans(ranges: bytes) -> Iterator[tuple[int, int]]:
    for piece in ranges.split(b","):
        first, _, last = piece.strip().partition(b"-")
        if first.isdigit() and (not last or last.isdigit()) and len(piece) < 20:
            yield int(first), int(last or first)


def _covered(spans: list[tuple[int, int]]) -> int:
    count = reached = 0
    for first, last in sorted(spans):
        count += max(0, last - max(first - 1, reached))
        reached = max(reached, last)
    return count


def read_traces(repository: Repository, tracked: Collection[str]) -> list[Edit]:
    """The edits a file of traces tells of, from the work tree where it lies there, else from what is checked out."""
    decoder = msgspec.json.Decoder(_Record)
    edits: list[Edit] = []
    for line in _traces(repository, tracked).split(b"\n"):
        with suppress(msgspec.DecodeError, ValueError, OverflowError):
            record = decoder.decode(line)
            paths = tuple(sorted({file.path for file in record.files if _is_agents(file)}))
            if paths and record.timestamp.tzinfo is not None:
                edits.append(Edit(record.vcs.revision, int(record.timestamp.timestamp()), paths))
    return sorted(set(edits))


def _is_agents(file: _File) -> bool:
    return any(part.contributor.type in {"ai", "mixed"} for part in file.conversations)


def _traces(repository: Repository, tracked: Collection[str]) -> bytes:
    place = Path(repository.path, TRACES)
    if not repository.is_bare:
        with suppress(OSError):
            facts = place.lstat()
            if stat.S_ISREG(facts.st_mode) and not place.parent.is_symlink() and facts.st_size <= MOST_TRACE_BYTES:
                return place.read_bytes()
    if TRACES not in tracked or repository.promised:
        return b""
    with suppress(CannotReach):
        size = ask(repository.path, "cat-file", "-s", f"HEAD:{TRACES}", accept=(0, 128)).out.strip()
        if size.isdigit() and int(size) <= MOST_TRACE_BYTES:
            return ask(repository.path, "cat-file", "blob", f"HEAD:{TRACES}").out
    return b""
