"""A receipt: the question, its rule, its norm and the events themselves, down to the commit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.web import Page, api, render

SHOWN = 200


def show(request: Request) -> Response:
    """The receipt of a flag or signal; the first events, all of them on demand."""
    receipt = api.receipt_of(request)
    most = None if request.query_params.get("all") == "yes" else SHOWN
    return render.page(request, "why.html", receipt=receipt, most=most, query=api.stretch(request))


PAGE = Page(title="", path="/why", order=21, routes=[Route("/why/{name}", show)])
