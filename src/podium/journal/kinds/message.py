"""A coaching message the manager wrote herself; the text is below the head."""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Day, Head, Kind, about


class Message(Head, frozen=True, kw_only=True):
    """Her own words only; an answer of another person does not belong here."""

    date: Annotated[Day, about("the day you sent it", example=Day(2026, 11, 19), read_by="T3 questions")]
    is_first_turn: Annotated[
        bool, about("whether it opened the conversation", example=True, read_by="T3 first-turn advice")
    ] = True
    is_incident: Annotated[
        bool, about("written during an incident; orders are right there", example=True, read_by="T3 leaves it out")
    ] = False


KIND = Kind(
    name="message",
    place="messages",
    model=Message,
    says="A coaching message of yours, so that you can see whether you ask or tell.",
    id_from=("date",),
    today="date",
    prompt="(your own words only)\n",
)
