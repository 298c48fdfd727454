"""Opens the room on this machine: a free port of loopback, one address with a one-time token."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from podium import home
from podium.core.errors import CannotReach, Misuse
from podium.web.app import build
from podium.web.guard import Keys
from podium.web.passkey import Door

LOOPBACK = "127.0.0.1"
Say = Callable[[str], None]


def serve(port: int, *, opens_browser: bool, say: Say) -> None:
    """Serve until stopped; `say` prints the address.

    Raises:
        CannotReach: the port is taken.
    """
    listener = listen(LOOPBACK, port)
    port = int(listener.getsockname()[1])
    keys = Keys()
    app = build(keys, loopback_hosts(port))
    show = _shower(keys, f"http://{LOOPBACK}:{port}", say)
    address = show()
    if opens_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=_again, args=(show,), daemon=True).start()
    run(app, listener)


def serve_beyond(host: str, port: int, certificate: Path | None, key: Path | None, say: Say) -> None:
    """Serve under a name other machines can reach, over TLS and behind a passkey only.

    Raises:
        Misuse: no certificate, or a name that cannot carry a passkey. CannotReach: the address cannot be had.
    """
    name = host.strip().lower().rstrip(".")
    if certificate is None or key is None:
        raise Misuse(
            "beyond this machine podium speaks TLS only", next_step="add --certificate FILE and --key FILE (PEM)"
        )
    if _is_address(name) or "." not in name:
        raise Misuse(f"{host!r} cannot carry a passkey", next_step="use a full name, such as room.example.org")
    _check_pair(certificate, key)
    listener = listen(name, port)
    port = int(listener.getsockname()[1])
    origin = f"https://{name}" + ("" if port == 443 else f":{port}")
    keys = Keys()
    door = Door(keys, name, origin, home.home() / "passkeys.json")
    app = build(keys, {origin.partition("://")[2]}, scheme="https", extra=door.routes(), has_passkey=True)
    say(f"your room: {origin}{keys.root}/passkey" + ("" if door.known() else f"#{keys.token}"))
    run(app, listener, certificate, key)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _check_pair(certificate: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ValueError) as fault:
        raise Misuse(f"certificate and key cannot be used: {fault}", where=str(certificate)) from fault


def run(app: Starlette, listener: socket.socket, certificate: Path | None = None, key: Path | None = None) -> None:
    """Answer until stopped, then close what is open."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False, lifespan="off",
        timeout_keep_alive=30, limit_concurrency=200, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    with app.state.room.closing():
        uvicorn.Server(config).run(sockets=[listener])


def loopback_hosts(port: int) -> frozenset[str]:
    """What a browser may call us on loopback."""
    return frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        CannotReach: the address cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except (OSError, OverflowError) as fault:
        raise CannotReach(
            f"port {port} of {host} cannot be used: {fault}", next_step="name another one with --port"
        ) from fault
    return listener


def _shower(keys: Keys, origin: str, say: Say) -> Callable[[], str]:
    def show() -> str:
        address = f"{origin}{keys.root}/enter?token={keys.token}"
        say(f"your room: {address}")
        return address

    return show


def _again(show: Callable[[], str]) -> None:
    """Each Enter in the terminal prints a fresh address for another browser."""
    for _line in sys.stdin:
        show()
