"""`podium portfolio`, as it is typed, on the invented year and a real clone."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from example_year import write_clone, write_journal
from loopback import Answer, telling
from podium.cli.main import podium
from podium.core.errors import CannotRead, CannotTell, CannotWrite, Misuse, Refused, Stop
from podium.journal import open_journal

Run = Callable[..., Result]


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_journal(tmp_path / "leadership")
    monkeypatch.setenv("PODIUM_JOURNAL", str(root))
    return root


@pytest.fixture
def run(journal: Path) -> Run:
    def type_in(*words: str, answers: str = "") -> Result:
        result = CliRunner().invoke(podium, ["portfolio", *words], input=answers)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in


def test_a_month_is_drafted_with_receipts_and_questions(run: Run, journal: Path, tmp_path: Path) -> None:
    clone = write_clone(tmp_path / "shop")
    shown = run("month", "2026-11", "--path", str(clone), "--dry-run").stdout
    assert "Work on “Move the ledger to managed storage” landed in November 2026. [shop@" in shown
    assert "? worth: So what" in shown
    assert not list((journal / "portfolio").glob("2026-11-*"))
    run("month", "2026-11", "--path", str(clone))
    assert len(list((journal / "portfolio").glob("2026-11-*"))) == 6
    assert "nothing new in November 2026" in run("month", "2026-11", "--path", str(clone)).stderr


def test_the_drafts_as_json_write_nothing(run: Run, journal: Path) -> None:
    told = json.loads(run("month", "2026-11", "--json").stdout)
    days = ["2026-11-06", "2026-11-09", "2026-11-13", "2026-11-16", "2026-11-18"]
    assert [each["day"] for each in told] == days
    assert all(sentence["receipts"] for each in told for sentence in each["told"])
    assert not list((journal / "portfolio").glob("2026-11-*"))


def test_answered_questions_make_an_entry_ready(run: Run, journal: Path) -> None:
    for file in (
        *journal.glob("delegations/*"),
        *journal.glob("wins/*refund*"),
        *journal.glob("growth*"),
        *journal.glob("improv*"),
    ):
        file.unlink()
    run("month", "2026-11", "--ask", answers="invoices go out earlier\n" + "\n" * 20)
    found = [e for e in open_journal(journal).entries("portfolio-entry") if str(e.head.date) == "2026-11-06"]
    assert [(e.head.status, e.head.worth, e.head.questions) for e in found] == [
        ("ready", "invoices go out earlier", ())
    ]


def test_missing_months_are_said_at_every_month(run: Run) -> None:
    assert "No portfolio entry for" in run("month", "2026-08").stderr


def test_lint_names_lines_and_leaves_with_4(run: Run) -> None:
    with pytest.raises(CannotRead, match="remarks on the portfolio"):
        run("lint", "2026-Q4")
    assert "nothing to say" in run("lint", "2026-Q1").stderr
    assert json.loads(run("lint", "2026-01-invoice-nights", "--json").stdout) == []


@pytest.mark.parametrize("page", ["quarter", "skip-level", "sync", "packet", "timeline"])
def test_every_page_is_written_in_four_formats(run: Run, tmp_path: Path, page: str) -> None:
    run("export", page, "2026", "--to", str(tmp_path / "out"))
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names - {"timeline.svg"} == {f"{page}-2026.{form}" for form in ("md", "html", "pdf", "docx")}
    assert ("timeline.svg" in names) == (page == "timeline")
    with pytest.raises(CannotWrite, match="already"):
        run("export", page, "2026", "--to", str(tmp_path / "out"))
    run("export", page, "2026", "--to", str(tmp_path / "out"), "--force")


def test_a_letter_no_font_has_is_said(run: Run, journal: Path, tmp_path: Path) -> None:
    open_journal(journal).write("portfolio-entry", "2026-07-checkout", {"worth": "a private letter \U000f0000"})
    said = run("export", "sync", "2026", "--to", str(tmp_path / "a"), "--pick", "2026-07-checkout").stderr
    assert "in the PDF a letter has no glyph in any font of this machine" in said
    assert (
        "no glyph" not in run("export", "sync", "2026", "--to", str(tmp_path / "b"), "--pick", "2026-09-audit").stderr
    )


def test_picks_and_formats(run: Run, tmp_path: Path) -> None:
    run(
        "export",
        "sync",
        "2026",
        "--to",
        str(tmp_path),
        "--format",
        "md",
        "--pick",
        "2026-02-new-hires",
        "--pick",
        "2026-04-search-stopped",
    )
    text = (tmp_path / "sync-2026.md").read_text()
    assert text.index("new engineer") < text.index("search work")


def test_templates_are_copied_once(run: Run, journal: Path) -> None:
    assert len(run("templates").stdout.splitlines()) == 4
    assert "there already" in run("templates").stderr
    assert (journal / "templates" / "packet.md").is_file()


def test_carry_by_a_list(run: Run, tmp_path: Path) -> None:
    run("carry", str(tmp_path / "list.toml"), "--propose")
    shown = run("carry", str(tmp_path / "bag.zip"), "--yes", str(tmp_path / "list.toml")).stderr
    assert "4 x  Bo -> [colleague" in shown
    with zipfile.ZipFile(tmp_path / "bag.zip") as packed:
        assert "Bo " not in packed.read("portfolio.md").decode()
    (tmp_path / "list.toml").write_text('keep = ["Bo"]\n')
    with pytest.raises(CannotTell, match="Ana"):
        run("carry", str(tmp_path / "bag2.zip"), "--yes", str(tmp_path / "list.toml"))
    assert not (tmp_path / "bag2.zip").exists()


def test_carry_asks_about_each_and_writes_nothing_when_stopped(run: Run, tmp_path: Path) -> None:
    result = run("carry", str(tmp_path / "bag.zip"), answers="\n" * 3)
    assert result.exit_code == 1
    assert not (tmp_path / "bag.zip").exists()
    shown = run("carry", str(tmp_path / "bag.zip"), answers="k\n" + "\n" * 60).stderr
    assert "1.1M EUR stays" in shown
    with zipfile.ZipFile(tmp_path / "bag.zip") as packed:
        text = packed.read("portfolio.md").decode()
    assert "1.1M EUR" in text
    assert "0.7M" not in text


def test_a_reminder_stands_in_the_calendar_once(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        run("remind", str(tmp_path / "me.ics"), "--zone", "Europe/Berlin")
    text = (tmp_path / "me.ics").read_text()
    assert text.count("BEGIN:VEVENT") == 1
    assert "FREQ=MONTHLY" in text
    with pytest.raises(Misuse, match="Not a valid time"):
        run("remind", str(tmp_path / "me.ics"), "--zone", "Europe/Berlin", "--at", "soon")


def test_rephrase_is_off_then_shows_asks_checks_and_writes(
    run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Misuse, match="no language model"):
        run("rephrase", "2026-03-pages")
    said = ["The team is now paged 9 times a week, down from 41.", "Pages fell by 78 %."]
    with telling(lambda _: Answer.of({"choices": [{"message": {"content": said[0]}}]})) as server:
        monkeypatch.setenv("PODIUM_MODEL_URL", f"{server.address}/v1")
        monkeypatch.setenv("PODIUM_MODEL_NAME", "small")
        run("rephrase", "2026-03-pages", answers="n\n")
        assert server.asked == []
        assert "Measure: before 41 after 9 pages a week" in run("rephrase", "2026-03-pages", answers="y\ny\n").stderr
        entry = open_journal(journal).entry("portfolio-entry", "2026-03-pages")
        assert entry is not None
        assert entry.head.outcome == said.pop(0)
        with pytest.raises(Refused, match="78"):
            run("rephrase", "2026-03-pages", "--yes")


@pytest.mark.parametrize("words", [("month", "2026-13"), ("export", "sync", "soon"), ("lint", "nothing")])
def test_a_wrong_period_is_one_clear_line(run: Run, words: tuple[str, ...]) -> None:
    with pytest.raises(Misuse, match="2026-Q4"):
        run(*words)
