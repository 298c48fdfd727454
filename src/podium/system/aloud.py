"""Reads lines aloud with a voice she installed: piper as a process, piped to a player.

Piper is under the GPL and no part of podium; `voice.toml` in podium's folder names it. No sound is written to a file.
"""

from __future__ import annotations

import shlex
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from podium.core.errors import CannotRead, Misuse
from podium.system import paths

LONGEST_S = 60
_EXAMPLE = (
    'speaks = "piper --model en.onnx --output-raw" and plays = "aplay -q -t raw -f S16_LE -r 22050 -c 1", each one line'
)


class Voice(msgspec.Struct, frozen=True):
    """Two programs: the first takes text and gives sound, the second plays it."""

    speaks: str
    plays: str


def file() -> Path:
    """Where she names them."""
    return paths.home() / "voice.toml"


def voice() -> Voice:
    """The voice she named.

    Raises:
        Misuse: she named none. CannotRead: the file cannot be understood.
    """
    try:
        return msgspec.convert(tomllib.loads(file().read_text(encoding="utf-8")), Voice)
    except FileNotFoundError:
        raise Misuse("No voice is named.", where=str(file()), next_step=f"write {_EXAMPLE}") from None
    except (OSError, ValueError, msgspec.ValidationError) as wrong:
        raise CannotRead(
            f"The file that names the voice cannot be read: {wrong}.", where=str(file()), next_step=f"write {_EXAMPLE}"
        ) from None


def read_aloud(named: Voice, lines: Sequence[str]) -> None:
    """Speak the lines and wait until they are spoken.

    Raises:
        Misuse: one of the programs is not there, fails, or goes on for more than a minute.
    """
    try:
        with (
            subprocess.Popen(
                shlex.split(named.speaks), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            ) as speaking,
            subprocess.Popen(
                shlex.split(named.plays), stdin=speaking.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as playing,
        ):
            _speak(speaking, playing, "\n".join(lines) + "\n")
    except (OSError, ValueError) as wrong:
        raise Misuse(f"The voice cannot be started: {wrong}.", where=str(file()), next_step="name another") from None


def _speak(speaking: subprocess.Popen[bytes], playing: subprocess.Popen[bytes], text: str) -> None:
    if speaking.stdout is not None:
        speaking.stdout.close()
    try:
        if speaking.stdin is not None:
            speaking.stdin.write(text.encode())
            speaking.stdin.close()
        codes = (speaking.wait(LONGEST_S), playing.wait(LONGEST_S))
    except subprocess.TimeoutExpired:
        for process in (speaking, playing):
            process.kill()
        raise Misuse("The voice went on for more than a minute.", where=str(file())) from None
    if any(codes):
        raise Misuse("The voice failed.", where=str(file()), next_step="try both programs in a terminal")
