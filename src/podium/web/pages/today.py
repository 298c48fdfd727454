"""Today: what needs ten minutes now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import today
from podium.web import Page, render

if TYPE_CHECKING:
    from podium.web.room import Room

_PATIENCE_S = 0.4


def show(request: Request) -> Response:
    """Your duties, the practices that run, and the traps that are up; the first visit goes on to the beginning."""
    room: Room = request.app.state.room
    if room.asked is None:
        return RedirectResponse(room.keys.root + "/start", 303)
    facts = today.today(room.session(), lambda: room.mirror(room.want(), patience_s=_PATIENCE_S))
    return render.page(request, "today.html", **{name: getattr(facts, name) for name in facts.__struct_fields__})


def _is_open(room: Room) -> bool:
    return room.asked is not None


PAGE = Page(title="Today", path="/", order=10, routes=[Route("/", show)], is_open=_is_open)
