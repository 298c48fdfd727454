"""Whatever happens to a clone between two looks, what is kept equals a fresh read."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clones import Clone
from podium.evidence.commits.store import HistoryStore
from podium.mirror.read_clones import gather
from podium.sources.git import list_commits, open_repository, read_few
from searching import examples

LOOK = """
import sys
from pathlib import Path
from podium.evidence.commits.store import HistoryStore
from podium.mirror.read_clones import gather
gather([Path(sys.argv[1])], HistoryStore(Path(sys.argv[2])), branches=True)
"""


def kept(store: HistoryStore, key: str) -> dict[str, dict[str, Any]]:
    """All commits kept of a clone, by hash."""
    import pyarrow.parquet as pq

    rows = [row for part in store.parts(key) for row in pq.read_table(part).to_pylist()]
    assert len(rows) == len({row["hash"] for row in rows}), "a commit is kept twice"
    return {row["hash"]: row | {"paths": None if row["paths"] is None else sorted(row["paths"])} for row in rows}


def look(clone: Clone, store: HistoryStore) -> tuple[str, int]:
    """One look; what changed and how many commits were read. Kept must equal the truth afterwards."""
    (found,) = gather([clone.path], store, branches=True)
    tips = list(found.repository.tips.values())
    now = kept(store, found.repository.key)
    assert now == (clone.truth(*tips) if tips else {})
    assert found.manifest.commits == len(now)
    assert set(found.manifest.roots) == {commit for commit, row in now.items() if not row["parents"]}
    assert found.manifest.first_at == min((row["committer_at"] for row in now.values()), default=None)
    assert found.manifest.last_at == max((row["committer_at"] for row in now.values()), default=None)
    return found.change, found.read


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone.new(tmp_path / "work")


@pytest.fixture
def store(tmp_path: Path) -> HistoryStore:
    return HistoryStore(tmp_path / "store")


def test_a_first_look_a_look_with_nothing_new_and_a_look_with_one_commit_more(
    clone: Clone, store: HistoryStore
) -> None:
    clone.commit("First", {"a": "1"})
    clone.commit("Second", {"a": "2"})
    assert look(clone, store) == ("first", 2)
    assert look(clone, store) == ("nothing", 0)
    clone.commit("Third", {"a": "3"})
    assert look(clone, store) == ("grown", 1)


def test_a_few_commits_are_kept_in_the_columns_of_many(clone: Clone, store: HistoryStore) -> None:
    import pyarrow.parquet as pq

    clone.commit("First", {"a": "1"})
    look(clone, store)
    clone.commit("Second", {"a": "2"})
    look(clone, store)
    many, few = (pq.read_schema(part) for part in store.parts(store.keys()[0]))
    assert (many.names, many.types) == (few.names, few.types)


@pytest.mark.parametrize(("most_commits", "most_bytes"), [(2, 1 << 20), (500, 300)])
def test_what_turns_out_to_be_much_is_read_as_many(
    clone: Clone, store: HistoryStore, monkeypatch: pytest.MonkeyPatch, most_commits: int, most_bytes: int
) -> None:
    monkeypatch.setattr("podium.sources.git.few.MOST_FEW", most_commits)
    monkeypatch.setattr("podium.sources.git.few.MOST_BYTES", most_bytes)
    clone.commit("First", {"a": "1"})
    look(clone, store)
    for n in range(3):
        clone.commit(f"Change {n}", {"a": str(n)})
    repository = open_repository(clone.path)
    assert read_few(repository, list_commits(repository, repository.tips.values())) is None
    assert look(clone, store) == ("grown", 3)


def test_an_empty_repository_and_its_first_commit(clone: Clone, store: HistoryStore) -> None:
    assert look(clone, store) == ("first", 0)
    assert look(clone, store) == ("nothing", 0)
    clone.commit("First")
    assert look(clone, store) == ("grown", 1)


def test_an_amended_commit_replaces_the_old_one_and_reads_only_itself(clone: Clone, store: HistoryStore) -> None:
    clone.commit("First", {"a": "1"})
    clone.commit("Second", {"a": "2"})
    look(clone, store)
    clone.git("commit", "-q", "--amend", "-m", "Second, better")
    assert look(clone, store) == ("rewritten", 1)


def test_history_that_was_rewritten_and_whose_old_commits_are_gone_is_read_anew(
    clone: Clone, store: HistoryStore
) -> None:
    clone.commit("First", {"a": "1"})
    clone.commit("Second", {"a": "2"})
    look(clone, store)
    clone.git("commit", "-q", "--amend", "-m", "Second, better")
    clone.git("reflog", "expire", "--expire=now", "--all")
    clone.git("gc", "-q", "--prune=now")
    assert look(clone, store) == ("first", 2)


def test_a_deleted_branch_takes_its_commits_along(clone: Clone, store: HistoryStore) -> None:
    clone.commit("First", {"a": "1"})
    clone.git("checkout", "-q", "-b", "side")
    clone.commit("Side", {"b": "1"})
    clone.git("checkout", "-q", "main")
    look(clone, store)
    clone.git("branch", "-q", "-D", "side")
    assert look(clone, store) == ("rewritten", 0)


def test_a_shallow_clone_that_is_deepened(clone: Clone, store: HistoryStore, tmp_path: Path) -> None:
    for n in range(5):
        clone.commit(f"Change {n}", {"a": str(n)})
    clone.git("clone", "-q", "--depth", "2", clone.path.as_uri(), str(tmp_path / "shallow"))
    shallow = Clone(tmp_path / "shallow")
    (found,) = gather([shallow.path], store)
    assert (found.manifest.commits, found.manifest.roots) == (2, ())
    shallow.git("fetch", "-q", "--unshallow")
    (found,) = gather([shallow.path], store)
    assert kept(store, found.repository.key) == clone.truth()


def test_many_small_looks_leave_few_files(clone: Clone, store: HistoryStore) -> None:
    for n in range(12):
        clone.commit(f"Change {n}", {"a": str(n)})
        look(clone, store)
    key = store.keys()[0]
    assert len(store.parts(key)) <= 8
    files = list((store.root / key).glob("*.parquet"))
    assert len(files) <= 8 + 9, "files that no longer count are swept at the next change"


@pytest.mark.parametrize("harm", ["missing", "short", "flipped", "manifest", "version", "nothing left"])
def test_a_store_that_was_harmed_is_built_anew(clone: Clone, store: HistoryStore, harm: str) -> None:
    clone.commit("First", {"a": "1"})
    look(clone, store)
    key = store.keys()[0]
    part, manifest = store.parts(key)[0], store.root / key / "manifest.json"
    if harm == "missing":
        part.unlink()
    elif harm == "short":
        part.write_bytes(part.read_bytes()[:-10])
    elif harm == "flipped":
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 0xFF
        part.write_bytes(bytes(content))
    elif harm == "manifest":
        manifest.write_bytes(manifest.read_bytes()[:-20])
    elif harm == "version":
        manifest.write_text(re.sub(r'"version": \d+', '"version": 999', manifest.read_text()))
    else:
        shutil.rmtree(store.root)
    assert look(clone, store) == ("first", 1)


def test_a_copied_store_whose_dates_changed_is_still_trusted(clone: Clone, store: HistoryStore) -> None:
    clone.commit("First", {"a": "1"})
    look(clone, store)
    os.utime(store.parts(store.keys()[0])[0], (1, 1))
    assert look(clone, store) == ("nothing", 0)


def test_a_manifest_cannot_name_a_file_elsewhere(clone: Clone, store: HistoryStore, tmp_path: Path) -> None:
    clone.commit("First", {"a": "1"})
    look(clone, store)
    key = store.keys()[0]
    part, manifest = store.parts(key)[0], store.root / key / "manifest.json"
    shutil.copy2(part, tmp_path / "elsewhere.parquet")
    manifest.write_text(manifest.read_text().replace(part.name, "../../../elsewhere.parquet"))
    assert store.manifest(key) is None


def test_readers_of_the_old_parts_can_finish(clone: Clone, store: HistoryStore) -> None:
    clone.commit("First", {"a": "1"})
    look(clone, store)
    old = store.parts(store.keys()[0])
    clone.git("commit", "-q", "--amend", "-m", "Better")
    look(clone, store)
    assert all(part.exists() for part in old)
    clone.commit("Third")
    look(clone, store)
    assert not any(part.exists() for part in old)


def test_forgetting_a_clone_deletes_what_is_kept_of_it_and_nothing_else(
    clone: Clone, store: HistoryStore, tmp_path: Path
) -> None:
    clone.commit("First")
    other = Clone.new(tmp_path / "other")
    other.commit("Other")
    look(clone, store)
    (key,) = store.keys()
    look(other, store)
    store.forget(key)
    assert len(store.keys()) == 1
    assert store.manifest(key) is None
    assert look(clone, store) == ("first", 1)


def test_two_clones_of_one_repository_share_their_roots(clone: Clone, store: HistoryStore, tmp_path: Path) -> None:
    clone.commit("First", {"a": "1"})
    clone.git("clone", "-q", str(clone.path), str(tmp_path / "copy"))
    one, two = gather([clone.path, tmp_path / "copy", clone.path / ".git"], store)
    assert one.repository.key != two.repository.key
    assert one.manifest.roots == two.manifest.roots


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("commit"), st.integers(0, 3)),
        st.tuples(st.just("branch"), st.integers(0, 3)),
        st.tuples(st.just("merge"), st.integers(0, 3)),
        st.tuples(st.just("force"), st.integers(1, 4)),
        st.tuples(st.just("amend"), st.integers(0, 3)),
        st.tuples(st.just("delete"), st.integers(0, 3)),
        st.tuples(st.just("rebase"), st.integers(0, 3)),
        st.tuples(st.just("gc"), st.just(0)),
        st.tuples(st.just("look"), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


def attempt(clone: Clone, *words: str) -> None:
    """Run git and do not mind when it has nothing to do or a conflict."""
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-C", str(clone.path), *words]
    subprocess.run(command, env=clone.env | {"GIT_EDITOR": "true"}, capture_output=True, check=False)


def take(clone: Clone, step: str, number: int, count: int) -> None:
    """One thing people do to a history."""
    if step == "commit":
        clone.commit(f"Change {count}", {f"f{number}": str(count)})
    elif step == "branch":
        attempt(clone, "checkout", "-q", "-B", f"b{number}")
    elif step == "merge":
        attempt(clone, "merge", "-q", "-X", "ours", "--no-ff", "-m", f"Merge {count}", f"b{number}")
    elif step == "force":
        attempt(clone, "reset", "-q", "--hard", f"HEAD~{number}")
    elif step == "amend":
        attempt(clone, "commit", "-q", "--amend", "--allow-empty", "-m", f"Amended {count}")
    elif step == "delete":
        attempt(clone, "branch", "-q", "-D", f"b{number}")
    elif step == "rebase":
        attempt(clone, "rebase", "-q", "-X", "theirs", f"b{number}")
        attempt(clone, "rebase", "--abort")
    elif step == "gc":
        attempt(clone, "reflog", "expire", "--expire=now", "--all")
        attempt(clone, "gc", "-q", "--prune=now")


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_after_any_history_of_looks_what_is_kept_is_what_a_fresh_read_gives(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    clone, store = Clone.new(folder / "work"), HistoryStore(folder / "store")
    clone.commit("Root", {"f0": "root"})
    for count, (step, number) in enumerate(steps):
        if step == "look":
            look(clone, store)
        else:
            take(clone, step, number, count)
    look(clone, store)
    shutil.rmtree(folder)


def grow(clone: Clone, commits: int) -> None:
    """Many commits at once."""
    start = int(clone.git("rev-list", "--count", "--all")) if clone.git("for-each-ref") else 0
    lines = [b"reset refs/heads/main\nfrom refs/heads/main^0\n\n"] if start else []
    record = (
        b"commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0100\ndata 8\nChange %d\n"
        b"M 100644 inline d%d/f%d\ndata <<E\n%d\nE\n\n"
    )
    lines += [record % (1772452800 + n, n % 10, n % 7, n % 50, n) for n in range(start, start + commits)]
    clone.git("fast-import", "--quiet", "--force", said=b"".join(lines))


@pytest.mark.slow
def test_killed_at_any_moment_and_looked_at_again(clone: Clone, store: HistoryStore) -> None:
    chance = random.Random(7)
    outcomes = set()
    for _ in range(25):
        grow(clone, 400)
        if chance.random() < 0.3:
            attempt(clone, "update-ref", "refs/heads/main", "refs/heads/main~300")
        command = [sys.executable, "-c", LOOK, str(clone.path), str(store.root.parent)]
        process = subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.random() * 0.7)
        process.send_signal(signal.SIGKILL)
        outcomes.add(process.wait())
        (found,) = gather([clone.path], store, branches=True)
        assert set(kept(store, found.repository.key)) == set(clone.git("rev-list", "--all").split())
    assert -signal.SIGKILL in outcomes


def look_often(path: Path, root: Path, times: int) -> None:
    """What a second process does."""
    store = HistoryStore(root)
    for _ in range(times):
        (found,) = gather([path], store, branches=True)
        assert len(kept(store, found.repository.key)) == found.manifest.commits


def test_two_looks_at_once(clone: Clone, store: HistoryStore) -> None:
    grow(clone, 50)
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=look_often, args=(clone.path, store.root.parent, 6)) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join(120)
        assert other.exitcode == 0
    look(clone, store)
