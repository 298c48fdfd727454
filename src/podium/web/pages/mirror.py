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

from podium.app import screen, traps
from podium.sentences import flags
from podium.web import Page, api, pictures, render
from podium.web.pictures import weeks

if TYPE_CHECKING:
    from podium.app.look import Judged, Look, Raised
    from podium.app.open_mirrors import OpenMirror
    from podium.mirror.mirror import Mirror
    from podium.web.pictures import Picture
    from podium.web.room import Room

RAISED = frozenset({"in it", "watch"})
# The page stays within three screens; all other pictures are one click away.
MOST_SHOWN = 1


def show(request: Request) -> Response:
    """The whole mirror over the stretch of time asked for."""
    opened = api.opened(request)
    look, query = opened.look(), _query(request)
    return render.page(
        request,
        "mirror.html",
        look=look,
        query=query,
        says={judged.trap.name: screen.row_of(judged, look).says for judged in look.judged},
        weeks=round(look.window.days / 7),
        last_day=screen.last_day(look, request.app.state.room.session().today()),
        traps=opened.once(f"traps{query}", lambda _: _traps(request, opened, query)),
        missing=screen.source_to_connect(look),
        more=traps.needs(has_journal=request.app.state.room.has_journal),
    )


def _traps(request: Request, opened: OpenMirror, query: str) -> Markup:
    """The five traps with their pictures; they are most of the page, and change with the mirror alone."""
    look, drawn = opened.look(), opened.once("pictures", _pictures)
    parts = [_part(judged, look, drawn[judged.trap.name]) for judged in look.judged]
    leading_out = [part for part in parts if part.is_raised and part.practice]
    strongest = min(leading_out, key=_rank, default=None)
    parts = [part._replace(is_next=part is strongest) for part in parts]
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
    """One trap on the page: in words, with the pictures of what is raised, and folded below it all others.

    Attributes:
        row: the words. quiet: what is fine, and as it is said. untold: what cannot be told.
        shown, folded: pictures. practice: the one that leads out. is_next: the one next step of the page.
    """

    judged: Judged
    row: screen.Row
    quiet: list[tuple[Raised, str]]
    untold: list[Raised]
    shown: list[Picture]
    folded: list[Picture]
    practice: tuple[str, str] | None
    is_raised: bool
    is_next: bool = False


def _part(judged: Judged, look: Look, drawn: list[Picture]) -> Part:
    up = [r for r in judged.raised if r.is_up and not r.flag.context_only] if judged.verdict in RAISED else []
    names = dict.fromkeys(line.measure.signal for r in up if (line := flags.lead(r)) is not None)
    wanted = [picture.name for picture in drawn if picture.name in names][:MOST_SHOWN]
    return Part(
        judged,
        row=screen.row_of(judged, look),
        quiet=[(r, flags.fine_says(r)) for r in judged.raised if r.level == "quiet"],
        untold=[r for r in judged.raised if r.level is None],
        shown=[picture for picture in drawn if picture.name in wanted],
        folded=[picture for picture in drawn if picture.name not in wanted],
        practice=look.next_practice.get(judged.trap.name),
        is_raised=judged.verdict in RAISED,
    )


def _rank(part: Part) -> int:
    """In a trap before watching one, each in their order."""
    return ("in it", "watch").index(part.judged.verdict)


def _is_open(room: Room) -> bool:
    return room.asked is not None


ROUTES = [Route("/mirror", show), Route("/mirror/numbers/{name}", show_numbers)]
PAGE = Page(title="Mirror", path="/mirror", order=20, routes=ROUTES, is_open=_is_open)
