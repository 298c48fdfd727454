"""The same server over HTTP, on this machine alone and only for who sends the token."""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from podium import app
from podium.assistants.server import build
from podium.system import sockets, tokens

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from podium.app.assistant import Visit

HOST, PATH = "127.0.0.1", "/mcp"
# Settings name one port, so a printed address has to stay the same from day to day.
PORT_IN_SETTINGS = 8733
MOST_BYTES = 256 * 1024


def token() -> str:
    """The token clients send.

    Raises:
        CannotRead: the file holds none. CannotWrite: the disk refused.
    """
    return tokens.kept("assistants-token")


class TokenGuard:
    """Lets a request through only with the token; the SDK checks its Host and Origin."""

    def __init__(self, app: ASGIApp, expected: str) -> None:
        """Stand before `app`."""
        self.app, self.expected = app, f"Bearer {expected}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 to whoever has no token."""
        if scope["type"] == "http":
            sent = Headers(scope=scope).get("authorization", "").encode("utf-8", "replace")
            if not hmac.compare_digest(sent, self.expected):
                refusal = PlainTextResponse("podium needs its token.\n", 401, {"www-authenticate": "Bearer"})
                await refusal(scope, receive, send)
                return
            # Blanks around a value are no part of it, and not every parser takes them off.
            scope["headers"] = [(name, value.strip(b" \t")) for name, value in scope["headers"]]
        await self.app(scope, receive, send)


def guarded(visit: Visit, expected: str) -> TokenGuard:
    """The application that answers at `PATH`."""
    answering = build(visit).streamable_http_app(streamable_http_path=PATH, host=HOST, max_request_body_size=MOST_BYTES)
    return TokenGuard(answering, expected)


def address(port: int) -> str:
    """Where clients find podium."""
    return f"http://{HOST}:{port}{PATH}"


def serve(port: int, say: Callable[[str], None]) -> None:
    """Serve until stopped; `say` prints the address and the token.

    Raises:
        CannotReach: the port is taken.
    """
    expected = token()
    listener = sockets.listen(HOST, port)
    visit = app.assistant.Visit()
    say(address(listener.getsockname()[1]))
    say(f"Authorization: Bearer {expected}")
    config = uvicorn.Config(
        guarded(visit, expected), log_level="warning", access_log=False, server_header=False, ws="none"
    )
    with visit.mirrors.closing(), contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
