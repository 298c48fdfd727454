"""README: how she works, in her words, drafted by interview, with what a reader would remark."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import Misuse, Stop
from podium.journal.replace import put, replace, writing
from podium.press import render
from podium.press.from_markdown import read_markdown
from podium.readme import check, draft, page
from podium.readme.questions import QUESTIONS
from podium.web import Page, visit
from podium.web import render as pages
from podium.web.room import Room, fingerprint


def show(request: Request) -> Response:
    """The page with its remarks; before there is one, the interview."""
    path = _path(request)
    if not path.exists():
        return pages.page(request, "readme_ask.html", questions=QUESTIONS, given={}, fault=None)
    return _page(request, page.read(path).source)


def answer(request: Request) -> Response:
    """Write the first draft from her answers; what nobody said stays open on the page."""
    path = _path(request)
    said = {q.key: text for q in QUESTIONS if (text := visit.text(request, q.key))}
    try:
        put(path, draft.write(draft.settle(said, {})).encode())
    except Stop as fault:
        return pages.page(request, "readme_ask.html", status=422, questions=QUESTIONS, given=said, fault=fault)
    return RedirectResponse(request.app.state.room.keys.root + "/readme?told=made", 303)


def change(request: Request) -> Response:
    """Save what she changed, unless another program changed the file meanwhile."""
    path, text = _path(request), visit.raw(request, "text")
    if not text.strip() or len(text) > page.MOST_BYTES:
        raise Misuse("that is no page a reader could read")
    with writing(path.parent):
        if visit.text(request, "stamp") != fingerprint(path):
            return _page(request, text, status=409, was_changed=True)
        replace(path, path.read_bytes(), (text.rstrip("\n") + "\n").encode())
    return RedirectResponse(request.app.state.room.keys.root + "/readme?told=saved", 303)


def hand_over(request: Request) -> Response:
    """The page as its readers get it, without her comments."""
    found = page.read(_path(request))
    text = page.for_readers(found.source)
    data = render(read_markdown(text, title=found.title), "html")
    return Response(data, media_type="text/html", headers={"content-disposition": 'attachment; filename="readme.html"'})


def _page(request: Request, text: str, *, status: int = 200, was_changed: bool = False) -> Response:
    path = _path(request)
    found = page.parse(text)
    notes = check.check(found, today=datetime.now().astimezone().date())
    return pages.page(
        request, "readme.html", status=status, text=text, notes=notes, claims=found.claims, words=found.words,
        stamp=fingerprint(path), was_changed=was_changed, title=found.title, file=page.FILE,
    )  # fmt: skip


def _path(request: Request) -> Path:
    room: Room = request.app.state.room
    return room.journal().root / page.FILE


PAGE = Page(
    title="README", path="/readme", order=60,
    routes=[
        Route("/readme", show),
        Route("/readme", change, methods=["POST"]),
        Route("/readme/draft", answer, methods=["POST"]),
        Route("/readme/file", hand_over),
    ],
    is_open=lambda room: room.has_journal,
)  # fmt: skip
