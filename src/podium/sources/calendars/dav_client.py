"""The little of CalDAV podium speaks: find a calendar, ask what changed, fetch, put an event.

XML with a document type is refused before it is parsed, addresses of other hosts are not followed, and `DAV:limit` is
never sent: servers that cut an answer hand back the newest token with it, and the rest would be lost for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from podium.core.errors import CannotReach, Misuse

if TYPE_CHECKING:
    from podium.sources.http.client import HttpClient, Origin, Reply
    from podium.sources.secrets import Secret

DAV = "{DAV:}"
CAL = "{urn:ietf:params:xml:ns:caldav}"
_NAMES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
# What servers answer to a token they have forgotten, never issued, or cannot serve: read everything again.
FORGOTTEN = frozenset({400, 403, 404, 405, 409, 410, 412, 415, 500, 501, 507})
MOST_ROUNDS = 1_000
AT_ONCE = 100
_XML = {"content-type": "application/xml; charset=utf-8", "accept": "application/xml, text/xml"}


class TokenGone(Exception):  # noqa: N818 - a turn of the conversation, not a fault
    """The server does not know the token any more."""


class Item(msgspec.Struct, frozen=True):
    """One object of a calendar: its address on the server, its version, its text.

    Attributes:
        is_gone: the server says it was deleted.
    """

    href: str
    etag: str
    data: bytes = b""
    is_gone: bool = False


class Changes(msgspec.Struct, frozen=True):
    """What a sync report said: changed and deleted objects and the token for the next time."""

    items: tuple[Item, ...]
    token: str


class Dav:
    """A conversation with one CalDAV server as one user."""

    def __init__(self, wire: HttpClient, address: str, user: str, secret: Secret | None) -> None:
        """Nothing is sent yet."""
        parts = urlsplit(address)
        self.path = parts.path or "/"
        self._line: Origin = wire.line(
            f"{parts.scheme}://{parts.netloc}", basic=(user, secret.reveal()) if secret is not None else None
        )

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def calendars(self) -> dict[str, str]:
        """Path -> name of the calendars at or below the address, whatever the address names."""
        calendars = self._listed_at(self.path)
        for step in (f"{DAV}current-user-principal", f"{CAL}calendar-home-set"):
            if calendars:
                break
            path = self._pointed(self.path, step)
            if path:
                self.path = path
                calendars = self._listed_at(path)
        return calendars

    def _listed_at(self, path: str) -> dict[str, str]:
        root = self._ask("PROPFIND", path, "<D:resourcetype/><D:displayname/>", depth="1")
        return {
            _path(path, response): response.findtext(f".//{DAV}displayname") or ""
            for response in root.iter(f"{DAV}response")
            if response.find(f".//{DAV}resourcetype/{CAL}calendar") is not None
        }

    def _pointed(self, path: str, step: str) -> str:
        name = step.replace(DAV, "D:").replace(CAL, "C:")
        root = self._ask("PROPFIND", path, f"<{name}/>", depth="0")
        href = root.findtext(f".//{step}/{DAV}href")
        return urlsplit(self._line.within(urljoin(path, href.strip()))).path if href else ""

    def changes(self, path: str, token: str) -> Changes:
        """What changed since a token; with an empty one, everything there is.

        Raises:
            TokenGone: the server cannot say; list everything instead.
        """
        items: list[Item] = []
        for _ in range(MOST_ROUNDS):
            reply = self._send("REPORT", path, _sync(token), depth="1", takes=FORGOTTEN)
            if reply.status in FORGOTTEN:
                raise TokenGone
            root = parse(reply.body)
            is_cut = False
            for response in root.iter(f"{DAV}response"):
                item, status = _item(path, response)
                if status == 507:
                    is_cut = True
                elif not _is_same(item.href, path):
                    items.append(item)
            newer = root.findtext(f"{DAV}sync-token") or ""
            if not newer or (is_cut and newer == token):
                raise TokenGone
            token = newer
            if not is_cut:
                return Changes(tuple(items), token)
        raise CannotReach("the server never comes to the end of its changes", next_step="try again later")

    def listed(self, path: str) -> tuple[Item, ...]:
        """Every object with its version, for servers without sync tokens."""
        root = self._ask("PROPFIND", path, "<D:getetag/><D:resourcetype/>", depth="1")
        return tuple(
            _item(path, response)[0]
            for response in root.iter(f"{DAV}response")
            if response.find(f".//{DAV}collection") is None and not _is_same(_path(path, response), path)
        )

    def fetch(self, path: str, hrefs: Sequence[str]) -> Iterator[Item]:
        """The text of objects, a hundred at a time."""
        for at in range(0, len(hrefs), AT_ONCE):
            hrefs_xml = "".join(f"<D:href>{escape(href)}</D:href>" for href in hrefs[at : at + AT_ONCE])
            body = (
                f"<C:calendar-multiget {_NAMES}><D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs_xml}"
                "</C:calendar-multiget>"
            )
            root = parse(self._send("REPORT", path, body, depth="1").body)
            for response in root.iter(f"{DAV}response"):
                yield _item(path, response)[0]

    def get(self, href: str) -> Item | None:
        """One object as it is now; None when there is none."""
        reply = self._line.ask("GET", href, headers={"accept": "text/calendar"}, takes=frozenset({404, 410}))
        if reply.status >= 400:
            return None
        return Item(href, reply.headers.get("etag", ""), reply.body)

    def put(self, href: str, text: bytes, *, etag: str = "") -> bool:
        """Write one object: a new one only where nothing is, an old one only in the version named; whether it was."""
        guard = {"if-match": etag} if etag else {"if-none-match": "*"}
        headers = {"content-type": "text/calendar; charset=utf-8", **guard}
        return self._line.ask("PUT", href, headers=headers, body=text, takes=frozenset({409, 412})).status < 400

    def delete(self, href: str, etag: str) -> bool:
        """Delete one object in the version named; whether it was (or was gone already)."""
        reply = self._line.ask("DELETE", href, headers={"if-match": etag}, takes=frozenset({404, 409, 410, 412}))
        return reply.status not in {409, 412}

    def _ask(self, method: str, path: str, wanted: str, *, depth: str) -> Tree.Element:
        body = f"<D:propfind {_NAMES}><D:prop>{wanted}</D:prop></D:propfind>"
        return parse(self._send(method, path, body, depth=depth).body)

    def _send(self, method: str, path: str, body: str, *, depth: str, takes: frozenset[int] = frozenset()) -> Reply:
        text = f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()
        return self._line.ask(method, path, headers={**_XML, "depth": depth}, body=text, takes=takes)


def _sync(token: str) -> str:
    return (
        f"<D:sync-collection {_NAMES}><D:sync-token>{escape(token)}</D:sync-token><D:sync-level>1</D:sync-level>"
        "<D:prop><D:getetag/></D:prop></D:sync-collection>"
    )


def parse(body: bytes) -> Tree.Element:
    """An XML answer as a tree; CannotReach for what is none, and for any document type (entities, bombs)."""
    try:
        root: Tree.Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise CannotReach(
            "the calendar server's answer brings its own document type; podium does not read such XML"
        ) from fault
    except (Tree.ParseError, ValueError, LookupError, RecursionError) as fault:
        raise CannotReach("the calendar server's answer is no XML") from fault
    return root


def _item(base: str, response: Tree.Element) -> tuple[Item, int]:
    status = _status(response.findtext(f"{DAV}status") or "")
    href = _path(base, response)
    etag = response.findtext(f".//{DAV}getetag") or ""
    data = response.findtext(f".//{CAL}calendar-data") or ""
    return Item(href, etag, data.encode("utf-8", "surrogatepass"), is_gone=status in {404, 410}), status


def _status(text: str) -> int:
    number = text.split(" ")[1:2]
    return int(number[0]) if number and number[0].isdigit() else 200


def _path(base: str, response: Tree.Element) -> str:
    href = (response.findtext(f"{DAV}href") or "").strip()
    return urlsplit(urljoin(base, href)).path


def _is_same(first_path: str, second_path: str) -> bool:
    return unquote(first_path).rstrip("/") == unquote(second_path).rstrip("/")


def choose(calendars: dict[str, str], wanted: str) -> str:
    """The path of the calendar meant by name or path; the only one when nothing is said."""
    fits = [
        path
        for path, name in calendars.items()
        if not wanted or wanted.casefold() == name.casefold() or unquote(path).rstrip("/").endswith(wanted.strip("/"))
    ]
    if len(fits) == 1:
        return fits[0]
    names = ", ".join(sorted(name or path for path, name in calendars.items())) or "none"
    raise Misuse(
        "no calendar of that name" if not fits else "there are several calendars",
        where="calendar",
        next_step=f"name one of: {names}",
    )
