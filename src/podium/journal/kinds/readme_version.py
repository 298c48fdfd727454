"""A published version of the manager README, as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Head, Kind, Slip, about


class ReadmeVersion(Head, frozen=True, kw_only=True):
    """What was published on which day; the text below the head is the README of that day."""

    version: Annotated[int, about("its number, 1 for the first", unit="1 or more", example=2, read_by="README diff")]
    published: Annotated[Day, about("the day it was published", example=Day(2026, 11, 22), read_by="README audit")]


def find_slips(head: ReadmeVersion) -> Iterator[Slip]:
    """Versions are counted from one."""
    if head.version < 1:
        yield Slip("version", "versions are counted from 1", "write version = 1")


KIND = Kind(
    name="readme-version",
    place="readme-versions",
    model=ReadmeVersion,
    says="A published version of your manager README (`podium readme publish` writes it).",
    id_from=("version",),
    today="published",
    slips=find_slips,
)
