"""A calendar that was edited: only the series that changed are told again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calendar_peers import calendar, event, guests
from loopback import Clockwork
from podium.connections import sync
from podium.evidence.people.me_file import MeFile
from podium.sources import StreamPage, load

BOTH = guests(ada="ACCEPTED", grace="ACCEPTED")


def series(name: str, *, title: str = "Talk", start: str = "20260907T100000") -> str:
    return event(f"{name}@lab", start, f"{start[:9]}103000", "RRULE:FREQ=WEEKLY;COUNT=10", *BOTH, title=title)


def read(path: Path, cursors: dict[str, Any], **more: str) -> list[StreamPage]:
    return list(
        load("ics").read({"where": str(path), "me": "ada@example.org", **more}, None, cursors, Clockwork().wire())
    )


def told(pages: list[StreamPage]) -> int:
    return sum(len(page.events) for page in pages)


def cursor(pages: list[StreamPage]) -> dict[str, Any]:
    return {"events": pages[-1].cursor}


def test_only_the_series_that_changed_are_told_again(tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    path.write_bytes(calendar(series("a"), series("b"), series("c")))
    first = read(path, {})
    assert told(first) == 30
    assert first[-1].is_whole_stream
    path.write_bytes(calendar(series("a", title="Renamed"), series("b"), series("c")))
    again = read(path, cursor(first))
    assert told(again) == 10
    assert not again[-1].is_whole_stream
    assert again[-1].intake.unused == {"events that are as they were": 2}


def test_a_new_stamp_of_a_download_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    path.write_bytes(calendar(series("a"), series("b")))
    first = read(path, {})
    path.write_bytes(
        calendar(series("a"), series("b")).replace(b"DTSTAMP:20260901T080000Z", b"DTSTAMP:20260919T081500Z")
    )
    assert told(read(path, cursor(first))) == 0


def test_other_words_for_a_class_read_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    path.write_bytes(calendar(series("a"), series("b")))
    first = read(path, {}, one_on_one="talk")
    assert told(read(path, cursor(first), one_on_one="talk")) == 0
    assert told(read(path, cursor(first), one_on_one="chat")) == 20


def test_what_was_edited_and_taken_out_leaves_the_store_as_a_whole_read_would(tmp_path: Path, monkeypatch: Any) -> None:
    edited = calendar(series("b"), series("c", start="20260908T110000"), series("d"))

    def acts(home: str, *versions: bytes) -> list[Any]:
        import duckdb

        monkeypatch.setenv("PODIUM_HOME", str(tmp_path / home))
        path = tmp_path / "work.ics"
        asked = sync.Connection("work", "ics", {"where": str(path), "me": "ada@example.org"})
        for number, version in enumerate(versions):
            path.write_bytes(version)
            wire = Clockwork().wire()
            began = wire.clock()
            wire.clock = lambda began=began, number=number: began + 60 * number
            sync.run(asked, MeFile(), wire, None)
        with duckdb.connect() as link:
            rows = link.execute(f"SELECT event_id, verb, ts, ts_end FROM '{sync.store().snapshot()}' ORDER BY ALL")
            return rows.fetchall()

    whole = acts("whole", edited)
    assert len(whole) == 30
    assert acts("step-by-step", calendar(series("a"), series("b"), series("c")), edited) == whole
