"""A passkey under attack: replayed, relayed from another origin, cloned, unsigned, swapped; the door stays shut."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podium.web.security import COOKIE
from web.test_passkey import Device, Reached, text

Credential = dict[str, Any]


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def far(tmp_path: Path, device: Device) -> Reached:
    """A room whose passkey was made, asked from a browser that is not let in."""
    reached = Reached(tmp_path)
    assert reached.bring(device, "make").status_code == 200
    reached.client.cookies.clear()
    return reached


def answer(far: Reached, make: Callable[[dict[str, Any]], Credential]) -> int:
    asked = far.post("options", {}).json()
    return int(far.post("answer", {"challenge": asked["challenge"], "credential": make(asked)}).status_code)


def test_an_answer_to_an_earlier_challenge_opens_nothing(far: Reached, device: Device) -> None:
    first = far.post("options", {}).json()
    recorded = device.show(first)
    assert answer(far, lambda _: recorded) == 403
    assert far.post("answer", {"challenge": first["challenge"], "credential": recorded}).status_code == 200
    far.client.cookies.clear()
    assert far.post("answer", {"challenge": first["challenge"], "credential": recorded}).status_code == 403
    assert COOKIE not in far.client.cookies


def test_a_challenge_podium_never_gave_opens_nothing(far: Reached, device: Device) -> None:
    made = text(b"0123456789abcdef" * 2)
    said = {"challenge": made, "credential": device.show({"challenge": made})}
    assert far.post("answer", said).status_code == 403


@pytest.mark.parametrize(
    "origin",
    [
        "https://room.example.org",
        "http://room.example.org:8443",
        "https://evil.example",
        "https://room.example.org.evil.example:8443",
        "https://ROOM.example.org:8443/",
        "null",
        "",
    ],
)
def test_what_was_signed_on_another_page_opens_nothing(far: Reached, device: Device, origin: str) -> None:
    device.origin = origin
    assert answer(far, device.show) == 403


def test_what_was_signed_for_another_name_opens_nothing(far: Reached, device: Device) -> None:
    device.name = "evil.example"
    assert answer(far, device.show) == 403


def test_a_copy_whose_count_lags_behind_opens_nothing(far: Reached, device: Device) -> None:
    for _ in range(3):
        assert answer(far, device.show) == 200
        far.client.cookies.clear()
    device.count -= 3
    assert answer(far, device.show) == 403, "a clone counts what the device has counted already"
    device.count = 2
    assert answer(far, device.show) == 403
    device.count = 40
    assert answer(far, device.show) == 200, "the device itself is ahead"


def test_a_device_that_never_counts_goes_on_working(tmp_path: Path) -> None:
    quiet, reached = Device(), Reached(tmp_path)
    quiet.count = -1
    assert reached.bring(quiet, "make").status_code == 200
    for _ in range(2):
        reached.client.cookies.clear()
        quiet.count = -1
        assert answer(reached, quiet.show) == 200


def test_a_relayed_answer_posted_from_another_origin_is_refused(far: Reached, device: Device) -> None:
    asked = far.post("options", {}).json()
    said = {"challenge": asked["challenge"], "credential": device.show(asked)}
    relayed = far.client.post(f"{far.keys.root}/passkey/answer", json=said, headers={"origin": "https://evil.example"})
    assert relayed.status_code == 403
    assert COOKIE not in far.client.cookies


def swapped(name: str, value: bytes) -> Callable[[Credential], Credential]:
    def change(credential: Credential) -> Credential:
        return credential | {"response": credential["response"] | {name: text(value)}}

    return change


def client_type(credential: Credential) -> Credential:
    said = json.loads(urlsafe_b64decode(credential["response"]["clientDataJSON"] + "=="))
    return swapped("clientDataJSON", json.dumps(said | {"type": "webauthn.create"}).encode())(credential)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(swapped("signature", b""), id="no signature"),
        pytest.param(swapped("signature", bytes(71)), id="zeros for a signature"),
        pytest.param(swapped("authenticatorData", b""), id="no data"),
        pytest.param(swapped("authenticatorData", bytes(37)), id="other data"),
        pytest.param(swapped("clientDataJSON", b"{}"), id="no client data"),
        pytest.param(client_type, id="made, not shown"),
        pytest.param(lambda one: one | {"id": text(b"another")}, id="another id"),
        pytest.param(lambda one: one | {"rawId": text(b"another")}, id="another raw id"),
        pytest.param(lambda one: one | {"type": "password"}, id="another type"),
        pytest.param(lambda one: {}, id="nothing"),
        pytest.param(lambda one: one | {"response": []}, id="no response"),
    ],
)
def test_a_changed_answer_opens_nothing(
    far: Reached, device: Device, change: Callable[[Credential], Credential]
) -> None:
    assert answer(far, lambda asked: change(device.show(asked))) == 403
    assert COOKIE not in far.client.cookies


def test_a_second_passkey_cannot_be_made_with_a_challenge_for_showing(far: Reached) -> None:
    stranger = Device()
    assert answer(far, stranger.make) == 403
    assert len(far.door.known()) == 1


def test_the_token_of_the_terminal_makes_one_passkey_only(tmp_path: Path) -> None:
    reached, first, second = Reached(tmp_path), Device(), Device()
    token = reached.keys.token
    asked = [reached.post("options", {"token": token}).json() for _ in range(2)]
    said = [
        {"token": token, "challenge": one["challenge"], "credential": device.make(one)}
        for one, device in zip(asked, (first, second), strict=True)
    ]
    assert [reached.post("answer", one).status_code for one in said] == [200, 403]
    assert [one.id for one in reached.door.known()] == [first.id]
