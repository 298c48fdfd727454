"""Reverts are net: whatever is undone again was never taken back."""

from __future__ import annotations

import hashlib
import random

from podium.evidence.commits.reverts import Revert, standing


def chain(length: int, seed: int) -> list[Revert]:
    """A change, a revert of it, a revert of that, and so on; each names the commit it takes back."""
    commits = [hashlib.sha1(f"{seed}:{n}".encode(), usedforsecurity=False).hexdigest() for n in range(length + 1)]
    return [
        Revert(commits[n], n, f'Revert "{n - 1}"', f"This reverts commit {commits[n - 1]}.")
        for n in range(1, length + 1)
    ]


def test_a_chain_takes_back_one_change_or_none() -> None:
    for length in range(1, 9):
        reverts = chain(length, length)
        random.Random(length).shuffle(reverts)
        assert len(standing(reverts)) == length % 2


def test_subjects_tell_where_no_hash_does() -> None:
    first = Revert("a" * 40, 1, 'Revert "Paint (#3)" (#4)', "")
    again = Revert("b" * 40, 2, 'Revert "Revert "Paint (#3)" (#4)" (#5)', "")
    assert standing([first]) == ["a" * 40]
    assert standing([first, again]) == []


def test_a_squashed_branch_that_took_back_one_of_its_own_commits_takes_nothing_back() -> None:
    listed = '* Add type for payload\n\n* Revert "Add type for payload"\n\nThis reverts commit 77201b8.\n'
    assert standing([Revert("a" * 40, 1, "Add type for payload (#12)", listed)]) == []
    why = "* it broke the release\n\nThis reverts commit 77201b8.\n"
    assert standing([Revert("b" * 40, 1, 'Revert "Add type" (#13)', why)]) == ["b" * 40]
    assert standing([Revert("c" * 40, 1, "Use the old payload", "This reverts commit 77201b8.\n")]) == ["c" * 40]
