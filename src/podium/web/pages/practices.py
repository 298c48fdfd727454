"""Practices: what runs, what could be started, and the plan before it is registered."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import calendars, practice, practices, recommend, start
from podium.app.open_mirrors import ReadingError
from podium.app.wording import short_of
from podium.core.errors import Misuse, Stop
from podium.documents.from_markdown import read_markdown
from podium.web import Page, forms, render
from podium.web.pages.journal import USUAL

if TYPE_CHECKING:
    from podium.app.practices import Direction, Practice
    from podium.app.recommend import Recommendation
    from podium.app.start import Planned
    from podium.web.room import Room

ASKED = (
    "when",
    "zone",
    "hypothesis",
    "calendar",
    "file",
    "randomised",
    "together",
    "anyway",
    "metric",
    "direction",
    "weeks",
    "start",
)
# What was typed must not be lost to a page that says "reading", so a plan is waited for.
_PATIENCE_S = 60.0


def show(request: Request) -> Response:
    """The practices that were started, the one to start next with its reason, and the others behind it."""
    room: Room = request.app.state.room
    session = room.session()
    started = practice.every(session) if session.journal_if_readable() else ()
    every = practices.listed(session).practices
    recommended, is_reading = _recommended(room)
    name = recommended.practice.name if recommended else ""
    return render.page(
        request,
        "practices.html",
        started=[practice.row(session, practice_run) for practice_run in started[::-1]],
        recommended=recommended,
        is_reading=is_reading,
        others=[practice_offered for practice_offered in every if practice_offered.name != name],
        names={practice_offered.name: practice_offered.title for practice_offered in every},
        titled=practices.trap_titles,
    )


def _recommended(room: Room) -> tuple[Recommendation | None, bool]:
    """The practice to start next, and whether the repositories are still being read."""
    with contextlib.suppress(Stop):
        try:
            look = room.mirror(room.want(), patience_s=0.4).look()
        except ReadingError:
            return None, True
        return recommend.of_look(room.session(), look), False
    return None, False


def show_one(request: Request) -> Response:
    """One practice with the form that starts it."""
    room: Room = request.app.state.room
    session = room.session(_PATIENCE_S)
    chosen = practices.named(session, request.path_params["name"])
    typed = {"zone": session.zone_or_empty(), "hypothesis": chosen.hypothesis, "calendar": "feed"}
    typed |= {name: request.query_params.get(name, typed.get(name, "")).strip() for name in ASKED}
    if request.query_params.get("step") != "plan":
        return _form(request, chosen, typed)
    try:
        return _form(request, chosen, typed, planned=start.plan(session, _request(room, chosen, typed)))
    except Stop as fault:
        return _form(request, chosen, typed, fault=fault)


def register(request: Request) -> Response:
    """Register what the plan showed, and put it on the calendar."""
    room: Room = request.app.state.room
    session = room.session(_PATIENCE_S)
    chosen = practices.named(session, request.path_params["name"])
    typed = {name: forms.text(request, name) for name in ASKED}
    try:
        registered = start.register(session, start.plan(session, _request(room, chosen, typed)))
    except Stop as fault:
        return _form(request, chosen, typed, fault=fault)
    return RedirectResponse(f"{room.keys.root}/practices/run/{registered.id}?told=started", 303)


def _request(room: Room, chosen: Practice, typed: dict[str, str]) -> start.Request:
    """What was typed, as what is asked."""
    return start.Request(
        practice=chosen.name,
        asked=room.want(),
        hours=typed["when"],
        zone=typed["zone"],
        hypothesis=typed["hypothesis"],
        metric=typed["metric"] if typed["metric"] != chosen.moves.signal else "",
        direction=_direction(typed["direction"]),
        weeks=_whole(typed["weeks"]),
        first_day=_day(typed["start"]),
        is_randomised=typed["randomised"] == "yes",
        is_together=typed["together"] == "yes",
        is_anyway=typed["anyway"] == "yes",
        calendar=calendars.file_of(typed["file"]) if typed["calendar"] == "file" else typed["calendar"],
    )


def _form(
    request: Request,
    chosen: Practice,
    typed: dict[str, str],
    *,
    planned: Planned | None = None,
    fault: Stop | None = None,
) -> Response:
    session = request.app.state.room.session()
    offer = start.offer_if_possible(session, chosen.name, typed["zone"])
    if offer and not typed["when"]:
        typed = typed | {"when": offer.hours}
    return render.page(
        request,
        "practice.html",
        status=422 if fault else 200,
        practice=chosen,
        given=typed,
        planned=planned and planned.plan,
        words=list(start.lines(planned))[1:] if planned else [],
        fault=fault,
        reasons=offer.reasons if offer else (),
        has_journal=session.has_journal(),
        folder=USUAL,
        onward=f"/practices/{chosen.name}",
        feed=str(calendars.feed()),
        servers=calendars.servers(),
        body=read_markdown(chosen.body).blocks,
        kind=_kind,
        titled=practices.trap_titles,
        metrics=practices.metrics(chosen),
        numbers=", ".join(short_of(moves.signal) for moves in (chosen.moves, *chosen.also)),
        is_silent=planned is not None and planned.is_silent,
    )


def _kind(block: object) -> str:
    return type(block).__name__


def _direction(text: str) -> Direction | None:
    directions: dict[str, Direction] = {"up": "up", "down": "down"}
    return directions.get(text)


def _whole(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise Misuse("Not a valid number of weeks", next_step="write a whole number, 8 to 52")
    return int(text) if text else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misuse(f"Not a valid date: {text[:40]}", next_step="write it as 2026-11-22") from None


PAGE = Page(
    title="Practices",
    path="/practices",
    order=30,
    routes=[
        Route("/practices", show),
        Route("/practices/{name}", show_one),
        Route("/practices/{name}", register, methods=["POST"]),
    ],
    is_open=lambda room: room.asked is not None,
)
