"""A few commits, as after a week: git is asked once, and nothing heavy is loaded."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from podium.core.commits import Commit
from podium.core.errors import CannotReach
from podium.sources.git import safe
from podium.sources.git.objects import read_offset, readable
from podium.sources.git.reading import look_up, words_for

if TYPE_CHECKING:
    from podium.sources.git.objects import Recorded, Stamp
    from podium.sources.git.repository import Repository

MOST_FEW = 500
MOST_BYTES = 8 << 20
NOBODY = " <>"


def read_few(repository: Repository, hashes: Sequence[str]) -> list[Commit] | None:
    """Some commits, each with every fact that `read` gives of it; None where they are too large to be read at once."""
    if len(hashes) > MOST_FEW:
        return None
    nonce = secrets.token_hex(16)
    output = ask_git(repository, hashes, nonce) if hashes else b""
    if len(output) > MOST_BYTES:
        return None
    texts = readable(output).decode().split("\0")[:-1]
    starts = [place for place, text in enumerate(texts) if text == nonce]
    commits = [
        read_record(texts[start + 1 : end], has_paths=not repository.is_without_trees)
        for start, end in zip(starts, [*starts[1:], len(texts)], strict=False)
    ]
    odd = [commit.hash for commit in commits if is_odd(commit, repository)]
    recorded = look_up(repository, odd) if odd else {}
    return [
        mend(commit, recorded[commit.hash], repository) if commit.hash in recorded else commit for commit in commits
    ]


def ask_git(repository: Repository, hashes: Sequence[str], nonce: str) -> bytes:
    """What git prints of some commits; what goes beyond the most is not read."""
    git = safe.start(repository.path, *words_for(repository, nonce))
    try:
        if git.process.stdin is None or git.process.stdout is None:
            raise CannotReach("git gave no pipe", where=str(repository.path))
        with suppress(BrokenPipeError), git.process.stdin as names:
            names.write("".join(f"{commit}\n" for commit in hashes).encode())
        output = git.process.stdout.read(MOST_BYTES + 1)
        if len(output) <= MOST_BYTES:
            safe.finish(repository.path, git)
        return output
    finally:
        safe.kill(git)


def read_record(texts: Sequence[str], *, has_paths: bool) -> Commit:
    """One record; git puts a newline before the first path, and before those of a merge an empty text."""
    commit, parents, author, author_date, committer, committer_date, message, _, *paths = texts
    paths[:1] = [path.removeprefix("\n") for path in paths[:1]]
    return Commit(
        commit,
        parents.split(),
        author,
        *read_date(author_date),
        committer,
        *read_date(committer_date),
        message,
        [path for path in paths if path] if has_paths else None,
    )


def read_date(date: str) -> Stamp:
    """Instant and offset of one of git's raw dates; 0 where git found none."""
    at, _, offset = date.partition(" ")
    return (int(at), read_offset(offset.encode())) if date.count(" ") == 1 else (0, 0)


def is_odd(commit: Commit, repository: Repository) -> bool:
    """Whether git could not show a commit whole: it stands at a shallow edge, or a date is 0 or cannot be held."""
    return commit.hash in repository.boundary or commit.author_at == 0 or commit.committer_at == 0


def mend(commit: Commit, recorded: Recorded, repository: Repository) -> Commit:
    """A commit with what its object holds in the place of what git could not show."""
    author, (author_at, author_offset) = recorded.author
    committer, (committer_at, committer_offset) = recorded.committer
    author, committer = (person.encode("utf-8", "replace").decode() for person in (author, committer))
    return commit._replace(
        parents=recorded.parents,
        author=author if commit.author == NOBODY else commit.author,
        author_at=author_at,
        author_offset=author_offset,
        committer=committer if commit.committer == NOBODY else commit.committer,
        committer_at=committer_at,
        committer_offset=committer_offset,
        paths=None if commit.hash in repository.boundary else commit.paths,
    )
