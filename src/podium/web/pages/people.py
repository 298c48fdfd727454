"""People: what she owes to whom; nothing about anybody is counted, compared or kept here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.journal import Entry, Journal
from podium.web import Page, render
from podium.web.pictures import delegation, stakeholders
from podium.web.room import Room


def show(request: Request) -> Response:
    """Whom the team serves, what was handed over, and the next duty to each person."""
    room: Room = request.app.state.room
    journal = room.journal()
    today = datetime.now().astimezone().date()
    drawn = [stakeholders.picture(journal, today), delegation.picture(journal)]
    return render.page(
        request,
        "people.html",
        pictures=[p for p in drawn if p is not None],
        people=[_person(journal, entry, today) for entry in journal.entries("person")],
        stakeholders=journal.entries("stakeholder"),
    )


def _person(journal: Journal, entry: Entry[Any], today: date) -> dict[str, Any]:
    """The open ends with one person, newest first."""
    talks = sorted(
        (e for e in journal.entries("one-on-one") if e.head.person == entry.id), key=lambda e: e.head.planned
    )
    ahead = [e for e in talks if e.head.planned >= today and e.head.status == "planned"]
    past = [e for e in talks if e.head.planned < today]
    cards = [e for e in journal.entries("delegation") if e.head.person == entry.id and e.head.status == "open"]
    unsaid = [e for e in journal.entries("feedback") if e.head.person == entry.id and e.head.given is None]
    return {
        "entry": entry,
        "next": ahead[0] if ahead else None,
        "last": past[-1] if past else None,
        "cards": cards,
        "promised": past[-1].head.promised if past else (),
        "unsaid": unsaid,
    }


def _is_open(room: Room) -> bool:
    return room.has_journal


PAGE = Page(title="People", path="/people", order=50, routes=[Route("/people", show)], is_open=_is_open)
