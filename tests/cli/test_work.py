"""`podium work label`: one key an answer, each kept at once, none asked twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from little_team import LAST_DAY, make
from podium.cli.main import podium
from podium.core.errors import CannotRead
from podium.evidence.commits import labels
from podium.system import paths


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("label") / "web")


def label(team: Path, answers: str, *more: str) -> Result:
    words = ["work", "label", str(team), "--me", "ana@example.org", "--as-of", LAST_DAY, "--weeks", "52", *more]
    return CliRunner().invoke(podium, words, input=answers)


def kept() -> dict[str, labels.Answer]:
    return labels.read(paths.work_labels())


def test_each_answer_is_kept_at_once_and_q_stops(team: Path) -> None:
    said = label(team, "f\nb\ni\nq\n")
    assert said.exit_code == 0
    assert sorted(a.kind for a in kept().values()) == ["feature", "fix", "incident"]
    assert "3 answers in" in said.stderr


def test_z_takes_the_last_answer_back_and_another_key_is_asked_again(team: Path) -> None:
    said = label(team, "f\nb\nz\nd\nx\nq\n")
    assert sorted(a.kind for a in kept().values()) == ["docs", "feature"]
    assert "one of f b i m d c u" in said.stdout


def test_what_was_answered_is_not_asked_again(team: Path) -> None:
    first = label(team, "f\nf\nf\nf\n", "--count", "4")
    again = label(team, "q\n", "--count", "4")
    assert first.stdout.count("kind >") == 4
    assert "every change podium would ask about has your answer already" in again.stderr


def test_most_are_drawn_at_random_so_that_they_may_move_a_share(team: Path) -> None:
    label(team, "f\n" * 40)
    answers = kept().values()
    assert len(answers) == 40
    assert sum(a.is_random for a in answers) >= 20


def test_the_same_seed_asks_the_same_changes_and_another_asks_others(team: Path) -> None:
    one, same, other = (label(team, "q\n", *words).stdout.splitlines()[1] for words in ((), (), ("--seed", "5")))
    assert one == same != other


def test_forty_answers_narrow_the_estimate_and_say_so(team: Path) -> None:
    def wide() -> str:
        words = [
            "why",
            "improvement-share",
            str(team),
            "--me",
            "ana@example.org",
            "--as-of",
            LAST_DAY,
            "--weeks",
            "52",
            "--sql",
        ]
        return next(row for row in CliRunner().invoke(podium, words).stdout.splitlines() if "how wide" in row)

    assert "no labels of yours" in wide()
    label(team, "f\n" * 40)
    assert "labels of yours" in wide()
    assert "no labels" not in wide()


def test_a_broken_file_of_answers_stops_before_anything_is_asked(team: Path) -> None:
    paths.work_labels().parent.mkdir(parents=True, exist_ok=True)
    paths.work_labels().write_text("broken\n")
    assert isinstance(label(team, "f\n").exception, CannotRead)
    assert paths.work_labels().read_text() == "broken\n"
