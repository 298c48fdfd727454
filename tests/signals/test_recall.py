"""Recall: how well she answers what she drilled, as a mean; five answers are needed."""

import pytest

from podium.signals.recall import RECALL
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("recall", [1, 0.5, 0, 1, 1])).read(RECALL)
    assert measure.value == pytest.approx(0.7)
    assert measure.n == 5


def test_a_note_is_no_answer(weeks):
    told = weeks(LAST, witness=series("feedback", [1, 0.5, 0, 1, 1]))
    assert told.read(RECALL).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("recall", [1] * 4)).read(RECALL)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(RECALL).value is None
