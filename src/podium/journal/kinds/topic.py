"""Something the manager wants to learn from somebody who works in it."""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Day, Kind, Row, about


class Topic(Row, frozen=True, kw_only=True):
    """A topic of her own, beside those the repositories show."""

    what: Annotated[str, about("what you want to learn", example="How we ship to the edge", read_by="reverse topics")]
    area: Annotated[str, about("the area of work it lies in", example="deploy", read_by="reverse topics")] = ""
    why: Annotated[str, about("why now", example="two incidents started there", read_by="reverse topics")] = ""
    added_on: Annotated[Day | None, about("the day you wrote it down", example=Day(2026, 11, 16))] = None


KIND = Kind(
    name="topic",
    place="topics.toml",
    model=Topic,
    says="Something you want to learn from somebody who works in it.",
    id_from=("what",),
    today="added_on",
    asks=("area", "why"),
)
