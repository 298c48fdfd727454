"""Improvement share: how much of the work made the system itself better."""

from collections.abc import Sequence
from typing import Any

from podium.core.folds import Row
from podium.core.measure import Words
from podium.core.time import Window
from podium.signals import Signal, Study, StudyResult
from podium.text.work_kind.classify import KINDS, Judged
from podium.text.work_kind.shares import Label, shares


def study(rows: Sequence[Row], beside: Sequence[tuple[Any, ...]], window: Window) -> StudyResult:
    """The share of each kind with its 90 % interval; her own labels correct it and narrow it."""
    judged, labels = [], []
    for place, (_, kind, p, *odds, label, is_random) in enumerate(beside):
        judged.append(Judged(kind, "weights", p, "", (odds[0], odds[1], odds[2], odds[3], odds[4], odds[5])))
        if label is not None:
            labels.append(Label(place, label, bool(is_random)))
    estimates = shares(judged, labels)
    own = estimates["improvement"]
    if own.estimate is None:
        return StudyResult(None, f"fewer than the {own.least} changes needed; `podium work label` lowers that to 40")
    mix = ", ".join(f"{kind} {_range(estimates[kind])}" for kind in KINDS)
    width = 100 * ((own.high or 0.0) - (own.low or 0.0))
    labels_text = f"{len(labels)} labels of yours" if labels else "no labels of yours: `podium work label` narrows it"
    return StudyResult(
        own.estimate,
        interval=(own.low or 0.0, own.high or 0.0),
        details=(("mix", mix), ("how wide", f"{width:.0f} points (90 % interval), {labels_text}")),
    )


def _range(share: Any) -> str:
    return f"{100 * share.estimate:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})"


IMPROVEMENT_SHARE = Signal(
    name="improvement-share",
    asks="What share of the team's changes improved the system itself (tests, tooling, clean-up, speed)?",
    words=Words("work on the system itself", "the team spent {about} ({span}) to make the system itself better."),
    rows="""
        select at_s as moment, ref, odds_improvement as amount
        from ours
        where verb = 'arrived' and kind is not null
    """,
    fold=Study(
        "sum of the odds over all changes, corrected by your labels (measured error in docs/reference/work-kind.md)",
        "share",
        "share",
        """
        select ref, kind, p, odds_feature, odds_fix, odds_incident, odds_improvement, odds_docs, odds_chore, label,
               is_random
        from ours
        where verb = 'arrived' and kind is not null
        """,
        study,
    ),
    least=20,
    rows_are="changes",
    blind_to=(
        "how a change was made: what an agent wrote for somebody counts as theirs; the 20 % reserve: it has to be planned "
        "and labelled, paths and words cannot tell it"
    ),
    confounders="what a repository is for: 13 to 68 % of changes touch no product file in mature ones",
    source="only as a trend against your own past",
    is_group=True,
    grade="weak",
    counter="twenty per cent is a convention, not a finding",
    better="higher",
    informs=("tickets", "journal"),
    version=2,
)
