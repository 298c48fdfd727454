"""One journal file as text.

Checked while she types, compared before it is saved, never over another's words.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import Stop
from podium.journal import fields_of
from podium.journal.parse import example_line
from podium.web import Page, drafts, render, visit
from podium.web.drafts import Draft
from podium.web.room import Room


def show(request: Request) -> Response:
    """The file as it stands."""
    draft = drafts.load(request.app.state.room, request.path_params["file"])
    return _page(request, draft, draft.text)


def change(request: Request) -> Response:
    """First what would change, then, on a second word, the change."""
    room: Room = request.app.state.room
    file, text = str(request.path_params["file"]), visit.raw(request, "text")
    if text and not text.endswith("\n"):
        text += "\n"
    now = drafts.load(room, file)
    stamp = visit.text(request, "stamp")
    if text == now.text:
        return RedirectResponse(f"{room.keys.root}/edit/{file}?told=same", 303)
    if stamp != now.stamp:
        return _page(request, now, text, status=409, was_changed=True)
    if visit.text(request, "step") != "save":
        return _page(request, now, text, is_compared=True)
    try:
        drafts.save(room, file, text, stamp)
    except drafts.ChangedMeanwhileError:
        return _page(request, drafts.load(room, file), text, status=409, was_changed=True)
    except Stop as fault:
        return _page(request, now, text, status=422, fault=fault)
    return RedirectResponse(f"{room.keys.root}/edit/{file}?told=saved", 303)


def _page(
    request: Request, draft: Draft, text: str, *, status: int = 200, was_changed: bool = False,
    is_compared: bool = False, fault: Stop | None = None,
) -> Response:  # fmt: skip
    notes = drafts.check(request.app.state.room, draft.file, text)
    shown = is_compared or was_changed
    return render.page(
        request, "edit.html", status=status, draft=draft, text=text, notes=notes, fault=fault, was_changed=was_changed,
        is_compared=is_compared, lines=drafts.diff(draft.text, text) if shown else [],
        fields=[(f, example_line(f)) for f in fields_of(draft.kind)],
    )  # fmt: skip


PAGE = Page(
    title="", path="/edit", order=41,
    routes=[Route("/edit/{file:path}", show), Route("/edit/{file:path}", change, methods=["POST"])],
)  # fmt: skip
