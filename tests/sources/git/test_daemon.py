"""Clones of a real git server on loopback: full, shallow and without blobs; what a fetch brings is all that is read."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clones import Clone, clean_env
from podium.evidence.commits.store import HistoryStore
from podium.mirror.read_clones import Gathered, gather

pytestmark = pytest.mark.server


@dataclass
class Served:
    """A repository and the address it is served at."""

    work: Clone
    address: str


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    work = Clone.new(tmp_path / "served" / "pay")
    work.git("config", "uploadpack.allowFilter", "true")
    words = [
        "git",
        "daemon",
        "--listen=127.0.0.1",
        f"--port={port}",
        f"--base-path={work.path.parent}",
        "--export-all",
        "--reuseaddr",
    ]
    child = subprocess.Popen(words, env=clean_env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
                break
            except OSError:
                assert child.poll() is None, "git daemon ended at once (Debian: it comes with git)"
                time.sleep(0.1)
        yield Served(work, f"git://127.0.0.1:{port}/pay")
    finally:
        child.terminate()
        child.wait(10)


def clone(served: Served, to: Path, *words: str) -> Clone:
    subprocess.run(["git", "clone", "-q", *words, served.address, str(to)], env=clean_env(), check=True)
    return Clone(to)


def look(one: Clone, store: HistoryStore) -> Gathered:
    (found,) = gather([one.path], store)
    return found


def test_a_fetch_is_read_and_nothing_twice(served: Served, tmp_path: Path) -> None:
    for n in range(5):
        served.work.commit(f"Change {n}", {"a": str(n)})
    mine, store = clone(served, tmp_path / "mine"), HistoryStore(tmp_path / "store")
    assert (look(mine, store).change, look(mine, store).change) == ("first", "nothing")
    served.work.commit("One more", {"a": "more"})
    mine.git("pull", "-q", "--ff-only")
    found = look(mine, store)
    assert (found.change, found.read, found.manifest.commits) == ("grown", 1, 6)


def test_a_server_that_was_rewritten_is_followed(served: Served, tmp_path: Path) -> None:
    for n in range(4):
        served.work.commit(f"Change {n}", {"a": str(n)})
    mine, store = clone(served, tmp_path / "mine"), HistoryStore(tmp_path / "store")
    look(mine, store)
    served.work.git("reset", "-q", "--hard", "HEAD~2")
    served.work.commit("Another way", {"b": "1"})
    mine.git("fetch", "-q")
    mine.git("reset", "-q", "--hard", "origin/main")
    found = look(mine, store)
    assert (found.change, found.manifest.commits) == ("rewritten", 3)


@pytest.mark.parametrize(("words", "seen"), [(("--depth=2",), 2), (("--filter=blob:none",), 5)])
def test_a_shallow_or_blobless_clone_is_read_as_far_as_it_goes(
    served: Served, tmp_path: Path, words: tuple[str, ...], seen: int
) -> None:
    for n in range(5):
        served.work.commit(f"Change {n}", {"a": str(n)})
    mine = clone(served, tmp_path / "mine", *words)
    served.work.path.rename(tmp_path / "gone")  # whoever asked the server for a missing object would fail now
    found = look(mine, HistoryStore(tmp_path / "store"))
    assert found.manifest.commits == seen
