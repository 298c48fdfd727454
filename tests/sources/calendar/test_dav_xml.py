"""What a calendar server may not do to us: XML bombs, foreign addresses, endless changes."""

from __future__ import annotations

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_peers import NOW, SETTINGS, secret
from podium.core.errors import CannotReach, Refused
from podium.sources import caldav
from podium.sources.calendars.dav_client import Dav, parse
from podium.sources.http.client import HttpClient

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<D:multistatus xmlns:D="DAV:">&c;</D:multistatus>"""


def talk(answer: bytes, status: int = 207) -> Dav:
    transport = httpx2.MockTransport(lambda _asked: httpx2.Response(status, content=answer))
    wire = HttpClient(transport=transport, clock=NOW.timestamp, sleep=lambda _s: None)
    return Dav(wire, "https://dav.example.org/ada/", "ada", secret())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_it_is_expanded(encoding: str) -> None:
    body = BOMB.decode().replace('"1.0"?', f'"1.0" encoding="{encoding}"?').encode(encoding)
    with pytest.raises(CannotReach, match="document type"):
        parse(body)


def test_a_principal_on_another_host_is_not_asked() -> None:
    foreign = (
        b'<D:multistatus xmlns:D="DAV:"><D:response><D:href>/</D:href><D:propstat><D:prop><D:current-user-principal>'
        b"<D:href>https://evil.example.net/ada/</D:href></D:current-user-principal></D:prop></D:propstat></D:response>"
        b"</D:multistatus>"
    )
    with pytest.raises(Refused, match="another host"):
        talk(foreign).calendars()


def test_an_answer_cut_short_is_asked_on_until_the_server_says_it_is_done() -> None:
    def report(name: str, token: str, *, is_cut: bool) -> bytes:
        rest = "<D:response><D:href>/ada/</D:href><D:status>HTTP/1.1 507 Full</D:status></D:response>" if is_cut else ""
        return (
            f'<D:multistatus xmlns:D="DAV:"><D:response><D:href>/ada/{name}</D:href><D:propstat><D:prop><D:getetag>"1"'
            f"</D:getetag></D:prop></D:propstat></D:response>{rest}<D:sync-token>{token}</D:sync-token></D:multistatus>"
        ).encode()

    asked: list[bytes] = []
    answers = iter([report("a.ics", "t1", is_cut=True), report("b.ics", "t2", is_cut=False)])

    def serve(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.read())
        return httpx2.Response(207, content=next(answers))

    wire = HttpClient(transport=httpx2.MockTransport(serve), clock=NOW.timestamp, sleep=lambda _s: None)
    changes = Dav(wire, "https://dav.example.org/ada/", "ada", secret()).changes("/ada/", "")

    assert [item.href for item in changes.items] == ["/ada/a.ics", "/ada/b.ics"]
    assert changes.token == "t2"
    assert b"t1" in asked[1]
    assert all(b"limit" not in body for body in asked)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_tree_or_a_clear_refusal(body: bytes) -> None:
    outcome = ""
    try:
        parse(body)
    except CannotReach as stop:
        outcome = str(stop)
    assert not outcome or "XML" in outcome


def test_a_server_that_speaks_no_xml_is_a_clear_error() -> None:
    wire = HttpClient(
        transport=httpx2.MockTransport(lambda _r: httpx2.Response(200, content=b"<html>Welcome")), sleep=lambda _s: None
    )
    with pytest.raises(CannotReach, match="no XML"):
        list(caldav.SOURCE.read({**SETTINGS, "address": "https://example.org/", "user": "ada"}, secret(), {}, wire))
