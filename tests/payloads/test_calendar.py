"""From a served payload to a number: connect, sync, look and why, against figures counted by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from little_github import LittleGitHub, change, stamp
from little_team import LAST_DAY, make
from loopback import Answer, Asked, telling
from podium import home
from podium.cli.main import podium

ANA = {"id": "PANA", "type": "user_reference", "summary": "Ana"}
BO = {"id": "PBO", "type": "user_reference", "summary": "Bo"}
DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODIUM_KEYRING", "off")
    for name in ("PAGERDUTY", "GITHUB"):
        monkeypatch.setenv(f"PODIUM_SECRET_{name}", "token")
    home.me_file().parent.mkdir(parents=True)
    home.me_file().write_text(
        '[me]\nemails = ["ana@example.org"]\nlogins = ["github:Ada"]\nhours = "Mon-Fri 09:00-17:00"\nzone = "Europe/Berlin"\n'
    )


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("team") / "web")


def says(*words: str | Path) -> str:
    ended = CliRunner().invoke(podium, [str(word) for word in words])
    assert ended.exit_code == 0, f"{ended.output} {ended.exception!r}"
    return ended.stdout


def why(signal: str, team: Path) -> dict[str, Any]:
    """The receipt of one signal, which has to say what the look says."""
    asked = (team, "--as-of", LAST_DAY, "--json")
    line: dict[str, Any] = json.loads(says("why", signal, *asked))["lines"][0]
    drawn = [d for trap in json.loads(says("look", *asked))["traps"] for d in _drawn(trap) if d.get("signal") == signal]
    assert all(d["n"] == line["n"] for d in drawn)
    return line


def _drawn(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "signal" in value and "n" in value:
            yield value
        for inner in value.values():
            yield from _drawn(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _drawn(inner)


def entry(number: int, minutes: int, kind: str, who: dict[str, str], *assignees: dict[str, str]) -> dict[str, Any]:
    at = DAY + timedelta(days=number, minutes=minutes)
    return {
        "id": f"R{number}-{minutes}-{kind}", "type": f"{kind}_log_entry", "created_at": stamp(at), "agent": who,
        "channel": {"type": "web"}, "incident": {"id": f"I{number}", "html_url": "https://pager.example/1"},
        "service": {"id": "V", "summary": "pay"}, "assignees": list(assignees),
    }  # fmt: skip


def pager(asked: Asked) -> Answer:
    """Six incidents. Ana acts a minute in, Bo four minutes later, but for the fourth, where Bo was first.

    In the fifth she was paged, in the sixth on duty. The first was acknowledged again after it was reopened.
    """
    first, last = stamp(DAY - timedelta(days=5)), stamp(DAY + timedelta(days=25))
    sixth = DAY + timedelta(days=6)
    duties = [
        {"user": BO, "schedule": {"id": "S1"}, "escalation_level": 1, "start": first, "end": last},
        {"user": ANA, "schedule": {"id": "S2"}, "escalation_level": 1, "start": stamp(sixth - timedelta(hours=2)),
         "end": stamp(sixth + timedelta(hours=2))},
    ]  # fmt: skip
    entries = [entry(n, 0, "trigger", BO) for n in range(1, 7)]
    entries += [entry(n, 7 if n == 4 else 1, "acknowledge", ANA) for n in range(1, 7)]
    entries += [entry(n, 5, "acknowledge", BO) for n in range(1, 7)]
    entries += [entry(5, 0, "assign", BO, ANA), entry(1, 30, "resolve", BO), entry(1, 40, "acknowledge", BO)]
    users = [{"id": "PANA", "email": "ana@example.org"}, {"id": "PBO", "email": "bo@example.org"}]
    what = asked.path.strip("/")
    inside = [e for e in entries if asked.query.get("since", "") <= e["created_at"] < asked.query.get("until", "9")]
    told = {"users": users, "oncalls": duties, "log_entries": inside}[what]
    return Answer.of({what: told, "more": False})


def test_incidents_of_a_pager_become_first_mover_head_start_and_off_rota_acks(team: Path) -> None:
    with telling(pager) as server:
        says("connect", "pagerduty", "--set", f"address={server.address}", "--set", "since=2026-05-20")
        says("sync")
    first = why("first-mover", team)
    assert (first["value"], first["n"]) == ("50 %", 6)
    assert {e["ref"].rpartition(":")[2].rpartition("#")[2]: e["counts"] for e in first["events"]} == {
        "I1": 1, "I2": 1, "I3": 1, "I4": 0, "I5": 0, "I6": 0,
    }  # fmt: skip
    assert why("off-rota-acks", team)["value"] == "4"


def invite(uid: str, start: str, end: str, title: str, *more: str, guests: tuple[str, ...] = ("bo",)) -> str:
    people = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{who}@example.org" for who in ("ana", *guests)] if guests else []
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260301T000000Z", f"DTSTART;{start}", f"DTEND;{end}", f"SUMMARY:{title}",
        *(["ORGANIZER:mailto:ana@example.org"] if guests else []), *people, *more, "END:VEVENT",
    ]  # fmt: skip
    return "\r\n".join(lines)


def at(text: str) -> str:
    return f"TZID=Europe/Berlin:{text}"


def test_a_calendar_becomes_talks_held_talks_moved_and_meeting_load(team: Path, tmp_path: Path) -> None:
    """Twelve weekly 1:1s of an hour from 30 March: one moved by a day, one cancelled, one in her leave declined by her."""
    again = "RECURRENCE-ID;TZID=Europe/Berlin"
    events = [
        invite("one", at("20260330T100000"), at("20260330T110000"), "1:1", "RRULE:FREQ=WEEKLY;COUNT=12"),
        invite("one", at("20260414T100000"), at("20260414T110000"), "1:1", f"{again}:20260413T100000"),
        invite(
            "one", at("20260504T100000"), at("20260504T110000"), "1:1", f"{again}:20260504T100000", "STATUS:CANCELLED"
        ),
        invite("day", "VALUE=DATE:20260601", "VALUE=DATE:20260603", "Vacation", guests=()),
        invite("half", at("20260603T130000"), at("20260603T180000"), "Out of office", guests=()),
        invite("all", at("20260603T090000"), at("20260603T110000"), "Review", guests=("bo", "chi")),
        invite("both", at("20260603T100000"), at("20260603T120000"), "Review", guests=("bo", "chi")),
    ]
    file = tmp_path / "cal.ics"
    file.write_text("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]), newline="")
    says(
        "connect",
        "ics",
        file,
        "--set",
        "me=ana@example.org",
        "--set",
        "zone=Europe/Berlin",
        "--set",
        "since=2026-01-01",
    )
    says("sync")
    held, moved = why("talks-held", team), why("talks-moved", team)
    # From 31 March on: eleven of the twelve, ten of which took place.
    assert (held["n"], held["value"]) == (11, "91 %")
    assert (moved["n"], moved["value"]) == (11, "18 %")
    load = why("meeting-load", team)
    # 1 to 26 June: twenty working days, two on leave, half of one: 17 x 8 + 4 hours; 1:1s on 8 and 15 June, three hours on the 3rd.
    assert load["details"] == {"in meetings": "5.0 h", "declared, without leave": "140.0 h"}
    assert (load["n"], load["value"]) == (18, "4 %")


def test_reviews_of_a_host_become_waiting_time_by_her_working_hours(team: Path) -> None:
    """Asked at eight in the evening in Berlin, answered the next day at eleven: two of her hours."""
    asked = [datetime(2026, 6, day, 18, tzinfo=UTC) for day in (1, 2, 3, 4, 8, 9, 10, 11, 15, 16, 17, 18, 22, 23, 24)]
    asked += [moment + timedelta(minutes=1) for moment in asked[:6]]
    changes = []
    for number, moment in enumerate(asked, 1):
        made = change(number, createdAt=stamp(moment), mergedAt=stamp(moment + timedelta(hours=16)))
        made["updatedAt"] = made["mergedAt"]
        made["reviews"]["nodes"][0]["submittedAt"] = stamp(moment.replace(minute=0) + timedelta(hours=15))
        made["timelineItems"]["nodes"][0]["createdAt"] = stamp(moment)
        changes.append(made)
    with telling(LittleGitHub(changes).tell) as server:
        says("connect", "github", "acme/pay", "--set", f"address={server.address}")
        says("sync")
    waited = why("wait-on-me", team)
    assert (waited["n"], waited["value"]) == (21, "2 hours")
