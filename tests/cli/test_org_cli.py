"""The organisation's view as it is typed: invite, see what would leave, say no or yes, report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from podium import app
from podium.cli.main import podium
from podium.core.errors import CannotWrite, Misuse

Run = Callable[..., Result]


@pytest.fixture
def invited(run: Run, at_home: Path, team: Path, tmp_path: Path) -> Path:
    """An invitation, after a first look."""
    run("look", str(team), "--me", "ana@example.org")
    path = tmp_path / "autumn.toml"
    (at_home / "given-away.json").unlink(missing_ok=True)
    run(
        "org", "invite", "autumn", "--organiser", "People team", "--group", "web", "--group", "app", "--until", "2099-12-31",
        "--to", str(path),
    )  # fmt: skip
    return path


def test_what_would_leave_is_what_leaves(run: Run, invited: Path, tmp_path: Path) -> None:
    shown = run(
        "org", "contribute", str(invited), "--group", "web", "--to", str(tmp_path / "mine.json"), "--yes"
    ).stdout
    left = (tmp_path / "mine.json").read_text()
    assert f"\n    {left}" in shown
    assert "nothing else" in shown
    assert "58 of 100" in shown
    assert "100 who take part: cannot tell" in shown
    assert "10,000 who take part: a share is told to within 10 points" in shown
    assert set(json.loads(left)) == {"invitation", "group", "question", "answer", "ticket"}
    assert "given away in the last year: 1 of 2" in run("org", "ledger").stdout


def test_a_no_writes_nothing_and_costs_nothing(run: Run, invited: Path, tmp_path: Path) -> None:
    words = ["org", "contribute", str(invited), "--group", "web", "--to", str(tmp_path / "mine.json")]
    result = CliRunner().invoke(podium, words, input="n\n")
    assert result.exit_code == 0
    assert not (tmp_path / "mine.json").exists()
    assert "given away in the last year: 0 of 2" in run("org", "ledger").stdout
    again = run(*words, "--yes").stdout
    assert (tmp_path / "mine.json").read_text() in again
    assert (tmp_path / "mine.json").read_text() in result.stdout, "the draw is the same after a no"


def test_a_file_that_is_there_stays_and_costs_nothing(run: Run, invited: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("mine")
    with pytest.raises(CannotWrite):
        run("org", "contribute", str(invited), "--group", "web", "--to", str(tmp_path / "mine.json"), "--yes")
    assert (tmp_path / "mine.json").read_text() == "mine"
    assert "given away in the last year: 0 of 2" in run("org", "ledger").stdout


def test_a_report_of_one_tells_nothing(run: Run, invited: Path, tmp_path: Path) -> None:
    folder = tmp_path / "box"
    folder.mkdir()
    run("org", "contribute", str(invited), "--group", "web", "--to", str(folder / "mine.json"), "--yes")
    told = json.loads(run("org", "report", str(invited), str(folder), "--json").stdout)
    assert told == {
        "invitation": "autumn", "epsilon": 1.0, "took_part": {}, "left_out": ["web", "app"], "shares": [],
    }  # fmt: skip
    run("org", "report", str(invited), str(folder), "--to", str(tmp_path / "report.html"))
    assert "nothing can be told" in (tmp_path / "report.html").read_text()
    with pytest.raises(Misuse):
        run("org", "report", str(invited), str(folder))


def test_three_offers_side_by_side_do_not_pass_the_budget_of_a_year(run: Run, invited: Path, tmp_path: Path) -> None:
    """All three are shown while nothing is spent yet; the third yes is refused."""
    session, offers = app.session.Session(), []
    for name in ("a", "b", "c"):
        path = tmp_path / f"{name}.toml"
        until = ("--until", "2099-12-31", "--to", str(path))
        run("org", "invite", name, "--organiser", "People team", "--group", "web", *until)
        offers.append(app.org.offer(session, path, "web"))
    for n, offer in enumerate(offers[:2]):
        app.org.contribute(session, offer, tmp_path / f"{n}.json")
    with pytest.raises(Misuse, match="2 of 2"):
        app.org.contribute(session, offers[2], tmp_path / "2.json")
    assert not (tmp_path / "2.json").exists()
