"""One visit: the session it belongs to and what its form says."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

import msgspec
from starlette.requests import Request

from podium.core.errors import Misuse


class Session(msgspec.Struct, frozen=True):
    """A browser that showed the one-time token; kept in memory only.

    Attributes:
        key: the cookie's value. csrf: what every change of this browser has to carry.
    """

    key: str = msgspec.field(default_factory=lambda: secrets.token_urlsafe(32))
    csrf: str = msgspec.field(default_factory=lambda: secrets.token_urlsafe(32))


class Visit(msgspec.Struct, frozen=True):
    """What the guard found out about a request before a page sees it."""

    session: Session
    form: Mapping[str, Sequence[str]] = msgspec.field(default_factory=dict[str, Sequence[str]])
    body: bytes = b""


# Set by the guard for the length of a request: what she sent is waited for, never answered with "one moment".
IS_CHANGE: ContextVar[bool] = ContextVar("is_change", default=False)


def of(request: Request) -> Visit:
    """The visit the guard let in."""
    visit = request.scope["podium.visit"]
    if not isinstance(visit, Visit):
        raise Misuse("this page is not for strangers")
    return visit


def text(request: Request, name: str, default: str = "") -> str:
    """One field of the form that was sent, without blanks around it."""
    return (of(request).form.get(name) or [default])[0].strip()


def raw(request: Request, name: str) -> str:
    """One field of the form as it was typed, line ends as `\\n`."""
    return (of(request).form.get(name) or [""])[0].replace("\r\n", "\n").replace("\r", "\n")


def texts(request: Request, name: str) -> list[str]:
    """All values of a field, empty ones left out."""
    return [value.strip() for value in of(request).form.get(name, ()) if value.strip()]
