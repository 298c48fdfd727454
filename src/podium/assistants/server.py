"""The server an assistant's client speaks to; it passes on what the use cases answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import msgspec
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from podium import app
from podium.core.errors import Stop

if TYPE_CHECKING:
    from podium.app.assistant import Visit

NAME, VERSION = "podium", "1"
INSTRUCTIONS = (
    "podium is a private mirror for an engineer who became a manager; she is the subject, the owner and the only reader. "
    "Quote its numbers as they stand with their reason; a null is `cannot tell`, never zero, and no verdict means no "
    "evidence, not an all-clear. podium refuses every question about one person, ranks nobody and reads no mood: pass a "
    f"refusal on and do not work around it. {app.assistant_records.HOW_TO_READ}"
)
_READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def build(visit: Visit) -> Server[Any]:
    """The server of one visit."""

    async def list_tools(
        _context: ServerRequestContext[Any], _request: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=list(tools()))

    async def call_tool(_context: ServerRequestContext[Any], request: CallToolRequestParams) -> CallToolResult:
        return await anyio.to_thread.run_sync(_called, visit, request.name, request.arguments or {})

    return Server(
        NAME,
        version=VERSION,
        title="podium",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def tools() -> tuple[Tool, ...]:
    """Every tool as a client sees it."""
    return tuple(
        Tool(
            name=tool.name,
            title=tool.title,
            description=tool.says,
            input_schema=app.assistant.schema(tool.asks),
            output_schema=app.assistant.schema(tool.answers),
            annotations=_READS_ONLY,
        )
        for tool in app.assistant.TOOLS
    )


def _called(visit: Visit, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """The answer of a tool, or the refusal as an error of the tool."""
    try:
        answer, is_refused = app.assistant.ask(visit, name, arguments), False
    except Stop as stop:
        answer, is_refused = app.assistant.problem(stop), True
    text = msgspec.json.encode(answer).decode()
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=msgspec.to_builtins(answer),
        is_error=is_refused,
    )


async def speak_on_pipes(server: Server[Any]) -> None:
    """Speak on stdin and stdout until the client hangs up."""
    async with stdio_server() as (reader, write):
        await server.run(reader, write, server.create_initialization_options())


def serve_pipes() -> None:
    """A visit over stdin and stdout."""
    visit = app.assistant.Visit()
    with visit.mirrors.closing():
        anyio.run(speak_on_pipes, build(visit))
