"""Stakeholder recency: the median of days since the last talk with each of the top ones."""

from podium.core.journal_facts import Witness
from podium.signals.stakeholder_recency import STAKEHOLDER_RECENCY
from signals.written import LAST, fact


def test_the_last_talk_with_each_and_the_middle_of_them(weeks):
    facts = tuple(
        fact("contact", ref, day, 1, "top")
        for ref, day in (("a.md", "2026-03-30"), ("a.md", "2026-01-01"), ("b.md", "2026-03-21"), ("c.md", "2026-02-01"))
    )
    assert weeks(LAST, witness=Witness(facts, ())).read(STAKEHOLDER_RECENCY).value == 10


def test_two_are_too_few_and_others_do_not_count(weeks):
    facts = (fact("contact", "a.md", state="top"), fact("contact", "b.md", state="top"), fact("contact", "c.md"))
    assert weeks(LAST, witness=Witness(facts, ())).read(STAKEHOLDER_RECENCY).value is None
