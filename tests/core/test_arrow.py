"""Columns made from their buffers are what Arrow would have made of the same values."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import subject
from podium.core import arrow as columns

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
    values = data.draw(st.lists(st.none() | made))
    found = columns.from_values(values)
    found.validate(full=True)
    gone = all(value is None for value in values)
    assert found.equals(pa.array(values, pa.string() if gone else arrow))
    assert found.null_count == values.count(None)


@given(st.lists(st.integers(-(2**31), 2**31 - 1)), st.sampled_from([np.int32, np.int64, np.float64]))
def test_an_array_keeps_its_type_and_order(values: list[int], dtype: type[np.number]) -> None:
    array = np.array(values, dtype)
    assert columns.from_array(array).equals(pa.array(array))
    assert columns.from_array(array[::-1]).equals(pa.array(array[::-1].copy()))


@given(st.lists(st.booleans()))
def test_flags_are_packed_in_order(values: list[bool]) -> None:
    assert columns.from_array(np.array(values, bool)).to_pylist() == values


@given(st.lists(st.booleans()) | st.lists(st.integers(-(2**31), 2**31 - 1)), st.integers(0, 9))
def test_the_way_back_holds_for_any_stretch_of_a_column(values: list[int], start: int) -> None:
    column = columns.from_values(values)[start:] if values else columns.from_array(np.array([], np.int64))
    assert columns.to_array(column).tolist() == values[start:]


def test_half_a_surrogate_pair_is_not_a_crash() -> None:
    assert columns.from_values(["a", "\ud800", None]).to_pylist() == ["a", "?", None]


def test_whole_and_broken_numbers_become_broken_ones() -> None:
    assert columns.from_values([1, 2.5, None]).to_pylist() == [1.0, 2.5, None]


def test_a_look_does_not_wake_pandas(tmp_path) -> None:
    """It is not podium's, but it may stand beside it; importing it takes longer than a look."""
    pytest.importorskip("pandas")
    script = (
        "import sys\nfrom podium.cli.main import run\nsys.argv = ['podium', 'look', '.', '--me', sys.argv[1]]\n"
        "try:\n    run()\nexcept SystemExit as left:\n    print(left.code)\nprint('pandas' in sys.modules)"
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
