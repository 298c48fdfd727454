"""Practices: what runs, what could be started, and the plan before it is registered."""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium import practices, signals, traps
from podium.calendar.connected import named as calendar_named
from podium.connections import sync
from podium.core import weekly_hours
from podium.core.errors import Misuse, Stop
from podium.core.time import zone as place
from podium.documents.from_markdown import read_markdown
from podium.experiments import describe, metric, plan, register, registration, suggest_hours
from podium.experiments.blocks import blocks_of
from podium.experiments.plan import Plan, Wish
from podium.journal import Journal
from podium.practices import Direction, Practice
from podium.sources.http.client import Wire
from podium.system import paths
from podium.web import Page, forms, render, running
from podium.web.pages.journal import USUAL
from podium.web.room import ReadingError, Room
from podium.web.running import own_folder

ASKED = (
    "when",
    "zone",
    "hypothesis",
    "calendar",
    "file",
    "randomised",
    "anyway",
    "metric",
    "direction",
    "weeks",
    "start",
)
_PATIENCE_S = 60.0


def show(request: Request) -> Response:
    """The practices that were started, then all there are, those that lead out of what is up now first."""
    room: Room = request.app.state.room
    journal = room.journal_or_none()
    started = [describe.as_data(m, _today()) for m in registration.every(journal)] if journal else []
    found = practices.every(own_folder(journal), notes=[])
    up = _up(room)
    return render.page(
        request,
        "practices.html",
        started=started[::-1],
        found=sorted(found, key=lambda p: not up & set(p.traps)),
        up=up,
        names={p.name: p.title for p in found},
        titled=_titled,
    )


def _titled(names: tuple[str, ...]) -> str:
    titles = {trap.name: trap.title for trap in traps.every()}
    return ", ".join(titles.get(name, name) for name in names)


def _up(room: Room) -> set[str]:
    """The traps that are up in the last look; none while it is being read."""
    with contextlib.suppress(Stop, ReadingError):
        judged = room.mirror(room.want(), patience_s=0.4).look().judged
        return {one.trap.name for one in judged if one.verdict in {"in it", "watch"}}
    return set()


def one(request: Request) -> Response:
    """One practice with the form that starts it."""
    room: Room = request.app.state.room
    practice = practices.named(request.path_params["name"], own_folder(room.journal_or_none()))
    given = {"zone": room.zone(), "hypothesis": practice.hypothesis, "calendar": "feed"}
    given |= {name: request.query_params.get(name, given.get(name, "")).strip() for name in ASKED}
    if request.query_params.get("step") != "plan":
        return _form(request, practice, given)
    try:
        _target(given)
        return _form(request, practice, given, planned=_plan(room, room.journal(), practice, given))
    except Stop as fault:
        return _form(request, practice, given, fault=fault)


def start(request: Request) -> Response:
    """Register what the plan showed, and put it on the calendar."""
    room: Room = request.app.state.room
    journal = room.journal()
    practice = practices.named(request.path_params["name"], own_folder(journal))
    given = {name: forms.text(request, name) for name in ASKED}
    try:
        running.repair()
        _target(given)
        planned = _plan(room, journal, practice, given)
        _register(journal, practice, planned, given)
    except Stop as fault:
        return _form(request, practice, given, fault=fault)
    return RedirectResponse(f"{room.keys.root}/practices/run/{planned.registration.id}?told=started", 303)


def _form(
    request: Request,
    practice: Practice,
    given: dict[str, str],
    *,
    planned: Plan | None = None,
    fault: Stop | None = None,
) -> Response:
    room: Room = request.app.state.room
    slots = _slots(room, practice, given["zone"])
    if not given["when"]:
        given = given | {"when": slots[1]}
    return render.page(
        request,
        "practice.html",
        status=422 if fault else 200,
        practice=practice,
        given=given,
        planned=planned,
        words=list(describe.plan_lines(planned))[1:] if planned else [],
        fault=fault,
        reasons=slots[0],
        has_journal=room.has_journal,
        folder=USUAL,
        onward=f"/practices/{practice.name}",
        feed=str(paths.home() / "calendar" / "podium.ics"),
        servers=[one.name for one in sync.connections() if one.source == "caldav"],
        body=read_markdown(practice.body).blocks,
        kind=_kind,
        titled=_titled,
        metrics=_metrics(practice),
        is_silent=planned is not None and planned.visible.change is None,
    )


def _kind(block: object) -> str:
    return type(block).__name__


def _slots(room: Room, practice: Practice, zone: str) -> tuple[list[str], str]:
    """Offered hours with their reasons, and the same as she would type them."""
    if practice.calendar is None or room.asked is None or place(zone) is None:
        return [], ""
    opened = room.mirror(room.want())
    with opened.lock:
        slots = suggest_hours.offer(practice.calendar, opened.mirror, zone)
    most = practice.calendar.minutes
    chosen = sorted(weekly_hours.Zone(s.weekday, s.start_min, min(s.end_min, s.start_min + most)) for s in slots)
    return [slot.reason for slot in slots], weekly_hours.say(chosen)


def _plan(room: Room, journal: Journal, practice: Practice, given: dict[str, str]) -> Plan:
    zones = weekly_hours.parse(given["when"]) if practice.calendar is not None else ()
    if zones and place(given["zone"]) is None:
        raise Misuse("your time zone is not known", next_step="write it as Europe/Berlin")
    asked = room.want()
    wish = Wish(
        practice=practice,
        zones=zones,
        zone=given["zone"],
        hypothesis=given["hypothesis"],
        metric=given["metric"] if given["metric"] != practice.moves.signal else "",
        direction=_direction(given["direction"]),
        weeks=_whole(given["weeks"]),
        start=_day(given["start"]),
        is_randomised=given["randomised"] == "yes",
        is_anyway=given["anyway"] == "yes",
    )
    opened = room.mirror(asked)
    # What she typed must not be lost to a page that says "reading", so this one is waited for.
    longer = dataclasses.replace(asked, since=plan.reach(opened.mirror.look_day))
    past = room.mirror(longer, patience_s=_PATIENCE_S)
    with opened.lock, past.lock:
        planned = plan.make(wish, opened.mirror, journal, _today(), past.mirror)
    made = planned.registration
    source: dict[str, Any] = {"paths": [str(path) for path in asked.paths]}
    source |= {"me": list(asked.me)} if asked.me else {}
    source |= {"team": str(asked.team)} if asked.team else {}
    return dataclasses.replace(planned, registration=dataclasses.replace(made, told={**made.told, **source}))


def _direction(text: str) -> Direction | None:
    known: dict[str, Direction] = {"up": "up", "down": "down"}
    return known.get(text)


def _whole(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise Misuse("that is no number of weeks", next_step="write a whole number, 8 to 52")
    return int(text) if text else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misuse("that is no day", next_step="write it as 2026-11-22") from None


def _metrics(practice: Practice) -> list[tuple[str, str]]:
    """What it can be judged by, with the question each number answers; the practice's own first."""
    asks = {signal.name: signal.asks for signal in signals.every()}
    own = practice.moves.signal
    return [(name, asks[name]) for name in sorted(metric.names(), key=lambda name: (name != own, name))]


def _register(journal: Journal, practice: Practice, planned: Plan, given: dict[str, str]) -> None:
    made = planned.registration
    where = None
    if made.zones and given["calendar"] != "none":
        where = calendar_named(_target(given), Wire())
    blocks = blocks_of(made, practice.calendar, practice.title)
    register.register(made, practice.body + "\n# What I saw\n", journal, blocks, where, datetime.now(UTC))


def _target(given: dict[str, str]) -> str:
    """The calendar she chose: podium's feed, a file of hers, or a connected one by its label."""
    if given["calendar"] in {"", "feed"}:
        return str(paths.home() / "calendar" / "podium.ics")
    if given["calendar"] != "file":
        return given["calendar"]
    path = Path(given["file"]).expanduser()
    if not path.is_absolute() or path.suffix.lower() not in {".ics", ".ical"}:
        raise Misuse(
            "that is no calendar file", where=given["file"][:80], next_step="write a full path that ends in .ics"
        )
    return str(path)


def _today() -> date:
    return datetime.now().astimezone().date()


PAGE = Page(
    title="Practices",
    path="/practices",
    order=30,
    routes=[
        Route("/practices", show),
        Route("/practices/{name}", one),
        Route("/practices/{name}", start, methods=["POST"]),
    ],
    is_open=lambda room: room.asked is not None,
)
