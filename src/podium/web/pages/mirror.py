"""The mirror: five verdicts in words, their weeks, and one click to the receipts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium import sources, sync, traps
from podium.looks import Look
from podium.mirror import Mirror
from podium.traps import Judged
from podium.web import Page, api, pictures, render
from podium.web.pictures import Picture, weeks
from podium.web.room import Room

Drawn = tuple[list[Markup], list[Markup]]


def show(request: Request) -> Response:
    """The whole mirror over the stretch of time asked for."""
    opened = api.opened(request)
    look = opened.look()
    drawn = opened.once("pictures", _drawn)
    return render.page(
        request, "mirror.html", look=look, parts=[_part(j, look, *drawn[j.trap.name]) for j in look.judged],
        query=_query(request), weeks=round(look.window.days / 7), key_of_weeks=weeks.key(),
        more=_more(request.app.state.room),
    )  # fmt: skip


# Which sources show what a trap needs.
SHOWN_BY = {
    "calendar": ("ics", "caldav"), "code review": ("github", "gitlab", "gerrit"), "tickets": ("jira", "linear"),
    "incidents": ("pagerduty", "incident-io"),
}  # fmt: skip


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
    return f"?{request.url.query}" if request.url.query else ""


def _drawn(mirror: Mirror) -> dict[str, Drawn]:
    """The pictures of each trap, the small ones and the others; they are most of the page, and change with it alone."""
    return {
        name: (
            [render.figure(p) for p in found if p.layout == "small"],
            [render.figure(p) for p in found if p.layout != "small"],
        )
        for name, found in _pictures(mirror).items()
    }


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


def _part(judged: Judged, look: Look, small: list[Markup], wide: list[Markup]) -> dict[str, Any]:
    return {
        "judged": judged,
        "up": [r for r in judged.raised if r.level in {"red", "amber"}],
        "quiet": [r for r in judged.raised if r.level == "quiet"],
        "untold": [r for r in judged.raised if r.level is None],
        "small": small,
        "wide": wide,
        "practice": look.next_practice.get(judged.trap.name),
    }


def _is_open(room: Room) -> bool:
    return room.asked is not None


PAGE = Page(title="Mirror", path="/mirror", order=20, routes=[Route("/mirror", show)], is_open=_is_open)
