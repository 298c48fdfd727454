"""Live initiatives: those that serve a goal that is alive; they hold until she changes them."""

import pytest

from podium.signals.live_initiatives import LIVE_INITIATIVES
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("initiative", [1, 1, 1, 0, 0], day=None)).read(LIVE_INITIATIVES)
    assert measure.value == pytest.approx(0.6)
    assert measure.n == 5


def test_goals_are_another_question(weeks):
    told = weeks(LAST, witness=series("goal", [1, 1, 1, 0, 0]))
    assert told.read(LIVE_INITIATIVES).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("initiative", [1] * 4, day=None)).read(LIVE_INITIATIVES)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(LIVE_INITIATIVES).value is None
