"""A made-up team of seven over a year, as files that podium's readers read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec

from podium.demo import calendar, history, journal, tables

ME = "ana@example.org"
REPOSITORY = "shop"
ABOUT_YOU = f"""# About Ana, who is made up.
[me]
name = "Ana"
emails = ["{ME}"]
zone = "Europe/Berlin"
hours = "Mon-Fri 09:00-18:00"
integrator = false
reports = 6
"""


class Made(msgspec.Struct, frozen=True):
    """Where each part lies; `work` holds incidents and tickets."""

    clone: Path
    calendar: Path
    work: Path
    journal: Path


def make(folder: Path, last: date) -> Made:
    """Write the whole team below a folder; the same day gives the same bytes."""
    monday = last - timedelta(days=last.weekday())
    files = Made(folder / REPOSITORY, folder / "calendar.ics", folder / "work.csv", folder / "journal")
    history.write(files.clone, monday, last)
    calendar.write(files.calendar, monday)
    tables.write(files.work, monday)
    journal.write(files.journal, last)
    return files
