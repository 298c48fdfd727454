"""Own share: how much of the team's writing is mine."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

OWN_SHARE = Signal(
    name="own-share",
    asks="What share of the team's changes that landed did I write myself?",
    words=Words("your part of the code", "you wrote {about} of the team."),
    rows="""
        select max(at_s) as moment, ref, max(by_me) as amount
        from ours
        where verb = 'arrived'
        group by ref
    """,
    fold=share,
    least=20,
    rows_are="changes",
    blind_to=(
        "pairing; patches credited only in the message; agents that leave no mark: what one wrote for you, or with you, "
        "counts as yours, and as theirs for anybody else"
    ),
    confounders="fewer than four reports; squash merges name one author; a burst of small commits",
    source="above seven reports no critical-path coding; stay off the release path (GitLab)",
    is_group=True,
    grade="weak",
    counter="a lead by role may long have stopped writing, and a share says nothing about why",
    better="lower",
    informs=("code review", "tickets"),
    version=2,
)
