"""GitHub: the questions are valid, the acts are right, and no order or cut of pages changes the table."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from little_github import ADA, BO, NOW, ROBOT, LittleGitHub, change, stamp
from loopback import NOW_S, Answer, Asked, Clockwork, telling
from podium.core.errors import CannotReach, Misuse, Refused
from podium.core.event import Event
from podium.sources import StreamPage, github, load
from podium.sources.github_queries import QUERIES, Item
from podium.sources.records import Tally, items
from podium.sources.secrets import Secret
from searching import examples


def pages(hub: LittleGitHub, cursors: dict[str, Any] | None = None, **named: str) -> list[StreamPage]:
    with telling(hub.tell) as server:
        settings_ = {"repos": "acme/pay", "address": server.address} | named
        return list(github.read(settings_, Secret("token"), cursors or {}, Clockwork().wire()))


def acts(hub: LittleGitHub, **named: str) -> list[Event]:
    return [event for page in pages(hub, **named) for event in page.events]


def test_every_question_is_valid_in_the_official_schema(samples: Path) -> None:
    import graphql

    text = (samples / "github" / "schema.graphql").read_text(encoding="utf-8")
    schema = graphql.build_schema(text, assume_valid=True, assume_valid_sdl=True)
    for name, question in QUERIES.items():
        assert graphql.validate(schema, graphql.parse(question)) == [], name


def test_no_question_asks_for_a_text_or_a_name() -> None:
    for question in QUERIES.values():
        for word in ("body", "title", "message", "email", "diff", "patch", "avatarUrl", "bio"):
            assert word not in question


def test_a_change_is_told_as_dated_acts() -> None:
    told = {event.verb: event for event in acts(LittleGitHub([change(88)]))}
    assert set(told) == {"opened", "requested", "reviewed", "merged"}
    reviewed = told["reviewed"]
    assert (reviewed.actor, reviewed.subject, reviewed.state, reviewed.size) == (
        "github:ada#17",
        "github:bo#18",
        "approved",
        2,
    )
    assert (reviewed.object_id, reviewed.work_type, reviewed.goal_id) == (
        "github:acme/pay#88",
        "bug",
        "github:acme/pay/milestone/4",
    )
    assert told["requested"].subject == "github:ada#17"
    assert told["opened"].size == 12
    assert all(event.tz_from == "none" for event in told.values())


def test_nothing_said_in_a_change_is_kept() -> None:
    told = repr(acts(LittleGitHub([change(1)])))
    assert "secret word" not in told
    assert "never asked for" not in told


@pytest.mark.parametrize(
    ("steps", "via"),
    [
        (["AutoMergeEnabledEvent"], "auto_merge"),
        (["AutoMergeEnabledEvent", "AutoMergeDisabledEvent"], ""),
        (["AddedToMergeQueueEvent"], "merge_queue"),
        ([], ""),
    ],
)
def test_a_landing_without_anybody_at_the_keyboard_is_marked(steps: list[str], via: str) -> None:
    nodes = [
        {"__typename": kind, "id": f"T{n}", "createdAt": stamp(NOW - timedelta(hours=2, minutes=-n)), "actor": BO}
        for n, kind in enumerate(steps)
    ]
    hub = LittleGitHub([change(2, timelineItems={"pageInfo": {}, "nodes": nodes})])
    assert [event.via for event in acts(hub) if event.verb == "merged"] == [via]


def test_bots_teams_and_deleted_accounts_are_what_they_are() -> None:
    team = {"__typename": "Team", "teamSlug": "payments"}
    asked = {
        "__typename": "ReviewRequestedEvent",
        "id": "Q",
        "createdAt": stamp(NOW),
        "actor": None,
        "requestedReviewer": team,
    }
    hub = LittleGitHub([change(1, author=ROBOT, mergedBy=None, timelineItems={"pageInfo": {}, "nodes": [asked]})])
    told = {event.verb: event for event in acts(hub)}
    assert told["opened"].actor_kind == "bot"
    assert (told["merged"].actor, told["merged"].actor_kind) == (None, "deleted")
    assert told["requested"].subject == "github:team/payments"


def test_what_is_missing_or_unknown_is_counted_and_its_neighbours_are_read() -> None:
    odd = change(
        3,
        createdAt=None,
        reviews={
            "pageInfo": {},
            "nodes": [{"id": "R", "state": "BLESSED", "submittedAt": stamp(NOW), "author": ADA}, None],
        },
    )
    broken = change(4) | {"number": "four"}
    half = change(5, additions=None, labels=["bug"])
    (page, *_) = pages(LittleGitHub([change(1), odd, broken, half, change(2)]))
    assert page.unknown == {"review.state=BLESSED": 1}
    assert page.missing == {
        "opened.time": 1,
        "reviews": 1,
        "number": 1,
        "number in a form podium can read": 1,
        "additions in a form podium can read": 1,
        "labels in a form podium can read": 1,
    }
    assert {event.object_id for event in page.events} == {f"github:acme/pay#{n}" for n in (1, 2, 3, 5)}


def test_a_change_without_a_date_does_not_end_the_list() -> None:
    hub = LittleGitHub([change(n) for n in range(1, 20)], page=5)

    def tell(asked: Asked) -> Answer:
        return Answer(
            hub.tell(asked)
            .body.replace(f'"{change(8)["createdAt"]}"'.encode(), b"null")
            .replace(f'"{change(8)["updatedAt"]}"'.encode(), b"null")
        )

    with telling(tell) as server:
        found = list(
            github.read({"repos": "acme/pay", "address": server.address}, Secret("token"), {}, Clockwork().wire())
        )
    assert len({event.object_id for page in found for event in page.events if event.verb == "opened"}) == 18
    assert sum(page.missing.get("opened.time", 0) for page in found) == 1


def test_a_server_that_sends_one_page_for_ever_is_left() -> None:
    hub = LittleGitHub([change(n) for n in range(1, 20)], page=5)

    def tell(asked: Asked) -> Answer:
        told = json.loads(hub.tell(asked).body)
        told["data"]["repository"]["found"]["pageInfo"] = {"hasNextPage": True, "endCursor": "5"}
        return Answer.of(told)

    with telling(tell) as server, pytest.raises(CannotReach, match="again and again"):
        list(github.read({"repos": "acme/pay", "address": server.address}, Secret("token"), {}, Clockwork().wire()))


def test_reviews_that_do_not_fit_are_asked_for() -> None:
    more = [{"id": f"M{n}", "state": "COMMENTED", "submittedAt": stamp(NOW), "author": ADA} for n in range(3)]
    first = {"pageInfo": {"hasNextPage": True, "endCursor": "x"}, "nodes": []}
    hub = LittleGitHub([change(1, reviews=first, _more={"pageInfo": {"hasNextPage": False}, "nodes": more})])
    assert Counter(event.verb for event in acts(hub))["reviewed"] == 3


def test_a_busy_server_is_asked_for_less() -> None:
    hub = LittleGitHub([change(n) for n in range(1, 30)], most=12)
    assert len({event.object_id for event in acts(hub)}) == 29
    assert 12 in {asked["first"] for asked in hub.asked}


def test_the_first_read_stops_at_the_date_asked_for() -> None:
    hub = LittleGitHub([change(n * 24) for n in range(1, 40)], page=5)
    since = f"{NOW - timedelta(days=10):%Y-%m-%d}"
    told = {event.object_id for event in acts(hub, since=since)}
    assert 9 <= len(told) <= 11
    assert len(hub.asked) < 8


def test_the_next_read_is_small_and_finds_what_came_late() -> None:
    hub = LittleGitHub([change(n) for n in range(1, 500)], page=50)
    cursors = {page.stream: page.cursor for page in pages(hub) if page.cursor}
    hub.asked.clear()
    hub.changes.append(change(1000, updatedAt=stamp(NOW)))
    told = {event.object_id for page in pages(hub, cursors) for event in page.events}
    assert "github:acme/pay#1000" in told
    assert len(hub.asked) <= 4
    assert len(told) < 60


def test_a_used_up_limit_inside_a_200_is_waited_for() -> None:
    hub, clock = LittleGitHub([change(1)]), Clockwork()
    waiting = [
        Answer.of({"errors": [{"type": "RATE_LIMITED"}], "data": None}, **{"x-ratelimit-reset": str(NOW_S + 90)})
    ]

    def tell(asked: Asked) -> Answer:
        return waiting.pop() if waiting else hub.tell(asked)

    with telling(tell) as server:
        where = {"repos": "acme/pay", "address": server.address}
        told = [e for p in github.read(where, Secret("token"), {}, clock.wire()) for e in p.events]
    assert clock.slept == [91]
    assert len(told) == 4


def test_a_wrong_token_and_a_hidden_repository_are_refused() -> None:
    with telling(LittleGitHub([]).tell) as server, pytest.raises(Refused, match="secret"):
        list(github.read({"repos": "a/b", "address": server.address}, Secret("wrong"), {}, Clockwork().wire()))
    with pytest.raises(Refused, match="no such repository"):
        pages(LittleGitHub([]), repos="acme/hidden")
    with pytest.raises(Misuse):
        pages(LittleGitHub([]), repos="acme")


@pytest.mark.parametrize("body", [b"", b"<html>down</html>", b"[]", b'{"data": 5}', b"\xff\xfe", b"[" * 20_000])
def test_an_answer_that_is_no_answer_is_said_to_be_none(body: bytes) -> None:
    with telling(lambda _asked: Answer(body)) as server, pytest.raises((CannotReach, Refused)):
        list(github.read({"repos": "a/b", "address": server.address}, Secret("token"), {}, Clockwork().wire()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-09-21T10:00:00Z"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*Item.__struct_encode_fields__, "nodes", "login", "__typename", "state", "submittedAt"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=examples(60))
def test_no_record_whatever_its_shape_stops_the_reader(value: Any) -> None:
    import msgspec

    tally = Tally("changes")
    raw = msgspec.Raw(json.dumps(value).encode())
    for event in github.Teller("acme/pay", tally).told(items([raw], Item, tally)):
        assert event.ts.tzinfo is not None


def test_real_reviews_from_recorded_traffic_can_be_read(samples: Path) -> None:
    """REST spells states in small letters and names differently; only the shape of people and times is shared."""
    told = [
        json.loads(p.read_text(encoding="utf-8"))
        for p in sorted((samples / "github" / "webhooks").glob("pull_request*.json"))
    ]
    assert told
    for payload in told:
        real = payload["pull_request"]
        node = {
            "id": real["node_id"],
            "number": real["number"],
            "createdAt": real["created_at"],
            "updatedAt": real["updated_at"],
            "mergedAt": real.get("merged_at"),
            "author": {
                "login": real["user"]["login"],
                "__typename": real["user"]["type"],
                "databaseId": real["user"]["id"],
            },
            "mergedBy": None,
            "reviews": {"nodes": []},
            "timelineItems": {"nodes": []},
        }
        (event, *_) = acts(LittleGitHub([node | {"updatedAt": stamp(NOW)}]), since="2017-01-01")
        assert event.verb == "opened"
        assert event.actor is not None
        assert event.actor.endswith(f"#{real['user']['id']}")


def test_the_source_says_what_it_is() -> None:
    source = load("github")
    assert source.scope
    assert source.never_reads
