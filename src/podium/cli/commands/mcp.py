"""Let your assistant ask podium: the same answers and the same refusals as on the screen."""

from __future__ import annotations

import importlib.util
import json

import click

from podium.cli import output
from podium.core.errors import CannotTell, Misuse
from podium.system.extras import install_line

MOST_CHARACTERS = 600


@click.command()
@click.option("--http", "over_http", is_flag=True, help="Serve on loopback with a token instead of stdin and stdout.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="For --http. Default: a free one.")
@click.option(
    "--print", "client", metavar="CLIENT", help="Print the lines for the settings of a client; `list` names them."
)
@click.option("--skill", is_flag=True, help="Print the SKILL.md that teaches an assistant when to ask podium.")
@click.option("--check", is_flag=True, help="Ask ten questions and show the answers as a client sees them.")
def command(over_http: bool, port: int, client: str | None, skill: bool, check: bool) -> None:
    """Serve what you looked at last to an assistant, read-only, over the Model Context Protocol.

    An assistant's vendor sees what podium answers it; see docs/howto/assistants.md before you connect one.

    \b
      podium mcp --print claude-code
      podium mcp --http --print cursor
      podium mcp --check
    """
    if importlib.util.find_spec("mcp") is None:
        raise Misuse("the protocol's SDK is not installed", next_step=install_line("mcp"))
    if client is not None:
        _print_settings(client, port if over_http else None)
    elif skill:
        from podium.assistants import skill as text

        output.raw(text.read().rstrip("\n"))
    elif check:
        _check()
    elif over_http:
        from podium.assistants import loopback

        loopback.serve(port, output.out)
    else:
        from podium.assistants import server

        server.serve_pipes()


def _print_settings(name: str, port: int | None) -> None:
    from podium.assistants import client_settings

    chosen = client_settings.CLIENTS.get(name)
    if chosen is None:
        client_names = ", ".join(client_settings.CLIENTS)
        if name != "list":
            raise Misuse(f"podium knows no client {name[:60]!r}", next_step=f"choose one of {client_names}")
        output.out(client_names.replace(", ", "\n"))
        return
    if port is None:
        lines = chosen.lines(client_settings.how_to_start())
    elif chosen.lines_of_address is None:
        raise Misuse(f"{name} asks no address on this machine: it starts podium itself", next_step="leave out --http")
    else:
        address = client_settings.address(port)
        lines = chosen.lines_of_address(address)
        output.note(f"first start `podium mcp --http --port {address.port}` and leave it running")
    output.note(chosen.place)
    output.raw(lines)


def _check() -> None:
    from podium.assistants import check

    answers = check.ask_all()
    for answer in answers:
        call = f"{answer.question.tool} {json.dumps(dict(answer.question.arguments))}"
        output.styled([(answer.question.words, "bold"), (f"  ({call}, {answer.after_s:.1f} s)", "")])
        rest = len(answer.text) - MOST_CHARACTERS
        shown_text = answer.text if rest <= 0 else f"{answer.text[:MOST_CHARACTERS]}… and {rest:,} characters more"
        output.out(f"  {'refused' if answer.is_error else 'answered'}: {shown_text}")
    if wrong := [answer.question.words for answer in answers if not answer.is_as_promised]:
        raise CannotTell(f"answered, and should have been refused: {'; '.join(wrong)}")
