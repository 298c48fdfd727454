"""Skip-level gap: days since the last talk with somebody a level away."""

from podium.core.journal_facts import Witness
from podium.signals.skip_level_gap import SKIP_LEVEL_GAP
from signals.written import LAST, fact


def test_the_last_talk_decides(weeks):
    facts = (
        fact("contact", "lee.md", "2026-03-01", 1, "skip-level"),
        fact("contact", "lee.md", "2026-03-21", 1, "skip-level"),
    )
    assert weeks(LAST, witness=Witness(facts, ())).read(SKIP_LEVEL_GAP).value == 10


def test_a_talk_with_somebody_else_is_none(weeks):
    made = weeks(LAST, witness=Witness((fact("contact", "lee.md", "2026-03-21", 1, "top"),), ()))
    assert made.read(SKIP_LEVEL_GAP).value is None
