"""`podium readme` as she types it, on a real clone and a fresh journal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from little_team import LAST_DAY
from podium.cli.main import podium
from podium.core.errors import CannotRead, CannotTell, CannotWrite, Misuse, Stop
from podium.journal import open_journal

Run = Callable[..., Result]
ANSWERS = {
    "name": "Ana",
    "job": "I clear the way.",
    "hours": "Monday to Friday, 9 to 18.",
    "urgent": "Customers cannot pay: phone me.",
    "one_on_ones": "Weekly, your agenda.",
    "decide": "I ask, then write it down.",
    "feedback_want": "Tell me directly.",
    "of_me": "You can expect context first.",
    "code": "I review when asked.",
    "bugs": "I jump in.",
    "stop": "Say stop rule.",
    "promises": "no commits after 18:00; no work on weekends; I am not the only approver; reviews within one business day; "
    "1:1s weekly, I don't move them",
}


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "leadership"
    root.mkdir()
    (root / "journal.toml").write_text("format = 1\n")
    monkeypatch.setenv("PODIUM_JOURNAL", str(root))
    return root


@pytest.fixture
def run(journal: Path) -> Run:
    def type_in(*words: str, answers: str = "") -> Result:
        result = CliRunner().invoke(podium, ["readme", *words], input=answers)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in


@pytest.fixture
def drafted(run: Run, journal: Path) -> Path:
    run("draft", "--no-ask", *(word for key, text in ANSWERS.items() for word in ("--set", f"{key}={text}")))
    return journal / "manager-readme.md"


def looked_at(team: Path) -> tuple[str, ...]:
    return (str(team), "--me", "ana@example.org", "--as-of", LAST_DAY)


def test_a_draft_without_questions_is_pre_filled_from_traces_with_receipts(
    run: Run, journal: Path, team: Path, at_home: Path
) -> None:
    text = run("draft", *looked_at(team), "--no-ask", "--dry-run").stdout
    assert re.search(r"Most of my commits and merges fall between \d+ and \d+.* o'clock\.", text)
    assert "I approved or landed" not in text  # git alone sees no review, so a share from it is a lower bound
    assert "<!-- receipt: `podium why active-days`: " in text
    assert not (journal / "manager-readme.md").exists()


def test_a_draft_is_an_interview_and_never_overwrites(run: Run, journal: Path) -> None:
    keys = run("draft", "--questions").stdout.splitlines()
    assert len(keys) == 23
    answers = ["Ana"] + [""] * 21 + ["no merges after 18:00"]
    shown = run("draft", "--ask", answers="\n".join(answers) + "\n")
    assert "Which promises do you make?" in shown.output
    text = (journal / "manager-readme.md").read_text()
    assert text.startswith("# Working with Ana\n")
    assert "- Promise: no merges after 18:00" in text
    with pytest.raises(Misuse, match="already"):
        run("draft", "--no-ask")


def test_a_promise_nobody_can_check_is_asked_again_and_no_answer_is_lost(run: Run, journal: Path) -> None:
    answers = ["Ana"] + [""] * 21 + ["I am nice", "no merges after 18:00"]
    shown = run("draft", "--ask", answers="\n".join(answers) + "\n").output
    assert "podium cannot check the promise 'I am nice'" in shown
    assert "write one of: " in shown
    assert shown.count("Which promises do you make?") == 2
    assert "- Promise: no merges after 18:00" in (journal / "manager-readme.md").read_text()


def test_an_interview_stopped_half_way_keeps_the_answers_and_leaves_the_rest_open(run: Run, journal: Path) -> None:
    shown = run("draft", "--ask", answers="Ana\n\nI clear the way.\n").output
    assert "(4 of 23) How would the team notice" in shown
    assert "stopped: 20 questions stay open in the file" in shown
    text = (journal / "manager-readme.md").read_text()
    assert "I clear the way." in text
    assert text.count("<!-- to answer (") == 19, "the promises have no line of their own while they are open"


def test_what_was_left_open_is_asked_again_and_nothing_else_changes(run: Run, journal: Path) -> None:
    run("draft", "--ask", answers="Ana\n\nI clear the way.\n")
    before = (journal / "manager-readme.md").read_text()
    with pytest.raises(Misuse, match="already") as refused:
        run("draft", "--no-ask")
    assert "podium readme resume" in str(refused.value)
    shown = run("resume", answers="Nothing waits for me.\n\n").output
    assert "(1 of 19) How would the team notice" in shown
    assert "18 questions left open" in shown
    after = (journal / "manager-readme.md").read_text()
    assert "Nothing waits for me." in after
    kept = [line for line in before.splitlines() if not line.startswith("<!-- to answer (")]
    assert [line for line in kept if line not in after.splitlines()] == []
    assert after.count("<!-- to answer (") == 18


def test_an_interview_stopped_at_once_writes_nothing(run: Run, journal: Path) -> None:
    assert run("draft", "--ask", answers="").exit_code == 1
    assert not (journal / "manager-readme.md").exists()


def test_an_answer_is_one_of_the_questions(run: Run) -> None:
    with pytest.raises(Misuse, match="no question"):
        run("draft", "--no-ask", "--set", "jub=x")
    with pytest.raises(Misuse, match="KEY=TEXT"):
        run("draft", "--no-ask", "--set", "job")


def test_check_leaves_with_four_until_it_is_ready(run: Run, drafted: Path) -> None:
    assert run("check").exit_code == 0
    drafted.write_text(drafted.read_text().replace("## Call me out", "## Something"))
    shown = run("check")
    assert shown.exit_code == 4
    assert "stop: is missing" in shown.stdout
    assert json.loads(run("check", "--json").stdout)["notes"]


def test_without_a_page_every_command_says_how_to_start(run: Run) -> None:
    for command in ("check", "audit", "publish"):
        with pytest.raises(CannotRead, match="no manager README yet"):
            run(command)


# Thirteen weeks of four days each, two of them away; four of the others were written at night.
def test_the_audit_says_kept_of_how_many_with_receipts(run: Run, drafted: Path, team: Path, at_home: Path) -> None:
    shown = run("audit", *looked_at(team)).stdout
    assert "no commits after 18:00\n    kept 28 of 44 days with a change of yours" in shown
    assert "not kept  2026-06-18 23:03 +0200" in shown
    assert "no work on weekends\n    kept 11 of 11 weeks" in shown
    assert "reviews within one business day\n    insufficient: 0 of at least 8" in shown
    told = json.loads(run("audit", *looked_at(team), "--json").stdout)["promises"]
    late = told[0]
    assert (late["kept"], late["of"], late["seen"], len(late["breaches"])) == (28, 44, 44, 16)
    gate = next(each for each in told if each["promise"] == "I am not the only approver")
    assert (gate["kept"], gate["of"], gate["seen"]) == (None, None, None), "of a team its share and a band of its size"
    assert gate["share"] is not None
    assert re.fullmatch(r"[\d,]+ to [\d,]+", gate["size"])
    assert not any(
        name in line for each in told for line in each["breaches"] for name in ("Bo ", "Chi ", "bo@", "chi@")
    )


def test_an_unknown_promise_stops_the_audit_and_lists_the_known(run: Run, drafted: Path) -> None:
    drafted.write_text(drafted.read_text() + "\n- Promise: I am nice\n")
    with pytest.raises(Misuse, match="cannot check 'I am nice'") as stop:
        run("audit")
    assert "no merges after 18:00" in stop.value.next_step
    assert "Promise: no merges after 18:00" in run("claims").stdout
    assert len(json.loads(run("claims", "--json").stdout)) >= 10


def test_publish_diff_publish(run: Run, drafted: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotTell, match="nothing was published"):
        run("diff")
    made = run("publish", "--to", str(tmp_path)).stdout.split()
    assert [Path(each).name for each in made] == [
        f"manager-readme-v1.{e}" for e in ("md", "html", "a4.pdf", "us-letter.pdf")
    ]
    assert "nothing changed since version 1" in run("diff").stdout
    (tmp_path / "manager-readme-v2.md").write_text("mine")
    with pytest.raises(CannotWrite, match="already"):
        run("publish", "--to", str(tmp_path))
    drafted.write_text(drafted.read_text().replace("I clear the way.", "I clear the way for you."))
    shown = json.loads(run("diff", "--since", "v1", "--json").stdout)
    assert shown["changes"] == [{"part": "My job", "gone": ["I clear the way."], "new": ["I clear the way for you."]}]
    (tmp_path / "manager-readme-v2.md").unlink()
    run("publish", "--to", str(tmp_path), "--paper", "a4")
    assert "Since version 1: Changed: My job." in (tmp_path / "manager-readme-v2.md").read_text()
    drafted.write_text(drafted.read_text().replace("no work on weekends", "no commits on weekends"))
    drafted.write_text(drafted.read_text().replace("reviews within one business day", "no work on leave"))
    run("publish", "--to", str(tmp_path), "--paper", "a4")
    third = (tmp_path / "manager-readme-v3.md").read_text()
    assert "Promised anew: no work on leave. No longer promised: reviews within one business day." in third
    assert open_journal(drafted.parent).notes() == ()


def test_a_proof_counts_no_version(run: Run, drafted: Path, tmp_path: Path) -> None:
    run("publish", "--to", str(tmp_path), "--dry-run")
    assert not (drafted.parent / "readme-versions").exists() or not list((drafted.parent / "readme-versions").iterdir())


def test_a_review_round_holds_no_names(run: Run, drafted: Path) -> None:
    with pytest.raises(Misuse, match="which line"):
        run("review", "report")
    run("review", "report", "--unclear", "what is urgent?")
    run("review", "report", "--untrue", "1:1s do get moved")
    shown = run("review", "peer", "--unclear", "which channel?", "--changed", "said it")
    assert "2 of 2 reports, 1 of 1 peer" in shown.stderr
    assert len(list((drafted.parent / "readme-reviews").glob("*.md"))) == 3
    assert open_journal(drafted.parent).notes() == ()


def test_the_pulse_is_printed_added_up_and_compared(run: Run, journal: Path, tmp_path: Path) -> None:
    run("pulse", "form", "--to", str(tmp_path / "slips.pdf"))
    assert (tmp_path / "slips.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(Misuse, match="writes no"):
        run("pulse", "form", "--to", str(tmp_path / "slips.exe"))
    with pytest.raises(CannotTell, match="4 slips"):
        run("pulse", "add", "before", answers="1 2 3 4 5\n" * 4)
    assert not (journal / "pulses.toml").exists()
    run("pulse", "add", "before", answers="1 2 3 4 5\n" * 5)
    run("pulse", "add", "after", answers="5 5 3 4 5\n" * 6)
    told = json.loads(run("pulse", "show", "--json").stdout)
    assert (told[0]["before"], told[0]["after"]) == ([0, 5], [6, 6])
    assert "before 0 of 5, after 6 of 6" in run("pulse", "show").stdout
    assert open_journal(journal).notes() == ()


def test_a_locked_journal_stays_shut(run: Run, drafted: Path) -> None:
    drafted.rename(drafted.with_name("manager-readme.md.age"))
    with pytest.raises(CannotRead, match="locked"):
        run("check")
