"""The portfolio's reminder and the mentoring sessions on real CalDAV servers: once, changed by hand, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from click.testing import CliRunner, Result

from calendar_peers import USER, Peer, calendar, event, radicale, xandikos
from podium.cli.main import podium
from podium.connections import sync
from podium.core.errors import CannotWrite, Misuse, Stop
from podium.journal import open_journal
from podium.programs.portfolio.remind import block, first_friday, last_day
from podium.sources import secrets
from podium.sources.secrets import Secret
from podium.system import paths
from today import TODAY, now

pytestmark = pytest.mark.server
Run = Callable[..., Result]
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
OTHERS = calendar(event("lunch@lab", "20261201T120000", "20261201T130000", title="Lunch"))


@pytest.fixture(scope="module", params=[radicale, xandikos], ids=["radicale", "xandikos"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with request.param(tmp_path_factory.mktemp("dav")) as peer:
        peer.put("lunch.ics", OTHERS)
        yield peer


@pytest.fixture
def server(running: Peer) -> Iterator[Peer]:
    """A calendar with somebody else's event, connected as `work`; left as it was found."""
    sync.keep(sync.Connection("work", "caldav", {"address": running.home, "user": USER, "me": "ana@example.org"}))
    secrets.keep(paths.home(), "work", Secret("x"), None)
    yield running
    assert running.names() == {"lunch.ics"}
    assert "SUMMARY:Lunch" in str(running.get("lunch.ics"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    root = tmp_path / "lead"
    root.mkdir()
    (root / "journal.toml").write_text("format = 1\n")
    monkeypatch.setenv("PODIUM_JOURNAL", str(root))

    def type_in(*words: str) -> Result:
        result = CliRunner().invoke(podium, words)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in


def ours(server: Peer) -> list[Any]:
    names = sorted(server.names() - {"lunch.ics"})
    return [e for name in names for e in icalendar.Calendar.from_ical(str(server.get(name))).walk("VEVENT")]


def remind(run: Run, *words: str) -> Result:
    return run("portfolio", "remind", "work", "--zone", "Europe/Berlin", *words)


def test_the_monthly_reminder_stands_once_and_goes_again(run: Run, server: Peer) -> None:
    assert remind(run, "--months", "6").stdout.startswith("written")
    assert remind(run, "--months", "6").stdout.startswith("there already")
    (told,) = ours(server)
    assert "podium portfolio month" in str(told["DESCRIPTION"])
    whole = icalendar.Calendar()
    whole.add_component(told)
    days = [each["DTSTART"].dt for each in recurring_ical_events.of(whole).between(TODAY, TODAY + timedelta(days=400))]
    assert len(days) == 6
    assert {(day.weekday(), day.hour, day.day <= 7) for day in days} == {(4, 9, True)}
    assert "removed" in run("calendar", "undo", "portfolio").stdout


def test_another_hour_or_another_month_adds_no_second_one(run: Run, server: Peer) -> None:
    remind(run)
    again = remind(run, "--at", "10:30")
    assert again.stdout == ""
    assert "`podium calendar undo portfolio` first" in again.stderr
    assert len(ours(server)) == 1
    run("calendar", "undo", "portfolio")
    assert remind(run, "--at", "10:30").stdout.startswith("written")
    run("calendar", "undo", "portfolio")


def test_a_reminder_she_moved_is_hers(run: Run, server: Peer) -> None:
    remind(run)
    (name,) = server.names() - {"lunch.ics"}
    server.put(name, str(server.get(name)).replace("the month with its receipts", "my own words").encode())
    with pytest.raises(CannotWrite, match="yours now"):
        run("calendar", "undo", "portfolio")
    assert len(ours(server)) == 1
    run("calendar", "undo", "portfolio", "--force")


def plan(run: Run, *words: str) -> Result:
    if not (paths.home() / "planned").exists():
        run("new", "person", "kim", "--set", "relation=peer", "--no-ask", "--no-edit")
        run(
            "new",
            "mentor",
            "kim",
            "--set",
            "person=kim",
            "--set",
            "areas=roof",
            "--set",
            "yes_on=2026-06-01",
            "--no-ask",
        )
        (paths.home() / "planned").write_text("")
    when = ("--first", str(MONDAY), "--at", "14:00", "--zone", "Europe/Berlin", "--calendar", "work")
    return run("reverse", "plan", "How roofs are built", "--mentor", "kim", *when, *words)


def test_a_programme_stands_session_by_session_without_a_name(run: Run, server: Peer, tmp_path: Path) -> None:
    assert plan(run, "--sessions", "5").stderr.count("calendar: written") == 5
    assert plan(run, "--sessions", "5").stderr.count("calendar: there already") == 5
    found = ours(server)
    assert sorted(e["DTSTART"].dt.date() for e in found) == [MONDAY + timedelta(weeks=n) for n in range(5)]
    assert {(e["DTEND"].dt - e["DTSTART"].dt).seconds // 60 for e in found} == {45}
    assert not any("ATTENDEE" in e or "kim" in e.to_ical().decode() for e in found)
    assert open_journal(tmp_path / "lead").notes() == ()
    assert run("calendar", "undo", "mentoring-how-roofs-are-built").stdout.count("removed") == 5


def test_the_mentor_is_invited_only_when_she_says_so_and_from_her_own_address(run: Run, server: Peer) -> None:
    told = plan(run, "--invite", "kim@example.org").stderr
    assert "kim@example.org is on them as a guest" in told
    for each in ours(server):
        assert str(each["ATTENDEE"]) == "mailto:kim@example.org"
        assert each["ATTENDEE"].params["RSVP"] == "TRUE"
        assert str(each["ORGANIZER"]) == "mailto:ana@example.org"
    assert run("calendar", "undo", "mentoring-how-roofs-are-built").stdout.count("removed") == 4


def test_an_answer_of_the_mentor_is_no_change_of_hers(run: Run, server: Peer) -> None:
    plan(run, "--invite", "kim@example.org")
    for name in server.names() - {"lunch.ics"}:
        server.put(name, str(server.get(name)).replace("NEEDS-ACTION", "ACCEPTED").encode())
    assert run("calendar", "undo", "mentoring-how-roofs-are-built").stdout.count("removed") == 4


def test_sessions_planned_before_are_not_invited_to_in_silence(run: Run, server: Peer) -> None:
    plan(run)
    assert plan(run, "--invite", "kim@example.org").stderr.count("left as it is, also whom it invites") == 4
    run("calendar", "undo", "mentoring-how-roofs-are-built")


@pytest.mark.parametrize("address", ["kim", "kim@example.org\nATTENDEE:x", "", "a b@example.org"])
def test_what_is_no_address_invites_nobody(run: Run, server: Peer, address: str) -> None:
    if not address:
        assert "invite kim to them there" in plan(run, "--invite", "").stderr
        run("calendar", "undo", "mentoring-how-roofs-are-built")
        return
    with pytest.raises(Misuse, match="no mail address"):
        plan(run, "--invite", address)


def test_an_invitation_to_a_file_needs_her_own_address(run: Run, server: Peer, tmp_path: Path) -> None:
    plan(run, "--dry-run")
    with pytest.raises(Misuse, match="your own address"):
        plan(run, "--invite", "kim@example.org", "--calendar", str(tmp_path / "own.ics"))


def test_the_first_friday_and_the_last_one() -> None:
    assert [first_friday(date(2026, 12, day)) for day in (1, 4, 5)] == [
        date(2026, 12, 4),
        date(2026, 12, 4),
        date(2027, 1, 1),
    ]
    made = block(date(2026, 12, 1), time(9), "Europe/Berlin", 12)
    assert last_day(made.text(now())) == date(2027, 11, 5)
