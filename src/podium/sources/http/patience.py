"""How long podium waits for a server, and which kind of silence it met.

Somebody who sits in front of an interactive command learns within a few seconds that a server is not there; a sync
in the background waits as long as a slow server deserves.
"""

from __future__ import annotations

import difflib
import math
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from podium.core.errors import CannotReach

HOSTS = (
    "api.github.com",
    "github.com",
    "gitlab.com",
    "api.linear.app",
    "api.pagerduty.com",
    "api.incident.io",
    "api.atlassian.com",
    "calendar.google.com",
    "outlook.office365.com",
    "caldav.icloud.com",
    "caldav.fastmail.com",
)
# What a resolver answers for a name that does not exist; other answers say that it could not be asked.
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


class Patience(msgspec.Struct, frozen=True):
    """How long a server may take.

    Attributes:
        silence_s: seconds without a byte before it counts as silent.
        answer_s: seconds one whole answer may take, so that one that drips a byte a second ends too.
        wait_s: the longest pause a server may ask for.
        tries: how often a question is asked before podium gives up.
        presence_s: seconds in which a server has to answer a first short call; None asks nothing beforehand. One that
            sends its answer slower than a person reads is left after as many.
        told_s: seconds after which a wait for an answer is told.
    """

    silence_s: float = 30.0
    answer_s: float = 300.0
    wait_s: float = 900.0
    tries: int = 6
    presence_s: float | None = None
    told_s: float = 5.0


BACKGROUND = Patience()
INTERACTIVE = Patience(answer_s=20.0, wait_s=5.0, tries=1, presence_s=3.0, told_s=1.5)


def refuse_absent(host: str, port: int, seconds: float, where: str) -> None:
    """Call once and hang up.

    The resolver and each of the host's addresses have limits of their own, so the call is made in a thread that is
    left behind when the time is over.

    Raises:
        CannotReach: no such host, refused, or silent for so many seconds; says which and what to do next.
    """
    faults: list[OSError] = []

    def call() -> None:
        try:
            socket.create_connection((host, port), timeout=seconds).close()
        except (OSError, UnicodeError) as fault:
            faults.append(fault if isinstance(fault, OSError) else socket.gaierror(socket.EAI_NONAME, str(fault)))

    caller = threading.Thread(target=call, name="podium-call", daemon=True)
    caller.start()
    caller.join(seconds)
    if faults or caller.is_alive():
        raise absent(faults[0] if faults else TimeoutError(), host, port, seconds, where)


def absent(fault: BaseException, host: str, port: int, seconds: float, where: str) -> CannotReach:
    """The error for a server that was not there, by what the network said."""
    root = _root(fault)
    again = "then type the same command again"
    if isinstance(root, socket.gaierror) and root.errno in _NO_SUCH_NAME:
        near = difflib.get_close_matches(host, HOSTS, n=1, cutoff=0.8)
        hint = f"did you mean {near[0]}? Correct the address" if near else "check how the address is spelt"
        return CannotReach(f"there is no host called {host}", where=where, next_step=f"{hint}, {again}")
    if isinstance(root, socket.gaierror):
        step = f"check that this machine is online, {again}"
        return CannotReach(f"the name {host} could not be looked up", where=where, next_step=step)
    if isinstance(root, ConnectionRefusedError):
        step = f"check the address and that the server runs, {again}"
        return CannotReach(f"{host} refuses connections on port {port}", where=where, next_step=step)
    if "certificate" in str(fault).lower():
        step = f"check the address, or ask who runs the server, {again}"
        return CannotReach(f"the certificate of {host} is not valid here", where=where, next_step=step)
    if isinstance(root, TimeoutError):
        step = f"check the address and your VPN, {again}"
        return CannotReach(f"{host} was silent for {seconds:g} s", where=where, next_step=step)
    step = f"check the address and your network, {again}"
    return CannotReach(f"the connection to {host} broke off", where=where, next_step=step)


def _root(fault: BaseException) -> BaseException:
    """The first error of the chain that comes from the socket itself."""
    link: BaseException | None = fault
    for _ in range(20):
        if link is None or isinstance(link, OSError):
            break
        link = link.__cause__ or link.__context__
    return link if link is not None else fault


class Alarm(msgspec.Struct):
    """Hangs up when one answer takes too long, whether its headers drip or its body.

    Attributes:
        has_rung: whether it hung up.
        is_stopped: whether somebody who waits had enough; asked a few times a second.
    """

    has_rung: bool = False
    is_stopped: Callable[[], bool] = lambda: False
    _sockets: list[socket.socket] = msgspec.field(default_factory=list[socket.socket])
    _done: threading.Event = msgspec.field(default_factory=threading.Event)

    def watch(self, event: str, facts: Mapping[str, Any]) -> None:
        """Told by the client about its steps; keeps the socket of the connection."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            connected = facts["return_value"].get_extra_info("socket")
            if isinstance(connected, socket.socket):
                self._sockets = [connected]

    def set(self, seconds: float, told_s: float = math.inf, tell: Callable[[], None] = lambda: None) -> None:
        """Ring in so many seconds, or when somebody stops it; tell of the wait once it lasts."""
        self.has_rung = False
        self._done = threading.Event()
        watching = threading.Thread(
            target=self._watch_clock, args=(self._done, seconds, told_s, tell), name="podium-alarm", daemon=True
        )
        watching.start()

    def clear(self) -> None:
        """The answer is whole, or failed otherwise."""
        self._done.set()

    def _watch_clock(self, done: threading.Event, seconds: float, told_s: float, tell: Callable[[], None]) -> None:
        began, is_told = time.monotonic(), False
        while not done.wait(min(0.2, seconds)):
            waited = time.monotonic() - began
            if not is_told and waited >= told_s:
                is_told = True
                tell()
            if waited >= seconds or self.is_stopped():
                self._ring()
                return

    def _ring(self) -> None:
        self.has_rung = True
        for connected in self._sockets:
            try:
                # The plain socket's own method: the encrypted one would take its state from under the reader.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)
            except OSError:
                continue
