"""Agenda theirs: whose topics the 1:1s she wrote down began with; eight are needed."""

import pytest

from podium.signals.agenda_theirs import AGENDA_THEIRS
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("agenda", [1, 1, 0, 0, 1, 0, 1, 0])).read(AGENDA_THEIRS)
    assert measure.value == pytest.approx(0.5)
    assert measure.n == 8


def test_talks_without_an_agenda_are_no_answer(weeks):
    told = weeks(LAST, witness=series("one-on-one", [1, 1, 0, 0, 1, 0, 1, 0]))
    assert told.read(AGENDA_THEIRS).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("agenda", [1] * 7)).read(AGENDA_THEIRS)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(AGENDA_THEIRS).value is None
