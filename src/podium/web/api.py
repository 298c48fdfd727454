"""The same facts for scripts and for the page's checks, with the OpenAPI that describes them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from podium.app import journal_file, why
from podium.app.look import MOST_WEEKS, look_facts
from podium.core.errors import Misuse
from podium.web import forms
from podium.web.openapi import document

if TYPE_CHECKING:
    from podium.app.open_mirrors import OpenMirror
    from podium.app.why import Receipt
    from podium.web.room import Room


def opened(request: Request) -> OpenMirror:
    """The mirror over the stretch of time the address names."""
    room: Room = request.app.state.room
    scope = room.want(weeks=_weeks(request.query_params.get("weeks")), as_of=_day(request.query_params.get("as_of")))
    return room.mirror(scope)


def stretch(request: Request) -> str:
    """The stretch of time the address names, as other addresses take it: `weeks=12&as_of=2026-11-22`, or nothing."""
    weeks, as_of = _weeks(request.query_params.get("weeks")), _day(request.query_params.get("as_of"))
    return "&".join([*([f"weeks={weeks}"] if weeks else []), *([f"as_of={as_of}"] if as_of else [])])


def _weeks(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:5]) <= MOST_WEEKS:
        raise Misuse(f"a look covers 1 to {MOST_WEEKS} weeks", next_step="write a whole number")
    return int(text)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Misuse("Not a valid date", next_step="write it as 2026-11-22") from None
    if not 1971 <= day.year <= 9998:
        raise Misuse("that day is outside the years podium can count", next_step="write it as 2026-11-22")
    return day


def receipt_of(request: Request) -> Receipt:
    """The receipt of the flag or signal the address names, made once."""
    name = str(request.path_params["name"])
    return opened(request).once(f"why {name}", lambda mirror: why.of_mirror(mirror, name))


def look(request: Request) -> JSONResponse:
    """What `podium look --json` says."""
    return JSONResponse(look_facts(opened(request).look()))


def why_of(request: Request) -> JSONResponse:
    """What `podium why NAME --json` says."""
    return JSONResponse(receipt_of(request).facts)


def reading(request: Request) -> JSONResponse:
    """How far the reading of the repositories is."""
    room: Room = request.app.state.room
    progress = room.progress()
    fault = {"what": progress.fault.what, "next_step": progress.fault.next_step} if progress.fault else None
    return JSONResponse({"done": progress.done, "total": progress.total, "is_done": progress.is_done, "fault": fault})


def check(request: Request) -> JSONResponse:
    """The mistakes in a text that is not saved yet."""
    sent = sent_object(request)
    text = sent.get("text", "")
    notes = journal_file.check(str(sent.get("file", "")), text if isinstance(text, str) else "")
    return JSONResponse({"notes": [_note(note) for note in notes]})


def stamp(request: Request) -> JSONResponse:
    """The fingerprint of a journal file, to see at once when another program changed it."""
    room: Room = request.app.state.room
    return JSONResponse({"stamp": journal_file.load(room.session(), request.query_params.get("file", "")).stamp})


def openapi(request: Request) -> JSONResponse:
    """The document that describes these endpoints."""
    return JSONResponse(document(request.app.state.room.keys.root))


def sent_object(request: Request) -> dict[str, Any]:
    """The JSON object that was sent.

    Raises:
        Misuse: it is none.
    """
    try:
        sent_data = json.loads(forms.of(request).body)
    except (ValueError, RecursionError):
        raise Misuse("Not valid JSON", next_step="see the OpenAPI document") from None
    if not isinstance(sent_data, dict):
        raise Misuse("an object was expected", next_step="see the OpenAPI document")
    return sent_data


def _note(note: Any) -> dict[str, Any]:
    return {"line": note.line, "column": note.column, "field": note.field, "what": note.what, "instead": note.instead}


ROUTES = [
    Route("/api/openapi.json", openapi),
    Route("/api/look", look),
    Route("/api/why/{name}", why_of),
    Route("/api/reading", reading),
    Route("/api/journal/check", check, methods=["POST"]),
    Route("/api/journal/stamp", stamp),
]
