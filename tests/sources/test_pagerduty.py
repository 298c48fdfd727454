"""PagerDuty: every act once, windows that never lose the rota, and times that always say their zone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from loopback import NOW_S, Answer, Asked, Clockwork, telling
from podium.core.errors import Misuse
from podium.core.event import Event
from podium.sources import pagerduty
from podium.sources.records import DAY_S, utc_text
from podium.sources.secrets import Secret

ADA = {"id": "PADA", "type": "user_reference", "summary": "Ada"}
PAY = {"id": "PSVC", "type": "service_reference", "summary": "payments"}
USER = {"id": "PADA", "email": "Ada@example.org", "time_zone": "Asia/Kolkata"}


def entry(number: int, at_s: int, kind: str = "acknowledge", agent: Any = ADA) -> dict[str, Any]:
    return {
        "id": f"R{number}",
        "type": f"{kind}_log_entry",
        "created_at": utc_text(at_s),
        "agent": agent,
        "channel": {"type": "mobile", "summary": "a secret word"},
        "service": PAY,
        "incident": {"id": "PINC", "summary": "[#41] a title", "html_url": "https://acme.example/incidents/PINC?x=1"},
    }


class LittlePager:
    """Serves log entries and turns by window and offset, like the real one."""

    def __init__(self, entries: list[dict[str, Any]], oncalls: list[dict[str, Any]]) -> None:
        self.entries, self.oncalls = entries, oncalls

    def tell(self, asked: Asked) -> Answer:
        name = asked.path.strip("/")
        if name == "users":
            return Answer.of({"users": [USER], "more": False})
        assert asked.query["since"].endswith("Z")
        assert asked.query["until"].endswith("Z")
        since, until = (datetime.fromisoformat(asked.query[k]) for k in ("since", "until"))
        assert until - since <= timedelta(days=31)
        listed = self.oncalls
        if name == "log_entries":
            listed = [e for e in self.entries if since <= datetime.fromisoformat(e["created_at"]) < until]
        start, limit = int(asked.query["offset"]), int(asked.query["limit"])
        taken = listed[start : start + limit]
        return Answer.of({name: taken, "more": start + len(taken) < len(listed)})


def acts(pager: LittlePager) -> list[Event]:
    with telling(pager.tell) as server:
        since = f"{datetime.fromtimestamp(NOW_S - 100 * DAY_S, UTC):%Y-%m-%d}"
        where = {"address": server.address, "since": since}
        pages = pagerduty.read(where, Secret("key"), {}, Clockwork().wire())
        return [event for page in pages for event in page.events]


def test_every_act_of_three_months_is_told_once_in_its_zone() -> None:
    told = acts(LittlePager([entry(n, NOW_S - n * DAY_S // 3) for n in range(1, 280)], []))
    assert len({e.event_id for e in told}) == len(told) == 279
    assert {(e.actor, e.actor_kind, e.tz, e.tz_from, e.via) for e in told} == {
        ("pd:PADA", "human", "Asia/Kolkata", "profile", "mobile")
    }
    assert told[0].ref_url == "https://acme.example/incidents/PINC"
    assert "title" not in repr([e.object_id for e in told])
    assert "secret word" not in repr(told)


def test_a_window_fuller_than_the_server_counts_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagerduty, "PAGE", 10)
    monkeypatch.setattr(pagerduty, "MOST_OFFSET", 20)
    told = acts(LittlePager([entry(n, NOW_S - n * 600) for n in range(1, 90)], []))
    assert len({e.event_id for e in told}) == 89


def test_turns_are_intervals_and_an_endless_one_leaves_no_hole() -> None:
    start, end = utc_text(NOW_S - 9 * DAY_S), utc_text(NOW_S - 2 * DAY_S)
    week = {"user": ADA, "schedule": {"id": "S1"}, "escalation_level": 1, "start": start, "end": end}
    always = {"user": ADA | {"id": "PMGR"}, "escalation_policy": {"id": "E1"}, "escalation_level": 2}
    told = acts(LittlePager([], [week, always]))
    turns = {e.event_id: e for e in told if e.actor == "pd:PADA"}
    assert [e.dur_s for e in turns.values()] == [7 * DAY_S]
    standing = sorted({(e.ts, e.ts_end) for e in told if e.actor == "pd:PMGR"})
    assert len(standing) >= 4
    for (_, ended), (began, _) in pairwise(standing):
        assert ended is not None
        assert ended >= began


def test_what_has_no_word_is_counted_and_what_says_nothing_of_people_is_left_out() -> None:
    told = [entry(1, NOW_S - 60, "notify"), entry(2, NOW_S - 50, "levitate"), entry(3, NOW_S - 40, "trigger", PAY)]
    with telling(LittlePager(told, []).tell) as server:
        pages = list(pagerduty.read({"address": server.address}, Secret("key"), {}, Clockwork().wire()))
    assert {k: v for page in pages for k, v in page.unknown.items()} == {"log_entry.type=levitate": 1}
    (event,) = [e for page in pages for e in page.events]
    assert (event.verb, event.actor_kind) == ("opened", "bot")
    assert ("pd:PADA", "email:ada@example.org") in pages[0].bridges


def test_the_next_read_begins_a_day_before_the_last_ended() -> None:
    asked: list[str] = []
    pager = LittlePager([], [])

    def tell(question: Asked) -> Answer:
        if question.path == "/log_entries":
            asked.append(question.query["since"])
        return pager.tell(question)

    cursors = {"log_entries": {"until": NOW_S - 3600}}
    with telling(tell) as server:
        list(pagerduty.read({"address": server.address}, Secret("k"), cursors, Clockwork().wire()))
    assert asked == [utc_text(NOW_S - 3600 - DAY_S)]


def test_the_sample_incident_is_told_in_order(samples: Path) -> None:
    told: list[Any] = []
    for name in ("log_entries.page1.json", "log_entries.page2.json"):
        told += json.loads((samples / "pagerduty" / name).read_text(encoding="utf-8"))["log_entries"]
    for e in told:
        e["created_at"] = e["created_at"].replace("2026-10-06", "2026-09-06")
    found = sorted(acts(LittlePager(told, [])), key=lambda e: (e.ts, e.event_id))
    assert [e.verb for e in found] == ["opened", "assigned", "acknowledged", "acknowledged", "commented", "closed"]
    assert found[2].actor == "pd:PMGR001"


def test_without_a_key_it_does_not_start() -> None:
    with pytest.raises(Misuse):
        list(pagerduty.read({}, None, {}, Clockwork().wire()))


@pytest.mark.parametrize(("kind", "verb"), [("reopen", "reopened"), ("reassign", "assigned")])
def test_an_incident_opened_again_or_handed_on_is_an_act(kind: str, verb: str) -> None:
    assert [e.verb for e in acts(LittlePager([entry(1, NOW_S - DAY_S, kind)], [])) if e.object_kind == "incident"] == [
        verb
    ]
