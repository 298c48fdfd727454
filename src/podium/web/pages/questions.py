"""Hard questions: five, each with her own evidence beside the answer and against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from podium.app import questions
from podium.core.errors import CannotRead
from podium.web import Page, api, render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from podium.app.questions import Answer, Question
    from podium.web.room import Room


def show(request: Request) -> Response:
    """All five, or the one that some words mean."""
    words = request.query_params.get("ask", "").strip()
    fault: CannotRead | None = None
    chosen = questions.every_question()
    try:
        chosen = (questions.find_question(words),) if words else chosen
    except CannotRead as other_words:
        fault, words = other_words, ""
    answers = [_answer(request, question) for question in chosen]
    status = 404 if fault else 200
    return render.page(request, "questions.html", status=status, answers=answers, words=words, fault=fault)


def _answer(request: Request, question: Question) -> Answer:
    room: Room = request.app.state.room
    session = room.session()
    journal, today = session.journal_if_readable(), session.today()
    if not questions.needs_traces(question) or room.asked is None:
        return questions.answer(question, journal, None, today)
    opened = api.opened(request)
    with opened.lock:
        return questions.answer(question, journal, opened.mirror, today)


PAGE = Page(title="Hard questions", path="/questions", order=75, routes=[Route("/questions", show)])
