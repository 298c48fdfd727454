"""Hard questions: five of them, each with her own evidence beside the answer and what is against it."""

from __future__ import annotations

from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app import questions
from podium.app.questions import Answer
from podium.journal import Journal
from podium.mirror.mirror import Mirror
from podium.programs.questions.read import Question
from podium.web import Page, api, render
from podium.web.room import Room


def show(request: Request) -> Response:
    """All five, or the one that some words mean."""
    room: Room = request.app.state.room
    words = request.query_params.get("ask", "").strip()
    chosen = (questions.find_question(words),) if words else questions.every_question()
    journal, today = room.journal_or_none(), datetime.now().astimezone().date()
    answers = [_answer(request, room, question, journal, today) for question in chosen]
    return render.page(request, "questions.html", answers=answers, words=words)


def _answer(request: Request, room: Room, question: Question, journal: Journal | None, today: date) -> Answer:
    if not questions.needs_traces(question) or room.asked is None:
        return questions.answer(question, journal, None, today)

    def with_mirror(mirror: Mirror) -> Answer:
        return questions.answer(question, journal, mirror, today)

    opened = api.opened(request)
    with opened.lock:
        return with_mirror(opened.mirror)


PAGE = Page(title="Hard questions", path="/questions", order=75, routes=[Route("/questions", show)])
