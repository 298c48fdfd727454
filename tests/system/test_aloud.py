"""The voice: lines go in as text, sound goes on to the player, nothing is left behind."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from podium.core.errors import CannotRead, Misuse
from podium.system import aloud, paths

SPEAKS = "import sys; sys.stdout.write(sys.stdin.read().upper())"


def program(code: str, *words: str) -> str:
    """A command of Python's own."""
    return shlex.join([sys.executable, "-c", code, *words])


def named(speaks: str, plays: str) -> aloud.Voice:
    """The voice of a `voice.toml`."""
    aloud.file().parent.mkdir(parents=True, exist_ok=True)
    aloud.file().write_text(f"speaks = {speaks!r}\nplays = {plays!r}\n")
    return aloud.voice()


def test_lines_go_through_both_programs_and_no_file_of_podium_holds_sound(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    plays = program("import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.stdin.read())", str(heard))
    voice = named(program(SPEAKS).replace("'", '"'), plays.replace("'", '"'))
    files_before = {path.name for path in paths.home().iterdir()}
    aloud.read_aloud(voice, ["Sit down.", "So?"])
    assert heard.read_text() == "SIT DOWN.\nSO?\n"
    assert {path.name for path in paths.home().iterdir()} == files_before, "no sound is kept"


def test_without_a_voice_with_a_broken_one_and_with_one_that_fails_a_clear_line_is_told() -> None:
    with pytest.raises(Misuse, match="No voice is named"):
        aloud.voice()
    with pytest.raises(Misuse, match="cannot be started"):
        aloud.read_aloud(aloud.Voice("no-such-piper", "cat"), ["So?"])
    with pytest.raises(Misuse, match="The voice failed"):
        aloud.read_aloud(aloud.Voice("cat", program("raise SystemExit(1)")), ["So?"])
    aloud.file().parent.mkdir(parents=True, exist_ok=True)
    aloud.file().write_text("speaks = 3")
    with pytest.raises(CannotRead, match="cannot be read"):
        aloud.voice()
