"""One small honest world for each source: what its server or file says, and how it is asked."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import msgspec

from little_github import BO, ROBOT, change
from loopback import NOW_S, Asked, Clockwork
from podium.core.event import Event
from podium.sources import StreamPage, load
from podium.sources.http.client import HttpClient
from podium.sources.records import utc_text
from podium.sources.secrets import Secret

AT, LATER = utc_text(NOW_S - 86_400), utc_text(NOW_S - 3_600)
ADA = {"id": "a1", "email": "ada@example.org", "timezone": "Asia/Kolkata", "app": False}


@dataclass(frozen=True)
class World:
    """What a source is told: `told` is served by `pick`, or written to a file by `lay`."""

    source: str
    told: dict[str, Any]
    settings: dict[str, str] = field(default_factory=dict)
    pick: Callable[[Asked], str] | None = None
    lay: Callable[[Path, Any], Path] | None = None

    def pages(self, folder: Path, told: Any, cursors: dict[str, Any] | None = None) -> list[StreamPage]:
        """Everything the source makes of what it is told."""
        if self.lay is not None:
            settings = self.settings | {"path": str(self.lay(folder, told))}
            return self._read(settings, cursors)

        return self._read(self.settings | {"address": "https://here.example"}, cursors, self.wire(told))

    def wire(self, told: Any) -> HttpClient:
        """A wire to a server in the same process that tells this."""

        def tell(asked: Asked) -> bytes:
            assert self.pick is not None
            body = json.dumps(told[self.pick(asked)]).encode()
            return b")]}'\n" + body if self.source == "gerrit" else body

        wire = Clockwork().wire()
        wire.transport = Indoors(tell)
        return wire

    def _read(
        self, settings: dict[str, str], cursors: dict[str, Any] | None, wire: HttpClient | None = None
    ) -> list[StreamPage]:
        return list(load(self.source).read(settings, Secret("token"), cursors or {}, wire or Clockwork().wire()))


class Indoors(httpx2.BaseTransport):
    """A server in the same process: thousands of answers cost no socket."""

    def __init__(self, tell: Callable[[Asked], bytes]) -> None:
        self._tell = tell

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        query = dict(request.url.params.items())
        asked = Asked(request.method, request.url.path, query, dict(request.headers), request.read())
        return httpx2.Response(200, content=self._tell(asked))


def raw(value: Any) -> msgspec.Raw:
    """A record as it stands inside an answer."""
    return msgspec.Raw(json.dumps(value).encode())


def acts(pages: list[StreamPage]) -> list[Event]:
    return [event for page in pages for event in page.events]


def _github(asked: Asked) -> str:
    query = json.loads(asked.body)["query"]
    for word in ("pullRequests", "releases"):
        if f"{word}(" in query:
            return word
    return "more" if "node(" in query else "issues"


def _found(*nodes: Any) -> dict[str, Any]:
    info = {"hasNextPage": False, "endCursor": None}
    return {"data": {"repository": {"found": {"totalCount": len(nodes), "pageInfo": info, "nodes": list(nodes)}}}}


def _acts(*nodes: Any) -> dict[str, Any]:
    return {"pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": list(nodes)}


GITHUB = World(
    "github",
    {
        "pullRequests": _found(change(1), change(2), change(3)),
        "issues": _found(
            {
                "id": "I1",
                "number": 5,
                "createdAt": AT,
                "updatedAt": LATER,
                "author": BO,
                "labels": {"nodes": [{"name": "incident"}]},
                "milestone": None,
                "timelineItems": _acts(
                    {"__typename": "ClosedEvent", "id": "T1", "createdAt": LATER, "actor": ROBOT},
                    {"__typename": "AssignedEvent", "id": "T2", "createdAt": AT, "actor": BO, "assignee": BO},
                ),
            }
        ),
        "releases": _found(
            {
                "id": "V1",
                "createdAt": AT,
                "updatedAt": AT,
                "publishedAt": AT,
                "tagName": "v1",
                "isDraft": False,
                "author": BO,
            }
        ),
        "more": {"data": {"node": {"reviews": _acts(), "timelineItems": _acts()}}},
    },
    {"repos": "acme/pay"},
    pick=_github,
)


def _gitlab(asked: Asked) -> str:
    return asked.path.rpartition("/")[2]


_LAB = {"id": 1, "username": "Ada", "bot": False}
GITLAB = World(
    "gitlab",
    {
        "merge_requests": [
            {
                "iid": 7,
                "created_at": AT,
                "updated_at": LATER,
                "merged_at": LATER,
                "merge_user": _LAB,
                "merged_by": _LAB,
                "closed_at": None,
                "author": _LAB | {"username": "bo"},
                "labels": ["bug"],
                "milestone": {"iid": 2},
                "web_url": "https://lab.example/7",
                "merge_when_pipeline_succeeds": False,
            }
        ],
        "issues": [
            {
                "iid": 8,
                "created_at": AT,
                "updated_at": LATER,
                "closed_at": LATER,
                "closed_by": _LAB,
                "author": _LAB,
                "labels": [],
                "issue_type": "incident",
                "epic": {"iid": 4},
                "web_url": "https://lab.example/8",
            }
        ],
        "notes": [
            {"id": 1, "body": "approved this merge request", "system": True, "author": _LAB, "created_at": LATER},
            {"id": 2, "body": "a secret word", "system": False, "author": _LAB, "created_at": LATER},
        ],
    },
    {"projects": "acme/pay"},
    pick=_gitlab,
)

_REVIEWER = {"_account_id": 7, "username": "ada", "email": "ada@example.org"}
_WHEN = "2026-09-19 09:59:32.126000000"
GERRIT = World(
    "gerrit",
    {
        "changes": [
            {
                "_number": 41,
                "project": "pay",
                "status": "MERGED",
                "created": _WHEN,
                "updated": _WHEN,
                "submitted": _WHEN,
                "owner": _REVIEWER | {"_account_id": 8},
                "submitter": {"_account_id": 9, "username": "zuul", "tags": ["SERVICE_USER"]},
                "insertions": 3,
                "deletions": 1,
                "labels": {
                    "Code-Review": {"all": [_REVIEWER | {"value": 2, "date": _WHEN}]},
                    "Verified": {"all": [_REVIEWER | {"value": 1}]},
                },
                "messages": [{"id": "m1", "author": _REVIEWER, "date": _WHEN, "message": "a secret word"}],
                "reviewer_updates": [
                    {"updated": _WHEN, "updated_by": _REVIEWER, "reviewer": _REVIEWER, "state": "REVIEWER"}
                ],
            }
        ]
    },
    pick=lambda _asked: "changes",
)

_USER = {"id": "PADA", "type": "user_reference", "summary": "Ada"}
PAGERDUTY = World(
    "pagerduty",
    {
        "users": {"users": [{"id": "PADA", "email": "ada@example.org", "time_zone": "Asia/Kolkata"}], "more": False},
        "oncalls": {
            "more": False,
            "oncalls": [{"user": _USER, "schedule": {"id": "S1"}, "escalation_level": 1, "start": AT, "end": LATER}],
        },
        "log_entries": {
            "more": False,
            "log_entries": [
                {
                    "id": "R1",
                    "type": "acknowledge_log_entry",
                    "created_at": LATER,
                    "agent": _USER,
                    "channel": {"type": "mobile"},
                    "incident": {"id": "I1", "html_url": "https://pager.example/1", "summary": "a secret word"},
                    "service": {"id": "V", "summary": "pay"},
                    "assignees": [_USER],
                }
            ],
        },
    },
    {"since": "2026-09-01"},
    pick=lambda asked: asked.path.strip("/"),
)

_IO = {"id": "U1", "email": "ada@example.org", "slack_user_id": "S1"}
_META = {"after": None, "total_record_count": 1}
INCIDENT_IO = World(
    "incident-io",
    {
        "escalations": {
            "pagination_meta": _META,
            "escalations": [
                {
                    "id": "E1",
                    "related_incidents": [{"id": "I1", "name": "a secret word"}],
                    "events": [
                        {"id": "e1", "event": "triggered", "occurred_at": AT, "users": []},
                        {"id": "e2", "event": "acked", "occurred_at": LATER, "users": [_IO]},
                    ],
                }
            ],
        },
        "incidents": {
            "pagination_meta": _META,
            "incidents": [
                {
                    "id": "I1",
                    "created_at": AT,
                    "updated_at": LATER,
                    "creator": {"user": _IO},
                    "severity": {"name": "Major"},
                    "mode": "standard",
                    "incident_type": {"name": "Production"},
                    "permalink": "https://io.example/1",
                    "incident_role_assignments": [
                        {"assignee": _IO, "role": {"id": "R1", "role_type": "lead", "name": "Lead"}}
                    ],
                }
            ],
        },
        "incident_updates": {
            "pagination_meta": _META,
            "incident_updates": [
                {
                    "id": "P1",
                    "incident_id": "I1",
                    "created_at": LATER,
                    "updater": {"user": _IO},
                    "message": "a secret word",
                    "new_incident_status": {"category": "closed"},
                }
            ],
        },
    },
    pick=lambda asked: asked.path.rpartition("/")[2],
)

_JIRA = {
    "accountId": "ada-1",
    "emailAddress": "ada@example.org",
    "timeZone": "Asia/Kolkata",
    "accountType": "atlassian",
}


def _jira(asked: Asked) -> str:
    return "issue" if "/issue/" in asked.path and "changelog" not in asked.path else asked.path.rpartition("/")[2]


def _edit(number: int, field_: str, source: str | None, to: str | None) -> dict[str, Any]:
    change_ = {"field": field_, "from": source, "to": to, "toString": "a secret word"}
    return {"id": str(number), "created": "2026-09-20T11:00:00.000+0200", "author": _JIRA, "items": [change_]}


_ISSUE: dict[str, Any] = {
    "id": "1001",
    "key": "PAY-1",
    "fields": {
        "issuetype": {"name": "Bug"},
        "parent": {"key": "PAY-9"},
        "project": {"key": "PAY"},
        "reporter": _JIRA,
        "creator": _JIRA,
        "assignee": None,
        "status": {"id": "5"},
        "created": "2026-09-20T10:00:00.000+0000",
        "updated": "2026-09-20T12:00:00.000+0000",
    },
    "changelog": {
        "total": 3,
        "histories": [_edit(1, "status", "1", "3"), _edit(2, "assignee", None, "bo-2"), _edit(3, "status", "3", "5")],
    },
}
JIRA = World(
    "jira",
    {
        "serverInfo": {"deploymentType": "Cloud"},
        "status": [
            {"id": "1", "statusCategory": {"key": "new"}},
            {"id": "3", "statusCategory": {"key": "indeterminate"}},
            {"id": "5", "statusCategory": {"key": "done"}},
        ],
        "myself": _JIRA,
        "jql": {"nextPageToken": None, "issues": [_ISSUE]},
        "search": {"total": 1, "issues": [_ISSUE]},
        "issue": _ISSUE,
        "changelog": {"total": 3, "values": _ISSUE["changelog"]["histories"]},
    },
    {"projects": "PAY", "since": "2026-09-01"},
    pick=_jira,
)

LINEAR = World(
    "linear",
    {
        "issues": {
            "data": {
                "issues": {
                    "pageInfo": {"hasNextPage": False, "endCursor": None},
                    "nodes": [
                        {
                            "id": "i1",
                            "identifier": "PAY-1",
                            "createdAt": AT,
                            "updatedAt": LATER,
                            "creator": ADA,
                            "botActor": None,
                            "parent": None,
                            "project": {"id": "p1"},
                            "team": {"key": "PAY"},
                            "labels": {"nodes": [{"name": "Bug"}]},
                            "history": _acts(
                                {
                                    "id": "h1",
                                    "createdAt": LATER,
                                    "actor": ADA,
                                    "fromState": {"type": "backlog"},
                                    "toState": {"type": "started"},
                                },
                                {
                                    "id": "h2",
                                    "createdAt": LATER,
                                    "actor": None,
                                    "botActor": {"id": "x", "type": "github"},
                                    "toAssignee": ADA,
                                },
                            ),
                        }
                    ],
                }
            }
        },
        "more": {"data": {"issue": {"history": _acts()}}},
    },
    pick=lambda asked: "more" if "issue(id" in json.loads(asked.body)["query"] else "issues",
)


def _zip(folder: Path, told: Any) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, value in told.items():
            made.writestr(name, json.dumps(value))
    return path


SLACK = World(
    "slack-export",
    {
        "users.json": [
            {"id": "U1", "name": "ada", "tz": "Asia/Kolkata", "is_bot": False, "profile": {"email": "ada@example.org"}}
        ],
        "channels.json": [{"id": "C1", "name": "pay", "members": ["U1", "U2"]}],
        "pay/2026-09-19.json": [
            {"type": "message", "user": "U1", "ts": "1789900000.000100", "text": "a secret word", "reply_count": 1},
            {
                "user": "U2",
                "ts": "1789900060.000100",
                "thread_ts": "1789900000.000100",
                "parent_user_id": "U1",
                "text": "a secret word",
            },
            {"user": "U1", "ts": "1789900070.0", "subtype": "channel_join"},
        ],
    },
    lay=_zip,
)


def _json(folder: Path, told: Any) -> Path:
    path = folder / "acts.json"
    path.write_text(json.dumps(told["rows"]))
    return path


def _lines(folder: Path, told: Any) -> Path:
    path = folder / "acts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in told["rows"]))
    return path


def _csv(folder: Path, told: Any) -> Path:
    import csv

    rows = [row if isinstance(row, dict) else {"verb": row} for row in told["rows"]]
    names = dict.fromkeys(name for row in rows for name in row)
    path = folder / "acts.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        made = csv.DictWriter(stream, list(names))
        made.writeheader()
        made.writerows(rows)
    return path


_ROWS = {
    "rows": [
        {
            "event_id": "e1",
            "verb": "met",
            "who": "ada@example.org",
            "when": "2026-09-01T10:00:00+02:00",
            "until": "2026-09-01T10:30:00+02:00",
            "tz": "Europe/Berlin",
            "with": "bo@example.org",
            "size": "3",
        },
        {
            "event_id": "e2",
            "verb": "acknowledged",
            "who": "ada",
            "when": 1789900000,
            "what": "INC-41",
            "type": "incident",
        },
    ]
}


def _perceval(category: str, **data: Any) -> dict[str, Any]:
    return {
        "backend_name": "GitHub",
        "category": category,
        "origin": "https://github.com/acme/pay",
        "updated_on": 1789900000.0,
        "data": {
            "number": 7,
            "title": "a secret word",
            "user": {"login": "Ada", "type": "User"},
            "user_data": {"login": "Ada", "email": "ada@example.org"},
            "created_at": "2026-09-19T10:00:00Z",
            "updated_at": "2026-09-20T10:00:00Z",
            "labels": [{"name": "bug"}],
            **data,
        },
    }


_REVIEWED = {
    "id": 41,
    "user": {"login": "bo"},
    "state": "APPROVED",
    "submitted_at": "2026-09-19T12:00:00Z",
    "body": "a secret word",
}
_COMMENTED = {"id": 42, "user": {"login": "bo"}, "created_at": "2026-09-19T11:00:00Z", "body": "a secret word"}
PERCEVAL = World(
    "perceval",
    {
        "rows": [
            _perceval(
                "pull_request", additions=3, deletions=1, merged_at="2026-09-20T10:00:00Z", merged_by={"login": "bo"},
                closed_at="2026-09-20T10:00:00Z", reviews_data=[_REVIEWED], review_comments_data=[_COMMENTED],
            ),
            _perceval("issue", number=8, closed_at="2026-09-20T09:00:00Z", comments_data=[_COMMENTED | {"id": 43}]),
        ]
    },
    lay=_lines,
)  # fmt: skip

WORLDS = {
    "github": GITHUB,
    "perceval": PERCEVAL,
    "gitlab": GITLAB,
    "gerrit": GERRIT,
    "pagerduty": PAGERDUTY,
    "incident-io": INCIDENT_IO,
    "jira": JIRA,
    "jira, one's own": World(
        "jira", JIRA.told | {"serverInfo": {"deploymentType": "Server"}}, JIRA.settings, JIRA.pick
    ),
    "linear": LINEAR,
    "slack-export": SLACK,
    "tables, json": World("tables", _ROWS, lay=_json),
    "tables, lines": World("tables", _ROWS, lay=_lines),
    "tables, csv": World("tables", _ROWS, lay=_csv),
}
