"""A company of managers in groups of many sizes, each with a true answer to every question; drawn from a seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date

from podium.programs.organisation.chance import chances
from podium.programs.organisation.contribution import Contribution
from podium.programs.organisation.invitation import Invitation, answers_to, new_invitation
from podium.programs.organisation.release import Release, release

Answer = Callable[[str, tuple[str, ...]], str]
Person = tuple[str, dict[str, str]]


def company(seed: int, managers: int, invitation: Invitation) -> list[Person]:
    """Group and true answers of everybody; groups get smaller, and each has its own habits."""
    rng = random.Random(seed)
    weights = [1 / (n + 1) for n in range(len(invitation.groups))]
    common = {question: _shares(rng, len(answers_to(question))) for question in invitation.questions}
    own = {group: {question: _near(rng, shares) for question, shares in common.items()} for group in invitation.groups}
    people = []
    for group in rng.choices(invitation.groups, weights, k=managers):
        truth = {q: rng.choices(answers_to(q), own[group][q])[0] for q in invitation.questions}
        people.append((group, truth))
    return people


def _shares(rng: random.Random, count: int) -> list[float]:
    return [rng.uniform(0.05, 1) for _ in range(count)]


def _near(rng: random.Random, shares: list[float]) -> list[float]:
    return [share * rng.uniform(0.6, 1.6) for share in shares]


def invitation_of(groups: int, epsilon: float, questions: tuple[str, ...] = ()) -> Invitation:
    """An invitation to that many groups."""
    names = tuple(f"group-{n:02}" for n in range(groups))
    return new_invitation("bench", "Bench", names, epsilon=epsilon, ends_on=date(2026, 12, 31), questions=questions)


def contributions(people: list[Person], invitation: Invitation, answer: Answer, seed: int) -> list[Contribution]:
    """What everybody hands over; the question is drawn from the seed, the answer by `answer`."""
    rng = random.Random(seed)
    rows = []
    for n, (group, truth) in enumerate(people):
        question = rng.choice(invitation.questions)
        said = answer(truth[question], answers_to(question))
        rows.append(
            Contribution(invitation=invitation.digest, group=group, question=question, answer=said, ticket=f"{n:x}")
        )
    return rows


def by_law(epsilon: float, seed: int) -> Answer:
    """Answers by the same law as OpenDP's, from a seeded generator: for many repeats."""
    rng = random.Random(seed)

    def answer(truth: str, answers: tuple[str, ...]) -> str:
        if rng.random() < chances(epsilon, len(answers)).truth:
            return truth
        return rng.choice([other for other in answers if other != truth])

    return answer


def truth_of(people: list[Person], told: Release) -> dict[tuple[str, str, str], float]:
    """The true share of each answer in each told group."""
    shares: dict[tuple[str, str, str], float] = {}
    for group in told.groups:
        members = [truth for name, truth in people if group.name in (name, "everybody")]
        for question in told.invitation.questions:
            counts = Counter(truth[question] for truth in members)
            for answer in answers_to(question):
                shares[group.name, question, answer] = counts[answer] / len(members)
    return shares


def errors(people: list[Person], told: Release) -> list[tuple[str, str, str, float, float, float, float]]:
    """Group, question, answer, truth, share, low and high of everything that was told."""
    truth = truth_of(people, told)
    return [
        (
            group.name,
            line.question,
            share.answer,
            truth[group.name, line.question, share.answer],
            share.share,
            low,
            high,
        )
        for group in told.groups
        for line in group.questions
        for share in line.shares
        if share.share is not None and (low := share.low) is not None and (high := share.high) is not None
    ]


def released(people: list[Person], invitation: Invitation, answer: Answer, seed: int) -> Release:
    """The release of a whole company."""
    return release(invitation, contributions(people, invitation, answer, seed))
