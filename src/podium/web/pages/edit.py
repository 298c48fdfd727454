"""One journal file as text.

Checked while she types, compared before it is saved, never over another's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import journal_file
from podium.app.journal_file import ChangedMeanwhileError
from podium.core.errors import Stop
from podium.web import Page, forms, render
from podium.web.unsaved import UnsavedText

if TYPE_CHECKING:
    from podium.app.journal_file import Draft
    from podium.web.room import Room


def show(request: Request) -> Response:
    """The file as it stands; or the unsaved text, with what saving would change."""
    room: Room = request.app.state.room
    now = journal_file.load(room.session(), request.path_params["file"])
    unsaved = room.unsaved.find(request.query_params.get("draft", ""))
    if unsaved is None or unsaved.file != now.file:
        return _page(request, now, now.text)
    was_changed = unsaved.stamp != now.stamp
    return _page(request, now, unsaved.text, status=409 if was_changed else 200, was_changed=was_changed, is_draft=True)


def change(request: Request) -> Response:
    """First what would change, then, on a second word, the change. A draft has an address, so that Back works."""
    room: Room = request.app.state.room
    file, text = str(request.path_params["file"]), forms.raw(request, "text")
    if text and not text.endswith("\n"):
        text += "\n"
    now = journal_file.load(room.session(), file)
    stamp = forms.text(request, "stamp")
    if text == now.text:
        return RedirectResponse(f"{room.keys.root}/edit/{quote(file)}?told=same", 303)
    if stamp == now.stamp and forms.text(request, "step") == "save":
        try:
            journal_file.save(room.session(), file, text, stamp)
            return RedirectResponse(f"{room.keys.root}/edit/{quote(file)}?told=saved", 303)
        except ChangedMeanwhileError:
            pass
        except Stop as fault:
            return _page(request, now, text, status=422, is_draft=True, fault=fault)
    name = room.unsaved.keep(UnsavedText(file, text, stamp))
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
    notes = journal_file.check(draft.file, text)
    return render.page(
        request,
        "edit.html",
        status=status,
        draft=draft,
        text=text,
        notes=notes,
        fault=fault,
        was_changed=was_changed,
        lines=journal_file.differences(draft.text, text) if is_draft else [],
        fields=journal_file.fields_with_examples(draft),
    )


PAGE = Page(
    title="",
    path="/edit",
    order=41,
    routes=[Route("/edit/{file:path}", show), Route("/edit/{file:path}", change, methods=["POST"])],
)
