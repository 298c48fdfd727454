"""What is kept of a clone changes all at once, or not at all."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pyarrow as pa
import pytest

from podium.core.commits import COMMIT_COLUMNS
from podium.core.errors import CannotWrite, OurFault
from podium.evidence.commits.store import HistoryStore, Manifest

TEXT = pa.dictionary(pa.int32(), pa.string())
TYPES = {
    "string": pa.string(),
    "list<string>": pa.list_(pa.string()),
    "dictionary<string>": TEXT,
    "int64": pa.int64(),
    "int32": pa.int32(),
}
SCHEMA = pa.schema([(name, TYPES[kind]) for name, kind in COMMIT_COLUMNS.items()])


def batch(*hashes: str, parent: str | None = None, at: int | None = 5) -> pa.RecordBatch:
    """Commits with the given hashes and nothing of interest in them."""
    rows = [
        {
            "hash": commit,
            "parents": [parent] if parent else [],
            "author": "Ada <a@example.org>",
            "author_at": at,
            "author_offset": 60,
            "committer": "Ada <a@example.org>",
            "committer_at": at,
            "committer_offset": None,
            "message": "m",
            "paths": None,
        }
        for commit in hashes
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def hashes(store: HistoryStore, key: str = "k") -> list[str]:
    """The hashes kept, sorted."""
    import pyarrow.parquet as pq

    return sorted(value for part in store.parts(key) for value in pq.read_table(part).column("hash").to_pylist())


@pytest.fixture
def store(tmp_path: Path) -> HistoryStore:
    return HistoryStore(tmp_path)


def test_commits_are_kept_added_dropped_and_replaced(store: HistoryStore) -> None:
    store.keep("k", tips={"HEAD": "a"}, batches=[batch("a"), batch("b", parent="a", at=-7)], fresh=True)
    assert hashes(store) == ["a", "b"]
    kept = store.keep("k", tips={"HEAD": "c"}, batches=[batch("c", parent="a", at=99)], fresh=False, drop=["b"])
    assert hashes(store) == ["a", "c"]
    assert (kept.commits, kept.roots, kept.first_at, kept.last_at) == (2, ("a",), 5, 99)
    store.keep("k", tips={"HEAD": "z"}, batches=[batch("z", at=None)], fresh=True)
    assert hashes(store) == ["z"]
    manifest = store.manifest("k")
    assert manifest is not None
    assert (manifest.tips, manifest.first_at) == ({"HEAD": "z"}, None)


def test_nothing_is_kept_until_all_is_written(store: HistoryStore) -> None:
    store.keep("k", tips={"HEAD": "a"}, batches=[batch("a")], fresh=True)

    def break_off() -> object:
        yield batch("b")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.keep("k", tips={"HEAD": "b"}, batches=break_off(), fresh=True)  # type: ignore[arg-type]
    assert hashes(store) == ["a"]
    store.keep("k", tips={"HEAD": "a"}, batches=[], fresh=False)
    assert len(list((store.root / "k").iterdir())) == 2, "what was broken off is swept away"


def test_no_commits_are_no_part(store: HistoryStore) -> None:
    kept = store.keep("k", tips={}, batches=[], fresh=True)
    assert (kept.commits, kept.parts, store.parts("k")) == (0, (), [])
    assert store.keys() == ["k"]


def test_a_folded_store_keeps_every_commit(store: HistoryStore) -> None:
    store.keep("k", tips={}, batches=[batch(*(f"{n:04}" for n in range(1000)))], fresh=True)
    big = store.parts("k")[0]
    for n in range(20):
        store.keep("k", tips={}, batches=[batch(f"new-{n:02}")], fresh=False)
        assert len(store.parts("k")) <= 8
    assert len(hashes(store)) == 1020
    assert store.parts("k")[0] == big, "the largest part is not written again for a small change"


def test_other_columns_are_a_fault_of_ours(store: HistoryStore) -> None:
    strange = pa.RecordBatch.from_pylist([{"hash": "a"}])
    with pytest.raises(OurFault, match="other columns"):
        store.keep("k", tips={}, batches=[strange], fresh=True)


def test_a_folder_that_cannot_be_written_stops_with_what_was_there_still_there(
    store: HistoryStore, tmp_path: Path
) -> None:
    store.keep("k", tips={}, batches=[batch("a")], fresh=True)
    (tmp_path / "file").write_text("")
    blocked = HistoryStore(tmp_path / "file")
    with pytest.raises(CannotWrite):
        blocked.keep("k", tips={}, batches=[batch("a")], fresh=True)
    assert hashes(store) == ["a"]


def test_a_manifest_of_nonsense_is_no_manifest(store: HistoryStore) -> None:
    store.keep("k", tips={}, batches=[batch("a")], fresh=True)
    place = store.root / "k/manifest.json"
    sound = msgspec.json.decode(place.read_bytes(), type=Manifest)
    for content in (
        b"",
        b"[]",
        b"\xff\x00",
        b'{"version": 1}',
        msgspec.json.encode(msgspec.structs.replace(sound, version=0)),
    ):
        place.write_bytes(content)
        assert store.manifest("k") is None
    assert store.manifest("unknown") is None
