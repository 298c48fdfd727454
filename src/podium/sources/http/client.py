"""The wire to one server: asks nobody else, waits as long as it is told to, then gives up.

Asks nobody else, waits as long as it is told to, gives up with a reason.

Only the configured origin is ever spoken to: a `next` link or a redirect to another host is refused before a byte is
sent. Transport, clock and sleep are injected; tests bring a transport or a server on loopback and no real time passes.
"""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import msgspec

from podium.core.errors import CannotReach, Misuse, Refused
from podium.sources.http.patience import BACKGROUND, Alarm, Patience, absent, refuse_absent

if TYPE_CHECKING:
    import ssl

    from httpx2 import BaseTransport
else:
    # A record's types are there when the program runs; a look loads no client.
    BaseTransport = Any

MOST_HOPS = 5
# An answer that comes slower than this is no answer anybody would sit through.
LEAST_BYTES_A_SECOND = 256
MOST_BODY = 64 * 1024 * 1024
# Of one sync: two million entries at a hundred a page. A list that goes on beyond has no end.
MOST_REQUESTS = 20_000
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_HOP = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}


class Reply(msgspec.Struct, frozen=True):
    """What the server answered; 2xx, 304, or a status the caller said it would take.

    Attributes:
        headers: names in lower case.
        url: where it came from in the end.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def link(self, rel: str) -> str | None:
        """The address of a Link header (`next`), as the server wrote it; the guard looks at it when it is asked for."""
        for part in self.headers.get("link", "").split(","):
            address, _, rest = part.partition(";")
            if f'rel="{rel}"' in rest or f"rel={rel}" in rest.split(";"):
                return address.strip().removeprefix("<").removesuffix(">")
        return None


class HttpClient(msgspec.Struct):
    """Where lines are opened; counts what was asked and how long was waited.

    Attributes:
        transport: None for the real network.
        clock: epoch seconds.
        sleep: waits; called with seconds.
        say: told about every wait, in words.
        patience: how long a server may take; an interactive command has less of it.
        is_stopped: whether she asked for the waiting to end.
    """

    transport: BaseTransport | None = None
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    say: Callable[[str], None] = lambda _words: None
    patience: Patience = BACKGROUND
    is_stopped: Callable[[], bool] = lambda: False
    requests: int = 0
    waited_s: float = 0.0
    limits: dict[str, str] = msgspec.field(default_factory=dict[str, str])

    def line(
        self, origin: str, *, headers: Mapping[str, str] | None = None, basic: tuple[str, str] | None = None
    ) -> Origin:
        """A line to one origin (`https://api.example.org`, a path after it is kept as prefix)."""
        return Origin(self, origin, headers or {}, basic)

    def wait(self, seconds: float, why: str) -> None:
        """Wait, and say so; CannotReach when the wait is longer than anyone would sit through."""
        if seconds > self.patience.wait_s:
            time_needed = f"{seconds / 60:.0f} minutes" if seconds >= 60 else f"{seconds:.0f} s"
            raise CannotReach(
                f"{why}; it would take {time_needed}",
                next_step="run `podium sync` again later; what was read is kept",
            )
        self.say(f"{why}; waiting {seconds:.0f} s")
        self.waited_s += seconds
        self.sleep(seconds)
        self.refuse_stopped()

    def refuse_stopped(self) -> None:
        """End here when she asked for it.

        Raises:
            CannotReach: she did.
        """
        if self.is_stopped():
            raise CannotReach("you stopped it", next_step="what was read is kept; read again whenever you like")


@cache
def _authorities() -> ssl.SSLContext:
    """Whom this machine trusts, read once for the process: it takes as long as a dozen answers of a server."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


class Origin:
    """One origin, one client, the manners of a guest."""

    def __init__(
        self, wire: HttpClient, origin: str, headers: Mapping[str, str], basic: tuple[str, str] | None = None
    ) -> None:
        """Check the address; nothing is sent."""
        import httpx2

        self._wire = wire
        self.address = origin.rstrip("/")
        self._origin = _origin(self.address)
        scheme, host, port = self._origin
        self._host, self._port, self._is_present = host, port, wire.transport is not None
        self._fault, self._alarm = CannotReach("the server did not answer"), Alarm(is_stopped=wire.is_stopped)
        if scheme == "http" and host not in LOOPBACK:
            raise Misuse("a plain http address would show your secret to the network", where=_shown(origin))
        self._client = httpx2.Client(
            transport=wire.transport,
            headers={"user-agent": "podium", "accept": "application/json", **headers},
            auth=httpx2.BasicAuth(*basic) if basic else None,
            timeout=wire.patience.silence_s,
            follow_redirects=False,
            trust_env=False,
            verify=_authorities(),
        )

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def __enter__(self) -> Origin:
        """Use it as a block."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Hang up."""
        self.close()

    def get(
        self,
        where: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        takes: frozenset[int] = frozenset(),
    ) -> Reply:
        """GET a path below the address or a full address of the same origin."""
        more = {**(headers or {}), **({"if-none-match": etag} if etag else {})}
        return self.ask("GET", where, params=params, headers=more, takes=takes)

    def ask(
        self,
        method: str,
        where: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        takes: frozenset[int] = frozenset(),
    ) -> Reply:
        """Ask until there is an answer; refused, out of reach, or a Reply.

        Args:
            takes: statuses of 400 and above that the caller wants to see (410, 412) instead of an error.
        """
        url = self.within(where)
        if params:
            url = f"{url}{'&' if '?' in url else '?'}{_query(params)}"
        tries = self._wire.patience.tries
        reply, why = None, "no answer"
        for attempt in range(1, tries + 1):
            reply = self._hop(method, url, headers or {}, body)
            if reply is None:
                pause, why = _backing_off(attempt), self._fault.what
            elif reply.status < 400 or reply.status in takes:
                return reply
            else:
                pause_and_reason = _pause(reply, attempt, self._wire.clock())
                if pause_and_reason is None:
                    raise _refused(reply)
                pause, why = pause_and_reason
            if attempt == tries:
                break
            self._wire.wait(pause, why)
        if tries == 1:
            raise self._fault if reply is None else CannotReach(why, where=_shown(url), next_step="try again later")
        raise CannotReach(f"no answer after {tries} tries: {why}", where=_shown(url), next_step="try again later")

    def within(self, where: str) -> str:
        """The full address; Refused for another origin: a guest does not follow a stranger's link."""
        url = where if "://" in where or where.startswith("//") else f"{self.address}/{where.lstrip('/')}"
        url = urljoin(self.address + "/", url)
        if _origin(url) != self._origin:
            raise Refused("the server pointed to another host; podium does not follow", where=_shown(url))
        return url

    def _hop(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply | None:
        for _ in range(MOST_HOPS):
            reply = self._once(method, url, headers, body)
            if reply is None or reply.status not in _HOP:
                return reply
            url = self.within(urljoin(url, reply.headers.get("location", "")))
            if reply.status == 303:
                method, body = "GET", None
        raise Refused("the server sends us in circles", where=_shown(url))

    def _once(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply | None:
        import httpx2

        self._wire.refuse_stopped()
        if self._wire.requests >= MOST_REQUESTS:
            raise CannotReach(
                f"the server's lists did not end after {MOST_REQUESTS:,} answers",
                where=_shown(url),
                next_step="what was read is kept; run `podium sync` again to go on from there",
            )
        self._wire.requests += 1
        patience = self._wire.patience
        silence_s = patience.silence_s
        if not self._is_present and patience.presence_s is not None:
            self._knock(patience.presence_s, url)
        self._alarm.set(patience.answer_s, patience.told_s, self._tell_of_the_wait)
        try:
            reply = self._whole(method, url, headers, body, silence_s)
        except (httpx2.TransportError, OSError) as fault:
            if self._alarm.has_rung:
                self._wire.refuse_stopped()
                raise _dripping(url, patience.answer_s) from fault
            self._fault = absent(fault, self._host, self._port, silence_s, _shown(url))
            return None
        except (httpx2.DecodingError, httpx2.InvalidURL) as fault:
            raise CannotReach("the answer could not be unpacked", where=_shown(url)) from fault
        finally:
            self._alarm.clear()
        self._is_present = True
        self._wire.limits.update({n: v for n, v in reply.headers.items() if "ratelimit" in n})
        return reply

    def _tell_of_the_wait(self) -> None:
        self._wire.say(f"waiting for {self._host} to answer; Ctrl-C stops it")

    def _knock(self, seconds: float, url: str) -> None:
        """One short call, so that a server that is not there is known at once, and one that thinks long is not.

        Raises:
            CannotReach: nobody answered within so many seconds, or not to the end.
        """
        import httpx2

        refuse_absent(self._host, self._port, seconds, _shown(url))
        scheme, host, port = self._origin
        door = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"
        self._alarm.set(seconds)
        try:
            with self._client.stream("HEAD", door, timeout=seconds, extensions={"trace": self._alarm.watch}):
                pass
        except httpx2.TimeoutException as fault:
            raise absent(fault, self._host, self._port, seconds, _shown(url)) from fault
        except (httpx2.HTTPError, OSError) as fault:
            if self._alarm.has_rung:
                self._wire.refuse_stopped()
                raise _dripping(url, seconds) from fault
            # It speaks, if not as asked; what was to be asked will show.
        finally:
            self._alarm.clear()

    def _whole(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, silence_s: float) -> Reply:
        """One answer with all its bytes; Refused for one that is larger, CannotReach for one that takes too long."""
        content = bytearray()
        watched = {"trace": self._alarm.watch}
        drip_s = self._wire.patience.presence_s
        began = time.monotonic()
        with self._client.stream(
            method, url, headers=dict(headers), content=body, timeout=silence_s, extensions=watched
        ) as answer:
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MOST_BODY:
                    raise Refused(f"the answer is larger than {MOST_BODY >> 20} MB", where=_shown(url))
                waited = time.monotonic() - began
                if drip_s is not None and waited > drip_s and len(content) < LEAST_BYTES_A_SECOND * waited:
                    raise _dripping(url, drip_s)
        if self._alarm.has_rung:
            self._wire.refuse_stopped()
            raise _dripping(url, self._wire.patience.answer_s)
        names = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status_code, names, bytes(content), url)


def _dripping(url: str, seconds: float) -> CannotReach:
    return CannotReach(
        f"the answer was not whole after {seconds:g} s",
        where=_shown(url),
        next_step="try again later, or ask who runs the server",
    )


def _pause(reply: Reply, attempt: int, now_s: float) -> tuple[float, str] | None:
    """How long the server wants us to wait; None when it simply said no."""
    after = _after(reply.headers.get("retry-after"), now_s)
    if reply.status == 429 or (reply.status in {403, 503} and after is not None):
        fallback = _until_reset(reply, now_s)
        return (after if after is not None else fallback or _backing_off(attempt)), "the server asks us to slow down"
    if reply.status == 403 and reply.headers.get("x-ratelimit-remaining") == "0":
        return (_until_reset(reply, now_s) or 60.0 * 2 ** (attempt - 1)), "the hourly limit is used up"
    if reply.status >= 500:
        return _backing_off(attempt), f"the server has a fault of its own ({reply.status})"
    return None


def _after(text: str | None, now_s: float) -> float | None:
    if text is None:
        return None
    try:
        return max(0.0, float(int(text)))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now_s)
    except (ValueError, TypeError):
        return None


def _until_reset(reply: Reply, now_s: float) -> float | None:
    text = reply.headers.get("x-ratelimit-reset") or reply.headers.get("ratelimit-reset") or ""
    if not text.isdigit():
        return None
    # A small number counts seconds from now, a great one milliseconds since 1970, all others seconds since 1970.
    reset = float(text)
    if reset < 1e8:
        return reset + 1
    return max(1.0, (reset / 1000 if reset > 1e11 else reset) - now_s + 1)


def _backing_off(attempt: int) -> float:
    return float(2 ** (attempt - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, guards nothing


def _refused(reply: Reply) -> Refused:
    words = {
        401: ("the server does not know this secret", "make a new token and `podium connect` again"),
        403: ("the secret lacks a right", "`podium doctor` names the permission it needs"),
        404: ("there is nothing at this address, or the secret may not see it", "check the name and the scope"),
        410: ("this is gone", "run `podium sync` again"),
    }
    what, step = words.get(reply.status, (f"the server refused ({reply.status})", ""))
    return Refused(what, where=_shown(reply.url), next_step=step)


def _query(params: Mapping[str, str | int]) -> str:
    from urllib.parse import urlencode

    return urlencode(params)


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise Misuse("not a web address", where=_shown(url)) from fault
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Misuse("not a web address", where=_shown(url), next_step="write it with https://")
    return parts.scheme, parts.hostname.lower(), port or _PORTS[parts.scheme]


def _shown(url: str) -> str:
    """An address without user, query and the long random parts that make a secret address."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an unreadable address"
    path = "/".join("..." if len(piece) > 40 or "private-" in piece else piece for piece in parts.path.split("/"))
    return f"{parts.scheme}://{parts.hostname or ''}{port}{path}"
