"""What the JSON endpoints take and answer, as records; the OpenAPI document is made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from starlette.responses import Response

from podium.app.wording import say
from podium.core.errors import Misuse
from podium.web import forms

if TYPE_CHECKING:
    from starlette.requests import Request

_Sent = TypeVar("_Sent")


class Problem(msgspec.Struct, frozen=True):
    """A problem in words."""

    what: str
    where: str
    next_step: str


class Fault(msgspec.Struct, frozen=True):
    """What ended a reading, and what to do."""

    what: str
    next_step: str


class Reading(msgspec.Struct, frozen=True):
    """How far the reading of the repositories is; the total is null while it is not counted."""

    done: int
    total: int | None
    is_done: bool
    fault: Fault | None


class Sync(msgspec.Struct, frozen=True):
    """How far the sync of one source is."""

    done: int
    total: int | None
    words: str
    fault: str
    is_done: bool


class Stamp(msgspec.Struct, frozen=True):
    """The fingerprint of a journal file."""

    stamp: str


class Text(msgspec.Struct, frozen=True):
    """The text of a journal file that is not saved yet."""

    file: str
    text: str


class Mistake(msgspec.Struct, frozen=True):
    """One mistake in a text; the line and the column count from 1, and 0 means the whole of it."""

    line: int
    column: int
    field: str
    what: str
    instead: str


class Mistakes(msgspec.Struct, frozen=True):
    """The mistakes in a text, from the top."""

    notes: tuple[Mistake, ...]


def answer(record: object, status: int = 200) -> Response:
    """A record as the JSON answer of an endpoint."""
    return Response(msgspec.json.encode(record), status, media_type="application/json")


def sent(request: Request, kind: type[_Sent]) -> _Sent:
    """The record that was sent as JSON.

    Raises:
        Misuse: it is none of that kind.
    """
    try:
        return msgspec.json.decode(forms.of(request).body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Misuse(say("The JSON sent is not what is expected: {why}", why=fault), next_step=_NEXT) from None


_NEXT = "see the OpenAPI document"
