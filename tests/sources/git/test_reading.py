"""Every fact of every commit, whatever the history looks like, is what git's plumbing says it is."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from arrow_rows import rows as rows_of
from clones import ADA, Clone, clean_env
from podium.core.commits import COMMIT_COLUMNS
from podium.core.errors import CannotReach
from podium.sources.git import mailmap, open_repository, read, read_few, reading, tracked_paths


def commits_of(path: Path, **options: Any) -> dict[str, dict[str, Any]]:
    """All commits podium reads from a folder, by hash; the same when they are read as a few."""
    repository = open_repository(path, **options)
    rows = [row for batch in read(repository, tips=repository.tips) for row in rows_of(batch)]
    assert len(rows) == len({row["hash"] for row in rows}), "a commit came twice"
    commits = {row["hash"]: row for row in rows}
    few = read_few(repository, list(commits))
    assert few is None or {commit.hash: commit._asdict() for commit in few} == commits
    return {row["hash"]: row | {"paths": None if row["paths"] is None else sorted(row["paths"])} for row in rows}


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone.new(tmp_path / "work")


def test_the_columns_are_the_ones_evidence_knows(clone: Clone) -> None:
    clone.commit("First", {"a": "1"})
    repository = open_repository(clone.path)
    (batch,) = read(repository, tips=repository.tips)
    assert tuple(batch.columns) == tuple(COMMIT_COLUMNS)


def test_an_ordinary_history_with_a_root_a_merge_and_an_empty_commit(clone: Clone) -> None:
    clone.commit("First", {"a.txt": "1\n", "src/b.txt": "1\n"})
    clone.git("checkout", "-q", "-b", "side")
    clone.commit("Side\n\nbody\n\nReviewed-by: Bo <bo@example.org>", {"src/b.txt": "2\n"})
    clone.git("checkout", "-q", "main")
    clone.commit("Main", {"a.txt": "2\n"})
    clone.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    clone.commit("Nothing")
    clone.git("mv", "a.txt", "c.txt")
    clone.commit("Rename counts as both paths")
    assert commits_of(clone.path) == clone.truth()
    renamed = commits_of(clone.path)[clone.git("rev-parse", "HEAD")]
    assert renamed["paths"] == ["a.txt", "c.txt"]


def test_a_merge_touches_nothing_of_its_own_whatever_it_resolved(clone: Clone) -> None:
    base = clone.commit_object({b"f": b"0", b"g": b"0", b"d/h": b"0"})
    left = clone.commit_object({b"f": b"1", b"g": b"0", b"d/h": b"1"}, [base])
    right = clone.commit_object({b"f": b"2", b"g": b"2", b"d/h": b"2"}, [base])
    third = clone.commit_object({b"f": b"3", b"g": b"0", b"d/h": b"3"}, [base])
    clean = clone.commit_object({b"f": b"1", b"g": b"2", b"d/h": b"2"}, [left, right])
    evil = clone.commit_object({b"f": b"both", b"g": b"2", b"d/h": b"1", b"new": b""}, [left, right])
    octopus = clone.point(clone.commit_object({b"f": b"all", b"g": b"0", b"d/h": b"9"}, [evil, clean, third]))
    read_now = commits_of(clone.path)
    assert read_now == clone.truth()
    assert read_now[clean]["paths"] == []
    assert read_now[evil]["paths"] == []
    assert read_now[octopus]["paths"] == []
    assert len(read_now[octopus]["parents"]) == 3


def test_several_roots(clone: Clone) -> None:
    first, second = clone.commit_object({b"a": b"1"}), clone.commit_object({b"b": b"1"})
    clone.point(clone.commit_object({b"a": b"1", b"b": b"1"}, [first, second]))
    read_now = commits_of(clone.path)
    assert read_now == clone.truth()
    assert (read_now[first]["paths"], read_now[second]["paths"]) == (["a"], ["b"])


def test_paths_with_every_character_a_path_can_hold(clone: Clone) -> None:
    odd = [
        b"new\nline",
        b"\nfirst",
        b"tab\there",
        b'quo"te',
        b"back\\slash",
        b"\xff\xfe",
        b" ",
        "ä/ö".encode(),
        b"a\rb",
        b"\x1b[31m",
    ]
    root = clone.commit_object(dict.fromkeys(odd, b"1"))
    merged = clone.commit_object(
        dict.fromkeys(odd, b"2"), [root, clone.commit_object(dict.fromkeys(odd, b"3"), [root])]
    )
    clone.point(clone.commit_object({b"\nfirst": b"4"}, [merged]))
    read_now = commits_of(clone.path)
    assert read_now == clone.truth()
    assert "\\xff\\xfe" in read_now[root]["paths"]
    assert read_now[merged]["paths"] == []


def test_a_path_and_a_message_that_imitate_a_record_are_only_a_path_and_a_message(clone: Clone) -> None:
    fake = b"0" * 40 + b"\n" + b"1" * 40 + b" Eve <eve@example.org>"
    clone.point(clone.commit_object({fake: b"x"}, message=fake + b"\n\ncommit " + b"2" * 40 + b"\n"))
    assert commits_of(clone.path) == clone.truth()


def test_messages_in_other_encodings_and_broken_ones(clone: Clone) -> None:
    latin = f"{ADA} 1772452800 +0100".encode().replace(b"Ada", b"\xc4da")
    declared = clone.commit_object({}, message=b"Gr\xfc\xdfe\n", author=latin, headers=b"encoding ISO-8859-1\n")
    broken = clone.commit_object({}, [declared], message=b"Gr\xfc\xdfe\n", author=latin)
    strange = clone.commit_object({}, [broken], message=b"\n\n \t lead\x0b\x0c\x1c\x1d\x1e\x85 and trail \n\n\n")
    clone.point(clone.commit_object({}, [strange], message=b""))
    read_now = commits_of(clone.path)
    assert read_now == clone.truth()
    assert read_now[declared]["message"] == "Grüße\n"
    assert read_now[declared]["author"].startswith("Äda")
    assert read_now[broken]["message"] == "Gr\\xfc\\xdfe\n"


def test_signatures_and_merge_tags_are_no_part_of_the_message(clone: Clone) -> None:
    signed = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n author Eve <eve@example.org> 1 +0000\n -----END PGP SIGNATURE-----\n"
    clone.point(clone.commit_object({b"a": b"1"}, headers=signed, author=f"{ADA} 0 +0000".encode()))
    assert commits_of(clone.path) == clone.truth()


@pytest.mark.parametrize(
    ("written", "at", "offset"),
    [
        ("1772452800 +0545", 1772452800, 345),
        ("1772452800 +1400", 1772452800, 840),
        ("1772452800 -0000", 1772452800, 0),
        ("1772452800 +5130", 1772452800, 3090),
        ("1772452800 +9999", 1772452800, 6039),
        ("1772452800 -0330", 1772452800, -210),
        ("0 +0000", 0, 0),
        ("0 +0200", 0, 120),
        ("1 -0800", 1, -480),
        ("-86400 +0100", -86400, 60),
        ("99999999999 +0000", 99999999999, 0),
        ("9999999999999999 +0100", 9999999999999999, 60),
    ],
)
def test_every_date_and_offset_stays_as_recorded(clone: Clone, written: str, at: int, offset: int) -> None:
    author = f"{ADA} {written}".encode()
    commit = clone.point(clone.commit_object({}, author=author, committer=f"{ADA} 1772452801 +0200".encode()))
    row = commits_of(clone.path)[commit]
    assert (row["author_at"], row["author_offset"]) == (at, offset)
    assert (row["committer_at"], row["committer_offset"]) == (1772452801, 120)
    assert row["author"] == ADA


@pytest.mark.parametrize(
    ("line", "person"),
    [
        (b"Ada <ada@example.org>", "Ada <ada@example.org>"),
        (b"Ada <ada@example.org> never", "Ada <ada@example.org>"),
        (b"no address at all", "no address at all"),
        (b" <> 12 +0100", " <>"),
        (b"Ada <ada@example.org> 99999999999999999999999999 +0100", "Ada <ada@example.org>"),
    ],
)
def test_a_person_line_that_is_broken_gives_what_it_has_and_invents_nothing(
    clone: Clone, line: bytes, person: str
) -> None:
    commit = clone.point(clone.commit_object({}, author=line, committer=f"{ADA} 5 +0000".encode()))
    row = commits_of(clone.path)[commit]
    assert row["author"] == person
    assert row["author_at"] in {None, 12}
    assert row["committer_at"] == 5


def test_a_commit_with_a_hundred_thousand_paths(clone: Clone) -> None:
    head = b"blob\nmark :1\ndata 1\nx\ncommit refs/heads/main\ncommitter Ada <ada@example.org> 1772452800 +0100\ndata 4\nmany\n"
    files = b"".join(b"M 100644 :1 d%d/e%d/f%d\n" % (n % 10, n % 1000, n) for n in range(100_000))
    clone.git("fast-import", "--quiet", said=head + files)
    (row,) = commits_of(clone.path).values()
    assert len(set(row["paths"])) == 100_000


def test_a_sha256_repository(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "work", "--object-format=sha256")
    first = clone.commit("First", {"a": "1"})
    clone.commit("Second", {"a": "2"})
    assert len(first) == 64
    assert commits_of(clone.path) == clone.truth()
    assert open_repository(clone.path).object_format == "sha256"


def test_a_submodule_is_a_path(clone: Clone, tmp_path: Path) -> None:
    inner = Clone.new(tmp_path / "inner")
    inner.commit("Inner", {"x": "1"})
    clone.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "lib")
    clone.commit("With a submodule")
    clone.git("config", "diff.ignoreSubmodules", "all")
    clone.git("config", "submodule.lib.ignore", "all")
    (row,) = commits_of(clone.path).values()
    assert row["paths"] == [".gitmodules", "lib"]
    assert open_repository(clone.path / "lib").name == "lib"


def test_replacements_and_grafts_change_nothing(clone: Clone) -> None:
    first = clone.commit("First", {"a": "1"})
    second = clone.commit("Second", {"a": "2"})
    truth = clone.truth()
    other = clone.commit_object({b"z": b"z"}, message=b"Replaced\n")
    clone.git("replace", second, other)
    (clone.path / ".git/info").mkdir(exist_ok=True)
    (clone.path / ".git/info/grafts").write_text(f"{second}\n")
    assert commits_of(clone.path) == truth
    assert first in truth


def test_alternates_and_work_trees_and_bare_clones_read_the_same(clone: Clone, tmp_path: Path) -> None:
    clone.commit("First", {"a": "1"})
    clone.commit("Second", {"a": "2"})
    clone.git("clone", "-q", "--bare", str(clone.path), str(tmp_path / "bare.git"))
    clone.git("clone", "-q", "--shared", str(clone.path), str(tmp_path / "shared"))
    clone.git("worktree", "add", "-q", str(tmp_path / "tree"), "HEAD")
    for other in ("bare.git", "shared", "tree"):
        assert commits_of(tmp_path / other) == clone.truth(), other


def test_a_shallow_clone_says_where_it_ends_and_invents_no_paths_there(clone: Clone, tmp_path: Path) -> None:
    commits = [clone.commit(f"Change {n}", {"a": str(n), f"b{n}": "1"}) for n in range(5)]
    clone.git("clone", "-q", "--depth", "2", clone.path.as_uri(), str(tmp_path / "shallow"))
    repository = open_repository(tmp_path / "shallow")
    assert repository.is_shallow
    assert repository.boundary == {commits[3]}
    truth = clone.truth()
    assert commits_of(tmp_path / "shallow") == {
        commits[4]: truth[commits[4]],
        commits[3]: truth[commits[3]] | {"paths": None},
    }


@pytest.mark.parametrize("kind", ["--no-checkout", "--bare"])
@pytest.mark.parametrize(("filtered", "has_paths"), [("blob:none", True), ("tree:0", False)])
def test_a_partial_clone_is_read_without_fetching(
    clone: Clone, tmp_path: Path, filtered: str, has_paths: bool, kind: str
) -> None:
    for n in range(3):
        clone.commit(f"Change {n}", {"a": str(n), ".mailmap": f"Bo {n} <bo@example.org>"})
    clone.git("config", "uploadpack.allowFilter", "true")
    clone.git("clone", "-q", kind, f"--filter={filtered}", clone.path.as_uri(), str(tmp_path / "partial"))
    repository = open_repository(tmp_path / "partial")
    assert repository.is_partial
    objects = repository.git_dir / "objects"
    before = sorted(objects.rglob("*"))
    truth = clone.truth()
    expected = truth if has_paths else {commit: row | {"paths": None} for commit, row in truth.items()}
    assert commits_of(tmp_path / "partial") == expected
    assert mailmap(repository, ["Bo <bo@example.org>"]) == {}
    assert tracked_paths(repository) == ([".mailmap", "a"] if has_paths else [])
    assert sorted(objects.rglob("*")) == before


def test_an_empty_repository_has_no_commits(clone: Clone) -> None:
    assert commits_of(clone.path) == {}
    assert open_repository(clone.path).head == "refs/heads/main"


def test_a_damaged_repository_stops_with_what_git_said(clone: Clone) -> None:
    clone.commit("First", {"a": "1"})
    tree = clone.git("rev-parse", "HEAD^{tree}")
    (clone.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(CannotReach, match="git could not read it"):
        commits_of(clone.path)


def test_only_what_is_new_is_read(clone: Clone) -> None:
    old = clone.commit("Old", {"a": "1"})
    new = clone.commit("New", {"a": "2"})
    repository = open_repository(clone.path)
    rows = [row for batch in read(repository, tips=repository.tips, known_tips=[old]) for row in rows_of(batch)]
    assert [row["hash"] for row in rows] == [new]


def test_a_reader_that_is_abandoned_leaves_no_git_behind(clone: Clone) -> None:
    stream = b"".join(
        b"commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata 4\nmany\nM 100644 inline f%d\ndata 1\nx\n\n"
        % (n, n % 9)
        for n in range(1, 20_000)
    )
    clone.git("fast-import", "--quiet", said=stream)
    repository = open_repository(clone.path)
    batches = read(repository, tips=repository.tips)
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, env=clean_env(), check=True).stdout
    assert str(clone.path) not in left


def test_progress_counts_up_to_the_number_of_commits(clone: Clone) -> None:
    for n in range(3):
        clone.commit(f"Change {n}")
    repository = open_repository(clone.path)
    seen: list[int] = []
    list(read(repository, tips=repository.tips, progress=seen.append))
    assert seen[-1] == 3
    assert seen == sorted(seen)


def test_broken_bytes_are_judged_by_themselves_not_by_their_neighbours(clone: Clone) -> None:
    root = clone.commit_object({b"\xa4": b"1"})
    merge = clone.commit_object(
        {b"\xa4": b"4"}, [root, clone.commit_object({b"\xa4": b"3"}, [root])], message=b"half \xc3"
    )
    clone.point(merge)
    row = commits_of(clone.path)[merge]
    assert (row["message"], row["paths"]) == ("half \\xc3", [])


def test_more_commits_than_one_git_is_given(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PIECE", 3)
    monkeypatch.setattr(reading, "PIECES_A_GIT", 2)
    commits = []
    for n in range(20):
        commits.append(clone.commit_object({b"f": b"%d" % n}, commits[-1:], message=b"Change %d\n" % n))
    clone.point(commits[-1])
    assert commits_of(clone.path) == clone.truth()


def test_a_fault_in_a_worker_stops_the_reading_and_is_not_waited_for(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of memory while a block is turned into columns, say."""
    clone.commit("One")

    def run_out(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("podium.sources.git.records.read_block", run_out)
    with pytest.raises(MemoryError):
        commits_of(clone.path)
