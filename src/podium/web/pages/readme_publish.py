"""The README for its readers: what hinders it, what changed, each version as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import readme
from podium.core.errors import Stop
from podium.web import Page, render

if TYPE_CHECKING:
    from podium.web.room import Room

TYPES = {"md": "text/markdown", "html": "text/html"}


def show(request: Request) -> Response:
    """What hinders it, what changed since the version somebody read, and the versions with their files."""
    return _page(request)


def publish(request: Request) -> Response:
    """Keep the page as a version in the journal; its files are made from it whenever they are asked for."""
    room: Room = request.app.state.room
    try:
        readme.publish(room.session())
    except Stop as fault:
        return _page(request, fault=fault)
    return RedirectResponse(room.keys.root + "/readme/publish?told=published", 303)


def hand_over(request: Request) -> Response:
    """A version, or a proof of the page as it is, as a file."""
    query = request.query_params
    form = query.get("format", "")
    content, name = readme.file(request.app.state.room.session(), query.get("version", "proof"), form)
    return Response(
        content,
        media_type=TYPES.get(form, "application/pdf"),
        headers={"content-disposition": f'attachment; filename="manager-readme-{name}.{form}"'},
    )


def _page(request: Request, fault: Stop | None = None) -> Response:
    session = request.app.state.room.session()
    checked = readme.check(session)
    difference = readme.difference(session, request.query_params.get("since", ""))
    return render.page(
        request,
        "readme_publish.html",
        status=422 if fault else 200,
        fault=fault,
        hinders=checked.hinders,
        versions=checked.versions[::-1],
        number=readme.next_number(session),
        old=difference.old,
        forms=list(readme.FORMATS),
        title=checked.page.title,
        changes=difference.changes,
    )


PAGE = Page(
    title="",
    path="/readme/publish",
    order=61,
    routes=[
        Route("/readme/publish", show),
        Route("/readme/publish", publish, methods=["POST"]),
        Route("/readme/file", hand_over),
    ],
)
