"""The day a run of the tests lives in: read once, so that no test sees midnight, New Year or a leap day pass.

What asks the machine's clock inside this process (`pin`) gets moments of this day only. UTC has another date than the
machine for some hours of every day; a test that needs today means the machine's.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from podium.app import session

if TYPE_CHECKING:
    import pytest

NOW = datetime.now().astimezone()
TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())
_LAST_MOMENT = datetime.combine(TODAY, time.max, NOW.tzinfo)
_read_machine_clock = session.read_machine_clock


def now() -> datetime:
    """This moment on the machine's clock, never later than the last moment of today."""
    return min(_read_machine_clock(), _LAST_MOMENT)


def pin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sessions, rooms and open mirrors that are handed no clock read this one."""
    monkeypatch.setattr(session, "read_machine_clock", now)
