"""The asker is the subject: no command, page or tool opens the mirror of somebody else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from clones import Clone
from podium.app import absence, asker, last_look, repositories
from podium.app.open_mirrors import OpenMirrors
from podium.app.session import Session
from podium.cli.main import podium
from podium.core.errors import Misuse, Stop
from podium.mirror.look import Scope
from podium.system import paths

NOW = datetime(2026, 3, 20, tzinfo=UTC)
AT = 1772452800
NOT_YOURS = re.escape("bo@example.org is not known as yours")
SPELLED = {
    "ada": "Ada Lovelace <ada@example.org>",
    "home": "Ada Lovelace <ada@home.example>",
    "byron": "A. Byron <byron@home.example>",
    "bo": "Bo <bo@example.org>",
}


@pytest.fixture(autouse=True)
def _fresh_home(_at_home: None) -> None:
    paths.first_address().unlink()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    made = Clone.new(tmp_path / "web")
    tip: tuple[str, ...] = ()
    for n in range(12):
        author = f"{list(SPELLED.values())[n % 4]} {AT + 9000 * n} +0100".encode()
        tip = (made.commit_object({b"a.py": b"%d" % n}, tip, author=author),)
    made.point(tip[0])
    return made.path


def look(clone: Path, *me: str, says: bool | None = None) -> set[str]:
    """Whose commits the mirror takes for hers; `says` answers the question, None where nobody can be asked."""
    questions: list[str] = []

    def confirm(question: str) -> bool:
        questions.append(question)
        return bool(says)

    session = Session(clock=lambda: NOW, confirm=None if says is None else confirm)
    with session.mirror(Scope((clone,), me=me)) as mirror:
        return set(mirror.book.me.reasons)


def write_me(text: str) -> None:
    paths.me_file().write_text(text)


def test_a_fresh_home_asks_once_and_says_why(clone: Path) -> None:
    questions: list[str] = []
    session = Session(clock=lambda: NOW, confirm=lambda question: not questions.append(question))
    for _ in range(2):
        with session.mirror(Scope((clone,), me=("ada@example.org",))):
            pass
    assert len(questions) == 1
    assert "Is ada@example.org you?" in questions[0]
    assert "your own" in questions[0]
    assert "It cannot stop anybody who counts commits with git" in questions[0]


def test_who_says_no_sees_nothing_and_may_name_another_address(clone: Path) -> None:
    with pytest.raises(Misuse, match="nothing was read"):
        look(clone, "bo@example.org", says=False)
    assert not paths.first_address().exists()
    assert look(clone, "ada@example.org", says=True)


def test_without_a_terminal_the_first_address_typed_is_yours_and_stays_it(clone: Path) -> None:
    remarks: list[str] = []
    session = Session(clock=lambda: NOW, say=remarks.append)
    with session.mirror(Scope((clone,), me=("ada@example.org",))) as mirror:
        assert set(mirror.book.me.reasons) == {SPELLED["ada"]}
    assert remarks[0].startswith(
        "ada@example.org counts as you from now on. podium shows one person's mirror: your own"
    )
    with pytest.raises(Misuse, match=NOT_YOURS):
        look(clone, "bo@example.org")


def test_without_a_terminal_no_mail_is_taken_before_a_first_look(clone: Path) -> None:
    with pytest.raises(Misuse) as stop:
        asker.check_typed(("ada@example.org",), None)
    assert 'emails = ["ada@example.org"]' in str(stop.value)
    assert str(paths.me_file()) in str(stop.value)
    write_me('[me]\nemails = ["ada@example.org"]\n')
    assert look(clone) == {SPELLED["ada"]}


def test_another_persons_address_is_refused_once_one_is_hers(clone: Path) -> None:
    look(clone, "ada@example.org", says=True)
    for says in (None, True):
        with pytest.raises(Misuse, match=NOT_YOURS):
            look(clone, "bo@example.org", says=says)
        with pytest.raises(Misuse, match=NOT_YOURS):
            look(clone, "ada@example.org", "bo@example.org", says=says)


def test_an_address_that_commits_under_her_own_name_is_hers(clone: Path) -> None:
    look(clone, "ada@example.org", says=True)
    assert look(clone, "ada@home.example") == {SPELLED["home"]}


@pytest.mark.parametrize(
    "text",
    [
        '[me]\nemails = ["bo@example.org"]\n',
        '[me]\nemails = ["ada@example.org", "bo@example.org"]\n',
    ],
)
def test_a_file_rewritten_for_somebody_else_is_refused(clone: Path, text: str) -> None:
    look(clone, "ada@example.org", says=True)
    write_me(text)
    with pytest.raises(Misuse, match="not known as yours"):
        look(clone)


def test_an_address_of_hers_under_another_name_takes_an_alias(clone: Path) -> None:
    look(clone, "ada@example.org", says=True)
    write_me('[me]\nemails = ["ada@example.org", "byron@home.example"]\n')
    with pytest.raises(Misuse, match="aliases"):
        look(clone)
    write_me('[me]\nemails = ["ada@example.org", "byron@home.example"]\naliases = ["A. Byron"]\n')
    assert SPELLED["byron"] in look(clone)


def test_settings_of_git_make_an_address_hers(clone: Path) -> None:
    Clone(clone).git("config", "user.email", "ada@example.org")
    with pytest.raises(Misuse, match=NOT_YOURS):
        look(clone, "bo@example.org")
    assert look(clone)
    Clone(clone).git("config", "user.email", "bo@example.org")
    with pytest.raises(Misuse, match=NOT_YOURS):
        look(clone)


def test_a_name_in_the_settings_of_git_claims_nobody(clone: Path) -> None:
    look(clone, "ada@example.org", says=True)
    Clone(clone).git("config", "user.email", "ada@example.org")
    Clone(clone).git("config", "user.name", "Bo")
    assert SPELLED["bo"] not in look(clone, "ada@example.org")
    with pytest.raises(Misuse):
        look(clone)
    with pytest.raises(Misuse):
        look(clone, "Bo <ada@example.org>")


def test_a_mailmap_joins_nobody_to_an_address_that_is_not_hers(clone: Path) -> None:
    (clone / ".mailmap").write_text("Bo <bo@new.example> <bo@example.org>\n")
    look(clone, "ada@example.org", says=True)
    with pytest.raises(Misuse):
        look(clone, "bo@new.example")


def test_addresses_listed_under_people_cannot_be_claimed(clone: Path) -> None:
    write_me('[[people]]\nname = "Bo"\nemails = ["bo@example.org"]\nlogins = ["github:bo"]\nrelation = "report"\n')
    with pytest.raises(Misuse, match="listed as somebody else's"):
        look(clone, "BO@example.org", says=True)
    for mine in ('emails = ["bo@example.org"]', 'logins = ["github:Bo"]'):
        write_me(f'[me]\n{mine}\n[[people]]\nname = "Bo"\nemails = ["bo@example.org"]\nlogins = ["github:bo"]\n')
        with pytest.raises(Misuse, match="listed as somebody else's"):
            look(clone, says=True)


def test_the_page_asks_beside_the_field_and_refuses_the_same(clone: Path) -> None:
    session = Session(clock=lambda: NOW, mirrors=(mirrors := OpenMirrors(lambda: NOW)))
    asked = repositories.choose(session, [str(clone)], ["ada@exmaple.org"])
    with pytest.raises(Stop):
        mirrors.get(asked, patience_s=60)
    asked = repositories.choose(session, [str(clone)], ["ada@example.org"])
    mirrors.get(asked, patience_s=60)
    asked = repositories.choose(session, [str(clone)], ["bo@example.org"])
    with mirrors.closing(), pytest.raises(Misuse, match=NOT_YOURS):
        mirrors.get(asked, patience_s=60)


def test_a_look_written_into_podiums_own_file_is_refused_too(clone: Path) -> None:
    look(clone, "ada@example.org", says=True)
    last_look.keep(Scope((clone,), me=("bo@example.org",)))
    done = CliRunner().invoke(podium, ["why", "late-share"])
    assert isinstance(done.exception, Misuse)


@pytest.mark.parametrize(
    "words", [["lint", "message", "-"], ["connect", "ics", "cal.ics", "--set", "me=bo@example.org"]]
)
def test_no_mail_and_no_calendar_is_read_as_somebody_elses(clone: Path, words: list[str]) -> None:
    look(clone, "ada@example.org", says=True)
    more = ["--me", "bo@example.org"] if words[0] == "lint" else []
    done = CliRunner().invoke(podium, [*words, *more], input="From: Bo <bo@example.org>\n\nHello.\n")
    assert isinstance(done.exception, Misuse), done.output
    assert "bo@example.org" in str(done.exception)


def test_a_calendar_of_a_report_shows_no_leave(clone: Path) -> None:
    look(clone, "ada@example.org", says=True)
    with pytest.raises(Misuse):
        asker.check_typed(["bo@example.org"], None)
    assert absence.asker is asker


def test_what_is_kept_holds_her_addresses_alone(clone: Path) -> None:
    look(clone, "ada@example.org", says=True)
    assert json.loads(paths.first_address().read_bytes())["addresses"] == ["ada@example.org"]
