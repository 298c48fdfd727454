"""GitLab: nothing is skipped when the list moves while it is read, and people's notes stay unread."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loopback import NOW_S, Answer, Asked, Clockwork, telling
from podium.core.errors import Refused
from podium.core.event import Event
from podium.sources import gitlab
from podium.sources.secrets import Secret
from searching import examples

NOW = datetime.fromtimestamp(NOW_S, UTC)
ADA, BO = {"id": 1, "username": "Ada"}, {"id": 2, "username": "bo"}


def request(iid: int, updated: datetime | None = None) -> dict[str, Any]:
    opened = NOW - timedelta(hours=iid)
    return {
        "iid": iid,
        "created_at": opened.isoformat(),
        "updated_at": (updated or opened).isoformat(),
        "author": BO,
        "merged_at": opened.isoformat(),
        "merge_user": None,
        "merged_by": ADA,
        "labels": ["bug"],
        "title": "never kept",
        "web_url": f"https://gitlab.example/acme/pay/-/merge_requests/{iid}",
    }


def note(number: int, body: str, *, system: bool, author: Any = ADA) -> dict[str, Any]:
    return {"id": number, "body": body, "system": system, "author": author, "created_at": NOW.isoformat()}


class LittleGitLab:
    """Lists by update, oldest first; `moves` touches an item each time a page was served."""

    def __init__(self, listed: list[dict[str, Any]], notes: list[dict[str, Any]] | None = None) -> None:
        self.listed, self.notes = listed, notes or []
        self.moves: list[int] = []

    def tell(self, asked: Asked) -> Answer:
        if asked.headers.get("private-token") != "token":
            return Answer(status=401)
        if asked.path.endswith("/notes"):
            return Answer.of(self.notes)
        if asked.path.endswith("/issues"):
            return Answer.of([])
        assert "/api/v4/projects/acme%2Fpay/" in asked.path
        after = datetime.fromisoformat(asked.query["updated_after"])
        found = [r for r in self.listed if datetime.fromisoformat(r["updated_at"]) >= after]
        found.sort(key=lambda r: str(r["updated_at"]))
        size, page = int(asked.query["per_page"]), int(asked.query["page"])
        told = Answer.of(found[(page - 1) * size : page * size])
        if self.moves:
            iid = self.moves.pop()
            self.listed = [request(iid, NOW) if r["iid"] == iid else r for r in self.listed]
        return told


def acts(hub: LittleGitLab) -> list[Event]:
    with telling(hub.tell) as server:
        where = {"projects": "acme/pay", "address": server.address}
        return [e for p in gitlab.read(where, Secret("token"), {}, Clockwork().wire()) for e in p.events]


def test_a_request_with_its_notes_is_told_as_acts() -> None:
    hub = LittleGitLab(
        [request(7)],
        [
            note(1, "requested review from @ada", system=True, author=BO),
            note(2, "approved this merge request", system=True),
            note(3, "I think @bo is wrong: approved this merge request", system=False),
            note(4, "unapproved this merge request", system=True),
            note(5, "added 3 commits", system=True),
        ],
    )
    told = acts(hub)
    assert [(e.verb, e.actor, e.subject) for e in told] == [
        ("opened", "gitlab:bo", None),
        ("merged", "gitlab:ada", "gitlab:bo"),
        ("requested", "gitlab:bo", "gitlab:ada"),
        ("reviewed", "gitlab:ada", "gitlab:bo"),
        ("commented", "gitlab:ada", "gitlab:bo"),
    ]
    assert "wrong" not in repr(told)
    assert "never kept" not in repr(told)


@given(st.lists(st.integers(1, 24), max_size=4))
@settings(max_examples=examples(8))
def test_a_list_that_moves_while_it_is_read_loses_nothing(moves: list[int]) -> None:
    hub = LittleGitLab([request(n) for n in range(1, 25)])
    hub.moves = moves
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gitlab, "PAGE", 10)
        assert {e.object_id for e in acts(hub)} == {f"gitlab:acme/pay!{n}" for n in range(1, 25)}


def test_a_whole_page_in_one_second_is_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gitlab, "PAGE", 5)
    hub = LittleGitLab([request(n, NOW - timedelta(days=1)) for n in range(1, 18)])
    assert len({e.object_id for e in acts(hub)}) == 17


def test_recorded_requests_can_be_read(samples: Path) -> None:
    real = json.loads((samples / "gitlab" / "go-gitlab" / "get_merge_requests.json").read_text(encoding="utf-8"))
    for one in real:
        one["updated_at"] = NOW.isoformat()
    assert sum(e.verb == "opened" for e in acts(LittleGitLab(real))) == len(real)


def test_a_wrong_token_is_refused() -> None:
    with telling(LittleGitLab([]).tell) as server, pytest.raises(Refused):
        list(gitlab.read({"projects": "a/b", "address": server.address}, Secret("no"), {}, Clockwork().wire()))


FREE_TEXT = (
    "approved this merge request",
    "requested changes",
    "Apply requested changes",
    "left review comments",
    "requested review from @eve",
    "assigned to @eve",
    "reopened",
)


@pytest.mark.parametrize(
    "form",
    [
        "changed title from **{0}** to **x**",
        "changed title from **x** to **{0}**",
        "added 1 commit\n\n<ul><li>1a2b3c4d - {0}</li></ul>\n\n[Compare with previous version](/x)",
        "marked the checklist item **{0}** as completed",
        "mentioned in commit 1a2b3c4d ({0})",
        "created branch [`{0}`](/x) to address this issue",
        'changed milestone to %"{0}"',
        "closed via merge request !7 ({0})",
        'added ~"{0}" label',
    ],
)
def test_free_text_inside_a_system_note_is_no_act(form: str) -> None:
    notes = [note(number, form.format(words), system=True) for number, words in enumerate(FREE_TEXT, 1)]
    told = acts(LittleGitLab([request(7)], notes))
    assert [act.verb for act in told] == ["opened", "merged"]


@pytest.mark.parametrize(
    ("body", "verb", "subjects"),
    [
        ("requested review from @ada", "requested", ["ada"]),
        ("requested review from @ada and @bo", "requested", ["ada", "bo"]),
        ("requested review from @ada, @chi.li, and @bo", "requested", ["ada", "chi.li", "bo"]),
        ("requested review from @ada and removed review request for @bo", "requested", ["ada"]),
        ("assigned to @ada and unassigned @bo", "assigned", ["ada"]),
        ("assigned to @ada, @bo", "assigned", ["ada", "bo"]),
        ("removed review request for @bo", None, []),
        ("unassigned @bo", None, []),
        ("reopened", "reopened", ["bo"]),
        ("status changed to reopened", "reopened", ["bo"]),
        ("requested changes", "reviewed", ["bo"]),
    ],
)
def test_each_sentence_of_gitlabs_own_is_told(body: str, verb: str | None, subjects: list[str]) -> None:
    told = acts(LittleGitLab([request(7)], [note(1, body, system=True)]))[2:]
    assert [(act.verb, act.subject) for act in told] == [(verb, f"gitlab:{name}") for name in subjects]


def test_a_sentence_podium_does_not_know_is_counted_by_its_first_word_alone() -> None:
    hub = LittleGitLab([request(7)], [note(1, "teleported to **a secret title**", system=True)])
    with telling(hub.tell) as server:
        where = {"projects": "acme/pay", "address": server.address}
        pages = list(gitlab.read(where, Secret("token"), {}, Clockwork().wire()))
    assert pages[0].unknown == {"system note=teleported": 1}
