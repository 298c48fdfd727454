"""Who may come in, and what everybody else gets: nothing."""

from __future__ import annotations

import pytest

from podium.web.guard import COOKIE, HEADERS, MOST_BYTES
from web.visitor import ORIGIN, Visitor


def test_the_address_works_once_and_the_cookie_is_strict(stranger: Visitor) -> None:
    address = f"{stranger.keys.root}/enter?token={stranger.keys.token}"
    first = stranger.client.get(address)
    assert first.status_code == 303
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"path={stranger.keys.root}/".lower() in cookie
    stranger.client.cookies.clear()
    assert stranger.client.get(address).status_code == 401
    assert stranger.keys.token not in address


def test_another_user_of_the_machine_gets_nothing(her: Visitor) -> None:
    other = Visitor(her.app, her.keys)
    for path in ("/", "/mirror", "/why/absence", "/api/look", "/api/openapi.json", "/start"):
        answer = other.get(path)
        assert answer.status_code == 401, path
        assert "web" not in answer.text
    other.client.cookies.set(COOKIE, "a" * 43)
    assert other.get("/mirror").status_code == 401
    assert other.client.get("/mirror").status_code == 404
    assert other.client.get("/").status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:9", "localhost.evil.example:8000"]
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(her: Visitor, host: str) -> None:
    assert her.get("/mirror", host=host).status_code == 421


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_in_the_same_browser_is_refused(her: Visitor, site: str) -> None:
    assert her.get("/mirror", sec_fetch_site=site).status_code == 403
    assert her.get("/mirror", sec_fetch_site="same-origin").status_code == 200
    assert her.get("/mirror", sec_fetch_site="none").status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:9", ORIGIN.replace("http", "https"), ""]
)
def test_a_change_from_another_origin_is_refused(her: Visitor, origin: str) -> None:
    assert her.post("/start", {"me": "a"}, origin=origin).status_code == 403


def test_a_change_without_an_origin_or_with_a_wrong_token_is_refused(her: Visitor) -> None:
    path = her.keys.root + "/start"
    assert her.client.post(path, data={"csrf": her.csrf()}).status_code == 403
    assert her.post("/start", {"csrf": "x"}).status_code == 403
    assert her.client.post(path, data={"me": "a"}, headers={"origin": ORIGIN}).status_code == 403


def test_every_change_needs_the_token(her: Visitor) -> None:
    paths = [r.path for r in her.app.routes if "POST" in (getattr(r, "methods", None) or ())]
    assert paths
    for path in paths:
        place = path.replace("{kind}", "win").replace("{name}", "x").replace("{file:path}", "x")
        answer = her.client.post(her.keys.root + place, data={"csrf": "wrong"}, headers={"origin": ORIGIN})
        assert answer.status_code == 403, path


def test_uploads_and_great_bodies_are_refused(her: Visitor) -> None:
    path = her.keys.root + "/start"
    told = {"origin": ORIGIN, "x-podium-csrf": her.csrf()}
    assert her.client.post(path, files={"file": b"PK"}, headers=told).status_code == 415
    assert her.client.post(path, content=b"<x/>", headers=told | {"content-type": "text/xml"}).status_code == 415
    great = b"a=" + b"b" * MOST_BYTES
    form = told | {"content-type": "application/x-www-form-urlencoded"}
    assert her.client.post(path, content=great, headers=form).status_code == 413

    def endless():  # type: ignore[no-untyped-def]
        for _ in range(2 * MOST_BYTES // 65536):
            yield b"a" * 65536

    assert her.client.post(path, content=endless(), headers=form).status_code == 413
    many = "&".join(f"f{n}=1" for n in range(2000)).encode()
    assert her.client.post(path, content=many, headers=form).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_unknown(her: Visitor, method: str) -> None:
    assert her.client.request(method, her.keys.root + "/mirror").status_code == 405


@pytest.mark.parametrize(
    "path", ["/mirror", "/nowhere", "/static/room.css", "/static/../app.py", "/api/look", "/api/why/nothing"]
)
def test_every_answer_carries_the_headers(her: Visitor, path: str) -> None:
    answer = her.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "access-control-allow-origin" not in answer.headers
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_a_refusal_carries_the_headers_too(stranger: Visitor) -> None:
    for answer in (stranger.get("/mirror"), stranger.client.get("/"), stranger.get("/mirror", host="evil")):
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
