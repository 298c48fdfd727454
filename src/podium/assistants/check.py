"""Asks podium's own server ten questions through a client, and keeps what the client was told."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import anyio
import msgspec
from mcp.client import Client
from mcp_types import TextContent

from podium import app
from podium.app.assistant_questions import Question
from podium.assistants.server import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcp_types import CallToolResult

    from podium.app.assistant import Visit
    from podium.app.session import Clock

# The protocol of 2026-07-28, and the one of the stateful era before it.
ERAS = ("auto", "legacy")


class Told(msgspec.Struct, frozen=True):
    """What a client was told.

    Attributes:
        text: the answer as JSON. is_error: whether it is a refusal or says that nothing can be told.
        after_s: seconds the client waited.
    """

    question: Question
    text: str
    is_error: bool
    after_s: float

    @property
    def is_as_promised(self) -> bool:
        """Whether what must be refused was refused."""
        return self.is_error or not self.question.is_refused


@contextmanager
def _visit(clock: Clock | None) -> Generator[Visit]:
    visit = app.assistant.Visit(clock)
    with visit.mirrors.closing():
        yield visit


def ask_all(era: str = "auto", clock: Clock | None = None) -> tuple[Told, ...]:
    """The ten questions and what came back."""
    with _visit(clock) as visit:
        return anyio.run(_ask_all, visit, era)


async def _ask_all(visit: Visit, era: str) -> tuple[Told, ...]:
    answers: list[Told] = []
    async with Client(build(visit), mode=era) as client:
        for question in app.assistant_questions.QUESTIONS:
            began = time.monotonic()
            result = await answer_of(client, question.tool, question.arguments)
            text = "".join(block.text for block in result.content if isinstance(block, TextContent))
            answers.append(Told(question, text, bool(result.is_error), time.monotonic() - began))
    return tuple(answers)


async def answer_of(client: Client, tool: str, arguments: Mapping[str, object]) -> CallToolResult:
    """What a tool answers, asked again while the repositories are being read."""
    while True:
        result = await client.call_tool(tool, dict(arguments))
        if not (result.is_error and (result.structured_content or {}).get("is_reading")):
            return result
