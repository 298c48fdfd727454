"""What is on its way or overdue in her own practice: the lines at the foot of the mirror."""

from __future__ import annotations

from datetime import date

from podium.journal import Journal


def lines(journal: Journal | None, today: date) -> list[str]:
    """Running practices and missing portfolio months, each with what to type; none without a journal."""
    if journal is None:
        return []
    from podium.experiments import describe
    from podium.programs import portfolio

    return [*describe.now_lines(journal, today), *portfolio.reminders(journal, today)]


def started(journal: Journal | None, today: date) -> frozenset[str]:
    """Practices that need no suggesting: registered, running, or over and not yet finished."""
    if journal is None:
        return frozenset()
    from podium.experiments import registration
    from podium.experiments.result import state

    live = {"registered", "running", "over"}
    return frozenset(m.practice for m in registration.every(journal) if state(m, today) in live)
