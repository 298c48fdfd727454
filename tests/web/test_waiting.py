"""Hundreds of connections that send nothing do not keep the page from answering."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn

from podium.web.app import build
from podium.web.security import Keys
from podium.web.serving import Server, _config, listen, loopback_hosts
from podium.web.waiting import MOST_WAITING


@pytest.fixture
def port() -> Iterator[int]:
    """A real server of the room."""
    listener = listen("127.0.0.1", 0)
    port = int(listener.getsockname()[1])
    server: uvicorn.Server = Server(_config(build(Keys(), loopback_hosts(port))))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield port
    server.should_exit = True
    thread.join(20)


def status_of(port: int, **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", "/", headers=headers)
    answer = line.getresponse()
    found = answer.status, answer.getheader("connection", "")
    line.close()
    return found


def test_half_open_connections_do_not_stop_the_page(port: int) -> None:
    half_open = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(250)]
    for line in half_open[::2]:
        line.sendall(b"GET / HTTP/1.1\r\nHo")
    assert status_of(port)[0] == 404
    ended = 0
    for line in half_open[: len(half_open) - 2 * MOST_WAITING]:
        try:
            ended += line.recv(1) == b""
        except ConnectionError:
            ended += 1
    assert ended == len(half_open) - 2 * MOST_WAITING, "the ones that waited longest made room"
    for line in half_open:
        line.close()


def test_a_refused_request_keeps_no_connection(port: int) -> None:
    assert status_of(port) == (404, "close")


def test_an_upgrade_is_refused_before_any_page(port: int) -> None:
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x"}
    assert status_of(port, **asked)[0] == 400
