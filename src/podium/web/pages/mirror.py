"""The mirror: five verdicts in words, their weeks, and one click to the receipts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium import sources, traps
from podium.connections import sync
from podium.mirror.look import Look
from podium.mirror.mirror import Mirror
from podium.traps import Judged
from podium.web import Page, api, pictures, render
from podium.web.pictures import Picture, weeks
from podium.web.room import Opened, Room


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
        more=_more(request.app.state.room),
    )


def _traps(request: Request, opened: Opened, query: str) -> Markup:
    """The five traps with their pictures; they are most of the page, and change with the mirror alone."""
    look, drawn = opened.look(), opened.once("pictures", _pictures)
    parts = [_part(judged, look, drawn[judged.trap.name]) for judged in look.judged]
    return render.part(request, "mirror_traps.html", parts=parts, query=query, key_of_weeks=weeks.key())


def show_numbers(request: Request) -> Response:
    """The table behind one picture; the mirror fetches it when it is unfolded."""
    name = request.path_params["name"]
    every = api.opened(request).once("pictures", _pictures)
    found = next((p for some in every.values() for p in some if p.name == name), None)
    if found is None:
        raise HTTPException(404)
    return render.page(request, "numbers.html", picture=found, query=_query(request))


# Which sources show what a trap needs.
SHOWN_BY = {
    "calendar": ("ics", "caldav"),
    "code review": ("github", "gitlab", "gerrit"),
    "tickets": ("jira", "linear"),
    "incidents": ("pagerduty", "incident-io"),
}


def _more(room: Room) -> list[dict[str, Any]]:
    """What is not connected yet, with what it would tell of which trap; the journal first."""
    tells: dict[str, list[tuple[str, str]]] = {}
    for trap in traps.every():
        for what, tell in trap.needs:
            tells.setdefault(what, []).append((trap.title, tell))
    there = {one.source for one in sync.connections()}
    missing = [
        what
        for what in tells
        if not there & set(SHOWN_BY.get(what, ())) and (what != "journal" or not room.has_journal)
    ]
    return [
        {"what": what, "tells": tells[what], "sources": [(n, sources.load(n).title) for n in SHOWN_BY.get(what, ())]}
        for what in sorted(missing, key=lambda what: what != "journal")
    ]


def _query(request: Request) -> str:
    asked = api.stretch(request)
    return f"?{asked}" if asked else ""


def _pictures(mirror: Mirror) -> dict[str, list[Picture]]:
    found = {trap.name: weeks.pictures(mirror, trap) for trap in traps.every()}
    for trap, draw in _drawers():
        if (picture := draw(mirror)) is not None:
            found[trap].append(picture)
    return found


@cache
def _drawers() -> list[tuple[str, Callable[[Mirror], Picture | None]]]:
    """The pictures that belong to one trap: those files of the folder that say for which."""
    modules = [
        importlib.import_module(f"{pictures.__name__}.{m.name}") for m in pkgutil.iter_modules(pictures.__path__)
    ]
    return [(m.FOR, m.picture) for m in modules if hasattr(m, "FOR")]


def _part(judged: Judged, look: Look, drawn: list[Picture]) -> dict[str, Any]:
    return {
        "judged": judged,
        "up": [r for r in judged.raised if r.level in {"red", "amber"}],
        "quiet": [r for r in judged.raised if r.level == "quiet"],
        "untold": [r for r in judged.raised if r.level is None],
        "small": [picture for picture in drawn if picture.layout == "small"],
        "wide": [picture for picture in drawn if picture.layout != "small"],
        "practice": look.next_practice.get(judged.trap.name),
    }


def _is_open(room: Room) -> bool:
    return room.asked is not None


ROUTES = [Route("/mirror", show), Route("/mirror/numbers/{name}", show_numbers)]
PAGE = Page(title="Mirror", path="/mirror", order=20, routes=ROUTES, is_open=_is_open)
