"""A drill written down: the day, the part, the sentence and how easily it came."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.journal.entry import Values
    from podium.programs.drills.material import Material
    from podium.programs.drills.parts import Part
    from podium.programs.drills.reading import Heard


def keep(journal: Journal, part: Part, start: Material, answer: str, heard: Heard, recall: str, today: date) -> Path:
    """Add a row to the journal's drills.

    Raises:
        CannotWrite: the disk refused.
    """
    taken = {row.id for row in journal.entries("drill")}
    made = f"{today}-{part.name}"
    number = 2
    while made in taken:
        made, number = f"{today}-{part.name}-{number}", number + 1
    fields: Values = {
        "date": today,
        "part": part.name,
        "recall": recall,
        "said": " ".join(answer.split()),
        "is_heard": heard.is_heard,
    }
    return journal.create("drill", made, fields | ({"material": start.file} if start.file else {}))
