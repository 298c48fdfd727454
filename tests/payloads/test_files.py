"""Files somebody hands over to numbers: a chat export, and tables in each of their forms."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from payload import counted, number, read

USERS = [
    {"id": "U1", "name": "ana", "tz": "Europe/Berlin", "profile": {"email": "ana@example.org"}},
    {"id": "U2", "name": "bo", "tz": "Europe/Berlin", "profile": {"email": "bo@example.org"}},
]


def message(day: int, clock: str, who: str = "U1", **more: Any) -> dict[str, Any]:
    """A message at an hour of UTC in June."""
    at = datetime.fromisoformat(f"2026-06-{day:02d}T{clock}:00+00:00")
    return {"type": "message", "user": who, "ts": f"{int(at.timestamp())}.000{day:03d}", "text": "never kept"} | more


def test_an_export_of_chat_becomes_hours_in_incident_channels(team: Path, tmp_path: Path) -> None:
    """Two messages in one clock hour and one in the next; another day's; the rest is no writing of hers in such a channel."""
    names = ("inc-42-pay", "incidents", "income")
    days = {
        "inc-42-pay/2026-06-02.json": [
            message(2, "08:05"),
            message(2, "08:50"),
            message(2, "09:10"),
            message(2, "11:00", "U2"),
        ],
        "incidents/2026-06-03.json": [message(3, "08:05", thread_ts="1780000000.0", parent_user_id="U2")],
        "income/2026-06-04.json": [message(4, "08:05")],
        "incidents/2026-06-05.json": [message(5, "08:05", subtype="channel_join")],
    }
    rooms = [{"id": f"C{n}", "name": name, "members": ["U1", "U2"]} for n, name in enumerate(names)]
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as made:
        for name, told in {"users.json": USERS, "channels.json": rooms, **days}.items():
            made.writestr(name, json.dumps(told))
    read("slack-export", tmp_path / "export.zip")
    assert number("incident-chat-hours", team) == ("3 hours", 3)


# Eight planned 1:1s of half an hour: six held, one cancelled and one declined by her, and a ninth cancelled by Bo.
TALKS = [
    {
        "event_id": f"t{n}",
        "verb": verb,
        "who": f"{who}@example.org",
        "when": f"2026-06-{n + 1:02d}T10:00:00+02:00",
        "until": f"2026-06-{n + 1:02d}T10:30:00+02:00",
        "tz": "Europe/Berlin",
        "with": "bo@example.org",
        "what": f"talk-{n}",
        "type": "one_on_one",
    }
    for n, (verb, who) in enumerate(
        [*[("met", "ana")] * 6, ("cancelled", "ana"), ("declined", "ana"), ("cancelled", "bo")]
    )
]


def _csv(path: Path) -> Path:
    path.write_text(
        "\n".join([",".join(TALKS[0]), *(",".join(row.values()) for row in TALKS)]) + "\n", encoding="utf-8"
    )
    return path


def _json(path: Path) -> Path:
    path.write_text(json.dumps({"results": TALKS}), encoding="utf-8")
    return path


def _parquet(path: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(TALKS), path)
    return path


@pytest.mark.parametrize(("kind", "write"), [("csv", _csv), ("json", _json), ("parquet", _parquet)])
def test_a_table_becomes_talks_held_talks_moved_and_meeting_hours(
    kind: str, write: Any, team: Path, tmp_path: Path
) -> None:
    read(kind, write(tmp_path / f"acts.{kind}"))
    assert number("talks-held", team) == ("75 %", 8)
    assert number("talks-moved", team) == ("25 %", 8)
    assert number("meeting-hours", team) == ("3 hours", 6)
    assert set(counted("talks-held", team)) == {f"talk-{n}" for n in range(8)}
