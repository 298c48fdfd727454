"""Ana's made journal: goals, efforts, feedback and those she serves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from podium.demo.people import OTHERS

Value = str | int | float | bool | date | Sequence[str] | Sequence[date]

_EFFORTS = (
    ("checkout", "One page to pay", "paid-orders", 71.0, 75.0, "% of started orders paid"),
    ("ledger", "Books that close in a day", "quick-books", 5.0, 1.0, "days to close the month"),
    ("refunds", "Refunds without a call", "fewer-calls", 40.0, 10.0, "calls a week"),
    ("search", "Search that finds parts", "paid-orders", 12.0, 6.0, "% of searches with no result"),
)
_GOALS = (("paid-orders", "More orders paid"), ("quick-books", "Quicker books"), ("fewer-calls", "Fewer calls"))
_FEEDBACK = (
    "wrote the plan down before the meeting", "asked support before changing the page", "split the change in two",
    "said early that the date would slip", "left the test red over the weekend", "showed the new hire around",
)  # fmt: skip


def write(root: Path, last: date) -> None:
    """The journal as a folder of text files."""
    root.mkdir(parents=True)
    _write(root / "journal.toml", "# A made-up example.\nformat = 1\n")
    goals: list[dict[str, Value]] = [
        {"id": name, "title": title, "owner": "head of product", "confirmed_on": last - timedelta(days=4 + n)}
        for n, (name, title) in enumerate(_GOALS)
    ]
    _write(root / "goals.toml", "\n".join(f"[[goal]]\n{_fields(goal)}\n" for goal in goals))
    for part, title, goal, before, after, unit in _EFFORTS:
        _entry(root / "initiatives" / f"{part}.md", _effort(part, title, goal, before, after, unit, last))
    ended: dict[str, Value] = {
        "title": "The old price list",
        "status": "sunset",
        "sunset_on": last - timedelta(days=90),
        "paths": ["prices/**"],
    }
    _entry(root / "initiatives" / "prices.md", ended)
    for who in OTHERS:
        _entry(root / "people" / f"{who}.md", {"relation": "report"})
    for n in range(12):
        _feedback(root, n, last)
    for n, (name, relation) in enumerate((("lee", "product"), ("noor", "finance"), ("sam", "own-manager"))):
        contacts = [last - timedelta(days=days) for days in (60 + n, 31 + n, 6 + n)]
        _entry(root / "stakeholders" / f"{name}.md", {"relation": relation, "is_top": True, "contacts": contacts})


def _effort(part: str, title: str, goal: str, before: float, after: float, unit: str, last: date) -> dict[str, Value]:
    return {
        "title": title,
        "goal": goal,
        "paths": [f"{part}/**"],
        "baseline": before,
        "target": after,
        "unit": unit,
        "by_when": last + timedelta(days=90),
        "value": "two people freed for other work",
        "value_kind": "cost",
        "owner": "me",
        "kill_criterion": "no change after four weeks",
        "effort_days": 30,
    }


def _feedback(root: Path, n: int, last: date) -> None:
    who, event = OTHERS[n % len(OTHERS)], last - timedelta(days=5 + 6 * n)
    fields: dict[str, Value] = {
        "person": who,
        "event": event,
        "given": event + timedelta(days=1),
        "situation": "in the planning of the week",
        "behaviour": _FEEDBACK[n % len(_FEEDBACK)],
        "impact": "nobody had to ask twice",
    }
    _entry(root / "feedback" / f"{event}-{who}.md", fields)


def _entry(path: Path, fields: Mapping[str, Value]) -> None:
    _write(path, f"+++\n{_fields(fields)}+++\n")


def _fields(fields: Mapping[str, Value]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in fields.items())


def _value(value: Value | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
