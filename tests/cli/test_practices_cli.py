"""`podium practices`, `start` and `practice`, as they are typed, on a real clone and real calendars."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from click.testing import Result
from msgspec.structs import replace

from calendar_peers import USER, Peer, calendar, event, guests, radicale
from podium import practices
from podium.calendar.connected import named
from podium.calendar.places import CalendarEvent, Place
from podium.connections import sync
from podium.core.errors import CannotReach, CannotRead, Misuse
from podium.evidence.people import me_file
from podium.experiments import register
from podium.experiments.blocks import blocks_of
from podium.experiments.pause import Pause
from podium.journal import open_journal
from podium.sources import secrets
from podium.sources.http.client import HttpClient
from podium.sources.secrets import Secret
from podium.system import paths
from promised import promise
from team_clone import BERLIN, weeks_of_work, write
from today import MONDAY, TODAY, now

Run = Callable[..., Result]
WHEN = "Tue 09:00-12:30, Thu 13:00-17:00"


def today() -> date:
    """The day as the program has it; a run may cross midnight."""
    return TODAY


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's last thirty weeks, up to yesterday."""
    work = weeks_of_work(MONDAY - timedelta(weeks=30), 31, lambda _week: 0.5)
    return write(tmp_path_factory.mktemp("team") / "web", [c for c in work if c[0].date() < TODAY])


def start(run: Run, clone: Path, *more: str) -> Result:
    return run("start", "no-code-zone", str(clone), "--zone", "Europe/Berlin", *more)


def happen(path: Path, first: date, last: date) -> list[Any]:
    """What another program shows of the calendar."""
    whole = icalendar.Calendar.from_ical(path.read_bytes())
    return sorted(recurring_ical_events.of(whole).between(first, last), key=lambda e: e.start)


def test_every_practice_is_listed_with_its_trap_cost_grade_and_counter_evidence(run: Run) -> None:
    rows = json.loads(run("practices", "--json").stdout)
    assert len(rows) == len(practices.own())
    for row in rows:
        assert row["traps"]
        assert row["minutes_a_week"] > 0
        assert row["grade"] in {"strong", "moderate", "weak", "anecdote"}
        assert row["counter"]
        assert row["counter"] in run("practices").stdout
    one = run("practices", "no-code-zone").stdout
    assert "metric: sole-gate should go down" in one
    assert "# Protocol" in one


def test_hers_are_listed_too_and_a_broken_one_is_named(run: Run, journal: Path) -> None:
    folder = journal / "practices"
    folder.mkdir()
    text = run("practices", "no-code-zone", "--json").stdout
    assert '"quiet"' not in text
    source = Path(practices.__file__).with_name("no-code-zone.md").read_text()
    (folder / "quiet.md").write_text(source.replace('"no-code-zone"', '"quiet"'))
    (folder / "broken.md").write_text("no head")
    listed = run("practices")
    assert "quiet  Two half-days" in listed.stdout
    assert "broken.md" in listed.stderr
    with pytest.raises(CannotRead, match="1 mistake in the journal"):
        run("journal", "check")


def test_a_practice_of_podium_s_is_the_text_file_hers_begins_from(run: Run, journal: Path) -> None:
    text = run("practices", "no-code-zone", "--text").stdout
    (journal / "practices").mkdir(exist_ok=True)
    mine = journal / "practices" / "quiet-evenings.md"
    mine.write_text(text.replace('name = "no-code-zone"', 'name = "quiet-evenings"'))
    shown, own = (json.loads(run("practices", name, "--json").stdout)[0] for name in ("quiet-evenings", "no-code-zone"))
    assert shown == {**own, "name": "quiet-evenings"}
    assert run("practices", "quiet-evenings").stderr == ""

    mine.write_text(mine.read_text().replace('"sole-gate"', '"solegate"').replace('["code-refuge"]', '["refuge"]'))
    said = run("practices").stderr
    assert "practices/quiet-evenings.md: moves: there is no signal 'solegate'" in said
    assert "practices/quiet-evenings.md: for: there is no trap 'refuge'" in said
    with pytest.raises(CannotRead, match="2 mistakes in the journal"):
        run("journal", "check")
    with pytest.raises(Misuse, match="whose file"):
        run("practices", "--text")


def test_without_a_journal_it_says_what_to_type(run: Run, clone: Path) -> None:
    with pytest.raises(CannotRead) as stopped:
        start(run, clone, "--when", WHEN)
    assert "podium init" in stopped.value.next_step


def test_without_hours_it_offers_some_and_writes_nothing(run: Run, clone: Path, journal: Path) -> None:
    offered = start(run, clone)
    assert offered.stdout.count("your team is online in") == 2
    assert "what you would give up" in offered.stdout
    assert "nothing is registered yet" in offered.stderr
    assert "--when" in offered.stderr
    assert not list((journal / "experiments").glob("*no-code*"))


def test_alone_it_proposes_one_practice_with_its_reason_and_writes_nothing(
    run: Run, tmp_path: Path, journal: Path
) -> None:
    gate = weeks_of_work(MONDAY - timedelta(weeks=40), 41, lambda _week: 0.95)
    gated = write(tmp_path / "gated", [change for change in gate if change[0].date() < TODAY])
    proposed = run("start", str(gated), "--zone", "Europe/Berlin", "--me", "ana@example.org")
    assert proposed.stdout.count("Why this one: ") == 1
    assert "nothing is registered yet" in proposed.stderr
    assert not list((journal / "experiments").glob("*.md"))


def test_alone_it_says_so_where_nothing_asks_for_a_practice(run: Run, tmp_path: Path, journal: Path) -> None:
    shared = weeks_of_work(MONDAY - timedelta(weeks=40), 41, lambda _week: 0.1)
    calm = write(tmp_path / "calm", [change for change in shared if change[0].date() < TODAY])
    assert run("start", str(calm)).stdout == "Nothing in your last weeks asks for a practice now.\n"


def test_what_she_would_give_up_comes_from_her_own_calendar(
    run: Run, clone: Path, journal: Path, tmp_path: Path
) -> None:
    held = "".join(
        event(
            f"w{n}-{day}-{hour}",
            f"{on:%Y%m%d}T{hour}0000",
            f"{on:%Y%m%d}T{hour}3000",
            *guests(ana="ACCEPTED", bo="ACCEPTED"),
        )
        for n in range(8)
        for day in range(5)
        for on in [MONDAY - timedelta(days=7 * (n + 1) - day)]
        for hour in ("09", "16")
    )
    (tmp_path / "own.ics").write_bytes(calendar(held))
    settings = {"where": str(tmp_path / "own.ics"), "me": "ana@example.org", "since": str(MONDAY - timedelta(weeks=20))}
    sync.keep(sync.Connection("own", "ics", settings))
    sync.run(sync.connection("own"), me_file.read(paths.me_file()), HttpClient(), None)

    offered = start(run, clone).stdout
    assert len(re.findall(r"you would give up 0\.[45] h a week \(", offered)) == 2, "half an hour, less a cut week"


def test_a_practice_without_hours_needs_none(run: Run, clone: Path, journal: Path) -> None:
    begun = run("start", "planned-absence", str(clone))
    assert "judged by: only you approved goes down" in begun.stdout
    assert "calendar" not in begun.stderr
    assert "no hours were set aside" in run("practice", "show", "planned-absence").stdout


def test_it_is_registered_before_it_begins_and_put_on_the_calendar(run: Run, clone: Path, journal: Path) -> None:
    work = journal.parent / "work.ics"
    started = start(
        run,
        clone,
        "--when",
        WHEN,
        "--calendar",
        str(work),
        "--json",
        "--from",
        str(MONDAY + timedelta(days=14)),
        "--anyway",
    )
    told = json.loads(started.stdout)
    first = date.fromisoformat(told["starts_on"])
    assert first > today()
    assert told["metric"] == "sole-gate"
    assert told["direction"] == "down"
    assert len(told["guardrails"]) == 2
    assert "would be seen in 8 measured weeks" in told["smallest_visible"]["words"]

    entry = open_journal(journal).entry("experiment", told["id"])
    assert entry is not None
    assert entry.head.hash.startswith("sha256:")
    assert entry.head.registered_on == today()
    assert open_journal(journal).notes() == ()

    last = date.fromisoformat(told["ends_on"])
    events = happen(work, first, last + timedelta(days=1))
    weeks = (last - first).days // 7 + 1
    assert len(events) == 2 * weeks
    hours = {(e.start.weekday(), f"{e.start:%H:%M}", f"{e.end:%H:%M}", str(e.start.tzinfo)) for e in events}
    assert hours == {(1, "09:00", "12:30", "Europe/Berlin"), (3, "13:00", "17:00", "Europe/Berlin")}
    assert all(str(e["DESCRIPTION"]).startswith("If a change asks for me in this time, then") for e in events)

    assert told["id"] in run("practice", "list").stdout
    shown = run("practice", "show", "no-code-zone").stdout
    begins = f"{told['id']}: registered; it begins on {first} and is judged once, after {last}"
    assert begins in shown.splitlines()
    assert f"none of the hours is over yet ({2 * weeks} to come)" in shown

    with pytest.raises(Misuse, match="both act on sole-gate"):
        start(run, clone, "--when", WHEN)
    beside = start(run, clone, "--when", "Fri 9-12", "--anyway", "--calendar", "none")
    assert f"Beside {told['id']}, which acts on the same number:" in beside.stdout


def test_a_start_in_the_past_is_refused(run: Run, clone: Path, journal: Path) -> None:
    with pytest.raises(Misuse, match="lies in the past"):
        start(run, clone, "--when", WHEN, "--from", str(today() - timedelta(days=1)))
    assert not list((journal / "experiments").glob("2*"))


def test_a_dry_run_writes_nothing(run: Run, clone: Path, journal: Path) -> None:
    planned = start(run, clone, "--when", WHEN, "--dry-run")
    assert "hypothesis:" in planned.stdout
    assert "nothing was written" in planned.stderr
    assert not list((journal / "experiments").glob("2*"))
    assert not (paths.home() / "calendar" / "podium.ics").exists()


def test_hours_that_cannot_be_meant_are_refused(run: Run, clone: Path, journal: Path) -> None:
    with pytest.raises(Misuse, match="Not a day of the week"):
        start(run, clone, "--when", "Blursday 9-12")
    with pytest.raises(Misuse, match="time zone"):
        run("start", "no-code-zone", str(clone), "--when", WHEN, "--zone", "Mars/Olympus")
    assert not list((journal / "experiments").glob("2*"))


def test_stopping_ends_it_without_a_verdict_and_undo_takes_the_events_back(
    run: Run, clone: Path, journal: Path
) -> None:
    work = journal.parent / "work.ics"
    start(run, clone, "--when", WHEN, "--calendar", str(work))
    (entry,) = open_journal(journal).entries("experiment")
    with pytest.raises(Misuse, match="judging early"):
        run("practice", "finish", entry.id)
    assert "no verdict on part of a plan" in run("practice", "stop", entry.id).stdout
    with pytest.raises(Misuse, match="stopped already"):
        run("practice", "stop", entry.id)
    assert "stopped" in run("practice", "list").stdout
    assert run("calendar", "undo", entry.id).stdout.count("removed") == 2
    assert b"VEVENT" not in work.read_bytes()
    shown = run("practice", "show", entry.id).stdout
    assert f"{entry.id}: stopped on {today()}; there is no verdict on part of a plan" in shown
    again = start(run, clone, "--when", WHEN, "--calendar", "none", "--json")
    assert json.loads(again.stdout)["confounded_with"] == [], "what never began is in nobody's way"


def test_a_running_practice_is_paused_from_today_and_goes_on_with_its_end_moved(
    run: Run, clone: Path, journal: Path
) -> None:
    start(run, clone, "--when", WHEN)
    with pytest.raises(Misuse, match="begins on"):
        run("practice", "pause", "no-code-zone")
    text = next((journal / "experiments").glob("*.md")).read_text()
    made = promise(
        id="running",
        starts_on=MONDAY - timedelta(weeks=2),
        ends_on=MONDAY + timedelta(days=41),
        metric="touch",
        registered_on=MONDAY - timedelta(weeks=3),
        baseline_from=MONDAY - timedelta(weeks=28),
        told={"paths": [str(clone)]},
    )
    open_journal(journal).create("experiment", made.id, made.promised())
    assert "is paused" in run("practice", "pause", "running").stdout
    assert json.loads(run("practice", "list", "--json").stdout)[0]["state"] == "paused"
    assert f"paused since {today()}" in run("practice", "list").stdout
    with pytest.raises(Misuse, match="running is paused"):
        run("practice", "finish", "running")
    went_on = run("practice", "resume", "running").stdout
    until = replace(made, pauses=(Pause(today(), today()),)).runs_until
    assert f"it runs until {until}" in went_on
    shown = run("practice", "show", "running").stdout
    week = (today() - made.starts_on).days // 7 + 1
    assert shown.startswith(f"running: running, week {week} of ")
    assert f"judged once, after {until}" in shown.splitlines()[0]
    assert f"doubt: paused {today()} to {today()}: 1 week it touches is left out" in shown
    assert next((journal / "experiments").glob(f"{today()}*.md")).read_text() == text, "the other one is as it was"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with radicale(tmp_path_factory.mktemp("dav")) as peer:
        yield peer


@pytest.mark.server
def test_on_a_real_server_the_events_stand_once_and_go_again(
    run: Run, clone: Path, journal: Path, server: Peer
) -> None:
    settings = {"address": server.home, "user": USER, "me": "ana@example.org"}
    sync.keep(sync.Connection("work", "caldav", settings))
    secrets.keep(paths.home(), "work", Secret("x"), None)

    started = start(run, clone, "--when", WHEN, "--calendar", "work", "--json")
    told = json.loads(started.stdout)
    assert started.stderr.count("calendar: written") == 2
    names = server.names()
    assert len(names) == 2
    for name in names:
        (event,) = icalendar.Calendar.from_ical(str(server.get(name))).walk("VEVENT")
        assert str(event["DESCRIPTION"]).startswith("If a change asks for me")
    assert run("calendar", "undo", told["id"]).stdout.count("removed") == 2
    assert server.names() == set()


class CutOff:
    """The server's own calendar, at the moment the line goes down."""

    def __init__(self, place: Place) -> None:
        self.place, self.card = place, place.card
        self.left = 1

    def seen(self, uid: str) -> CalendarEvent | None:
        return self.place.seen(uid)

    def add(self, uid: str, text: bytes) -> None:
        if not self.left:
            raise CannotReach("the line is down")
        self.left -= 1
        self.place.add(uid, text)

    def remove(self, uid: str, version: str) -> None:
        self.place.remove(uid, version)


@pytest.mark.server
def test_cut_off_between_two_events_the_next_command_completes_both(
    run: Run, clone: Path, journal: Path, server: Peer
) -> None:
    sync.keep(sync.Connection("work", "caldav", {"address": server.home, "user": USER, "me": "ana@example.org"}))
    secrets.keep(paths.home(), "work", Secret("x"), None)
    made = promise(id="cut-off", starts_on=MONDAY + timedelta(weeks=2), ends_on=MONDAY + timedelta(weeks=10, days=-1))
    blocks = blocks_of(made, practices.named("no-code-zone").calendar, "")
    with pytest.raises(CannotReach):
        register.register(
            made, "", open_journal(journal), blocks, CutOff(named("work", HttpClient())), now().astimezone(BERLIN)
        )
    assert len(server.names()) == 1

    assert "cut-off had been cut short and is complete now" in run("practice", "list").stderr
    assert len(server.names()) == 2
    assert run("practice", "list").stderr == ""
    assert run("calendar", "undo", "cut-off").stdout.count("removed") == 2
