"""How much of the evidence could not be read as it stands, counted."""

from __future__ import annotations

from podium.evidence.views.query import Evidence


def landed_on_web(evidence: Evidence, since_s: int) -> int:
    """Changes that landed on a code host's page, so git does not say by whom."""
    return evidence.count("landed", f"by_web and n_parents < 2 and committer_at >= {since_s:d}")


def untimed_answers(evidence: Evidence, since_s: int) -> int:
    """Answers to requests for your review without a clock of yours to time them by."""
    return evidence.count("acts", f"verb = 'answered' and dur_s is null and at_s >= {since_s:d}")


def commits_after(evidence: Evidence, end_s: int) -> int:
    """Commits after the last day looked at."""
    return evidence.count("everything", f"committer_at >= {end_s:d}")
