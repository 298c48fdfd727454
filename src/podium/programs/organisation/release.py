"""What veiled answers tell of groups: shares with intervals, or that nothing can be told.

Everything here is computed from answers that were already left to chance, so asking again, and asking differently, gives
away no more than the contributions did.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from podium.programs.organisation.chance import chances, half_width
from podium.programs.organisation.contribution import Contribution
from podium.programs.organisation.invitation import Invitation, answers_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from podium.programs.organisation.chance import Chances

LEAST_GROUP = 20
# A share whose interval may reach further than this to either side says too little to be printed. It goes by how many
# answered, never by what they answered.
WIDEST_HALF = 0.15
MOST_BYTES = 4096
EVERYBODY = "everybody"
COVERS, _STEPS = 0.95, 1000


class Share(msgspec.Struct, frozen=True):
    """How common one answer is; None where it cannot be told."""

    answer: str
    share: float | None
    low: float | None
    high: float | None


class QuestionShares(msgspec.Struct, frozen=True):
    """One question in one group; `why_not` says why nothing can be told, and is empty where something can."""

    question: str
    answers: int
    shares: tuple[Share, ...]
    why_not: str


class GroupShares(msgspec.Struct, frozen=True):
    """A group of at least twenty, or everybody."""

    name: str
    took_part: int
    questions: tuple[QuestionShares, ...]


class Release(msgspec.Struct, frozen=True):
    """What may be told.

    Attributes:
        left_out: groups too small, by name, without their size.
        is_everybody_whole: whether those in small groups are part of `everybody`.
        not_counted: why files were left out, and how many.
    """

    invitation: Invitation
    groups: tuple[GroupShares, ...]
    left_out: tuple[str, ...]
    is_everybody_whole: bool
    not_counted: tuple[tuple[str, int], ...]


def read_contributions(
    invitation: Invitation, texts: Iterable[bytes]
) -> tuple[list[Contribution], tuple[tuple[str, int], ...]]:
    """Contributions to this invitation, and why others were left out."""
    counted: dict[str, Contribution] = {}
    reasons: Counter[str] = Counter()
    for text in texts:
        contribution = _contribution(text)
        if contribution is None:
            reasons["no contribution"] += 1
        elif contribution.invitation != invitation.digest:
            reasons["of another invitation"] += 1
        elif not _is_asked(invitation, contribution):
            reasons["of a group, question or answer that was not asked"] += 1
        elif contribution.ticket in counted:
            reasons["a copy"] += 1
        else:
            counted[contribution.ticket] = contribution
    return [counted[ticket] for ticket in sorted(counted)], tuple(sorted(reasons.items()))


def _contribution(text: bytes) -> Contribution | None:
    if len(text) > MOST_BYTES:
        return None
    try:
        return msgspec.json.decode(text, type=Contribution)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _is_asked(invitation: Invitation, contribution: Contribution) -> bool:
    return (
        contribution.group in invitation.groups
        and contribution.question in invitation.questions
        and contribution.answer in answers_to(contribution.question)
    )


def release(
    invitation: Invitation, contributions: Sequence[Contribution], not_counted: tuple[tuple[str, int], ...] = ()
) -> Release:
    """Shares of every group of at least twenty who took part, and of everybody.

    Those in smaller groups are part of `everybody` only where they are twenty together, so that no difference of two lines
    is about fewer.
    """
    sizes = Counter(contribution.group for contribution in contributions)
    listed = [name for name in invitation.groups if sizes[name] >= LEAST_GROUP]
    left_out = tuple(name for name in invitation.groups if name not in listed)
    outside = sum(sizes[name] for name in left_out)
    is_whole = outside == 0 or outside >= LEAST_GROUP
    everybody = [c for c in contributions if is_whole or c.group in listed]
    groups = [_group(invitation, EVERYBODY, everybody)] if len(everybody) >= LEAST_GROUP else []
    groups += [_group(invitation, name, [c for c in contributions if c.group == name]) for name in listed]
    return Release(invitation, tuple(groups), left_out, is_whole, not_counted)


def _group(invitation: Invitation, name: str, contributions: Sequence[Contribution]) -> GroupShares:
    counts = Counter((contribution.question, contribution.answer) for contribution in contributions)
    questions = tuple(
        tell(question, [counts[question, answer] for answer in answers_to(question)], invitation.epsilon)
        for question in invitation.questions
    )
    return GroupShares(name, len(contributions), questions)


def tell(question: str, counts: Sequence[int], epsilon: float) -> QuestionShares:
    """Shares of the true answers behind counts of veiled ones, with 95 % intervals."""
    answers, n = answers_to(question), sum(counts)
    if n < LEAST_GROUP:
        return QuestionShares(question, n, _untold(answers), f"fewer than {LEAST_GROUP} answers")
    widest = half_width(epsilon, len(answers), n)
    if widest > WIDEST_HALF:
        return QuestionShares(question, n, _untold(answers), f"the interval would reach {widest:.0%} to either side")
    likely = chances(epsilon, len(answers))
    shares = []
    for answer, count in zip(answers, counts, strict=True):
        unveiled = (count / n - likely.other) / (likely.truth - likely.other)
        low, high = interval(count, n, likely)
        shares.append(Share(answer, min(1.0, max(0.0, unveiled)), low, high))
    return QuestionShares(question, n, tuple(shares), "")


def interval(count: int, n: int, likely: Chances) -> tuple[float, float]:
    """The shortest 95 % interval of a true share behind `count` of `n` veiled answers, every share as likely before.

    A normal interval would end below 0 where few have it, and cut off there would say "0 to 0" of a few.
    """
    import numpy as np

    grid = (np.arange(_STEPS) + 0.5) / _STEPS
    answer_rate = likely.other + grid * (likely.truth - likely.other)
    logs = count * np.log(answer_rate) + (n - count) * np.log1p(-answer_rate)
    weights = np.exp(logs - logs.max())
    order = np.argsort(-weights, kind="stable")
    inside = order[: int(np.searchsorted(np.cumsum(weights[order]), COVERS * weights.sum())) + 1]
    return float(inside.min() / _STEPS), float((inside.max() + 1) / _STEPS)


def _untold(answers: Sequence[str]) -> tuple[Share, ...]:
    return tuple(Share(answer, None, None, None) for answer in answers)
