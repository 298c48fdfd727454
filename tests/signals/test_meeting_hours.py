"""Meeting hours: her hours in meetings with somebody else in them."""

from podium.signals.meeting_hours import MEETING_HOURS


def test_hours_with_others(week):
    """
    2026-03-02 10:00+0100 ana met a with=bo until=11:00
    2026-03-02 12:00+0100 ana met b with=bo,chi until=12:30
    2026-03-02 13:00+0100 ana met c with=bo until=14:00
    2026-03-02 14:00+0100 ana met d with=bo until=15:00
    2026-03-02 15:00+0100 ana met e with=bo until=16:00
    2026-03-02 16:00+0100 ana met f until=18:00             # a block of her own
    2026-03-02 17:00+0100 bo  met g with=chi until=18:00    # his
    """
    measure = week.read(MEETING_HOURS)
    assert measure.value == 4.5
    assert measure.n == 5


def test_four_meetings_are_too_few(week):
    """
    2026-03-02 10:00+0100 ana met a with=bo until=11:00
    """
    assert week.read(MEETING_HOURS).value is None
