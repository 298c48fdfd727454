"""Revert share: how much of what the team wrote takes something back."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

REVERT_SHARE = Signal(
    name="revert-share",
    asks="What share of the team's changes take something back that stays taken back?",
    words=Words("changes taken back", "the team took back {about}."),
    rows="""
        select max(at_s) as moment, ref, max(case when verb = 'reverted' then 1 else 0 end) as amount
        from ours
        where verb in ('arrived', 'reverted')
        group by ref
    """,
    fold=share,
    least=20,
    rows_are="changes",
    blind_to="changes undone by hand; roll-backs in deployment; a revert that was itself reverted counts for nothing",
    confounders="a policy of reverting first is good practice",
    source="reverts and hotfixes are 0.8 % of human commits in 36 repositories",
    is_group=True,
    grade="weak",
    better="lower",
    informs=("incidents",),
    version=3,
)
