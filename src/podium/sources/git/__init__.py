"""Local clones: commits, people and paths, read without running anything the repository holds."""

from podium.sources.git.agent_marks import Note, read_notes, read_traces
from podium.sources.git.few import read_few
from podium.sources.git.identities import mailmap, me, tracked_paths
from podium.sources.git.reading import count, count_behind, find_present, list_commits, read
from podium.sources.git.repository import Repository, mark_refs, open_repository
from podium.sources.git.rewritten import Change, read_rewritten
from podium.sources.git.safe import once

__all__ = [
    "Change",
    "Note",
    "Repository",
    "count",
    "count_behind",
    "find_present",
    "list_commits",
    "mailmap",
    "mark_refs",
    "me",
    "once",
    "open_repository",
    "read",
    "read_few",
    "read_notes",
    "read_rewritten",
    "read_traces",
    "tracked_paths",
]
