"""Talks stay on the disk: no module but the gym's own reads one, and only the model adapter opens a connection."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "podium"
OURS = {
    "app/gym.py",
    "app/rehearsals.py",
    "app/rewordings.py",
    "app/forecasts.py",
    "app/scenarios.py",
    "journal/kinds/rehearsal.py",
}
NETWORK = {
    "httpx2",
    "httpx",
    "urllib",
    "socket",
    "http",
    "requests",
    "smtplib",
    "ftplib",
    "ssl",
    "asyncio",
    "subprocess",
}


def imported(path: Path) -> set[str]:
    """Modules a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_only_the_gyms_own_use_cases_read_a_talk() -> None:
    readers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if not path.is_relative_to(SOURCE / "gym")
        and imported(path)
        & {"podium.gym.store", "podium.gym.log", "podium.gym.debrief", "podium.journal.kinds.rehearsal"}
    }
    assert readers <= OURS


def test_only_the_adapter_of_her_own_model_opens_a_connection() -> None:
    paths = [*(SOURCE / "gym").rglob("*.py"), *(SOURCE / name for name in OURS)]
    callers = {path.name for path in paths if {name.partition(".")[0] for name in imported(path)} & NETWORK}
    assert callers == {"chat_model.py"}
