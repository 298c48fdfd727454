"""Judging: the five traps over the window, their weeks, and the practices that lead out."""

from __future__ import annotations

from collections.abc import Container, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from podium import practices, traps
from podium.core.time import DAY_S, Window
from podium.mirror.look import Look
from podium.traps import BASELINE_DAYS, ahead, signal_weeks

if TYPE_CHECKING:
    from podium.mirror.look import Coverage
    from podium.mirror.mirror import Mirror
    from podium.signals import Signal


def look(mirror: Mirror, coverage: Coverage, connected: frozenset[str], is_started: Container[str] = ()) -> Look:
    """Judge all five traps; practices already on their way are not suggested again."""
    judged = tuple(traps.judge(trap, mirror.reader) for trap in traps.every())
    suggestions = {judgement.trap.name: practices.next_for(judgement.trap.name, is_started) for judgement in judged}
    return Look(
        as_of=mirror.look_day,
        window=mirror.window,
        judged=judged,
        coverage=coverage,
        weeks={t.name: weekly(mirror, t.picture) for t in traps.every() if t.picture is not None},
        next_practice={name: practice for name, practice in suggestions.items() if practice},
        measures=mirror.reader.measures,
        connected=connected,
    )


@contextmanager
def reading_ahead(mirror: Mirror) -> Generator[None]:
    """Let another core read some of what the traps ask; evidence on an engine is asked one question at a time."""
    if mirror.opened.again is None:
        yield
        return
    with ahead.reading_ahead(mirror.reader, traps.every(), mirror.evidence.beside):
        yield


def weekly(mirror: Mirror, signal: Signal) -> tuple[float | None, ...]:
    """A signal week by week over baseline and window; None for weeks without rows."""
    whole = Window(mirror.window.start_s - BASELINE_DAYS * DAY_S, mirror.window.end_s)
    since_s = mirror.reader.context.since_s
    return tuple(
        week.value for week in signal_weeks.weekly(signal, mirror.evidence, whole, is_mean=True, since_s=since_s)
    )
