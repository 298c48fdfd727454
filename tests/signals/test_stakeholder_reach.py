"""Stakeholder reach: how many on her map she has talked with this quarter; a map of five is needed."""

from podium.core.journal_facts import Witness
from podium.signals.stakeholder_reach import STAKEHOLDER_REACH
from signals.written import LAST, fact


def test_a_talk_with_two_of_five(weeks):
    names = tuple(fact("stakeholder", f"{n}.md", None, 1.0) for n in "abcde")
    talks = (fact("contact", "a.md"), fact("contact", "a.md", "2026-03-01"), fact("contact", "b.md"))
    assert weeks(LAST, witness=Witness(names + talks, ())).read(STAKEHOLDER_REACH).value == 0.4


def test_a_map_of_four_is_too_small(weeks):
    names = tuple(fact("stakeholder", f"{n}.md", None) for n in "abcd")
    assert weeks(LAST, witness=Witness(names, ())).read(STAKEHOLDER_REACH).value is None
