"""Open questions: first messages of practice talks that ask before they tell; twenty are needed."""

import pytest

from podium.signals.open_questions import OPEN_QUESTIONS
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("message", [1] * 5 + [0] * 15)).read(OPEN_QUESTIONS)
    assert measure.value == pytest.approx(0.25)
    assert measure.n == 20


def test_a_talk_is_no_message(weeks):
    told = weeks(LAST, witness=series("one-on-one", [1] * 5 + [0] * 15))
    assert told.read(OPEN_QUESTIONS).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("message", [1] * 19)).read(OPEN_QUESTIONS)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(OPEN_QUESTIONS).value is None
