"""A landing without anybody at the keyboard, a bare day, a time without a zone: none of them has an hour of hers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from podium.core.arrow_stream import as_stream
from podium.core.event import Event, Verb
from podium.core.time import Window
from podium.evidence import parquet
from podium.evidence.events.columns import Veil, table, veiled
from podium.evidence.people.book import Book
from podium.evidence.people.me_file import Me, MeFile
from podium.evidence.views.query import Evidence, SourceActs
from podium.signals import read
from podium.signals.first_mover import FIRST_MOVER
from podium.signals.late_nights import LATE_NIGHTS

KEY = b"a key for tests only"
ADA = MeFile(me=Me(emails=("ada@example.org",), zone="Europe/Berlin", hours="Mon-Fri 09:00-18:00"))
WINDOW = Window.ending(int(datetime(2026, 4, 1, tzinfo=UTC).timestamp()), days=28)


def act(number: int, verb: Verb, who: str = "ada", **named: Any) -> Event:
    """An act of a March night, half past one in Berlin."""
    at = datetime(2026, 3, 9 + number, 0, 30, tzinfo=UTC)
    made: dict[str, Any] = {
        "event_id": f"x:{number}:{verb}:{who}",
        "source": "github",
        "instance": "acme/pay",
        "verb": verb,
        "ts": at,
        "actor": f"email:{who}@example.org",
        "object_id": f"x#{number}",
        "container": "acme/pay",
        **named,
    }
    return Event(**made)


def evidence(folder: Path, events: list[Event], me: MeFile = ADA) -> Evidence:
    snapshot = folder / "events.parquet"
    parquet.write(as_stream(table([events], Veil(KEY, lambda _: True))), snapshot)
    kept = SourceActs(snapshot, lambda key: veiled(KEY, key))
    return Evidence([], me, Book(me), as_of_s=WINDOW.end_s, acts=kept)


def nights(found: Evidence) -> dict[str, float]:
    return {row[1]: row[2] for row in found.ask(LATE_NIGHTS.rows, WINDOW, question=LATE_NIGHTS.name)}


def test_a_landing_of_hers_at_night_is_a_night(tmp_path: Path) -> None:
    assert nights(evidence(tmp_path, [act(1, "merged")])) == {"x#1": 1}


@pytest.mark.parametrize(
    "named",
    [
        pytest.param({"via": "auto_merge"}, id="she had switched auto-merge on"),
        pytest.param({"via": "merge_queue"}, id="the queue landed it"),
        pytest.param({"via": "automation"}, id="a program did"),
        pytest.param({"ts_quality": "day"}, id="only the day is known"),
        pytest.param({"ts_quality": "floating"}, id="a time without a zone"),
        pytest.param({"ts_quality": "ambiguous"}, id="the hour that comes twice"),
    ],
)
def test_what_nobody_did_at_that_hour_is_no_night(tmp_path: Path, named: dict[str, str]) -> None:
    assert nights(evidence(tmp_path, [act(1, "merged", **named)])) == {}


def test_a_zone_told_by_a_profile_is_her_clock_where_she_declared_none(tmp_path: Path) -> None:
    kolkata = {"tz": "Asia/Kolkata", "tz_from": "profile"}
    nowhere = MeFile(me=Me(emails=("ada@example.org",), hours="Mon-Fri 09:00-18:00"))
    found = evidence(tmp_path, [act(1, "merged", **kolkata)], nowhere)
    assert found.ask("select wmin % 1440 from mine", WINDOW, question="t") == [(6 * 60,)]


def test_a_role_of_which_only_the_day_is_known_puts_nobody_first(tmp_path: Path) -> None:
    def incident(number: int, verb: Verb, who: str, **named: Any) -> Event:
        return act(number, verb, who, object_kind="incident", **named)

    rota = incident(0, "on_call", "bo", ts_end=datetime(2026, 3, 30, tzinfo=UTC))
    took = [incident(n, "joined", "ada", ts_quality="day", state="lead") for n in range(1, 9)]
    acked = [incident(n, "acknowledged", "bo") for n in range(1, 9)]
    assert read(FIRST_MOVER, evidence(tmp_path, [rota, *took, *acked]), WINDOW).n == 0
    came = [incident(n, "commented", "ada") for n in range(1, 9)]
    assert read(FIRST_MOVER, evidence(tmp_path, [rota, *took, *acked, *came]), WINDOW).n == 8
