"""A table of 1:1s: whom with, the day, what became of it; no words about a person."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO

from podium.core.note import Note
from podium.programs.imports import Proposed, Reading, find_day

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "planned": ("date", "planned", "day", "when", "scheduled", "start"),
    "person": ("person", "name", "with", "who", "report", "attendee", "member"),
    "status": ("status", "held", "state", "outcome", "done", "happened"),
    "minutes": ("minutes", "duration", "length", "mins"),
    "held": ("held on", "held_on", "actual date", "actual"),
}
_STATUS: Mapping[str, tuple[str, ...]] = {
    "held": ("held", "yes", "y", "true", "x", "1", "done", "completed", "happened", "attended"),
    "cancelled": ("cancelled", "canceled", "no", "n", "false", "0", "skipped", "missed", "no show", "no-show"),
    "moved": ("moved", "rescheduled", "postponed"),
    "planned": ("planned", "scheduled", "upcoming"),
}
_WORD = {word: status for status, words in _STATUS.items() for word in words}


def read(text: str, name: str, people: Sequence[str]) -> Reading:
    """Each row with a day and a person as a 1:1, and each person the journal does not know yet.

    Args:
        people: ids of the people the journal knows.
    """
    head = text.partition("\n")[0]
    rows = csv.reader(StringIO(text), delimiter=max(",;\t", key=head.count))
    titles = [title.strip().lower() for title in next(rows, [])]
    at = {field: titles.index(found) for field, names in _COLUMNS.items() if (found := _first(names, titles))}
    remarks: list[Note] = []
    if not {"planned", "person"} <= at.keys():
        remarks.append(Note(name, 1, 0, "", "no columns for the day and the person", "call them date and person"))
        return Reading("a table of 1:1s", (), tuple(remarks))
    if unused := [title for place, title in enumerate(titles) if place not in at.values() and title]:
        remarks.append(Note(name, 1, 0, "", f"left out: {', '.join(unused)}; podium keeps no words about a person", ""))
    if "status" not in at:
        remarks.append(Note(name, 1, 0, "status", "no column says whether they were held; all stand as planned", ""))
    known_people, new, talks = set(people), dict[str, Proposed](), list[Proposed]()
    for line, row in enumerate(rows, 2):
        cells = {field: row[place].strip() if place < len(row) else "" for field, place in at.items()}
        talk = _talk(cells, name, line, remarks)
        if talk is None:
            continue
        person = str(talk.fields["person"])
        if person not in known_people:
            known_people.add(person)
            new[person] = Proposed("person", {"id": person, "relation": "report"}, None, f"{name}:{line}")
        talks.append(talk)
    return Reading("a table of 1:1s", (*new.values(), *talks), tuple(remarks))


def _first(names: Sequence[str], titles: Sequence[str]) -> str:
    return next((name for name in names if name in titles), "")


def _talk(cells: Mapping[str, str], name: str, line: int, remarks: list[Note]) -> Proposed | None:
    if not any(cells.values()):
        return None
    day, person = _day(cells["planned"]), re.sub(r"[^\w]+", "-", cells["person"].lower()).strip("-_")
    if day is None or not person:
        what = "no day can be read" if day is None else "no person is named"
        remarks.append(Note(name, line, 0, "date" if day is None else "person", what, "write the day as 2026-03-14"))
        return None
    said = cells.get("status", "").lower()
    status = _WORD.get(said) if said else "planned"
    if status is None:
        words = "held, moved, cancelled or planned"
        remarks.append(Note(name, line, 0, "status", f"{said[:40]!r} is no word podium knows for it", f"write {words}"))
        return None
    fields: dict[str, object] = {"person": person, "planned": day, "status": status}
    if (held_day := _day(cells.get("held", ""))) and held_day != day:
        fields["held"] = held_day
    if (minutes := re.match(r"\d{1,3}\b", cells.get("minutes", ""))) and int(minutes[0]):
        fields["minutes"] = int(minutes[0])
    return Proposed("one-on-one", fields, None, f"{name}:{line}")


def _day(text: str) -> date | None:
    day = find_day(text)
    return day.day if day and not day.is_month else None
