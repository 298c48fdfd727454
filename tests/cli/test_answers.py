"""`podium answer`: kept in the journal, shown beside the finding, counted by doctor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from podium.core.errors import Misuse

Run = Callable[..., Result]


@pytest.fixture
def looked(run: Run, at_home: Path, journal: Path, team: Path) -> Path:
    """The team was looked at, and there is a journal."""
    run("look", str(team), "--me", "ana@example.org")
    return journal


def refs(run: Run, finding: str) -> list[str]:
    facts = json.loads(run("why", finding, "--json").stdout)
    return [event["ref"] for line in facts["lines"] for event in line["events"] if "ref" in event and event["counts"]]


def test_an_answer_is_kept_shown_and_counted(run: Run, looked: Path) -> None:
    first, second, *_ = refs(run, "own-writing")
    said = run("answer", "own-writing", "wrong", first[:12], second[:12], "--because", "written in a pair").stdout
    assert said == "answers.toml: 2 events of own-writing answered: wrong\n"
    assert "written in a pair" in (looked / "answers.toml").read_text(encoding="utf-8")
    assert run("why", "own-writing", "--all").stdout.count("you said: wrong, because written in a pair") == 2
    assert "finding own-writing: 2 events called wrong, 0 true, 0 covered" in run("doctor").stdout


def test_without_events_the_answer_is_about_all_that_count(run: Run, looked: Path) -> None:
    counted = refs(run, "own-writing")
    assert f" {len(counted)} events of own-writing" in run("answer", "own-writing", "true").stdout


def test_an_answer_to_nothing_is_refused(run: Run, looked: Path) -> None:
    for words, reason in (
        (["own-writing", "perhaps"], "'perhaps' is no answer"),
        (["code-refuge", "wrong"], "is a trap"),
        (["own-writing", "wrong", "nothing"], "is no event that counts"),
    ):
        with pytest.raises(Misuse, match=reason):
            run("answer", *words)
        assert "own-writing" not in (looked / "answers.toml").read_text(encoding="utf-8")
