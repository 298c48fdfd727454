"""Who is who in a clone.

What its .mailmap says, who the manager is here, and which files it tracks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from podium.sources.git.safe import ask

if TYPE_CHECKING:
    from podium.sources.git.repository import Repository

MAP = "HEAD:.mailmap"
IDENTITY = re.compile(r"[^<>\n\0]*<[^<>\n\0]*>")


def mailmap(repository: Repository, identities: Iterable[str]) -> dict[str, str]:
    """What the repository's own .mailmap makes of `Name <email>`; only those it changes."""
    identities_to_map = sorted({identity for identity in identities if IDENTITY.fullmatch(identity)})
    if not identities_to_map or not repository.tips:
        return {}
    stdin = "".join(f"{identity}\n" for identity in identities_to_map).encode("utf-8", "surrogateescape")
    answered = ask(repository.path, *read_map(repository), "check-mailmap", "--stdin", stdin=stdin).out
    mapped = answered.decode("utf-8", "backslashreplace").split("\n")
    return {
        before: after for before, after in zip(identities_to_map, mapped, strict=False) if after and after != before
    }


def read_map(repository: Repository) -> tuple[str, ...]:
    """Where git looks for the map: the checked-out file, and in a bare repository the committed one, if it is here."""
    is_committed_one_here = repository.is_bare and (
        not repository.is_partial or ask(repository.path, "cat-file", "-t", MAP, accept=(0, 1, 128)).out == b"blob\n"
    )
    return ("-c", f"mailmap.blob={MAP if is_committed_one_here else ''}")


def me(repository: Repository) -> list[str]:
    """The identities git would write the manager's commits with here: the clone's own, then her global ones."""
    local = read_user(repository, "--local", "--no-includes")
    world = read_user(repository, "--global", "--includes")
    identities: list[str] = []
    for settings in (world | local, world):
        email = settings.get("user.email", "")
        identity = f"{settings.get('user.name', '')} <{email}>"
        if email and identity not in identities:
            identities.append(identity)
    return identities


def read_user(repository: Repository, *scope: str) -> dict[str, str]:
    """Name and address of the user in one scope of git's settings."""
    wanted = r"^user\.(name|email)$"
    output = ask(repository.path, "config", *scope, "-z", "--get-regexp", wanted, accept=(0, 1, 128)).out
    entries = (entry.partition("\n") for entry in output.decode("utf-8", "backslashreplace").split("\0") if entry)
    return {name: value for name, _, value in entries}


def tracked_paths(repository: Repository) -> list[str]:
    """Every path in the commit that is checked out; empty when there is none."""
    if "HEAD" not in repository.tips or repository.is_without_trees:
        return []
    listed = ask(repository.path, "ls-tree", "-r", "-z", "--name-only", "--full-tree", repository.tips["HEAD"]).out
    return [path.decode("utf-8", "backslashreplace") for path in listed.split(b"\0")[:-1]]
