"""The real program in a real terminal: a pseudo-terminal of a chosen width, or plain pipes."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

import copies
import subject

PROGRAM = [sys.executable, "-c", "from podium.cli.main import run; run()"]
LONGEST_S = 120


@dataclass(frozen=True)
class Said:
    """What the program left behind: exit code, stdout, stderr (in a terminal both are one)."""

    code: int
    out: str
    err: str = ""


def run(*words: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, said: str = "") -> Said:
    """Run podium with pipes, in a process whose program was loaded before; `run_anew` loads it as a shell does."""
    subject.at_home_in(env)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("in", "out", "err")]
        files[0].write_text(said, encoding="utf-8")
        process = copies.begin(tuple(map(str, words)), cwd or Path.cwd(), os.environ | (env or {}), *files)
        process.join(LONGEST_S)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired([*PROGRAM, *map(str, words)], LONGEST_S)
        out, err = (file.read_text(encoding="utf-8") if file.exists() else "" for file in files[1:])
        return Said(process.exitcode, out, err)


def run_anew(*words: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, said: str = "") -> Said:
    """Run podium with pipes, in an interpreter of its own: sets and hashes fall in another order every time."""
    subject.at_home_in(env)
    done = subprocess.run(
        [*PROGRAM, *map(str, words)],
        cwd=cwd,
        env=os.environ | {"PYTHONUTF8": "1"} | (env or {}),
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LONGEST_S,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def run_in_terminal(*words: str | Path, columns: int = 80, env: dict[str, str] | None = None) -> Said:
    """Run podium with stdin, stdout and stderr on a terminal of this many columns."""
    subject.at_home_in(env)
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, columns))
    mine = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    terminal = Path(os.ttyname(theirs))
    env = mine | {"TERM": "xterm-256color"} | (env or {})
    process = copies.begin(tuple(map(str, words)), Path.cwd(), env, terminal, terminal, terminal)
    until, pieces = time.monotonic() + LONGEST_S, []
    while time.monotonic() < until:
        if select.select([ours], [], [], 0.05)[0]:
            piece = os.read(ours, 65536)
            pieces.append(piece)
        elif not process.is_alive() and not select.select([ours], [], [], 0)[0]:
            break
    else:
        process.kill()
    process.join(LONGEST_S)
    os.close(theirs)
    os.close(ours)
    return Said(process.exitcode or 0, b"".join(pieces).decode("utf-8", "replace").replace("\r\n", "\n"))
