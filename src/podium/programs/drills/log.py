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
    from podium.programs.drills.reading import DrillFeedback


def keep(
    journal: Journal, part: Part, start: Material, answer: str, feedback: DrillFeedback, recall: str, today: date
) -> Path:
    """Add a row to the journal's drills.

    Raises:
        CannotWrite: the disk refused.
    """
    known_ids = {row.id for row in journal.entries("drill")}
    row_id = f"{today}-{part.name}"
    number = 2
    while row_id in known_ids:
        row_id, number = f"{today}-{part.name}-{number}", number + 1
    fields: Values = {
        "date": today,
        "part": part.name,
        "recall": recall,
        "said": " ".join(answer.split()),
        "is_heard": feedback.is_heard,
    }
    return journal.create("drill", row_id, fields | ({"material": start.file} if start.file else {}))
