"""The file about her: what it says is taken, and every mistake names its line and what to write instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from podium.core.errors import CannotRead
from podium.evidence.people import me_file

GOOD = """\
team = ["bo@example.org"]
bots = ["deploy@example.org"]

[me]
name = "Ada Lovelace"
emails = ["ada@example.org"]
zone = "Europe/Berlin"
hours = "Mon-Fri 09:00-18:00"
integrator = true
reports = 6
leave = [{ from = 2026-08-03, to = 2026-08-14 }]

[[people]]
name = "Bo"
emails = ["bo@example.org", "bo@old.example"]
relation = "report"
"""


def test_what_is_written_is_taken() -> None:
    found = me_file.parse(GOOD, "me.toml")
    assert found.me.emails == ("ada@example.org",)
    assert found.me.leave[0].last == date(2026, 8, 14)
    assert found.me.integrator
    assert found.people[0].relation == "report"


def test_no_file_is_an_empty_file(tmp_path: Path) -> None:
    assert me_file.read(tmp_path / "none.toml") == me_file.MeFile()


def test_the_template_reads_and_says_nothing_until_a_line_is_uncommented() -> None:
    assert me_file.parse(me_file.TEMPLATE, "me.toml") == me_file.MeFile()
    whole = "\n".join(
        line.removeprefix("# ")
        if (line.startswith("# ") and "=" in line) or line in {"# [engine]", "# [[people]]"}
        else line
        for line in me_file.TEMPLATE.splitlines()
    )
    me_lines, _, rest = whole.partition("# Team numbers")
    team, _, people = rest.partition("# One block")
    tables = "\n".join(line for line in team.splitlines()[1:]) + "\n" + me_lines
    found = me_file.parse(tables + "\n".join(people.splitlines()[1:]), "me.toml")
    assert found.me.reports == 6
    assert found.people[0].name == "Bo"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('hours = "Mon-Fri 09:00-18:00"', 'hours = "nine to five"', 8, "no working hours"),
        ('hours = "Mon-Fri 09:00-18:00"', 'hours = "Mon-Fri 09:00-09:00"', 8, "no working hours"),
        ('hours = "Mon-Fri 09:00-18:00"', 'hours = "Mon-Fri 25:00-26:00"', 8, "no working hours"),
        ('zone = "Europe/Berlin"', 'zone = "Berlin"', 7, "not a time zone"),
        ('zone = "Europe/Berlin"', 'zone = "../../etc/passwd"', 7, "not a time zone"),
        ("reports = 6", "reports = -1", 10, "reports"),
        ("reports = 6", 'reports = "six"', 10, "reports"),
        ("integrator = true", "integratr = true", 9, "integratr"),
        ("to = 2026-08-14", "to = 2026-08-01", 11, "before"),
        ('relation = "report"', 'relation = "boss"', 16, "not a relation"),
        ("reports = 6", "reports = ", 10, "TOML"),
    ],
)
def test_a_mistake_names_its_line(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(CannotRead) as stop:
        me_file.parse(GOOD.replace(old, new), "me.toml")
    assert says in str(stop.value)
    assert f"me.toml:{line}" in str(stop.value) or f"line {line}" in str(stop.value)
    assert stop.value.next_step


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = \x00", b"[" * 5000, b"x" * 1_000_001])
def test_a_file_that_is_no_file_about_anybody_ends_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "me.toml"
    path.write_bytes(content)
    with pytest.raises(CannotRead) as stop:
        me_file.read(path)
    assert "\n" not in str(stop.value)


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("Mon-Fri 09:00-18:00", {0, 1, 2, 3, 4}, 540, 1080),
        ("mon, wed thu 22:00-06:00", {0, 2, 3}, 1320, 360),
        ("Sat-Mon 8:00-24:00", {5, 6, 0}, 480, 1440),
        ("Monday-Friday 09:00 - 17:30", {0, 1, 2, 3, 4}, 540, 1050),
    ],
)
def test_hours_as_people_write_them(text: str, days: set[int], start: int, end: int) -> None:
    found = me_file.hours(text)
    assert (set(found.days), found.start_min, found.end_min) == (days, start, end)


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ('zone = "Europe/Rome"\n', "'zone' stands outside its part: it belongs below a line [me]", 1),
        ('[me]\nname = "Ana"\nzoon = "Europe/Rome"\n', "podium knows no key 'zoon' here", 3),
        ("nonsense = 1\n", "podium knows no key 'nonsense' here", 1),
    ],
)
def test_a_key_at_the_wrong_place_is_told_where_it_belongs(text: str, says: str, line: int) -> None:
    with pytest.raises(CannotRead) as stopped:
        me_file.parse(text, "me.toml")
    assert stopped.value.what == says
    assert stopped.value.where == f"me.toml:{line}"


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 09:60-18:00",
        "Mon-Fri 09:00-18:60",
        "Mon 24:00-08:00",
        "Mon 09:00-24:01",
        "Mon 09:00-09:00",
        "Xyz 09:00-18:00",
    ],
)
def test_what_no_clock_shows_are_no_hours(text: str) -> None:
    with pytest.raises(CannotRead, match="are no working hours"):
        me_file.hours(text)
