"""A registration with the usual values; a test changes what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from podium.core.weekly_hours import parse
from podium.experiments.registration import Registration
from podium.practices import Moves


def promise(**more: Any) -> Registration:
    """A no-code zone of eight weeks in the spring of 2026."""
    usual: dict[str, Any] = {
        "id": "2026-02-25-no-code-zone",
        "practice": "no-code-zone",
        "registered_on": date(2026, 2, 25),
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 4, 26),
        "metric": "sole-gate",
        "direction": "down",
        "hypothesis": "fewer changes wait for me",
        "guardrails": (Moves("revert-share", "up", 0.02),),
        "baseline_from": date(2025, 9, 1),
        "minimum": 0.15,
        "comparison": "improvement-share",
        "weeks": 8,
        "zones": parse("Tue 09:00-12:30, Thu 13:00-17:00"),
        "zone": "Europe/Berlin",
        "design": "before-after",
        "on_weeks": (),
        "was_found": False,
        "confounded_with": (),
        "told": {},
    }
    return Registration(**(usual | more))
