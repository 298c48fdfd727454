"""The lines that make podium known to the assistants people use."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping

import msgspec
import tomlkit

from podium.assistants import loopback

# What decides where podium reads; a client starts it without the variables of her terminal.
_KEPT = ("PODIUM_HOME", "PODIUM_JOURNAL")


class Start(msgspec.Struct, frozen=True):
    """How a client starts podium."""

    command: str
    arguments: tuple[str, ...]
    variables: Mapping[str, str]


class Address(msgspec.Struct, frozen=True):
    """Where podium already answers, and the header that lets a client in."""

    port: int
    url: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What a client sends with every question."""
        return {"Authorization": f"Bearer {self.token}"}


class Client(msgspec.Struct, frozen=True):
    """One assistant: where its settings lie, and the lines for them.

    Attributes:
        lines: for a client that starts podium itself. lines_of_address: for one that asks an address; None where the
            client takes none on this machine.
    """

    name: str
    place: str
    lines: Callable[[Start], str]
    lines_of_address: Callable[[Address], str] | None


def how_to_start() -> Start:
    """The program that runs now, by its full path: a client has another PATH."""
    variables = {name: os.environ[name] for name in _KEPT if os.environ.get(name)}
    program = shutil.which("podium", path=os.path.dirname(sys.executable)) or shutil.which("podium")  # noqa: PTH120
    if program:
        return Start(program, ("mcp",), variables)
    return Start(sys.executable, ("-c", "from podium.cli.main import run; run()", "mcp"), variables)


def address(port: int) -> Address:
    """The address of a port, or of the usual one for 0, with the token that lets a client in.

    Raises:
        CannotRead: the kept token is damaged. CannotWrite: the disk refused.
    """
    chosen_port = port or loopback.PORT_IN_SETTINGS
    return Address(chosen_port, loopback.address(chosen_port), loopback.token())


def _table(start: Start) -> dict[str, str | list[str] | dict[str, str]]:
    variables = {"env": dict(start.variables)} if start.variables else {}
    return {"command": start.command, "args": list(start.arguments), **variables}


def _json(key: str) -> Callable[[Start], str]:
    return lambda start: json.dumps({key: {"podium": _table(start)}}, indent=2)


def _typed_json(start: Start) -> str:
    return json.dumps({"servers": {"podium": {"type": "stdio", **_table(start)}}}, indent=2)


def _toml(start: Start) -> str:
    return tomlkit.dumps({"mcp_servers": {"podium": _table(start)}}).strip()


def _shell(start: Start) -> str:
    variables = [word for name, value in start.variables.items() for word in ("--env", f"{name}={value}")]
    return shlex.join(["claude", "mcp", "add", *variables, "podium", "--", start.command, *start.arguments])


def _json_address(key: str, url_key: str = "url", **more: str) -> Callable[[Address], str]:
    def lines(address: Address) -> str:
        return json.dumps({key: {"podium": {**more, url_key: address.url, "headers": address.headers}}}, indent=2)

    return lines


def _toml_address(address: Address) -> str:
    table = {"url": address.url, "http_headers": address.headers}
    return tomlkit.dumps({"mcp_servers": {"podium": table}}).strip()


def _shell_address(address: Address) -> str:
    headers = [word for name, value in address.headers.items() for word in ("--header", f"{name}: {value}")]
    return shlex.join(["claude", "mcp", "add", "--transport", "http", "podium", address.url, *headers])


CLIENTS: Mapping[str, Client] = {
    client.name: client
    for client in (
        Client("claude-code", "type this in a terminal", _shell, _shell_address),
        Client(
            "claude-desktop", "Settings, Developer, Edit Config: claude_desktop_config.json", _json("mcpServers"), None
        ),
        Client("codex", "~/.codex/config.toml", _toml, _toml_address),
        Client("cursor", "~/.cursor/mcp.json", _json("mcpServers"), _json_address("mcpServers")),
        Client("gemini-cli", "~/.gemini/settings.json", _json("mcpServers"), _json_address("mcpServers", "httpUrl")),
        Client(
            "vscode",
            "the command `MCP: Open User Configuration`: mcp.json",
            _typed_json,
            _json_address("servers", type="http"),
        ),
        Client("zed", "~/.config/zed/settings.json", _json("context_servers"), _json_address("context_servers")),
    )
}
