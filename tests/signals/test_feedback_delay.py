"""Feedback delay: the median of days between what happened and her note; ten are needed."""

import pytest

from podium.signals.feedback_delay import FEEDBACK_DELAY
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("feedback-delay", [1] * 5 + [3] + [20] * 5)).read(FEEDBACK_DELAY)
    assert measure.value == pytest.approx(3)
    assert measure.n == 11


def test_a_note_without_a_day_is_no_delay(weeks):
    told = weeks(LAST, witness=series("feedback", [1] * 5 + [3] + [20] * 5))
    assert told.read(FEEDBACK_DELAY).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("feedback-delay", [1] * 9)).read(FEEDBACK_DELAY)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(FEEDBACK_DELAY).value is None
