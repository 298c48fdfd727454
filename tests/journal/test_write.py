"""Writing changes what was asked and nothing else, and never loses another writer's words."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from podium.core.errors import CannotRead, CannotWrite, Misuse
from podium.core.lines import lines_of
from podium.journal import kinds, open_journal
from podium.journal.parse import cut, read_entry, read_rows
from podium.journal.template import as_toml, new_file
from podium.journal.write import _edit
from podium.system import files

Say = Callable[[str, str | bytes], Path]

CARD = (
    """+++
# the card, as agreed
owner   =   'me'     # odd spaces stay
title = "Ledger"
mine = [ 1,2,   3 ]  # unknown to podium
tickets = [
  "A-*",   # first
]
+++
"""
    "Body  \n"
)


def test_a_changed_field_leaves_every_other_byte(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", CARD)
    open_journal(root).write("initiative", "x", {"title": "The ledger"})
    assert path.read_text() == CARD.replace('"Ledger"', '"The ledger"')


def test_a_longer_list_keeps_the_comments_in_it(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", CARD)
    open_journal(root).write("initiative", "x", {"tickets": ("A-*", "B-1")})
    assert '"A-*",   # first' in path.read_text()
    assert tomllib.loads(cut(path.read_text(), "x").head)["tickets"] == ["A-*", "B-1"]


def test_a_new_field_and_a_removed_one(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", CARD)
    journal = open_journal(root)
    journal.write("initiative", "x", {"by_when": date(2027, 1, 1), "owner": None})
    assert path.read_text().splitlines()[1:3] == ["# the card, as agreed", 'title = "Ledger"']
    assert journal.entries("initiative")[0].head.by_when == date(2027, 1, 1)


def test_writing_what_is_there_touches_nothing(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", CARD)
    before = path.stat()
    open_journal(root).write("initiative", "x", {"title": "Ledger", "tickets": ["A-*"]}, body="Body  \n")
    assert (path.read_text(), path.stat().st_ino) == (CARD, before.st_ino)


def test_a_body_is_replaced_below_an_untouched_head(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", CARD.replace("\n", "\r\n"))
    open_journal(root).write("initiative", "x", {}, body="New\nlines\n")
    assert path.read_bytes().decode() == (CARD.split("Body")[0] + "New\nlines\n").replace("\n", "\r\n")


def test_line_ends_stay_those_of_the_file(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", "\ufeff" + CARD.replace("\n", "\r\n"))
    open_journal(root).write("initiative", "x", {"target": 2.5, "goal": "g"})
    text = path.read_bytes().decode()
    assert text.startswith("\ufeff+++\r\n")
    assert "\n" not in text.replace("\r\n", "")


TABLE = '# mine\n[[goal]]\nid = "a" # first\n\n# about b\n[[goal]]\nid="b"\nx = 1\n'


def test_a_row_is_changed_and_its_neighbours_are_not(root: Path, say: Say) -> None:
    path = say("goals.toml", TABLE)
    journal = open_journal(root)
    journal.write("goal", "a", {"confirmed_on": date(2026, 11, 2)})
    assert path.read_text() == TABLE.replace("# first\n", "# first\nconfirmed_on = 2026-11-02\n")
    journal.create("goal", "c", {"title": "Third"})
    assert path.read_text().endswith('x = 1\n\n[[goal]]\nid = "c"\ntitle = "Third"\n')
    assert [each.id for each in journal.entries("goal")] == ["a", "b", "c"]


def test_a_table_written_another_way_is_left_alone(root: Path, say: Say) -> None:
    path = say("goals.toml", 'goal = [{ id = "a" }]\n')
    with pytest.raises(CannotWrite, match="start with a heading"):
        open_journal(root).write("goal", "a", {"title": "A"})
    with pytest.raises(Misuse):
        open_journal(root).create("goal", "b", {})
    assert path.read_text() == 'goal = [{ id = "a" }]\n'


def test_what_cannot_be_read_is_not_rewritten(root: Path, say: Say) -> None:
    path = say("goals.toml", TABLE)
    journal = open_journal(root)
    journal.entries("goal")
    broken = path.write_text(TABLE + "oh no\n")
    for write in (lambda: journal.write("goal", "a", {"title": "A"}), lambda: journal.create("goal", "z", {})):
        with pytest.raises(CannotWrite, match="does not rewrite what it cannot read"):
            write()
    assert path.stat().st_size == broken


def test_a_mistake_is_refused_before_it_is_written(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", CARD)
    journal = open_journal(root)
    with pytest.raises(Misuse, match="target"):
        journal.write("initiative", "x", {"target": "much"})
    with pytest.raises(Misuse, match="sunset_on"):
        journal.write("initiative", "x", {"status": "sunset"})
    with pytest.raises(CannotRead, match="no initiative called"):
        journal.write("initiative", "y", {"title": "Y"})
    assert path.read_text() == CARD


def test_an_old_mistake_does_not_stop_another_change(root: Path, say: Say) -> None:
    path = say("initiatives/x.md", CARD.replace("mine =", "ownr ="))
    open_journal(root).write("initiative", "x", {"target": 1})
    assert "target = 1" in path.read_text()


def test_a_new_entry_never_takes_the_place_of_another(root: Path, say: Say) -> None:
    say("initiatives/old/Ledger.md", CARD)
    journal = open_journal(root)
    for id in ("ledger", "LEDGER"):
        with pytest.raises(CannotWrite, match="of that id already"):
            journal.create("initiative", id, {"title": "L"})
    journal.create("goal", "g", {})
    with pytest.raises(CannotWrite, match="of that id already"):
        journal.create("goal", "G", {})


@pytest.mark.parametrize(
    "id", ["", ".x", "a/b", "..", "a\\b", "a\nb", "a\0", "x" * 121, "README", "a.", "\udcff", "c:x"]
)
def test_an_id_that_is_no_file_name_is_refused(root: Path, id: str) -> None:
    before = sorted(root.parent.rglob("*"))
    for kind in ("person", "goal"):
        with pytest.raises(Misuse, match="cannot be an id"):
            open_journal(root).create(kind, id, {})
    assert sorted(path for path in root.parent.rglob("*") if not path.name.startswith(".")) == before


def test_hostile_values_come_back_as_they_were(root: Path) -> None:
    text = '"""\n+++\n[[goal]]\n\x00 \u202e <script>{{7*7}}</script> \\ \r\n'
    journal = open_journal(root)
    journal.create("initiative", "x", {"title": text, "other": text})
    journal.create("goal", "g", {"title": text})
    assert (journal.entries("initiative")[0].head.title, journal.entries("goal")[0].head.title) == (text, text)
    assert journal.entries("initiative")[0].extra["other"] == text


def test_words_saved_by_an_editor_meanwhile_are_kept(root: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    path = say("initiatives/x.md", CARD)
    journal = open_journal(root)
    real = files.read

    def edited_just_before(at: Path) -> bytes:
        at.write_text(CARD + "an editor saved this\n")
        return real(at)

    monkeypatch.setattr(files, "read", edited_just_before)
    with pytest.raises(CannotWrite, match="changed by another program"):
        journal.write("initiative", "x", {"title": "Mine"})
    assert path.read_text() == CARD + "an editor saved this\n"
    assert [each.name for each in path.parent.iterdir()] == ["x.md"]


_FILLING = """
import resource, signal, sys
from podium.core.errors import CannotWrite
from podium.journal import open_journal
journal = open_journal(sys.argv[1])
journal.entries("initiative"), journal.entries("goal")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
for write in (
    lambda: journal.write("initiative", "x", {"title": "Mine"}, body="B" * 9_000),
    lambda: journal.create("initiative", "y", {"title": "Mine"}, body="B" * 9_000),
    lambda: journal.create("goal", "z", {"title": "B" * 9_000}),
):
    try:
        write()
    except CannotWrite as refused:
        print(refused.what)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits there")
def test_a_disk_that_takes_no_more_changes_nothing(root: Path, say: Say) -> None:
    card = say("initiatives/x.md", CARD)
    goals = say("goals.toml", TABLE)
    done = subprocess.run([sys.executable, "-c", _FILLING, str(root)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["could not be written: File too large; nothing was changed"] * 3
    assert (card.read_text(), goals.read_text()) == (CARD, TABLE)
    files = sorted(each.name for each in root.rglob("*") if each.is_file() and each.name != ".podium-writing")
    assert files == ["goals.toml", "journal.toml", "x.md"]


def test_two_writers_at_once_lose_nothing(root: Path, say: Say) -> None:
    say("goals.toml", TABLE)

    def add(prefix: str) -> None:
        for number in range(10):
            open_journal(root).create("goal", f"{prefix}{number}", {})

    threads = [threading.Thread(target=add, args=(prefix,)) for prefix in ("p", "q", "r")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(open_journal(root).entries("goal")) == 32


_WAITER = """
import pathlib, sys
from podium.system.files import locked
with locked(pathlib.Path(sys.argv[1]), wait_s=0.2):
    print("in")
"""


def test_a_second_process_waits_and_then_says_why(root: Path) -> None:
    waiter = [sys.executable, "-c", _WAITER, str(root)]
    with files.locked(root):
        refused = subprocess.run(waiter, capture_output=True, text=True, check=False)
    assert (refused.stdout, "another podium is writing" in refused.stderr) == ("", True)
    assert subprocess.run(waiter, capture_output=True, text=True, check=True).stdout == "in\n"


_WRITER = """
import sys
from podium.journal import open_journal
for number in range(10_000):
    open_journal(sys.argv[1]).write("initiative", "x", {"title": f"T{number}"}, body="B" * 20_000 + str(number))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after_lines", [1, 3, 7])
def test_a_kill_leaves_the_last_acknowledged_text_or_the_next(root: Path, say: Say, after_lines: int) -> None:
    path = say("initiatives/x.md", CARD)
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(root)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(after_lines)][-1]
        writer.send_signal(signal.SIGKILL)
        said = max([said, *(int(line) for line in writer.stdout.read().split("\n") if line.strip())])
    (entry,) = open_journal(root).entries("initiative")
    number = int(entry.head.title.removeprefix("T"))
    assert number in (said, said + 1)
    assert entry.body == "B" * 20_000 + str(number)
    open_journal(root).write("initiative", "x", {"title": "after"})
    assert [each.name for each in path.parent.iterdir()] == ["x.md"]


_PLAIN = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), st.integers(-9, 9), st.booleans())
_NESTED = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab \"'.=\n", max_size=3), inner, max_size=3),
    max_leaves=6,
)
_SPACE = st.sampled_from(["", " ", "  ", "\t"])
_VALUE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(date(1980, 1, 1), date(2099, 12, 31)),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=3),
)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_COMMENT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@st.composite
def heads(draw: st.DrawFn) -> str:
    """TOML as hands write it: odd spaces, comments, empty lines, unknown fields, either line end."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines: list[str] = []
    for key in draw(st.lists(st.sampled_from(["title", "owner", "zeta", "alpha", "x-1"]), unique=True)):
        if draw(st.booleans()):
            lines += [f"#{draw(_COMMENT)}", ""]
        tail = f" #{draw(_COMMENT)}" if draw(st.booleans()) else ""
        lines.append(f"{draw(_SPACE)}{key}{draw(_SPACE)}={draw(_SPACE)}{as_toml(draw(_VALUE))}{tail}")
    return "".join(line + end for line in lines)


@given(heads(), st.sampled_from(["title", "alpha", "new"]), st.one_of(st.none(), _VALUE))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_an_edit_changes_one_key_and_keeps_every_other_line(head: str, key: str, value: object) -> None:
    before = tomllib.loads(head)
    edited = _edit(head, (), {key: value}, "x")
    expected = {name: each for name, each in before.items() if name != key}
    assert tomllib.loads(edited) == (expected if value is None else {**expected, key: value})
    if key in before and before[key] == value and isinstance(before[key], bool) == isinstance(value, bool):
        assert edited == head
    own = [line for line in lines_of(head) if not line.lstrip(" \t").startswith(key)]
    kept = [line for line in lines_of(edited) if not line.lstrip(" \t").startswith(key)]
    assert kept == own
    assert ("\r\n" in edited) == ("\r\n" in head) or not head or not edited


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_a_mark_that_is_no_line_end_in_toml_cuts_no_line(root: Path, say: Say, mark: str) -> None:
    """Python's `splitlines` cuts there; neither the editor nor the lines of a mistake may."""
    card = CARD.replace("first", f"first{mark}title = ").replace('"Ledger"', f'"Led{mark}ger"')
    path = say("initiatives/x.md", card)
    journal = open_journal(root)
    assert journal.entries("initiative")[0].head.title == f"Led{mark}ger"
    journal.write("initiative", "x", {"owner": f"a{mark}b"})
    assert path.read_bytes().decode() == card.replace("owner   =   'me' ", f'owner   =   "a{mark}b" ')
    say("initiatives/x.md", card.replace("tickets = [", "tickets = 7 # ["))
    (note,) = open_journal(root).notes()
    assert note.line == lines_of(card).index("tickets = [") + 2, note


def test_tables_written_by_hand_below_the_fields_can_grow() -> None:
    head = 'title = "T"\n\n[[slots]]\nday = "tue" # first\n'
    edited = _edit(head, (), {"slots": [{"day": "tue"}, {"day": "thu"}], "unit": "x"}, "x")
    assert tomllib.loads(edited) == {"title": "T", "unit": "x", "slots": [{"day": "tue"}, {"day": "thu"}]}
    assert 'day = "tue" # first\n' in edited


def test_true_is_not_one() -> None:
    assert _edit("kept = 1\n", (), {"kept": True}, "x") == "kept = true\n"


@given(_NESTED, _NESTED)
def test_tables_within_tables_are_written_and_changed(first: object, second: object) -> None:
    head = f"title = 'T'\nmore = {as_toml(first)}\nunit = 'x' # stays\n"
    assert tomllib.loads(head)["more"] == first
    edited = _edit(head, (), {"more": second}, "x")
    assert tomllib.loads(edited) == {"title": "T", "more": second, "unit": "x"}
    assert edited.endswith("unit = 'x' # stays\n")


@given(heads())
def test_an_edit_of_nothing_is_nothing(head: str) -> None:
    assert _edit(head, (), tomllib.loads(head), "x") == head


@given(st.dictionaries(st.sampled_from(["title", "owner", "unit", "more"]), _TEXT))
def test_a_new_file_says_what_it_was_given(values: dict[str, str]) -> None:
    values.setdefault("title", "T")
    kind = kinds.load("initiative")
    entry, notes = read_entry(kind, new_file(kind, values), "x.md", "x")
    assert entry is not None
    assert notes == []
    assert {key: getattr(entry.head, key, entry.extra.get(key)) for key in values} == values


def test_every_template_is_a_file_without_mistakes_beyond_missing_fields() -> None:
    for kind in kinds.every():
        if kind.is_table:
            from podium.journal.template import new_table

            assert read_rows(kind, new_table(kind), kind.place) == ([], [])
        else:
            _, notes = read_entry(kind, new_file(kind, {}), "x.md", "x")
            assert all(note.what.startswith("is missing") for note in notes)
