"""Today: what needs ten minutes now."""

from __future__ import annotations

import contextlib
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium import practices
from podium.app import due
from podium.core.errors import Stop
from podium.experiments import registration, result
from podium.experiments.adherence import Broken
from podium.experiments.registration import Registration
from podium.journal import Journal
from podium.web import Page, render, running
from podium.web.room import Opened, ReadingError, Room


def show(request: Request) -> Response:
    """Her duties, the practices that run, and the traps that are up; the first visit goes on to the beginning."""
    room: Room = request.app.state.room
    if room.asked is None:
        return RedirectResponse(room.keys.root + "/start", 303)
    today = datetime.now().astimezone().date()
    journal = room.journal_or_none()
    opened, is_reading = _opened(room)
    look = opened.look() if opened else None
    found, trouble = due.of(journal, today, _broken(journal, opened, today))
    made = registration.every(journal) if journal else ()
    own = [(m, result.state(m, today)) for m in made if result.state(m, today) in {"running", "registered", "paused"}]
    up = [j for j in look.judged if j.verdict in {"in it", "watch"}] if look else []
    return render.page(
        request,
        "today.html",
        today=today,
        duties=found,
        trouble=trouble,
        running=own,
        look=look,
        up=up,
        titles={p.name: p.title for p in practices.every(running.own_folder(journal), notes=[])},
        is_reading=is_reading,
        has_journal=journal is not None,
        is_locked=room.has_journal and journal is None,
    )


def _broken(journal: Journal | None, opened: Opened | None, today: date) -> list[tuple[Registration, Broken]]:
    if journal is None or opened is None:
        return []
    with opened.lock:
        return running.broken(journal, opened.mirror, today)


def _opened(room: Room) -> tuple[Opened | None, bool]:
    with contextlib.suppress(Stop):
        try:
            return room.mirror(room.want(), patience_s=0.4), False
        except ReadingError:
            return None, True
    return None, False


def _is_open(room: Room) -> bool:
    return room.asked is not None


PAGE = Page(title="Today", path="/", order=10, routes=[Route("/", show)], is_open=_is_open)
