"""What a clone tells of agents beside its commits, read again only when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.evidence.commits.hands import Trace
from podium.sources import git
from podium.sources.git import Note
from podium.system import files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from podium.sources.git import Repository

VERSION = 1


class Kept(msgspec.Struct, frozen=True):
    """The notes of one clone, as they were at one tip: commits and numbers."""

    tip: str = ""
    notes: dict[str, Note] = {}


def agent_lines(repository: Repository, root: Path) -> dict[str, int]:
    """Commit to the lines its note says an agent wrote; nothing is read while the notes stand where they stood."""
    if not repository.notes_tip:
        return {}
    file = root / f"agent-notes-{VERSION}-{repository.key}.json"
    try:
        stored = msgspec.json.decode(file.read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError):
        stored = Kept()  # a cache: what cannot be read is asked again
    if stored.tip != repository.notes_tip:
        stored = Kept(repository.notes_tip, git.read_notes(repository, stored.notes))
        files.write(file, msgspec.json.encode(stored, order="sorted"))
    return {commit: note.agent_lines for commit, note in stored.notes.items()}


def traces(repository: Repository, tracked: Sequence[str]) -> tuple[Trace, ...]:
    """The edits the repository's own file of traces tells of."""
    return tuple(Trace(*edit) for edit in git.read_traces(repository, tracked))
