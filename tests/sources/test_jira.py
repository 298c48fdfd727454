"""Jira: a real server of its kind, a small one that moves while it is read, and recorded pages."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loopback import Answer, Asked, Clockwork, telling
from podium.core.errors import Misuse
from podium.core.event import Event
from podium.sources import StreamPage, jira
from podium.sources.http.client import HttpClient
from podium.sources.secrets import Secret

STATUSES = [
    {"id": "1", "statusCategory": {"key": "new"}},
    {"id": "3", "statusCategory": {"key": "indeterminate"}},
    {"id": "5", "statusCategory": {"key": "done"}},
]
ADA = {"accountId": "ada-1", "emailAddress": "Ada@example.org", "timeZone": "Asia/Kolkata", "accountType": "atlassian"}


def issue(number: int, *, log: list[dict[str, Any]] | None = None, total: int | None = None) -> dict[str, Any]:
    log = log or []
    return {
        "id": str(1000 + number),
        "key": f"PAY-{number}",
        "fields": {
            "summary": "never kept",
            "issuetype": {"name": "Bug"},
            "parent": {"key": "PAY-1"},
            "project": {"key": "PAY"},
            "reporter": ADA,
            "creator": None,
            "created": "2026-09-01T10:00:00.000+0000",
            "updated": f"2026-09-{1 + number // 30:02d}T{number % 24:02d}:00:00.000+0000",
            "status": STATUSES[0],
        },
        "changelog": {"total": len(log) if total is None else total, "histories": log},
    }


def edit(number: int, field: str, source: str | None, to: str | None) -> dict[str, Any]:
    change = {"field": field, "from": source, "to": to}
    return {"id": str(number), "created": "2026-09-02T11:00:00.000+0200", "author": ADA, "items": [change]}


class LittleJira:
    """Search by position; `moves` sends issues to the end after a page was served."""

    def __init__(self, listed: list[dict[str, Any]], *, is_cloud: bool = False) -> None:
        self.listed, self.is_cloud = listed, is_cloud
        self.moves = 0
        self.rest: list[dict[str, Any]] = []

    def tell(self, asked: Asked) -> Answer:
        if asked.path.endswith("/serverInfo"):
            return Answer.of({"deploymentType": "Cloud" if self.is_cloud else "Server"})
        if asked.path.endswith("/status"):
            return Answer.of(STATUSES)
        if asked.path.endswith("/myself"):
            return Answer.of(ADA)
        if asked.path.endswith("/changelog"):
            start = int(asked.query["startAt"])
            return Answer.of({"total": len(self.rest), "values": self.rest[start : start + 2]})
        size = int(asked.query["maxResults"])
        start = int(asked.query.get("startAt") or asked.query.get("nextPageToken") or 0)
        taken = self.listed[start : start + size]
        end = start + len(taken)
        told: dict[str, Any] = {"issues": taken, "total": len(self.listed)}
        if self.is_cloud and end < len(self.listed):
            told["nextPageToken"] = str(end)
        answer = Answer.of(told)
        if self.moves:
            self.listed = self.listed[self.moves :] + self.listed[: self.moves]
            self.moves = 0
        return answer


def read(hub: LittleJira) -> list[StreamPage]:
    with telling(hub.tell) as server:
        return list(jira.read({"address": server.address, "projects": "PAY"}, Secret("pat"), {}, Clockwork().wire()))


def acts(hub: LittleJira) -> list[Event]:
    return [event for page in read(hub) for event in page.events]


def test_an_issue_is_told_with_its_moves_and_its_hands() -> None:
    log = [
        edit(1, "status", "1", "3"),
        edit(2, "assignee", None, "bo-2"),
        edit(3, "status", "3", "5"),
        edit(4, "status", "5", "1"),
        edit(5, "description", "a", "b"),
        edit(6, "status", "3", "3"),
    ]
    told = acts(LittleJira([issue(2, log=log)]))
    assert [e.verb for e in told] == ["opened", "started", "assigned", "closed", "reopened"]
    assert {(e.actor, e.tz, e.tz_from, e.work_type) for e in told} == {("jira:ada-1", "Asia/Kolkata", "profile", "bug")}
    assert told[2].subject == "jira:bo-2"
    assert str(told[1].ts) == "2026-09-02 09:00:00+00:00"
    assert "never kept" not in repr(told)


def test_history_ids_are_only_unique_within_an_issue() -> None:
    told = acts(LittleJira([issue(n, log=[edit(1, "status", "1", "3")]) for n in (1, 2)]))
    assert len({e.event_id for e in told}) == 4


def test_the_cloud_pages_by_token_and_long_histories_are_fetched() -> None:
    hub = LittleJira([issue(n) for n in range(120)], is_cloud=True)
    assert Counter(e.verb for e in acts(hub)) == {"opened": 120}
    hub = LittleJira([issue(1, log=[edit(1, "status", "1", "3")], total=5)], is_cloud=True)
    hub.rest = [edit(n, "status", "1", "3") for n in range(5)]
    assert Counter(e.verb for e in acts(hub))["started"] == 5


@pytest.mark.parametrize("moves", [1, 4, 30])
def test_a_list_that_moves_while_it_is_read_loses_nothing(moves: int) -> None:
    hub = LittleJira([issue(n) for n in range(130)])
    hub.moves = moves
    assert len({e.object_id for e in acts(hub)}) == 130


def test_the_question_is_written_in_the_accounts_own_zone() -> None:
    asked: list[str] = []
    hub = LittleJira([])

    def tell(question: Asked) -> Answer:
        asked.append(question.query.get("jql", ""))
        return hub.tell(question)

    with telling(tell) as server:
        where = {"address": server.address, "since": "2026-09-01"}
        list(jira.read(where, Secret("pat"), {}, Clockwork().wire()))
    assert 'updated >= "2026-09-01 05:29"' in asked[-1]


@pytest.mark.parametrize("bad", ['X") OR 1=1', "a-b", 'P"Q'])
def test_a_project_is_a_key_and_nothing_else(bad: str) -> None:
    with telling(LittleJira([]).tell) as server, pytest.raises(Misuse):
        list(jira.read({"address": server.address, "projects": bad}, Secret("pat"), {}, Clockwork().wire()))


def test_recorded_pages_can_be_read(samples: Path) -> None:
    for name in ("perceval/search_page_1.json", "jira820/search_page.json"):
        real = json.loads((samples / "jira" / name).read_text(encoding="utf-8"))["issues"]
        for one in real:
            one.setdefault("changelog", {"total": 0, "histories": []})
        told = acts(LittleJira(real))
        assert sum(e.verb == "opened" for e in told) == len(real) > 0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    pytest.importorskip("jira820", reason="jira820, the stand-in of a Jira server, is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "JIRA820_PORT": str(port), "JIRA820_HOST": "127.0.0.1"}
    child = subprocess.Popen(
        [sys.executable, "-m", "jira820"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _up(f"http://127.0.0.1:{port}", child)
    finally:
        child.terminate()
        child.wait(20)


def _up(address: str, child: subprocess.Popen[bytes]) -> str:
    for _ in range(150):
        if child.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/rest/api/2/serverInfo", timeout=2).close()
            return address
        except OSError:
            time.sleep(0.2)
    pytest.skip("jira820 did not come up")


def _post(address: str, body: dict[str, Any]) -> bytes:
    request = urllib.request.Request(address, json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return bytes(answer.read())


@pytest.mark.server
@pytest.mark.slow
def test_a_real_server_is_read_whole_and_its_moves_are_found(server: str) -> None:
    with urllib.request.urlopen(f"{server}/rest/api/2/search?maxResults=1", timeout=20) as answer:
        found = json.loads(answer.read())
    key = found["issues"][0]["key"]
    project = re.sub(r"-\d+$", "", key)
    where = {"address": server, "since": "2000-01-01", "projects": project}
    first = [e for p in jira.read(where, Secret("admin"), {}, HttpClient()) for e in p.events]
    assert len({e.object_id for e in first if e.verb == "opened"}) == found["total"]
    with urllib.request.urlopen(f"{server}/rest/api/2/issue/{key}/transitions", timeout=20) as answer:
        steps = json.loads(answer.read())["transitions"]
    _post(f"{server}/rest/api/2/issue/{key}/transitions", {"transition": {"id": steps[0]["id"]}})
    again = [e for p in jira.read(where, Secret("admin"), {}, HttpClient()) for e in p.events]
    fresh = {e.event_id for e in again} - {e.event_id for e in first}
    assert {e.object_id.rpartition(":")[2] for e in again if e.event_id in fresh} <= {key}


@pytest.mark.parametrize(
    ("log", "total", "given"),
    [
        ([], None, ["bo-2"]),
        ([edit(1, "assignee", "ada-1", "bo-2")], None, ["ada-1", "bo-2"]),
        ([edit(1, "assignee", None, "bo-2")], None, ["bo-2"]),
        ([edit(1, "status", "1", "3")], None, ["bo-2"]),
    ],
)
def test_whoever_had_an_issue_from_the_start_was_given_it(
    log: list[dict[str, Any]], total: int | None, given: list[str]
) -> None:
    made = issue(1, log=log, total=total)
    made["fields"]["assignee"] = {"accountId": "bo-2"}
    assert [e.subject for e in acts(LittleJira([made])) if e.verb == "assigned"] == [f"jira:{name}" for name in given]


def test_a_token_with_scopes_speaks_to_its_own_address_and_acts_keep_the_sites_name() -> None:
    """The form only: no real site with such a token could be tried."""
    import httpx2

    paths: list[str] = []
    answers: dict[str, Any] = {
        "serverInfo": {"deploymentType": "Cloud", "baseUrl": "https://acme.atlassian.net"},
        "status": STATUSES,
        "myself": ADA,
        "jql": {"issues": [issue(1)]},
    }

    def tell(asked: httpx2.Request) -> httpx2.Response:
        paths.append(asked.url.path)
        assert asked.url.host == "api.atlassian.com"
        assert asked.headers["authorization"].startswith("Basic ")
        return httpx2.Response(200, json=answers[asked.url.path.rpartition("/")[2]])

    wire = Clockwork().wire()
    wire.transport = httpx2.MockTransport(tell)
    settings = {"address": "https://api.atlassian.com/ex/jira/11-22", "email": "ada@example.org", "since": "2026-01-01"}
    pages = list(jira.read(settings, Secret("token"), {}, wire))
    (opened,) = [event for page in pages for event in page.events]
    assert opened.ref_url == "https://acme.atlassian.net/browse/PAY-1"
    assert opened.event_id.startswith("jira:acme.atlassian.net:")
    assert set(paths) == {
        f"/ex/jira/11-22/rest/api/{rest}" for rest in ("2/serverInfo", "2/status", "2/myself", "3/search/jql")
    }
