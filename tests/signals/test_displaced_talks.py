"""Displaced talks: 1:1s and coaching that gave way within a day of an incident."""

from podium.signals.displaced_talks import DISPLACED_TALKS


def test_what_was_cancelled_on_the_day_of_an_incident(week):
    """
    2026-03-02 09:00+0100 bo  opened I1 kind=incident
    2026-03-02 14:00+0100 ana cancelled a type=one_on_one       # five hours after
    2026-03-02 15:00+0100 ana met b type=one_on_one             # held in spite of it
    2026-03-04 14:00+0100 ana cancelled c type=one_on_one       # no incident near
    2026-03-05 14:00+0100 ana met d type=coaching
    2026-03-05 15:00+0100 ana met e type=standup
    """
    assert week.receipts(DISPLACED_TALKS) == {"a": 1, "b": 0, "c": 0, "d": 0}


def test_one_that_gave_way_and_then_took_place_is_one_talk(week):
    """
    2026-03-02 09:00+0100 bo  opened I1 kind=incident
    2026-03-02 14:00+0100 ana moved a type=one_on_one           # gave way, and was held the day after
    2026-03-03 14:00+0100 ana met a type=one_on_one
    2026-03-04 14:00+0100 ana met b type=one_on_one
    """
    assert week.read(DISPLACED_TALKS).n == 2
    assert week.receipts(DISPLACED_TALKS) == {"a": 1, "b": 0}


def test_eight_talks_are_needed(week):
    """
    2026-03-02 14:00+0100 ana met a type=one_on_one
    """
    assert week.read(DISPLACED_TALKS).value is None
