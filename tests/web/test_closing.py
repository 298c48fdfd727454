"""Closing the room: Ctrl-C and a polite kill end it quietly with 0 at every moment after it said its address."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import termios
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from podium.journal.find import pointer
from podium.journal.make import make, point_to
from podium.web import serving
from web import demo

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(os.name == "nt", reason="a process group of its own and a terminal are POSIX"),
]
# Both end the room the same way: by day each stands for both at some moments, and by night each at all.
CTRL_C, POLITE_KILL = pytest.param(signal.SIGINT, id="Ctrl-C"), pytest.param(signal.SIGTERM, id="a polite kill")
PODIUM = (sys.executable, "-c", "from podium.cli.main import run; run()", "serve", "--no-browser")
HINT = "Ctrl-C closes the room; Enter prints a fresh address for another browser\n"
# A git that begins no reading while the gate is shut; then it is the real one.
GATED = """#!/bin/sh
case " $* " in *" rev-list "*|*" diff-tree "*) while [ -e {gate} ]; do sleep 0.02; done ;; esac
exec {git} "$@"
"""
FORM = {"when": "Tue 09:00-12:30, Thu 13:00-17:00", "zone": "Europe/Berlin", "calendar": "feed", "hypothesis": ""}


@dataclass
class Closing:
    """A room in a process group of its own, which is what a terminal sends its Ctrl-C to."""

    process: subprocess.Popen[str]
    address: str
    gate: Path
    browser: urllib.request.OpenerDirector

    def go(self, path: str, **form: str) -> str:
        whole = self.address.partition("/enter")[0] + path
        sent = urlencode(form).encode() if form else None
        asked = urllib.request.Request(whole, sent, {"Origin": "/".join(whole.split("/")[:3])})
        return str(self.browser.open(asked, timeout=60).read().decode())

    def enter(self) -> None:
        self.browser.open(self.address, timeout=60).read()

    def send(self, sign: signal.Signals) -> None:
        os.killpg(self.process.pid, sign)

    def ends_quietly(self, within_s: float = 30) -> None:
        """With 0, and not one more word to the terminal."""
        said, complaint = self.process.communicate(timeout=within_s)
        assert (self.process.returncode, said, complaint) == (0, "", HINT)


@pytest.fixture
def room(tmp_path: Path, team: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Closing]]:
    """Opens a room with a journal that has read nothing yet, and reads for as long as the gate is shut."""
    opened: list[Closing] = []
    home, folder, gate = tmp_path / "podium", tmp_path / "bin", tmp_path / "gate"
    for new in (home, folder):
        new.mkdir()
    monkeypatch.setenv("PODIUM_HOME", str(home))
    make(tmp_path / "leadership")
    point_to(pointer(), tmp_path / "leadership")
    said = {"paths": [str(team)], "me": [demo.ME], "weeks": 4, "branches": False, "team": None}
    (home / "last-look.json").write_text(json.dumps(said))
    (folder / "git").write_text(GATED.format(gate=gate, git=shutil.which("git")))
    (folder / "git").chmod(0o700)
    gate.touch()

    def open_it() -> Closing:
        env = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            PODIUM,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None
        address = process.stdout.readline().partition(": ")[2].strip()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        opened.append(Closing(process, address, gate, browser))
        return opened[-1]

    yield open_it
    gate.unlink(missing_ok=True)
    for one in opened:
        one.process.kill()
        one.process.communicate()


@pytest.mark.parametrize(
    ("sign", "after_s"),
    [
        pytest.param(signal.SIGINT, 0, id="Ctrl-C at once"),
        pytest.param(signal.SIGTERM, 0.1, id="a polite kill"),
        pytest.param(signal.SIGTERM, 0, id="a polite kill at once", marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, 0.1, id="Ctrl-C", marks=pytest.mark.slow),
    ],
)
def test_just_after_it_said_its_address(room: Callable[[], Closing], sign: signal.Signals, after_s: float) -> None:
    it = room()
    time.sleep(after_s)  # whatever it is at by then
    it.send(sign)
    it.ends_quietly()


@pytest.mark.parametrize("sign", [POLITE_KILL, pytest.param(signal.SIGINT, id="Ctrl-C", marks=pytest.mark.slow)])
def test_while_it_reads(room: Callable[[], Closing], sign: signal.Signals) -> None:
    it = room()
    it.enter()
    assert "data-reading" in it.go("/mirror")
    it.send(sign)
    it.ends_quietly()


@pytest.mark.parametrize("sign", [CTRL_C, pytest.param(signal.SIGTERM, id="a polite kill", marks=pytest.mark.slow)])
def test_as_the_reading_ends(room: Callable[[], Closing], sign: signal.Signals) -> None:
    it = room()
    it.enter()
    assert "data-reading" in it.go("/mirror")
    it.gate.unlink()
    while not json.loads(it.go("/api/reading"))["is_done"]:
        time.sleep(0.005)
    it.send(sign)
    it.ends_quietly()


def test_with_the_mirror_open_and_by_an_impatient_hand(room: Callable[[], Closing]) -> None:
    it = room()
    it.enter()
    it.gate.unlink()
    while "data-reading" in it.go("/mirror"):
        time.sleep(0.05)
    for _ in range(3):
        it.send(signal.SIGINT)
    it.ends_quietly()


def test_while_a_change_waits_for_the_reading(room: Callable[[], Closing]) -> None:
    """It is broken off after a moment; nothing was promised yet, so nothing is lost."""
    it = room()
    it.enter()
    csrf = re.findall(r'name="csrf" value="([^"]+)"', it.go("/start"))[0]
    broken: list[Exception] = []

    def change() -> None:
        try:
            it.go("/practices/no-code-zone", csrf=csrf, **FORM)
        except (OSError, HTTPException) as gone:
            broken.append(gone)

    waits = threading.Thread(target=change)
    waits.start()
    while json.loads(it.go("/api/reading"))["is_done"]:
        assert not broken
        time.sleep(0.02)
    it.send(signal.SIGINT)
    it.ends_quietly(within_s=serving.GRACE_S + 20)
    waits.join(20)
    assert broken


def test_at_a_terminal(room: Callable[[], Closing], tmp_path: Path) -> None:
    """Typed as she types it, while the room listens for Enter."""
    (tmp_path / "gate").unlink()
    terminal, hers = pty.openpty()
    process = subprocess.Popen(
        PODIUM,
        stdin=hers,
        stdout=hers,
        stderr=hers,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(hers, termios.TIOCSCTTY, 0),
    )
    os.close(hers)
    said = _until(terminal, rb"your room: \S+\r\n")
    os.write(terminal, b"\n")
    said += _until(terminal, rb"your room: \S+\r\n")
    os.write(terminal, b"\x03")
    said += _until(terminal, None)
    assert process.wait(30) == 0
    os.close(terminal)
    assert [line.partition(b": ")[0] for line in said.splitlines() if line.strip(b"^C\r\n")] == [
        HINT.encode().partition(b": ")[0].strip(),
        b"your room",
        b"your room",
    ]


def _until(terminal: int, wanted: bytes | None) -> bytes:
    """What the terminal shows until a pattern, or until the program has gone."""
    said = b""
    while wanted is None or not re.search(wanted, said):
        try:
            more = os.read(terminal, 4096)
        except OSError:
            more = b""
        if not more:
            break
        said += more
    return said
