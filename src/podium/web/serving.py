"""Opens the room on this machine: a free port of loopback, one address with a one-time token."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
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
from starlette.applications import Starlette

from podium.app import calendars
from podium.core.errors import CannotWrite, Misuse
from podium.system import paths
from podium.system.extras import install_line
from podium.system.sockets import listen
from podium.web.app import build
from podium.web.security import Keys, go_on
from podium.web.waiting import Protocol

LOOPBACK = "127.0.0.1"
# How long an answer that is under way may still take when the room closes.
GRACE_S = 3
Say = Callable[[str], None]


def serve(port: int, *, opens_browser: bool, say: Say) -> None:
    """Serve until stopped; `say` prints the address.

    Raises:
        CannotReach: the port is taken.
    """
    is_port_chosen = bool(port)
    listener = listen(LOOPBACK, port)
    port = int(listener.getsockname()[1])
    keys, feed_path = Keys(), calendars.feed_path()
    app = build(keys, loopback_hosts(port), feed_path=feed_path)
    show = _shower(keys, f"http://{LOOPBACK}:{port}", say)
    if is_port_chosen:
        say(f"your calendar of podium, to subscribe to: http://{LOOPBACK}:{port}{feed_path}")
    server = Server(_config(app))
    app.state.room.begin_reading()
    with leaving(server):
        address = show()
        if sys.stdin is not None and sys.stdin.isatty():
            threading.Thread(target=_again, args=(show,), daemon=True).start()
        with way_in(address) if opens_browser else contextlib.nullcontext() as file:
            if file is not None:
                threading.Thread(target=webbrowser.open, args=(file.as_uri(),), daemon=True).start()
            run(server, app, listener)


@contextlib.contextmanager
def way_in(address: str) -> Generator[Path]:
    """A file that goes on to the address: what a browser is started with is seen by every user of the machine.

    Raises:
        CannotWrite: the file cannot be made.
    """
    try:
        paths.home().mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(".html", "open-", paths.home())  # only its owner can read it
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(go_on(address))
    except OSError as fault:
        raise CannotWrite(
            f"the browser cannot be opened: {fault.strerror}", where=str(paths.home()), next_step="add --no-browser"
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
        Misuse: no certificate, a name that cannot carry a passkey, or what knows passkeys is not installed.
        CannotReach: the address cannot be had.
    """
    name = host.strip().lower().rstrip(".")
    if certificate is None or key is None:
        raise Misuse(
            "beyond this machine podium speaks TLS only", next_step="add --certificate FILE and --key FILE (PEM)"
        )
    if _is_address(name) or "." not in name:
        raise Misuse(f"{host!r} cannot carry a passkey", next_step="use a full name, such as room.example.org")
    try:
        from podium.web.passkey import Door
    except ModuleNotFoundError:
        raise Misuse("a passkey needs one more part", next_step=install_line("passkey")) from None
    _check_pair(certificate, key, name)
    listener = listen(listen_at or name, port)
    port = int(listener.getsockname()[1])
    origin = f"https://{name}" + ("" if port == 443 else f":{port}")
    keys = Keys()
    door = Door(keys, name, origin, paths.home() / "passkeys.json")
    app = build(keys, {origin.partition("://")[2]}, scheme="https", extra=door.routes(), has_passkey=True)
    server = Server(_config(app, certificate, key))
    with leaving(server):
        say(f"your room: {origin}{keys.root}/passkey" + ("" if door.known() else f"#{keys.token}"))
        run(server, app, listener)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _check_pair(certificate: Path, key: Path, name: str) -> None:
    from cryptography import x509

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
        parsed = x509.load_pem_x509_certificate(certificate.read_bytes())
        names = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound) as fault:
        raise Misuse(
            f"certificate and key cannot be used: {fault}",
            where=str(certificate),
            next_step=f"give the PEM files of a certificate for {name}",
        ) from fault
    carried = {dns_name.lower() for dns_name in names.get_values_for_type(x509.DNSName)}
    if not carried & {name, "*." + name.partition(".")[2]}:
        carried_names = ", ".join(sorted(carried)) or "no name"
        raise Misuse(
            f"the certificate is for {carried_names}, not for {name}",
            where=str(certificate),
            next_step="give one for the name in --host",
        )
    if parsed.not_valid_after_utc < datetime.now(UTC):
        raise Misuse(
            f"the certificate ended on {parsed.not_valid_after_utc:%Y-%m-%d}",
            where=str(certificate),
            next_step="renew it; no browser would come in",
        )


class Server(uvicorn.Server):
    """The server; once it was asked to stop there is nothing left to complain about."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give what is being answered a moment, then break it off without a word."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        await super().shutdown(sockets)


def _config(app: Starlette, certificate: Path | None = None, key: Path | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        http=Protocol,
        ws="none",
        timeout_keep_alive=30,
        limit_concurrency=200,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=GRACE_S,
    )


def run(server: Server, app: Starlette, listener: socket.socket) -> None:
    """Answer until stopped, then close what is open."""
    with app.state.room.closing():
        server.run(sockets=[listener])


@contextlib.contextmanager
def leaving(server: Server) -> Generator[None]:
    """Ctrl-C and a polite kill only ever ask the server to stop, so at every moment the room closes the same way.

    At the end nothing is waited for: what a reading kept so far is whole, and the interpreter's own end would break
    its threads off with a crash on the terminal.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, stop)
    yield
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def loopback_hosts(port: int) -> frozenset[str]:
    """What a browser may call us on loopback."""
    return frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})


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
