"""`why late`: her acts by hour and weekday, and the share under other hours."""

from __future__ import annotations

from typing import Any

from looking import look
from podium.mirror import hours
from podium.signals.late_share import LATE_SHARE


def test_hours_days_and_what_other_hours_would_say(weeks) -> None:
    """Twenty commits at ten and ten at eight in the evening, on Mondays; declared are nine to six."""
    text = "".join(
        f"2026-03-{2 + 7 * (n % 4):02d} {'20' if n % 3 == 0 else '10'}:{n:02d}+0100 ana wrote c{n} a.py\n"
        for n in range(30)
    )
    made = weeks(text)
    mirror: Any = look(made)
    found = hours.details(mirror, made.read(LATE_SHARE))
    assert found == {
        "by hour": "10 20, 20 10",
        "by weekday": "Mon 30, Tue 0, Wed 0, Thu 0, Fri 0, Sat 0, Sun 0",
        "under other hours": "33 % as counted, 33 % outside 9 to 18 on weekdays, 33 % outside your declared hours",
    }
