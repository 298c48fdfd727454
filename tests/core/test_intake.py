"""Every record that came in has a fate, or a reader lost one."""

from __future__ import annotations

from podium.core.intake import Intake


def test_of_nothing_read_nothing_is_missing() -> None:
    assert (Intake().read, Intake().accounted) == (0, 0)


def test_intakes_add_up_record_by_record() -> None:
    whole = Intake(3, 1, unused={"draft": 1}, refused={"no date": 1})
    whole.add(Intake(4, 2, unused={"draft": 1}, unread={"limit": 1}))
    assert whole == Intake(7, 3, {"draft": 2}, {}, {"no date": 1}, {"limit": 1})
    assert whole.read == whole.accounted == 7
