"""Incidents and follow-ups of connected sources: synced for real, then drafted with their links, never with a guess."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from loopback import Answer, Asked, telling
from podium.cli.main import podium
from podium.core.errors import Stop
from podium.journal import open_journal
from podium.programs.portfolio import entries, period
from podium.programs.portfolio.changes import Incident, incidents
from podium.programs.portfolio.draft import Candidate, candidates
from podium.sources.secrets import variable

Run = Callable[..., Result]
NOVEMBER = period("2025-11")
PAGED = (("P0", "2025-10-30T09:00", 20), ("P1", "2025-11-04T02:10", 31), ("P2", "2025-12-31T23:30", 95))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "lead").mkdir()
    (tmp_path / "lead" / "journal.toml").write_text("format = 1\n")
    monkeypatch.setenv("PODIUM_JOURNAL", str(tmp_path / "lead"))
    for source in ("pagerduty", "incident-io"):
        monkeypatch.setenv(variable(source), "key")

    def type_in(*words: str) -> Result:
        result = CliRunner().invoke(podium, words)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in


def log_entries() -> Iterator[dict[str, Any]]:
    """Paged, acknowledged by a person, resolved; as PagerDuty writes it down."""
    who = {"id": "PBO", "type": "user_reference", "summary": "Bo Builder"}
    for incident, start, minutes in PAGED:
        for kind, later in (("trigger", 0), ("acknowledge", 2), ("resolve", minutes)):
            at = datetime.fromisoformat(start) + timedelta(minutes=later)
            yield {
                "id": f"{incident}{kind}",
                "type": f"{kind}_log_entry",
                "created_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
                "agent": who,
                "incident": {
                    "id": incident,
                    "summary": "[#4] a title",
                    "html_url": f"https://acme.example/incidents/{incident}?x",
                },
                "service": {"id": "S", "type": "service_reference", "summary": "payments"},
            }


def pager(asked: Asked) -> Answer:
    """The log between two days, like the real one; nobody is on duty."""
    name = asked.path.strip("/")
    if name != "log_entries":
        return Answer.of({name: [], "more": False})
    since, until = asked.query["since"], asked.query["until"]
    return Answer.of({name: [e for e in log_entries() if since <= e["created_at"] < until], "more": False})


def sync_pager(run: Run) -> None:
    with telling(pager) as server:
        run("connect", "pagerduty", "--set", f"address={server.address}", "--set", "since=2025-10-01")
        run("sync", "pagerduty")


def sync_table(run: Run, path: Path, *rows: str) -> None:
    path.write_text("\n".join(["event_id,verb,when,what,kind,type,ref", *rows]) + "\n")
    run("connect", "tables", str(path), "--as", path.stem)
    run("sync", path.stem)


def told(run: Run, month: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("portfolio", "month", month, "--json").stdout)
    return found


def test_synced_incidents_become_one_entry_with_their_links(run: Run) -> None:
    sync_pager(run)
    (october,) = told(run, "2025-10")
    assert [each["text"] for each in october["told"]] == [
        "1 incident was closed in October 2025.",
        "It was open for 20 minutes.",
    ]
    (entry,) = told(run, "2025-11")
    assert entry["day"] == "2025-11-04"
    assert entry["told"][0] == {
        "text": "1 incident was closed in November 2025.",
        "receipts": ["https://acme.example/incidents/P1"],
    }
    assert "Bo" not in json.dumps(entry)
    assert "a title" not in json.dumps(entry)


def test_an_incident_belongs_to_the_month_in_which_it_was_closed(run: Run) -> None:
    sync_pager(run)
    (january,) = told(run, "2026-01")
    assert january["told"][1]["text"] == "It was open for 95 minutes."


def test_no_number_of_the_result_is_made_up_each_is_a_question(run: Run, tmp_path: Path) -> None:
    sync_pager(run)
    run("portfolio", "month", "2025-11", "--no-ask")
    (entry,) = entries(open_journal(tmp_path / "lead"))
    assert (entry.head.before, entry.head.after, entry.head.unit, entry.head.status) == (None, None, "", "draft")
    asked = [question.split(":")[0] for question in entry.head.questions]
    assert asked == ["outcome", "before", "after", "unit", "for_whom", "worth", "my_part", "credit", "how"]
    assert entry.head.receipts == ("https://acme.example/incidents/P1",)
    assert "[https://acme.example/incidents/P1]" in entry.body
    assert "nothing new in November 2025" in run("portfolio", "month", "2025-11").stderr


def test_incident_io_tells_the_end_in_an_update_and_the_link_at_the_start(run: Run) -> None:
    incident = {
        "id": "01I",
        "created_at": "2025-11-05T10:00:00Z",
        "updated_at": "2025-11-05T13:00:00Z",
        "mode": "standard",
        "permalink": "https://app.incident.io/acme/incidents/41",
    }
    update = {
        "id": "01U",
        "incident_id": "01I",
        "created_at": "2025-11-05T13:00:00Z",
        "new_incident_status": {"id": "S", "name": "Closed", "category": "closed"},
    }
    lists = {"incidents": [incident], "incident_updates": [update]}

    def tell(asked: Asked) -> Answer:
        name = asked.path.rpartition("/")[2]
        return Answer.of({name: lists.get(name, []), "pagination_meta": {}})

    with telling(tell) as server:
        run("connect", "incident-io", "--set", f"address={server.address}", "--set", "since=2025-10-01")
        run("sync", "incident-io")
    (entry,) = told(run, "2025-11")
    assert entry["told"][1] == {
        "text": "It was open for 3 hours.",
        "receipts": ["https://app.incident.io/acme/incidents/41"],
    }


def test_follow_ups_stand_beside_incidents_and_say_how_long_they_were_open(run: Run, tmp_path: Path) -> None:
    sync_pager(run)
    sync_table(
        run,
        tmp_path / "tickets.csv",
        "1,opened,2025-11-05T09:00:00Z,OPS-1,issue,incident_followup,https://acme.example/OPS-1",
        "2,closed,2025-11-17T09:00:00Z,OPS-1,issue,incident_followup,",
        "3,opened,2025-11-16T09:00:00Z,OPS-2,issue,incident_followup,",
        "4,closed,2025-11-19T09:00:00Z,OPS-2,issue,incident_followup,",
        "5,opened,2025-11-01T09:00:00Z,OPS-3,issue,feature,",
        "6,closed,2025-11-02T09:00:00Z,OPS-3,issue,feature,",
    )
    (entry,) = told(run, "2025-11")
    follow_ups = entry["told"][2:]
    assert [each["text"] for each in follow_ups] == [
        "2 follow-ups were closed in November 2025.",
        "They were open for 3 to 12 days.",
    ]
    assert follow_ups[0]["receipts"][0] == "https://acme.example/OPS-1"
    assert len(entry["fields"]["receipts"]) == 3


def test_what_was_opened_again_or_never_closed_is_no_result(run: Run, tmp_path: Path) -> None:
    sync_table(
        run,
        tmp_path / "pages.csv",
        "1,opened,2025-11-05T09:00:00Z,A,incident,,",
        "2,closed,2025-11-05T10:00:00Z,A,incident,,",
        "3,reopened,2025-11-06T10:00:00Z,A,incident,,",
        "4,opened,2025-11-07T09:00:00Z,B,incident,,",
        "5,closed,2025-11-08T09:00:00Z,C,incident,,",
    )
    (found,) = incidents(NOVEMBER)
    assert (found.object_id.endswith("C"), found.minutes) == (True, None)
    (entry,) = told(run, "2025-11")
    assert [each["text"] for each in entry["told"]] == ["1 incident was closed in November 2025."]


def test_without_a_connected_source_there_is_none() -> None:
    assert incidents(NOVEMBER) == ()


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ((12, 95), "12 to 95 minutes"),
        ((1, 1), "1 minute"),
        ((50, 4320), "50 minutes to 3 days"),
        ((130, 600), "2 to 10 hours"),
    ],
)
def test_spans_read_like_a_person_says_them(run: Run, tmp_path: Path, minutes: tuple[int, int], said: str) -> None:
    found = [Incident(f"i{n}", date(2025, 11, 3), False, each, "") for n, each in enumerate(minutes)]
    (candidate,) = drafted(tmp_path, found)
    assert candidate.told[1].text == f"They were open for {said}."


def test_a_noisy_month_names_the_first_ones_and_the_last(run: Run, tmp_path: Path) -> None:
    found = [Incident(f"i{n:03d}", date(2025, 11, 3), False, 5, "") for n in range(400)]
    (candidate,) = drafted(tmp_path, found)
    assert candidate.told[0].text == "400 incidents were closed in November 2025."
    assert candidate.told[0].receipts[-2:] == ("i011", "and on to i399")


def drafted(tmp_path: Path, found: list[Incident]) -> tuple[Candidate, ...]:
    return candidates(open_journal(tmp_path / "lead"), NOVEMBER, (), found)
