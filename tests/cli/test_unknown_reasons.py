"""Why something cannot be told is true of these traces: who was never away is not told to have been away too seldom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import subject
from podium.cli.main import podium
from team_clone import Change, weeks_of_work, write

FIRST, WEEKS = date(2024, 7, 1), 104
IsHers = Callable[[int], bool]


def reasons(tmp_path: Path, is_here: IsHers, weeks: int = WEEKS) -> str:
    """What a look says of a lead who landed something only in some of the weeks."""

    def is_kept(change: Change) -> bool:
        return change[1] != "ana" or is_here((change[0].date() - FIRST).days // 7)

    clone = write(tmp_path / "team", filter(is_kept, weeks_of_work(FIRST, weeks, lambda _: 0.0)))
    subject.known_as(tmp_path)
    words = ["look", str(clone), "--me", "ana@example.org", "--as-of", str(FIRST + timedelta(weeks=weeks)), "--all"]
    answer = CliRunner().invoke(podium, words, env={"COLUMNS": "120", "PODIUM_HOME": str(tmp_path)})
    assert answer.exit_code == 0, answer.output
    return " ".join(answer.stdout.split())


@pytest.mark.parametrize(
    ("is_here", "reason"),
    [
        pytest.param(lambda week: True, "Needs 4 weeks away from the team, has 0.", id="never away"),
        pytest.param(lambda week: week < 5, "Needs 26 weeks with work of yours, has", id="hardly ever there"),
        pytest.param(lambda week: week >= 94, "Needs 26 weeks with work of yours, has 10.", id="new"),
    ],
)
def test_what_is_too_little_is_named_with_its_number(tmp_path: Path, is_here: IsHers, reason: str) -> None:
    assert reason in reasons(tmp_path, is_here)


def test_somebody_without_work_in_two_years_hears_that(tmp_path: Path) -> None:
    said = reasons(tmp_path, lambda week: week == 0, weeks=WEEKS + 6)
    assert "No work of yours stands in these two years." in said
    assert "weeks away" not in said
