"""What commit objects hold, for the few commits that git's own formats cannot show whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

PERSON = re.compile(rb"(.*>) *(?:(-?[0-9]{1,18}) ([+-][0-9]{1,9}))?[^>]*", re.DOTALL)
Stamp = tuple[int | None, int | None]
NO_STAMP: Stamp = (None, None)


class Recorded(msgspec.Struct, frozen=True):
    """One commit as its object holds it, for the few that git's own formats cannot show whole."""

    parents: list[str]
    author: tuple[str, Stamp]
    committer: tuple[str, Stamp]


LookUp = Callable[[Sequence[str]], Mapping[str, Recorded]]


def readable(block: bytes) -> bytes:
    """A block whose texts are all UTF-8; what is none stays visible as \\xNN."""
    if block.isascii():
        return block
    try:
        block.decode()
    except UnicodeDecodeError:
        return block.decode("utf-8", "backslashreplace").encode()
    return block


def read_offset(offset_text: bytes) -> int:
    """Minutes east as written: +0545 is 345, and +9999 stays the nonsense it is."""
    digits = int(offset_text[1:])
    minutes = digits // 100 * 60 + digits % 100
    return -minutes if offset_text[:1] == b"-" else minutes


def read_objects(output: bytes) -> dict[str, Recorded]:
    """The answers of `git cat-file --batch`, by hash."""
    recorded_by_hash: dict[str, Recorded] = {}
    place = 0
    while place < len(output):
        line_end = output.index(b"\n", place)
        commit, kind, size = output[place:line_end].split(b" ")
        place = line_end + 1 + int(size) + 1
        if kind == b"commit":
            recorded_by_hash[commit.decode()] = read_object(output[line_end + 1 : place - 1])
    return recorded_by_hash


def read_object(content: bytes) -> Recorded:
    """Parents and people of one commit object."""
    head = content.partition(b"\n\n")[0].split(b"\n")
    lines = [line.partition(b" ") for line in head if not line.startswith(b" ")]
    encoding = next((value.decode("ascii", "replace") for name, _, value in lines if name == b"encoding"), "utf-8")

    def find(role: bytes) -> tuple[str, Stamp]:
        return read_person(next((value for name, _, value in lines if name == role), b""), encoding)

    parents = [value.decode("ascii", "replace") for name, _, value in lines if name == b"parent"]
    return Recorded(parents, find(b"author"), find(b"committer"))


def read_person(line: bytes, encoding: str) -> tuple[str, Stamp]:
    """Person and stamp of one header line, as recorded."""
    match = PERSON.fullmatch(line)
    person = match[1] if match else line
    stamp = (int(match[2]), read_offset(match[3])) if match and match[2] else NO_STAMP
    try:
        return person.decode(encoding), stamp
    except (LookupError, UnicodeDecodeError):
        return person.decode("utf-8", "backslashreplace"), stamp
