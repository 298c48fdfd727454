"""One journal file as text.

Checked while she types, compared before it is saved, never over another's words.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.core.errors import Stop
from podium.journal import fields_of
from podium.journal.parse import example_line
from podium.web import Page, drafts, forms, render
from podium.web.drafts import Draft
from podium.web.room import Room


def show(request: Request) -> Response:
    """The file as it stands; or her draft of it, with what saving would change."""
    room: Room = request.app.state.room
    now = drafts.load(room, request.path_params["file"])
    kept = room.drafts.find(request.query_params.get("draft", ""))
    if kept is None or kept.file != now.file:
        return _page(request, now, now.text)
    was_changed = kept.stamp != now.stamp
    return _page(request, now, kept.text, status=409 if was_changed else 200, was_changed=was_changed, is_draft=True)


def change(request: Request) -> Response:
    """First what would change, then, on a second word, the change. A draft has an address, so that Back works."""
    room: Room = request.app.state.room
    file, text = str(request.path_params["file"]), forms.raw(request, "text")
    if text and not text.endswith("\n"):
        text += "\n"
    now = drafts.load(room, file)
    stamp = forms.text(request, "stamp")
    if text == now.text:
        return RedirectResponse(f"{room.keys.root}/edit/{quote(file)}?told=same", 303)
    if stamp == now.stamp and forms.text(request, "step") == "save":
        try:
            drafts.save(room, file, text, stamp)
            return RedirectResponse(f"{room.keys.root}/edit/{quote(file)}?told=saved", 303)
        except drafts.ChangedMeanwhileError:
            pass
        except Stop as fault:
            return _page(request, now, text, status=422, is_draft=True, fault=fault)
    name = room.drafts.keep(drafts.Typed(file, text, stamp))
    return RedirectResponse(f"{room.keys.root}/edit/{quote(file)}?draft={name}", 303)


def _page(
    request: Request,
    draft: Draft,
    text: str,
    *,
    status: int = 200,
    was_changed: bool = False,
    is_draft: bool = False,
    fault: Stop | None = None,
) -> Response:
    notes = drafts.check(request.app.state.room, draft.file, text)
    return render.page(
        request,
        "edit.html",
        status=status,
        draft=draft,
        text=text,
        notes=notes,
        fault=fault,
        was_changed=was_changed,
        lines=drafts.diff(draft.text, text) if is_draft else [],
        fields=[(f, example_line(f)) for f in fields_of(draft.kind)],
    )


PAGE = Page(
    title="",
    path="/edit",
    order=41,
    routes=[Route("/edit/{file:path}", show), Route("/edit/{file:path}", change, methods=["POST"])],
)
