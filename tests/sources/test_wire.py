"""The wire speaks to one origin, waits as long as it is told to, and gives up with a reason."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from loopback import NOW_S, Answer, Clockwork, telling, turns
from podium.core.errors import CannotReach, Misuse, Refused
from podium.sources.http.client import HttpClient
from podium.sources.http.patience import INTERACTIVE, Patience, absent

FINE = Answer(b'{"fine": true}')


def test_an_answer_is_an_answer() -> None:
    with telling(turns(FINE)) as server, HttpClient().line(server.address) as line:
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
        with telling(turns(Answer(headers=link))) as server, HttpClient().line(server.address) as line:
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
            HttpClient().line(server.address, headers={"authorization": "bearer secret"}).get("x")
        assert stranger.asked == []


def test_a_redirect_within_the_host_is_followed() -> None:
    """A renamed repository answers 301."""
    moved = Answer(status=301, headers={"location": "/repositories/17"})
    with telling(turns(moved, FINE)) as server:
        assert HttpClient().line(server.address).get("repos/old/name").body == FINE.body
        assert server.asked[1].path == "/repositories/17"


def test_circles_are_left() -> None:
    with (
        telling(turns(Answer(status=302, headers={"location": "/x"}))) as server,
        pytest.raises(Refused, match="circles"),
    ):
        HttpClient().line(server.address).get("x")


def test_not_modified_is_an_answer() -> None:
    with telling(turns(Answer(b"", status=304))) as server:
        assert HttpClient().line(server.address).get("x", etag='"tag"').status == 304
        assert server.asked[0].headers["if-none-match"] == '"tag"'


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("podium.sources.http.client.MOST_BODY", 1000)
    with telling(turns(Answer(b"x" * 5000))) as server, pytest.raises(Refused, match="larger than"):
        HttpClient().line(server.address).get("x")


def test_a_secret_is_not_sent_in_the_open() -> None:
    with pytest.raises(Misuse, match="plain http"):
        HttpClient().line("http://forge.example.org")


@pytest.mark.parametrize(
    "bad", ["", "forge.example.org", "ftp://x", "https://", "https://x:notaport", "file:///etc/passwd"]
)
def test_what_is_no_web_address_is_said_to_be_none(bad: str) -> None:
    with pytest.raises(Misuse):
        HttpClient().line(bad)


@given(st.text(max_size=80))
def test_whatever_a_server_links_to_stays_within_its_origin_or_is_refused(text: str) -> None:
    line = HttpClient().line("https://forge.example.org/api/v4")
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
        HttpClient().line("https://forge.example.org").within(foreign)


def test_an_error_shows_no_query_and_no_long_secret_part() -> None:
    secret = "s" * 60
    with telling(turns(Answer(status=403))) as server, pytest.raises(Refused) as told:
        HttpClient().line(server.address).get(f"calendar/private-{secret}/basic.ics?token={secret}")
    assert secret not in str(told.value)


HURRIED = Patience(answer_s=20.0, wait_s=5.0, tries=1, presence_s=0.3)


@contextmanager
def accepting(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A port where each connection is handed to a function in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        # Wakes the thread that waits for another caller.
        server.shutdown(socket.SHUT_RDWR)


def silent(connection: socket.socket) -> None:
    with connection, contextlib.suppress(OSError):
        while connection.recv(1 << 16):
            pass


def dripping(head: bytes) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.recv(1 << 16)
            connection.sendall(head)
            while True:
                connection.sendall(b"x")
                time.sleep(0.02)

    return serve


def test_a_refused_port_is_said_at_once_with_what_to_do_next() -> None:
    clock = Clockwork()
    with pytest.raises(CannotReach, match=r"127\.0\.0\.1 refuses connections on port 1 .*type the same command again"):
        replace(clock.wire(), patience=INTERACTIVE).line("http://127.0.0.1:1").get("x")
    assert clock.slept == []


def test_a_host_that_does_not_exist_is_called_a_typo() -> None:
    typo = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    said = str(absent(typo, "api.githbu.com", 443, 5, "https://api.githbu.com/x"))
    assert said.startswith("there is no host called api.githbu.com")
    assert "did you mean api.github.com?" in said
    offline = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    assert "online" in str(absent(offline, "api.github.com", 443, 5, ""))


def test_a_silent_server_is_left_after_its_time_and_not_asked_again() -> None:
    clock = Clockwork()
    with accepting(silent) as address, pytest.raises(CannotReach, match=r"was silent for 0\.3 s"):
        replace(clock.wire(), patience=HURRIED).line(address).get("x")
    assert clock.slept == []


def test_in_the_background_an_absent_server_is_asked_again_and_the_reason_is_said() -> None:
    clock = Clockwork()
    with pytest.raises(CannotReach, match=r"no answer after 6 tries: .* refuses connections"):
        clock.wire().line("http://127.0.0.1:1").get("x")
    assert len(clock.slept) == 5


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", b"HTTP/1.1 200 OK\r\nx-long: "])
def test_an_answer_that_drips_ends(head: bytes) -> None:
    hurried = Patience(answer_s=0.5)
    with accepting(dripping(head)) as address, pytest.raises(CannotReach, match=r"not whole after 0\.5 s"):
        replace(Clockwork().wire(), patience=hurried).line(address).get("x")


def test_a_pause_longer_than_a_person_waits_is_not_waited_for() -> None:
    clock = Clockwork()
    busy = Answer(status=429, headers={"retry-after": "40"})
    patience = replace(INTERACTIVE, tries=2)
    with telling(turns(busy)) as server, pytest.raises(CannotReach, match="it would take 40 s"):
        replace(clock.wire(), patience=patience).line(server.address).get("x")
    assert clock.slept == []


def test_a_server_that_thinks_long_is_present_and_one_that_drips_its_answer_is_not() -> None:
    hurried = replace(INTERACTIVE, presence_s=0.4, answer_s=30.0)

    def thinking(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while asked := connection.recv(1 << 16):
                if not asked.startswith(b"HEAD"):
                    time.sleep(0.8)
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")

    with accepting(thinking) as address:
        assert replace(Clockwork().wire(), patience=hurried).line(address).get("x").status == 200

    def drips(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while asked := connection.recv(1 << 16):
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n")
                while not asked.startswith(b"HEAD"):
                    connection.sendall(b"x")
                    time.sleep(0.05)

    with accepting(drips) as address, pytest.raises(CannotReach, match=r"not whole after 0\.4 s"):
        replace(Clockwork().wire(), patience=hurried).line(address).get("x")


def test_a_wait_is_told_and_can_be_stopped() -> None:
    said: list[str] = []
    stop = threading.Event()
    patience = Patience(answer_s=60.0, told_s=0.1, tries=1)
    wire = replace(Clockwork().wire(), patience=patience, say=lambda text: (said.append(text), stop.set())[0])
    wire.is_stopped = stop.is_set
    with accepting(silent) as address, pytest.raises(CannotReach, match="you stopped it"):
        wire.line(address).get("x")
    assert said == ["waiting for 127.0.0.1 to answer; Ctrl-C stops it"]
