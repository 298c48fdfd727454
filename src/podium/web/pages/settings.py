"""Settings: the one file about her, checked before it is kept.

And what podium keeps of anybody.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app import me_form
from podium.core.errors import CannotRead, CannotWrite, Stop
from podium.evidence.people import me_file
from podium.system import paths
from podium.web import Page, forms, privacy_statement, render
from podium.web.room import ReadingError, Room, fingerprint


def show(request: Request) -> Response:
    """The file as it stands; a template when there is none yet."""
    text = _read()
    return _page(request, text or me_file.TEMPLATE, fault=_fault(text))


def change(request: Request) -> Response:
    """Keep the text when every value can be read; say where it cannot, and keep what she typed on the page."""
    room: Room = request.app.state.room
    text = forms.raw(request, "text")
    if forms.text(request, "step") == "fields":
        given = {name: forms.raw(request, name) for name in me_form.FIELDS}
        try:
            text = me_form.change(_read() or me_file.TEMPLATE, given)
        except Stop as stop:
            return _page(request, _read() or me_file.TEMPLATE, status=422, fault=stop, given=given)
    if not text.endswith("\n"):
        text += "\n"
    if forms.text(request, "stamp") != fingerprint(paths.me_file()):
        return _page(request, text, status=409, fault=None, was_changed=True)
    if fault := _fault(text):
        return _page(request, text, status=422, fault=fault)
    _write(paths.me_file(), text)
    return RedirectResponse(room.keys.root + "/settings?told=saved", 303)


def _page(
    request: Request,
    text: str,
    *,
    fault: Stop | None,
    status: int = 200,
    was_changed: bool = False,
    given: dict[str, str] | None = None,
) -> Response:
    room: Room = request.app.state.room
    spellings, perhaps = _spellings(room)
    return render.page(
        request,
        "settings.html",
        status=status,
        text=text,
        fault=fault,
        was_changed=was_changed,
        stamp=fingerprint(paths.me_file()),
        path=str(paths.me_file()),
        home=str(paths.home()),
        views=privacy_statement.views(),
        events=privacy_statement.events(),
        asked=room.asked,
        given=given or _fields(text),
        spellings=spellings,
        perhaps=perhaps,
    )


def _fields(text: str) -> dict[str, str] | None:
    """The file as fields; None while it cannot be read, then only the text itself helps."""
    with contextlib.suppress(CannotRead):
        return me_form.shown(me_file.parse(text, "me.toml").me)
    return None


def _spellings(room: Room) -> tuple[list[tuple[str, str]], list[str]]:
    """What counts as her and why, and what perhaps is hers too; nothing while the repositories are read."""
    with contextlib.suppress(Stop, ReadingError):
        opened = room.mirror(room.want(), patience_s=0.4)
        return opened.once("spellings", lambda it: (sorted(it.book.me.reasons.items()), it.perhaps_me()))
    return [], []


def _read() -> str:
    try:
        return paths.me_file().read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotRead("the file about you cannot be read", where=str(paths.me_file())) from fault


def _fault(text: str) -> Stop | None:
    try:
        me_file.parse(text, "me.toml")
    except CannotRead as fault:
        return fault
    return None


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".me-{secrets.token_hex(6)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as fault:
        draft.unlink(missing_ok=True)
        raise CannotWrite(f"the file about you could not be written: {fault.strerror}", where=str(path)) from fault


PAGE = Page(
    title="Settings",
    path="/settings",
    order=90,
    routes=[Route("/settings", show), Route("/settings", change, methods=["POST"])],
)
