"""One practice walked from a finding to its end: a git repository, a CalDAV server, a clock that moves. Read it aloud."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from click.testing import Result

from calendar_peers import USER, radicale
from cli.golden import expect
from podium.app import session
from podium.connections import sync
from podium.sources import secrets
from podium.sources.secrets import Secret
from podium.system import paths
from team_clone import BERLIN, Change, at, weeks_of_work, write

Run = Callable[..., Result]
FIRST, BEGINS = date(2025, 3, 3), date(2026, 3, 2)
WEEKS, WEEKS_BEFORE = 66, 52
WHEN = "Tue 09:00-12:30, Thu 13:00-17:00"


def work() -> list[Change]:
    """A year in which nearly every change waits for her, then weeks in which few do; her own work on three days."""
    changes = weeks_of_work(FIRST, WEEKS, lambda week: 0.8 if week < WEEKS_BEFORE else 0.25)
    for week in range(WEEKS):
        monday = FIRST + timedelta(weeks=week)
        changes += [(at(monday + timedelta(days=n), "10:30"), "ana", "", f"Own {week}.{n}") for n in (0, 2, 4)]
    # One hour of the zone that was not kept.
    return [*changes, (at(date(2026, 4, 14), "11:00"), "ana", "", "Quick fix")]


class Walk:
    """What is typed on which day, and what is answered."""

    def __init__(self, run: Run, clone: Path, patch: pytest.MonkeyPatch) -> None:
        self.run, self.clone, self.patch = run, clone, patch
        self.lines: list[str] = []

    def on(self, day: date) -> None:
        """The clock stands on this morning, and git holds what was done before it."""
        moment = datetime(day.year, day.month, day.day, 8, 30, tzinfo=BERLIN)
        self.patch.setattr(session, "read_machine_clock", lambda: moment)
        shutil.rmtree(self.clone, ignore_errors=True)
        write(self.clone, [change for change in work() if change[0] < moment])
        self.lines += [f"## {day:%A} {day}", ""]

    def type(self, *words: str) -> str:
        """One command and everything it prints."""
        done = self.run(*words)
        typed = " ".join(f'"{word}"' if " " in word else word for word in words)
        said = done.stdout + (f"\n{done.stderr}" if done.stderr else "")
        self.lines += [f"$ podium {typed}", *(line.rstrip() for line in said.strip("\n").split("\n")), ""]
        return said

    def text(self, *places: tuple[str, str]) -> str:
        """The whole walk, without the places of this machine."""
        text = "\n".join(self.lines)
        for place, name in places:
            text = text.replace(place, name)
        return text


@pytest.mark.server
def test_a_practice_from_a_finding_to_its_end(
    run: Run, journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    walk = Walk(run, tmp_path / "src" / "web", monkeypatch)
    with radicale(tmp_path / "dav") as server:
        settings = {"address": server.home, "user": USER, "me": "ana@example.org"}
        sync.keep(sync.Connection("work", "caldav", settings))
        secrets.keep(paths.home(), "work", Secret("x"), None)

        walk.on(BEGINS)
        # What a look says has goldens of its own.
        assert "only you approved" in run("look", str(walk.clone), "--me", "ana@example.org").stdout
        proposed = walk.type("start", "--zone", "Europe/Berlin")
        assert "Why this one: " in proposed
        assert "(no-code-zone)" in proposed
        started = walk.type("start", "no-code-zone", "--when", WHEN, "--zone", "Europe/Berlin", "--calendar", "work")
        assert "habit: from 2026-03-03" in started, "the next working day"
        (first, *_) = sorted(
            event["DTSTART"].dt
            for name in server.names()
            for event in icalendar.Calendar.from_ical(str(server.get(name))).walk("VEVENT")
        )
        assert first.date() == date(2026, 3, 3), "the calendar is not empty while the judging waits"

        walk.on(date(2026, 3, 16))
        walk.type("practice", "show", "no-code-zone")
        walk.on(date(2026, 5, 4))
        walk.type("practice", "show", "no-code-zone")
        walk.on(date(2026, 6, 8))
        ended = walk.type("practice", "finish", "no-code-zone")
        assert "It went the way you hoped, farther than your weeks go by themselves." in ended
        assert re.search(r"held \d+ of \d+", ended)
        walk.type("calendar", "undo", "no-code-zone")
        assert server.names() == set()
        home = server.home
    expect("walk.txt", walk.text((home, "https://calendar.example/ana/"), (str(tmp_path), "~")))
