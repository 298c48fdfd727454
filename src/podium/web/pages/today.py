"""Today: what needs ten minutes now."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.web import Page


def show(request: Request) -> Response:
    """Go on to the mirror."""
    return RedirectResponse(request.app.state.room.keys.root + "/mirror", 303)


PAGE = Page(title="", path="/", order=10, routes=[Route("/", show)])
