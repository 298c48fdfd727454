"""Credit ratio: wins in which somebody is credited by name; four are needed."""

import pytest

from podium.signals.credit_ratio import CREDIT_RATIO
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("win", [1, 1, 0, 0])).read(CREDIT_RATIO)
    assert measure.value == pytest.approx(0.5)
    assert measure.n == 4


def test_a_sentence_is_no_win(weeks):
    told = weeks(LAST, witness=series("win-sentence", [1, 1, 0, 0]))
    assert told.read(CREDIT_RATIO).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("win", [1] * 3)).read(CREDIT_RATIO)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(CREDIT_RATIO).value is None
