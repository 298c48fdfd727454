"""Somebody wants a number about one report, tries every way podium offers, and does not get it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from journals import day, page
from little_team import LAST_DAY, OTHERS, make
from nightly import by_day
from podium import signals
from podium.cli import output
from podium.cli.main import podium
from podium.core.errors import CannotTell, Misuse
from podium.laws.weeks import Week
from podium.mirror import receipt
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.system import paths

NAMES = dict(
    zip(OTHERS, ("zebulon", "yolanda", "xanthippe", "wilhelmina", "vladimira", "ulrike", "theodora"), strict=True)
)
PEOPLE = tuple(NAMES.values())
ABOUT_OTHERS = [s for s in signals.every() if s.is_about_others]
# Numbers over what she alone did or wrote; nothing of anybody else can be in them.
HERS = [s for s in signals.every() if not s.is_about_others]
Run = Callable[..., str]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("red") / "web", names=NAMES)


@pytest.fixture
def look_at(team: Path, mirror: Mirror, home: Path, tmp_path: Path) -> Iterator[Callable[..., Mirror]]:
    """Open the mirror on a list of people; each call is another try on the same machine."""
    opened: list[Mirror] = []
    # What was read of the repository is there already; what was told of a group is not.
    shutil.copytree(home / "evidence", paths.home() / "evidence")

    def open_it(
        people: tuple[str, ...] = (), *, now: datetime = datetime(2026, 7, 1, tzinfo=UTC), **more: Any
    ) -> Mirror:
        listed = tmp_path / f"{len(opened)}.txt"
        listed.write_text("".join(f"{name}@example.org\n" for name in people), encoding="utf-8")
        asked = {"as_of": date.fromisoformat(LAST_DAY), "me": ("ana@example.org",)} | more
        opened.append(Mirror(Scope(paths=(team,), team=listed if people else None, **asked), now=now))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


def journal_of_all(root: Path) -> Path:
    """A journal in which every report stands."""
    (root / "people").mkdir(parents=True)
    (root / "journal.toml").write_text("format = 1\n")
    for place in ("one-on-ones", "feedback"):
        (root / place).mkdir()
    for name in PEOPLE:
        (root / "people" / f"{name}.md").write_text(page())
        for n in range(4):
            planned = day(f"06-{2 + 7 * n:02d}")
            held = {"status": "moved", "moved_by": "me"} if name == "zebulon" else {"status": "held"}
            (root / "one-on-ones" / f"{planned}-{name}.md").write_text(
                page(person=name, planned=planned, agenda_theirs=n, agenda_mine=1, **held)
            )
            (root / "feedback" / f"{planned}-{name}.md").write_text(
                page(person=name, event=planned, given=planned, situation="x", behaviour="y", impact="z")
            )
    return root


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the mirror every test of the module may ask."""
    return tmp_path_factory.mktemp("home") / "podium"


@pytest.fixture(scope="module")
def mirror(team: Path, home: Path) -> Iterator[Mirror]:
    """One mirror beside such a journal for every receipt: none depends on what was asked before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(home))
        patch.setenv("PODIUM_JOURNAL", str(journal_of_all(home.parent / "journal")))
        opened = Mirror(
            Scope(paths=(team,), me=("ana@example.org",), as_of=date.fromisoformat(LAST_DAY)),
            now=datetime(2026, 7, 1, tzinfo=UTC),
        )
        assert opened.journal
    yield opened
    opened.close()


@pytest.fixture
def run(team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command beside a journal in which every report stands."""
    monkeypatch.setenv("PODIUM_JOURNAL", str(journal_of_all(tmp_path / "journal")))

    def type_in(*words: str) -> str:
        found = CliRunner().invoke(podium, words)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.stdout

    return type_in


# -- by query -------------------------------------------------------------------------------------------------------

BENEATH = [
    "select at_s as moment, ref, person as amount from acts",
    "select 1 as moment, identity as ref, person as amount from who",
    "select author_at as moment, author as ref, 1 as amount from commits",
    "select 1 as moment, author as ref, 1 as amount from everything",
    "select 1 as moment, ref, (select max(person) from whom) as amount from mine",
    "select 1 as moment, ref, 1 as amount from ours where ref in (select hash from commits)",
    "select 1 as moment, ref, 1 as amount from temp.main.acts",
    "select * from (with acts as (select 1 as one) select * from acts) x, acts",
    "with acts as (select * from acts) select at_s as moment, ref, person as amount from acts",
    "with recursive r as (select 1 as n union all select person from acts) select * from r",
    "select * from query('select * from acts')",
    "select * from query_table('acts')",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from duckdb_tables()",
    "select * from (summarize acts)",
    "select 1; select * from acts",
    "create table x as select 1",
    "attach 'x.db'",
    "copy (select 1) to 'x.csv'",
    "not sql at all",
    "select * from strangers",
    "select * from facts",
    "select * from links",
    "select * from (pivot acts on person using count(*))",
    "select unnest(list) from (select list(person) as list from acts)",
]


@pytest.mark.parametrize("select", BENEATH)
def test_a_question_reaches_nothing_beneath_the_views(mirror: Mirror, select: str) -> None:
    with pytest.raises(Misuse):
        mirror.evidence.ask(select, mirror.window, question="curious")


def test_what_the_views_hold_can_be_asked_with_ctes_and_describe(mirror: Mirror) -> None:
    asked = "with acts as (select verb from ours), more as (select verb from acts) select count(*) from more"
    assert mirror.evidence.ask(asked, mirror.window, question="fine")[0][0] > 0
    assert mirror.evidence.ask("select * from (describe crowd)", mirror.window, question="columns")


def test_a_signal_of_somebody_elses_package_meets_the_same_door(mirror: Mirror) -> None:
    brought = signals.Signal(
        name="curious",
        asks="Who?",
        rows="select at_s as moment, ref, person as amount from acts",
        fold=signals.named("own-share").fold,
        least=1,
        blind_to="-",
        source="-",
        grade="weak",
    )
    with pytest.raises(Misuse):
        mirror.reader(brought)


def test_no_column_tells_reports_apart_in_what_she_wrote(run: Run, look_at: Callable[..., Mirror]) -> None:
    mirror = look_at()
    rows = mirror.evidence.ask("select * from written", mirror.window, question="written")
    assert rows, "her journal is read"
    said = json.dumps(rows).lower()
    assert not [name for name in PEOPLE if name in said]
    per_ref = mirror.evidence.ask(
        "select ref, count(*) from written where what = 'one-on-one' group by ref", mirror.window, question="group"
    )
    assert {count for _, count in per_ref} == {1}, "no two talks can be put together"


# -- by JSON --------------------------------------------------------------------------------------------------------


def numbers_beside_names(value: Any, path: str = "") -> Iterator[str]:
    """Places where a name keys a number, or stands in a row of its own beside one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if any(name in str(key).lower() for name in PEOPLE):
                yield f"{path}.{key}"
            yield from numbers_beside_names(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from numbers_beside_names(inner, f"{path}[{place}]")


WORDS = ["--me", "ana@example.org", "--as-of", LAST_DAY]


def test_the_look_as_json_names_nobody(run: Run, team: Path) -> None:
    said = run("look", str(team), *WORDS, "--json").lower()
    assert '"talks-moved"' in said
    assert not [name for name in PEOPLE if name in said]


EVERY_SIGNAL = [s.name for s in signals.every()]
# What the terminal prints is what the receipt holds: each sort of signal shows it, hers, the group's and the journal's.
TYPED = ("own-share", "reactive-share", "talks-moved")


@pytest.mark.parametrize("signal", by_day(EVERY_SIGNAL, *TYPED))
def test_the_terminal_prints_the_receipt(run: Run, mirror: Mirror, team: Path, signal: str) -> None:
    printed = run("why", signal, str(team), *WORDS, "--json")
    assert json.loads(printed) == json.loads(output.to_json(receipt.of(mirror, signal)))


@pytest.mark.parametrize("signal", EVERY_SIGNAL)
def test_no_receipt_as_json_adds_up_over_a_person(mirror: Mirror, signal: str) -> None:
    told = json.loads(output.to_json(receipt.of(mirror, signal)))
    assert list(numbers_beside_names(told)) == []
    events = told["lines"][0]["events"]
    refs = [event["ref"] for event in events if "ref" in event]
    named = [ref for ref in refs if any(name in ref for name in PEOPLE)]
    assert len(named) == len(set(named)), "a file of hers is a row of its own, never a sum"


def test_the_journal_as_json_is_its_entries_and_no_sum(run: Run) -> None:
    for kind, per_person in (("one-on-one", 4), ("feedback", 4), ("person", 1)):
        told = json.loads(run("journal", "list", kind, "--json"))
        assert len(told) == per_person * len(PEOPLE)
        assert list(numbers_beside_names(told)) == []
        assert [entry["file"] for entry in told] == sorted(entry["file"] for entry in told), "in the order of files"


# -- by sorting and options -----------------------------------------------------------------------------------------


def commands(group: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(words), group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield from commands(found, (*words, name))


def test_no_command_sorts_ranks_groups_or_picks_by_person() -> None:
    found = {
        f"{words} {option}"
        for words, command in commands(podium)
        for param in command.params
        for option in param.opts
        if option.strip("-") in {"sort", "sort-by", "order", "group-by", "person", "author", "top", "rank", "who"}
    }
    assert found == set()


# -- by --team ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_list_under_five_blanks_every_number_about_others(look_at: Callable[..., Mirror], count: int) -> None:
    mirror = look_at(PEOPLE[:count])
    assert {s.name: mirror.reader(s).for_judging.n for s in ABOUT_OTHERS} == {s.name: 0 for s in ABOUT_OTHERS}
    assert {mirror.reader(s).value for s in ABOUT_OTHERS} == {None}
    told = mirror.look()
    assert any("of your list acted" in gap for gap in told.coverage.gaps)


def test_padding_a_list_with_people_who_do_not_exist_helps_nobody(look_at: Callable[..., Mirror]) -> None:
    mirror = look_at((PEOPLE[0], *(f"nobody{n}" for n in range(9))))
    assert {mirror.reader(s).value for s in ABOUT_OTHERS} == {None}


def test_her_own_numbers_do_not_change_with_the_list(look_at: Callable[..., Mirror]) -> None:
    whole, one = look_at(), look_at(PEOPLE[:1])
    assert [whole.reader(s).value for s in HERS] == [one.reader(s).value for s in HERS]


def test_a_list_of_five_is_told(look_at: Callable[..., Mirror]) -> None:
    assert look_at(PEOPLE[:5]).reader(signals.named("reactive-share")).value is not None


# -- by differencing ------------------------------------------------------------------------------------------------


def test_two_looks_one_person_apart_cannot_be_subtracted(look_at: Callable[..., Mirror]) -> None:
    assert look_at(PEOPLE[:5]).reader(signals.named("reactive-share")).value is not None
    other = look_at(PEOPLE[:6])
    assert {other.reader(s).for_judging.n for s in ABOUT_OTHERS} == {0}
    assert any("differs by fewer than five people" in gap for gap in other.look().coverage.gaps)


def test_nor_everybody_and_everybody_but_one(look_at: Callable[..., Mirror]) -> None:
    assert look_at().reader(signals.named("reactive-share")).value is not None
    all_but_one = look_at(PEOPLE[:6])
    assert {all_but_one.reader(s).for_judging.n for s in ABOUT_OTHERS} == {0}


def test_the_same_list_in_another_order_and_padded_is_the_same_group(look_at: Callable[..., Mirror]) -> None:
    first = look_at(PEOPLE[:5]).reader(signals.named("reactive-share"))
    again = look_at((*reversed(PEOPLE[:5]), "nobody")).reader(signals.named("reactive-share"))
    assert (first.value, first.for_judging.n) == (again.value, again.for_judging.n)


def test_a_team_that_changes_is_told_again_four_weeks_later(look_at: Callable[..., Mirror]) -> None:
    look_at(PEOPLE[:5])
    later = look_at(PEOPLE[:6], now=datetime(2026, 7, 29, tzinfo=UTC))
    assert later.reader(signals.named("reactive-share")).value is not None


def test_what_is_remembered_of_a_group_names_nobody(look_at: Callable[..., Mirror]) -> None:
    look_at(PEOPLE[:5])
    said = paths.told_teams().read_text().lower()
    assert said != "[]"
    assert not [name for name in (*PEOPLE, "ana", "@") if name in said]


def test_a_window_in_which_fewer_than_five_acted_is_not_told(look_at: Callable[..., Mirror]) -> None:
    mirror = look_at(as_of=date(2026, 6, 23), since=date(2026, 6, 23))
    group = [s for s in signals.every() if s.is_group and s.over == "window"]
    assert {mirror.reader(s).value for s in group} == {None}


# -- by labelling ---------------------------------------------------------------------------------------------------


def test_labelling_shows_no_single_reports_changes(run: Run, team: Path, tmp_path: Path) -> None:
    listed = tmp_path / "one.txt"
    listed.write_text("zebulon@example.org\n")
    with pytest.raises(CannotTell, match="need five people"):
        run("work", "label", str(team), *WORDS, "--team", str(listed))


def test_labelling_the_whole_team_names_nobody(run: Run, team: Path) -> None:
    said = run("work", "label", str(team), *WORDS).lower()
    assert "1/40" in said
    assert not [name for name in PEOPLE if name in said]


# -- by count of rows -----------------------------------------------------------------------------------------------


def test_the_sunset_alarm_of_a_team_of_two_does_not_count_the_others_work(weeks: Callable[..., Week]) -> None:
    text = "".join(f"2026-03-{2 + n:02d} 10:00+0100 bo wrote c{n} a.py\n" for n in range(9))
    journal = {"initiatives/x.md": page(title="X", status="active", paths=["src/**"])}
    made = weeks("2026-03-01 10:00+0100 ana wrote a1 b.py\n" + text, journal=journal)
    assert made.read(signals.named("zombie-changes")).for_judging.n == 0
    assert made.read(signals.named("linked-share")).value is None


# -- by hands -------------------------------------------------------------------------------------------------------

AGENTS = r"""\n\nCo-authored-by:_Claude_<noreply@anthropic.com>"""


def with_agents(users: tuple[str, ...]) -> str:
    """The same work of six people; those named use an agent for every second change."""
    people = ("ana", "bo", "chi", "dee", "eli", "fay")
    return "".join(
        f"2026-03-{2 + n // 12:02d} {9 + n % 8:02d}:{n % 60:02d}+0100 {people[n % 6]} wrote c{n} s{n % 9}.py says=fix:_x"
        f"{AGENTS if people[n % 6] in users and n // 6 % 2 else ''}\n"
        for n in range(120)
    )


def test_a_reports_use_of_agents_is_nowhere(weeks: Callable[..., Week]) -> None:
    """Whether some of the others use agents changes no row of any view but her own, and no number."""
    plain = weeks(with_agents(()))
    views = ("mine", "ours", "crowd", "splits", "written")

    def answers(made: Week) -> list[object]:
        rows = [made.evidence.ask(f"select * from {view}", made.window(), question=view) for view in views]
        read = [(signal.name, made.read(signal)) for signal in signals.every()]
        return [*zip(views, rows, strict=True), *((name, m.value, m.n, m.rows, m.details) for name, m in read)]

    told = answers(plain)
    for users in (("bo",), ("bo", "chi"), ("bo", "chi", "dee", "eli")):
        assert answers(weeks(with_agents(users))) == told, users


@pytest.mark.parametrize("view", ["ours", "crowd"])
def test_no_view_of_others_has_a_column_for_hands(weeks: Callable[..., Week], view: str) -> None:
    made = weeks(with_agents(("bo",)))
    rows = made.evidence.ask(f"select column_name from (describe {view})", made.window(), question="columns")
    assert not {row[0] for row in rows} & {"hand", "hands", "with_agent", "agent_lines", "mark", "lines"}


def test_the_words_of_a_score_of_agents_are_nowhere(run: Run, team: Path) -> None:
    forbidden = "ai " + "score"
    assert forbidden not in run("look", str(team), *WORDS).lower()
    root = Path(__file__).parents[1]
    files = [
        p for p in (*root.glob("src/**/*"), *root.glob("docs/**/*.md")) if p.suffix in {".py", ".md", ".toml", ".html"}
    ]
    assert [p.name for p in files if forbidden in p.read_text(encoding="utf-8").lower()] == []
