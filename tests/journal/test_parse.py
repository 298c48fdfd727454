"""Each mistake a hand can make is named with its place, its field and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.note import Note
from podium.journal import kinds, open_journal
from podium.journal.parse import Unreadable, cut, decode, read_entry, read_rows

Say = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "---\ntitle: X\n---\n",
            'x.md:1:1: a head between --- is YAML, which podium does not read; use +++ and key = "value"',
        ),
        ("# Notes\n", "x.md:1:1: the file does not start with a head; start it with +++, fields, and +++ again"),
        ("", "x.md:1:1: the file does not start with a head; start it with +++, fields, and +++ again"),
        ('+++\ntitle = "X"\n', "x.md:1:1: the head has no end; write +++ on a line of its own after the fields"),
        ("+++\ntitle = Ledger\n+++\n", 'x.md:2:9: not TOML: Invalid value; write title = "Ledger"'),
        (
            "+++\ntitle: Ledger\n+++\n",
            "x.md:2:6: not TOML: Expected '=' after a key in a key/value pair; write title = \"Ledger\"",
        ),
        (
            "+++\n\n+++\n",
            'x.md:2:1: title: is missing: the work in a few words; write title = "Move the ledger to managed storage"',
        ),
        (
            '+++\ntitle = "X"\n  target = "much"\n+++\n',
            "x.md:3:3: target: expected number, found text; write target = 0.11",
        ),
        (
            '+++\ntitle = "X"\ntickets = ["A-*", 7]\n+++\n',
            'x.md:3:1: tickets: expected list of texts, found a list in item 2; write tickets = ["LEDGER-*", "acme/pay#12"]',
        ),
        (
            '+++\ntitle = "X"\nstatus = "dead"\n+++\n',
            "x.md:3:1: status: 'dead' is not one of proposed, active, done, stopped, sunset; write status = \"active\"",
        ),
        (
            '+++\ntitle = "X"\nstatus = "sunset"\n+++\n',
            "x.md:2:1: sunset_on: a sunset initiative needs the day it was declared dead; write sunset_on = 2026-10-01",
        ),
        (
            '+++\ntitle = "X"\nstatsu = "active"\n+++\n',
            "x.md:3:1: statsu: is not a field of initiative; write status, or keep it if you mean another thing",
        ),
        (
            '+++\ntitle = "X"\ntarget = nan\n+++\n',
            "x.md:3:1: target: is not a number one can count with; write target = 12.5 or leave it out",
        ),
        (
            '+++\ntitle = "X"\nby_when = 1970-01-01\n+++\n',
            "x.md:3:1: by_when: 1970-01-01 lies outside 1980 to 2099; write the day you mean",
        ),
        (
            '+++\ntitle = "X"\nby_when = 9999-12-31\n+++\n',
            "x.md:3:1: by_when: 9999-12-31 lies outside 1980 to 2099; write the day you mean",
        ),
        (
            '+++\ntitle = "X"\nby_when = 2026-11-20T10:00:00Z\n+++\n',
            "x.md:3:1: by_when: expected date, found a date with a time; write by_when = 2027-03-31",
        ),
    ],
)
def test_a_mistake_in_a_file_is_told_in_one_line(text: str, told: str) -> None:
    assert told in [str(each) for each in _notes(text)]


def test_every_wrong_field_is_named_not_only_the_first() -> None:
    notes = _notes('+++\ntitle = 1\nowner = 2\neffort_days = "x"\n+++\n')
    assert [(each.line, each.field) for each in notes] == [(2, "title"), (3, "owner"), (4, "effort_days")]


def test_a_field_is_found_beyond_a_text_that_looks_like_it() -> None:
    notes = _notes('+++\ntitle = """\nunit = 1\n"""\nunit = 1\n+++\n')
    assert [(each.line, each.field) for each in notes] == [(5, "unit")]


def test_line_ends_of_other_systems_and_a_byte_order_mark_are_no_mistake() -> None:
    text = '\ufeff+++\r\ntitle = "X"\r\n+++\r\nBody\r\n'
    entry, notes = read_entry(kinds.load("initiative"), text, "x.md", "x")
    assert entry is not None
    assert (entry.head.title, entry.body, notes) == ("X", "Body\n", [])
    rows, notes = read_rows(kinds.load("goal"), '\ufeff[[goal]]\r\nid = "g"\r\n', "goals.toml")
    assert ([row.id for row in rows], notes) == (["g"], [])


@pytest.mark.parametrize(
    ("name", "text", "field", "line"),
    [
        ("one-on-one", 'person = "a"\nplanned = 2026-11-02\nmy_talk_share = 30', "my_talk_share", 4),
        ("one-on-one", 'person = "a"\nplanned = 2026-11-02\nagenda_mine = -1', "agenda_mine", 4),
        ("feedback", 'person = "a"\nevent = 2026-11-02\ngiven = 2026-11-01', "given", 4),
        ("delegation", 'task = "t"\nperson = "a"\nlevel = 8\nstarted = 2026-11-02', "level", 4),
        ("delegation", 'task = "t"\nperson = "a"\nlevel = 1\nstarted = 2026-11-02\nended = 2026-11-01', "ended", 6),
    ],
)
def test_fields_that_contradict_each_other_are_noted_and_the_entry_stays(
    name: str, text: str, field: str, line: int
) -> None:
    entry, notes = read_entry(kinds.load(name), f"+++\n{text}\n+++\n", "x.md", "x")
    assert entry is not None
    assert [(each.field, each.line) for each in notes] == [(field, line)]


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("recall", "date = 2026-11-02\nscore = 3", "score"),
        ("leave", "first = 2026-11-02\nlast = 2026-11-01", "last"),
        ("leave", "first = 2026-11-02\nlast = 2028-11-01", "last"),
        ("happening", 'first = 2026-11-02\nlast = 2026-11-01\nwhat = "x"', "last"),
        ("goal", 'status = "sunset"', "sunset_on"),
    ],
)
def test_rows_that_contradict_themselves_are_noted(name: str, text: str, field: str) -> None:
    kind = kinds.load(name)
    rows, notes = read_rows(kind, f'[[{kind.row}]]\nid = "x"\n{text}\n', kind.place)
    assert len(rows) == 1
    assert [each.field for each in notes] == [field]


@pytest.mark.parametrize("text", ['goal = "x"\n', "goal = [1]\n", "[goal]\nid = 1\n"])
def test_a_table_without_rows_says_how_a_row_starts(text: str) -> None:
    _, notes = read_rows(kinds.load("goal"), text, "goals.toml")
    assert [each.instead for each in notes] == ["start each row with [[goal]]"]


def test_a_misspelt_heading_is_noted() -> None:
    _, notes = read_rows(kinds.load("goal"), '[[goals]]\nid = "x"\n', "goals.toml")
    assert [(each.field, each.instead.split(",")[0]) for each in notes] == [("goals", "write goal")]


def test_a_table_of_mistakes_ends_in_a_count() -> None:
    rows = "".join(f'[[recall]]\nid = "r{number}"\n' for number in range(100))
    _, notes = read_rows(kinds.load("recall"), rows, "recalls.toml")
    assert len(notes) == 51
    assert notes[-1].what == "150 more mistakes in this file"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_noted(data: bytes) -> None:
    for start in (b"", b"+++\n", b"+++\ntitle = "):
        for kind in (kinds.load("initiative"), kinds.load("goal")):
            try:
                text = decode(start + data, "x")
                notes = read_rows(kind, text, "x")[1] if kind.is_table else read_entry(kind, text, "x", "x")[1]
            except Unreadable as unread:
                notes = [unread.note]
            assert all(note.what and note.line >= 0 for note in notes)


@given(st.text(max_size=200), st.sampled_from(["", "\ufeff"]), st.sampled_from(["\n", "\r\n"]), st.text(max_size=200))
def test_the_parts_of_a_file_are_the_file(head: str, mark: str, end: str, body: str) -> None:
    text = f"{mark}+++{end}{head}{end}+++{end}{body}"
    parts = cut(text, "x")
    assert parts.before + parts.head + parts.after == text
    assert parts.after.endswith(parts.body)


def test_every_kind_reads_its_own_examples(root: Path, say: Say) -> None:
    from podium.journal.parse import example_line

    for kind in kinds.every():
        lines = [example_line(field) for field in kinds_fields(kind.name) if field.name != "id"]
        if kind.is_table:
            say(kind.place, "\n".join([f"[[{kind.row}]]", 'id = "x"', *lines]) + "\n")
        else:
            say(f"{kind.place}/x.md", "\n".join(["+++", *lines, "+++", ""]))
    journal = open_journal(root)
    assert {kind.name: len(journal.entries(kind)) for kind in kinds.every()} == {kind.name: 1 for kind in kinds.every()}
    assert [note for note in journal.notes() if not note.what.startswith("there is no ")] == []


def kinds_fields(name: str) -> tuple[object, ...]:
    from podium.journal import fields_of

    return fields_of(kinds.load(name))


def _notes(text: str) -> list[Note]:
    try:
        return read_entry(kinds.load("initiative"), text, "x.md", "x")[1]
    except Unreadable as unread:
        return [unread.note]
