"""Wins told: leadership syncs in which a win was told; four are needed."""

import pytest

from podium.signals.wins_told import WINS_TOLD
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("sync", [1, 0, 1, 1])).read(WINS_TOLD)
    assert measure.value == pytest.approx(0.75)
    assert measure.n == 4


def test_a_win_nobody_was_told_is_no_sync(weeks):
    told = weeks(LAST, witness=series("win", [1, 0, 1, 1]))
    assert told.read(WINS_TOLD).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("sync", [1] * 3)).read(WINS_TOLD)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(WINS_TOLD).value is None
