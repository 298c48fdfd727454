"""Nobody but the manager is told apart: not by a view, a number, a receipt, a file format or an error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from clones import Clone
from little_team import LAST_DAY, OTHERS, make
from podium import signals
from podium.app import screen
from podium.app.look import Answer
from podium.cli import mirror_text, output, screen_text
from podium.core.errors import CannotTell
from podium.laws.weeks import Week
from podium.mirror import as_data, receipt, receipt_text
from podium.mirror.look import Look, Scope
from podium.mirror.mirror import Mirror

NOW = datetime(2026, 7, 1, tzinfo=UTC)
NAMES = dict(
    zip(OTHERS, ("zebulon", "yolanda", "xanthippe", "wilhelmina", "vladimira", "ulrike", "theodora"), strict=True)
)
VIEWS = ("mine", "ours", "crowd", "splits", "written")
TEAM = [s for s in signals.every() if s.is_group]


def answer_of(look: Look) -> Answer:
    return Answer(look, (), screen.of(look, look.as_of))


def words_for_people() -> set[str]:
    return {
        "author",
        "committer",
        "reviewer",
        "person",
        "people",
        "name",
        "email",
        "login",
        "actor",
        "subject",
        "message",
        "who",
        "key",
    }


def open_mirror(path: Path, **named: object) -> Mirror:
    asked = Scope(paths=(path,), me=("ana@example.org",), as_of=date.fromisoformat(LAST_DAY), **named)  # type: ignore[arg-type]
    return Mirror(asked, now=NOW)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("team") / "web", names=NAMES)


@pytest.fixture(scope="module")
def mirror(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    """One mirror for all that is asked of it: an answer does not depend on what was asked before."""
    yield from opened_once(team, tmp_path_factory)


def opened_once(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(tmp_path_factory.mktemp("home") / "podium"))
        patch.delenv("PODIUM_JOURNAL", raising=False)
        opened = open_mirror(path)
    yield opened
    opened.close()


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_has_a_column_for_a_person(mirror: Mirror, view: str) -> None:
    mirror.evidence.ask("select 1 as one from crowd", mirror.window, question="draws the crowd")
    rows = mirror.evidence.ask(f"select column_name from (describe {view})", mirror.window, question="columns")
    columns = {row[0] for row in rows}
    assert columns
    assert not columns & words_for_people()


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_holds_a_word_with_a_colleagues_name(mirror: Mirror, view: str) -> None:
    rows = mirror.evidence.ask(f"select * from {view}", mirror.window, question="everything")
    said = json.dumps(rows, default=str).lower()
    assert not [name for name in NAMES.values() if name in said]


def test_strangers_are_numbered_anew_for_every_question(mirror: Mirror) -> None:
    select = "select stranger, sum(acts) as acts from crowd where verb = 'authored' group by stranger"
    first = dict(mirror.evidence.ask(select, mirror.window, question="one"))
    second = dict(mirror.evidence.ask(select, mirror.window, question="two"))
    assert sorted(first.values()) == sorted(second.values())
    assert first != second


def test_everybody_else_renamed_gives_the_same_mirror(team: Path, tmp_path: Path) -> None:
    told = []
    for number, names in enumerate((NAMES, {}, dict(zip(OTHERS, reversed(OTHERS), strict=True)))):
        # The same folder name each time: a repository may be named, a person may not.
        path = make(tmp_path / str(number) / "web", names=names)
        opened = open_mirror(path)
        look = opened.look()
        told.append((output.to_json(as_data.of_look(look)), mirror_text.markdown(answer_of(look))))
        opened.close()
    assert told[0] == told[1] == told[2]
    assert '"in it"' in told[0][0], "and it is a mirror that says something"


@pytest.mark.parametrize("signal", TEAM, ids=lambda s: s.name)
def test_a_team_of_four_has_no_number(small: Mirror, signal: signals.Signal) -> None:
    measure = small.reader(signal)
    assert measure.value is None
    assert measure.rows == ()


@pytest.fixture(scope="module")
def small_team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("small") / "web", names=NAMES, people=3)


@pytest.fixture(scope="module")
def small(small_team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    yield from opened_once(small_team, tmp_path_factory)


def test_a_list_of_one_report_does_not_single_them_out(team: Path, tmp_path: Path) -> None:
    listed = tmp_path / "team.txt"
    listed.write_text("zebulon@example.org\n", encoding="utf-8")
    opened = open_mirror(team, team=listed)
    assert [opened.reader(s).value for s in TEAM] == [None] * len(TEAM)
    told = as_data.of_look(opened.look())
    assert told.coverage.people_in_window is None
    opened.close()


def test_a_window_short_enough_for_one_colleague_has_no_team_number(team: Path) -> None:
    opened = Mirror(
        Scope(paths=(team,), me=("ana@example.org",), as_of=date(2026, 6, 22), since=date(2026, 6, 22)), now=NOW
    )
    assert [opened.reader(s).value for s in TEAM if s.over == "window"] == [None] * sum(
        s.over == "window" for s in TEAM
    )
    opened.close()


SURFACES: dict[str, Callable[[Mirror], str]] = {
    "the first screen": lambda m: "\n".join(
        "".join(t for t, _ in line) for line in screen_text.lines(answer_of(m.look()).screen, (), 100)
    ),
    "look": lambda m: "\n".join("".join(t for t, _ in line) for line in mirror_text.lines(answer_of(m.look()), 100)),
    "look --json": lambda m: output.to_json(as_data.of_look(m.look())),
    "look --markdown": lambda m: mirror_text.markdown(answer_of(m.look())),
}


@pytest.mark.parametrize("surface", SURFACES)
def test_no_surface_names_a_colleague(mirror: Mirror, surface: str) -> None:
    said = SURFACES[surface](mirror).lower()
    assert "code refuge" in said
    assert not [name for name in NAMES.values() if name in said]


@pytest.mark.parametrize("signal", signals.every(), ids=lambda s: s.name)
def test_no_receipt_names_a_colleague_or_shows_their_hour(mirror: Mirror, signal: signals.Signal) -> None:
    told = receipt.of(mirror, signal.name)
    said = (output.to_json(told) + "\n".join(receipt_text.lines(told, most=None, width=100, has_sql=True))).lower()
    assert not [name for name in NAMES.values() if name in said]
    for event in msgspec.to_builtins(told)["lines"][0]["events"]:
        is_hers = "you_as_author" in event or "you_as_committer" in event
        if "subject" not in event:
            assert event.keys() <= {"ref", "when", "counts", "counted"} or event.keys() == {"week", "counts"}
        elif not is_hers:
            assert "wrote_at" not in event, "a change she approved: the hour it was written at is its author's"
        if "subject" in event and "you_as_committer" not in event:
            assert len(event["landed_at"]) == len("2026-06-22"), "the hour somebody else landed it is theirs"


def test_of_a_change_of_hers_that_somebody_else_landed_the_hour_of_landing_is_not_shown(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    hers = {"GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org"}
    theirs = {"GIT_COMMITTER_NAME": "Zebulon", "GIT_COMMITTER_EMAIL": "zebulon@example.org"}
    for day in range(1, 21):
        wrote, landed = f"2026-06-{day:02d}T10:00:00+0200", f"2026-06-{day:02d}T23:17:00+0200"
        clone.commit(
            f"Change {day}", {"a.py": str(day)}, **hers, **theirs, GIT_AUTHOR_DATE=wrote, GIT_COMMITTER_DATE=landed
        )
    opened = open_mirror(clone.path)
    told = receipt.of(opened, "late-share").lines[0].events
    assert len(told) == 20
    assert {row.wrote_at[11:16] for row in told if row.wrote_at} == {"10:00"}
    assert all(row.landed_at == (row.wrote_at or "")[:10] for row in told)
    assert "23:17" not in output.to_json(receipt.of(opened, "late-share"))
    opened.close()


def test_the_subject_of_a_change_she_had_no_part_in_is_not_shown(mirror: Mirror) -> None:
    told = receipt.of(mirror, "own-share").lines[0].events
    whole = [row for row in told if row.subject is not None]
    assert whole
    assert all(row.you_as_author is not None for row in whole)
    assert [row for row in told if row.week is not None], "and the weeks of all are there, in bands"


def test_a_colleagues_name_cannot_be_asked_for(mirror: Mirror) -> None:
    told = mirror.evidence.events(["0" * 40])
    assert told == {}


def test_an_error_names_nobody(team: Path) -> None:
    with pytest.raises(CannotTell) as stop:
        Mirror(Scope(paths=(team,), me=("nobody@example.org",)), now=NOW)
    assert not [name for name in NAMES.values() if name in str(stop.value).lower()]


@pytest.mark.parametrize("signal", signals.every(), ids=lambda s: s.name)
def test_no_select_asks_for_a_person(signal: signals.Signal) -> None:
    beside = signal.fold.beside if isinstance(signal.fold, signals.Study) else ""
    words = set((signal.rows + " " + beside).lower().replace(",", " ").replace("(", " ").replace(")", " ").split())
    assert not words & (words_for_people() - {"key"})


def test_what_she_alone_did_is_told_in_a_team_of_any_size(weeks: Callable[..., Week]) -> None:
    text = "".join(f"2026-03-0{2 + n // 6} 2{n % 4}:00+0100 ana wrote c{n} a.py\n" for n in range(24))
    assert weeks(text).read(signals.named("late-share")).value == 1
