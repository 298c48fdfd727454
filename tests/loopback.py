"""A server on loopback that answers as it is told: every shape of failure, and no mocks."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from podium.sources.http.client import HttpClient

NOW_S = 1_790_000_000  # 2026-09-21


@dataclass
class Answer:
    """What to send back; `cut` sends half of it and hangs up."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    @classmethod
    def of(cls, value: Any, **headers: str) -> Answer:
        return cls(json.dumps(value).encode(), headers=headers)


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Loopback:
    """Records what was asked and answers by a function."""

    def __init__(self, tell: Callable[[Asked], Answer]) -> None:
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Otherwise each answer waits 40 ms for the word that its head has arrived.
            disable_nagle_algorithm = True

            def _answer(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                parts = urlsplit(self.path)
                query = {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
                headers = {k.lower(): v for k, v in self.headers.items()}
                asked = Asked(self.command, parts.path, query, headers, self.rfile.read(length))
                outer.asked.append(asked)
                told = tell(asked)
                self.send_response(told.status)
                for name, value in told.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(told.body)))
                self.end_headers()
                self.wfile.write(told.body[: len(told.body) // 2] if told.cut else told.body)
                if told.cut:
                    self.close_connection = True

            do_GET = do_POST = do_REPORT = do_PROPFIND = _answer  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def telling(tell: Callable[[Asked], Answer]) -> Iterator[Loopback]:
    """A running server."""
    with Loopback(tell) as server:
        yield server


def turns(*answers: Answer) -> Callable[[Asked], Answer]:
    """Answers one after the other; the last for ever."""
    waiting = list(answers)
    return lambda _asked: waiting.pop(0) if len(waiting) > 1 else waiting[0]


@dataclass
class Clockwork:
    """A clock that stands still but for sleeping."""

    now_s: float = NOW_S
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds

    def wire(self) -> HttpClient:
        return HttpClient(clock=lambda: self.now_s, sleep=self.sleep)
