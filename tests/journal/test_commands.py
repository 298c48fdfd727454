"""`podium init`, `new` and `journal`, as they are typed."""

from __future__ import annotations

import json
import re
import shlex
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import terminal
from podium.cli.main import podium
from podium.core.errors import CannotWrite, Locked, Misuse, Stop
from podium.journal import age, kinds, open_journal

Run = Callable[..., Result]
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command; what stops podium is raised, its data is on stdout."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PODIUM_JOURNAL", raising=False)
    monkeypatch.delenv("PODIUM_PASSPHRASE_FILE", raising=False)

    def type_in(*words: str, answers: str = "") -> Result:
        result = CliRunner().invoke(podium, words, input=answers)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in


@pytest.fixture
def home(run: Run, tmp_path: Path) -> Path:
    run("init", str(tmp_path / "lead"))
    return tmp_path / "lead"


def contents(root: Path) -> dict[Path, bytes]:
    """Every file but those podium makes while it writes."""
    files = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".podium"))
    return {path: path.read_bytes() for path in files}


def test_init_makes_a_journal_that_reads_without_mistakes_and_is_hers_alone(run: Run, home: Path) -> None:
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert open_journal(home).notes() == ()
    readme = (home / "README.md").read_text()
    assert all(kind.place in readme for kind in kinds.every())
    assert run("journal", "check").stderr == "0 entries read, no mistakes\n"


def test_init_again_overwrites_nothing_and_adds_what_is_missing(run: Run, home: Path) -> None:
    (home / "README.md").write_text("mine\n")
    (home / "goals.toml").unlink()
    before = contents(home)
    run("init", str(home))
    after = contents(home)
    assert {path: data for path, data in after.items() if path.name != "goals.toml"} == before
    assert (home / "goals.toml").exists()
    settled = contents(home)
    assert "nothing was missing" in run("init", str(home)).stderr
    assert contents(home) == settled


def test_a_second_journal_is_used_only_when_asked(run: Run, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert "goes on using" in run("init", str(other)).stderr
    assert str(home) in run("new", "person", "ana").stdout
    run("init", str(other), "--use")
    assert str(other) in run("new", "person", "ana").stdout


def test_init_where_a_file_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="could not be made"):
        run("init", str(tmp_path / "file"))


def test_the_journal_is_the_one_named_first(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", str(tmp_path / "second"))
    run("init", str(tmp_path / "third"))
    monkeypatch.setenv("PODIUM_JOURNAL", str(tmp_path / "second"))
    assert "second" in run("new", "person", "a").stdout
    assert "third" in run("new", "person", "a", "--journal", str(tmp_path / "third")).stdout
    monkeypatch.delenv("PODIUM_JOURNAL")
    assert str(home) in run("new", "person", "a").stdout


def test_without_a_journal_the_way_to_one_is_said(run: Run) -> None:
    with pytest.raises(Stop, match="no journal is known yet"):
        run("journal", "check")


def test_new_from_settings_prints_the_path_and_the_entry_is_there(run: Run, home: Path) -> None:
    words = ["--set", "date=2026-11-20", "--set", "what=Finance closes in 2 days, not 5!", "--set", "before=5"]
    path = Path(run("new", "win", *words, "--set", "credit=Bo, Ana", "--set", "my_own=x").stdout.strip())
    assert path.name == "2026-11-20-finance-closes-in-2-days-not-5.md"
    (win,) = open_journal(home).entries("win")
    assert (win.head.before, win.head.credit, win.extra) == (5.0, ("Bo", "Ana"), {"my_own": "x"})
    again = Path(run("new", "win", *words).stdout.strip())
    assert again.name == "2026-11-20-finance-closes-in-2-days-not-5-2.md"


def test_new_asks_the_few_needed_questions(run: Run, home: Path) -> None:
    answers = "ana\n\n3\n1\n"
    result = run("new", "one-on-one", "--ask", "--set", "planned=2026-11-17", answers=answers)
    assert "person: with whom, an id of people/" in result.stderr
    (entry,) = open_journal(home).entries("one-on-one")
    assert entry.id == "2026-11-17-ana"
    assert (entry.head.person, entry.head.status, entry.head.agenda_theirs) == ("ana", "held", 3)


def test_new_asks_for_a_name_where_none_can_be_made(run: Run, home: Path) -> None:
    run("new", "person", "--ask", answers="7\nbo\n")
    assert [(each.id, each.head.rhythm_days) for each in open_journal(home).entries("person")] == [("bo", 7)]


def test_new_opens_the_editor_when_told_and_names_what_was_mistyped(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf -- "+++\\ntitle = 1\\n+++\\n" > "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    result = run("new", "initiative", "x", "--set", "title=T", "--edit")
    assert "initiatives/x.md:2:1: title: expected text, found a whole number" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "which kind"),
        (["wim"], "no kind 'wim'"),
        (["win"], "a win needs what"),
        (["person"], "a person needs an id"),
        (["person", "../x"], "cannot be an id"),
        (["win", "--set", "what"], "--set takes key=value"),
        (["win", "--set", "what=x", "--set", "before=five"], "before: expected number, not 'five'"),
        (["win", "--set", "what=x", "--set", "date=20.11.2026"], "date: expected date"),
        (["win", "--set", "what=x", "--set", "is_confidential=perhaps"], "expected true or false"),
        (["win", "--set", "what=x", "--set", "credit=[1"], "credit: no list"),
        (["win", "--set", "what=x", "--set", "axis=fame"], "axis: 'fame' is not one of"),
        (["recall", "r", "--set", "score=3"], "score: the answer is 0, 1 or 2"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(run: Run, home: Path, words: list[str], told: str) -> None:
    before = contents(home)
    with pytest.raises(Misuse) as refused:
        run("new", *words)
    assert told in str(refused.value)
    assert contents(home) == before


def test_check_names_every_mistake_and_leaves_with_4(home: Path) -> None:
    (home / "wins" / "x.md").write_text("+++\nwhat = 1\n+++\n")
    checked = terminal.run("journal", "check", "--journal", home)
    assert checked.code == 4
    assert checked.out.splitlines()[0].startswith("wins/x.md:2:1: date: is missing")
    assert checked.err == f"0 entries read\npodium: 2 mistakes in the journal ({home})\n"
    told = terminal.run("journal", "check", "--json", "--journal", home)
    assert told.code == 4
    _, wrong = json.loads(told.out)
    assert (wrong["file"], wrong["line"], wrong["column"], wrong["field"]) == ("wins/x.md", 2, 1, "what")
    assert (wrong["what"], wrong["instead"][:13]) == ("expected text, found a whole number", "write what = ")


def test_list_shows_ids_and_places_and_that_something_is_missing(run: Run, home: Path) -> None:
    run("new", "person", "bo")
    run("new", "person", "ana")
    (home / "people" / "x.md").write_text("no head\n")
    result = run("journal", "list", "person")
    assert result.stdout == "ana\tpeople/ana.md:1\nbo\tpeople/bo.md:1\n"
    assert "1 mistakes there" in result.stderr
    told = json.loads(run("journal", "list", "person", "--json").stdout)
    assert [each["id"] for each in told] == ["ana", "bo"]


def test_lock_and_unlock_with_an_identity(run: Run, home: Path, tmp_path: Path) -> None:
    run("new", "person", "ana")
    run("journal", "check")
    identity = tmp_path / "key.txt"
    identity.write_text(f"# mine\n{age.new_key().text}\n")
    before = contents(home)
    assert "files locked" in run("journal", "lock", "--identity", str(identity)).stderr
    assert list((tmp_path / "home").rglob("*.msgpack")) == []
    for words in (["journal", "check"], ["journal", "list", "person"], ["new", "person", "bo"]):
        with pytest.raises(Locked, match="the journal is locked"):
            run(*words)
    with pytest.raises(CannotWrite, match="locked"):
        run("init", str(home))
    run("journal", "unlock", "--identity", str(identity))
    assert contents(home) == before
    with pytest.raises(Stop, match="no age identity"):
        run("journal", "lock", "--identity", str(home / "README.md"))


@pytest.mark.slow
def test_lock_asks_for_the_passphrase_twice_and_shows_it_never(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(home)
    result = run("journal", "lock", answers="hush hush\nhush hush\n")
    assert "hush" not in result.output
    words = tmp_path / "words"
    monkeypatch.setenv("PODIUM_PASSPHRASE_FILE", str(words))
    words.write_text("wrong\n")
    with pytest.raises(Locked, match="nothing was changed"):
        run("journal", "unlock")
    words.write_text("hush hush\n")
    run("journal", "unlock")
    assert contents(home) == before


def test_an_empty_passphrase_file_locks_nothing(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(home)
    for text in ("", "\n"):
        (tmp_path / "words").write_text(text)
        monkeypatch.setenv("PODIUM_PASSPHRASE_FILE", str(tmp_path / "words"))
        with pytest.raises(Stop, match="passphrase file is empty"):
            run("journal", "lock")
    assert contents(home) == before


def test_every_command_of_the_howto_works_as_printed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    text = (DOCS / "howto" / "your-journal.md").read_text(encoding="utf-8")
    typed = re.findall(r"^ *\$ podium (.+)$", text, re.MULTILINE)
    commands = [shlex.split(each) for each in typed if each != "journal lock"]
    assert len(commands) > 5
    for words in commands:
        assert run(*words).exit_code == 0
    assert run("journal", "check").stderr == "6 entries read, no mistakes\n"


def test_no_option_sorts_groups_or_counts_people() -> None:
    from podium.cli.commands.journal import command

    options = {name for each in command.commands.values() for option in each.params for name in option.opts}
    assert options == {"--journal", "--json", "--identity", "kind", "name", "--yes", "--history"}
    public = {name for name in dir(open_journal.__globals__["Journal"]) if not name.startswith("_")}
    assert public == {"entries", "entry", "notes", "fresh", "write", "create"}


def test_a_key_no_kind_knows_is_kept_and_pointed_out(run: Run, home: Path) -> None:
    made = run("new", "happening", "--set", "first=2026-05-04", "--set", "what=launch", "--set", "until=2026-05-08")
    assert (
        "podium does not read the field until in a happening; it stays in your file (fields it reads: id, first, what, last, sort)"
        in made.stderr
    )
