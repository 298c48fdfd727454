"""`python -m bench.histories` on a history made here: any clone, any expectations, clear refusals."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from pathlib import Path

import pytest
from bench.histories.__main__ import main

MONDAY = 1_391_990_400  # 2014-02-10 00:00 UTC
WEEK = 7 * 86_400


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder)}
    done = subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, check=True, env=env)
    return done.stdout.decode().strip()


def commit(author: str, at_s: int, east: str = "+0000") -> bytes:
    who = f"{author} <{author.split()[0].lower()}@example.org> {at_s} {east}"
    return f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 1\nx\n".encode()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """78 weeks; Lea Lead is away every fifth week and then the other two land one commit instead of eight."""
    folder = tmp_path / "little-team"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main", ".")
    stream = b""
    for week in range(78):
        start = MONDAY + week * WEEK
        is_there = week % 5 != 0
        if is_there:
            stream += commit("Lea Lead", start + 9 * 3600, "+0100")
        for n in range(8 if is_there else 1):
            stream += commit("Wim Worker" if n % 2 else "Ada Other", start + 36_000 + n)
    git(folder, "fast-import", "--quiet", given=stream)
    return folder


def bench(expectations: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    words = ["--expect", str(expectations), *paths]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def expect(tmp_path: Path, body: str) -> Path:
    file = tmp_path / "expect.toml"
    file.write_text('[[history]]\nid = "little-team"\n\n' + body, encoding="utf-8")
    return file


ABSENCE = """
[[absence]]
history = "little-team"
label = "lead"
who = ["^Lea Lead <"]
from = 2014-02-10
to = 2015-08-10
reading = "nobody to compare with"
detrended = 0.12
"""


def test_what_shows_as_expected_passes(tmp_path: Path, clone: Path) -> None:
    done = bench(expect(tmp_path, ABSENCE + "tolerance.detrended = 0.01\n"), str(clone))
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 rows pass, 0 fail" in done.stdout
    assert "reading nobody to compare with (nobody to compare with)" in done.stdout


def test_what_does_not_show_fails_and_says_which_value(tmp_path: Path, clone: Path) -> None:
    done = bench(expect(tmp_path, ABSENCE.replace("nobody to compare with", "resilient")), str(clone))
    assert done.returncode == 1
    assert "reading nobody to compare with (resilient)" in done.stdout
    assert "! reading: differs" in done.stdout


def test_a_difference_that_is_understood_passes_only_while_it_stays_the_same(tmp_path: Path, clone: Path) -> None:
    def told(computed: str) -> Path:
        said = f'explained.detrended = {{ computed = {computed}, why = "made so" }}\n'
        return expect(tmp_path, ABSENCE.replace("0.12", "0.50") + said)

    assert "~ detrended: made so" in bench(told("0.125"), str(clone)).stdout
    assert bench(told("0.125"), str(clone)).returncode == 0
    assert bench(told("0.30"), str(clone)).returncode == 1


def test_shares_and_hours_of_the_year_around_a_date(tmp_path: Path, clone: Path) -> None:
    body = """
[[before_after]]
history = "little-team"
who = "lea@example.org"
date = 2015-02-10
authors = [3, 3]
own = [0.11, 0.11]
[[hours]]
history = "little-team"
who = "lea@example.org"
date = 2015-02-10
says = "silent"
weekend = ["none", 0.00]
"""
    done = bench(expect(tmp_path, body), str(clone))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_row_without_its_clone_is_named_and_a_clone_without_rows_is_too(tmp_path: Path, clone: Path) -> None:
    file = expect(tmp_path, ABSENCE)
    file.write_text(file.read_text() + '[[history]]\nid = "elsewhere"\nholds = "' + "0" * 40 + '"\n')
    file.write_text(file.read_text() + ABSENCE.replace("little-team", "elsewhere"))
    other = tmp_path / "unrelated"
    other.mkdir()
    git(other, "init", "-q", ".")
    done = bench(file, str(clone), str(other))
    assert "not looked at: elsewhere, lead" in done.stdout
    assert "nothing is expected of" in done.stderr


def test_a_clone_may_be_given_by_the_id_it_stands_for(tmp_path: Path, clone: Path) -> None:
    moved = clone.rename(tmp_path / "renamed")
    assert bench(expect(tmp_path, ABSENCE), str(moved)).returncode == 2
    assert bench(expect(tmp_path, ABSENCE + "tolerance.detrended = 0.01\n"), f"little-team={moved}").returncode == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[[absence]\n", "is not TOML"),
        ("", "expects nothing"),
        ("[[mood]]\n", "is no table"),
        (ABSENCE.replace('"little-team"', '"nobody"'), "there is no [[history]]"),
        (ABSENCE.replace('["^Lea Lead <"]', "[]"), "one or more patterns"),
        (ABSENCE.replace("^Lea Lead <", "("), "cannot be read"),
        (ABSENCE.replace("2014-02-10", '"soon"'), "must be a date"),
        (ABSENCE.replace("2014-02-10", "2020-02-10"), "must come before"),
        (ABSENCE.replace("0.12", "[1, 2, 3]"), "before and after"),
        (ABSENCE + 'tolerance.detrended = "much"\n', "number for each field"),
        (ABSENCE + 'explained.detrended = "because"\n', "what is computed and why"),
    ],
)
def test_expectations_that_cannot_be_read_say_where_and_how(tmp_path: Path, clone: Path, body: str, said: str) -> None:
    done = bench(expect(tmp_path, body), str(clone))
    assert done.returncode == 4
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_field_nobody_computes_fails_with_the_names_there_are(tmp_path: Path, clone: Path) -> None:
    done = bench(expect(tmp_path, ABSENCE + "mood = 1\n"), str(clone))
    assert done.returncode == 1
    assert "no such field; there are absent, detrended" in done.stdout


def test_folders_that_are_no_clones_and_shallow_clones_are_refused(tmp_path: Path, clone: Path) -> None:
    file = expect(tmp_path, ABSENCE)
    assert "no such folder" in bench(file, str(tmp_path / "nowhere")).stderr
    (tmp_path / "plain").mkdir()
    assert bench(file, f"little-team={tmp_path / 'plain'}").returncode == 5
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{clone}", "cut")
    assert "shallow" in bench(file, f"little-team={tmp_path / 'cut'}").stderr
