"""Stale goals: live goals nobody has looked at for long; none of three is a zero, no goal is no number."""

from podium.core.journal_facts import Witness
from podium.signals.stale_goals import STALE_GOALS
from signals.written import LAST, fact


def test_stale_ones_are_counted(weeks):
    facts = tuple(fact("goal", f"g{n}.md", None, amount) for n, amount in enumerate((1, 0, 1)))
    assert weeks(LAST, witness=Witness(facts, ())).read(STALE_GOALS).value == 2


def test_fresh_goals_are_none_stale_and_no_goal_is_no_number(weeks):
    assert weeks(LAST, witness=Witness((fact("goal", "g.md", None, 0),), ())).read(STALE_GOALS).value == 0
    assert weeks(LAST).read(STALE_GOALS).value is None
