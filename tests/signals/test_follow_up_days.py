"""Follow-up days: how long what was promised after an incident stays open, from opened to closed."""

import pytest

from podium.signals.follow_up_days import FOLLOW_UP_DAYS

TEAM = "".join(
    f"2026-03-31 1{n}:00+0100 {who} wrote c{n} a.py\n" for n, who in enumerate(("ana", "bo", "chi", "dee", "eli"))
)


def follow_ups(count: int) -> str:
    return "".join(
        f"2026-03-01 10:00+0100 bo opened F-{n} kind=issue type=incident_followup\n"
        f"2026-03-{2 + n:02d} 10:00+0100 bo closed F-{n} kind=issue type=incident_followup\n"
        for n in range(count)
    )


def test_the_middle_one_decides(weeks):
    assert weeks(follow_ups(5) + TEAM).read(FOLLOW_UP_DAYS).value == pytest.approx(3)


def test_open_ones_and_other_tickets_are_no_answer_and_five_are_needed(weeks):
    text = follow_ups(4) + "2026-03-01 10:00+0100 bo opened F-9 kind=issue type=incident_followup\n" + TEAM
    assert weeks(text).read(FOLLOW_UP_DAYS).value is None
