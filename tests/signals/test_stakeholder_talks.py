"""Stakeholder talks: how many talks with people on her map the window holds."""

from podium.core.journal_facts import Witness
from podium.signals.stakeholder_talks import STAKEHOLDER_TALKS
from signals.written import LAST, fact


def test_talks_in_the_window_count(weeks):
    facts = (
        fact("contact", "lee.md", amount=1),
        fact("contact", "kim.md", "2026-03-10", 1),
        fact("contact", "kim.md", "2026-01-10", 1),
    )
    assert weeks(LAST, witness=Witness(facts, ())).read(STAKEHOLDER_TALKS).value == 2


def test_a_name_on_the_map_is_no_talk(weeks):
    made = weeks(LAST, witness=Witness((fact("stakeholder", "lee.md", None),), ()))
    assert made.read(STAKEHOLDER_TALKS).value is None
