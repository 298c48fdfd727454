"""A passkey in a real browser over TLS: a made certificate, Chromium's own virtual device, a name beyond this machine."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from podium.core.errors import Misuse
from podium.web import serving
from today import now
from web import chromium
from web.chromium import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
NAME = "room.example.org"


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key as files, and what a browser is told to trust it by."""

    certificate: Path
    key: Path
    pin: str


def make_pair(folder: Path, *names: str, days: int = 2) -> Pair:
    """A self-made certificate that carries `names` and ends in `days`."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "podium test")])
    moment = now()
    made = (
        x509.CertificateBuilder(called, called, key.public_key(), x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=9))
        .not_valid_after(moment + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, form)
    pair = Pair(folder / "chain.pem", folder / "key.pem", b64encode(hashlib.sha256(public).digest()).decode())
    pair.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pair.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pair


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """The certificate of the room."""
    return make_pair(tmp_path, NAME)


@pytest.fixture
def far(browser: Browser, pair: Pair) -> Iterator[Browser]:
    """A browser for which the name leads here and the made certificate is good."""
    assert chromium.CHROMIUM is not None
    words = [f"--host-resolver-rules=MAP {NAME} 127.0.0.1", f"--ignore-certificate-errors-spki-list={pair.pin}"]
    made = chromium.launch(browser.browser_type, *words)
    yield made
    made.close()


class Device:
    """A passkey device inside a browser tab: it always answers, with or without a finger on it."""

    def __init__(self, context: BrowserContext, page: Page, *, has_finger: bool = True) -> None:
        self.line: CDPSession = context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        said: dict[str, Any] = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": has_finger,
            "automaticPresenceSimulation": True,
        }
        self.id = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": said})["authenticatorId"]

    def keys(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found

    def give(self, key: dict[str, Any]) -> None:
        self.line.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": key})


def open_room(serve: Callable[..., Served], home: Path, pair: Pair) -> Served:
    """`podium serve` under a name other machines could reach, listening on loopback alone."""
    words = ["--host", NAME, "--listen", "127.0.0.1", "--certificate", str(pair.certificate), "--key", str(pair.key)]
    return serve(home, *words)


def visit(far: Browser, address: str, *, has_finger: bool = True) -> tuple[BrowserContext, Page, Device]:
    """A fresh browser with a device, at an address."""
    context = chromium.new_context(far)
    page = context.new_page()
    device = Device(context, page, has_finger=has_finger)
    page.goto(address)
    return context, page, device


def test_a_passkey_is_made_once_and_opens_the_room_ever_after(
    serve: Callable[..., Served], far: Browser, furnished: Path, pair: Pair
) -> None:
    served = open_room(serve, furnished, pair)
    assert served.address.startswith(f"https://{NAME}:")
    assert "#" in served.address
    context, page, device = visit(far, served.address)
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url(served.root + "/")
    assert page.locator("nav").get_by_role("link", name="Mirror").is_visible()
    cookie = next(c for c in context.cookies() if c["name"] == "podium-room")
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
    (key,) = device.keys()
    assert key["rpId"] == NAME
    context.close()

    # Another browser of hers: the bare name leads to the door, her device opens it.
    origin = served.address.partition(served.root.rpartition("/")[2])[0]
    context, page, device = visit(far, origin)
    device.give(key)
    assert page.url == served.root + "/passkey"
    assert page.locator("nav").count() == 0
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(served.root + "/")
    (key,) = device.keys()
    context.close()

    # A copy of the key that counts backwards is no longer hers.
    context, page, device = visit(far, origin)
    device.give(key | {"signCount": 0})
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("That did not work").wait_for()
    context.close()

    # A room opened anew the next day: another folder, the same passkey, no token.
    served.close()
    again = open_room(serve, furnished, pair)
    assert "#" not in again.address
    context, page, device = visit(far, again.address)
    device.give(key)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(again.root + "/")
    context.close()


def test_no_finger_another_device_or_a_guessed_token_stays_outside(
    serve: Callable[..., Served], far: Browser, furnished: Path, pair: Pair
) -> None:
    served = open_room(serve, furnished, pair)
    door = served.address.partition("#")[0]
    context, page, _ = visit(far, door + "#guess")
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("That did not work").wait_for()
    context.close()
    context, page, _ = visit(far, served.address, has_finger=False)
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("That did not work").wait_for()
    assert not (furnished / "passkeys.json").exists()
    context.close()
    context, page, _ = visit(far, served.address)
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url(served.root + "/")
    context.close()
    context, page, _ = visit(far, door)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_timeout(2000)  # the browser goes on asking for the right device
    assert page.url == door
    assert not context.cookies()
    answer = page.goto(served.root + "/mirror")
    assert answer
    assert answer.status == 401
    context.close()


def test_without_tls_the_port_says_nothing(serve: Callable[..., Served], furnished: Path, pair: Pair) -> None:
    import http.client

    served = open_room(serve, furnished, pair)
    port = int(served.address.split(":")[2].partition("/")[0])
    plain = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    plain.request("GET", "/", headers={"host": f"{NAME}:{port}"})
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        plain.getresponse()


@pytest.mark.parametrize(
    ("names", "days", "says"),
    [
        (["other.example.org"], 2, "is for other.example.org, not for room.example.org"),
        (["*.other.org"], 2, "not for room.example.org"),
        ([NAME], -1, "the certificate ended on"),
    ],
)
def test_a_certificate_no_browser_would_take_is_refused_at_once(
    tmp_path: Path, names: list[str], days: int, says: str
) -> None:
    pair = make_pair(tmp_path, *names, days=days)
    with pytest.raises(Misuse, match=says):
        serving.serve_beyond(NAME, 0, pair.certificate, pair.key, print, listen_at="127.0.0.1")


def test_a_key_that_is_locked_or_belongs_to_another_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    pair, other = make_pair(tmp_path, NAME), make_pair(tmp_path / "b", NAME)
    with pytest.raises(Misuse, match="cannot be used"):
        serving.serve_beyond(NAME, 0, pair.certificate, other.key, print, listen_at="127.0.0.1")
    key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
    pair.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
        )
    )
    with pytest.raises(Misuse, match="cannot be used"):
        serving.serve_beyond(NAME, 0, pair.certificate, pair.key, print, listen_at="127.0.0.1")
