"""Today: what needs ten minutes now."""

from __future__ import annotations

import contextlib
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import Stop
from podium.experiments import registration, result
from podium.looks import Look
from podium.web import Page, duties, render
from podium.web.room import ReadingError, Room


def show(request: Request) -> Response:
    """Her duties, the practices that run, and the traps that are up; the first visit goes on to the beginning."""
    room: Room = request.app.state.room
    if room.asked is None:
        return RedirectResponse(room.keys.root + "/start", 303)
    today = datetime.now().astimezone().date()
    journal = room.journal_or_none()
    found, trouble = duties.of(journal, today)
    made = registration.every(journal) if journal else ()
    running = [m for m in made if result.state(m, today) in {"running", "registered"}]
    look, is_reading = _look(room)
    up = [j for j in look.judged if j.verdict in {"in it", "watch"}] if look else []
    return render.page(
        request, "today.html", today=today, duties=found, trouble=trouble, running=running, look=look, up=up,
        is_reading=is_reading, has_journal=journal is not None, is_locked=room.has_journal and journal is None,
    )  # fmt: skip


def _look(room: Room) -> tuple[Look | None, bool]:
    with contextlib.suppress(Stop):
        try:
            return room.mirror(room.want(), patience_s=0.4).look(), False
        except ReadingError:
            return None, True
    return None, False


def _is_open(room: Room) -> bool:
    return room.asked is not None


PAGE = Page(title="Today", path="/", order=10, routes=[Route("/", show)], is_open=_is_open)
