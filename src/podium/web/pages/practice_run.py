"""A practice that was started: where it stands, what to do next, and its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import calendars, practice, wording
from podium.app.practice import Reading
from podium.app.wording import say
from podium.core.errors import Misuse
from podium.core.time import week_start
from podium.web import Page, forms, render
from podium.web.pictures import Picture

if TYPE_CHECKING:
    from podium.app.practice import Result
    from podium.app.session import Session
    from podium.web.room import Room

# A page asks no server which hours stand; those of one are as registered.
_FILES_ONLY = Reading(asks_servers=False)


def show(request: Request) -> Response:
    """What was promised, the hours kept, the weeks so far, and the result once it is over."""
    room: Room = request.app.state.room
    session = room.session()
    result = practice.show(session, request.path_params["name"], _FILES_ONLY)
    started = result.registration
    started_practice = practice.practice_of(session, started)
    return render.page(
        request,
        "practice_run.html",
        data=practice.facts(session, result),
        made=started,
        title=started_practice.title,
        promised=list(practice.promise_lines(started)),
        drawing=_picture(result),
        state=practice.state(session, started),
        calendars=calendars.standing(started.id),
        file=practice.file_of(session, started),
        done=started_practice.done,
        has_hours=bool(started.zones),
        asks=practice.question(started),
        rows_are=practice.rows_are(started),
        has_points=started.is_judged and bool(result.before.measured or result.after.measured),
        is_fresh=request.query_params.get("told") == "started",
    )


def change(request: Request) -> Response:
    """Pause it, go on, judge it once, end it before its time, or take its events back."""
    room: Room = request.app.state.room
    session, name = room.session(), practice.named(room.session(), request.path_params["name"]).id
    steps = {"pause": _pause, "resume": _resume, "finish": _finish, "stop": _stop, "undo": _undo}
    step = forms.text(request, "step")
    if step not in steps:
        raise Misuse("there is no such step", next_step="go back and choose a button")
    outcome = steps[step](session, name)
    return RedirectResponse(f"{room.keys.root}/practices/run/{name}?told={outcome}", 303)


def hand_over(request: Request) -> Response:
    """Its events as a calendar file, for a calendar podium cannot reach."""
    room: Room = request.app.state.room
    name = practice.named(room.session(), request.path_params["name"]).id
    return Response(
        calendars.export(name),
        media_type="text/calendar",
        headers={"content-disposition": f'attachment; filename="{name}.ics"'},
    )


def _pause(session: Session, name: str) -> str:
    practice.pause(session, name)
    return "paused"


def _resume(session: Session, name: str) -> str:
    practice.resume(session, name)
    return "resumed"


def _stop(session: Session, name: str) -> str:
    practice.stop(session, name)
    return "stopped"


def _undo(session: Session, name: str) -> str:
    calendars.undo(session, name)
    return "undone"


def _finish(session: Session, name: str) -> str:
    practice.finish(session, name, _FILES_ONLY)
    return "finished"


def _picture(result: Result) -> Picture:
    drawing = practice.drawing(result)
    rows = [
        (
            str(week_start(drawing.first_week + n)),
            _value(point, is_share=drawing.is_share),
            say("before") if n < drawing.split else say("since the start"),
        )
        for n, point in enumerate(drawing.points)
    ]
    caption = say(
        "A point for each week, hollow before the start. The broken line is the start; the lines are the middle before "
        "and what the result estimates after, the band its interval. A gap is a week that was not measured."
    )
    if result.registration.together:
        caption = say(
            "A point for each week of the first number, hollow before the start. The broken line is the start; the lines are "
            "its levels before and since. The verdict is about all numbers together. A gap is a week that was not measured."
        )
    return Picture(
        name=result.registration.id,
        title=render.capitalized(say("{number}, week by week", number=wording.short_of(result.registration.metric))),
        caption=caption,
        svg=Markup(practice.in_svg(result)),  # noqa: S704 - drawn by podium, every word in it is escaped
        columns=(say("Week from"), say("Value"), say("When")),
        rows=rows,
    )


def _value(point: float | None, *, is_share: bool) -> str:
    if point is None:
        return say("not measured")
    return f"{point:.0%}" if is_share else f"{point:.3g}"


PAGE = Page(
    title="",
    path="/practices/run",
    order=31,
    routes=[
        Route("/practices/run/{name}", show),
        Route("/practices/run/{name}", change, methods=["POST"]),
        Route("/practices/run/{name}/calendar.ics", hand_over),
    ],
)
