"""Perceval's output: each act once, no word of it, and whatever is not GitHub's is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loopback import Clockwork
from podium import sources
from podium.core.errors import CannotRead
from podium.sources import StreamPage, perceval
from source_worlds import PERCEVAL, acts

ROWS: list[dict[str, Any]] = PERCEVAL.told["rows"]


def read(path: Path, *rows: object, cursor: Any = None) -> list[StreamPage]:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return list(perceval.read({"path": str(path)}, None, {"items": cursor} if cursor else {}, Clockwork().wire()))


def test_every_act_is_told_once_and_no_word(tmp_path: Path) -> None:
    pages = read(tmp_path / "p.jsonl", *ROWS)
    told = [(e.object_id.partition(":")[2], e.verb, e.actor, e.subject, e.state) for e in acts(pages)]
    assert told == [
        ("acme/pay#7", "opened", "github:ada", None, None),
        ("acme/pay#7", "merged", "github:bo", "github:ada", None),
        ("acme/pay#7", "reviewed", "github:bo", "github:ada", "approved"),
        ("acme/pay#7", "commented", "github:bo", "github:ada", None),
        ("acme/pay#8", "opened", "github:ada", None, None),
        ("acme/pay#8", "closed", None, None, None),
        ("acme/pay#8", "commented", "github:bo", "github:ada", None),
    ]
    assert {e.work_type for e in acts(pages)} == {"bug"}
    assert "secret" not in repr(pages)
    assert ("github:ada", "email:ada@example.org") in pages[-1].bridges
    assert pages[-1].is_whole_stream


def test_the_same_file_again_is_not_read_again(tmp_path: Path) -> None:
    cursor = read(tmp_path / "p.jsonl", *ROWS)[-1].cursor
    assert acts(read(tmp_path / "p.jsonl", *ROWS, cursor=cursor)) == []


def test_a_change_told_as_a_ticket_too_counts_once(tmp_path: Path) -> None:
    twin = {**ROWS[0], "category": "issue", "data": {**ROWS[0]["data"], "pull_request": {"url": "x"}}}
    pages = read(tmp_path / "p.jsonl", ROWS[0], twin)
    assert len(acts(pages)) == 4
    assert pages[-1].intake.unused == {"changes told a second time as tickets": 1}


def test_another_backend_is_counted_and_a_broken_line_does_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    lines = [json.dumps(ROWS[0] | {"backend_name": "Git", "category": "commit"}), "{", json.dumps(ROWS[1])]
    path.write_text("\n".join(lines))
    pages = list(perceval.read({"path": str(path)}, None, {}, Clockwork().wire()))
    assert len(acts(pages)) == 3
    assert pages[-1].intake.unknown == {"backend_name=Git": 1}
    assert sum(pages[-1].intake.refused.values()) == 1


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.jsonl", tmp_path):
        with pytest.raises(CannotRead):
            list(perceval.read({"path": str(path)}, None, {}, Clockwork().wire()))


def test_it_is_found_by_the_name_of_the_whole_too() -> None:
    assert sources.load("grimoirelab") is sources.load("perceval")
