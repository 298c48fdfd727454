"""What a run has met, as numbers: most acts are new, and need not be looked up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[np.uint64]


class SeenMarks:
    """A sorted list of marks; two things may share one, so a hit means `perhaps`."""

    def __init__(self) -> None:
        """Nothing met yet."""
        self._sorted: Marks = np.empty(0, np.uint64)

    def has_any(self, marks: Marks) -> bool:
        """Whether any of them may have been met."""
        if not len(self._sorted) or not len(marks):
            return False
        sorted_marks = np.sort(marks)
        places = np.minimum(np.searchsorted(self._sorted, sorted_marks), len(self._sorted) - 1)
        return bool((self._sorted[places] == sorted_marks).any())

    def add(self, marks: Marks) -> None:
        """Remember them; two sorted runs are merged in one go."""
        self._sorted = np.concatenate([self._sorted, np.sort(marks)])
        self._sorted.sort(kind="stable")
