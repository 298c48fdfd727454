"""Incident chat hours: clock hours in which she wrote in an incident channel."""

from podium.signals.incident_chat_hours import INCIDENT_CHAT_HOURS


def test_an_hour_counts_once_however_much_she_wrote(week):
    """
    2026-03-02 10:00+0100 ana commented t1 kind=thread in=inc-pay
    2026-03-02 10:40+0100 ana commented t2 kind=thread in=inc-pay
    2026-03-02 11:10+0100 ana commented t3 kind=thread in=inc-pay
    2026-03-03 10:00+0100 ana commented t4 kind=thread in=the-outage-room
    2026-03-03 12:00+0100 ana commented t5 kind=thread in=lunch
    2026-03-03 13:00+0100 bo  commented t6 kind=thread in=inc-pay
    """
    assert week.read(INCIDENT_CHAT_HOURS).value == 3


def test_two_hours_are_too_few(week):
    """
    2026-03-02 10:00+0100 ana commented t1 kind=thread in=inc-pay
    """
    assert week.read(INCIDENT_CHAT_HOURS).value is None
