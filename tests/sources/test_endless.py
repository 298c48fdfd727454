"""A server whose lists never end, each entry new and well formed: the sync ends, says so, and keeps what it read."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from loopback import Asked, Clockwork
from podium.core.errors import CannotReach
from podium.sources import StreamPage, load, records
from podium.sources.http import client
from podium.sources.secrets import Secret
from source_worlds import WORLDS, Indoors, World, acts

SERVERS = [name for name, world in WORLDS.items() if world.pick is not None]
MOST, PATIENCE = 40, 400
IDS = {"id", "iid", "number", "_number", "key", "databaseId", "change_id"}


class Endless(Indoors):
    """Answers as the honest world does, but says of each list that there is more, and of each entry that it is new."""

    def __init__(self, world: World) -> None:
        self.world, self.asked, self.count = world, 0, itertools.count(1000)
        super().__init__(self._answer)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = super().handle_request(request)
        page = next(self.count)
        url = request.url.copy_set_param("page", page)
        answer.headers |= {"link": f'<{url}>; rel="next"', "x-next-page": str(page)}
        return answer

    def _answer(self, asked: Asked) -> bytes:
        self.asked += 1
        assert self.asked < PATIENCE, "the sync goes on for ever"
        assert self.world.pick is not None
        body = json.dumps(self._endless(self.world.told[self.world.pick(asked)])).encode()
        return b")]}'\n" + body if self.world.source == "gerrit" else body

    def _endless(self, told: Any) -> Any:
        if isinstance(told, list):
            entries = [self._endless(each) for each in told]
            if entries and isinstance(entries[-1], dict) and self.world.source == "gerrit":
                entries[-1]["_more_changes"] = True
            return entries
        if not isinstance(told, dict):
            return told
        found = {key: self._new(key, value) for key, value in told.items()}
        more = {
            "hasNextPage": True,
            "endCursor": f"c{next(self.count)}",
            "nextPageToken": f"t{next(self.count)}",
            "isLast": False,
            "more": True,
            "after": f"a{next(self.count)}",
        }
        found |= {key: value for key, value in more.items() if key in found}
        if self.world.source == "jira" and "issues" in found:
            found |= {"nextPageToken": more["nextPageToken"], "isLast": False}
        return found

    def _new(self, key: str, value: Any) -> Any:
        if key in IDS and isinstance(value, int) and not isinstance(value, bool):
            return next(self.count)
        if key in IDS and isinstance(value, str) and "-" not in value:
            return f"{value}{next(self.count)}"
        return self._endless(value)


@pytest.mark.parametrize("name", SERVERS)
def test_lists_without_an_end_are_left_and_what_was_read_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_REQUESTS", MOST)
    monkeypatch.setattr(records, "MOST_PAGES_OF_ONE", 5)
    world = WORLDS[name]
    server = Endless(world)
    wire = Clockwork().wire()
    wire.transport = server
    settings = world.settings | {"address": "https://here.example"}
    reading = load(world.source).read(settings, Secret("token"), {}, wire)
    pages, stop = _until_it_stops(reading)
    if stop:
        assert "did not end after 40 answers" in stop
        assert "what was read is kept" in stop
    assert server.asked <= MOST
    # PagerDuty's people come before its acts, and are never at an end here.
    assert acts(pages) or world.source == "pagerduty"


def _until_it_stops(reading: Iterator[StreamPage]) -> tuple[list[StreamPage], str]:
    pages: list[StreamPage] = []
    try:
        pages.extend(reading)
    except CannotReach as stop:
        return pages, str(stop)
    return pages, ""
