"""A drill: one sentence of hers, what was heard in it, and when it comes back."""

from __future__ import annotations

from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import Misuse, Stop
from podium.programs.drills import log as book
from podium.programs.drills import material, parts, reading, retention, schedule
from podium.programs.drills.material import Material
from podium.programs.drills.parts import Part
from podium.programs.drills.reading import Heard
from podium.web import Page, forms, render
from podium.web.room import Room

RECALLS = ("again", "hard", "good", "easy")


def show(request: Request) -> Response:
    """The task that is due, or the one she chose; nothing is written."""
    room: Room = request.app.state.room
    rows = schedule.log(room.journal(), _today())
    name = request.query_params.get("part", "")
    part = parts.named(name) if name else schedule.choose(schedule.standings(rows, _today()), _today()).part
    return _page(request, part)


def answer(request: Request) -> Response:
    """First what was heard in her sentence; on a second word, with how easily it came, it is kept."""
    room: Room = request.app.state.room
    part = parts.named(forms.text(request, "part"))
    said = forms.text(request, "said")
    try:
        heard = reading.read(part, said)
        if forms.text(request, "step") != "keep":
            return _page(request, part, said=said, heard=heard)
        recall = forms.text(request, "recall")
        if recall not in RECALLS:
            raise Misuse("how easily it came is not said yet", next_step="choose one of the four")
        journal = room.journal()
        start = material.choose(part, journal, schedule.log(journal, _today()))
        book.keep(journal, part, start, said, heard, recall, _today())
    except Stop as fault:
        return _page(request, part, said=said, fault=fault)
    return RedirectResponse(room.keys.root + "/drill?told=drilled", 303)


def _page(
    request: Request, part: Part, *, said: str = "", heard: Heard | None = None, fault: Stop | None = None
) -> Response:
    room: Room = request.app.state.room
    journal = room.journal()
    rows = schedule.log(journal, _today())
    start: Material = material.choose(part, journal, rows)
    found = schedule.standings(rows, _today())
    return render.page(
        request,
        "drill.html",
        status=422 if fault else 200,
        part=part,
        start=start,
        said=said,
        heard=heard,
        fault=fault,
        done=schedule.this_week(rows, _today()),
        a_week=schedule.A_WEEK,
        standings=found,
        due={one.part.name for one in schedule.due(found, _today())},
        left=retention.retention(rows, _today()),
    )


def _today() -> date:
    return datetime.now().astimezone().date()


PAGE = Page(
    title="", path="/drill", order=32, routes=[Route("/drill", show), Route("/drill", answer, methods=["POST"])]
)
