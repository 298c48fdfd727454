"""Who may come in, and what everybody else gets: nothing."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from time import process_time

import pytest

from podium.web.security import COOKIE, HEADERS, MOST_BYTES
from web.visitor import ORIGIN, Visitor


def test_the_address_works_once_and_the_cookie_is_strict(stranger: Visitor) -> None:
    address = f"{stranger.keys.root}/enter?token={stranger.keys.token}"
    first = stranger.client.get(address)
    assert first.status_code == 200
    assert f'http-equiv="refresh" content="0; url={stranger.keys.root}/"' in first.text
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


def test_the_printed_address_alone_may_be_opened_from_elsewhere(stranger: Visitor) -> None:
    """The file a browser is started with is a foreign page to it."""
    from_file = {"sec_fetch_site": "cross-site"}
    assert stranger.get("/enter?token=guess", **from_file).status_code == 401
    assert not stranger.client.cookies
    assert stranger.get(f"/enter?token={stranger.keys.token}", **from_file).status_code == 200
    assert stranger.get("/mirror", **from_file).status_code == 403
    assert stranger.get("/start").status_code == 200


@pytest.mark.parametrize("path", ["/passkey", "/passkey/options", "/enterprise", "/static", "/static/none.css"])
def test_a_stranger_is_shown_no_menu(her: Visitor, path: str) -> None:
    other = Visitor(her.app, her.keys)
    answer = other.get(path)
    assert answer.status_code in {401, 404}
    assert "Mirror" not in answer.text
    assert her.csrf() not in answer.text


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


def bombs() -> dict[str, tuple[str, bytes]]:
    """Small files that become gigabytes in the hands of a careless reader, each with the type it claims."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", bytes(50 * 2**20))
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "lol">{lol}]><z>&l9;</z>'.encode()
    return {
        "a zip": ("application/zip", packed.getvalue()),
        "a zip that calls itself a form": ("application/x-www-form-urlencoded", packed.getvalue()),
        "a zip that calls itself JSON": ("application/json", packed.getvalue()),
        "a billion laughs": ("application/xml", laughs),
        "a billion laughs that call themselves JSON": ("application/json", laughs),
        "JSON a million lists deep": ("application/json", b"[" * 1_000_000),
        "a number of a million digits": ("application/json", b'{"text": ' + b"9" * 1_000_000 + b"}"),
    }


@pytest.mark.parametrize("name", bombs())
def test_a_bomb_is_refused_in_words_and_at_once(her: Visitor, journal: Path, name: str) -> None:
    kind, content = bombs()[name]
    told = {"origin": ORIGIN, "x-podium-csrf": her.csrf(), "content-type": kind}
    for path in ("/start", "/api/journal/check", "/journal/win/new", "/sources/ics"):
        before = process_time()
        answer = her.client.post(her.keys.root + path, content=content, headers=told)
        assert answer.status_code in {400, 413, 415, 422}, (path, answer.status_code, answer.text[:300])
        assert "Traceback" not in answer.text
        assert process_time() - before < 2, path


def test_a_packed_body_is_not_unpacked(her: Visitor) -> None:
    body = gzip.compress(b'{"file": "wins/x.md", "text": "' + bytes(20 * 2**20) + b'"}')
    told = {
        "origin": ORIGIN,
        "x-podium-csrf": her.csrf(),
        "content-type": "application/json",
        "content-encoding": "gzip",
    }
    assert her.client.post(her.keys.root + "/api/journal/check", content=body, headers=told).status_code == 400


@pytest.mark.parametrize(
    ("source", "status", "says"),
    [("ics", 422, "The calendars in it are larger than 64 MB"), ("slack-export", 200, "unread ")],
)
def test_an_archive_she_names_that_is_a_bomb_is_refused_in_words(
    her: Visitor, tmp_path: Path, source: str, status: int, says: str
) -> None:
    from podium import sources
    from podium.connections import sync

    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.ics", "users.json", "channels.json"):
            archive.writestr(name, bytes(200 * 2**20))
    assert bomb.stat().st_size < 2**20
    settings = sources.load(source).settings
    form: dict[str, object] = {s.name: s.default for s in settings} | {"me": "ana@example.org", "label": "x"}
    form[next(s.name for s in settings if s.is_path)] = str(bomb)
    answer = her.post(f"/sources/{source}", form)
    assert answer.status_code == status
    assert says in answer.text
    assert not sync.connections()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_unknown(her: Visitor, method: str) -> None:
    assert her.client.request(method, her.keys.root + "/mirror").status_code == 405


@pytest.mark.parametrize(
    "path", ["/mirror", "/nowhere", "/static/../app.py", "/static/none.css", "/api/look", "/api/why/nothing"]
)
def test_every_answer_carries_the_headers(her: Visitor, path: str) -> None:
    answer = her.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "access-control-allow-origin" not in answer.headers
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_only_style_and_scripts_which_hold_nothing_of_hers_may_be_kept_by_a_browser(her: Visitor) -> None:
    for name in ("room.css", "room.js", "podium.svg"):
        kept = her.get(f"/static/{name}").headers
        assert kept["cache-control"].startswith("private, max-age=")
        assert {n: kept[n] for n in HEADERS if n != "cache-control"} == {
            n: v for n, v in HEADERS.items() if n != "cache-control"
        }
    for path in ("/", "/mirror", "/journal", "/api/look", "/portfolio/file"):
        assert her.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/mirror", "/api/look"])
def test_a_fault_of_our_own_carries_the_headers_and_no_detail(
    her: Visitor, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_a: object, **_k: object) -> None:
        raise RuntimeError("the secret detail")

    monkeypatch.setattr(her.room, "mirror", break_down)
    answer = her.get(path)
    assert answer.status_code == 500
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["content-type"].startswith("application/json" if "/api/" in path else "text/html")
    assert "secret detail" not in answer.text


def test_a_refusal_carries_the_headers_too(stranger: Visitor) -> None:
    for answer in (stranger.get("/mirror"), stranger.client.get("/"), stranger.get("/mirror", host="evil")):
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
