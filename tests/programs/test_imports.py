"""What people have already becomes proposed entries, or is left out with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from podium.cli.main import podium
from podium.core.errors import Stop
from podium.journal import open_journal
from podium.journal.make import make
from podium.programs.imports import brag, find_day, postmortems, talks

Run = Callable[..., Result]
BRAG = """# Brag document

## 2026

### March 2026
- Moved billing to the new ledger ([PR](https://git.example.org/pay/88))
  - saved three nights a month
- 2026-03-20: **Hired two engineers**

### 2026-04-02 Search rebuilt
Latency from 900 to 120 ms.

```
- 2026-01-01 an example in a fence
```

## Someday
- learn Rust
"""
TABLE = """Date,Name,Held,Duration,Notes
2026-10-05,Ana,yes,30 min,seemed tired
2026-10-12,Ana,no,,
03/04/2026,Bo,yes,,
2026-10-06,Bo,perhaps,,
"""
README = "# How I work\n\n## My job\nx\n\n## 1:1s\ny\n\n## Feedback\nz\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "lead"
    make(made)
    monkeypatch.setenv("PODIUM_JOURNAL", str(made))
    return made


@pytest.fixture
def run() -> Run:
    def type_in(*words: str) -> Result:
        result = CliRunner().invoke(podium, words)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return type_in


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("text", "day", "is_month"),
    [
        ("on 2026-03-14", date(2026, 3, 14), False),
        ("14 March 2026", date(2026, 3, 14), False),
        ("Mar 14th, 2026 x", date(2026, 3, 14), False),
        ("2026/3/14", date(2026, 3, 14), False),
        ("March 2026", date(2026, 3, 1), True),
        ("2026-03", date(2026, 3, 1), True),
    ],
)
def test_a_day_is_found_however_it_is_written(text: str, day: date, is_month: bool) -> None:
    found = find_day(text)
    assert found
    assert (found.day, found.is_month) == (day, is_month)


@pytest.mark.parametrize("text", ["03/04/2026", "2026", "2026-02-30", "Q1 2026", "version 2026.13.1", ""])
def test_what_may_be_two_days_or_none_is_no_day(text: str) -> None:
    assert find_day(text) is None


def test_a_brag_document_is_wins_with_links_as_receipts_and_the_undated_is_said() -> None:
    reading = brag.read(BRAG, "brag.md")
    fields = [dict(one.fields) for one in reading.proposed]
    assert fields == [
        {
            "date": date(2026, 3, 1),
            "what": "Moved billing to the new ledger (PR)",
            "receipts": ("https://git.example.org/pay/88",),
        },
        {"date": date(2026, 3, 20), "what": "Hired two engineers"},
        {"date": date(2026, 4, 2), "what": "Search rebuilt"},
    ]
    assert "The document says the month only." in str(reading.proposed[0].body)
    assert [note.what for note in reading.remarks] == ["no day is said for: learn Rust"]


def test_a_bullet_whose_day_may_be_two_is_not_given_the_month_above_it() -> None:
    reading = brag.read("# March 2026\n- 03/04/2026: shipped it\n- Cut the wait to a day\n", "brag.md")
    assert [each.fields["what"] for each in reading.proposed] == ["Cut the wait to a day"]
    assert [note.line for note in reading.remarks] == [2]


def test_a_table_of_talks_takes_no_words_about_anybody_and_guesses_no_day() -> None:
    reading = talks.read(TABLE, "talks.csv", ["bo"])
    assert [one.kind for one in reading.proposed] == ["person", "one-on-one", "one-on-one"]
    assert [one.fields["status"] for one in reading.proposed[1:]] == ["held", "cancelled"]
    assert "tired" not in repr(reading)
    assert len(reading.remarks) == 3


def test_a_table_that_does_not_say_whether_they_were_held_does_not_make_them_held() -> None:
    reading = talks.read("date;person\n2026-10-05;Ana\n", "t.csv", ["ana"])
    assert [dict(one.fields)["status"] for one in reading.proposed] == ["planned"]
    assert "no column says whether they were held" in str(reading.remarks[0])


def test_a_postmortem_without_a_day_is_left_out_and_said() -> None:
    told = [
        ("a.md", "# Slow\n\n**Date:** 2026-10-06\n**Severity:** SEV-1\n"),
        ("b.md", "# No day\n"),
        ("2026-09-01-c.md", "x"),
    ]
    reading = postmortems.read(told)
    assert [dict(one.fields) for one in reading.proposed] == [
        {"title": "Slow", "resolved": date(2026, 10, 6), "severity": "sev1"},
        {"title": "2026-09-01-c", "resolved": date(2026, 9, 1)},
    ]
    assert ["no day is said" in str(note) for note in reading.remarks] == [True, False]


def test_nothing_is_written_without_a_yes(root: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "brag.md").write_text(BRAG)
    before = files_of(root)
    shown = run("import", str(tmp_path / "brag.md"))
    assert '+what = "Hired two engineers"' in shown.stdout
    assert "nothing was written" in shown.stderr
    told: dict[str, Any] = json.loads(run("import", str(tmp_path / "brag.md"), "--json").stdout)
    assert (len(told["entries"]), told["written"]) == (3, [])
    assert files_of(root) == before


@pytest.mark.parametrize(
    ("name", "text", "count"), [("brag.md", BRAG, 3), ("talks.csv", TABLE, 3), ("me.md", README, 1)]
)
def test_what_was_written_is_known_the_second_time_and_taken_back_in_one_go(
    root: Path, run: Run, tmp_path: Path, name: str, text: str, count: int
) -> None:
    (tmp_path / name).write_text(text)
    before = files_of(root)
    told = json.loads(run("import", str(tmp_path / name), "--yes", "--json").stdout)
    assert len(told["written"]) == count
    assert not open_journal(root).notes()
    assert json.loads(run("import", str(tmp_path / name), "--json").stdout)["entries"] == []
    undone = json.loads(run("import", "--undo", "--json").stdout)
    assert sorted(undone["removed"]) == sorted(told["written"])
    assert {name: data for name, data in files_of(root).items() if name != ".podium-writing"} == before


def test_what_she_changed_since_is_hers(root: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "brag.md").write_text(BRAG)
    written = json.loads(run("import", str(tmp_path / "brag.md"), "--yes", "--json").stdout)["written"]
    (root / written[0]).write_text((root / written[0]).read_text() + "mine\n")
    undone = json.loads(run("import", "--undo", "--json").stdout)
    assert (undone["kept"], sorted(undone["removed"])) == ([written[0]], sorted(written[1:]))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00" * 50, b"- " * 5_000, b'"' * 99 + b"\n", b""])
@pytest.mark.parametrize("name", ["x.md", "x.csv"])
def test_any_file_ends_in_entries_or_in_a_reason(root: Path, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    result = CliRunner().invoke(podium, ["import", str(tmp_path / name), "--yes"])
    assert result.exception is None or isinstance(result.exception, Stop | SystemExit), result.exception
