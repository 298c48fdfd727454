"""A reader's two marks on the manager README: one unclear line, one untrue line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Role = Literal["report", "peer", "other"]


class ReadmeReview(Head, frozen=True, kw_only=True):
    """What one reader marked; who it was is not written down."""

    date: Annotated[Day, about("the day it came", example=Day(2026, 11, 20), read_by="README status")]
    reader: Annotated[Role, about("a report, a peer or somebody else", example="report", read_by="README status")]
    version: Annotated[int, about("the version they read; 0 for the draft", unit="0 or more", example=1)] = 0
    unclear: Annotated[str, about("the line they found unclear, with their question", example="what is urgent?")] = ""
    untrue: Annotated[str, about("the line they found untrue, and what they see", example="1:1s do get moved")] = ""
    changed: Annotated[str, about("what you changed because of it", example="urgent is now: customers cannot pay")] = ""


def find_slips(head: ReadmeReview) -> Iterator[Slip]:
    """A version is a count."""
    if head.version < 0:
        yield Slip("version", "a version is 0 (the draft) or more", "write version = 0")


KIND = Kind(
    name="readme-review",
    place="readme-reviews",
    model=ReadmeReview,
    says="One unclear and one untrue line a reader marked in your manager README; two reports and a peer make a round.",
    id_from=("date", "reader"),
    today="date",
    asks=("unclear", "untrue", "changed"),
    slips=find_slips,
)
