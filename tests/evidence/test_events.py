"""The event store keeps each act once, whatever the order, and readers only ever meet a whole snapshot."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from killed import all_from, fork, lines_from
from podium.core.errors import CannotRead, CannotWrite
from podium.core.event import Event
from podium.evidence.events import snapshot as stretches
from podium.evidence.events.records import Vanishing
from podium.evidence.events.store import EventStore
from podium.evidence.events.writer import Writer
from podium.sources import StreamPage

T0 = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


def act(number: int, *, revision: int = 0, **named: Any) -> Event:
    """The number-th act; what it says is a function of number and revision."""
    event = Event(
        event_id=f"forge:acme/pay:{number}:reviewed",
        source="forge",
        instance="acme/pay",
        verb="reviewed",
        ts=T0 + timedelta(minutes=number),
        actor=f"email:p{number % 7}@example.org",
        object_id=f"forge:acme/pay#{number // 3}",
        state="approved" if revision % 2 else "commented",
        revision=revision,
    )
    return structs.replace(event, **named)


def keep(root: Path, pages: Iterable[Sequence[StreamPage]], known: Any = lambda _key: False) -> EventStore:
    """A store that was given these pages, one transaction each."""
    store = EventStore(root)
    with store.writing(known) as writer:
        batch = writer.begin("forge", "forge", 1)
        for held in pages:
            writer.add(batch, writer.lot(held))
        writer.end(batch, 2)
    return store


def rows(store: EventStore, columns: str = "*") -> list[tuple[Any, ...]]:
    """The snapshot, as any reader would open it."""
    import duckdb

    with duckdb.connect() as link:
        return link.execute(f"SELECT {columns} FROM '{store.snapshot()}' ORDER BY event_id").fetchall()


def snapshot(store: EventStore) -> bytes:
    """Every byte that readers open."""
    path = store.snapshot()
    assert path
    return path.read_bytes()


def page(*events: Event, **named: Any) -> StreamPage:
    return StreamPage("changes", tuple(events), **named)


def test_an_act_read_twice_is_kept_once(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(act(1), act(1))], [page(act(1))]])
    assert len(rows(store)) == 1


def test_the_greatest_revision_wins_in_any_order(tmp_path: Path) -> None:
    for order, name in (([1, 3, 2], "a"), ([3, 2, 1], "b"), ([2, 1, 3], "c")):
        store = keep(tmp_path / name, [[page(act(1, revision=r))] for r in order])
        assert rows(store, "revision, state") == [(3, "approved")]


def test_at_equal_revision_the_later_read_wins(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(act(1, state="declined"))], [page(act(1, state="accepted"))]])
    assert rows(store, "state") == [("accepted",)]


def test_a_told_deletion_hides_the_act_and_a_later_revision_brings_it_back(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(act(1), act(2))], [page(act(1, revision=1, deleted=True))]])
    assert len(rows(store)) == 1
    store = keep(tmp_path, [[page(act(1, revision=2))]])
    assert len(rows(store)) == 2


def test_what_a_whole_object_no_longer_holds_is_gone(tmp_path: Path) -> None:
    """Change 0 had three reviews; told again, it has two."""
    first = page(act(0, revision=1), act(1, revision=1), act(2, revision=1), whole={"forge:acme/pay#0": 1})
    again = page(act(0, revision=2), act(1, revision=2), whole={"forge:acme/pay#0": 2})
    for name, order in (("as it happened", [first, again]), ("replayed late", [again, first])):
        store = keep(tmp_path / name, [[one] for one in order])
        assert [r for (r,) in rows(store, "event_id")] == [act(0).event_id, act(1).event_id]


def test_an_object_told_whole_takes_what_this_run_or_this_page_told_before(tmp_path: Path) -> None:
    earlier = [[page(act(0), act(3))], [page(act(1, revision=2), whole={"forge:acme/pay#0": 2})]]
    assert rows(keep(tmp_path / "run", earlier), "event_id") == [(act(1).event_id,), (act(3).event_id,)]
    at_once = [[page(act(0), act(3)), page(act(1, revision=2), whole={"forge:acme/pay#0": 2})]]
    assert rows(keep(tmp_path / "page", at_once), "event_id") == rows(EventStore(tmp_path / "run"), "event_id")


def test_what_an_object_told_whole_loses_is_counted(tmp_path: Path) -> None:
    with EventStore(tmp_path).writing() as writer:
        batch = writer.begin("forge", "forge", 1)
        assert writer.add(batch, writer.lot([page(act(0), act(3))])).gone == 0
        assert writer.add(batch, writer.lot([page(whole={"forge:acme/pay#0": 2})])).gone == 1
        assert writer.add(batch, writer.lot([page(act(6, revision=1), whole={"forge:acme/pay#2": 2})])).gone == 1


def test_an_object_told_whole_twice_keeps_the_greater_revision_and_each_act_once(tmp_path: Path) -> None:
    for number, (first, then) in enumerate([(2, 5), (5, 2), (2, 2)]):
        told = [[page(act(0, revision=5), whole={"forge:acme/pay#0": first})], [page(whole={"forge:acme/pay#0": then})]]
        store = keep(tmp_path / str(number), told)
        assert len(rows(store)) == store.coverage()[0].events == (1 if then <= 5 else 0), (first, then)
    with EventStore(tmp_path / "0").writing() as writer:
        batch = writer.begin("forge", "forge", 3)
        assert writer.add(batch, writer.lot([page(whole={"forge:acme/pay#0": 9})])).gone == 1
    assert rows(EventStore(tmp_path / "0")) == []


def test_a_whole_stream_removes_what_it_did_not_tell(tmp_path: Path) -> None:
    everything = [act(n) for n in range(30)]
    keep(tmp_path, [[page(*everything, is_whole_stream=True)]])
    store = keep(tmp_path, [[page(*everything[:15])], [page(*everything[15:25], is_whole_stream=True)]])
    assert len(rows(store)) == 25
    store = keep(tmp_path, [[page(*everything, is_whole_stream=True)]])
    assert len(rows(store)) == 30


def test_a_snapshot_written_in_stretches_holds_every_act_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "_ENDS", stretches._ENDS.replace(str(stretches.STRETCH), "3"))
    acts = [act(n) for n in range(20)]
    assert [row[0] for row in rows(keep(tmp_path, [[page(*acts)]]))] == sorted(each.event_id for each in acts)


def test_sudden_emptiness_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(*(act(n) for n in range(40)), cursor={"tag": "old"}, is_whole_stream=True)]])
    with store.writing() as writer:
        batch = writer.begin("forge", "forge", 3)
        with pytest.raises(Vanishing, match="40 of 40"):
            writer.add(batch, writer.lot([page(cursor={"tag": "new"}, is_whole_stream=True)]))
        assert writer.cursors("forge") == {"changes": {"tag": "old"}}
    assert len(rows(store)) == 40
    with store.writing() as writer:
        writer.add(writer.begin("forge", "forge", 4), writer.lot([page(is_whole_stream=True)]), believe=True)
    assert rows(store) == []


def test_half_of_a_stream_may_go_and_more_than_half_is_not_believed(tmp_path: Path) -> None:
    for left, is_refused in ((10, False), (9, True)):
        store = keep(tmp_path / str(left), [[page(*(act(n) for n in range(20)), is_whole_stream=True)]])
        with store.writing() as writer:
            rest = [page(*(act(n) for n in range(left)), is_whole_stream=True)]
            with pytest.raises(Vanishing) if is_refused else nullcontext():
                writer.add(writer.begin("forge", "forge", 3), writer.lot(rest))
        assert len(rows(store)) == (20 if is_refused else left)


def test_sudden_emptiness_by_deletion_of_every_object_is_refused_too(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(*(act(n) for n in range(60)))]])
    gone = {f"forge:acme/pay#{n}": 9 for n in range(20)}
    with store.writing() as writer, pytest.raises(Vanishing):
        writer.add(writer.begin("forge", "forge", 3), writer.lot([page(whole=gone)]))


def test_rows_and_cursor_land_together_or_not_at_all(tmp_path: Path) -> None:
    store = EventStore(tmp_path)
    bad = structs.replace(act(2), size=2**70)
    with store.writing() as writer:
        batch = writer.begin("forge", "forge", 1)
        writer.add(batch, writer.lot([page(act(1), cursor={"high": 1})]))
        with pytest.raises(OverflowError):
            writer.add(batch, writer.lot([page(act(3), cursor={"high": 2}), page(bad)]))
        assert writer.cursors("forge") == {"changes": {"high": 1}}
    assert len(rows(store)) == 1


def test_a_kill_between_rows_and_snapshot_is_made_good_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = keep(tmp_path, [[page(act(1))]])
    with monkeypatch.context() as killed:
        killed.setattr(Writer, "publish", lambda _writer: None)
        keep(tmp_path, [[page(act(2))]])
    assert len(rows(store)) == 1
    keep(tmp_path, [[page(act(2))]])
    assert len(rows(store)) == store.coverage()[0].events == 2


def test_nobody_is_kept_by_name_but_the_listed(tmp_path: Path) -> None:
    met = act(1, with_keys=("email:ada@example.org", "email:bo@example.org"), with_count=2)
    store = keep(tmp_path, [[page(met)]], known=lambda key: key == "email:ada@example.org")
    (row,) = rows(store, "actor, with_count, with_keys")
    assert row == (store.person("email:p1@example.org"), 2, [store.person("email:ada@example.org")])
    held = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    told = [str(pq.ParquetFile(file).read().to_pydict()) for file in tmp_path.rglob("*.parquet")]
    assert len(told) == 2, "what is kept, and the snapshot"
    for kept in (held, *map(str.encode, told)):
        assert b"p1@example.org" not in kept
        assert b"bo@example.org" not in kept


def test_another_machine_hides_the_same_person_under_another_key(tmp_path: Path) -> None:
    assert EventStore(tmp_path / "a").person("email:x@y") != EventStore(tmp_path / "b").person("email:x@y")
    assert EventStore(tmp_path / "a").person("email:x@y") == EventStore(tmp_path / "a").person("email:x@y")


def test_links_join_identities_in_the_snapshot_and_can_be_undone(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(act(1), act(2))]])
    with store.writing() as writer:
        writer.link([("email:p1@example.org", "email:p2@example.org", "listed in me.toml")])
    assert {a for (a,) in rows(store, "actor")} == {store.person("email:p2@example.org")}
    with store.writing() as writer:
        writer.link([])
    assert len({a for (a,) in rows(store, "actor")}) == 2


def test_local_time_is_there_where_the_zone_is_known_and_nowhere_else(tmp_path: Path) -> None:
    store = keep(
        tmp_path,
        [
            [
                page(
                    act(0, utc_offset_min=120, tz_from="recorded"),
                    act(1, tz="Asia/Kolkata", tz_from="profile"),
                    act(2),
                    act(3, tz="Nowhere/Land", tz_from="profile"),
                    act(4, utc_offset_min=9_999, tz_from="recorded"),
                )
            ]
        ],
    )
    found = rows(store, "local_hour, local_dow, wmin, day_no IS NULL, week_no IS NULL")
    assert found[0] == (0, 1, 1440 + 30, False, False)  # Monday 22:30 UTC is Tuesday 00:30 two hours east
    assert found[1] == (4, 1, 1440 + 4 * 60 + 1, False, False)
    assert found[2:] == [(None, None, None, True, True)] * 3


IN_UTC = [act(n, utc_offset_min=0, tz_from="recorded") for n in range(5)]
TWO_REVISIONS = [act(n, revision=r) for n in range(20) for r in range(2)]


@pytest.fixture(scope="module")
def in_utc(tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return keep(tmp_path_factory.mktemp("in_utc"), [[page(*IN_UTC)]])


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return keep(tmp_path_factory.mktemp("straight"), [[page(*TWO_REVISIONS)]])


@given(shift=st.integers(-12 * 60, 12 * 60))
@settings(max_examples=8 * settings().max_examples // 25)
def test_shifting_a_zone_moves_local_hours_and_no_instant(
    tmp_path_factory: pytest.TempPathFactory, in_utc: EventStore, shift: int
) -> None:
    moved = keep(
        tmp_path_factory.mktemp("moved"), [[page(*(structs.replace(event, utc_offset_min=shift) for event in IN_UTC))]]
    )
    assert rows(in_utc, "at_s, ts") == rows(moved, "at_s, ts")
    week = 7 * 24 * 60
    assert [(w + shift) % week for (w,) in rows(in_utc, "wmin")] == [w for (w,) in rows(moved, "wmin")]


@given(seed=st.integers(0, 2**32), cut=st.integers(0, 40), size=st.integers(1, 9))
@settings(max_examples=12 * settings().max_examples // 25)
def test_shuffled_doubled_and_cut_pages_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, straight: EventStore, seed: int, cut: int, size: int
) -> None:
    dice = random.Random(seed)
    mixed = TWO_REVISIONS + dice.sample(TWO_REVISIONS, 15)
    dice.shuffle(mixed)
    pages = [page(*mixed[i : i + size]) for i in range(0, len(mixed), size)]
    root = tmp_path_factory.mktemp("b")
    (root / "key").write_bytes((straight.root / "key").read_bytes())
    keep(root, [[one] for one in pages[:cut]])
    crooked = keep(root, [pages[max(0, cut - 1) :]])
    assert snapshot(crooked) == snapshot(straight)


def test_what_the_files_say_of_themselves_changes_no_byte_of_the_snapshot(tmp_path: Path) -> None:
    told = [act(n, title='it\'s "the" same\x00', container="", state=None, size=7) for n in range(40)]
    one = keep(tmp_path / "a", [[page(*told)]])
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "key").write_bytes((one.root / "key").read_bytes())
    other = EventStore(tmp_path / "b")
    with other.writing() as writer:
        batch = writer.begin("forge", "forge", 1)
        writer.add(batch, writer.lot([page(*told)]))
        # As a store of an earlier podium: nobody wrote down which columns are alike.
        assert '"verb": "reviewed"' in writer._db.execute("SELECT alike FROM parts").fetchall()[0][0]
        writer._db.execute("UPDATE parts SET alike = NULL")
        writer.end(batch, 2)
    assert snapshot(one) == snapshot(other)
    assert set(rows(one, "title, container, state, size, verb")) == {(told[0].title, "", None, 7, "reviewed")}


def test_coverage_grows_and_a_gap_is_not_papered_over(tmp_path: Path) -> None:
    store = keep(
        tmp_path,
        [
            [page(complete_from_s=100, complete_until_s=200)],
            [page(complete_until_s=300)],
        ],
    )
    assert [(c.complete_from_s, c.complete_until_s) for c in store.coverage()] == [(100, 300)]
    store = keep(tmp_path, [[page(complete_from_s=400, complete_until_s=500)]])
    assert [(c.complete_from_s, c.complete_until_s) for c in store.coverage()] == [(400, 500)]
    store = keep(tmp_path, [[page(complete_from_s=50, complete_until_s=450)]])
    assert [(c.complete_from_s, c.complete_until_s) for c in store.coverage()] == [(50, 500)]


def test_forgetting_removes_rows_cursors_and_nothing_of_others(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(act(1), cursor={"high": 1})]])
    with store.writing() as writer:
        other = writer.begin("pager", "pager", 5)
        writer.add(other, writer.lot([page(act(9))]))
        writer.end(other, 6)
    assert store.forget("forge") == 1
    assert len(rows(store)) == 1
    with store.writing() as writer:
        assert writer.cursors("forge") == {}
    assert [c.connection for c in store.coverage()] == ["pager"]


def test_a_second_writer_is_told_to_wait_and_readers_never_are(tmp_path: Path) -> None:
    store = keep(tmp_path, [[page(act(1))]])
    with store.writing() as writer:
        writer.add(writer.begin("forge", "forge", 5), writer.lot([page(act(2))]))
        assert len(rows(store)) == 1
        with pytest.raises(CannotWrite, match="another podium"), EventStore(tmp_path).writing():
            pass
    assert len(rows(store)) == 2


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"no columns")], ids=["missing", "broken"])
def test_a_file_that_is_missing_or_broken_is_one_clear_line(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    store = keep(tmp_path, [[page(act(1))]])
    (file,) = (tmp_path / "parts").iterdir()
    harm(file)
    with pytest.raises(CannotRead, match="missing or broken"), store.writing():
        pass
    assert len(rows(store)) == 1, "readers still have the snapshot"


def test_before_the_first_sync_there_is_nothing(tmp_path: Path) -> None:
    store = EventStore(tmp_path / "none")
    assert store.snapshot() is None
    assert store.coverage() == ()
    assert store.forget("x") == 0


def test_hostile_text_is_kept_harmless(tmp_path: Path) -> None:
    bad = act(1, container="a\x00b\ud800c", object_id="x" * 100_000, actor="name:\ud800")
    assert len(rows(keep(tmp_path, [[page(bad)]]))) == 1


def write_all(root: Path, pause_s: float, to: int) -> None:
    """A thousand acts, twenty-five in each transaction, from where an earlier writer stopped; a line for each."""
    with EventStore(root).writing() as writer:
        batch = writer.begin("forge", "forge", 1)
        start = int(writer.cursors("forge").get("changes", {}).get("next", 0))
        for n in range(start, 40):
            writer.add(batch, writer.lot([page(*(act(n * 25 + k) for k in range(25)), cursor={"next": n + 1})]))
            os.write(to, b"%d\n" % n)
            time.sleep(pause_s)
        writer.end(batch, 2)


def test_killed_at_any_moment_and_resumed_each_act_is_there_exactly_once(tmp_path: Path) -> None:
    root = tmp_path / "store"

    def start(pause_s: float) -> tuple[int, int]:
        reading, writing = os.pipe()
        child = fork(lambda: write_all(root, pause_s, writing), reading)
        os.close(writing)
        return child, reading

    for told in (3, 7):
        child, reading = start(0.01)
        assert lines_from(reading, told).count(b"\n") == told
        time.sleep(0.005)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
    child, reading = start(0.0)
    assert all_from(reading).endswith(b"39\n")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    found = rows(EventStore(root), "event_id")
    assert len(found) == len(set(found)) == 1000


def test_a_store_whose_files_arrow_wrote_is_read_and_added_to_as_it_is(tmp_path: Path) -> None:
    """So the version before wrote them: texts that repeat as dictionaries, and no statistics but of the instant."""
    told = [act(n, title=f"title {n % 3}", with_keys=("email:bo@example.org",)) for n in range(40)]
    store = keep(tmp_path / "a", [[page(*told)]])
    for part in sorted((store.root / "parts").iterdir()):
        kept = pq.read_table(part, read_dictionary=["verb", "title", "source"])
        pq.write_table(kept, part, compression="zstd", use_dictionary=["verb", "title"], write_statistics=["at_s"])
    with store.writing() as writer:
        batch = writer.begin("forge", "forge", 3)
        again = writer.add(batch, writer.lot([page(*told)]))
        newer = writer.add(batch, writer.lot([page(*(act(n, title="other", revision=5) for n in range(30, 50)))]))
        writer.end(batch, 4)
    assert (again.fresh, again.changed, again.gone) == (0, 0, 0)
    assert (newer.fresh, newer.changed, newer.gone) == (10, 10, 0)
    shown = dict(rows(store, "regexp_extract(event_id, ':([0-9]+):', 1)::INT, title"))
    assert shown == {n: f"title {n % 3}" if n < 30 else "other" for n in range(50)}
