"""Talks held: 1:1s that took place, from the calendar or else from what she wrote."""

from podium.core.journal_facts import Witness
from podium.signals.talks_held import TALKS_HELD
from signals.written import LAST, fact


def test_those_written_down_count_where_there_is_no_calendar(weeks):
    facts = tuple(fact("one-on-one", f"{n}.md", amount=1 if n < 6 else 0, state="") for n in range(8))
    assert weeks(LAST, witness=Witness(facts, ())).read(TALKS_HELD).value == 0.75


def test_a_calendar_takes_their_place(weeks):
    lines = "".join(
        f"2026-03-{n:02d} 14:00+0100 ana {'met' if n < 16 else 'cancelled'} t{n} type=one_on_one\n"
        for n in range(10, 20)
    )
    facts = tuple(fact("one-on-one", f"{n}.md", amount=1) for n in range(8))
    assert weeks(lines + LAST, witness=Witness(facts, ())).read(TALKS_HELD).value == 0.6


def test_seven_are_too_few(weeks):
    facts = tuple(fact("one-on-one", f"{n}.md", amount=1) for n in range(7))
    assert weeks(LAST, witness=Witness(facts, ())).read(TALKS_HELD).value is None
