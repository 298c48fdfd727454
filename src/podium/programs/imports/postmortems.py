"""A folder of postmortems: each Markdown file becomes one, its own words below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from podium.core.lines import lines_of
from podium.core.note import Note
from podium.programs.imports import Proposed, Reading, find_day

if TYPE_CHECKING:
    from podium.programs.imports import Dated

_TITLE = re.compile(r"#\s+(.*?)\s*#*\s*")
_ENDED = re.compile(
    r"^[\s>|*_#-]*(?:resolved|ended|end|incident date|date|when|day)\b[^\n\d]{0,30}.*\d", re.IGNORECASE | re.MULTILINE
)
_SEVERITY = re.compile(r"\b(?:sev(?:erity)?|priority|p|s)\s*[:=|*_ -]*\s*(?:sev|p|s)?[- ]?([1-3])\b", re.IGNORECASE)
_HEAD_LINES = 40


def read(files: Iterable[tuple[str, str]]) -> Reading:
    """Name and text of each file, as postmortems; one without a day is left out, and said."""
    proposed: list[Proposed] = []
    remarks: list[Note] = []
    for name, text in files:
        lines = list(lines_of(text))
        title = next((match[1] for line in lines if (match := _TITLE.fullmatch(line)) and match[1]), "")
        head = "\n".join(lines[:_HEAD_LINES])
        ended = next((day for line in _ENDED.findall(head) if (day := find_day(line)) and not day.is_month), None)
        dated = ended or _whole_day(name) or _whole_day(title)
        if dated is None:
            instead = "write `Resolved: 2026-03-14` at its top, or begin its name with the day"
            remarks.append(Note(name, 1, 0, "resolved", "no day is said on which it ended", instead))
            continue
        fields: dict[str, object] = {
            "title": title or name.rpartition("/")[2].removesuffix(".md"),
            "resolved": dated.day,
        }
        if severity := _SEVERITY.search(head):
            fields["severity"] = f"sev{severity[1]}"
        else:
            remarks.append(
                Note(name, 1, 0, "severity", "how bad it was is not said; it stands as sev2", "change it there")
            )
        proposed.append(Proposed("postmortem", fields, text.strip() + "\n", f"{name}:1"))
    return Reading("a folder of postmortems", tuple(proposed), tuple(remarks))


def _whole_day(text: str) -> Dated | None:
    day = find_day(text)
    return day if day and not day.is_month else None
