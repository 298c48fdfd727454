"""The hours she sets aside each week, as she types them."""

from __future__ import annotations

import pytest

from podium.core.errors import Misuse
from podium.core.weekly_hours import Zone, parse, say


def test_a_stretch_may_begin_in_the_last_minute_of_an_hour_and_end_with_the_day() -> None:
    assert parse("Mon 9:59-10:59, Tue 23:00-24:00") == (Zone(0, 599, 659), Zone(1, 1380, 1440))
    assert say(parse("Thu 13-17, tue 09:00-12:30")) == "Tue 09:00-12:30, Thu 13:00-17:00"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Mon 09:60-10:00", "no clock shows"),
        ("Mon 23:00-24:01", "no clock shows"),
        ("Mon 10:00-10:00", "ends before it begins"),
        ("Mon 09:00-10:00, Mon 09:59-11:00", "overlap"),
        ("", "no hours"),
    ],
)
def test_what_is_no_stretch_of_a_day_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(Misuse, match=says):
        parse(text)
