"""A drill: one sentence of yours, what was heard in it, and when it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import drill
from podium.core.errors import Stop
from podium.web import Page, forms, render

if TYPE_CHECKING:
    from podium.app.drill import DrillFeedback, Task
    from podium.web.room import Room


def show(request: Request) -> Response:
    """The task that is due, or the one that was chosen; nothing is written."""
    room: Room = request.app.state.room
    return _page(request, drill.task(room.session(), request.query_params.get("part", "")))


def answer(request: Request) -> Response:
    """First what was heard in the sentence; on a second word, with how easily it came, it is kept."""
    room: Room = request.app.state.room
    session = room.session()
    task = drill.task(session, forms.text(request, "part"))
    sentence = forms.text(request, "said")
    try:
        feedback = drill.hear(task.part, sentence)
        if forms.text(request, "step") != "keep":
            return _page(request, task, sentence=sentence, feedback=feedback)
        drill.keep(session, task, sentence, feedback, forms.text(request, "recall"))
    except Stop as fault:
        return _page(request, task, sentence=sentence, fault=fault)
    return RedirectResponse(room.keys.root + "/drill?told=drilled", 303)


def _page(
    request: Request,
    task: Task,
    *,
    sentence: str = "",
    feedback: DrillFeedback | None = None,
    fault: Stop | None = None,
) -> Response:
    course = drill.course(request.app.state.room.session())
    return render.page(
        request,
        "drill.html",
        status=422 if fault else 200,
        part=task.part,
        start=task.start,
        said=sentence,
        heard=feedback,
        fault=fault,
        done=course.done,
        a_week=drill.A_WEEK,
        standings=course.standings,
        due={standing.part.name for standing in course.due},
        left=course.left,
    )


PAGE = Page(
    title="", path="/drill", order=32, routes=[Route("/drill", show), Route("/drill", answer, methods=["POST"])]
)
