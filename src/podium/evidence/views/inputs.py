"""What the evidence is made of.

Clones as they were kept, acts of connected sources, and what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from podium.core.group import Band
from podium.evidence.commits.hands import Trace

if TYPE_CHECKING:
    from podium.evidence.commits.work_kinds import Row

Classify: TypeAlias = "Callable[[Sequence[tuple[str, str, list[str], int]]], Mapping[str, Row]]"


class Clone(msgspec.Struct, frozen=True):
    """One repository as it was kept.

    Attributes:
        name: folder name, for receipts.
        parts: the Parquet files that hold its commits.
        head: hash of the newest commit of the line that is judged; empty for a repository without commits.
        mailmap: spellings that .mailmap changes.
        tracked: paths of the newest state, so that deleted files are nobody's knowledge.
        remote: host and path of origin, so that a code host's changes are known as this clone's; empty when unknown.
        tips: ref to commit of what is read.
        agent_lines: commit to the lines a note says an agent wrote in it.
        traces: edits of agents as the repository's own file of traces tells them.
    """

    name: str
    parts: tuple[Path, ...]
    head: str
    mailmap: Mapping[str, str]
    tracked: tuple[str, ...] = ()
    remote: str = ""
    tips: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    agent_lines: Mapping[str, int] = msgspec.field(default_factory=dict[str, int])
    traces: tuple[Trace, ...] = ()


class SourceActs(msgspec.Struct, frozen=True):
    """The acts of connected sources, as they were kept.

    Attributes:
        snapshot: Parquet with the columns of `event_columns`.
        person: identity key to the veiled key the snapshot uses.
        calendar: between which instants a calendar of hers was read without a gap.
    """

    snapshot: Path
    person: Callable[[str], str]
    calendar: tuple[tuple[int, int], ...] = ()


class Span(msgspec.Struct, frozen=True):
    """What was read: how many, in a band, and the first and last day as epoch seconds."""

    commits: Band
    first_s: int
    last_s: int


class ShownCommit(NamedTuple):
    """A commit you wrote, landed or approved, as a receipt shows it.

    Attributes:
        has_hosts_clock: a code host made it, so the hour's zone is the host's.
        hand: whose hands made it, as far as the traces say.
        author, committer: the spelling, so that a receipt can say which of yours matched.
    """

    hash: str
    subject: str
    author_at: int | None
    author_offset: int | None
    committer_at: int
    committer_offset: int | None
    has_hosts_clock: bool
    author_me: int
    committer_me: int
    hand: str
    repo: str
    author: str
    committer: str
