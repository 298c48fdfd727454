"""A place to listen at, with a clear line when it cannot be had."""

from __future__ import annotations

import socket
import sys

from podium.core.errors import CannotReach


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
