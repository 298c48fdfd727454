"""One drill she took: which part, her sentence, whether it was heard, and how easily it came."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, about

Recall = Literal["again", "hard", "good", "easy"]


class Drill(Row, frozen=True, kw_only=True):
    """One line of the log; when a part is due next follows from its lines and is stored nowhere."""

    date: Annotated[Day, about("the day you took it", example=Day(2026, 11, 20), read_by="drills: when it is due")]
    part: Annotated[str, about("which part of which framework", example="sbi-impact", read_by="drills: when it is due")]
    recall: Annotated[
        Recall,
        about("how easily it came: not at all, with effort, well, at once", example="good", read_by="drills: when due"),
    ]
    said: Annotated[str, about("your sentence", example="That meant Lee had no invoice run on Friday.")] = ""
    is_heard: Annotated[
        bool | None, about("whether the rules found the part in it", example=True, read_by="drills: retention")
    ] = None
    material: Annotated[
        str, about("what it started from: a file of your journal, or empty for an example of podium's")
    ] = ""


KIND = Kind(
    name="drill",
    place="drills.toml",
    model=Drill,
    says="Drills you took, so that each part comes back when it is about to be forgotten.",
    id_from=("date", "part"),
    today="date",
)
