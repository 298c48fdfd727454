"""Every way a server fails, met by every source that asks one: the same table in the end, and no word to a stranger."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import duckdb
import pytest

from little_github import LittleGitHub, change
from loopback import NOW_S, Answer, Asked, Clockwork, Loopback, telling, turns
from nightly import by_day
from podium.connections import sync
from podium.core.errors import Refused
from podium.evidence.people.me_file import MeFile
from podium.sources import gerrit, ics, pagerduty
from podium.sources.secrets import Secret, variable
from podium.system import paths
from source_worlds import WORLDS, World

SERVED = sorted(name for name, world in WORLDS.items() if world.pick is not None)
RENAMED = "/renamed"
TROUBLES: dict[str, Answer] = {
    "429": Answer(status=429, headers={"retry-after": "7"}),
    "429 and when it ends": Answer(status=429, headers={"x-ratelimit-reset": str(NOW_S + 30)}),
    "403, the hour's limit is used up": Answer(
        status=403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW_S + 60)}
    ),
    "403, too fast": Answer(status=403, headers={"retry-after": "12"}),
    "500": Answer(status=500),
    "502": Answer(status=502),
    "503": Answer(status=503),
    "504": Answer(status=504),
    "an answer cut in the middle": Answer(b'{"half": "of it", "and": "more"}', cut=True),
    "301, renamed": Answer(status=301),
}


class Moody:
    """Serves a world; while it is out of temper every second answer is the trouble it is in."""

    def __init__(self, world: World) -> None:
        self.world, self.count = world, 0
        self.trouble: Answer | None = None
        self.elsewhere = ""
        self.headers: dict[str, str] = {}

    def tell(self, asked: Asked) -> Answer:
        assert self.world.pick is not None
        asked.path = asked.path.removeprefix(RENAMED)
        self.count += 1
        if self.trouble is not None and self.count % 2:
            return self._moved(asked) if self.trouble.status == 301 else self.trouble
        body = json.dumps(self.world.told[self.world.pick(asked)]).encode()
        return Answer(b")]}'\n" + body if self.world.source == "gerrit" else body, headers=self.headers)

    def _moved(self, asked: Asked) -> Answer:
        where = f"{self.elsewhere}{RENAMED}{quote(asked.path)}?{urlencode(asked.query)}"
        return Answer(status=301, headers={"location": where})


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[World, Loopback], bytes]:
    """A whole sync into a new store; what the store then holds."""
    count: Iterator[int] = iter(range(1_000))

    def table(world: World, server: Loopback) -> bytes:
        monkeypatch.setenv("PODIUM_HOME", str(tmp_path / str(next(count))))
        monkeypatch.setenv(variable(world.source), "token")
        kept = paths.evidence() / "sources"
        kept.mkdir(parents=True)
        (kept / "key").write_bytes(b"k" * 32)
        asked = sync.Connection(world.source, world.source, world.settings | {"address": server.address})
        sync.run(asked, MeFile(), Clockwork().wire(), None)
        found = sync.store().snapshot()
        assert found is not None
        return found.read_bytes()

    return table


@pytest.mark.parametrize("name", by_day(SERVED, "github", "jira"))
def test_whatever_trouble_a_server_is_in_the_table_is_the_same_in_the_end(name: str, fresh: Any) -> None:
    hub = Moody(WORLDS[name])
    with telling(hub.tell) as server:
        straight = fresh(hub.world, server)
        for trouble, answer in TROUBLES.items():
            hub.trouble, hub.count = answer, 0
            assert fresh(hub.world, server) == straight, trouble
            assert hub.count > 1, "it was in that trouble"


def test_a_calendars_secret_address_in_any_trouble_tells_the_same() -> None:
    lines = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:x",
        "DTSTART:20260901T100000Z",
        "DTEND:20260901T110000Z",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    moods: list[Answer] = []

    def tell(asked: Asked) -> Answer:
        return moods.pop() if moods else Answer("\r\n".join(lines).encode(), headers={"etag": '"1"'})

    with telling(tell) as server:

        def read() -> list[Any]:
            where = Secret(f"{server.address}/secret/basic.ics")
            return list(ics.read({"me": "ada@example.org"}, where, {}, Clockwork().wire()))

        straight = read()
        assert sum(len(page.events) for page in straight) == 1
        for trouble, answer in TROUBLES.items():
            is_move = answer.status == 301
            moods.append(Answer(status=301, headers={"location": "/elsewhere.ics"}) if is_move else answer)
            assert read() == straight, trouble
            assert moods == [], "it was in that trouble"


@pytest.mark.parametrize("name", SERVED)
def test_no_source_follows_a_link_or_a_redirect_to_a_stranger(name: str, fresh: Any) -> None:
    hub = Moody(WORLDS[name])
    with telling(turns(Answer())) as stranger, telling(hub.tell) as server:
        straight = fresh(hub.world, server)
        hub.headers = {"link": f'<{stranger.address}/steal>; rel="next"', "x-next-page": f"{stranger.address}/steal"}
        assert fresh(hub.world, server) == straight
        hub.elsewhere, hub.trouble, hub.count = stranger.address, Answer(status=301), 0
        with pytest.raises(Refused, match="another host"):
            fresh(hub.world, server)
    assert stranger.asked == []


def test_a_change_on_two_pages_is_one_and_none_is_lost_when_the_list_grows_while_it_is_read(
    fresh: Any,
) -> None:
    hub = LittleGitHub([change(n) for n in range(1, 41)], page=8)

    def tell(asked: Asked) -> Answer:
        told = hub.tell(asked)
        hub.changes.append(change(1000 + len(hub.changes), updatedAt=change(0)["updatedAt"]))
        return told

    with telling(tell) as server:
        world = World("github", {}, {"repos": "acme/pay"})
        fresh(world, server)
    found = duckdb.sql(f"SELECT object_id, verb, count(*) FROM '{sync.store().snapshot()}' GROUP BY ALL").fetchall()
    assert {object_id for object_id, _, _ in found} >= {f"github:acme/pay#{n}" for n in range(1, 41)}
    assert {times for _, _, times in found} == {1}


class Shrinking:
    """A list asked for by position that loses records from its front each time a page was served."""

    def __init__(self, listed: list[dict[str, Any]], *, loses: int) -> None:
        self.listed, self.loses = listed, loses

    def taken(self, start: int, size: int) -> tuple[list[dict[str, Any]], bool]:
        found = self.listed[start : start + size]
        has_more = start + len(found) < len(self.listed)
        self.listed, self.loses = self.listed[self.loses :], 0
        return found, has_more


@pytest.mark.parametrize("loses", [1, 4, 12, 30])
def test_a_list_that_shrinks_while_it_is_read_loses_no_entry_of_a_pager(loses: int) -> None:
    at = WORLDS["pagerduty"].told["log_entries"]["log_entries"][0]
    hub = Shrinking([at | {"id": f"R{n}"} for n in range(130)], loses=loses)

    def tell(asked: Asked) -> Answer:
        name = asked.path.strip("/")
        if name != "log_entries" or hub.listed[0]["created_at"] < asked.query["since"]:
            return Answer.of({name: [], "more": False})
        taken, has_more = hub.taken(int(asked.query["offset"]), int(asked.query["limit"]))
        return Answer.of({name: taken, "more": has_more})

    with telling(tell) as server:
        asked = {"address": server.address, "since": "2026-09-19"}
        pages = list(pagerduty.read(asked, Secret("key"), {}, Clockwork().wire()))
    assert len({event.event_id for page in pages for event in page.events}) == 130


@pytest.mark.parametrize("loses", [1, 4, 12, 30])
def test_a_list_that_shrinks_while_it_is_read_loses_no_change_of_gerrit(loses: int) -> None:
    one = WORLDS["gerrit"].told["changes"][0]
    hub = Shrinking([one | {"_number": n, "id": f"pay~{n}"} for n in range(1, 131)], loses=loses)

    def tell(asked: Asked) -> Answer:
        taken, has_more = hub.taken(int(asked.query["S"]), int(asked.query["n"]))
        told = [*taken[:-1], taken[-1] | {"_more_changes": True}] if has_more else taken
        return Answer(b")]}'\n" + json.dumps(told).encode())

    with telling(tell) as server:
        pages = list(gerrit.read({"address": server.address}, None, {}, Clockwork().wire()))
    assert len({event.object_id for page in pages for event in page.events}) == 130
