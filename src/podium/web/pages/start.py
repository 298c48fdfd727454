"""The first minutes: which repositories, who you are, then the reading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import repositories
from podium.core.errors import Stop
from podium.core.lines import lines_of
from podium.web import Page, forms, render

if TYPE_CHECKING:
    from podium.web.room import Room


def ask(request: Request) -> Response:
    """Show the folders below one, and what was chosen so far."""
    room: Room = request.app.state.room
    query, scope = request.query_params, room.asked
    place = query.get("open") or query.get("in", "")
    if not place and scope is not None:
        return _form(request, "", [str(path) for path in scope.paths], list(scope.me))
    return _form(request, place, _chosen(query.getlist("repo"), query.get("paths", "")), query.get("me", "").split())


def _form(request: Request, place: str, chosen: list[str], me: list[str], fault: Stop | None = None) -> Response:
    folder = Path(place).expanduser() if place else Path.home()
    folders = repositories.list_folders(folder)
    return render.page(
        request,
        "start.html",
        status=200 if fault is None else 422,
        folder=str(folder),
        up=str(folder.parent) if folder.parent != folder else "",
        folders=folders.folders,
        trouble=folders.trouble,
        chosen=chosen,
        me=me or repositories.likely_addresses(chosen, folders),
        fault=fault,
    )


def choose(request: Request) -> Response:
    """Check what was chosen and start to read."""
    room: Room = request.app.state.room
    chosen = _chosen(forms.texts(request, "repo"), forms.raw(request, "paths"))
    me = [part for part in forms.text(request, "me").replace(",", " ").split() if part]
    try:
        repositories.choose(room.session(), chosen, me)
    except Stop as fault:
        return _form(request, forms.text(request, "in"), chosen, me, fault)
    return RedirectResponse(room.keys.root + "/mirror", 303)


def _chosen(ticked: list[str], pasted: str) -> list[str]:
    typed = [*ticked, *(line.strip() for line in lines_of(pasted) if line.strip())]
    return list(dict.fromkeys(str(Path(text).expanduser()) for text in typed))


PAGE = Page(title="", path="/start", order=1, routes=[Route("/start", ask), Route("/start", choose, methods=["POST"])])
