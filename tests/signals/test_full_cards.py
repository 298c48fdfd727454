"""Full cards: large initiatives whose card says goal, measure and end; small ones need none."""

import pytest

from podium.signals.full_cards import FULL_CARDS
from signals.written import LAST, series


def test_what_she_wrote_is_the_number(weeks):
    measure = weeks(LAST, witness=series("card", [1, 1, 0, 1], state="large")).read(FULL_CARDS)
    assert measure.value == pytest.approx(0.75)
    assert measure.n == 4


def test_a_small_piece_of_work_needs_no_card(weeks):
    told = weeks(LAST, witness=series("card", [1, 1, 0, 1], state="small"))
    assert told.read(FULL_CARDS).rows == ()


def test_too_few_of_them_are_no_number(weeks):
    measure = weeks(LAST, witness=series("card", [1, 1], state="large")).read(FULL_CARDS)
    assert measure.value is None
    assert measure.why_none


def test_without_a_journal_nothing_is_told(weeks):
    assert weeks(LAST).read(FULL_CARDS).value is None
