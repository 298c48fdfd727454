"""The door: who may come in, what a change must carry, what every answer tells the browser.

Order of the questions: is the address one of ours (DNS rebinding), is the secret folder in the path, does another page
ask (Sec-Fetch-Site), is there a cookie of ours; for a change also: the Origin, its size and form, the CSRF token.
Only the address with the token may be opened from elsewhere: it answers with a page that goes on by itself, because a
browser keeps a strict cookie from every step of a way that began on a foreign page.
The folder keeps the cookie from other programs that listen on other ports of this machine: browsers send cookies to
every port, but only below their path.
"""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from podium.app import calendars
from podium.app.wording import LANGUAGE, say
from podium.web.forms import IS_CHANGE, Session, Visit

COOKIE = "podium-room"
MOST_BYTES = 2 * 2**20
MOST_FIELDS = 500
MOST_SESSIONS = 32
_OPEN = "/static/"
# The pages of a talk may use the microphone, for the browser's own ear on this machine; no other page may.
_HEARS = ("permissions-policy", "camera=(), geolocation=(), microphone=(self), payment=(), usb=()")
_SIGN_IN = ("/passkey", "/passkey/options", "/passkey/answer")
_FORMS = ("application/x-www-form-urlencoded", "application/json")

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",  # with no-referrer browsers call the origin of a form "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class RefusedError(Exception):
    """A request that goes no further, with the answer it gets."""

    def __init__(self, status: int, why: str) -> None:
        """Keep the answer."""
        super().__init__(why)
        # Whoever is refused keeps no connection open.
        self.answer = PlainTextResponse(why + "\n", status, {"connection": "close"})


class Keys:
    """What is known only to this process: the folder, the one-time token and the browsers let in."""

    def __init__(self) -> None:
        """Draw the secrets."""
        self.root = "/" + secrets.token_urlsafe(12)
        self.token = secrets.token_urlsafe(24)
        self._sessions: dict[str, Session] = {}

    def is_right(self, token: str) -> bool:
        """Whether this is the token; it stays what it is."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def spend(self, token: str) -> bool:
        """True once for the right token; another one is drawn at once."""
        if not self.is_right(token):
            return False
        self.token = secrets.token_urlsafe(24)
        return True

    def admit(self) -> Session:
        """A new browser; the oldest one goes when there are too many."""
        fresh = Session()
        while len(self._sessions) >= MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        self._sessions[fresh.key] = fresh
        return fresh

    def session(self, cookie: str) -> Session | None:
        """The browser of a cookie; looked up by value, which is drawn from 256 bits."""
        return self._sessions.get(cookie)


class Guard:
    """Stands before every page."""

    def __init__(
        self, app: ASGIApp, *, keys: Keys, hosts: frozenset[str], scheme: str, has_passkey: bool, feed_path: str = ""
    ) -> None:
        """Guard `app`, which answers at `hosts` (name:port) over `scheme`; `feed_path` needs no cookie."""
        self.app, self.keys, self.hosts, self.scheme = app, keys, hosts, scheme
        self.has_passkey, self.feed_path = has_passkey, feed_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            elif scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        try:
            answer, scope, receive = await self._judge(scope, receive)
        except RefusedError as refused:
            answer = refused.answer
        # The folder is drawn anew at each start, so what lies below it under one address never changes.
        is_lasting = answer is None and str(scope["path"]).startswith(self.keys.root + _OPEN)
        is_talk = answer is None and str(scope["path"]).startswith(self.keys.root + "/gym/talk/")
        send = _with_headers(send, is_lasting=is_lasting, other=(_HEARS,) if is_talk else ())
        await (answer or self.app)(scope, receive, send)

    async def _judge(self, scope: Scope, receive: Receive) -> tuple[Response | None, Scope, Receive]:
        headers = Headers(scope=scope)
        if "upgrade" in headers:
            raise RefusedError(400, say("podium speaks plain HTTP and upgrades to nothing."))
        host = headers.get("host", "")
        if host not in self.hosts:
            raise RefusedError(421, say("This address is not one of podium's."))
        if self.has_passkey and scope["path"] == "/":
            return RedirectResponse(self.keys.root + "/", 303), scope, receive
        if self._is_feed(str(scope["path"])) and scope["method"] in {"GET", "HEAD"}:
            return Response(calendars.feed_text(), media_type="text/calendar; charset=utf-8"), scope, receive
        place = self._place(str(scope["path"]))
        is_entry = place == "/enter" and scope["method"] == "GET" and not self.has_passkey
        if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"} and not is_entry:
            raise RefusedError(403, say("Another page asked for this; podium answers only its own."))
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            raise RefusedError(405, say("podium knows GET and POST."))
        session = self.keys.session(_cookie(headers))
        if is_entry:
            return self._enter(scope, session), scope, receive
        is_open = place.startswith(_OPEN) or (self.has_passkey and place in _SIGN_IN)
        if session is None and self.has_passkey and place in {"", "/", "/enter"}:
            return RedirectResponse(self.keys.root + "/passkey", 303), scope, receive
        if session is None and not is_open:
            raise RefusedError(
                401, say("Open the address that `podium serve` printed; press Enter there for a fresh one.")
            )
        inner = {**scope, "root_path": self.keys.root, "podium.visit": Visit(session) if session else None}
        if scope["method"] != "POST":
            return None, inner, receive
        return await self._change(inner, headers, session, receive, is_open=is_open)

    def _is_feed(self, path: str) -> bool:
        # A calendar program keeps no cookie: the address itself is what lets it in.
        return bool(self.feed_path) and hmac.compare_digest(path.encode("utf-8", "replace"), self.feed_path.encode())

    def _place(self, path: str) -> str:
        root = self.keys.root
        if not (path == root or path.startswith(root + "/")):
            raise RefusedError(404, say("There is nothing here. Open the address that `podium serve` printed."))
        return path[len(root) :]

    def _enter(self, scope: Scope, session: Session | None) -> Response:
        token = parse_qs(scope.get("query_string", b"").decode("ascii", "replace")).get("token", [""])[0]
        if self.keys.spend(token):
            answer = HTMLResponse(go_on(self.keys.root + "/"))
            return self.welcome_cookie(self.keys, answer, is_secure=self.scheme == "https")
        if session is not None:
            return HTMLResponse(go_on(self.keys.root + "/"))
        raise RefusedError(
            401, say("This address was used before. Press Enter where `podium serve` runs for a fresh one.")
        )

    @staticmethod
    def welcome_cookie(keys: Keys, answer: Response, *, is_secure: bool) -> Response:
        """Let a new browser in: the answer carries its cookie."""
        answer.set_cookie(
            COOKIE, keys.admit().key, path=keys.root + "/", httponly=True, samesite="strict", secure=is_secure
        )
        return answer

    async def _change(
        self, scope: Scope, headers: Headers, session: Session | None, receive: Receive, *, is_open: bool
    ) -> tuple[Response | None, Scope, Receive]:
        if headers.get("origin") != f"{self.scheme}://{headers['host']}":
            raise RefusedError(403, say("A change has to come from podium's own page."))
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _FORMS:
            raise RefusedError(415, say("podium takes forms and JSON, no files."))
        body = await _read(headers, receive)
        form = _form(body) if kind == _FORMS[0] else {}
        if session is not None:
            csrf_token = headers.get("x-podium-csrf") or (form.get("csrf") or [""])[0]
            if not hmac.compare_digest(csrf_token.encode(), session.csrf.encode()):
                raise RefusedError(403, say("This form is from an earlier visit; load the page again."))
        elif not is_open:
            raise RefusedError(401, say("Open the address that `podium serve` printed."))
        visit = Visit(session or Session(), form, body)
        IS_CHANGE.set(True)
        return None, {**scope, "podium.visit": visit}, _replay(body)


def go_on(address: str) -> str:
    """A page that goes on to an address by itself; with a link, should the browser not."""
    return (
        f'<!doctype html><html lang="{LANGUAGE}"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={address}">'
        f'<title>podium</title><p><a href="{address}">{say("Your room")}</a></p></html>\n'
    )


def _cookie(headers: Headers) -> str:
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


async def _read(headers: Headers, receive: Receive) -> bytes:
    length_text = headers.get("content-length", "0")
    if not length_text.isdecimal() or int(length_text[:12]) > MOST_BYTES:
        raise RefusedError(413, say("That is more than podium takes at once."))
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, say("The request broke off."))
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BYTES:
            raise RefusedError(413, say("That is more than podium takes at once."))
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _form(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except (UnicodeDecodeError, ValueError) as fault:
        raise RefusedError(400, say("The form could not be read.")) from fault


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _with_headers(send: Send, *, is_lasting: bool, other: tuple[tuple[str, str], ...]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in (*HEADERS.items(), *other):
                headers[name] = value
            if is_lasting and message["status"] in {200, 304}:
                headers["cache-control"] = "private, max-age=604800, immutable"
            if "server" in headers:
                del headers["server"]
        await send(message)

    return sending
