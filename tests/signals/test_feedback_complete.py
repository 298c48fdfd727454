"""Feedback complete: her feedback notes with all their parts; ten are needed."""

import pytest

from podium.signals.feedback_complete import FEEDBACK_COMPLETE
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("feedback", [1] * 7 + [0] * 3)).read(FEEDBACK_COMPLETE)
    assert measure.value == pytest.approx(0.7)
    assert measure.n == 10


def test_how_late_they_were_is_another_question(weeks):
    told = weeks(LAST, witness=series("feedback-delay", [1] * 7 + [0] * 3))
    assert told.read(FEEDBACK_COMPLETE).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("feedback", [1] * 9)).read(FEEDBACK_COMPLETE)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(FEEDBACK_COMPLETE).value is None
