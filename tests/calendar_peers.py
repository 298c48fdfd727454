"""Real calendar servers on loopback, and the calendars the tests put on them."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

import httpx2

from podium.sources.http.client import HttpClient
from podium.sources.secrets import Secret

NOW = datetime(2026, 11, 22, tzinfo=UTC)
USER = "ada"
BERLIN = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
SETTINGS = MappingProxyType({"me": "ada@example.org", "name": "work", "since": "2026-01-01"})


def event(
    uid: str, start: str, end: str, *more: str, title: str = "1:1 Ada / Grace", zone: str = "Europe/Berlin"
) -> str:
    """One VEVENT written on a zone's clock."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20260901T080000Z",
        f"DTSTART;TZID={zone}:{start}",
        f"DTEND;TZID={zone}:{end}",
        f"SUMMARY:{title}",
        *more,
        "END:VEVENT",
    ]
    return "\n".join(lines) + "\n"


def guests(**answers: str) -> tuple[str, ...]:
    """Ada asks, the others answer: `guests(ada="ACCEPTED", grace="DECLINED")`."""
    return (
        "ORGANIZER;CN=Ada:mailto:ada@example.org",
        *(f"ATTENDEE;CN={name};PARTSTAT={answer}:mailto:{name}@example.org" for name, answer in answers.items()),
    )


def calendar(*events: str, head: str = "") -> bytes:
    """A VCALENDAR with Berlin's clock."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//podium//tests//EN\n{head}{BERLIN}{''.join(events)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def weekly() -> bytes:
    """A weekly 1:1 over the October clock change: one taken out, one moved and declined, one cancelled."""
    both = guests(ada="ACCEPTED", grace="ACCEPTED")
    return calendar(
        event(
            "weekly@lab",
            "20261001T100000",
            "20261001T103000",
            "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=8",
            "EXDATE;TZID=Europe/Berlin:20261015T100000",
            *both,
        ),
        event(
            "weekly@lab",
            "20261022T150000",
            "20261022T153000",
            "RECURRENCE-ID;TZID=Europe/Berlin:20261022T100000",
            *guests(ada="DECLINED", grace="ACCEPTED"),
        ),
        event(
            "weekly@lab",
            "20261029T100000",
            "20261029T103000",
            "RECURRENCE-ID;TZID=Europe/Berlin:20261029T100000",
            "STATUS:CANCELLED",
            *both,
        ),
    )


@cache
def _client() -> httpx2.Client:
    """Another program of Ada's; a new one for each request would read anew whom this machine trusts."""
    return httpx2.Client(auth=(USER, "x"), trust_env=False)


@dataclass(frozen=True, slots=True)
class Peer:
    """A running server.

    Attributes:
        home: the address of Ada's calendar.
    """

    name: str
    home: str

    def put(self, name: str, text: bytes) -> None:
        """Write an object as another program would."""
        reply = _client().put(f"{self.home}{name}", content=text, headers={"content-type": "text/calendar"})
        assert reply.status_code < 300, reply.text

    def get(self, name: str) -> str | None:
        """Read an object as another program would; None when there is none."""
        reply = _client().get(f"{self.home}{name}")
        return reply.text if reply.status_code == 200 else None

    def names(self) -> set[str]:
        """Names of the objects there are."""
        reply = _client().request("PROPFIND", self.home, headers={"depth": "1"})
        return {part.split("<")[0].rsplit("/", 1)[-1] for part in reply.text.split("href>") if ".ics" in part}

    def delete(self, name: str) -> None:
        """Delete an object as another program would."""
        reply = _client().delete(f"{self.home}{name}")
        assert reply.status_code < 300, reply.text

    def clear(self) -> None:
        """Delete every object there is."""
        for name in self.names():
            self.delete(name)


def secret() -> Secret:
    """The password of every server here."""
    return Secret("x")


def wire(now: datetime = NOW) -> HttpClient:
    """A wire that never really waits."""
    return HttpClient(clock=now.timestamp, sleep=lambda _seconds: None)


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[Peer]:
    """Radicale with an empty calendar of Ada's."""
    port = _port()
    command = [
        sys.executable,
        "-m",
        "radicale",
        "--config",
        "",
        "--server-hosts",
        f"127.0.0.1:{port}",
        "--auth-type",
        "none",
        "--rights-type",
        "authenticated",
        "--web-type",
        "none",
        "--logging-level",
        "error",
        "--storage-filesystem-folder",
        str(folder),
    ]
    with _running(command, port):
        home = f"http://127.0.0.1:{port}/{USER}/team/"
        reply = _client().request("MKCALENDAR", home)
        assert reply.status_code == 201, reply.text
        yield Peer("radicale", home)


@contextlib.contextmanager
def xandikos(folder: Path) -> Iterator[Peer]:
    """Xandikos with the calendar it makes itself."""
    port = _port()
    command = [
        sys.executable,
        "-m",
        "xandikos",
        "serve",
        "-d",
        str(folder),
        "--defaults",
        "-l",
        "127.0.0.1",
        "-p",
        str(port),
        "--current-user-principal",
        f"/{USER}/",
        "--state-dir",
        str(folder / "state"),
        "--no-detect-systemd",
    ]
    with _running(command, port):
        yield Peer("xandikos", f"http://127.0.0.1:{port}/{USER}/calendars/calendar/")


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
                break
            if process.poll() is not None:
                raise AssertionError(
                    f"the server ended: {((process.stderr and process.stderr.read()) or b'').decode()}"
                )
            time.sleep(0.1)
        else:
            raise AssertionError("the server did not come up")
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class KeptPeers:
    """Servers that the tests of a file share: each is started when it is first asked for, and emptied every time."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._stack, self._running = folder, contextlib.ExitStack(), dict[str, Peer]()

    def of(self, name: str) -> Peer:
        """The server of this name, with nothing in Ada's calendar."""
        if name not in self._running:
            start = {"radicale": radicale, "xandikos": xandikos}[name]
            self._running[name] = self._stack.enter_context(start(self._folder / name))
        self._running[name].clear()
        return self._running[name]

    def close(self) -> None:
        """Stop all of them."""
        self._stack.close()
