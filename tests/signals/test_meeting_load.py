"""Meeting load: the share of her declared hours in meetings, over days a calendar covers and no leave takes."""

from __future__ import annotations

from datetime import date

import pytest

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals.meeting_load import MEETING_LOAD

# 2026-03-02 is a Monday; the clocks of Berlin go forward on Sunday 2026-03-29.
LAST = "2026-03-20 09:00+0100 bo met z with=chi until=10:00\n"


def about(hours: str = "Mon-Fri 09:00-17:00", zone: str = "Europe/Berlin", **named) -> MeFile:
    return MeFile(me=Me(emails=("ana@example.org",), aliases=("ana",), hours=hours, zone=zone, **named))


def days(made) -> dict[str, float]:
    """Hours in meetings of each day that counts."""
    return {ref.removeprefix("day:"): amount / 3600 for ref, amount in made.receipts(MEETING_LOAD).items()}


def test_a_day_is_the_share_of_its_hours_in_meetings_and_a_day_without_any_counts(weeks):
    made = weeks(
        """
        2026-03-02 10:00+0100 ana met a with=bo until=12:00
        2026-03-03 16:00+0100 ana met b with=bo,chi until=18:00    # an hour of it after five
        2026-03-06 18:00+0100 ana met c with=bo until=19:00        # outside her hours
        """,
        file=about(),
    )
    assert days(made) == {"2026-03-02": 2, "2026-03-03": 1, "2026-03-04": 0, "2026-03-05": 0, "2026-03-06": 0}
    assert made.read(MEETING_LOAD).value is None, "ten working days are needed"


def test_the_number_is_hours_in_meetings_over_hours_declared(weeks):
    made = weeks(
        "".join(f"2026-03-{d:02d} 10:00+0100 ana met m{d} with=bo until=12:00\n" for d in (2, 3, 4, 5)) + LAST,
        file=about(),
    )
    measure = made.read(MEETING_LOAD)
    assert dict(measure.details) == {"in meetings": "8.0 h", "declared, without leave": "120.0 h"}
    assert (measure.n, round(measure.value, 4), measure.text) == (15, round(8 / 120, 4), "7 %")


def test_two_meetings_at_one_time_are_one_stretch(weeks):
    made = weeks(
        """
        2026-03-02 10:00+0100 ana met a with=bo until=12:00
        2026-03-02 11:00+0100 ana met b with=chi until=13:00
        2026-03-02 13:00+0100 ana met c with=chi until=13:00
        """,
        file=about(),
    )
    assert days(made) == {"2026-03-02": 3}


def test_blocks_of_her_own_declined_meetings_and_whole_days_are_none(weeks):
    made = weeks(
        """
        2026-03-02 10:00+0100 ana met a until=12:00
        2026-03-02 13:00+0100 ana declined b with=bo until=14:00
        2026-03-02 08:00+0100 ana met c with=bo until=23:00
        """,
        file=about(),
    )
    assert days(made) == {"2026-03-02": 0}


def test_leave_takes_its_days_and_half_a_day_of_it_takes_its_hours(weeks):
    made = weeks(
        """
        2026-03-02 10:00+0100 ana met  a with=bo until=12:00
        2026-03-03 10:00+0100 ana met  b with=bo until=12:00
        2026-03-04 10:00+0100 ana met  c with=bo until=12:00
        2026-03-03 00:00+0100 ana away l until=23:59
        2026-03-04 13:00+0100 ana away h until=18:00
        2026-03-09 10:00+0100 ana met  d with=bo until=11:00
        """,
        file=about(leave=(Span(date(2026, 3, 5), date(2026, 3, 6)),)),
    )
    assert days(made) == {"2026-03-02": 2, "2026-03-04": 2, "2026-03-09": 1}


def test_without_declared_hours_there_is_no_load(weeks):
    made = weeks("2026-03-02 10:00+0100 ana met a with=bo until=12:00\n" + LAST, file=about(hours=""))
    measure = made.read(MEETING_LOAD)
    assert (measure.value, measure.n) == (None, 0)
    assert measure.why_none == "0 of at least 10 working days with declared hours and a calendar needed"


TWO_READS = (("2026-03-02", "2026-03-05"), ("2026-03-05", "2026-03-21"))


@pytest.mark.parametrize(("calendar", "seen"), [((), 0), ((("2026-03-04", "2026-03-06"),), 2), (TWO_READS, 15)])
def test_a_day_no_calendar_covers_is_no_day_without_meetings(weeks, calendar, seen: int):
    made = weeks("2026-03-02 10:00+0100 ana met a with=bo until=12:00\n" + LAST, file=about(), calendar=calendar)
    assert len(days(made)) == seen


def test_a_day_without_a_clock_of_hers_is_left_out(weeks):
    assert days(weeks("2026-03-02 10:00+0100 ana met a with=bo until=12:00\n" + LAST, file=about(zone=""))) == {}


def test_a_shift_past_midnight_and_the_night_the_clocks_change(weeks):
    """Her Saturday shift of 28 March has seven hours, not eight: from two to three there was no time."""
    made = weeks(
        """
        2026-03-27 22:00+0100 ana met a with=bo until=23:45
        2026-03-29 04:00+0200 ana met b with=bo until=05:45
        2026-03-29 12:00+0200 bo  met c with=chi until=13:00
        """,
        file=about(hours="Fri-Sat 22:00-06:00"),
    )
    assert days(made) == {"2026-03-27": 1.75, "2026-03-28": 1.75}
    free = made.evidence.ask("select end_s - at_s from mine where verb = 'workday'", made.window(), question="t")
    assert sorted(free) == [(7 * 3600,), (8 * 3600,)]


def test_others_meetings_are_theirs(weeks):
    assert set(days(weeks("2026-03-02 10:00+0100 bo met a with=chi until=12:00\n" + LAST, file=about())).values()) == {
        0.0
    }
