"""Asking a GraphQL server: one question, its data, and the errors that come with status 200."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from podium.core.errors import CannotReach, Refused
from podium.sources.records import Record, decode

if TYPE_CHECKING:
    from podium.sources.http.client import HttpClient, Origin

T = TypeVar("T")
_MOST_TRIES = 4
_LIMITED = frozenset({"RATE_LIMITED", "RATELIMITED", "RATE_LIMIT"})


class _More(Record, frozen=True):
    code: str = ""
    type: str = ""


class _Error(Record, frozen=True):
    type: str = ""
    message: str = ""
    extensions: _More | None = None


class _Answer(Record, Generic[T], frozen=True):
    data: T | None = None
    errors: list[_Error] | None = None


def ask(
    wire: HttpClient, line: Origin, path: str, query: str, variables: Mapping[str, object], kind: type[T]
) -> T | None:
    """The answer's data; None when the server gave up on a question of this size (ask for less).

    Raises:
        Refused: the server answered with an error instead of data.
    """
    body = msgspec.json.encode({"query": query, "variables": dict(variables)})
    headers = {"content-type": "application/json"}
    for _ in range(_MOST_TRIES):
        reply = line.ask("POST", path, headers=headers, body=body, takes=frozenset({400, 502, 504}))
        if reply.status in {502, 504}:
            return None
        answer = _read(reply.body, kind, line.address)
        codes = {code.upper() for error in answer.errors or () for code in _codes(error)}
        if codes & _LIMITED:
            wire.wait(_reset(reply.headers, wire.clock()), "the hourly limit is used up")
            continue
        if answer.data is None:
            what = "; ".join(error.message[:120] for error in answer.errors or ()) or "no data"
            raise Refused(f"the server refused the question: {what}", where=line.address)
        return answer.data
    raise CannotReach("the hourly limit is still used up", where=line.address, next_step="run `podium sync` later")


def _read(body: bytes, kind: type[T], where: str) -> _Answer[T]:
    """The answer; where its data is not in the expected form, the errors beside it are heard first."""
    of: Any = _Answer  # which form its data has is known when it runs, not to a type checker
    try:
        answer: _Answer[T] = decode(body, of[kind], where)
    except CannotReach:
        errors = decode(body, _Answer[msgspec.Raw], where).errors
        if errors:
            return _Answer(None, errors)
        raise
    return answer


def _codes(error: _Error) -> tuple[str, ...]:
    more = error.extensions
    return (error.type, more.code, more.type) if more else (error.type,)


def _reset(headers: Mapping[str, str], now_s: float) -> float:
    for name in ("retry-after", "x-ratelimit-reset", "x-ratelimit-requests-reset", "x-ratelimit-complexity-reset"):
        text = headers.get(name, "")
        if not text.isdigit():
            continue
        value = float(text)
        if value < 1e8:
            return value + 1
        return max(1.0, (value / 1000 if value > 1e11 else value) - now_s + 1)
    return 60.0
