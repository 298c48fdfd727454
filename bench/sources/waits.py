"""How long an interactive `podium connect` waits for a server that is not there.

It leaves with 1 when one of them takes longer than five seconds from the first key to the answer.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator

MOST_S = 5.0


@contextlib.contextmanager
def port(serve: Callable[[socket.socket], None]) -> Generator[int]:
    """A port whose connections are handed to a function, each in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]


def silent(connection: socket.socket) -> None:
    """Takes the call and says nothing."""
    with contextlib.suppress(OSError):
        while connection.recv(1 << 16):
            pass


def dripping(connection: socket.socket) -> None:
    """A byte of the answer twenty times a second, for ever."""
    with contextlib.suppress(OSError):
        asked = connection.recv(1 << 16)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
        while not asked.startswith(b"HEAD"):
            connection.sendall(b"x")
            time.sleep(0.05)


def dripping_head(connection: socket.socket) -> None:
    """The same from the first header on."""
    with contextlib.suppress(OSError):
        connection.recv(1 << 16)
        connection.sendall(b"HTTP/1.1 200 OK\r\nx-long: ")
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)


def connect(address: str) -> tuple[float, str]:
    """Seconds of the whole command, and its last line."""
    with tempfile.TemporaryDirectory() as home:
        began = time.monotonic()
        asked = ["connect", "github", "acme/pay", "--set", f"address={address}"]
        ran = subprocess.run(
            [sys.executable, "-c", "from podium.cli.main import run; run()", *asked],
            env={**os.environ, "PODIUM_HOME": home, "PODIUM_SECRET_GITHUB": "token"},
            capture_output=True,
            text=True,
            check=False,
        )
        return time.monotonic() - began, ran.stderr.strip().rpartition("\n")[2]


def main() -> None:
    """Print the table."""
    with port(silent) as quiet, port(dripping) as slow, port(dripping_head) as slower:
        table = {
            "refused port": "http://127.0.0.1:1",
            "silent port": f"http://127.0.0.1:{quiet}",
            "slow drip of the answer": f"http://127.0.0.1:{slow}",
            "slow drip of its head": f"http://127.0.0.1:{slower}",
            "wrong name": "https://api.githbu.invalid",
        }
        waits = {what: connect(address) for what, address in table.items()}
    for what, (took, line) in waits.items():
        print(f"{what:<24} {took:5.1f} s  {line}")
    sys.exit(1 if max(took for took, _ in waits.values()) > MOST_S else 0)


if __name__ == "__main__":
    main()
