"""Check-ins on the calendar: those to come, each once, with the line that says ask and do not take."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import icalendar
import pytest

from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar
from podium.calendar.write import write
from podium.core.errors import Misuse
from podium.journal import Journal
from podium.programs.delegation import cards, remind

NOW = datetime(2026, 3, 3, tzinfo=UTC)
DAYS = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 30)]


def card(journal: Journal, name: str = "move-it", **more: object) -> cards.Card:
    fields = {"task": "Run the migration", "person": "zebulon", "level": 5, "started": date(2026, 3, 2)}
    journal.create("delegation", name, fields | {"check_ins": DAYS, "take_back": "data loss"} | more)
    return next(one for one in cards.cards(journal) if one.id == name)


def test_each_check_in_to_come_is_a_block_of_twenty_minutes(journal) -> None:
    blocks = remind.blocks_of(card(journal), date(2026, 3, 3), time(9, 30), "Europe/Berlin")
    assert [(f"{b.start:%Y-%m-%d %H:%M}", f"{b.end:%H:%M}") for b in blocks] == [
        ("2026-03-09 09:30", "09:50"),
        ("2026-03-30 09:30", "09:50"),
    ]
    assert "If I want to fix it myself" in blocks[0].line
    assert "only if: data loss" in blocks[0].line
    assert "zebulon" not in blocks[0].title + blocks[0].line


def test_writing_twice_puts_each_into_the_calendar_once(journal, tmp_path: Path) -> None:
    blocks = remind.blocks_of(card(journal), date(2026, 3, 3), time(9, 30), "Europe/Berlin")
    place, ledger = FileCalendar(tmp_path / "mine.ics"), Ledger(tmp_path / "home")
    assert [o.what for o in write(blocks, place, ledger, NOW)] == ["written"] * 2
    assert [o.what for o in write(blocks, place, ledger, NOW)] == ["there already"] * 2
    events = icalendar.Calendar.from_ical(place.path.read_bytes()).walk("VEVENT")
    assert [str(e["SUMMARY"]) for e in events] == ["Check-in: Run the migration"] * 2


def test_any_id_has_a_name_the_ledger_takes_and_two_ids_two_names(journal) -> None:
    names = {remind.name_of(card(journal, name)) for name in ("move-it", "move it", "ümläut", "x" * 119, "x" * 118)}
    assert len(names) == 5
    assert remind.name_of(cards.cards(journal)[0]).startswith("delegation-")


def test_a_task_of_controls_and_ten_thousand_letters_fits_a_title(journal) -> None:
    one = card(journal, task="a\tb\nc\x1b[31m" + "x" * 10_000)
    (block, _) = remind.blocks_of(one, date(2026, 3, 3), time(9, 30), "UTC")
    assert block.title.startswith("Check-in: a b c")
    assert block.title.isprintable()
    assert len(block.title) < 100


def test_an_hour_the_clock_skips_is_refused(journal) -> None:
    one = card(journal, check_ins=[date(2026, 3, 29)])
    with pytest.raises(Misuse, match="does not exist"):
        remind.blocks_of(one, date(2026, 3, 3), time(2, 30), "Europe/Berlin")
