"""The wire speaks to one origin, waits as long as it is told to, and gives up with a reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback import NOW_S, Answer, Clockwork, telling, turns
from podium.core.errors import CannotReach, Misuse, Refused
from podium.sources.http.client import Wire

FINE = Answer(b'{"fine": true}')


def test_an_answer_is_an_answer() -> None:
    with telling(turns(FINE)) as server, Wire().line(server.address) as line:
        reply = line.get("some/where", params={"page": 2})
        assert (reply.status, reply.body) == (200, FINE.body)
        assert server.asked[0].path == "/some/where"
        assert server.asked[0].query == {"page": "2"}


@pytest.mark.parametrize(
    ("answer", "slept"),
    [
        (Answer(status=429, headers={"retry-after": "7"}), 7),
        (Answer(status=429, headers={"x-ratelimit-reset": str(NOW_S + 30)}), 31),
        (Answer(status=403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW_S + 60)}), 61),
        (Answer(status=403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": str((NOW_S + 60) * 1000)}), 61),
        (Answer(status=403, headers={"retry-after": "12"}), 12),
        (Answer(status=503, headers={"retry-after": "3"}), 3),
        (Answer(status=429, headers={"retry-after": "Mon, 21 Sep 2026 14:13:50 GMT"}), 30),
    ],
    ids=["429", "429-reset", "403-used-up", "403-milliseconds", "403-secondary", "503", "429-date"],
)
def test_it_waits_exactly_as_long_as_the_server_says(answer: Answer, slept: float) -> None:
    clock = Clockwork()
    with telling(turns(answer, FINE)) as server, clock.wire().line(server.address) as line:
        assert line.get("x").body == FINE.body
    assert clock.slept == [slept]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_fault_of_the_server_is_retried_with_growing_pauses(status: int) -> None:
    clock = Clockwork()
    with telling(turns(Answer(status=status), Answer(status=status), FINE)) as server:
        assert clock.wire().line(server.address).get("x").body == FINE.body
    assert len(clock.slept) == 2
    assert clock.slept[0] < clock.slept[1]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_plain_no_is_taken_at_once(status: int) -> None:
    clock = Clockwork()
    with telling(turns(Answer(status=status))) as server, pytest.raises(Refused):
        clock.wire().line(server.address).get("x")
    assert clock.slept == []
    assert len(server.asked) == 1


def test_an_answer_cut_in_the_middle_is_asked_for_again() -> None:
    clock = Clockwork()
    with telling(turns(Answer(b'{"half": "of it"}', cut=True), FINE)) as server:
        assert clock.wire().line(server.address).get("x").body == FINE.body
    assert len(server.asked) == 2


def test_it_gives_up_after_a_few_tries() -> None:
    clock = Clockwork()
    with telling(turns(Answer(status=500))) as server, pytest.raises(CannotReach, match="no answer after"):
        clock.wire().line(server.address).get("x")
    assert len(server.asked) == 6


def test_nobody_sits_through_an_hour() -> None:
    clock = Clockwork()
    used_up = Answer(status=429, headers={"retry-after": "3600"})
    with telling(turns(used_up)) as server, pytest.raises(CannotReach, match="60 minutes"):
        clock.wire().line(server.address).get("x")
    assert clock.slept == []


def test_nobody_home_is_out_of_reach() -> None:
    with pytest.raises(CannotReach):
        Clockwork().wire().line("http://127.0.0.1:1").get("x")


def test_a_foreign_next_link_is_never_followed() -> None:
    with telling(turns(FINE)) as stranger:
        link = {"link": f'<{stranger.address}/steal>; rel="next"'}
        with telling(turns(Answer(headers=link))) as server, Wire().line(server.address) as line:
            reply = line.get("x")
            found = reply.link("next")
            assert found == f"{stranger.address}/steal"
            with pytest.raises(Refused, match="another host"):
                line.get(found)
        assert stranger.asked == []


def test_a_redirect_to_another_host_is_refused_before_a_byte_is_sent() -> None:
    with telling(turns(FINE)) as stranger:
        moved = Answer(status=301, headers={"location": f"{stranger.address}/x"})
        with telling(turns(moved)) as server, pytest.raises(Refused, match="another host"):
            Wire().line(server.address, headers={"authorization": "bearer secret"}).get("x")
        assert stranger.asked == []


def test_a_redirect_within_the_host_is_followed() -> None:
    """A renamed repository answers 301."""
    moved = Answer(status=301, headers={"location": "/repositories/17"})
    with telling(turns(moved, FINE)) as server:
        assert Wire().line(server.address).get("repos/old/name").body == FINE.body
        assert server.asked[1].path == "/repositories/17"


def test_circles_are_left() -> None:
    with (
        telling(turns(Answer(status=302, headers={"location": "/x"}))) as server,
        pytest.raises(Refused, match="circles"),
    ):
        Wire().line(server.address).get("x")


def test_not_modified_is_an_answer() -> None:
    with telling(turns(Answer(b"", status=304))) as server:
        assert Wire().line(server.address).get("x", etag='"tag"').status == 304
        assert server.asked[0].headers["if-none-match"] == '"tag"'


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("podium.sources.http.client.MOST_BODY", 1000)
    with telling(turns(Answer(b"x" * 5000))) as server, pytest.raises(Refused, match="larger than"):
        Wire().line(server.address).get("x")


def test_a_secret_is_not_sent_in_the_open() -> None:
    with pytest.raises(Misuse, match="plain http"):
        Wire().line("http://forge.example.org")


@pytest.mark.parametrize(
    "bad", ["", "forge.example.org", "ftp://x", "https://", "https://x:notaport", "file:///etc/passwd"]
)
def test_what_is_no_web_address_is_said_to_be_none(bad: str) -> None:
    with pytest.raises(Misuse):
        Wire().line(bad)


@given(st.text(max_size=80))
def test_whatever_a_server_links_to_stays_within_its_origin_or_is_refused(text: str) -> None:
    line = Wire().line("https://forge.example.org/api/v4")
    try:
        url = line.within(text)
    except (Refused, Misuse):
        return
    assert re.match(r"https://forge\.example\.org(:443)?(/|$|\?|#)", url)


@pytest.mark.parametrize(
    "foreign",
    [
        "https://forge.example.org.evil.example/x",
        "//evil.example/x",
        "https://forge.example.org@evil.example/x",
        "http://forge.example.org/x",
        "https://forge.example.org:8443/x",
        "HTTPS://EVIL.example",
    ],
)
def test_look_alikes_are_another_host(foreign: str) -> None:
    with pytest.raises(Refused):
        Wire().line("https://forge.example.org").within(foreign)


def test_an_error_shows_no_query_and_no_long_secret_part() -> None:
    secret = "s" * 60
    with telling(turns(Answer(status=403))) as server, pytest.raises(Refused) as told:
        Wire().line(server.address).get(f"calendar/private-{secret}/basic.ics?token={secret}")
    assert secret not in str(told.value)
