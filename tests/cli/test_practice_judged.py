"""A practice that is over is judged once, as it is typed; what was written down then stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from podium.core.errors import CannotTell, Misuse
from podium.journal import open_journal
from promised import promise
from team_clone import weeks_of_work, write
from today import TODAY

Run = Callable[..., Result]


def today() -> date:
    """The day as the program has it; a run may cross midnight."""
    return TODAY


@pytest.fixture
def over(journal: Path, tmp_path: Path) -> Path:
    """A practice registered last winter, and what git says since."""
    first = date(2025, 9, 1)
    work = weeks_of_work(first, 36, lambda week: 0.7 if week < 26 else 0.2)
    clone = write(tmp_path / "past" / "web", work)
    made = promise(told={"paths": [str(clone)]})
    open_journal(journal).create("experiment", made.id, made.promised())
    return clone


def test_it_is_judged_once_after_its_end_and_the_result_is_kept(
    run: Run, over: Path, journal: Path, tmp_path: Path
) -> None:
    drawn = tmp_path / "weeks.svg"
    done = run("practice", "finish", "no-code-zone", "--svg", str(drawn))
    assert "better (observational)" in done.stdout
    assert "held 16 of 16" in done.stdout
    assert "guardrail: changes taken back: " in done.stdout
    assert "should not move: work on the system itself: " in done.stdout
    assert "meanwhile: " in done.stdout
    assert "= the estimate, : its interval" in done.stdout
    assert drawn.read_text().startswith("<svg")

    (entry,) = open_journal(journal).entries("experiment")
    assert entry.head.status == "finished"
    assert entry.extra["result"] == "better"
    assert entry.extra["low"] < entry.extra["estimate"] < entry.extra["high"] < 0
    assert "amended" not in run("practice", "list").stdout, "a result is no edit of the promise"
    with pytest.raises(Misuse, match="finished already"):
        run("practice", "finish", "no-code-zone")
    shown = run("practice", "show", "no-code-zone").stdout
    assert shown.startswith(f"{entry.id}: better (observational), judged on {today()}\n")
    assert "read again today" not in shown
    early = run("practice", "show", "no-code-zone", "--as-of", "2026-04-12").stdout
    assert early.startswith(f"{entry.id}: better (observational), judged on {today()}\n"), "what was written down stays"
    assert "doubt: read again today it would be not enough data" in early
    assert "when it was judged: held 16 of 16" in early
    data = json.loads(run("practice", "show", "no-code-zone", "--json").stdout)
    assert (data["result"], data["state"]) == ("better", "finished")
    assert len(data["weeks"]) == 26 + 8


def test_weeks_with_nothing_to_count_are_added_and_it_is_judged_at_once_where_they_are_over_too(
    run: Run, journal: Path, tmp_path: Path
) -> None:
    first = date(2025, 9, 1)
    work = weeks_of_work(first, 40, lambda week: 0.7 if week < 26 else 0.2)
    empty = range(28, 30)
    clone = write(
        tmp_path / "past" / "web", [change for change in work if (change[0].date() - first).days // 7 not in empty]
    )
    made = promise(told={"paths": [str(clone)]})
    open_journal(journal).create("experiment", made.id, made.promised())
    assert "better (observational)" in run("practice", "finish", "no-code-zone").stdout
    (entry,) = open_journal(journal).entries("experiment")
    assert (entry.head.status, entry.extra["extended_weeks"]) == ("finished", 2)


def test_an_edit_shows_everywhere(run: Run, over: Path, journal: Path) -> None:
    (file,) = (journal / "experiments").glob("*.md")
    file.write_text(file.read_text().replace('hypothesis = "fewer changes wait for me"', 'hypothesis = "I knew"'))
    assert "amended: hypothesis" in run("practice", "list").stdout
    assert "amended after it was registered: hypothesis" in run("practice", "show", "no-code-zone").stdout


def test_stale_evidence_judges_nothing(run: Run, over: Path, journal: Path) -> None:
    with pytest.raises(CannotTell, match="the evidence ends on 2026-04-01"):
        run("practice", "finish", "no-code-zone", "--as-of", "2026-04-01")
    (entry,) = open_journal(journal).entries("experiment")
    assert entry.head.status == "registered"
