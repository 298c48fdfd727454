"""A receipt: the question, its rule, its norm and the events themselves, down to the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium import app
from podium.sentences import say
from podium.web import Page, api, forms, render

if TYPE_CHECKING:
    from podium.web.room import Room

SHOWN = 200


def show(request: Request) -> Response:
    """The receipt of a flag or signal; the first events, all of them on demand."""
    receipt = api.receipt_of(request)
    is_answerable = receipt.trap is not None and request.app.state.room.session().has_journal()
    most = None if request.query_params.get("all") == "yes" else SHOWN
    return render.page(
        request,
        "why.html",
        receipt=receipt,
        most=most,
        query=api.stretch(request),
        is_answerable=is_answerable,
        why_a_quarter=say("why.quarter"),
    )


def answer(request: Request) -> Response:
    """Keep what she answered to the events she chose, or to all that count."""
    room: Room = request.app.state.room
    name = str(request.path_params["name"])
    says, because = forms.text(request, "says"), forms.text(request, "because")
    scope = room.want()
    app.answer.give(room.session(), name, says, forms.texts(request, "event"), because, scope)
    # The page she comes back to shows what she said.
    room.mirror(scope, has_newest_words=True)
    return RedirectResponse(f"{room.keys.root}/why/{name}", 303)


PAGE = Page(
    title="", path="/why", order=21, routes=[Route("/why/{name}", show), Route("/why/{name}", answer, methods=["POST"])]
)
