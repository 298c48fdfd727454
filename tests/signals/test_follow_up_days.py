"""Follow-up days: how long what was promised after an incident stays open, from opened to closed."""

from datetime import datetime

import pytest

from podium.signals.follow_up_days import FOLLOW_UP_DAYS

PEOPLE = ("ana", "bo", "chi", "dee", "eli")
TEAM = "".join(f"2026-03-31 1{n}:00+0100 {who} wrote c{n} a.py\n" for n, who in enumerate(PEOPLE))


def follow_ups(count: int) -> str:
    return "".join(
        f"2026-03-01 10:00+0100 {PEOPLE[n % 5]} opened F-{n} kind=issue type=incident_followup\n"
        f"2026-03-{2 + n:02d} 10:00+0100 {PEOPLE[n % 5]} closed F-{n} kind=issue type=incident_followup\n"
        for n in range(count)
    )


def test_the_middle_one_decides(weeks):
    assert weeks(follow_ups(5) + TEAM).read(FOLLOW_UP_DAYS).value == pytest.approx(3)
    one_persons = follow_ups(5).replace("chi", "bo")
    assert weeks(one_persons + TEAM).read(FOLLOW_UP_DAYS).value is None


def test_open_ones_and_other_tickets_are_no_answer_and_five_are_needed(weeks):
    text = follow_ups(4) + "2026-03-01 10:00+0100 bo opened F-9 kind=issue type=incident_followup\n" + TEAM
    assert weeks(text).read(FOLLOW_UP_DAYS).value is None


def test_one_that_was_opened_again_stays_open_until_it_is_closed_for_good(weeks):
    again = "2026-03-20 10:00+0100 bo closed F-0 kind=issue type=incident_followup\n"
    rows = {ref: (moment, amount) for moment, ref, amount in weeks(follow_ups(2) + again).rows(FOLLOW_UP_DAYS.rows)}
    closed_s = datetime.fromisoformat("2026-03-20T10:00+01:00").timestamp()
    assert rows["F-0"] == (closed_s, 19 * 86_400)
