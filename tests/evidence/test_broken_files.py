"""A file of podium's own that is broken is named in words, with what to do; a wrong SELECT of ours is not taken for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from podium.core.errors import CannotRead
from podium.evidence import engine, parquet
from podium.evidence.events.columns import veiled
from podium.evidence.events.store import EventStore
from podium.evidence.people.book import Book
from podium.evidence.views.query import Evidence, SourceActs
from podium.laws.weeks import KEY, Week

TEXT = "".join(
    f"2026-03-{day:02d} 10:00+0100 ana wrote c{day} src/a.py\n2026-03-{day:02d} 11:00+0100 bo reviewed c{day}\n"
    for day in range(2, 20)
)
BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "cut to ten bytes": lambda content: content[:10],
    "cut in half": lambda content: content[: len(content) // 2],
    "without its last byte": lambda content: content[:-1],
    "its foot turned round": lambda content: content[:-40] + bytes(255 - byte for byte in content[-40:]),
    "its rows turned round": lambda content: content[:4] + bytes(255 - byte for byte in content[4:400]) + content[400:],
}


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize(
    ("name", "what", "step"),
    [("events.parquet", "of your sources", "podium sync"), ("commits.parquet", "of your clones", "the next look")],
)
def test_it_is_named_with_what_to_do(tmp_path: Path, name: str, what: str, step: str, how: str) -> None:
    week = Week(TEXT, tmp_path / "kept" / "week")
    clones, file, as_of_s = week.evidence.clones, week.file, week.as_of_s
    week.evidence.close()
    place = week.folder / name
    place.write_bytes(BREAKS[how](place.read_bytes()))
    acts = SourceActs(week.folder / "events.parquet", lambda key: veiled(KEY, key))
    with pytest.raises(CannotRead, match=what) as stop:
        Evidence(clones, file, Book(file), as_of_s=as_of_s, acts=acts)
    assert step in str(stop.value)


def test_a_select_that_is_wrong_stays_a_fault_of_ours(tmp_path: Path) -> None:
    with (
        engine.open_connection() as db,
        pytest.raises(engine.error(), match="no_such_column"),
        parquet.reading(tmp_path, "what was kept", "delete it"),
    ):
        db.execute("select no_such_column from range(3)")


@pytest.mark.parametrize("content", ["", "{bad", "[]"])
def test_how_far_sources_were_read_is_written_again_by_a_sync(tmp_path: Path, content: str) -> None:
    (tmp_path / "coverage.json").write_text(content)
    with pytest.raises(CannotRead, match="podium sync"):
        EventStore(tmp_path).coverage()
    with EventStore(tmp_path).writing():
        pass
    assert EventStore(tmp_path).coverage() == ()
