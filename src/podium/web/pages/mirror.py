"""The mirror: five verdicts in words, their weeks, and one click to the receipts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app import traps
from podium.web import Page, api, pictures, render
from podium.web.pictures import weeks

if TYPE_CHECKING:
    from podium.app.look import Judged, Look, Raised
    from podium.app.open_mirrors import OpenMirror
    from podium.mirror.mirror import Mirror
    from podium.web.pictures import Picture
    from podium.web.room import Room


def show(request: Request) -> Response:
    """The whole mirror over the stretch of time asked for."""
    opened = api.opened(request)
    look, query = opened.look(), _query(request)
    return render.page(
        request,
        "mirror.html",
        look=look,
        query=query,
        weeks=round(look.window.days / 7),
        traps=opened.once(f"traps{query}", lambda _: _traps(request, opened, query)),
        more=traps.needs(has_journal=request.app.state.room.has_journal),
    )


def _traps(request: Request, opened: OpenMirror, query: str) -> Markup:
    """The five traps with their pictures; they are most of the page, and change with the mirror alone."""
    look, drawn = opened.look(), opened.once("pictures", _pictures)
    parts = [_part(judged, look, drawn[judged.trap.name]) for judged in look.judged]
    return render.part(request, "mirror_traps.html", parts=parts, query=query, key_of_weeks=weeks.key())


def show_numbers(request: Request) -> Response:
    """The table behind one picture; the mirror fetches it when it is unfolded."""
    name = request.path_params["name"]
    every = api.opened(request).once("pictures", _pictures)
    picture = next((p for trap_pictures in every.values() for p in trap_pictures if p.name == name), None)
    if picture is None:
        raise HTTPException(404)
    return render.page(request, "numbers.html", picture=picture, query=_query(request))


def _query(request: Request) -> str:
    query = api.stretch(request)
    return f"?{query}" if query else ""


def _pictures(mirror: Mirror) -> dict[str, list[Picture]]:
    pictures_by_trap = {trap.name: weeks.pictures(mirror, trap) for trap in traps.every()}
    for trap, draw in _drawers():
        if (picture := draw(mirror)) is not None:
            pictures_by_trap[trap].append(picture)
    return pictures_by_trap


@cache
def _drawers() -> list[tuple[str, Callable[[Mirror], Picture | None]]]:
    """The pictures that belong to one trap: those files of the folder that say for which."""
    modules = [
        importlib.import_module(f"{pictures.__name__}.{m.name}") for m in pkgutil.iter_modules(pictures.__path__)
    ]
    return [(m.FOR, m.picture) for m in modules if hasattr(m, "FOR")]


class Part(NamedTuple):
    """One trap on the page: its flags by level, its pictures and the practice that leads out."""

    judged: Judged
    up: list[Raised]
    quiet: list[Raised]
    untold: list[Raised]
    small: list[Picture]
    wide: list[Picture]
    practice: tuple[str, str] | None


def _part(judged: Judged, look: Look, drawn: list[Picture]) -> Part:
    return Part(
        judged,
        up=[r for r in judged.raised if r.level in {"red", "amber"}],
        quiet=[r for r in judged.raised if r.level == "quiet"],
        untold=[r for r in judged.raised if r.level is None],
        small=[picture for picture in drawn if picture.layout == "small"],
        wide=[picture for picture in drawn if picture.layout != "small"],
        practice=look.next_practice.get(judged.trap.name),
    )


def _is_open(room: Room) -> bool:
    return room.asked is not None


ROUTES = [Route("/mirror", show), Route("/mirror/numbers/{name}", show_numbers)]
PAGE = Page(title="Mirror", path="/mirror", order=20, routes=ROUTES, is_open=_is_open)
