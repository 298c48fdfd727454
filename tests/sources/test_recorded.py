"""Every family of recorded payloads is read: real answers come out as acts, or as counts of what has no word."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from loopback import NOW_S, Clockwork
from podium.core.errors import CannotReach, Refused
from podium.core.event import Event
from podium.sources import StreamPage, github, load
from podium.sources.github_queries import Item
from podium.sources.http.client import Origin
from podium.sources.records import Tally, items
from source_worlds import WORLDS, acts, raw

API = "https://api.github.com"


def told(name: str, folder: Path, since: str = "2000-01-01", **answers: Any) -> list[StreamPage]:
    """A world in which some answers are recorded ones."""
    world = WORLDS[name]
    asked = replace(world, settings=world.settings | {"since": since})
    return asked.pages(folder, world.told | answers)


def counts(pages: list[StreamPage]) -> Counter[str]:
    return Counter(event.verb for event in acts(pages))


class Recorded(httpx2.BaseTransport):
    """Answers in the order they were recorded; asked for anything else, it fails."""

    def __init__(self, exchanges: list[dict[str, Any]]) -> None:
        self._left = list(exchanges)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        now = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        assert now["path"] == request.url.raw_path.decode()
        heads = {k: str(v) for k, v in (now.get("response_headers") or now.get("headers") or {}).items()}
        kept = {
            k: v
            for k, v in heads.items()
            if k.lower() in {"location", "retry-after", "link", "etag"} or "ratelimit" in k.lower()
        }
        return httpx2.Response(now["status"], headers=kept, content=json.dumps(now["response"]).encode())


def line(exchanges: list[dict[str, Any]], clock: Clockwork) -> Origin:
    wire = clock.wire()
    wire.transport = Recorded(exchanges)
    return wire.line(API)


def recorded(samples: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((samples / "github" / name).read_text(encoding="utf-8"))
    return found


def test_three_bad_gateways_and_then_an_answer(samples: Path) -> None:
    clock = Clockwork()
    with line(recorded(samples, "recorded/Retry.testReturnsRepoAfter3Retries.json"), clock) as asked:
        assert json.loads(asked.get("repos/PyGithub/PyGithub").body)["name"] == "PyGithub"
    assert len(clock.slept) == 3


def test_a_renamed_repository_is_followed_within_its_host(samples: Path) -> None:
    for name in (
        "recorded/Repository.testGetRepositoryWith301Redirect.json",
        "http/rename-repository.normalized-fixture.json",
    ):
        exchanges = [e for e in recorded(samples, name) if e["method"].upper() == "GET"]
        with line(exchanges, Clockwork()) as asked:
            reply = asked.get(exchanges[0]["path"])
        assert (reply.status, reply.url.partition("/repositories/")[0]) == (200, API)


def test_five_pages_are_walked_by_their_links(samples: Path) -> None:
    exchanges = recorded(samples, "http/paginate-issues.normalized-fixture.json")
    with line(exchanges, Clockwork()) as asked:
        found, where = [], exchanges[0]["path"]
        while where:
            reply = asked.get(where)
            found += json.loads(reply.body)
            where = reply.link("next")
    assert len({one["number"] for one in found}) == 13


def test_both_forms_of_a_used_up_limit_are_waited_for_and_then_given_up(samples: Path) -> None:
    for name, first in (("RateLimitExceeded", 60.0), ("AuthenticatedRateLimitExceeded", 60.0)):
        (limited,) = [
            e for e in recorded(samples, f"recorded/SpecificExceptions.test{name}.json") if e["status"] == 403
        ][:1]
        clock = Clockwork()
        with line([limited], clock) as asked, pytest.raises(CannotReach):
            asked.get(limited["path"])
        assert clock.slept[0] == first
        assert len(clock.slept) <= 6


def test_an_unchanged_answer_is_taken_and_a_refused_one_is_said(samples: Path) -> None:
    (same,) = recorded(samples, "recorded/ConditionalRequestUpdate.testDidNotUpdate.json")
    with line([same], Clockwork()) as asked:
        assert asked.get(same["path"], etag='"8600bedcb7fed1d8065e1693e05529ce"').status == 304
    (wrong,) = recorded(samples, "http/errors.normalized-fixture.json")
    with line([wrong], Clockwork()) as asked, pytest.raises(Refused, match="422"):
        asked.ask("POST", wrong["path"])


def who(real: dict[str, Any] | None) -> dict[str, Any] | None:
    return real and {"login": real["login"], "__typename": real["type"], "databaseId": real["id"]}


def test_recorded_reviews_and_webhooks_are_acts_of_their_people(samples: Path) -> None:
    """REST spells states in small letters and names differently; people, states and times are as recorded."""
    reviews = [
        one
        for e in recorded(samples, "recorded/PullRequestReview.testAttributes.json")
        if isinstance(e["response"], list)
        for one in e["response"]
    ]
    reviews += [
        json.loads(p.read_text())["review"]
        for p in sorted((samples / "github" / "webhooks").glob("pull_request_review.submitted*"))
    ]
    nodes = [
        {"id": str(r["id"]), "state": r["state"].upper(), "submittedAt": r["submitted_at"], "author": who(r["user"])}
        for r in reviews
    ]
    change = {
        "number": 538,
        "createdAt": "2017-01-01T00:00:00Z",
        "reviews": {"nodes": nodes},
        "timelineItems": {"nodes": []},
    }
    tally = Tally("changes")
    acts = github.Teller("acme/pay", tally).told(items([raw(change)], Item, tally))
    found = [e for e in acts if e.verb == "reviewed"]
    assert len(found) == len(reviews) > 3
    assert all(e.actor and e.state in {"approved", "changes_requested", "commented", "dismissed"} for e in found)


def test_every_webhook_of_a_person_is_bot_or_human_as_github_says(samples: Path) -> None:
    seen: Counter[str] = Counter()
    for path in sorted((samples / "github" / "webhooks").glob("*.json")):
        sender = json.loads(path.read_text(encoding="utf-8")).get("sender")
        if sender:
            tally = Tally("changes")
            change = raw({"number": 1, "createdAt": "2020-01-01T00:00:00Z", "author": who(sender)})
            event = github.Teller("acme/pay", tally).told(items([change], Item, tally))[0]
            assert (event.actor_kind == "bot") == (sender["type"] == "Bot" or sender["login"].endswith("[bot]")), (
                sender["login"]
            )
            seen[event.actor_kind] += 1
    assert seen["human"] > 50


def gerrit_change(one: dict[str, Any]) -> dict[str, Any]:
    """One line of `gerrit query` in the words of the REST answer: the same people, votes and instants."""

    def at(second: int) -> str:
        return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M:%S}.000000000"

    def account(person: dict[str, Any]) -> dict[str, Any]:
        return {"_account_id": 1 + sum(person["username"].encode()), **person, "email": person.get("email") or None}

    votes = [a for patch in one["patchSets"] for a in patch.get("approvals", ())]
    review = [
        account(v["by"]) | {"value": int(v["value"]), "date": at(v["grantedOn"])}
        for v in votes
        if v["type"] == "Code-Review"
    ]
    landed = next((v for v in votes if v["type"] == "SUBM"), None)
    return {
        "_number": one["number"],
        "project": one["project"],
        "status": one["status"],
        "created": at(one["createdOn"]),
        "updated": at(one["lastUpdated"]),
        "owner": account(one["owner"]),
        "labels": {"Code-Review": {"all": review}},
        "submitted": landed and at(landed["grantedOn"]),
        "submitter": landed and account(landed["by"]),
        "reviewer_updates": [],
        "messages": [
            {"id": str(n), "author": account(c["reviewer"]), "date": at(c["timestamp"]), "message": c["message"]}
            for n, c in enumerate(one["comments"])
        ],
    }


def test_a_real_gerrits_changes_are_told_and_its_robots_known(samples: Path, tmp_path: Path) -> None:
    lines = [json.loads(text) for text in (samples / "gerrit" / "ssh_query_page_1.jsonl").read_text().splitlines()]
    changes = [gerrit_change(one) for one in lines if one.get("type") != "stats"]
    pages = told("gerrit", tmp_path, changes=changes)
    assert counts(pages)["opened"] == len(changes) > 0
    assert counts(pages)["reviewed"] >= 1
    assert "bot" in {event.actor_kind for event in acts(pages)}
    assert not any(one["subject"] in repr(pages) for one in lines if "subject" in one)


def test_recorded_gitlab_items_are_told(samples: Path, tmp_path: Path) -> None:
    folder = samples / "gitlab" / "go-gitlab"
    listed = json.loads((folder / "get_merge_requests.json").read_text())
    trains = [
        one["merge_request"] for one in json.loads((folder / "list_merge_requests_in_merge_train.json").read_text())
    ]
    moved = json.loads((folder / "issue_move.json").read_text())
    pages = told("gitlab", tmp_path, merge_requests=listed + trains, issues=[moved], notes=[])
    assert counts(pages)["opened"] == len(listed) + len(trains) + 1
    for other in ("get_commit.json", "get_user.json", "list_todos.json"):
        odd = json.loads((folder / other).read_text())
        wrong = told("gitlab", tmp_path, merge_requests=odd if isinstance(odd, list) else [odd], issues=[], notes=[])
        assert acts(wrong) == []
        assert sum(sum(page.missing.values()) for page in wrong) > 0, "what is no merge request is counted as none"


def test_recorded_jira_pages_are_told(samples: Path, tmp_path: Path) -> None:
    folder = samples / "jira"
    statuses = json.loads((folder / "go-jira" / "all_statuses.json").read_text())
    for name in ("perceval/search_page_1.json", "jira820/search_page.json", "go-jira/issues_in_sprint.json"):
        found = json.loads((folder / name).read_text())["issues"]
        page = {"issues": [one | {"changelog": one.get("changelog", {"total": 0, "histories": []})} for one in found]}
        pages = told("jira", tmp_path, status=statuses, jql=page)
        assert counts(pages)["opened"] == len(found) > 0, name
    logged = json.loads((folder / "jira820" / "issues_changelog.json").read_text())
    pages = told("jira", tmp_path, jql={"issues": logged})
    assert counts(pages)["opened"] == len(logged)
    assert len(acts(pages)) > len(logged), "and what happened to them"


def test_recorded_incident_io_objects_are_told(samples: Path, tmp_path: Path) -> None:
    folder = samples / "incident_io"
    one = {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}
    meta = {"pagination_meta": {"after": None}}
    pages = told(
        "incident-io",
        tmp_path,
        incidents=meta | {"incidents": [one["incident_v2"] | {"creator": one["actor_v2"], "mode": "standard"}]},
        incident_updates=meta | {"incident_updates": [one["incident_update_v2"]]},
        escalations=meta | {"escalations": [{"id": "E1", "events": [one["escalation_event_v2"] | {"event": "acked"}]}]},
    )
    assert counts(pages)["opened"] == 1
    assert counts(pages)["acknowledged"] >= 1
    assert sum(counts(pages)[verb] for verb in ("closed", "commented")) == 1
    assert one["incident_v2"]["name"] not in repr(pages)


def test_the_pager_samples_are_told_with_their_turns(samples: Path, tmp_path: Path) -> None:
    folder = samples / "pagerduty"
    told_by = {
        name: json.loads((folder / f"{name}.json").read_text())
        for name in ("log_entries.page1", "log_entries.page2", "oncalls", "incidents")
    }
    entries = told_by["log_entries.page1"]["log_entries"] + told_by["log_entries.page2"]["log_entries"]
    pages = told(
        "pagerduty",
        tmp_path,
        since="2026-09-20",
        oncalls=told_by["oncalls"] | {"more": False},
        log_entries={"log_entries": entries, "more": False},
    )
    assert {"opened", "acknowledged", "on_call", "closed"} <= set(counts(pages))
    wrong = told(
        "pagerduty", tmp_path, log_entries={"log_entries": told_by["incidents"]["incidents"]}, since="2026-09-20"
    )
    assert sum(sum(page.unknown.values()) for page in wrong) > 0, "an incident is no log entry, and is counted"


@pytest.mark.parametrize("folder", ["mail/b4"])
def test_every_recorded_thread_is_read(samples: Path, folder: str) -> None:
    found: list[Event] = []
    for path in sorted((samples / folder).glob("*.mbox")):
        pages = list(load("mbox").read({"path": str(path)}, None, {}, Clockwork().wire()))
        assert acts(pages), path.name
        found += acts(pages)
    assert {"opened", "commented", "reviewed"} <= {event.verb for event in found}
    assert all(event.ts.tzinfo for event in found)


def test_the_samples_of_tables_are_read_and_a_strange_one_is_counted(samples: Path) -> None:
    def read(path: Path) -> list[StreamPage]:
        return list(load("tables").read({"path": str(path)}, None, {}, Clockwork().wire()))

    assert [e.ts_quality for e in acts(read(samples / "generic" / "events.csv"))] == [
        "exact",
        "exact",
        "exact",
        "exact",
        "ambiguous",
    ]
    assert len(acts(read(samples / "generic" / "events.json"))) == 2
    strange = read(samples / "grafana_irm" / "alert_groups.json")
    assert acts(strange) == []
    assert sum(strange[-1].unknown.values()) == 1


def test_a_slack_export_as_a_folder_or_a_zip_holds_the_same(samples: Path) -> None:
    pages, unpacked = (
        list(load("slack-export").read({"path": str(samples / "slack" / name)}, None, {}, Clockwork().wire()))
        for name in ("export.zip", "export")
    )
    assert acts(pages) == acts(unpacked)
    assert counts(pages) == {"opened": 7, "joined": 3, "commented": 2}
    assert max(event.ts.timestamp() for event in acts(pages)) < NOW_S
