"""`podium lint` and `podium bench lint` as she types them."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

import copies


def podium(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program with these bytes as its input, begun as a copy of one that is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder) / name for name in ("in", "out", "err"))
        given.write_bytes(stdin)
        process = copies.begin(arguments, Path.cwd(), os.environ, given, out, err)
        process.join()
        return subprocess.CompletedProcess(arguments, process.exitcode or 0, out.read_bytes(), err.read_bytes())


def test_an_update_is_read_sentence_by_sentence() -> None:
    done = podium(
        "lint", "update", "-", stdin=b"Priya cut the AWS bill from $61k to $48k a month. We shipped dark mode."
    )
    said = done.stdout.decode()
    assert done.returncode == 0
    assert "\u201cPriya cut\u201d" in said
    assert "missing: beneficiary" in said
    assert "(so-what)" in said
    assert "score" not in said


def test_json_has_spans_into_the_text() -> None:
    text = "You are lazy. In Tuesday's review you said no."
    data = json.loads(podium("lint", "feedback", "-", "--json", stdin=text.encode()).stdout)
    found = next(one for one in data["findings"] if one["rule"] == "trait")
    assert set(found) == {"rule", "span", "line", "quote", "why", "try", "strength", "measured"}
    assert text[slice(*found["span"])] == found["quote"]
    assert data["frames"]["SBI and intent"]["missing"] == ["impact", "intent"]


def test_rules_are_printed_without_a_text() -> None:
    assert b'id = "fake-feeling"' in podium("lint", "feedback", "--rules").stdout


def test_bench_prints_both_parts() -> None:
    said = podium("bench", "lint").stdout.decode()
    assert "development: " in said
    assert "held-out: " in said
    assert "upper bound" in said


@pytest.mark.parametrize(
    ("stdin", "code", "says"),
    [
        (b"a\0b", 4, "NUL byte"),
        (b"one\n\xff\xfe", 4, "stdin:2"),
        ("hi".encode("utf-16"), 4, "UTF-16"),
        (b"a" * 10_000_000, 4, "larger than 800,000 bytes"),
        (b"word " * 50_000, 4, "250,000 characters"),
        (b"From: Grace <grace@example.org>\nSubject: x\n\nYou always break main.\n", 5, "not by you"),
        (b"commit 1234567\nAuthor: Grace <grace@example.org>\n\n    You always break main.\n", 5, "not by you"),
    ],
)
def test_what_cannot_be_read_ends_in_one_clear_line(stdin: bytes, code: int, says: str) -> None:
    done = podium("lint", "message", "-", stdin=stdin)
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (code, b"")
    assert says in said
    assert said.count("\n") == 1
    assert "grace" not in said.casefold()
    assert "break main" not in said


def test_a_mail_of_her_own_is_read_and_its_headers_are_not() -> None:
    mail = b"From: Ada <ada@example.org>\nSubject: You never listen\n\nYou always break main.\n"
    done = podium("lint", "message", "-", "--me", "ada@example.org", stdin=mail)
    assert done.returncode == 0
    assert b"You always" in done.stdout
    assert b"never listen" not in done.stdout


def test_html_and_terminal_controls_are_shown_harmless() -> None:
    done = podium("lint", "message", "-", stdin="<b>You</b> always \x1b[31m break \u202emain.".encode())
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert "\u202e".encode() not in done.stdout


def test_a_missing_file_a_folder_and_a_nul_name(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none.md"), str(tmp_path)):
        done = podium("lint", "win", name)
        assert done.returncode == 4
        assert b"no such file" in done.stderr
    assert podium("lint", "win").returncode == 2


def test_nothing_is_written_beside_the_text(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("You always break main.", encoding="utf-8")
    podium("lint", "message", str(draft))
    assert list(tmp_path.iterdir()) == [draft]


def test_a_text_without_a_kind_in_front_of_it_is_a_message() -> None:
    text = "You always break the build."
    said = podium("lint", "message", text).stdout
    assert b"blame" in said
    assert podium("lint", text).stdout == said
    assert podium("lint", stdin=text.encode()).stdout == said
    assert podium("lint", "-", stdin=text.encode()).stdout == said
    unknown = podium("lint", "messag", text)
    assert unknown.returncode != 0
    assert b"win, update, feedback, message" in unknown.stderr
