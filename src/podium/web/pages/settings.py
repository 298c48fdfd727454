"""Settings: the file about you, checked before it is kept, and what podium keeps."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import me, me_form
from podium.app.me import Spellings
from podium.app.open_mirrors import ReadingError
from podium.core.errors import CannotRead, Stop
from podium.system.files import ChangedMeanwhileError
from podium.web import Page, forms, privacy_statement, render

if TYPE_CHECKING:
    from podium.web.room import Room


def show(request: Request) -> Response:
    """The file as it stands; a template when there is none yet."""
    text = me.text()
    return _page(request, text or me.TEMPLATE, fault=me.fault_of(text))


def change(request: Request) -> Response:
    """Keep the text when every value can be read; say where it cannot, and keep what was typed on the page."""
    room: Room = request.app.state.room
    text = forms.raw(request, "text")
    if forms.text(request, "step") == "fields":
        typed = {name: forms.raw(request, name) for name in me_form.FIELDS}
        try:
            text = me.with_fields(typed)
        except Stop as stop:
            return _page(request, me.text() or me.TEMPLATE, status=422, fault=stop, typed=typed)
    if not text.endswith("\n"):
        text += "\n"
    if forms.text(request, "stamp") != me.stamp():
        return _page(request, text, status=409, fault=None, was_changed=True)
    try:
        me.save(text, forms.text(request, "stamp"))
    except ChangedMeanwhileError:
        return _page(request, text, status=409, fault=None, was_changed=True)
    except CannotRead as fault:
        return _page(request, text, status=422, fault=fault)
    return RedirectResponse(room.keys.root + "/settings?told=saved", 303)


def _page(
    request: Request,
    text: str,
    *,
    fault: Stop | None,
    status: int = 200,
    was_changed: bool = False,
    typed: dict[str, str] | None = None,
) -> Response:
    room: Room = request.app.state.room
    spellings = _spellings(room)
    return render.page(
        request,
        "settings.html",
        status=status,
        text=text,
        fault=fault,
        was_changed=was_changed,
        stamp=me.stamp(),
        path=str(me.path()),
        home=str(me.home()),
        asked_of=list(privacy_statement.ASKED_OF.values()),
        kept_of_sources=privacy_statement.KEPT_OF_SOURCES,
        asked=room.asked,
        given=typed or me.fields(text),
        spellings=spellings.reasons,
        perhaps=spellings.perhaps,
    )


def _spellings(room: Room) -> Spellings:
    """What counts as you and why, and what perhaps is yours too; nothing while the repositories are read."""
    with contextlib.suppress(Stop, ReadingError):
        return room.mirror(room.want(), patience_s=0.4).once("spellings", me.spellings_of)
    return Spellings((), ())


PAGE = Page(
    title="Settings",
    path="/settings",
    order=90,
    routes=[Route("/settings", show), Route("/settings", change, methods=["POST"])],
)
