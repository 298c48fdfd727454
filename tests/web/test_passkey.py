"""A room other machines can reach: TLS and a passkey, or nothing."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.testclient import TestClient

from podium.core.errors import Misuse
from podium.web import serving
from podium.web.app import build
from podium.web.passkey import Door
from podium.web.security import COOKIE, Keys

NAME, ORIGIN = "room.example.org", "https://room.example.org:8443"


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """A passkey device: makes a key pair and signs, as a phone would."""

    def __init__(self, origin: str = ORIGIN, name: str = NAME) -> None:
        self.origin, self.name, self.id = origin, name, os.urandom(16)
        self.key, self.count = ec.generate_private_key(ec.SECP256R1()), 0

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, flags: int, more: bytes = b"") -> bytes:
        self.count += 1
        return hashlib.sha256(self.name.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big") + more

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        data = self._data(0x45, bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public)
        said = {
            "clientDataJSON": text(self._client("webauthn.create", options["challenge"])),
            "attestationObject": text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": said}

    def show(self, options: dict[str, Any], *, flags: int = 0x05) -> dict[str, Any]:
        data, client = self._data(flags), self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": said}


class Reached:
    """A browser on another machine."""

    def __init__(self, tmp_path: Path) -> None:
        self.keys = Keys()
        self.door = Door(self.keys, NAME, ORIGIN, tmp_path / "passkeys.json")
        app = build(self.keys, {NAME + ":8443"}, scheme="https", extra=self.door.routes(), has_passkey=True)
        self.client = TestClient(app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False)

    def post(self, path: str, said: dict[str, Any]) -> Any:
        return self.client.post(f"{self.keys.root}/passkey/{path}", json=said, headers={"origin": ORIGIN})

    def bring(self, device: Device, how: str, **more: Any) -> Any:
        asked = self.post("options", {"token": self.keys.token})
        if asked.status_code != 200:
            return asked
        credential = getattr(device, how)(asked.json(), **more)
        said = {"token": self.keys.token, "challenge": asked.json()["challenge"], "credential": credential}
        return self.post("answer", said)


@pytest.fixture
def far(tmp_path: Path) -> Reached:
    return Reached(tmp_path)


def test_the_first_passkey_needs_the_printed_address(far: Reached) -> None:
    assert far.client.get(far.keys.root + "/").headers["location"].endswith("/passkey")
    assert far.client.get(far.keys.root + "/passkey").status_code == 200
    assert far.post("options", {"token": "guess"}).status_code == 403
    assert not far.client.cookies


def test_a_passkey_is_made_once_and_asked_for_ever_after(far: Reached) -> None:
    device = Device()
    let_in = far.bring(device, "make")
    assert let_in.status_code == 200, let_in.text
    assert "secure" in let_in.headers["set-cookie"].lower()
    assert far.client.get(far.keys.root + "/start").status_code == 200
    far.client.cookies.clear()
    assert far.client.get(f"{far.keys.root}/enter?token={far.keys.token}").status_code in {303, 401}
    assert COOKIE not in far.client.cookies
    assert far.client.get(far.keys.root + "/mirror").status_code == 401
    assert far.bring(device, "show").status_code == 200
    assert far.client.get(far.keys.root + "/start").status_code == 200


def test_another_device_another_name_or_no_finger_is_refused(far: Reached) -> None:
    device = Device()
    far.bring(device, "make")
    far.client.cookies.clear()
    stranger = Device()
    assert far.bring(stranger, "show").status_code == 403
    stranger.id = device.id
    assert far.bring(stranger, "show").status_code == 403
    assert far.bring(device, "show", flags=0x01).status_code == 403
    device.origin = "https://evil.example"
    assert far.bring(device, "show").status_code == 403
    assert far.bring(Device(), "make").status_code == 403
    assert COOKIE not in far.client.cookies


def test_a_challenge_serves_once(far: Reached) -> None:
    device = Device()
    far.bring(device, "make")
    far.client.cookies.clear()
    asked = far.post("options", {}).json()
    said = {"challenge": asked["challenge"], "credential": device.show(asked)}
    assert far.post("answer", said).status_code == 200
    far.client.cookies.clear()
    assert far.post("answer", said).status_code == 403
    for odd in ({}, {"challenge": "x"}, {"challenge": 5, "credential": []}):
        assert far.post("answer", odd).status_code == 403


def test_a_broken_list_of_passkeys_opens_nothing(far: Reached) -> None:
    far.door.file.write_text("{broken")
    assert far.post("options", {"token": far.keys.token}).status_code == 409


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "[::]", "machine"])
def test_a_name_without_a_passkey_is_refused(host: str, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="passkey"):
        serving.serve_beyond(host, 0, tmp_path / "c", tmp_path / "k", print)


def test_without_tls_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="TLS"):
        serving.serve_beyond(NAME, 0, None, None, print)
    with pytest.raises(Misuse, match="certificate"):
        serving.serve_beyond(NAME, 0, tmp_path / "none.pem", tmp_path / "none.key", print)
