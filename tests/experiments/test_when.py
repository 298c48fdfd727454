"""Hours as she types them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import Misuse
from podium.core.weekly_hours import Zone, parse, say


def test_what_the_issue_types() -> None:
    assert parse("Tue 09:00-12:30, Thu 13:00-17:00") == (Zone(1, 540, 750), Zone(3, 780, 1020))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tuesday 9-12", "Tue 09:00-12:00"),
        ("thu 13.30–17; mon 9:00 - 10:00", "Mon 09:00-10:00, Thu 13:30-17:00"),
        ("Tue+Thu 9-12", "Tue 09:00-12:00, Thu 09:00-12:00"),
        ("Tue and Fri 14:00-24:00", "Tue 14:00-24:00, Fri 14:00-24:00"),
        ("Mon 9-10, Mon 10-11", "Mon 09:00-10:00, Mon 10:00-11:00"),
    ],
)
def test_people_write_hours_in_many_ways(typed: str, said: str) -> None:
    assert say(parse(typed)) == said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no hours"),
        (" , ;", "no hours"),
        ("Tue", "Not a day with hours"),
        ("Tue 9", "Not a day with hours"),
        ("Blursday 9-12", "Not a day of the week: Blursday, in Blursday 9-12"),
        ("t 9-12", "Not a day of the week"),
        ("Tue 12-9", "ends before it begins"),
        ("Tue 22:00-02:00", "ends before it begins"),
        ("Tue 9:00-25:00", "no clock shows"),
        ("Tue 9:75-12:00", "no clock shows"),
        ("Tue 9-12, Tue 11-13", "overlap"),
        ("Tue 9-12, Tue 9-12", "overlap"),
        ("x" * 2000, "too long"),
        (", ".join(f"Mon {h}:00-{h}:30" for h in range(15)), "no practice any more"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_an_example(typed: str, says: str) -> None:
    with pytest.raises(Misuse, match=says):
        parse(typed)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 300)), min_size=1, max_size=5))
def test_what_is_said_is_read_back(made: list[tuple[int, int, int]]) -> None:
    zones: list[Zone] = []
    for day, start, length in sorted(made):
        zone = Zone(day, start, min(1440, start + length))
        if not zones or zones[-1].weekday != day or zones[-1].end_min <= start:
            zones.append(zone)
    assert parse(say(zones)) == tuple(zones)


@given(st.text(max_size=80))
def test_any_text_is_hours_or_a_clear_refusal(text: str) -> None:
    with contextlib.suppress(Misuse):
        assert parse(say(parse(text))) == parse(text)
