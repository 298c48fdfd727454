"""Whose fresh lines a commit deleted, in a real repository, with nothing of the repository's executed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from clones import clean_env
from podium.sources.git import Change, open_repository, read_rewritten

DAY_S = 86_400
START_S = 1_772_000_000


def git(folder: Path, *words: str, said: str = "") -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], input=said.encode(), capture_output=True, check=True, env=clean_env()
    )
    return done.stdout.decode().strip()


def commit(folder: Path, who: str, day: int, said: str = "x", **files: str) -> str:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    git(folder, "add", "-A")
    when = f"{START_S + day * DAY_S} +0000"
    person = ("-c", f"user.name={who}", "-c", f"user.email={who}@example.org")
    env = clean_env() | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", "-C", str(folder), *person, "commit", "-qm", said], check=True, env=env)
    return git(folder, "rev-parse", "HEAD")


def made(folder: Path) -> tuple[str, str, str]:
    """Old lines, fresh lines of bo, and ana's change over both."""
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main", ".")
    old = "".join(f"old_{n} = {n}\n" for n in range(5))
    fresh = "".join(f"fresh_{n} = {n}\n" for n in range(4))
    commit(folder, "chi", 0, a=old)
    theirs = commit(folder, "bo", 30, a=old + fresh)
    return theirs, commit(folder, "ana", 32, a="import os\n"), old + fresh


def test_only_fresh_lines_count_and_each_has_its_commit(tmp_path: Path) -> None:
    theirs, hers, _ = made(tmp_path / "team")
    change = Change(hers, "a.py", START_S + 18 * DAY_S)
    assert read_rewritten(open_repository(tmp_path / "team"), [change]) == {(hers, "a.py"): {theirs: 4}}


def test_the_same_text_broken_differently_is_no_rewrite(tmp_path: Path) -> None:
    _, _, whole = made(tmp_path / "team")
    commit(tmp_path / "team", "bo", 33, a=whole)
    again = commit(tmp_path / "team", "ana", 34, a=whole.replace(" = ", " =\n   "))
    change = Change(again, "a.py", START_S + 20 * DAY_S)
    assert read_rewritten(open_repository(tmp_path / "team"), [change]) == {(again, "a.py"): {}}


def test_nothing_of_the_repository_is_executed(tmp_path: Path) -> None:
    folder, marker = tmp_path / "team", tmp_path / "ran"
    theirs, hers, _ = made(folder)
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("*.py diff=evil filter=evil\n")
    for name in ("diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "diff.external", "core.pager"):
        git(folder, "config", name, f"touch {marker};")
    (tmp_path / "ignored").write_text(f"{theirs}\n")
    git(folder, "config", "blame.ignoreRevsFile", str(tmp_path / "ignored"))
    found = read_rewritten(open_repository(folder), [Change(hers, "a.py", START_S + 18 * DAY_S)])
    assert found[hers, "a.py"] == {theirs: 4}
    assert not marker.exists()


def test_a_commit_that_is_not_there_cannot_be_told(tmp_path: Path) -> None:
    made(tmp_path / "team")
    change = Change("0" * 40, "a.py", START_S)
    assert read_rewritten(open_repository(tmp_path / "team"), [change]) == {("0" * 40, "a.py"): None}


def test_lines_that_only_moved_to_another_file_are_no_rewrite(tmp_path: Path) -> None:
    _, _, whole = made(tmp_path / "team")
    commit(tmp_path / "team", "bo", 33, a=whole)
    moved = "".join(f"    fresh_{n} = {n}\n" for n in range(4))
    again = commit(tmp_path / "team", "ana", 34, a="started = True\n", b="class Fresh:\n" + moved)
    change = Change(again, "a.py", START_S + 32 * DAY_S)
    [lines] = read_rewritten(open_repository(tmp_path / "team"), [change]).values()
    assert sum((lines or {}).values()) == 5, "the five old lines went for good; the four others stand in another file"


def test_a_new_version_in_a_line_is_no_rewrite(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    made(folder)
    commit(folder, "bo", 33, a="".join(f"# part {word}, since 2.24.8\n" for word in ("one", "two", "three", "four")))
    again = commit(folder, "ana", 34, a="".join(f"# part {w}, since 2.25\n" for w in ("one", "two", "three", "four")))
    change = Change(again, "a.py", START_S + 20 * DAY_S)
    assert read_rewritten(open_repository(folder), [change]) == {(again, "a.py"): {}}


def test_an_edited_line_of_which_most_stands_on_is_no_rewrite(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    made(folder)
    lines = "".join(f"self.door.open(number={n}, hinge=left, key=None)\n" for n in range(4))
    commit(folder, "bo", 33, a=lines)
    edited = commit(folder, "ana", 34, a=lines.replace("self.", "builder."))
    gone = commit(folder, "ana", 35, a="start_again()\n")
    asked = [Change(change, "a.py", START_S + 20 * DAY_S) for change in (edited, gone)]
    found = read_rewritten(open_repository(folder), asked)
    assert found[edited, "a.py"] == {}
    assert found[gone, "a.py"] == {edited: 4}


def test_lines_that_moved_behind_a_comment_mark_or_became_visible_are_no_rewrite(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    made(folder)
    commit(folder, "bo", 33, a="".join(f"//! advice number {word}\n" for word in ("one", "two", "three", "four")))
    again = commit(
        folder, "ana", 34, a="x = 1\n", b="".join(f"advice number {w}\n" for w in ("one", "two", "three", "four"))
    )
    change = Change(again, "a.py", START_S + 20 * DAY_S)
    assert read_rewritten(open_repository(folder), [change]) == {(again, "a.py"): {}}


def test_lines_a_formatter_quotes_and_breaks_in_another_way_are_no_rewrite(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    made(folder)
    by_hand = "features=Features({\n    name: Value('string'),\n    'age': Value('int')\n})\nother = read(\n    'a',\n    path\n)\n"
    formatted = 'features=Features({name: Value("string"), "age": Value("int")})\nother = read("a", path)\n'
    commit(folder, "bo", 33, a=by_hand)
    again = commit(folder, "ana", 34, a=formatted)
    change = Change(again, "a.py", START_S + 20 * DAY_S)
    assert read_rewritten(open_repository(folder), [change]) == {(again, "a.py"): {}}


def test_an_old_tree_that_is_committed_again_takes_nothing_back_unless_it_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    made(folder)
    begun = "".join(f"wall_{n} = {n}\n" for n in range(4))
    fresh = "".join(f"window_{n}.open(hinge=left, key={n})\n" for n in range(4))
    commit(folder, "ana", 33, b=begun)
    commit(folder, "bo", 34, b=begun + fresh)
    stale = commit(folder, "ana", 35, said="Improve the door", a="door = 3\n", b=begun)
    again = commit(folder, "bo", 36, b=begun + fresh)
    revert = commit(folder, "ana", 37, said="Revert the window", b=begun)
    asked = [Change(change, "b.py", START_S + 20 * DAY_S) for change in (stale, revert)]
    assert read_rewritten(open_repository(folder), asked) == {(stale, "b.py"): {}, (revert, "b.py"): {again: 4}}
