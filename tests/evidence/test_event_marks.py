"""What a run has met: a thing met before is never called new."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from podium.evidence.event_marks import Marks, SeenMarks

LISTS = st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=8), max_size=8)


def marks(values: list[int]) -> Marks:
    return np.array(values, np.uint64)


@given(LISTS, st.lists(st.integers(0, 2**64 - 1), max_size=8))
def test_it_finds_exactly_what_was_added(added: list[list[int]], asked: list[int]) -> None:
    met, known = SeenMarks(), set[int]()
    for values in added:
        assert met.has_any(marks(values)) == bool(known & set(values))
        met.add(marks(values))
        known |= set(values)
    assert met.has_any(marks(asked)) == bool(known & set(asked))
