"""`podium serve`: your room in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from podium.cli import output
from podium.core.errors import Misuse


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@click.option("--host", help="A name other machines reach this one by; needs --certificate, --key and a passkey.")
@click.option("--certificate", type=click.Path(path_type=Path), help="TLS certificate chain (PEM) for --host.")
@click.option("--key", type=click.Path(path_type=Path), help="Its private key (PEM).")
@click.option("--listen", help="The address of this machine to listen at; default: the one --host leads to.")
def command(
    port: int, no_browser: bool, host: str | None, certificate: Path | None, key: Path | None, listen: str | None
) -> None:
    """Open your room in the browser; only this machine and only who has the printed address can reach it.

    The address works once. Press Enter in this terminal for a fresh one, Ctrl-C to close the room.

    With --port it also prints the address at which calendar programs on this machine can subscribe to podium's own
    calendar. That address stays the same as long as you name the same port.
    """
    from podium.web import serving

    if host is not None and host not in {serving.LOOPBACK, "localhost", "::1"}:
        serving.serve_beyond(host, port, certificate, key, output.out, listen_at=listen)
    elif certificate or key or listen:
        raise Misuse(
            "on this machine alone there is no TLS",
            next_step="leave --certificate, --key and --listen out, or add --host NAME",
        )
    else:
        output.note("Ctrl-C closes the room; Enter prints a fresh address for another browser")
        serving.serve(port, opens_browser=not no_browser, say=output.out)
