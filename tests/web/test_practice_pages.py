"""A practice on the page: its calendar chosen, paused, taken up, ended, judged once, its events taken back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import icalendar
import pytest

from calendar_peers import USER, radicale
from podium import practices
from podium.connections import sync
from podium.experiments import registration
from podium.journal import open_journal
from podium.mirror.look import Scope
from podium.sources import secrets
from podium.sources.secrets import Secret
from podium.system import paths
from promised import promise
from team_clone import at, weeks_of_work, write
from today import MONDAY, TODAY
from web.read_once import ReadOnce
from web.visitor import Visitor


def today() -> date:
    """The day as the program has it; a run may cross midnight."""
    return TODAY


FORM = {"when": "Tue 09:00-12:30, Thu 13:00-17:00", "zone": "Europe/Berlin", "hypothesis": "less waits for me"}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's last weeks up to yesterday; she wrote something in each of the last seven days at ten."""
    work = weeks_of_work(MONDAY - timedelta(weeks=30), 31, lambda _week: 0.5)
    work += [(at(TODAY - timedelta(days=n), "10:00"), "ana", "", f"Just this <b>{n}") for n in range(1, 8)]
    return write(tmp_path_factory.mktemp("team") / "web", [c for c in work if c[0].date() < TODAY])


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, clone: Path) -> Iterator[ReadOnce]:
    """That team, read beside the usual journal."""
    asked = Scope(paths=(clone,), me=("ana@example.org",))
    with ReadOnce.reading(tmp_path_factory.mktemp("read"), asked, has_journal=True) as made:
        yield made


@pytest.fixture
def she(stranger: Visitor, read: ReadOnce, journal: Path) -> Visitor:
    """She, let in, looking at the team; what was read and judged beside the same words is not read again."""
    shutil.copytree(read.home / "evidence", paths.evidence())
    read.show(stranger.enter(), journal)
    return stranger


def running(journal: Path, clone: Path, **more: Any) -> str:
    """A practice registered three weeks ago that runs for six more."""
    usual: dict[str, Any] = {
        "id": "mine",
        "starts_on": MONDAY - timedelta(weeks=2),
        "ends_on": MONDAY + timedelta(days=41),
        "metric": "touch",
        "registered_on": MONDAY - timedelta(weeks=3),
        "baseline_from": MONDAY - timedelta(weeks=28),
        "told": {"paths": [str(clone)], "me": ["ana@example.org"]},
    }
    made = promise(**(usual | more))
    open_journal(journal).create("experiment", made.id, made.promised())
    return made.id


def start(she: Visitor, **more: str) -> Any:
    she.get("/mirror")
    return she.post("/practices/no-code-zone", FORM | more)


def test_the_events_go_into_the_file_she_names(she: Visitor, journal: Path, tmp_path: Path) -> None:
    file = tmp_path / "calendars" / "work.ics"
    started = start(she, calendar="file", file=str(file))
    assert started.status_code == 303, started.text[-1500:]
    assert len(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 2
    (made,) = registration.every(open_journal(journal))
    page = she.get(f"/practices/run/{made.id}").text
    assert str(file) in page
    handed = she.get(f"/practices/run/{made.id}/calendar.ics")
    assert handed.headers["content-type"].startswith("text/calendar")
    assert len(icalendar.Calendar.from_ical(handed.content).walk("VEVENT")) == 2
    assert she.post(f"/practices/run/{made.id}", {"step": "stop"}).status_code == 303
    assert she.post(f"/practices/run/{made.id}", {"step": "undo"}).status_code == 303
    assert b"VEVENT" not in file.read_bytes()


def test_one_practice_is_proposed_and_the_others_stand_behind_it(she: Visitor, journal: Path) -> None:
    she.get("/mirror")
    page = she.get("/practices").text
    front, _, behind = page[page.index('id="next"') :].partition("<details>")
    cards = [part.count('<article class="card"') for part in (front, behind)]
    assert sum(cards) == len(practices.own())
    assert cards[0] == 1 or "Nothing in your last weeks asks for a practice now." in front


def test_a_file_that_is_no_calendar_is_refused_before_anything_is_written(she: Visitor, journal: Path) -> None:
    for file in ("", "work.ics", "/tmp/notes.txt", "relative/work.ics"):
        answer = start(she, calendar="file", file=file)
        assert answer.status_code == 422, file
        assert "Not a calendar file" in answer.text
        assert not open_journal(journal).entries("experiment")
        assert not (paths.home() / "calendar").exists()


def test_another_number_and_length_can_be_chosen(she: Visitor, journal: Path) -> None:
    assert start(she, calendar="none", metric="touch", direction="down", weeks="10").status_code == 303
    (made,) = registration.every(open_journal(journal))
    assert (made.metric, made.direction, made.weeks) == ("touch", "down", 10)
    assert start(she, calendar="none", weeks="ten").status_code == 422


def test_all_its_numbers_can_be_judged_in_one_test_or_it_is_said_why_not(she: Visitor, journal: Path) -> None:
    box = re.search(r'<input type="checkbox" name="together"[^>]*> ([^<]*)<', she.get("/practices/no-code-zone").text)
    assert box is not None
    assert box[1] == (
        "Judge all numbers it should move in one test: only you approved, rewrites of others&#39; recent work, "
        "changes you landed for others, how long people wait for you"
    )
    told = she.get("/practices/no-code-zone?" + urlencode({**FORM, "together": "yes", "step": "plan"}))
    assert "in your weeks to judge several numbers together" in told.text


def test_a_running_practice_is_paused_and_taken_up_and_the_page_says_so(
    she: Visitor, journal: Path, clone: Path
) -> None:
    name = running(journal, clone)
    assert "Pause it from today" in she.get(f"/practices/run/{name}").text
    assert she.post(f"/practices/run/{name}", {"step": "pause"}).headers["location"].endswith("told=paused")
    page = she.get(f"/practices/run/{name}").text
    assert "It is paused" in page
    assert f"paused since {today()}" in page
    assert "Judge it now" not in page
    assert she.post(f"/practices/run/{name}", {"step": "finish"}).status_code == 400
    assert she.post(f"/practices/run/{name}", {"step": "pause"}).status_code == 400
    assert she.post(f"/practices/run/{name}", {"step": "resume"}).headers["location"].endswith("told=resumed")
    made = registration.named(open_journal(journal), name)
    assert made.pauses[0].last == today()
    assert f"paused {today()} to {today()}: 1 week it touches is left out" in she.get(f"/practices/run/{name}").text


def test_what_has_not_begun_cannot_be_paused(she: Visitor, journal: Path, clone: Path) -> None:
    name = running(journal, clone, starts_on=MONDAY + timedelta(weeks=1), ends_on=MONDAY + timedelta(weeks=9, days=-1))
    page = she.get(f"/practices/run/{name}").text
    assert "It begins on" in page
    assert "Pause it" not in page
    assert she.post(f"/practices/run/{name}", {"step": "pause"}).status_code == 400


@pytest.mark.parametrize("step", ["", "explode", "pause; stop"])
def test_a_step_nobody_knows_changes_nothing(she: Visitor, journal: Path, clone: Path, step: str) -> None:
    name = running(journal, clone)
    before = (journal / "experiments" / f"{name}.md").read_bytes()
    assert she.post(f"/practices/run/{name}", {"step": step}).status_code == 400
    assert (journal / "experiments" / f"{name}.md").read_bytes() == before


def test_a_broken_hour_is_on_today_with_her_own_acts(she: Visitor, journal: Path, clone: Path) -> None:
    running(journal, clone)
    she.get("/mirror")
    page = she.get("/").text
    broken = re.findall(r'Write a line about <time datetime="(\d{4}-\d\d-\d\d)"', page)
    assert broken
    assert all(date.fromisoformat(day).weekday() in (1, 3) for day in broken), "only in the hours set aside"
    assert re.search(r"<code>\d{4}-\d\d-\d\d 10:00 [+-]\d{4} wrote web [0-9a-f]{12}</code>", page)
    run = she.get("/practices/run/mine").text
    assert 'id="broken"' in run
    assert "<b>" not in re.sub(r"</?b>[A-Z]", "", run[run.index('id="broken"') :][:600])


def test_without_a_journal_the_page_makes_one_and_comes_back(stranger: Visitor, clone: Path, tmp_path: Path) -> None:
    stranger.enter().room.choose(Scope(paths=(clone,), me=("ana@example.org",)))
    assert "First, a folder of your own words" in stranger.get("/practices/no-code-zone").text
    for page in ("/portfolio", "/readme", "/people", "/drill"):
        assert stranger.get(page).headers["location"].endswith(f"/journal?next={page}")
    made = stranger.post("/journal", {"folder": str(tmp_path / "own"), "next": "/practices/no-code-zone"})
    assert made.headers["location"] == f"{stranger.keys.root}/practices/no-code-zone?told=journal"


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/..//x", "/a\r\nset-cookie: x", "javascript:x"]
)
def test_making_a_journal_leads_nowhere_but_into_the_room(stranger: Visitor, tmp_path: Path, onward: str) -> None:
    made = stranger.enter().post("/journal", {"folder": str(tmp_path / "own"), "next": onward})
    assert made.headers["location"] == f"{stranger.keys.root}/journal?told=journal"


def test_what_would_tell_more_is_offered_until_it_is_there(she: Visitor, stranger: Visitor) -> None:
    page = she.get("/mirror").text
    more = page[page.index("What would tell more") :]
    assert "A journal" not in more, "she has one"
    for name in ("ics", "caldav", "github", "jira", "pagerduty"):
        assert f"/sources/{name}" in more


def test_a_calendar_knows_her_addresses_already(she: Visitor) -> None:
    assert 'value="ana@example.org"' in she.get("/sources/ics").text
    paths.me_file().write_text('[me]\nemails = ["a@b.example", "c@d.example"]\n')
    assert 'value="a@b.example, c@d.example"' in she.get("/sources/ics").text


@pytest.mark.server
def test_on_a_real_server_it_is_put_and_taken_back(she: Visitor, journal: Path, tmp_path: Path) -> None:
    with radicale(tmp_path / "dav") as server:
        sync.keep(sync.Connection("work", "caldav", {"address": server.home, "user": USER, "me": "ana@example.org"}))
        secrets.keep(paths.home(), "work", Secret("x"), None)
        assert 'name="calendar" value="work"' in she.get("/practices/no-code-zone").text
        assert start(she, calendar="work").status_code == 303
        (made,) = registration.every(open_journal(journal))
        assert len(server.names()) == 2
        page = she.get(f"/practices/run/{made.id}").text
        assert re.search(r"2 events in <code>work</code>", page)
        assert she.post(f"/practices/run/{made.id}", {"step": "undo"}).status_code == 303
        assert server.names() == set()
