"""Trackers to numbers: what came back, how much answered something broken, how long follow-ups stay open."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from loopback import Answer, Asked
from payload import counted, iso, number, serve

JIRA = {
    name: {"accountId": f"a-{name}", "emailAddress": f"{name}@example.org", "timeZone": "Europe/Berlin"}
    for name in ("ana", "bo", "chi", "dee", "eli", "fay", "gus")
}
STATUSES = [{"id": "1", "statusCategory": {"key": "new"}}, {"id": "5", "statusCategory": {"key": "done"}}]


def on(text: str) -> str:
    """`06-02` as the tracker writes it."""
    return f"2026-{text}T10:00:00.000+0200"


def step(day: str, who: str, field: str, to: str) -> dict[str, Any]:
    items = [{"field": field, "from": "1" if field == "status" else None, "to": to}]
    return {"id": f"{day}{field}{to}", "created": on(day), "author": JIRA[who], "items": items}


def issue(number_: int, opened: str, kind: str, *log: dict[str, Any], by: str = "bo") -> dict[str, Any]:
    fields = {
        "issuetype": {"name": kind},
        "project": {"key": "PAY"},
        "reporter": JIRA[by],
        "created": on(opened),
        "updated": on("06-26"),
        "status": STATUSES[0],
        "summary": "never kept",
    }
    return {
        "id": str(number_),
        "key": f"PAY-{number_}",
        "fields": fields,
        "changelog": {"total": len(log), "histories": list(log)},
    }


def given(day: str, to: str, by: str = "ana") -> dict[str, Any]:
    return step(day, by, "assignee", f"a-{to}")


ISSUES = [
    # Eight she handed to Bo or Chi; two of them came back to her, one had been handed out before the quarter began.
    *(issue(n, "06-01", "Story", given(f"06-{n:02d}", "bo" if n % 2 else "chi")) for n in range(1, 9)),
    issue(9, "06-01", "Story", given("06-02", "bo"), given("06-20", "ana")),
    issue(10, "02-01", "Story", given("02-02", "chi"), given("06-20", "ana")),
    # Hers from the start, and one that went from her to Bo and stayed: no return.
    issue(11, "06-01", "Story", given("06-02", "ana", by="bo")),
    issue(12, "06-01", "Story", given("06-02", "ana"), given("06-03", "bo")),
    # Follow-ups of five people: open for 2, 4, 10 and 20 days and, from before the quarter, for 129; one is not closed yet.
    *(
        issue(20 + n, opened, "Postmortem", step(closed, "chi", "status", "5"), by=who)
        for n, (opened, closed, who) in enumerate(
            (
                ("06-01", "06-03", "bo"),
                ("06-01", "06-05", "dee"),
                ("06-01", "06-11", "eli"),
                ("06-01", "06-21", "fay"),
                ("02-01", "06-10", "gus"),
            )
        )
    ),
    issue(30, "06-01", "Postmortem"),
    # Nobody is new: each of them opened something in February.
    *(issue(31 + n, "02-01", "Story", by=who) for n, who in enumerate(("bo", "dee", "eli", "fay"))),
]


def jira(asked: Asked) -> Answer:
    what = asked.path.rpartition("/")[2]
    told = {"serverInfo": {"deploymentType": "Server"}, "status": STATUSES, "myself": JIRA["ana"]}
    return Answer.of(told.get(what, {"issues": ISSUES, "total": len(ISSUES)}))


def test_histories_of_jira_become_take_backs_and_follow_up_days(team: Path) -> None:
    serve("jira", jira, projects="PAY", since="2026-01-01")
    # Eleven were somebody else's at some time and were handed on in the quarter; two came back.
    assert number("ticket-take-back", team) == ("18 %", 11)
    assert {ref for ref, counts in counted("ticket-take-back", team).items() if counts} == {"PAY-9", "PAY-10"}
    assert number("follow-up-days", team) == ("10 days", "5 to 10")


def linear(asked: Asked) -> Answer:
    """Twenty issues five people ended: seven bugs, one of them twice, an outage, features, one of them cancelled; a bug a bot closed."""
    people = [
        {"id": f"b{n}", "email": f"{who}@example.org", "timezone": "Europe/Berlin"}
        for n, who in enumerate(("bo", "chi", "dee", "eli", "fay"))
    ]

    def step_(n: int, place: int, before: str, after: str) -> dict[str, Any]:
        at = datetime(2026, 6, 1, 10, tzinfo=UTC) + timedelta(days=n, hours=place)
        return {
            "id": f"h{n}-{place}",
            "createdAt": iso(at),
            "actor": people[n % len(people)],
            "fromState": {"type": before},
            "toState": {"type": after},
        }

    def one(n: int) -> dict[str, Any]:
        label = "Bug" if n < 7 or n == 20 else "Outage" if n == 7 else "Feature"
        steps = [step_(n, 0, "unstarted", "started"), step_(n, 1, "started", "canceled" if n == 19 else "completed")]
        if n == 0:
            steps += [step_(n, 2, "completed", "started"), step_(n, 3, "started", "completed")]
        if n == 20:
            steps = [step | {"actor": None, "botActor": {"id": "g", "type": "github"}} for step in steps]
        return {
            "id": f"i{n}",
            "identifier": f"PAY-{n}",
            "createdAt": iso(datetime(2026, 5, 1, tzinfo=UTC)),
            "updatedAt": iso(datetime(2026, 6, 25, tzinfo=UTC)),
            "creator": people[n % len(people)],
            "team": {"key": "PAY"},
            "labels": {"nodes": [{"name": label}]},
            "history": {"pageInfo": {}, "nodes": steps},
        }

    assert "issues(" in json.loads(asked.body)["query"]
    return Answer.of({"data": {"issues": {"nodes": [one(n) for n in range(21)], "pageInfo": {"hasNextPage": False}}}})


def test_labels_of_linear_become_the_reactive_share(team: Path) -> None:
    serve("linear", linear, since="2026-01-01")
    assert number("reactive-tickets", team) == ("40 %", "20 to 40")
