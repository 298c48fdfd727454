"""Business ratio: sentences about her wins that say what changed for whom; eight are needed."""

import pytest

from podium.signals.business_ratio import BUSINESS_RATIO
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("win-sentence", [1, 0, 0, 0, 0, 0, 1, 0])).read(BUSINESS_RATIO)
    assert measure.value == pytest.approx(0.25)
    assert measure.n == 8


def test_a_win_without_sentences_is_another_question(weeks):
    told = weeks(LAST, witness=series("win", [1, 0, 0, 0, 0, 0, 1, 0]))
    assert told.read(BUSINESS_RATIO).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("win-sentence", [1] * 7)).read(BUSINESS_RATIO)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(BUSINESS_RATIO).value is None
