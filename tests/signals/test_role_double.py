"""Role double: incidents in which she led and fixed at the same time."""

from podium.signals.role_double import ROLE_DOUBLE


def test_leading_and_another_role_in_one_incident(week):
    """
    2026-03-02 10:00+0100 ana joined I1 kind=incident state=commander
    2026-03-02 10:10+0100 ana joined I1 kind=incident state=responder
    2026-03-03 10:00+0100 ana joined I2 kind=incident state=commander
    2026-03-04 10:00+0100 ana joined I3 kind=incident state=responder
    2026-03-05 10:00+0100 bo  joined I4 kind=incident state=commander
    2026-03-06 10:00+0100 ana joined I5 kind=incident state=reporter     # whoever reported it holds no role by that
    2026-03-07 10:00+0100 ana joined I6 kind=incident state=reporter
    2026-03-07 10:10+0100 ana joined I6 kind=incident state=commander
    """
    assert week.receipts(ROLE_DOUBLE) == {"I1": 1, "I2": 0, "I3": 0, "I6": 0}


def test_three_incidents_are_too_few(week):
    """
    2026-03-02 10:00+0100 ana joined I1 kind=incident state=commander
    """
    assert week.read(ROLE_DOUBLE).value is None
