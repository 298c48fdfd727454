"""Opens the room on this machine: a free port of loopback, one address with a one-time token."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import signal
import socket
import ssl
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import uvicorn
from cryptography import x509
from starlette.applications import Starlette

from podium import home
from podium.core.errors import CannotReach, CannotWrite, Misuse
from podium.web.app import build
from podium.web.guard import Keys, go_on
from podium.web.passkey import Door
from podium.web.room import READING

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
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=_again, args=(show,), daemon=True).start()
    with leaving(), way_in(address) if opens_browser else contextlib.nullcontext() as file:
        if file is not None:
            threading.Thread(target=webbrowser.open, args=(file.as_uri(),), daemon=True).start()
        run(app, listener)


@contextlib.contextmanager
def way_in(address: str) -> Generator[Path]:
    """A file that goes on to the address: what a browser is started with is seen by every user of the machine.

    Raises:
        CannotWrite: the file cannot be made.
    """
    try:
        home.home().mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(".html", "open-", home.home())  # only its owner can read it
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(go_on(address))
    except OSError as fault:
        raise CannotWrite(
            f"the browser cannot be opened: {fault.strerror}", where=str(home.home()), next_step="add --no-browser"
        ) from fault
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def serve_beyond(
    host: str, port: int, certificate: Path | None, key: Path | None, say: Say, *, listen_at: str | None = None
) -> None:
    """Serve under a name other machines can reach, over TLS and behind a passkey only.

    Args:
        listen_at: the address of this machine to listen at; None for the one the name leads to.

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
    _check_pair(certificate, key, name)
    listener = listen(listen_at or name, port)
    port = int(listener.getsockname()[1])
    origin = f"https://{name}" + ("" if port == 443 else f":{port}")
    keys = Keys()
    door = Door(keys, name, origin, home.home() / "passkeys.json")
    app = build(keys, {origin.partition("://")[2]}, scheme="https", extra=door.routes(), has_passkey=True)
    say(f"your room: {origin}{keys.root}/passkey" + ("" if door.known() else f"#{keys.token}"))
    with leaving():
        run(app, listener, certificate, key)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _check_pair(certificate: Path, key: Path, name: str) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound) as fault:
        raise Misuse(
            f"certificate and key cannot be used: {fault}", where=str(certificate),
            next_step=f"give the PEM files of a certificate for {name}",
        ) from fault  # fmt: skip
    carried = {each.lower() for each in names.get_values_for_type(x509.DNSName)}
    if not carried & {name, "*." + name.partition(".")[2]}:
        told = ", ".join(sorted(carried)) or "no name"
        raise Misuse(
            f"the certificate is for {told}, not for {name}", where=str(certificate),
            next_step="give one for the name in --host",
        )  # fmt: skip
    if found.not_valid_after_utc < datetime.now(UTC):
        raise Misuse(
            f"the certificate ended on {found.not_valid_after_utc:%Y-%m-%d}", where=str(certificate),
            next_step="renew it; no browser would come in",
        )  # fmt: skip


def run(app: Starlette, listener: socket.socket, certificate: Path | None = None, key: Path | None = None) -> None:
    """Answer until stopped, then close what is open."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False, lifespan="off",
        timeout_keep_alive=30, limit_concurrency=200, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    # The server hands a signal on when it has stopped; this way what is open is closed then too.
    signal.signal(signal.SIGTERM, _end)
    with app.state.room.closing():
        uvicorn.Server(config).run(sockets=[listener])


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


@contextlib.contextmanager
def leaving() -> Generator[None]:
    """At the end, do not wait for a reading that still runs; what it kept so far is whole.

    The interpreter's own end would break the engine's threads off, with a crash on the terminal.
    """
    try:
        yield
    finally:
        if any(thread.name == READING and thread.is_alive() for thread in threading.enumerate()):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)


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
