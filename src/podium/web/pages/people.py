"""People: what you owe to whom; nothing about anybody is counted, compared or kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app import people
from podium.web import Page, render
from podium.web.pictures import delegation, stakeholders

if TYPE_CHECKING:
    from podium.web.room import Room


def show(request: Request) -> Response:
    """Whom the team serves, what was handed over, and the next duty to each person."""
    room: Room = request.app.state.room
    session = room.session()
    journal = session.journal()
    pictures = [stakeholders.picture(journal, session.today()), delegation.picture(journal)]
    return render.page(
        request,
        "people.html",
        pictures=[picture for picture in pictures if picture is not None],
        people=people.open_ends(session),
        stakeholders=journal.entries("stakeholder"),
    )


def _is_open(room: Room) -> bool:
    return room.has_journal


PAGE = Page(title="People", path="/people", order=50, routes=[Route("/people", show)], is_open=_is_open)
