"""The same facts for scripts and for the page's checks, with the OpenAPI that describes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from podium.app import journal_file, why
from podium.app.look import MOST_WEEKS, look_facts
from podium.core.errors import Misuse
from podium.web import answers
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


def look(request: Request) -> Response:
    """What `podium look --json` says."""
    return answers.answer(look_facts(opened(request).look()))


def why_of(request: Request) -> Response:
    """What `podium why NAME --json` says."""
    return answers.answer(receipt_of(request))


def reading(request: Request) -> Response:
    """How far the reading of the repositories is."""
    room: Room = request.app.state.room
    progress = room.progress()
    fault = answers.Fault(progress.fault.what, progress.fault.next_step) if progress.fault else None
    return answers.answer(answers.Reading(progress.done, progress.total, progress.is_done, fault))


def check(request: Request) -> Response:
    """The mistakes in a text that is not saved yet."""
    sent = answers.sent(request, answers.Text)
    notes = journal_file.check(sent.file, sent.text)
    mistakes = (answers.Mistake(note.line, note.column, note.field, note.what, note.instead) for note in notes)
    return answers.answer(answers.Mistakes(tuple(mistakes)))


def stamp(request: Request) -> Response:
    """The fingerprint of a journal file, to see at once when another program changed it."""
    room: Room = request.app.state.room
    return answers.answer(answers.Stamp(journal_file.load(room.session(), request.query_params.get("file", "")).stamp))


def openapi(request: Request) -> Response:
    """The document that describes these endpoints."""
    return answers.answer(document(request.app.state.room.keys.root))


ROUTES = [
    Route("/api/openapi.json", openapi),
    Route("/api/look", look),
    Route("/api/why/{name}", why_of),
    Route("/api/reading", reading),
    Route("/api/journal/check", check, methods=["POST"]),
    Route("/api/journal/stamp", stamp),
]
