"""Fast approvals: large changes with a mark of an agent that I approved within two minutes."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

FAST_APPROVALS = Signal(
    name="fast-approvals",
    asks="What share of the agent-written changes of over 400 lines I approved did I approve within two minutes?",
    words=Words(
        "quick yes to agents' work", "you said yes to {hits} of {total} large changes by agents within two minutes."
    ),
    rows="""
        select at_s as moment, ref, max(case when dur_s <= 120 then 1 else 0 end) as amount
        from mine
        where verb = 'approved' and with_count > 400
        group by at_s, ref
    """,
    fold=share,
    least=3,
    rows_are="approvals of yours of large agent-written changes",
    blind_to=(
        "reading before you were asked, or in your editor; changes by agents that leave no mark; anything where fewer than "
        "five authors stand behind what you approved"
    ),
    confounders="generated files and lock files; a change you had talked through before",
    source=(
        "four hundred lines an hour is what reviewers keep up with (SmartBear and Cisco 2006, 2,500 reviews); two minutes "
        "are set by podium"
    ),
    grade="weak",
    counter="tests may have read it better than you would; the line asks whether you meant to approve unread",
    better="lower",
    informs=("code review",),
)
