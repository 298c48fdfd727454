"""A step somebody took that the manager helped with: a promotion, a first time, a wider scope."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, about

Step = Literal["promotion", "wider-scope", "first-time", "taught-others", "new-role", "other"]


class Growth(Row, frozen=True, kw_only=True):
    """One step, as a fact that happened; it holds no judgement of the person."""

    date: Annotated[Day, about("the day it happened", example=Day(2026, 10, 5), read_by="portfolio")]
    what: Annotated[
        str,
        about(
            "what they can or may do now", example="leads the storage migration across two teams", read_by="portfolio"
        ),
    ]
    person: Annotated[str, about("who, an id of people/", example="ana", refers="person")] = ""
    name: Annotated[str, about("their name as you would credit them", example="Ana", read_by="portfolio credit")] = ""
    step: Annotated[Step, about("which sort of step", example="promotion", read_by="portfolio")] = "other"
    my_part: Annotated[
        str, about("what you did for it", example="handed over the design reviews", read_by="portfolio")
    ] = ""
    receipts: Annotated[
        tuple[str, ...], about("what shows it", example=["https://wiki.example.org/announce/12"], read_by="portfolio")
    ] = ()


KIND = Kind(
    name="growth",
    place="growth.toml",
    model=Growth,
    says="A step somebody took, and your part in it: people grown is a result too.",
    id_from=("date", "what"),
    today="date",
    asks=("person", "name", "step", "my_part"),
)
