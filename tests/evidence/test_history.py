"""What is kept of a clone changes all at once, or not at all."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from podium.core import arrow
from podium.core.commits import COMMIT_COLUMNS
from podium.core.errors import CannotWrite, OurFault
from podium.evidence.commits.store import MOST_PARTS, HistoryStore, Manifest, digest


def batch(*hashes: str, parent: str | None = None, at: int | None = 5) -> arrow.Table:
    """Commits with the given hashes and nothing of interest in them."""
    count = len(hashes)
    numbers = {name: arrow.from_values([at] * count, "int64") for name in ("author_at", "committer_at")}
    columns = numbers | {
        "hash": arrow.from_values(hashes),
        "parents": arrow.from_lists([[parent] if parent else []] * count),
        "author": arrow.repeat("Ada <a@example.org>", count),
        "author_offset": arrow.repeat(60, count, "int32"),
        "committer": arrow.repeat("Ada <a@example.org>", count),
        "committer_offset": arrow.from_values([None] * count, "int32"),
        "message": arrow.repeat("m", count),
        "paths": arrow.nothing(count, arrow.LIST),
    }
    return arrow.Table({name: columns[name] for name in COMMIT_COLUMNS})


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
    strange = arrow.Table({"hash": arrow.from_values(["a"])})
    with pytest.raises(OurFault, match="other columns"):
        store.keep("k", tips={}, batches=[strange], fresh=True)


def test_a_part_that_arrow_wrote_is_opened_added_to_and_folded_as_it_is(store: HistoryStore) -> None:
    """So the version before wrote them: people as dictionaries, a size of row group, statistics of three columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    store.keep("k", tips={"HEAD": "b"}, batches=[batch("a"), batch("b", parent="a", at=9)], fresh=True)
    (part,) = store.parts("k")
    plain = pq.read_table(part)
    kinds = {name: pa.dictionary(pa.int32(), pa.string()) for name in ("author", "committer")}
    earlier = plain.cast(pa.schema([(field.name, kinds.get(field.name, field.type)) for field in plain.schema]))
    pq.write_table(
        earlier, part, compression="zstd", use_dictionary=list(kinds), write_statistics=["hash", "author_at"]
    )
    manifest = store.root / "k/manifest.json"
    kept = msgspec.json.decode(manifest.read_bytes(), type=Manifest)
    seen = msgspec.structs.replace(
        kept.parts[0], size=part.stat().st_size, changed_ns=part.stat().st_mtime_ns, digest=digest(part)
    )
    manifest.write_bytes(msgspec.json.encode(msgspec.structs.replace(kept, parts=(seen,))))
    for n in range(MOST_PARTS + 1):
        store.keep("k", tips={}, batches=[batch(f"new-{n}")], fresh=False, drop=["b"] if n == 3 else [])
    assert hashes(store) == ["a", *(f"new-{n}" for n in range(MOST_PARTS + 1))]


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
