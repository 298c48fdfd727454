"""Real repositories, made by the tests that read them, and what plain git says about each commit."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ADA = "Ada Lovelace <ada@example.org>"
NOON = "1772452800 +0100"
PERSON = re.compile(rb"(.*>) (-?\d+) ([+-]\d+)", re.DOTALL)


def clean_env(**more: str) -> dict[str, str]:
    """An environment in which only the test decides what git sees."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return mine | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"} | more


@dataclass
class Clone:
    """A repository under construction."""

    path: Path
    env: dict[str, str] = field(default_factory=clean_env)

    @classmethod
    def new(cls, path: Path, *words: str) -> Clone:
        """An empty repository."""
        path.mkdir(parents=True, exist_ok=True)
        clone = cls(path)
        clone.git("init", "-q", "-b", "main", *words)
        return clone

    def git(self, *words: str, said: bytes = b"", **env: str) -> str:
        """Run git here and return what it printed."""
        return self.raw(*words, said=said, **env).decode("utf-8", "surrogateescape").strip("\n")

    def raw(self, *words: str, said: bytes = b"", **env: str) -> bytes:
        """Run git here and return the bytes it printed."""
        command = [
            "git",
            "-c",
            "user.name=Ada Lovelace",
            "-c",
            "user.email=ada@example.org",
            "-C",
            str(self.path),
            *words,
        ]
        done = subprocess.run(command, input=said, capture_output=True, env=self.env | env, check=False)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout

    def tree(self, files: Mapping[bytes, bytes]) -> str:
        """Write a tree straight into the object store; any path git can hold."""
        entries: dict[bytes, tuple[bytes, str]] = {}
        folders: dict[bytes, dict[bytes, bytes]] = {}
        for path, content in files.items():
            first, slash, rest = path.partition(b"/")
            if slash:
                folders.setdefault(first, {})[rest] = content
            else:
                entries[path] = (b"100644", self.blob(content))
        # git sorts a folder as if its name ended with a slash.
        entries |= {name + b"/": (b"40000", self.tree(inside)) for name, inside in folders.items()}
        rows = (
            mode + b" " + path.rstrip(b"/") + b"\0" + bytes.fromhex(name)
            for path, (mode, name) in sorted(entries.items())
        )
        return self.object("tree", b"".join(rows))

    def blob(self, content: bytes) -> str:
        """Write a blob."""
        return self.object("blob", content)

    def object(self, kind: str, content: bytes) -> str:
        """Write an object as git does, sensible or not; git itself would be started for each of them."""
        whole = f"{kind} {len(content)}\0".encode() + content
        name = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
        folder = self.path / ".git" if (self.path / ".git").exists() else self.path
        place = folder / "objects" / name[:2] / name[2:]
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(zlib.compress(whole, 1))
        return name

    def commit_object(
        self,
        files: Mapping[bytes, bytes],
        parents: Iterable[str] = (),
        *,
        message: bytes = b"A change\n",
        author: bytes = f"{ADA} {NOON}".encode(),
        committer: bytes | None = None,
        headers: bytes = b"",
    ) -> str:
        """Write a commit byte for byte, sensible or not."""
        lines = [b"tree " + self.tree(files).encode(), *(b"parent " + parent.encode() for parent in parents)]
        lines += [b"author " + author, b"committer " + (committer or author)]
        content = b"\n".join(lines) + b"\n" + headers + b"\n" + message
        return self.object("commit", content)

    def point(self, commit: str, ref: str = "refs/heads/main") -> str:
        """Let a branch point at a commit."""
        self.git("update-ref", ref, commit)
        return commit

    def commit(self, message: str = "A change", files: Mapping[str, str] | None = None, **env: str) -> str:
        """Commit in the ordinary way."""
        for name, content in (files or {}).items():
            place = self.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, **env)
        return self.git("rev-parse", "HEAD")

    def truth(self, *tips: str) -> dict[str, dict[str, Any]]:
        """What git's plumbing says about every commit reachable from some refs, one slow call at a time."""
        return {commit: self.truth_of(commit) for commit in self.git("rev-list", *(tips or ("HEAD",))).split()}

    def truth_of(self, commit: str) -> dict[str, Any]:
        """What the object says, read without any of podium's code."""
        head, _, body = self.raw("cat-file", "commit", commit).partition(b"\n\n")
        lines = [line.split(b" ", 1) for line in head.split(b"\n") if not line.startswith(b" ")]
        parents = [value.decode() for name, value in lines if name == b"parent"]
        people = {name: PERSON.fullmatch(value) for name, value in lines if name in {b"author", b"committer"}}
        author, committer = people[b"author"], people[b"committer"]
        assert author
        assert committer
        encoding = next((value.decode() for name, value in lines if name == b"encoding"), "utf-8")
        return {
            "hash": commit,
            "parents": parents,
            "author": show(author[1], encoding),
            "author_at": int(author[2]),
            "author_offset": minutes(author[3]),
            "committer": show(committer[1], encoding),
            "committer_at": int(committer[2]),
            "committer_offset": minutes(committer[3]),
            "message": show(body, encoding),
            "paths": sorted(self.paths(commit, parents)),
        }

    def paths(self, commit: str, parents: list[str]) -> set[str]:
        """Paths that differ from the parent; all paths of a root; none of a merge's own, as `git log` shows it."""
        if len(parents) > 1:
            return set()
        compared = [
            {
                show(path)
                for path in self.raw("diff-tree", "-r", "-z", "--no-renames", "--name-only", *pair).split(b"\0")[:-1]
            }
            for pair in ((parent, commit) for parent in parents)
        ]
        if compared:
            return compared[0]
        return {show(path) for path in self.raw("ls-tree", "-r", "-z", "--name-only", commit).split(b"\0")[:-1]}


def show(text: bytes, encoding: str = "utf-8") -> str:
    """Text as podium shows it: what is no text stays visible."""
    try:
        return text.decode(encoding)
    except UnicodeDecodeError:
        return text.decode("utf-8", "backslashreplace")


def minutes(offset: bytes) -> int:
    """Minutes east."""
    value = int(offset[1:3]) * 60 + int(offset[3:5])
    return -value if offset[:1] == b"-" else value
