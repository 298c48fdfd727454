"""Columns made from their buffers are what Arrow would have made of the same values."""

from __future__ import annotations

import subprocess
import sys
import weakref
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import subject
from arrow_rows import as_arrow, values
from podium.core import arrow as columns
from podium.core import arrow_stream
from podium.core.arrow import Table
from podium.core.arrow_stream import as_stream, stream_of
from podium.evidence import engine, parquet

KINDS = {
    "text": (st.text(), pa.string()),
    "int": (st.integers(-(2**63), 2**63 - 1), pa.int64()),
    "float": (st.floats(allow_nan=False), pa.float64()),
    "bool": (st.booleans(), pa.bool_()),
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_values_come_back_as_arrow_itself_would_keep_them(kind: str, data: st.DataObject) -> None:
    made, arrow = KINDS[kind]
    given_values = data.draw(st.lists(st.none() | made))
    read = as_arrow(Table({"column": columns.from_values(given_values)})).column(0)
    gone = all(value is None for value in given_values)
    assert read.equals(pa.chunked_array([pa.array(given_values, pa.string() if gone else arrow)]))
    assert read.null_count == given_values.count(None)


@given(st.lists(st.integers(-(2**31), 2**31 - 1)), st.sampled_from([np.int32, np.int64, np.float64]))
def test_an_array_keeps_its_type_and_order(numbers: list[int], dtype: type[np.number]) -> None:
    array = np.array(numbers, dtype)
    for shown in (array, array[::-1], array[::2]):
        read = as_arrow(Table({"column": columns.from_array(shown)})).column(0)
        assert read.equals(pa.chunked_array([pa.array(shown.copy())]))


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_flags_are_packed_in_order_and_gaps_are_where_they_were(pairs: list[tuple[bool, bool]]) -> None:
    flags, is_given = (np.array([pair[at] for pair in pairs], bool) for at in (0, 1))
    shown = values(columns.from_array(flags, is_given=is_given))
    assert shown == [flag if given_here else None for flag, given_here in pairs]


@given(st.lists(st.none() | st.sampled_from(["a", "bb", "", "ä", "\U0001f40e"]) | st.text(), max_size=600))
def test_texts_that_repeat_and_those_that_do_not_are_what_they_were(texts: list[str | None]) -> None:
    assert values(columns.from_words(texts)) == texts
    assert values(columns.from_words(["x", None, "y"] * 90 + texts)) == ["x", None, "y"] * 90 + texts


@given(st.lists(st.none() | st.lists(st.text())))
def test_lists_of_texts_are_what_they_were(lists: list[list[str] | None]) -> None:
    assert values(columns.from_lists(lists)) == lists


@pytest.mark.parametrize("value", ["x", "", 7, 2.5, True])
def test_one_value_stands_as_often_as_asked(value: str | float) -> None:
    for times in (0, 1, 9):
        assert values(columns.repeat(value, times)) == [value] * times


@pytest.mark.parametrize(
    "kind", [columns.TEXT, columns.LIST, columns.FLAG, columns.DATE, columns.INSTANT, "i", "l", "g"]
)
def test_nothing_is_as_many_gaps_as_asked(kind: str) -> None:
    for times in (0, 1, 8, 9):
        assert values(columns.nothing(times, kind)) == [None] * times
    given = columns.nothing(999, kind).buffers[0]
    assert given is not None
    assert 8 * given.nbytes >= 999, "a gap for each, and none beyond what is there"


@given(st.data())
def test_a_view_shows_the_text_that_lies_there(data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.text(st.characters(codec="utf-8"), max_size=30)))
    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)])
    content = np.frombuffer(b"".join(encoded) + bytes(columns.INLINE), np.uint8)
    order = np.array(data.draw(st.permutations(range(len(texts)))), np.int64)
    shown = values(columns.views(content, ends[:-1][order], ends[1:][order]))
    assert shown == [texts[at] for at in order.tolist()]


def test_a_table_is_made_when_it_is_asked_for_and_let_go_when_it_was_read() -> None:
    made: list[int] = []

    def tables() -> Iterator[Table]:
        for number in range(5):
            made.append(number)
            yield Table({"number": columns.repeat(number, 2, "int64"), "text": columns.repeat("x", 2)})

    stream = stream_of(tables())
    assert stream is not None
    assert made == [0]
    held = len(arrow_stream._held)
    for number, batch in enumerate(pa.RecordBatchReader.from_stream(stream)):
        assert batch.column("number").to_pylist() == [number, number]
        assert made == list(range(number + 1))
    del batch
    assert len(arrow_stream._held) == held
    assert stream_of(iter(())) is None


def test_what_stops_the_making_stops_the_reading_and_is_not_lost() -> None:
    def tables() -> Iterator[Table]:
        yield Table({"number": columns.from_values([1])})
        raise KeyboardInterrupt

    stream = stream_of(tables())
    reader = pa.RecordBatchReader.from_stream(stream)
    with pytest.raises(OSError, match="KeyboardInterrupt"):
        reader.read_all()
    assert stream is not None
    assert isinstance(stream.fault, KeyboardInterrupt)


def test_a_table_can_be_read_again_while_its_stream_is_held() -> None:
    stream = as_stream(Table({"number": columns.from_values([1, None])}))
    for _ in range(3):
        assert pa.RecordBatchReader.from_stream(stream).read_all().to_pylist() == [{"number": 1}, {"number": None}]


def test_a_stream_that_was_read_holds_nothing_of_its_rows() -> None:
    table = Table({"number": columns.from_values([1])})
    seen = weakref.ref(table.columns["number"].buffers[1])
    with engine.open_connection() as db, parquet.handed_over(db, "numbers", as_stream(table)):
        assert db.execute("select number from numbers").fetchall() == [(1,)]
    del table
    assert seen() is None


def test_half_a_surrogate_pair_is_not_a_crash() -> None:
    assert values(columns.from_values(["a", "\ud800", None])) == ["a", "?", None]


def test_whole_and_broken_numbers_become_broken_ones() -> None:
    assert values(columns.from_values([1, 2.5, None])) == [1.0, 2.5, None]


def test_a_look_does_not_wake_pandas(tmp_path) -> None:
    """It is not podium's, but it may stand beside it; importing it takes longer than a look."""
    pytest.importorskip("pandas")
    script = (
        "import atexit, sys\nfrom podium.cli.main import run\nsys.argv = ['podium', 'look', '.', '--me', sys.argv[1]]\n"
        "atexit.register(lambda: print('pandas' in sys.modules))\nrun()"
    )
    folder = tmp_path / "clone"
    for words in (
        ("init", "-q", str(folder)),
        (
            "-C",
            str(folder),
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@example.org",
            "commit",
            "-q",
            "-m",
            "One",
            "--allow-empty",
        ),
    ):
        subprocess.run(["git", *words], check=True)
    done = subprocess.run(
        [sys.executable, "-c", script, "ana@example.org"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PODIUM_HOME": str(subject.known_as(tmp_path / "home"))},
    )
    assert done.stdout.splitlines()[-1] == "False"
