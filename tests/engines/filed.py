"""A clone of a small team, looked at and written where engines read it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec

import team_clone
from engines import servers
from engines.evidence_tables import as_most_active
from podium import app
from podium.app.session import Session
from podium.mirror.look import Scope

FIRST, ME = date(2026, 3, 2), "ana@example.org"


def clone(folder: Path, weeks: int, *, days_more: int = 0) -> Path:
    """Weeks of work, and so many days more with one change of bo's each."""
    changes = team_clone.weeks_of_work(FIRST, weeks, lambda week: 0.8 if week > weeks - 5 else 0.3)
    after = FIRST + timedelta(weeks=weeks)
    more = [
        (team_clone.at(after + timedelta(days=n), "10:00"), "bo", "chi", f"Later change {n}") for n in range(days_more)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    return team_clone.write(folder / "clone", [*changes, *more])


def facts(scope: Scope) -> object:
    """Everything a look says, as `--json` prints it."""
    return msgspec.to_builtins(app.look.facts(app.look.look(Session(), scope)))


def here(path: Path) -> Scope:
    """A look at the clone."""
    return Scope((path,), me=(ME,))


def there(address: str, manager: str = "ana") -> Scope:
    """A look at what an engine holds."""
    return Scope((), engine=address, manager=manager)


def history() -> Scope:
    """A look at a real history, as whoever wrote most of it lately."""
    return as_most_active(Path(servers.named("HISTORY", "CLONE")))
