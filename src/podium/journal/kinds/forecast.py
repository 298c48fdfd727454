"""A forecast of a real talk, written before it, and the five lines written after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Kind, Row, Slip, about

SURE = (60, 75, 90)


class Forecast(Row, frozen=True, kw_only=True):
    """What you expected of a talk, how sure you were, and what came."""

    date: Annotated[Day, about("the day you wrote the forecast", example=Day(2026, 11, 20), read_by="gym: calibration")]
    talk_on: Annotated[Day, about("the day of the talk", example=Day(2026, 11, 24), read_by="gym: calibration")]
    about_what: Annotated[str, about("the talk in a few words, no name needed", example="the missed launch")]
    they_say: Annotated[str, about("what they will say first", example="the dates kept moving")]
    we_agree: Annotated[str, about("what you will agree", example="a checklist by Thursday")]
    sure: Annotated[
        int, about("how sure you are of that agreement", unit="60, 75 or 90 %", example=75, read_by="gym: calibration")
    ]
    rehearsal: Annotated[
        str,
        about("the rehearsal before it; empty for none", refers="rehearsal", read_by="gym: rehearsed or not"),
    ] = ""
    after_on: Annotated[Day | None, about("the day you wrote what happened", example=Day(2026, 11, 24))] = None
    came: Annotated[bool | None, about("whether that agreement came", example=True, read_by="gym: calibration")] = None
    said: Annotated[str, about("what they said first", example="I found out in the canteen")] = ""
    agreed: Annotated[str, about("what you agreed", example="a checklist, by Friday")] = ""
    surprise: Annotated[str, about("what surprised you", example="it was about the reorg")] = ""
    mine: Annotated[str, about("what you would say otherwise", example="own my part first")] = ""
    next: Annotated[str, about("what comes next", example="look at it on Friday")] = ""


def find_slips(head: Forecast) -> Iterator[Slip]:
    """A forecast is written before the talk, at one of three levels."""
    if head.sure not in SURE:
        yield Slip("sure", "sure is 60, 75 or 90", "write sure = 75")
    if head.talk_on < head.date:
        yield Slip("talk_on", "the forecast was written after the talk", f"write a day from {head.date} on")


KIND = Kind(
    name="forecast",
    place="forecasts.toml",
    model=Forecast,
    says="What you expect of a hard talk and how sure you are, and what happened.",
    id_from=("talk_on", "about_what"),
    today="date",
    slips=find_slips,
)
