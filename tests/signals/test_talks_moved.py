"""Talks moved: 1:1s she moved or cancelled, from the calendar or else from what she wrote."""

from podium.core.journal_facts import Witness
from podium.signals.talks_moved import TALKS_MOVED
from signals.written import LAST, fact


def test_those_written_down_count_where_there_is_no_calendar(weeks):
    facts = tuple(fact("one-on-one", f"{n}.md", amount=1, state="moved-by-me" if n < 2 else "") for n in range(8))
    assert weeks(LAST, witness=Witness(facts, ())).read(TALKS_MOVED).value == 0.25


def test_a_calendar_takes_their_place(weeks):
    lines = "".join(
        f"2026-03-{n:02d} 14:00+0100 ana {'met' if n < 16 else 'moved'} t{n} type=one_on_one\n" for n in range(10, 20)
    )
    facts = tuple(fact("one-on-one", f"{n}.md", amount=1) for n in range(8))
    assert weeks(lines + LAST, witness=Witness(facts, ())).read(TALKS_MOVED).value == 0.4


def test_seven_are_too_few(weeks):
    facts = tuple(fact("one-on-one", f"{n}.md", amount=1) for n in range(7))
    assert weeks(LAST, witness=Witness(facts, ())).read(TALKS_MOVED).value is None


def test_one_that_was_moved_and_then_took_place_is_one_planned_talk(weeks):
    series = "".join(f"2026-03-{n:02d} 14:00+0100 ana met bo type=one_on_one until=14:30\n" for n in range(2, 12))
    moved = "2026-03-04 09:00+0100 ana moved bo type=one_on_one\n2026-03-05 09:00+0100 chi moved bo type=one_on_one\n"
    measure = weeks(series + moved + LAST).read(TALKS_MOVED)
    assert (measure.n, measure.value) == (10, 0.1)
