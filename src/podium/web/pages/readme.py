"""README: how she works, in her words, drafted by interview, with what a reader would remark."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from podium.app.wording import say
from podium.core.errors import Misuse, Stop
from podium.core.time import Window
from podium.evidence.people import me_file
from podium.programs.readme import audit, check, claims, draft, page
from podium.programs.readme.known import Offer, offers
from podium.programs.readme.questions import QUESTIONS
from podium.programs.readme.versions import published
from podium.system import paths
from podium.system.files import put, replace, writing
from podium.web import Page, drafts, forms
from podium.web import render as pages
from podium.web.room import ReadingError, Room, fingerprint

# A quarter: what she usually does, not what she did last week.
WEEKS = 13


def show(request: Request) -> Response:
    """The page with its remarks; before there is one, the interview."""
    path = _path(request)
    if not path.exists():
        known = _offers(request.app.state.room)
        given = {q.key: known[q.key].text if q.key in known else q.usual for q in QUESTIONS}
        return _ask(request, given, known)
    found = page.read(path)
    kept, why_none = _audit(request.app.state.room, found)
    return _page(request, found.source, kept=kept, why_none=why_none)


def _audit(room: Room, found: page.Page) -> tuple[list[dict[str, Any]], str]:
    """Each promise held against her traces, as `podium readme audit` does; or why it was not."""
    if not found.claims:
        return [], ""
    try:
        opened = room.mirror(room.want(weeks=WEEKS))
        with opened.lock:
            held = audit.audit(found, opened.mirror, published(room.journal()))
            facts = audit.as_data(held, opened.mirror)
            return [told | _shown(one) for told, one in zip(facts, held, strict=True)], ""
    except ReadingError:
        return [], say("Your repositories are being read. Open this page again to see what was kept.")
    except Stop as fault:
        return [], say("Not held against traces: {what}.", what=fault.what)


def _shown(one: audit.Kept) -> dict[str, Any]:
    told = {"words": one.words, "told_before": one.told_before, "days": _days(one.measure.window)}
    return told | {"days_before": _days(one.before.window) if one.before else ()}


def _days(window: Window) -> tuple[int, ...]:
    """Moments of the first and the last day of a window; none where it is empty."""
    return (window.start_s, window.end_s - 1) if window.start_s < window.end_s else ()


def answer(request: Request) -> Response:
    """Write the first draft from her answers; what nobody said stays open on the page."""
    path = _path(request)
    given = {q.key: forms.text(request, q.key) for q in QUESTIONS}
    known = _offers(request.app.state.room)
    # What she left as it was offered keeps its receipt; what she cleared stays open.
    offered = {q.key: known[q.key].text if q.key in known else q.usual for q in QUESTIONS}
    said = {key: text for key, text in given.items() if not text or text != offered[key].strip()}
    try:
        put(path, draft.write(draft.settle(said, known)).encode())
    except Stop as fault:
        return _ask(request, given, known, fault)
    return RedirectResponse(request.app.state.room.keys.root + "/readme?told=made", 303)


def _ask(request: Request, given: dict[str, str], known: dict[str, Offer], fault: Stop | None = None) -> Response:
    return pages.page(
        request,
        "readme_ask.html",
        status=422 if fault else 200,
        questions=QUESTIONS,
        given=given,
        known=known,
        fault=fault,
    )


def _offers(room: Room) -> dict[str, Offer]:
    """What podium knows already, each with its receipt; without the mirror while that is being read."""
    journal, file = room.journal(), me_file.read(paths.me_file())
    with contextlib.suppress(Stop, ReadingError):
        opened = room.mirror(room.want(weeks=WEEKS))
        with opened.lock:
            return offers(opened.mirror, journal, file)
    return offers(None, journal, file)


def change(request: Request) -> Response:
    """First what would change, then, on a second word, the change, unless another program changed the file meanwhile."""
    path, text = _path(request), forms.raw(request, "text")
    if not text.strip() or len(text) > page.MOST_BYTES:
        raise Misuse("that is no page a reader could read")
    if forms.text(request, "step") != "save":
        now = page.read(path).source
        if text.rstrip("\n") == now.rstrip("\n"):
            return RedirectResponse(request.app.state.room.keys.root + "/readme?told=same", 303)
        was_changed = forms.text(request, "stamp") != fingerprint(path)
        lines = drafts.diff(now, text)
        return _page(request, text, lines=lines, was_changed=was_changed, status=409 if was_changed else 200)
    with writing(path.parent):
        if forms.text(request, "stamp") != fingerprint(path):
            return _page(request, text, status=409, was_changed=True)
        replace(path, path.read_bytes(), (text.rstrip("\n") + "\n").encode())
    return RedirectResponse(request.app.state.room.keys.root + "/readme?told=saved", 303)


def _page(
    request: Request,
    text: str,
    *,
    status: int = 200,
    was_changed: bool = False,
    lines: Sequence[tuple[str, str]] = (),
    kept: Sequence[dict[str, Any]] = (),
    why_none: str = "",
) -> Response:
    path = _path(request)
    found = page.parse(text)
    versions = published(request.app.state.room.journal())
    notes = check.check(found, versions, datetime.now().astimezone().date())
    return pages.page(
        request,
        "readme.html",
        status=status,
        text=text,
        notes=notes,
        claims=found.claims,
        words=found.words,
        stamp=fingerprint(path),
        was_changed=was_changed,
        title=found.title,
        file=page.FILE,
        lines=lines,
        is_compared=bool(lines),
        versions=versions,
        kept=kept,
        why_none=why_none,
        known=[words for form in claims.every() for words in form.written],
    )


def _path(request: Request) -> Path:
    room: Room = request.app.state.room
    return room.journal().root / page.FILE


PAGE = Page(
    title="README",
    path="/readme",
    order=60,
    routes=[
        Route("/readme", show),
        Route("/readme", change, methods=["POST"]),
        Route("/readme/draft", answer, methods=["POST"]),
    ],
    is_open=lambda room: room.has_journal,
)
