"""Sole gate: work that could only pass through me."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Coverage, Signal
from podium.signals.touch import READERS_SEEN, READERS_UNSEEN

SOLE_GATE = Signal(
    name="sole-gate",
    asks="What share of the others' approved changes had my approval and nobody else's?",
    words=Words("only you approved", "nobody but you approved {about} by others."),
    rows="""
        select max(at_s) as moment, ref, min(by_me) as amount
        from ours
        where verb in ('reviewed', 'merged', 'committed') and on_others = 1 and on_me = 0
              and (verb <> 'reviewed' or state is null or state = 'approved')
        group by ref
    """,
    fold=share,
    least=20,
    rows_are="approved changes by others",
    blind_to=(
        "approval by voice or pairing; four-eyes rules that name you; approvals that leave no trailer or merge in git"
    ),
    confounders="integrating may be your role; regulation; security embargoes; small teams",
    source="code-review research on gates and learner-aware reviewers",
    is_group=True,
    grade="moderate",
    counter=(
        "work done by one experienced person carries fewer defects; the case for letting go is growth and resilience"
    ),
    better="lower",
    informs=("code review",),
    lower_bound_without=("code review",),
    coverage=Coverage(READERS_SEEN, 0.5, READERS_UNSEEN),
)
