"""Practices: what runs, what could be started, the plan before it is registered.

And the result after its end.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium import home, practices, traps
from podium.calendar.connected import named as calendar_named
from podium.calendar.connected import of_card
from podium.core.errors import CannotTell, Misuse, Stop
from podium.core.time import zone as place
from podium.experiments import metric, online, picture, plan, register, registration, result, telling, when
from podium.experiments.blocks import blocks_of
from podium.experiments.plan import Plan, Wish
from podium.experiments.registration import Registration
from podium.journal import Journal
from podium.looks import Asked
from podium.practices import Practice
from podium.press.from_markdown import read_markdown
from podium.sources.wire import Wire
from podium.web import Page, render, visit
from podium.web.room import Opened, Room

ASKED = ("when", "zone", "hypothesis", "calendar", "randomised", "anyway")
_PATIENCE_S = 60.0


def show(request: Request) -> Response:
    """The practices that were started, then all there are."""
    room: Room = request.app.state.room
    journal = room.journal_or_none()
    started = [telling.as_data(m, _today()) for m in registration.every(journal)] if journal else []
    return render.page(
        request, "practices.html", started=started[::-1], found=_every(journal),
        titles={trap.name: trap.title for trap in traps.every()},
    )  # fmt: skip


def one(request: Request) -> Response:
    """One practice with the form that starts it."""
    room: Room = request.app.state.room
    practice = practices.named(request.path_params["name"], _extra(room.journal_or_none()))
    given = {"zone": room.zone(), "hypothesis": practice.hypothesis, "calendar": "feed"}
    given |= {name: request.query_params.get(name, given.get(name, "")).strip() for name in ASKED}
    if request.query_params.get("step") != "plan":
        return _form(request, practice, given)
    try:
        return _form(request, practice, given, planned=_plan(room, room.journal(), practice, given))
    except Stop as fault:
        return _form(request, practice, given, fault=fault)


def start(request: Request) -> Response:
    """Register what the plan showed, and put it on the calendar."""
    room: Room = request.app.state.room
    journal = room.journal()
    practice = practices.named(request.path_params["name"], _extra(journal))
    given = {
        name: visit.text(request, name) for name in ("when", "zone", "hypothesis", "calendar", "randomised", "anyway")
    }
    try:
        _repair()
        planned = _plan(room, journal, practice, given)
        _register(room, journal, practice, planned, given["calendar"])
    except Stop as fault:
        return _form(request, practice, given, fault=fault)
    return RedirectResponse(f"{room.keys.root}/practices/run/{planned.registration.id}?told=started", 303)


def run(request: Request) -> Response:
    """What was promised, the hours kept, the weeks so far, and the result once it is over."""
    room: Room = request.app.state.room
    journal = room.journal()
    made = registration.named(journal, request.path_params["name"])
    practice = practices.named(made.practice, _extra(journal))
    opened = _opened(room, made)
    with opened.lock:
        found = result.result_of(made, practice, opened.mirror, journal)
    today = _today()
    return render.page(
        request, "practice_run.html", data=telling.result_data(found, today), promised=list(telling.registration_lines(made)),
        drawing=Markup(picture.in_svg(found)),  # noqa: S704 - drawn by podium, every word in it is escaped
        title=practice.title, can_finish=result.state(made, today) == "over", state=result.state(made, today),
    )  # fmt: skip


def finish(request: Request) -> Response:
    """Judge it once, or end it before its time without a verdict."""
    room: Room = request.app.state.room
    journal = room.journal()
    made = registration.named(journal, request.path_params["name"])
    if made.status in {"finished", "stopped"}:
        raise Misuse(f"{made.id} is {made.status} already")
    back = f"{room.keys.root}/practices/run/{made.id}?told=finished"
    if visit.text(request, "step") == "stop":
        register.abandon(made.id)
        journal.write("experiment", made.id, {"status": "stopped", "stopped_on": _today()})
        return RedirectResponse(back, 303)
    if not result.is_over(made, _today()):
        raise Misuse(f"it runs until {made.ends_on}; judging early would find what it looks for")
    opened = _opened(room, made)
    with opened.lock:
        if metric.last_full_week(opened.mirror) < made.last_week:
            raise CannotTell(
                f"the evidence ends on {result.last_seen(opened.mirror)}, before the practice does",
                next_step="fetch the repositories, then try again",
            )
        found = result.result_of(made, practices.named(made.practice, _extra(journal)), opened.mirror, journal)
    journal.write("experiment", made.id, result.outcome(found, _today()))
    return RedirectResponse(back, 303)


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
        request, "practice.html", status=422 if fault else 200, practice=practice, given=given, planned=planned,
        words=list(telling.plan_lines(planned))[1:] if planned else [], fault=fault, reasons=slots[0],
        has_journal=room.has_journal, body=read_markdown(practice.body).blocks, kind=_kind,
        titles={trap.name: trap.title for trap in traps.every()},
    )  # fmt: skip


def _kind(block: object) -> str:
    return type(block).__name__


def _slots(room: Room, practice: Practice, zone: str) -> tuple[list[str], str]:
    """Offered hours with their reasons, and the same as she would type them."""
    if practice.calendar is None or room.asked is None or place(zone) is None:
        return [], ""
    opened = room.mirror(room.want())
    with opened.lock:
        slots = online.offer(practice.calendar, opened.mirror, zone)
    most = practice.calendar.minutes
    chosen = sorted(when.Zone(s.weekday, s.start_min, min(s.end_min, s.start_min + most)) for s in slots)
    return [slot.reason for slot in slots], when.say(chosen)


def _plan(room: Room, journal: Journal, practice: Practice, given: dict[str, str]) -> Plan:
    zones = when.parse(given["when"]) if practice.calendar is not None else ()
    if zones and place(given["zone"]) is None:
        raise Misuse("your time zone is not known", next_step="write it as Europe/Berlin")
    asked = room.want()
    wish = Wish(
        practice=practice, zones=zones, zone=given["zone"], hypothesis=given["hypothesis"],
        is_randomised=given["randomised"] == "yes", is_anyway=given["anyway"] == "yes",
    )  # fmt: skip
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


def _register(room: Room, journal: Journal, practice: Practice, planned: Plan, target: str) -> None:
    made = planned.registration
    feed = str(home.home() / "calendar" / "podium.ics")
    where = None
    if made.zones and target != "none":
        where = calendar_named(feed if target in {"", "feed"} else target, Wire())
    blocks = blocks_of(made, practice.calendar, practice.title)
    register.register(made, practice.body + "\n# What I saw\n", journal, blocks, where, datetime.now(UTC))


def _repair() -> None:
    """Finish what an earlier podium was killed in."""
    if register.is_cut_short():
        register.repair(lambda card: of_card(card, Wire()), datetime.now(UTC))


def _opened(room: Room, made: Registration) -> Opened:
    told = made.told
    team = told.get("team")
    asked = Asked(
        paths=tuple(map(Path, cast("list[str]", told.get("paths", [])))) or room.want().paths, since=result.reach(made),
        me=tuple(cast("list[str]", told.get("me", []))), team=Path(str(team)) if team else None,
    )  # fmt: skip
    return room.mirror(asked)


def _every(journal: Journal | None) -> tuple[Practice, ...]:
    return practices.every(_extra(journal), notes=[])


def _extra(journal: Journal | None) -> Path | None:
    return journal.root / "practices" if journal else None


def _today() -> date:
    return datetime.now().astimezone().date()


PAGE = Page(
    title="Practices", path="/practices", order=30,
    routes=[
        Route("/practices", show),
        Route("/practices/run/{name}", run),
        Route("/practices/run/{name}", finish, methods=["POST"]),
        Route("/practices/{name}", one),
        Route("/practices/{name}", start, methods=["POST"]),
    ],
    is_open=lambda room: room.asked is not None,
)  # fmt: skip
