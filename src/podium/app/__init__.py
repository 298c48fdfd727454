"""The use cases: what terminal, page and assistants ask; they only print the answers.

A module of this package is imported when it is first asked for, as in `from podium import app` and `app.look.look(...)`:
so a command starts without what only other commands need, and says what it needs in no import of its own.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from podium.app import (
        absence,
        answer,
        asker,
        assistant,
        assistant_questions,
        assistant_records,
        bench,
        calendars,
        delegation,
        demo,
        doctor,
        drill,
        due,
        entry,
        export,
        forecasts,
        gym,
        imports,
        interview,
        journal,
        journal_file,
        ladder,
        last_look,
        lint,
        look,
        me,
        me_form,
        mentoring,
        mirrors,
        new_file,
        open_mirrors,
        org,
        outside_text,
        parts,
        people,
        person_data,
        picture_data,
        portfolio,
        postmortem,
        practice,
        practices,
        questions,
        readme,
        redacted_copy,
        rehearsals,
        repositories,
        reserve,
        scenarios,
        screen,
        session,
        shadow,
        signals,
        sources,
        start,
        today,
        traps,
        week,
        why,
        wording,
        work,
    )

    __all__ = [
        "absence",
        "answer",
        "asker",
        "assistant",
        "assistant_questions",
        "assistant_records",
        "bench",
        "calendars",
        "delegation",
        "demo",
        "doctor",
        "drill",
        "due",
        "entry",
        "export",
        "forecasts",
        "gym",
        "imports",
        "interview",
        "journal",
        "journal_file",
        "ladder",
        "last_look",
        "lint",
        "look",
        "me",
        "me_form",
        "mentoring",
        "mirrors",
        "new_file",
        "open_mirrors",
        "org",
        "outside_text",
        "parts",
        "people",
        "person_data",
        "picture_data",
        "portfolio",
        "postmortem",
        "practice",
        "practices",
        "questions",
        "readme",
        "redacted_copy",
        "rehearsals",
        "repositories",
        "reserve",
        "scenarios",
        "screen",
        "session",
        "shadow",
        "signals",
        "sources",
        "start",
        "today",
        "traps",
        "week",
        "why",
        "wording",
        "work",
    ]


def __getattr__(name: str) -> ModuleType:
    """The module of that name, imported now."""
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as missing:
        if missing.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
