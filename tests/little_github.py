"""A small GitHub on loopback: a list of changes served newest first in pages, as GraphQL does it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from loopback import NOW_S, Answer, Asked

NOW = datetime.fromtimestamp(NOW_S, UTC)
ADA = {"__typename": "User", "login": "Ada", "databaseId": 17}
BO = {"__typename": "User", "login": "bo", "databaseId": 18}
ROBOT = {"__typename": "Bot", "login": "dependabot", "databaseId": 99}


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def change(number: int, **named: Any) -> dict[str, Any]:
    """A change opened `number` hours ago, reviewed by Ada and landed by Bo."""
    opened = NOW - timedelta(hours=number)
    return {
        "id": f"PR_{number}",
        "number": number,
        "createdAt": stamp(opened),
        "updatedAt": stamp(opened + timedelta(minutes=40)),
        "mergedAt": stamp(opened + timedelta(minutes=30)),
        "additions": 10,
        "deletions": 2,
        "author": BO,
        "mergedBy": BO,
        "title": "never asked for",
        "labels": {"nodes": [{"name": "bug"}]},
        "milestone": {"number": 4},
        "reviews": {
            "pageInfo": {"hasNextPage": False},
            "nodes": [
                {
                    "id": f"R_{number}",
                    "state": "APPROVED",
                    "submittedAt": stamp(opened + timedelta(minutes=20)),
                    "author": ADA,
                    "comments": {"totalCount": 2},
                    "body": "a secret word",
                },
            ],
        },
        "timelineItems": {
            "pageInfo": {"hasNextPage": False},
            "nodes": [
                {
                    "__typename": "ReviewRequestedEvent",
                    "id": f"Q_{number}",
                    "createdAt": stamp(opened),
                    "actor": BO,
                    "requestedReviewer": ADA,
                },
            ],
        },
    } | named


class LittleGitHub:
    """Answers GraphQL questions about one repository.

    Attributes:
        most: pages larger than this are answered with 502, as a busy server does.
        fails_after: how many more questions are answered before every answer is 401.
    """

    def __init__(self, changes: list[dict[str, Any]], *, page: int = 50, most: int = 100) -> None:
        self.changes, self.page, self.most = changes, page, most
        self.fails_after = 1_000_000
        self.asked: list[dict[str, Any]] = []

    def tell(self, asked: Asked) -> Answer:
        self.fails_after -= 1
        if self.fails_after < 0 or asked.headers.get("authorization") != "bearer token":
            return Answer(status=401)
        question = json.loads(asked.body)
        variables = question["variables"]
        self.asked.append(variables)
        if "id" in variables:
            return self._rest(question["query"], variables)
        if variables["first"] > self.most:
            return Answer(status=502)
        if f"{variables['owner']}/{variables['name']}" != "acme/pay":
            return Answer.of({"data": {"repository": None}, "errors": [{"type": "NOT_FOUND", "message": "no"}]})
        everything = self.changes if "pullRequests(" in question["query"] else []
        listed = sorted(everything, key=lambda c: c["updatedAt"], reverse=True)
        start = int(variables["after"] or 0)
        taken = listed[start : start + min(self.page, variables["first"])]
        end = start + len(taken)
        found = {
            "totalCount": len(listed),
            "nodes": taken,
            "pageInfo": {"hasNextPage": end < len(listed), "endCursor": str(end)},
        }
        return Answer.of({"data": {"repository": {"found": found}}})

    def _rest(self, query: str, variables: dict[str, Any]) -> Answer:
        more = next(c for c in self.changes if c["id"] == variables["id"])["_more"]
        return Answer.of({"data": {"node": {"reviews": more}}} if "reviews(" in query else {"data": {"node": {}}})
