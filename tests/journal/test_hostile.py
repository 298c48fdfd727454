"""What hurts readers: each gets a note that names the file, the rest still works, nothing outside is touched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cost import at_most
from podium.core.errors import CannotRead, CannotWrite
from podium.journal import Journal, open_journal

Say = Callable[[str, str | bytes], Path]

GOOD = '+++\ndate = 2026-11-20\nwhat = "good"\n+++\n'
BOMB = "+++\na: &a [x,x]\nb: &b [*a,*a]\n+++\n"
HURTFUL: dict[str, tuple[str | bytes, str]] = {
    "latin-1": (b'+++\nwhat = "caf\xe9"\n+++\n', "byte 0xe9 is not UTF-8"),
    "NUL": ("+++\n+++\na\0b", "a NUL character; this is not a text file"),
    "UTF-16": ("\ufeff+++\n".encode("utf-16-le"), "byte 0xff is not UTF-8"),
    "YAML": ("---\na: &a [x]\nb: [*a, *a]\n---\n", "a head between --- is YAML, which podium does not read"),
    "YAML within TOML's fences": (BOMB, "not TOML: Expected '=' after a key in a key/value pair"),
    "nested lists": (f"+++\nx = {'[' * 50_000}\n+++\n", "values nested too deep to read"),
    "nested tables": (f"+++\nx = {'{a=' * 20_000}\n+++\n", "values nested too deep to read"),
    "dotted key": (f"+++\n{'a.' * 30_000}a = 1\n+++\n", "too many dots in one line"),
    "huge number": (f"+++\nx = {'9' * 50_000}\n+++\n", "not TOML: Exceeds the limit"),
    "huge head": (f'+++\nx = "{"a" * 70_000}"\n+++\n', "more than 64 KB of fields"),
    "1970": ('+++\ndate = 1970-01-01\nwhat = "x"\n+++\n', "1970-01-01 lies outside 1980 to 2099"),
    "9999": ('+++\ndate = 9999-12-31\nwhat = "x"\n+++\n', "9999-12-31 lies outside 1980 to 2099"),
    "no such day": ('+++\ndate = 2026-02-30\nwhat = "x"\n+++\n', "not TOML: Invalid date or datetime"),
}


def good(journal: Journal) -> list[str]:
    return [each.id for each in journal.entries("win")]


@pytest.mark.parametrize("name", sorted(HURTFUL))
def test_a_hurtful_file_is_noted_fast_and_the_rest_works(root: Path, say: Say, name: str) -> None:
    text, told = HURTFUL[name]
    say("wins/bad.md", text)
    say("wins/good.md", GOOD)
    with at_most(cpu_s=10):
        journal = open_journal(root)
        (note,) = journal.notes()
    assert (note.file, note.what.startswith(told)) == ("wins/bad.md", True), note.what
    assert note.instead
    assert good(journal) == ["good"]


def test_a_file_of_a_hundred_megabytes_is_not_opened(root: Path, say: Say) -> None:
    with say("wins/big.md", "").open("wb") as big:
        big.truncate(100 * 2**20)
    say("wins/good.md", GOOD)
    journal = open_journal(root)
    (note,) = journal.notes()
    assert str(note) == "wins/big.md: 100.0 MB is more than podium reads in one file; keep it under 4 MB"
    assert good(journal) == ["good"]


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links need rights there")
def test_links_are_not_followed_in_or_out(root: Path, say: Say, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(GOOD.replace("good", "secret"))
    say("wins/good.md", GOOD)
    (root / "wins" / "link.md").symlink_to(outside / "secret.md")
    (root / "wins" / "loop").symlink_to(root / "wins")
    (root / "feedback").symlink_to(outside)
    (root / "goals.toml").symlink_to(outside / "goals.toml")
    journal = open_journal(root)
    assert good(journal) == ["good"]
    assert [note.file for note in journal.notes()] == ["feedback", "goals.toml", "wins/link.md", "wins/loop"]
    with pytest.raises(CannotWrite, match="is a link"):
        journal.create("goal", "g", {})
    with pytest.raises(CannotWrite, match="is a link"):
        journal.create("feedback", "f", {"person": "a", "event": "2026-11-20"})
    assert [each.name for each in outside.iterdir()] == ["secret.md"]


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links need rights there")
def test_a_file_that_becomes_a_link_while_podium_looks_is_not_followed(root: Path, say: Say, tmp_path: Path) -> None:
    path = say("wins/good.md", GOOD)
    journal = open_journal(root)
    journal.entries("win")
    path.unlink()
    (tmp_path / "outside.md").write_text(GOOD)
    path.symlink_to(tmp_path / "outside.md")
    late = Journal(root, journal._listing, None)
    assert good(late) == []
    assert [note.file for note in late.notes()] == ["wins/good.md"]
    with pytest.raises(CannotWrite):
        journal.write("win", "good", {"what": "changed"})
    assert (tmp_path / "outside.md").read_text() == GOOD


@pytest.mark.parametrize("name", ["new\nline.md", "esc\x1b[2J.md", "right\u202eleft.md", b"latin\xe9.md"])
def test_a_name_nobody_types_is_noted_and_shown_harmless(root: Path, say: Say, name: str | bytes) -> None:
    say("wins/good.md", GOOD)
    path = os.fsencode(root / "wins") + b"/" + (name if isinstance(name, bytes) else name.encode())
    try:
        with open(path, "wb") as stream:  # noqa: PTH123 - pathlib takes no bytes
            stream.write(GOOD.encode())
    except OSError:
        pytest.skip("this disk takes no such name")
    journal = open_journal(root)
    (note,) = journal.notes()
    assert note.file.isprintable()
    assert note.file.startswith("wins/")
    assert good(journal) == ["good"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_is_not_waited_for(root: Path, say: Say) -> None:
    say("wins/good.md", GOOD)
    os.mkfifo(root / "wins" / "pipe.md")
    os.mkfifo(root / "goals.toml")
    journal = open_journal(root)
    assert good(journal) == ["good"]
    assert [note.what for note in journal.notes()] == ["is not a regular file", "is not a regular file"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_noted(root: Path, say: Say) -> None:
    say("wins/good.md", GOOD)
    say("wins/shut.md", GOOD).chmod(0)
    journal = open_journal(root)
    assert good(journal) == ["good"]
    assert [note.file for note in journal.notes()] == ["wins/shut.md"]


def test_folders_without_end_are_cut(root: Path, say: Say) -> None:
    say("wins/a/b/c/d/e/deep.md", GOOD)
    say("wins/a/b/c/fine.md", GOOD)
    journal = open_journal(root)
    assert good(journal) == ["fine"]
    assert [note.what for note in journal.notes()] == ["lies too many folders deep"]


def test_a_folder_in_place_of_a_table_and_the_other_way_round(root: Path, say: Say) -> None:
    say("goals.toml/x.md", GOOD)
    say("wins", GOOD)
    say("stakeholder/lee.md", GOOD)
    journal = open_journal(root)
    assert [note.file for note in journal.notes()] == ["goals.toml", "stakeholder", "wins"]


def test_a_journal_that_is_a_file_is_no_journal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRead, match="no journal here"):
        open_journal(tmp_path / "file")


def test_many_unknown_fields_and_rows_stay_fast(root: Path, say: Say) -> None:
    say("wins/a.md", "+++\n" + "".join(f"whot{number} = 1\n" for number in range(4_000)) + "+++\n")
    say("recalls.toml", "".join(f'[[recall]]\nid = "{number}"\nscor = 1\n' for number in range(9_000)))
    with at_most(cpu_s=40):
        notes = open_journal(root).notes()
    assert len(notes) > 50
