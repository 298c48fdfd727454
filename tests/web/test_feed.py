"""The address at which calendar programs on this machine subscribe to podium's own calendar."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request

import icalendar
import pytest
from starlette.testclient import TestClient

from podium.app import calendars
from podium.web.app import build
from podium.web.security import Keys
from web.visitor import ORIGIN

HOST = "127.0.0.1:8000"
EVENT = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:podium-1\r
DTSTAMP:20261101T080000Z\r
DTSTART:20261103T090000Z\r
SUMMARY:No-code zone\r
END:VEVENT\r
END:VCALENDAR\r
"""


def program(feed_path: str) -> TestClient:
    """A calendar program: no cookie, no token of the room."""
    return TestClient(build(Keys(), {HOST}, feed_path=feed_path), base_url=ORIGIN, follow_redirects=False)


def test_a_program_without_a_cookie_reads_the_calendar_as_it_is_now() -> None:
    path = calendars.feed_path()
    before = program(path).get(path)
    assert before.status_code == 200
    assert icalendar.Calendar.from_ical(before.content).walk("VEVENT") == []
    calendars.feed().parent.mkdir(parents=True)
    calendars.feed().write_bytes(EVENT)
    answer = program(path).get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.content == EVENT
    assert calendars.feed_path() == path


def test_only_the_whole_address_reads_and_nothing_writes() -> None:
    path = calendars.feed_path()
    folder, _, name = path.rpartition("/")
    asks = program(path)
    for wrong in (folder, f"{folder}/", f"{folder[:-1]}/{name}", f"/feed/{name}", f"{path}/../", "/feed/", "/"):
        assert asks.get(wrong).status_code in {401, 404}, wrong
    assert asks.post(path, content=EVENT).status_code in {401, 403, 404}
    assert asks.put(path, content=EVENT).status_code in {404, 405}
    assert asks.get(path, headers={"host": "evil.example.org"}).status_code == 421
    assert program("").get(path).status_code == 404


@pytest.mark.server
def test_serve_prints_an_address_that_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    words = ["serve", "--no-browser", "--port", str(port)]
    room = subprocess.Popen(
        [sys.executable, "-c", "from podium.cli.main import run; run()", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
        env=dict(os.environ),
    )
    try:
        assert room.stdout is not None
        lines = [room.stdout.readline(), room.stdout.readline()]
        (address,) = (found[0] for line in lines if (found := re.search(r"http://\S+/podium\.ics", line)))
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.read().startswith(b"BEGIN:VCALENDAR")
    finally:
        room.terminate()
        room.communicate(timeout=60)
