"""The journal read as a whole: entries in order, mistakes beside them, and only what changed read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from podium.core.errors import CannotRead
from podium.journal import open_journal
from podium.journal.kinds.initiative import KIND as INITIATIVE

Say = Callable[[str, str | bytes], Path]


def age(root: Path) -> None:
    """Make every file older than the tick in which a cache does not trust it."""
    for path in root.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))


def test_a_file_is_an_entry_and_its_name_is_the_id(root: Path, say: Say) -> None:
    say("initiatives/ledger.md", '+++\ntitle = "Ledger"\ntarget = 1\nowner = "me"\n+++\n# Why\nBecause.\n')
    (entry,) = open_journal(root).entries(INITIATIVE)
    assert (entry.id, entry.file, entry.body) == ("ledger", "initiatives/ledger.md", "# Why\nBecause.\n")
    assert entry.head.filled_slots() == ("target", "owner")


def test_a_row_of_a_table_is_an_entry_with_its_line(root: Path, say: Say) -> None:
    say("goals.toml", '# mine\n[[goal]]\nid = "a"\n\n[[goal]]\nid = "b"\nconfirmed_on = 2026-11-02\n')
    first, second = open_journal(root).entries("goal")
    assert (first.id, first.line, second.id, second.line) == ("a", 2, "b", 5)
    assert second.head.confirmed_on == date(2026, 11, 2)


def test_fields_podium_does_not_know_are_kept_and_their_dates_are_text(root: Path, say: Say) -> None:
    say("people/ana.md", '+++\nmood_board = "blue"\nbirthday = 1990-05-01\n+++\n')
    journal = open_journal(root)
    assert journal.entries("person")[0].extra == {"mood_board": "blue", "birthday": "1990-05-01"}
    assert journal.notes() == ()


def test_entries_come_in_the_order_of_their_files(root: Path, say: Say) -> None:
    for name in ("c", "a", "b"):
        say(f"people/{name}.md", "+++\n+++\n")
    assert [each.id for each in open_journal(root).entries("person")] == ["a", "b", "c"]


def test_every_mistake_names_its_place_and_the_rest_still_works(root: Path, say: Say) -> None:
    say("people/ana.md", "+++\n+++\n")
    say(
        "recalls.toml",
        '[[recall]]\nid = "q4"\ndate = 2026-11-10\nscore = 2\n\n[[recall]]\nid = "q5"\nscore = "x"\n',
    )
    journal = open_journal(root)
    assert [each.id for each in journal.entries("recall")] == ["q4"]
    missing, wrong = journal.notes()
    assert str(missing).startswith("recalls.toml:6:1: date: is missing: the day you asked; write date = ")
    assert str(wrong) == "recalls.toml:8:1: score: expected whole number, found text; write score = 1"


def test_a_name_that_leads_nowhere_is_noted_and_the_entry_stays(root: Path, say: Say) -> None:
    say("initiatives/x.md", '+++\ntitle = "X"\ngoal = "cheap"\n+++\n')
    journal = open_journal(root)
    assert len(journal.entries("initiative")) == 1
    assert [(note.file, note.field) for note in journal.notes()] == [("initiatives/x.md", "goal")]


def test_two_entries_of_one_id_are_one_entry_and_a_note(root: Path, say: Say) -> None:
    say("wins/2025/a.md", '+++\ndate = 2025-01-02\nwhat = "first"\n+++\n')
    say("wins/2026/A.md", '+++\ndate = 2026-01-02\nwhat = "second"\n+++\n')
    say("goals.toml", '[[goal]]\nid = "g"\n[[goal]]\nid = "g"\n')
    journal = open_journal(root)
    assert [each.head.what for each in journal.entries("win")] == ["first"]
    assert [(note.file, note.line) for note in journal.notes()] == [("goals.toml", 3), ("wins/2026/A.md", 1)]


def test_a_folder_without_settings_is_no_journal(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no journal here"):
        open_journal(tmp_path)
    with pytest.raises(CannotRead, match="no journal here"):
        open_journal(tmp_path / "nowhere")


def test_only_the_changed_file_is_read_again_and_the_answer_is_the_same(root: Path, say: Say, tmp_path: Path) -> None:
    for number in range(30):
        say(f"wins/{number:02}.md", f'+++\ndate = 2026-01-02\nwhat = "w{number}"\nseen = 2026-01-01\n+++\nbody\n')
    age(root)
    first = open_journal(root, cache_root=tmp_path / "cache")
    first.notes()
    assert first.parsed == 30
    say("wins/07.md", '+++\ndate = 2026-01-02\nwhat = "changed"\nodd = nan\nafter = nan\n+++\n')
    (root / "wins/08.md").unlink()
    second = open_journal(root, cache_root=tmp_path / "cache")
    again, notes = second.entries("win"), second.notes()
    assert second.parsed == 1
    assert (again, notes) == (open_journal(root).entries("win"), open_journal(root).notes())
    assert [(note.file, note.field) for note in notes] == [("wins/07.md", "after")]


def test_a_cache_of_other_bytes_is_no_cache(root: Path, say: Say, tmp_path: Path) -> None:
    say("people/ana.md", "+++\n+++\n")
    age(root)
    open_journal(root, cache_root=tmp_path / "cache").notes()
    for shelf in (tmp_path / "cache").rglob("*.msgpack"):
        shelf.write_bytes(b"\xc1 not ours")
    journal = open_journal(root, cache_root=tmp_path / "cache")
    assert [each.id for each in journal.entries("person")] == ["ana"]


def test_the_cache_lies_outside_the_journal_and_a_missing_one_changes_nothing(
    root: Path, say: Say, tmp_path: Path
) -> None:
    say("people/ana.md", "+++\n+++\n")
    before = sorted(root.rglob("*"))
    open_journal(root, cache_root=tmp_path / "cache").notes()
    assert sorted(root.rglob("*")) == before
    unwritable = tmp_path / "file"
    unwritable.write_text("")
    assert len(open_journal(root, cache_root=unwritable).entries("person")) == 1
