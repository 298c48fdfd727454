"""How much of the evidence could not be read as it stands; of others' work in bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.time import Window
from podium.evidence.views.statements import LAST_S

if TYPE_CHECKING:
    from podium.core.group import Band
    from podium.evidence.views.query import Evidence


def landed_on_web(evidence: Evidence, since_s: int) -> Band:
    """Changes that landed on a code host's page, so git does not say by whom."""
    return evidence.size("landed", f"by_web and n_parents < 2 and committer_at >= {since_s:d}")


def untimed_answers(evidence: Evidence, since_s: int) -> int:
    """Answers to requests for your review without a clock of yours to time them by."""
    select = "select count(*) from mine where verb = 'answered' and dur_s is null"
    return int(evidence.ask(select, Window(since_s, evidence.as_of_s), question="untimed answers")[0][0])


def undated(evidence: Evidence) -> Band:
    """Commits without a usable date: of their writing, or of their landing, which leaves them out altogether."""
    usable = f"author_at between 0 and {LAST_S:d}"
    return evidence.size(
        "everything", f"committer_at is null or committer_at < {evidence.as_of_s:d} and ({usable}) is not true"
    )


def unknown_paths(evidence: Evidence) -> Band:
    """Changes whose paths git does not know: at the edge of a shallow clone, or in a clone without trees."""
    return evidence.size("landed", "n_paths is null and n_parents < 2")


def commits_after(evidence: Evidence, end_s: int) -> Band:
    """Commits after the last day looked at."""
    return evidence.size("everything", f"committer_at >= {end_s:d}")
