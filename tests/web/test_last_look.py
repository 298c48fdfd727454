"""What was chosen on the page is known to the terminal, and the other way round."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from podium.app import last_look
from podium.app.session import Session
from podium.core.errors import Misuse
from podium.mirror.look import Scope
from podium.system import paths
from podium.web.room import Room
from podium.web.security import Keys
from today import now
from web import demo

DAY = date(2026, 6, 30)


def test_the_terminal_looks_where_the_page_looked(tmp_path: Path) -> None:
    Room(Keys()).choose(Scope(paths=(tmp_path,), me=("ada@example.org",)))
    assert last_look.last() == Scope(paths=(tmp_path,), me=("ada@example.org",))


def test_an_open_page_looks_where_the_terminal_looked_up_to_the_newest_commit(tmp_path: Path) -> None:
    room = Room(Keys())
    assert room.asked is None
    asked = Scope(paths=(tmp_path,), me=("ada@example.org",), weeks=8)
    last_look.keep(asked, as_of=DAY)
    assert room.asked == asked
    assert last_look.last().as_of == DAY


def test_the_same_repositories_need_no_address_again_and_others_do(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    last_look.keep(Scope(paths=(tmp_path,), me=("ada@example.org",)))
    assert last_look.with_known_addresses(Scope(paths=(tmp_path,))).me == ("ada@example.org",)
    assert last_look.with_known_addresses(Scope(paths=(other,))).me == ()


def test_a_zone_typed_once_is_known_until_the_file_about_you_says_another() -> None:
    last_look.keep_zone("Asia/Kathmandu")
    assert Session().zone() == "Asia/Kathmandu"
    assert Session().zone("Europe/Berlin") == "Europe/Berlin"


def test_what_cannot_be_read_is_no_last_look(tmp_path: Path) -> None:
    last_look.keep(Scope(paths=(tmp_path,)))
    (paths.home() / "last-look.json").write_text('{"paths": 3}')
    with pytest.raises(Misuse, match="nothing was looked at yet"):
        last_look.last()


def test_a_room_begins_to_read_what_was_looked_at_last(team: Path) -> None:
    room = Room(Keys(), now)
    room.begin_reading()
    assert room.mirrors.readings == {}, "nothing was looked at yet"
    room.choose(Scope(paths=(team,), me=(demo.ME,)))
    with room.closing():
        room.begin_reading()
        (reading,) = room.mirrors.readings.values()
        reading.thread.join()
        assert room.mirror(room.want(), patience_s=0).mirror.evidence is not None


def test_a_room_opens_though_what_was_looked_at_last_is_gone(tmp_path: Path) -> None:
    room = Room(Keys())
    room.choose(Scope(paths=(tmp_path / "gone",), me=("ada@example.org",)))
    room.begin_reading()
