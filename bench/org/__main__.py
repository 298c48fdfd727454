"""`python -m bench.org [MANAGERS] [REPEATS]`: truth against release, error and coverage, of a simulated company."""

from __future__ import annotations

import sys
import time

from bench.org.company import by_law, company, errors, invitation_of, released

from podium.programs.organisation.chance import Randomiser
from podium.programs.organisation.invitation import every_question
from podium.programs.organisation.release import EVERYBODY

GROUPS = 40


def main() -> None:
    """One company answered through OpenDP, then many by the same law for coverage."""
    managers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    for epsilon, questions in ((1.0, every_question()), (2.0, every_question()), (2.0, every_question()[:5])):
        invitation = invitation_of(GROUPS, epsilon, questions)
        people = company(1, managers, invitation)
        print(f"\n{managers} managers, {GROUPS} groups, {len(questions)} questions, epsilon {epsilon:g}")
        started = time.process_time()
        told = released(people, invitation, Randomiser(epsilon).answer, 1)
        print(f"  answered through OpenDP and released in {time.process_time() - started:.1f} s of processor time")
        rows = errors(people, told)
        for group, question, answer, truth, share, low, high in rows:
            if group == EVERYBODY and answer == "in it":
                print(f"  {question:<28} truth {truth:5.1%}  release {share:5.1%} ({low:.1%} to {high:.1%})")
        lines = sum(len(group.questions) for group in told.groups)
        can_tell = sum(not line.why_not for group in told.groups for line in group.questions)
        print(
            f"  {len(told.groups)} groups listed, {len(told.left_out)} left out; {can_tell} of {lines} lines can be told"
        )
        _coverage(managers, epsilon, questions, repeats)


def _coverage(managers: int, epsilon: float, questions: tuple[str, ...], repeats: int) -> None:
    """How often intervals hold the truth, and how far shares are from it."""
    invitation = invitation_of(GROUPS, epsilon, questions)
    people = company(2, managers, invitation)
    held, total, off = 0, 0, 0.0
    for seed in range(repeats):
        for *_, truth, share, low, high in errors(people, released(people, invitation, by_law(epsilon, seed), seed)):
            held += low <= truth <= high
            off += abs(share - truth)
            total += 1
    print(f"  {repeats} repeats: {held / total:.1%} of {total} intervals hold the truth, mean error {off / total:.1%}")


if __name__ == "__main__":
    main()
