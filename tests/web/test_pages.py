"""Every page of the menu: what it shows and what it keeps out."""

from __future__ import annotations

import html
import re
import subprocess
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from podium import web
from podium.app import due, open_mirrors, session
from podium.evidence.events.columns import COLUMNS
from podium.evidence.views.meaning import COLUMNS as VIEW_COLUMNS
from podium.evidence.views.meaning import VIEWS
from podium.journal import open_journal
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.system import paths
from podium.web import render
from podium.web.privacy_statement import ASKED_OF, KEPT_OF_SOURCES
from web import demo
from web.visitor import Visitor

MENU = [page.path for page in web.every() if page.title]


@pytest.mark.parametrize("path", MENU)
def test_every_page_of_the_menu_answers(her: Visitor, journal: Path, path: str) -> None:
    answer = her.get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert "<main" in answer.text
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", answer.text)


def test_the_menu_has_no_entry_without_a_room(stranger: Visitor) -> None:
    page = stranger.enter().get("/start").text
    assert ">Mirror</a>" not in page
    assert ">People</a>" not in page


def test_nothing_chosen_leads_to_the_beginning(stranger: Visitor) -> None:
    stranger.enter()
    for path in ("/", "/mirror", "/why/absence"):
        answer = stranger.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith("/start")


def test_the_beginning_says_what_is_wrong_and_keeps_what_she_typed(stranger: Visitor, tmp_path: Path) -> None:
    stranger.enter()
    answer = stranger.post("/start", {"paths": str(tmp_path / "nowhere"), "me": "a@b.example"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "a@b.example" in answer.text
    assert stranger.post("/start", {"paths": ""}).status_code == 422


def test_folders_are_listed_without_hidden_ones_or_links(stranger: Visitor, tmp_path: Path) -> None:
    for name in ("visible", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "visible")
    subprocess.run(["git", "init", "-q", str(tmp_path / "repo")], check=True)
    page = stranger.enter().get(f"/start?open={tmp_path}").text
    assert "visible/" in page
    assert f'value="{tmp_path / "repo"}"' in page
    assert ".hidden" not in page
    assert f'value="{tmp_path / "link"}"' not in page
    assert stranger.get("/start?in=/nowhere/%00").status_code == 200


def test_a_new_commit_is_seen_at_the_next_look(her: Visitor, tmp_path: Path) -> None:
    own = demo.repository(tmp_path / "own", weeks=4)
    her.room.choose(Scope(paths=(own,), me=(demo.ME,)))
    first = her.room.mirror(her.room.want(), patience_s=60)
    assert her.room.mirror(her.room.want()) is first
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "one more"], cwd=own, check=True)
    assert her.room.mirror(her.room.want(), patience_s=60) is not first


def test_today_names_what_waits(her: Visitor, journal: Path) -> None:
    it, today = open_journal(journal), date(2026, 2, 27)
    it.create("one-on-one", "2026-02-24-bo", {"person": "bo", "planned": date(2026, 2, 24), "status": "moved"})
    told = {d.what for d in due.every(it.fresh(), today)}
    assert "Hold the 1:1 with bo" in told
    assert "Keep what you promised bo" in told
    assert "Write down a win of the team" in told
    it.write("one-on-one", "2026-02-24-bo", {"status": "held"})
    assert "Hold the 1:1 with bo" not in {d.what for d in due.every(it.fresh(), today)}


def test_a_practice_is_planned_then_registered_on_the_calendar(
    her: Visitor, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What it compares with reaches back a year and a half; the team's history must not have ended before.
    monkeypatch.setattr(session, "read_machine_clock", lambda: demo.LAST + timedelta(days=1))
    form = {
        "when": "Tue 09:00-12:30, Thu 13:00-17:00",
        "zone": "Europe/Berlin",
        "calendar": "feed",
        "hypothesis": "less",
    }
    planned = her.client.get(her.keys.root + "/practices/no-code-zone", params=form | {"step": "plan"})
    assert planned.status_code == 200, planned.text[-2000:]
    assert "Before you say yes" in planned.text
    assert not open_journal(journal).entries("experiment")
    started = her.post("/practices/no-code-zone", form)
    assert started.status_code == 303
    assert len(open_journal(journal).entries("experiment")) == 1
    assert b"BEGIN:VEVENT" in (paths.home() / "calendar" / "podium.ics").read_bytes()
    location = started.headers["location"]
    page = her.get(location.removeprefix(her.keys.root))
    assert "What was written down before it began" in page.text
    assert her.post(location.removeprefix(her.keys.root).partition("?")[0], {"step": "finish"}).status_code == 400
    assert her.post(location.removeprefix(her.keys.root).partition("?")[0], {"step": "stop"}).status_code == 303


def test_a_form_she_sent_is_not_lost_to_a_reading(
    her: Visitor, journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that says "one moment" can only ask again; what was typed would be gone."""
    gate = threading.Event()

    class Slow(Mirror):
        def look(self, **named: Any) -> Any:
            assert gate.wait(60)
            return super().look(**named)

    her.room.choose(Scope(paths=(demo.repository(tmp_path / "own", weeks=4),), me=(demo.ME,)))
    monkeypatch.setattr(open_mirrors, "Mirror", Slow)
    assert "data-reading" in her.ask("/mirror").text
    threading.Timer(2 * open_mirrors.PATIENCE_S, gate.set).start()
    form = {
        "when": "Tue 09:00-12:30, Thu 13:00-17:00",
        "zone": "Europe/Berlin",
        "calendar": "feed",
        "hypothesis": "less",
    }
    assert her.post("/practices/no-code-zone", form).status_code == 303
    assert len(open_journal(journal).entries("experiment")) == 1


def test_wrong_hours_are_said_and_nothing_is_written(her: Visitor, journal: Path) -> None:
    answer = her.post("/practices/no-code-zone", {"when": "always", "zone": "Europe/Berlin"})
    assert answer.status_code == 422
    assert not open_journal(journal).entries("experiment")


def test_people_shows_duties_and_nothing_counted(her: Visitor, journal: Path) -> None:
    page = her.get("/people").text
    assert "You promised: ask about &lt;b&gt;" in page
    assert "Run the migration" in page
    assert not re.search(r"score|rank|average|performance", page, re.IGNORECASE)


def test_the_file_about_her_is_checked_before_it_is_kept(her: Visitor) -> None:
    def stamp() -> str:
        found = re.search(r'name="stamp" value="([0-9a-f]*)"', her.get("/settings").text)
        assert found
        return found[1]

    wrong = her.post("/settings", {"text": "[me]\nzone = 'Mars/Phobos'\n", "stamp": stamp()})
    assert wrong.status_code == 422
    assert "Mars/Phobos" in wrong.text
    assert not paths.me_file().exists()
    text = f'[me]\nemails = ["{demo.ME}"]\nhours = "Mon-Fri 09:00-17:00"\n'
    assert her.post("/settings", {"text": text, "stamp": stamp()}).status_code == 303
    assert paths.me_file().read_text() == text
    old = stamp()
    paths.me_file().write_text(text + "# another program\n")
    assert her.post("/settings", {"text": text, "stamp": old}).status_code == 409
    assert "another program" in paths.me_file().read_text()


def test_the_privacy_statement_tells_of_every_column_in_words(her: Visitor) -> None:
    told = [column for fact in KEPT_OF_SOURCES for column in fact.columns]
    assert sorted(told) == sorted(COLUMNS), "a kept column nobody is told of"
    assert ASKED_OF.keys() == VIEWS.keys(), "a view nobody is told of"
    page = html.unescape(her.get("/settings").text)
    for words in [*(fact.words for fact in KEPT_OF_SOURCES), *(words for _, words in ASKED_OF.values())]:
        assert words in page
    statement = page[page.index("What is kept, of you and of others") :]
    names = {name for name in (*COLUMNS, *VIEW_COLUMNS) if "_" in name}
    assert [name for name in names if name in statement] == [], "no column is called by its name on a screen"
    assert her.get("/help/reference-views").status_code == 200


def test_every_source_says_what_it_never_reads(her: Visitor) -> None:
    from podium import sources

    page = her.get("/sources").text
    for name in sources.names():
        assert f"/sources/{name}" in page
        assert "Never reads" in her.get(f"/sources/{name}").text


def test_a_calendar_is_tried_connected_read_and_let_go(her: Visitor, tmp_path: Path) -> None:
    from podium.connections import sync

    file = tmp_path / "mine.ics"
    file.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260201T000000Z\r\n"
        "DTSTART:20260202T090000Z\r\nDTEND:20260202T093000Z\r\nSUMMARY:1:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    first = re.findall(r'<input class="wide-input" id="s-([a-z_]+)"', her.get("/sources/ics").text)[0]
    form = {first: str(file), "me": demo.ME, "label": "mine", "secret": ""}
    tried = her.post("/sources/ics", form)
    assert tried.status_code == 200, tried.text[-3000:]
    assert not sync.connections()
    assert her.post("/sources/ics", form | {"step": "keep"}).status_code == 303
    assert [one.name for one in sync.connections()] == ["mine"]
    from podium.web.pages.sources import _RUNS

    _RUNS["mine"].thread.join(30)
    assert "mine" in her.get("/sources").text
    assert her.get("/api/syncs").json()["mine"]["is_done"]
    asked = her.post("/sources", {"name": "mine", "step": "disconnect"})
    assert asked.status_code == 200
    assert sync.connections()
    assert her.post("/sources", {"name": "mine", "step": "disconnect", "sure": "yes"}).status_code == 303
    assert not sync.connections()


def test_a_fault_of_our_own_shows_no_trace(her: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_a: object, **_k: object) -> None:
        raise RuntimeError("the secret detail")

    monkeypatch.setattr(her.room, "mirror", break_down)
    for path in ("/mirror", "/api/look"):
        answer = her.get(path)
        assert answer.status_code == 500
        assert "secret detail" not in answer.text
        assert "Traceback" not in answer.text


def test_days_are_instants_the_browser_can_show_in_her_way(her: Visitor) -> None:
    page = her.get("/mirror").text
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d" data-show="day">', page)
    assert str(render.day(date(2026, 3, 1) + timedelta(days=1))).startswith('<time datetime="2026-03-02"')


def test_a_sentence_begins_large_and_keeps_its_names() -> None:
    made = render.environment().from_string("{{ text|capitalize }}")
    assert made.render(text="larger than 64 MB, says GitHub") == "Larger than 64 MB, says GitHub"
