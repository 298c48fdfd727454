"""The mirror joins clones, her file and the traps: what it read, what it could not see, and what one line changes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clones import Clone
from little_team import LAST_DAY, make
from podium.core.errors import CannotTell, Misuse
from podium.core.group import Band
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.signals.late_share import LATE_SHARE
from podium.signals.own_share import OWN_SHARE
from podium.system import paths as home

NOW = datetime(2999, 1, 1, tzinfo=UTC)
LAST = date.fromisoformat(LAST_DAY)
Open = Callable[..., Mirror]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("team") / "web", weeks=30)


@pytest.fixture
def look() -> Iterator[Open]:
    """Open mirrors, and close them whatever happens."""
    opened: list[Mirror] = []

    def start(*paths: Path, me: tuple[str, ...] = ("ana@example.org",), **named: object) -> Mirror:
        opened.append(Mirror(Scope(paths=paths, me=me, **named), now=NOW))  # type: ignore[arg-type]
        return opened[-1]

    yield start
    for mirror in opened:
        mirror.close()


def write_me(text: str) -> None:
    home.me_file().parent.mkdir(parents=True, exist_ok=True)
    home.me_file().write_text(text, encoding="utf-8")


def test_coverage_says_what_was_read(team: Path, look: Open) -> None:
    cover = look(team, as_of=LAST).coverage()
    assert [(name, branch) for name, branch, _ in cover.repositories] == [("web", "main")]
    commits = int(subprocess.check_output(["git", "-C", str(team), "rev-list", "--count", "main"]))
    assert cover.commits == f"{Band.of(commits)} commits"
    assert [said for _, _, said in cover.repositories] == [str(Band.of(commits))]
    assert cover.group_size == 8
    assert cover.spellings == 1
    assert any("other branches" in gap for gap in cover.gaps)


def test_two_clones_of_one_repository_are_counted_once(team: Path, look: Open, tmp_path: Path) -> None:
    again = tmp_path / "again"
    subprocess.run(["git", "clone", "-q", str(team), str(again)], check=True, capture_output=True)
    one, both = look(team, as_of=LAST), look(team, again, as_of=LAST)
    assert both.coverage().commits == one.coverage().commits
    assert both.reader(OWN_SHARE).for_judging.rows == one.reader(OWN_SHARE).for_judging.rows


def test_two_repositories_are_one_mirror(team: Path, look: Open, tmp_path: Path) -> None:
    other = make(tmp_path / "api", weeks=8)
    both = look(team, other, as_of=LAST)
    assert [name for name, _, _ in both.coverage().repositories] == ["api", "web"]
    assert both.reader(OWN_SHARE).for_judging.n > look(team, as_of=LAST).reader(OWN_SHARE).for_judging.n


def test_a_line_in_her_file_applies_at_once(team: Path, look: Open) -> None:
    before = look(team, as_of=LAST, weeks=8).reader(LATE_SHARE)
    write_me('[me]\nhours = "Mon-Sun 22:00-24:00"\n')
    after = look(team, as_of=LAST, weeks=8).reader(LATE_SHARE)
    assert before.value != after.value
    assert before.n == after.n


def test_leave_on_call_integrator_and_reports_come_from_her_file(team: Path, look: Open) -> None:
    write_me('[me]\nemails = ["ana@example.org"]\nintegrator = true\nreports = 3\n')
    mirror = look(team, me=(), as_of=LAST)
    assert mirror.reader.context.is_integrator
    assert mirror.reader.context.is_tech_lead
    assert mirror.look().judged[0].why.startswith("with 3 reports")


def test_she_is_found_by_git_config_when_nothing_is_said(look: Open, tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    clone.commit()
    clone.git("config", "user.email", "ada@example.org")
    assert look(clone.path, me=()).book.me.reasons


def test_a_spelling_with_her_name_is_proposed_and_not_taken(look: Open, tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    clone.commit()
    clone.git("-c", "user.email=ada@work.example", "commit", "-q", "--allow-empty", "-m", "x")
    mirror = look(clone.path, me=("ada@example.org",))
    assert mirror.perhaps_me() == ["Ada Lovelace <ada@work.example>"]
    assert len(mirror.book.me.reasons) == 1


def test_a_doubtful_name_is_asked_about_and_counted(look: Open, tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    clone.commit()
    clone.git(
        "-c", "user.name=deploy bot", "-c", "user.email=deploy@example.org", "commit", "-q", "--allow-empty", "-m", "x"
    )
    mirror = look(clone.path, me=("ada@example.org",))
    assert mirror.perhaps_bots() == ["deploy bot <deploy@example.org>"]
    assert any("1 name that may be automation" in gap for gap in mirror.coverage().gaps)
    assert not any("deploy" in gap for gap in mirror.coverage().gaps)


def test_what_lies_after_the_day_is_said_and_left_out(team: Path, look: Open) -> None:
    gaps = look(team, as_of=date(2026, 5, 31)).coverage().gaps
    assert any("after the day looked at" in gap for gap in gaps)


def test_a_shallow_clone_is_said(team: Path, look: Open, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "50", f"file://{team}", str(shallow)], check=True, capture_output=True
    )
    assert any("git fetch --unshallow" in gap for gap in look(shallow, as_of=LAST).coverage().gaps)


def test_the_weeks_of_a_picture_end_with_the_window(team: Path, look: Open) -> None:
    mirror = look(team, as_of=LAST)
    weeks = mirror.weekly(OWN_SHARE)
    assert len(weeks) == 30
    assert weeks[-1] is not None


def test_a_second_look_is_the_same_look(team: Path, look: Open) -> None:
    first, second = look(team, as_of=LAST).look(), look(team, as_of=LAST).look()
    assert first == second


@pytest.mark.parametrize(
    ("named", "stop"),
    [
        ({"weeks": 0}, Misuse),
        ({"weeks": 105}, Misuse),
        ({"since": date(2027, 1, 1)}, Misuse),
        ({"team": Path("/nowhere/team.txt")}, Misuse),
        ({"me": ("nobody@example.org",)}, CannotTell),
        ({"as_of": date(1990, 1, 1)}, CannotTell),
    ],
)
def test_what_makes_no_sense_is_refused(
    team: Path, look: Open, named: dict[str, object], stop: type[Exception]
) -> None:
    with pytest.raises(stop):
        look(team, **named)


def test_without_a_repository_there_is_nothing_to_look_at(look: Open) -> None:
    with pytest.raises(Misuse, match="podium look"):
        look()
