"""The application: the pages behind the guard, every error as one clear page, never a trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from podium import web
from podium.app.open_mirrors import ReadingError
from podium.app.session import NoJournalError
from podium.app.wording import say
from podium.core.errors import Misuse, OurFault, Refused, Stop
from podium.web import answers, api, command_links, render
from podium.web.room import Room
from podium.web.security import Guard

if TYPE_CHECKING:
    from podium.web.security import Keys

_STATUS = {2: 400, 4: 409, 5: 502, 6: 422}


def build(
    keys: Keys,
    hosts: Iterable[str],
    *,
    scheme: str = "http",
    extra: Iterable[Route] = (),
    has_passkey: bool = False,
    feed_path: str = "",
) -> Starlette:
    """The room as an application that answers at `hosts` (name:port).

    Args:
        extra: routes of the sign-in, when the room is served beyond this machine.
        has_passkey: the one-time token alone lets nobody in.
        feed_path: where calendar programs find podium's own calendar; empty for nowhere.
    """
    room = Room(keys)
    routes: list[Route | Mount] = [route for page in web.every() for route in page.routes]
    routes += [*api.ROUTES, *extra, Mount("/static", StaticFiles(directory=render.HERE / "static"))]
    guard = Middleware(
        Guard, keys=keys, hosts=frozenset(hosts), scheme=scheme, has_passkey=has_passkey, feed_path=feed_path
    )
    # Behind the guard, so that the answer to a fault of podium's own carries the guard's headers too.
    below = Middleware(ServerErrorMiddleware, handler=_fault)
    app = Starlette(
        routes=routes,
        middleware=[guard, Middleware(GZipMiddleware, minimum_size=1000, compresslevel=3), below],
        exception_handlers={Stop: _stopped, ReadingError: _reading, HTTPException: _lost},
    )
    app.state.room = room
    return app


def _is_api(request: Request) -> bool:
    root = request.scope.get("root_path", "")
    return request.url.path.startswith((root + "/api/", root + "/passkey/"))


def _tell(request: Request, status: int, what: str, where: str = "", next_step: str = "") -> Response:
    if _is_api(request):
        problem = answers.Problem(command_links.in_words(what), where, command_links.in_words(next_step))
        return answers.answer(problem, status)
    return render.page(request, "problem.html", status=status, what=what, where=where, next_step=next_step)


def _stopped(request: Request, stop: Exception) -> Response:
    if not isinstance(stop, Stop):
        raise stop
    if isinstance(stop, NoJournalError) and request.method == "GET" and not _is_api(request):
        return _begin_journal(request)
    if isinstance(stop, Misuse) and request.app.state.room.asked is None and not _is_api(request):
        return RedirectResponse(request.app.state.room.keys.root + "/start", 303)
    is_bare = type(stop) is Stop or isinstance(stop, OurFault)
    status = 500 if is_bare else 403 if isinstance(stop, Refused) else _STATUS.get(stop.code, 500)
    return _tell(request, status, stop.what, stop.where, stop.next_step)


def _begin_journal(request: Request) -> Response:
    """A page that needs a journal leads to where one begins, and from there back to itself."""
    here = quote(request.url.path.removeprefix(request.scope.get("root_path", "")), safe="/")
    return RedirectResponse(f"{request.app.state.room.keys.root}/journal?next={here}", 303)


def _reading(request: Request, _reading: Exception) -> Response:
    if _is_api(request):
        waiting = answers.answer(answers.Problem(say("still reading"), "", say("ask again in a moment")), 202)
        waiting.headers["retry-after"] = "1"
        return waiting
    back = request.url.path.removeprefix(request.scope.get("root_path", ""))
    query = f"?{request.url.query}" if request.url.query else ""
    return render.page(request, "reading.html", back=back + query, count=request.app.state.room.progress().done)


def _lost(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 404
    return _tell(request, status, say("There is no such page."), "", say("choose one from the menu"))


def _fault(request: Request, fault: Exception) -> Response:
    # The details are printed by the server in the terminal in which she started podium, never on a page.
    return _tell(
        request,
        500,
        say("a fault of podium's own: {kind}", kind=type(fault).__name__),
        "",
        say("the terminal in which podium runs shows the details"),
    )
