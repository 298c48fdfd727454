"""A practice that was started: where it stands, what to do next, and its result."""

from __future__ import annotations

from datetime import UTC, date, datetime

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app.wording import say
from podium.calendar import write as calendar
from podium.calendar.ledger import Ledger
from podium.calendar.places import joined
from podium.core.errors import CannotTell, Misuse
from podium.core.time import week_start
from podium.experiments import describe, metric, picture, register, registration, result
from podium.experiments.registration import Registration
from podium.experiments.result import Result
from podium.system import paths
from podium.web import Page, forms, render, running
from podium.web.pictures import Picture
from podium.web.room import Room


def show(request: Request) -> Response:
    """What was promised, the hours kept, the weeks so far, and the result once it is over."""
    room: Room = request.app.state.room
    journal = room.journal()
    made = registration.named(journal, request.path_params["name"])
    practice = running.practice_of(made, journal)
    opened = running.opened(room, made)
    with opened.lock:
        found = result.result_of(made, practice, opened.mirror, journal, running.stands(made))
    today = datetime.now().astimezone().date()
    entry = journal.entry("experiment", made.id)
    return render.page(
        request,
        "practice_run.html",
        data=describe.result_data(found, today),
        made=made,
        title=practice.title,
        promised=list(describe.registration_lines(made)),
        drawing=_picture(found),
        state=result.state(made, today),
        calendars=running.calendars(made),
        file=entry.file if entry else "",
        done=practice.done,
        has_hours=bool(made.zones),
        asks=metric.metric(made.metric).signal.asks,
        has_points=bool(found.before.measured or found.after.measured),
        is_fresh=request.query_params.get("told") == "started",
    )


def change(request: Request) -> Response:
    """Pause it, go on, judge it once, end it before its time, or take its events back."""
    room: Room = request.app.state.room
    made = registration.named(room.journal(), request.path_params["name"])
    steps = {"pause": _pause, "resume": _resume, "finish": _finish, "stop": _stop, "undo": _undo}
    step = forms.text(request, "step")
    if step not in steps:
        raise Misuse("there is no such step", next_step="go back and choose a button")
    told = steps[step](room, made)
    return RedirectResponse(f"{room.keys.root}/practices/run/{made.id}?told={told}", 303)


def hand_over(request: Request) -> Response:
    """Its events as a calendar file, for a calendar podium cannot reach."""
    made = registration.named(request.app.state.room.journal(), request.path_params["name"])
    texts = [e.text for e in Ledger(paths.home()).entries(made.id) if e.state != "undone" and e.text]
    if not texts:
        raise CannotTell("no events of it stand in a calendar")
    return Response(
        joined(texts),
        media_type="text/calendar",
        headers={"content-disposition": f'attachment; filename="{made.id}.ics"'},
    )


def _pause(room: Room, made: Registration) -> str:
    register.lay_aside(made, room.journal(), _today())
    return "paused"


def _resume(room: Room, made: Registration) -> str:
    journal = room.journal()
    register.take_up(made, running.practice_of(made, journal), journal, running.find, datetime.now(UTC))
    return "resumed"


def _stop(room: Room, made: Registration) -> str:
    _refuse_closed(made)
    register.abandon(made.id)
    room.journal().write("experiment", made.id, {"status": "stopped", "stopped_on": _today()})
    return "stopped"


def _undo(_room: Room, made: Registration) -> str:
    calendar.undo(made.id, Ledger(paths.home()), running.find, datetime.now(UTC))
    return "undone"


def _finish(room: Room, made: Registration) -> str:
    _refuse_closed(made)
    if not result.is_over(made, _today()):
        raise Misuse(
            f"it runs until {made.runs_until}; judging early would find what it looks for",
            next_step="wait for its end, or end it without a verdict",
        )
    journal = room.journal()
    opened = running.opened(room, made)
    with opened.lock:
        if metric.last_full_week(opened.mirror) < made.last_week:
            raise CannotTell(
                f"the evidence ends on {result.last_seen(opened.mirror)}, before the practice does",
                next_step="fetch the repositories, then try again",
            )
        found = result.result_of(made, running.practice_of(made, journal), opened.mirror, journal, running.stands(made))
    journal.write("experiment", made.id, result.outcome(found, _today()))
    return "finished"


def _refuse_closed(made: Registration) -> None:
    if made.status in {"finished", "stopped"}:
        raise Misuse(f"{made.id} is {made.status} already", next_step="read its result")


def _picture(found: Result) -> Picture:
    made = found.registration
    drawing = picture.draw(found)
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
    return Picture(
        name=made.id,
        title=say("{metric}, week by week", metric=made.metric),
        caption=caption,
        svg=Markup(picture.in_svg(found)),  # noqa: S704 - drawn by podium, every word in it is escaped
        columns=(say("Week from"), say("Value"), say("When")),
        rows=rows,
    )


def _value(point: float | None, *, is_share: bool) -> str:
    if point is None:
        return say("not measured")
    return f"{point:.0%}" if is_share else f"{point:.3g}"


def _today() -> date:
    return datetime.now().astimezone().date()


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
