"""How much of the evidence could not be read as it stands, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.evidence.views.statements import LAST_S

if TYPE_CHECKING:
    from podium.evidence.views.query import Evidence


def landed_on_web(evidence: Evidence, since_s: int) -> int:
    """Changes that landed on a code host's page, so git does not say by whom."""
    return evidence.count("landed", f"by_web and n_parents < 2 and committer_at >= {since_s:d}")


def untimed_answers(evidence: Evidence, since_s: int) -> int:
    """Answers to requests for your review without a clock of yours to time them by."""
    return evidence.count("acts", f"verb = 'answered' and dur_s is null and at_s >= {since_s:d}")


def undated(evidence: Evidence) -> int:
    """Commits without a usable date: of their writing, or of their landing, which leaves them out altogether."""
    usable = f"author_at between 0 and {LAST_S:d}"
    return evidence.count(
        "everything", f"committer_at is null or committer_at < {evidence.as_of_s:d} and ({usable}) is not true"
    )


def unknown_paths(evidence: Evidence) -> int:
    """Changes whose paths git does not know: at the edge of a shallow clone, or in a clone without trees."""
    return evidence.count("landed", "n_paths is null and n_parents < 2")


def commits_after(evidence: Evidence, end_s: int) -> int:
    """Commits after the last day looked at."""
    return evidence.count("everything", f"committer_at >= {end_s:d}")
