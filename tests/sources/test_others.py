"""Slack exports, patch mail, tables, Gerrit, Linear and incident.io: right acts, no words, nothing that stops them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from loopback import NOW_S, Answer, Asked, Clockwork, telling
from podium.core.errors import CannotRead, Misuse
from podium.core.event import Event
from podium.sources import StreamPage, budget, incident_io, load, names, tables
from podium.sources.linear import QUERIES
from podium.sources.records import utc_text
from podium.sources.secrets import Secret

AT = utc_text(NOW_S)


def read(name: str, cursors: Any = None, secret: str = "", **settings: str) -> list[StreamPage]:
    return list(load(name).read(settings, Secret(secret) if secret else None, cursors or {}, Clockwork().wire()))


def acts(pages: list[StreamPage]) -> list[Event]:
    return [event for page in pages for event in page.events]


def test_every_source_says_what_it_reads_and_what_it_never_reads() -> None:
    assert {
        "github",
        "gitlab",
        "gerrit",
        "pagerduty",
        "incident-io",
        "jira",
        "linear",
        "slack-export",
        "mbox",
        "tables",
        "devlake",
    } <= set(names())
    for name in names():
        source = load(name)
        assert source.reads
        assert source.never_reads
        assert source.blind_to
        assert source.informs
        assert source.scope or not source.secret, name
    with pytest.raises(Misuse, match="did you mean 'github'"):
        load("githubb")


def export(path: Path, files: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, value in files.items():
            made.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return path


USERS = [
    {"id": "U1", "name": "ada", "tz": "Asia/Kolkata", "profile": {"email": "Ada@example.org"}},
    {"id": "B1", "name": "build", "is_bot": True},
]
TALK = [
    {
        "type": "message",
        "user": "U1",
        "ts": "1788000000.000100",
        "text": "a secret word",
        "files": [{"url_private": "https://files.example/x?t=xoxe-token"}],
    },
    {"user": "B1", "ts": "1788000060.000100", "thread_ts": "1788000000.000100", "parent_user_id": "U1", "text": "re"},
    {"user": "U1", "ts": "1788000070.0", "subtype": "channel_join"},
    {"user": "U1", "ts": "1", "subtype": "novelty"},
    {"ts": "1788000080.0"},
    {"ts": 5},
]


def test_an_export_is_told_without_a_word_of_it(tmp_path: Path) -> None:
    made = export(
        tmp_path / "x.zip",
        {
            "users.json": USERS,
            "channels.json": [{"id": "C1", "name": "pay", "members": ["U1", "B1"]}],
            "pay/2026-08-29.json": TALK,
            "pay/2026-08-30.json": b"not json",
            "../2026-08-31.json": b"[]",
        },
    )
    pages = read("slack-export", path=str(made))
    told = acts(pages)
    assert [(e.verb, e.actor_kind, e.tz, e.subject) for e in told] == [
        ("opened", "human", "Asia/Kolkata", None),
        ("commented", "bot", None, "slack:U1"),
        ("joined", "human", "Asia/Kolkata", None),
    ]
    assert "secret word" not in repr(pages)
    assert "xoxe" not in repr(pages)
    assert pages[-1].unknown == {"subtype=novelty": 1}
    assert pages[-1].missing == {
        "unreadable records": 1,
        "ts in a form podium can read": 1,
        "message.ts": 1,
        "message.user": 1,
    }
    again = read("slack-export", {"messages": pages[-1].cursor}, path=str(made))
    assert acts(again) == []


def test_the_sample_export_is_read(samples: Path) -> None:
    told = acts(read("slack-export", path=str(samples / "slack" / "export.zip")))
    assert len(told) == 12
    assert "xoxe" not in repr(told)


def test_a_bomb_and_a_broken_archive_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(budget.FILE, bytes_at_once=10_000)
    monkeypatch.setattr("podium.sources.budget.FILE", small)
    bomb = export(tmp_path / "bomb.zip", {"users.json": b" " * 10_000_000, "pay/2026-08-29.json": TALK})
    pages = read("slack-export", path=str(bomb))
    assert any("larger than" in key for page in pages for key in page.missing)
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(CannotRead):
        read("slack-export", path=str(tmp_path / "no.zip"))


MAIL = """From a Thu Jan  1 00:00:00 1970
From: Bo <bo@example.org>
Date: Tue, 25 Aug 2026 13:38:41 -0400
Message-Id: <1@example.org>
Subject: [PATCH] fix the retry

a secret word

From b Thu Jan  1 00:00:00 1970
From: Ada <ada@example.org>
Date: Tue, 25 Aug 2026 23:10:00 +0530
Message-Id: <2@example.org>
In-Reply-To: <1@example.org>
Subject: Re: [PATCH] fix the retry

Reviewed-by: Ada <ada@example.org>
Acked-by: Chi <chi@example.org>

From c Thu Jan  1 00:00:00 1970
From: =?broken?= <
Date: yesterday
Subject: =?utf-8?b?////?=

"""


def test_a_patch_and_its_answers_are_told_in_their_own_time(tmp_path: Path) -> None:
    (tmp_path / "list.mbox").write_text(MAIL, encoding="utf-8")
    pages = read("mbox", path=str(tmp_path / "list.mbox"))
    told = acts(pages)
    assert [(e.verb, e.actor, e.utc_offset_min, e.state, e.subject) for e in told] == [
        ("opened", "email:bo@example.org", -240, None, None),
        ("commented", "email:ada@example.org", 330, None, "email:bo@example.org"),
        ("reviewed", "email:ada@example.org", 330, "approved", "email:bo@example.org"),
        ("reviewed", "email:chi@example.org", None, "approved", "email:bo@example.org"),
    ]
    assert len({e.object_id for e in told}) == 1
    assert "secret word" not in repr(pages)
    assert sum(pages[-1].missing.values()) == 1


@given(st.binary(max_size=400))
def test_no_mail_whatever_its_bytes_stops_the_reader(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("mail") / "x.mbox"
    path.write_bytes(b"From x\nDate: Tue, 25 Aug 2026 13:38:41 -0400\nMessage-Id: <1@x>\nFrom: a@b\n" + body)
    for event in acts(read("mbox", path=str(path))):
        assert event.ts.tzinfo is not None


def test_a_table_is_read_with_its_times_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(
        "\ufeffevent_id;verb;who;when;tz;what;with\n"
        "e1;met;ada@example.org;2026-10-01T10:00:00+02:00;Europe/Berlin;1:1 with bo@example.org;bo@example.org\n"
        "e2;acknowledged;Ada, Lovelace;2026-10-06 23:31:05;Europe/Berlin;INC-41;\n"
        "e3;reviewed;ada;2026-10-25T02:30:00;Europe/Berlin;x;\ne4;merged;ada;2026-10-07T01:12:00Z;;x;\n"
        "e5;merged;ada;2026-10-07 01:12:00;;x;\ne6;away;ada;2026-10-07;Europe/Berlin;x;\ne7;merged;ada;soon;;x;\n",
        encoding="utf-8",
    )
    pages = read("tables", path=str(path))
    told = {e.event_id.rpartition(":")[2]: e for e in acts(pages)}
    assert [(k, e.ts_quality, e.tz_from) for k, e in told.items()] == [
        ("e1", "exact", "declared"),
        ("e2", "exact", "declared"),
        ("e3", "ambiguous", "declared"),
        ("e4", "exact", "none"),
        ("e5", "floating", "none"),
        ("e6", "day", "none"),
    ]
    assert str(told["e2"].ts) == "2026-10-06 21:31:05+00:00"
    assert told["e1"].with_keys == ("email:bo@example.org",)
    assert "bo@example.org" not in told["e1"].object_id
    assert pages[-1].notes[0].line == 8


def test_the_same_rows_as_csv_json_and_parquet_are_the_same_acts(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"event_id": f"e{n}", "verb": "merged", "who": "ada@example.org", "when": f"2026-10-0{n}T10:00:00+02:00"}
        for n in range(1, 6)
    ]
    (tmp_path / "a.csv").write_text("event_id,verb,who,when\n" + "".join(",".join(r.values()) + "\n" for r in rows))
    (tmp_path / "a.json").write_text(json.dumps(rows))
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows) + "{broken\n")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    told = [
        [(e.verb, e.actor, e.ts, e.utc_offset_min) for e in acts(read("tables", path=str(tmp_path / f"a.{kind}")))]
        for kind in ("csv", "json", "jsonl", "parquet")
    ]
    assert told[0] == told[1] == told[2] == told[3]
    assert len(told[0]) == 5


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.dates() | st.datetimes())
def test_a_cell_is_a_moment_or_nothing(value: object) -> None:
    found = tables.moment(value, "Europe/Berlin")
    if found is not None:
        assert found[0].tzinfo is not None
        assert 1969 <= found[0].year <= 9999


def test_gerrit_is_told_behind_its_guard() -> None:
    who = {"_account_id": 7, "username": "ada", "email": "ada@example.org"}
    change = {
        "_number": 41,
        "project": "pay",
        "status": "MERGED",
        "subject": "a secret word",
        "created": "2026-09-01 09:59:32.126000000",
        "updated": "2026-09-02 09:59:32.126000000",
        "submitted": "2026-09-02 09:59:32.126000000",
        "owner": who | {"_account_id": 8},
        "submitter": {"_account_id": 9, "username": "zuul", "tags": ["SERVICE_USER"]},
        "insertions": 3,
        "deletions": 1,
        "labels": {
            "Code-Review": {"all": [who | {"value": 2, "date": "2026-09-01 12:00:00.000000000"}, {"value": 0}]},
            "Verified": {"all": [who | {"value": 1}]},
        },
        "messages": [
            {"id": "m1", "author": who, "date": "2026-09-01 11:00:00.000000000", "message": "a secret word"},
            {
                "id": "m2",
                "author": who,
                "date": "2026-09-01 11:00:00.000000000",
                "tag": "autogenerated:gerrit:newPatchSet",
            },
        ],
        "reviewer_updates": [
            {"updated": "2026-09-01 10:00:00.000000000", "updated_by": who, "reviewer": who, "state": "REVIEWER"}
        ],
    }
    with telling(lambda _asked: Answer(b")]}'\n" + json.dumps([change]).encode())) as server:
        told = acts(read("gerrit", address=server.address))
    assert [(e.verb, e.actor_kind, e.state) for e in told] == [
        ("opened", "human", None),
        ("merged", "bot", None),
        ("reviewed", "human", "approved"),
        ("commented", "human", None),
        ("requested", "human", None),
    ]
    assert "secret word" not in repr(told)


def test_every_question_to_linear_is_valid_in_the_official_schema(samples: Path) -> None:
    import graphql

    text = (samples / "linear" / "schema.graphql").read_text(encoding="utf-8")
    schema = graphql.build_schema(text, assume_valid=True, assume_valid_sdl=True)
    for name, question in QUERIES.items():
        assert graphql.validate(schema, graphql.parse(question)) == [], name


def test_linear_is_told_by_types_of_state() -> None:
    ada = {"id": "a1", "email": "ada@example.org", "timezone": "Asia/Kolkata"}

    def step(number: int, before: str, after: str) -> dict[str, Any]:
        return {
            "id": f"h{number}",
            "createdAt": AT,
            "actor": ada,
            "fromState": {"type": before},
            "toState": {"type": after},
        }

    steps = [
        step(1, "backlog", "started"),
        step(2, "started", "completed"),
        step(3, "completed", "unstarted"),
        {"id": "h4", "createdAt": AT, "actor": None, "botActor": {"id": "x", "type": "github"}, "toAssignee": ada},
    ]
    node = {
        "id": "i1",
        "identifier": "PAY-1",
        "createdAt": AT,
        "updatedAt": AT,
        "creator": ada,
        "labels": {"nodes": [{"name": "Bug"}]},
        "project": {"id": "p1"},
        "team": {"key": "PAY"},
        "history": {"pageInfo": {}, "nodes": steps},
    }
    asked: list[dict[str, Any]] = []

    def tell(question: Asked) -> Answer:
        asked.append(json.loads(question.body)["variables"])
        return Answer.of(
            {"data": {"issues": {"nodes": [node], "pageInfo": {"hasNextPage": len(asked) < 2, "endCursor": "c"}}}}
        )

    with telling(tell) as server:
        pages = read("linear", secret="key", address=server.address)
    told = acts(pages[:1])
    assert [(e.verb, e.actor_kind) for e in told] == [
        ("opened", "human"),
        ("started", "human"),
        ("closed", "human"),
        ("reopened", "human"),
        ("assigned", "bot"),
    ]
    assert pages[0].cursor is not None
    assert pages[0].cursor["after"] == "c"
    assert pages[-1].cursor == {"high": NOW_S}


def test_incident_io_tells_pages_roles_and_updates() -> None:
    ada = {"id": "U1", "email": "ada@example.org", "slack_user_id": "S1", "name": "never kept"}
    told_by = {
        "escalations": [
            {"id": "E2", "events": [{"id": "e0", "event": "triggered", "occurred_at": AT}]},
            {
                "id": "E1",
                "related_incidents": [{"id": "I1"}],
                "events": [
                    {"id": "e1", "event": "triggered", "occurred_at": AT},
                    {"id": "e2", "event": "notified_users", "occurred_at": AT, "users": [ada]},
                    {"id": "e3", "event": "acked", "occurred_at": AT, "users": [ada]},
                    {"id": "e4", "event": "sang", "occurred_at": AT},
                ],
            },
        ],
        "incidents": [
            {
                "id": "I1",
                "created_at": AT,
                "creator": {"user": ada},
                "severity": {"name": "Major"},
                "name": "a secret word",
                "incident_role_assignments": [
                    {"assignee": ada, "role": {"id": "R1", "role_type": "lead"}},
                    {"role": {"id": "R2"}},
                ],
            }
        ],
        "incident_updates": [
            {
                "id": "P1",
                "incident_id": "I1",
                "created_at": AT,
                "updater": {"user": ada},
                "message": "a secret word",
                "new_incident_status": {"category": "closed"},
            }
        ],
    }

    def tell(asked: Asked) -> Answer:
        stream = asked.path.rpartition("/")[2]
        return Answer.of({stream: told_by[stream], "pagination_meta": {"after": ""}})

    with telling(tell) as server:
        pages = list(incident_io.read({"address": server.address}, Secret("key"), {}, Clockwork().wire()))
    told = acts(pages)
    assert [(e.verb, e.actor, e.ts_quality) for e in told] == [
        ("opened", None, "exact"),
        ("requested", None, "exact"),
        ("acknowledged", "incident-io:U1", "exact"),
        ("opened", "incident-io:U1", "exact"),
        ("joined", "incident-io:U1", "day"),
        ("closed", "incident-io:U1", "exact"),
    ]
    assert len({e.event_id for e in told}) == 6
    assert pages[0].unknown == {"escalation.event=sang": 1}
    assert ("slack:S1", "email:ada@example.org") in pages[0].bridges
    assert "secret word" not in repr(pages)
    assert "never kept" not in repr(pages)


def test_two_rows_with_one_id_are_one_act_and_a_count(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(
        "event_id,verb,who,when\ne1,merged,ada,2026-10-01T10:00Z\ne1,merged,bo,2026-10-02T10:00Z\ne1,merged,bo,2026-10-02T10:00Z\n"
    )
    assert read("tables", path=str(path))[-1].missing == {"event_id of its own": 1}


def test_a_json_answer_saved_whole_and_a_spreadsheets_utf_16_are_read(tmp_path: Path) -> None:
    row = {"event_id": "e1", "verb": "merged", "who": "ada", "when": "2026-10-01T10:00Z"}
    (tmp_path / "a.json").write_text(json.dumps({"count": 3, "results": [row, 5, row | {"event_id": "e2"}]}))
    (tmp_path / "a.csv").write_text(
        "event_id\tverb\twho\twhen\ne1\tmerged\tada\t2026-10-01T10:00Z\n", encoding="utf-16"
    )
    pages = read("tables", path=str(tmp_path / "a.json"))
    assert len(acts(pages)) == 2
    assert pages[-1].missing == {"unreadable records": 1}
    assert len(acts(read("tables", path=str(tmp_path / "a.csv")))) == 1
    (tmp_path / "b.json").write_text('{"count": 3}')
    with pytest.raises(CannotRead, match="no list of records"):
        read("tables", path=str(tmp_path / "b.json"))


def test_a_broken_field_costs_the_field_and_a_broken_list_the_list() -> None:
    import msgspec

    from podium.sources.github_queries import Item
    from podium.sources.records import Tally, items

    told = {
        "number": 7,
        "additions": None,
        "labels": 5,
        "reviews": {"nodes": [{"id": 5, "state": "APPROVED"}, 7, {"id": "R"}]},
        "createdAt": "2026-02-30T00:00:00Z",
        "deletions": 2**80,
    }
    tally = Tally("changes")
    (item,) = items([msgspec.Raw(json.dumps(told).encode())], Item, tally)
    assert (item.number, item.additions, item.deletions, item.labels, item.created_at) == (7, 0, 0, None, None)
    assert item.reviews is not None
    assert [review and (review.id, review.state) for review in item.reviews.nodes] == [("", "APPROVED"), ("R", "")]
    assert {name.removesuffix(" in a form podium can read") for name in tally.page(()).missing} == {
        "additions",
        "deletions",
        "labels",
        "createdAt",
        "reviews.nodes.id",
        "reviews.nodes",
    }
    assert list(items([msgspec.Raw(b"5"), msgspec.Raw(b'{"number": "')], Item, tally)) == []
    assert len(tally.page(()).notes) == 2
