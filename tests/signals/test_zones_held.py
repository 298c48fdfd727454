"""Zones held: no-code hours in her calendar in which she did not write, land or review."""

from podium.signals.zones_held import ZONES_HELD


def test_a_commit_inside_breaks_a_zone(week):
    """
    2026-03-02 09:00+0100 ana met z1 type=no_code until=12:00
    2026-03-02 10:00+0100 ana wrote c1 a.py                      # inside
    2026-03-03 09:00+0100 ana met z2 type=no_code until=12:00
    2026-03-03 12:00+0100 ana wrote c2 a.py                      # just after
    2026-03-04 09:00+0100 ana met z3 type=no_code until=12:00
    2026-03-04 10:00+0100 bo  wrote c3 a.py                      # his
    2026-03-05 09:00+0100 ana met z4 type=no_code until=12:00
    2026-03-05 10:00+0100 ana reviewed web#1 of=bo               # a review is code, too
    """
    assert week.receipts(ZONES_HELD) == {"z1": 0, "z2": 1, "z3": 1, "z4": 0}
    assert week.read(ZONES_HELD).value == 0.5


def test_three_zones_are_too_few(week):
    """
    2026-03-02 09:00+0100 ana met z1 type=no_code until=12:00
    2026-03-03 09:00+0100 ana met z2 type=no_code until=12:00
    2026-03-04 09:00+0100 ana met z3 type=no_code until=12:00
    """
    assert week.read(ZONES_HELD).value is None


def test_a_zone_begins_with_its_first_second_and_is_over_at_its_end(week):
    """
    2026-03-02 09:00+0100 ana met z1 type=no_code until=12:00
    2026-03-02 09:00+0100 ana wrote c1 a.py                      # in its first second
    2026-03-03 09:00+0100 ana met z2 type=no_code until=12:00
    2026-03-03 08:59+0100 ana wrote c2 a.py                      # before it
    2026-03-03 12:00+0100 ana wrote c3 a.py                      # at its end
    """
    assert week.receipts(ZONES_HELD) == {"z1": 0, "z2": 1}
