"""A notebook: one line an act, `2026-03-02T10:00:00+01:00 ada@example.org INC-1`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podium.core.event import Event
from podium.sources import Setting, Source, StreamPage

if TYPE_CHECKING:
    from podium.sources import Cursor, Settings
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret


def read(
    settings: Settings, _secret: Secret | None, _cursors: Mapping[str, Cursor], _wire: HttpClient
) -> Iterator[StreamPage]:
    """The whole notebook as one page; what left it is gone."""
    events: list[Event] = []
    for line in Path(settings["path"]).read_text(encoding="utf-8").split("\n"):
        if len(words := line.split()) == 3:
            at = datetime.fromisoformat(words[0])
            minutes = int((at.utcoffset() or UTC.utcoffset(None)).total_seconds()) // 60
            events.append(
                Event(
                    event_id=f"notebook:{words[2]}:{words[0]}",
                    source="notebook",
                    instance="notebook",
                    verb="acknowledged",
                    ts=at.astimezone(UTC),
                    utc_offset_min=minutes,
                    tz_from="recorded",
                    actor=f"email:{words[1]}",
                    object_kind="incident",
                    object_id=words[2],
                )
            )
    yield StreamPage("lines", events, is_whole_stream=True)


SOURCE = Source(
    name="notebook",
    title="A notebook of incidents",
    informs=("firefighting",),
    feeds=("incidents",),
    settings=(Setting("path", "Which file?", is_path=True),),
    reads="the time, the address and the name of an incident on each line",
    never_reads="anything else on the line",
    blind_to="incidents nobody wrote down",
    read=read,
)
