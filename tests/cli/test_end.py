"""A command ends at once, and has said and undone everything by then."""

from __future__ import annotations

import subprocess
import sys

import pytest

BEFORE = "import atexit, threading, time; atexit.register(print, 'undone'); "
RUN = "from podium.cli.main import run; run()"
LATE = "threading.Thread(target=lambda: (time.sleep(0.5), print('late'))).start(); "


def end(code: str, *words: str) -> tuple[int, list[str]]:
    """The exit code, and what was said on standard output."""
    ended = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout.split("\n")


@pytest.mark.parametrize(("words", "code"), [(("--help",), 0), (("nonsense",), 2)])
def test_what_is_registered_for_the_end_is_done_and_the_exit_code_is_told(words: tuple[str, ...], code: int) -> None:
    exit_code, said = end(BEFORE + RUN, *words)
    assert exit_code == code
    assert said[-2:] == ["undone", ""]


def test_all_of_a_long_output_is_said() -> None:
    plain = end("from podium.cli.main import _run; import sys; sys.exit(_run(['--help']))")
    assert end(RUN, "--help") == plain
    assert len(plain[1]) > 20


def test_a_thread_that_still_works_is_waited_for() -> None:
    exit_code, said = end(BEFORE + LATE + RUN, "--help")
    assert exit_code == 0
    assert "late" in said
    assert "undone" in said
