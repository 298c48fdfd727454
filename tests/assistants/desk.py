"""A manager's machine for the tests of assistants: repositories looked at, a journal, and a client of the SDK."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import anyio
import msgspec
from mcp.client import Client
from mcp_types import CallToolResult, ListToolsResult

from journals import page
from little_team import LAST_DAY, OTHERS, make
from podium import app, signals, traps
from podium.app.assistant import Visit
from podium.assistants import check
from podium.assistants.server import build

NAMES = dict(
    zip(OTHERS, ("zebulon", "yolanda", "xanthippe", "wilhelmina", "vladimira", "ulrike", "theodora"), strict=True)
)
PEOPLE = tuple(NAMES.values())
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def look_at(*repositories: Path, **more: Any) -> None:
    """What `podium look` remembers."""
    app.last_look.keep(app.look.Scope(paths=repositories, me=("ana@example.org",), **more))


def write_journal(root: Path, *, words: str = "") -> Path:
    """A journal in which every report stands, with duties; `words` stand in whatever she copied in."""
    root.mkdir(parents=True)
    (root / "journal.toml").write_text("format = 1\n")
    for place in ("people", "one-on-ones", "wins", "delegations"):
        (root / place).mkdir()
    for name in PEOPLE:
        (root / "people" / f"{name}.md").write_text(page())
    first = PEOPLE[0]
    (root / "one-on-ones" / f"2026-11-20-{first}.md").write_text(
        page(
            person=first,
            planned=date(2026, 11, 20),
            held=date(2026, 11, 20),
            promised=[f"ask {first.title()} {words}"],
            status="held",
        )
    )
    (root / "wins" / "2026-11-06-month-end.md").write_text(
        page(
            date=date(2026, 11, 6),
            what=f"Finance closes in 2 days {words}"[:190],
            credit=[first.title()],
            for_whom="finance",
        )
    )
    (root / "delegations" / "2026-11-02-review.md").write_text(
        page(
            task=f"Lead the review {words}"[:190],
            person=PEOPLE[1],
            level=5,
            started=date(2026, 11, 2),
            by_when=date(2026, 11, 27),
            status="open",
        )
    )
    return root


@dataclass
class Asked:
    """What a client got."""

    tools: ListToolsResult
    answers: list[CallToolResult] = field(default_factory=list[CallToolResult])

    @property
    def text(self) -> str:
        """Everything the client was told."""
        return "\n".join(msgspec.json.encode(answer.model_dump(mode="json")).decode() for answer in self.answers)


def ask(*calls: tuple[str, Mapping[str, Any]], era: str = "auto") -> Asked:
    """Each call through the SDK's own client."""

    async def talk() -> Asked:
        visit = Visit(lambda: NOW)
        with visit.mirrors.closing():
            async with Client(build(visit), mode=era) as client:
                asked = Asked(await client.list_tools())
                for name, arguments in calls:
                    asked.answers.append(await check.answer_of(client, name, arguments))
        return asked

    # A browser that another test opened keeps a loop in this thread.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(anyio.run, talk).result()


def every_call() -> list[tuple[str, Mapping[str, Any]]]:
    """Each tool in each way that shows most, every signal and flag among them."""
    names = [signal.name for signal in signals.every()] + [flag.name for trap in traps.every() for flag in trap.flags]
    return [
        ("mirror", {}),
        *(("why", {"name": name, "most": 200}) for name in names),
        ("practices", {}),
        ("practice", {"name": "no-code-zone"}),
        ("portfolio_draft", {"month": "2026-11"}),
        ("gym_scenarios", {}),
        ("duties", {}),
    ]


__all__ = ["LAST_DAY", "NAMES", "PEOPLE", "ask", "every_call", "look_at", "make", "write_journal"]
