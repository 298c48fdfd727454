"""Absence: what the others land without her, against the weeks with her, and never on a thin history."""

import random
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from podium.core.folds import Row
from podium.core.measure import Exact, Measure
from podium.core.time import WEEK_S, Window, week_start
from podium.evidence.people.me_file import Me, MeFile, Span
from podium.signals import Signal, read
from podium.signals.absence import ABSENCE, MOST_NAMED, _mondays, weeks_beside_usual

OTHERS = ("bo", "chi", "dee", "eli", "fay", "gus")
START = date(2024, 4, 1)


def monday(week: int) -> date:
    return START + timedelta(weeks=week)


def history(*, others_without_her: int, weeks_away: set[int], weeks: int = 100) -> str:
    """A team that lands twelve changes a week while she is there and some other number while she is not."""
    rng = random.Random(7)
    lines = [
        f"{monday(week) + timedelta(days=n % 5)} 1{n % 8}:00+0100 {rng.choice(OTHERS)} wrote w{week}n{n} a.py"
        for week in range(weeks)
        for n in range(others_without_her if week in weeks_away else 12)
    ]
    lines += [f"{monday(w)} 09:00+0100 ana wrote w{w}me a.py" for w in range(weeks) if w not in weeks_away]
    return "\n".join(sorted(lines))


AWAY = set(range(5, 98, 7))


def test_a_team_that_stops_without_her_depends_on_her(weeks):
    measure = weeks(history(others_without_her=2, weeks_away=AWAY)).read(ABSENCE)
    assert measure.value is not None
    assert measure.value <= 0.55
    assert measure.reading == "dependent"


def test_a_team_that_goes_on_is_resilient(weeks):
    measure = weeks(history(others_without_her=12, weeks_away=AWAY)).read(ABSENCE)
    assert measure.value is not None
    assert measure.value >= 0.8
    assert measure.reading == "resilient"


def test_three_absent_weeks_are_too_few_to_tell(weeks):
    measure = weeks(history(others_without_her=2, weeks_away={20, 40, 60})).read(ABSENCE)
    assert measure.value is None
    assert "4 absent and 26 present needed" in measure.why_none


@pytest.mark.parametrize("zone", ["", "America/Los_Angeles", "Pacific/Auckland"])
def test_a_declared_leave_is_said_to_be_declared_wherever_she_lives(weeks, zone):
    leave = tuple(Span(START + timedelta(weeks=w), START + timedelta(weeks=w, days=4)) for w in sorted(AWAY))
    file = MeFile(me=Me(emails=("ana@example.org",), zone=zone, leave=leave))
    measure = weeks(history(others_without_her=2, weeks_away=AWAY), file=file).read(ABSENCE)
    assert dict(measure.details)["absence is"] == "declared leave"
    assert measure.reading == "dependent"


def test_leave_that_was_declared_in_part_says_both(weeks):
    declared = sorted(AWAY)[:9]
    leave = tuple(Span(START + timedelta(weeks=w), START + timedelta(weeks=w, days=4)) for w in declared)
    file = MeFile(me=Me(emails=("ana@example.org",), leave=leave))
    measure = weeks(history(others_without_her=2, weeks_away=AWAY), file=file).read(ABSENCE)
    known_from = dict(measure.details)["absence is"]
    assert known_from.startswith("declared leave in ")
    assert "inferred from weeks without a trace in " in known_from


def test_an_old_copy_shows_no_dependence_in_the_weeks_after_its_newest_commit(weeks):
    """Her file of leave goes on for half a year after the newest commit; nobody landed anything then."""
    later = tuple(Span(START + timedelta(weeks=w), START + timedelta(weeks=w, days=4)) for w in range(101, 127))
    file = MeFile(me=Me(emails=("ana@example.org",), leave=later))
    made = weeks(history(others_without_her=12, weeks_away=AWAY, weeks=100), file=file)
    fresh = made.read(ABSENCE)
    old = made.build(as_of_s=made.as_of_s + 26 * WEEK_S)
    measure = read(ABSENCE, old, Window.ending(old.as_of_s, days=28))
    old.close()
    assert (fresh.reading, measure.reading) == ("resilient", "resilient")
    last, last_of_fresh = (dict(m.details)["absent in"].rpartition(", ")[2] for m in (measure, fresh))
    assert last == last_of_fresh == "2026-02-02"


def test_a_long_weekend_is_no_week_of_leave(weeks):
    leave = tuple(Span(START + timedelta(weeks=w, days=3), START + timedelta(weeks=w, days=4)) for w in sorted(AWAY))
    file = MeFile(me=Me(emails=("ana@example.org",), leave=leave))
    measure = weeks(history(others_without_her=2, weeks_away=AWAY), file=file).read(ABSENCE)
    assert dict(measure.details)["absence is"] == "inferred from weeks without a trace"


def test_four_people_are_no_group(weeks):
    text = history(others_without_her=2, weeks_away=AWAY)
    for name in ("eli", "fay", "gus"):
        text = text.replace(f" {name} ", " bo ")
    measure = weeks(text).read(ABSENCE)
    assert measure.rows == ()
    assert measure.why_none == "team numbers need five people, fewer acted"


def test_the_latest_weeks_are_named_and_those_before_them_counted():
    assert _mondays(range(MOST_NAMED)).endswith(f", {week_start(MOST_NAMED - 1)}")
    assert _mondays(range(MOST_NAMED + 1)).endswith(f", {week_start(MOST_NAMED)}, and 1 before")


def untold(signal: Signal) -> Measure:
    return Measure(signal.name, Window(0, 1), None, "index", 0, 1, (), "", ())


def test_a_week_stands_beside_the_usual_one_in_twentieths():
    rows = tuple(Row(week, str(week), amount) for week, amount in ((7, 10.0), (8, 20.0), (9, 30.0)))
    measure = replace(untold(ABSENCE), exact=Exact(None, rows))
    assert weeks_beside_usual(measure) == {7: 0.5, 8: 1.0, 9: 1.5}
    assert weeks_beside_usual(untold(ABSENCE)) == {}
