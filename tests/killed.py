"""Writers that are killed: a process that keeps what podium keeps, ended by SIGKILL once its first file exists."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from podium.app import last_look, me
from podium.evidence.commits.store import HistoryStore
from podium.evidence.people import disclosure_log
from podium.journal import open_journal
from podium.journal.make import make
from podium.mirror import read_clones
from podium.mirror.look import Scope
from podium.system import paths

LONGEST_S = 30.0
BODY = "what was done\n" * 400


@dataclass(frozen=True)
class Kill:
    """One run: how many writes it acknowledged, whether the kill met it alive, and what was wrong afterwards."""

    acknowledged: int
    was_alive: bool
    wrong: str


def kill_once(folder: Path, clone: Path, seed: int) -> Kill:
    """Start a writer in a folder of its own, kill it a moment after its first file, and look at what is left."""
    shutil.rmtree(folder, ignore_errors=True)
    home, journal = folder / "podium", folder / "journal"
    home.mkdir(parents=True)
    rng = random.Random(seed)
    reading, writing = os.pipe()
    child = fork(lambda: _write(home, journal, clone, writing), reading)
    os.close(writing)
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until and not _has_a_file(folder):
        time.sleep(0.0005)
    first = lines_from(reading, rng.choice((0, 0, 1, 2, 3, 5, 8, 13, 21)))
    time.sleep(rng.choice((0.0, 0.0005, 0.002, 0.01)) * rng.random())
    os.kill(child, signal.SIGKILL)
    said = first + all_from(reading)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError("the writer ended with a fault of its own")
    was_alive = os.WIFSIGNALED(status) and _has_a_file(folder)
    wrong_reading, wrong_writing = os.pipe()
    checker = fork(lambda: _check(home, journal, clone, said, wrong_writing), wrong_reading)
    os.close(wrong_writing)
    wrong = all_from(wrong_reading).decode("utf-8", "replace")
    _, status = os.waitpid(checker, 0)
    return Kill(said.count(b"\n"), was_alive, wrong or ("" if status == 0 else f"the check ended with {status}"))


def _has_a_file(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))


def fork(do: Callable[[], None], closes: int) -> int:
    """Do it in a copy of this process, in which one end of a pipe is closed; the copy's number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.close(closes)
        do()
        code = 0
    except BaseException as fault:  # noqa: BLE001 - a child that must end here, whatever it met
        os.write(2, f"{type(fault).__name__}: {fault}\n".encode())
    finally:
        os._exit(code)


def lines_from(pipe: int, lines: int) -> bytes:
    """What comes through a pipe until so many lines are there."""
    said = b""
    while said.count(b"\n") < lines and select.select([pipe], [], [], LONGEST_S)[0] and (piece := os.read(pipe, 1)):
        said += piece
    return said


def all_from(pipe: int) -> bytes:
    """What comes through a pipe until nobody writes into it."""
    pieces: list[bytes] = []
    while select.select([pipe], [], [], LONGEST_S)[0] and (piece := os.read(pipe, 65_536)):
        pieces.append(piece)
    os.close(pipe)
    return b"".join(pieces)


def _at(home: Path) -> None:
    os.environ["PODIUM_HOME"] = str(home)
    os.environ.pop("PODIUM_JOURNAL", None)


def _write(home: Path, root: Path, clone: Path, to: int) -> None:
    """Everything podium keeps, over and over; a line for each write that was acknowledged."""
    _at(home)
    make(root)
    journal = open_journal(root)
    for number in range(200):
        journal.create("win", f"w{number}", {"date": date(2026, 2, 20), "what": f"win {number}", "axis": "speed"})
        os.write(to, f"win w{number}\n".encode())
        journal.write("win", f"w{number}", {"what": f"win {number} again"}, body=f"{BODY}{number}")
        os.write(to, f"again w{number}\n".encode())
        me.save(f'[me]\nname = "Ana"\nemails = ["ana@example.org"]\n# {"x" * 500 * number}\n', me.stamp())
        os.write(to, f"me {number}\n".encode())
        last_look.keep(Scope((clone,), weeks=1 + number % 100))
        os.write(to, f"look {1 + number % 100}\n".encode())
        group = disclosure_log.ToldGroup(date(2026, 2, 20), frozenset(f"k{n}" for n in range(number % 50)))
        disclosure_log.keep(paths.told_teams(), group, ())
        if number % 3 == 0:
            shutil.rmtree(paths.evidence(), ignore_errors=True)
            read_clones.gather((clone,), HistoryStore(paths.evidence()), lambda *_: None, branches=False)
            os.write(to, b"read\n")


def _check(home: Path, root: Path, clone: Path, said: bytes, to: int) -> None:
    """What was acknowledged is there, whole; nothing half is taken for an entry; the next run goes on."""
    _at(home)
    lines = said.decode().split("\n")[:-1]
    if not (root / "journal.toml").exists():
        make(root)
    journal = open_journal(root)
    entries = {entry.id: entry for entry in journal.entries("win")}
    for line in lines:
        word, _, rest = line.partition(" ")
        if word in {"win", "again"} and rest not in entries:
            os.write(to, f"{line} was acknowledged and is gone\n".encode())
        if word == "again" and entries[rest].body.strip() != f"{BODY}{rest[1:]}".strip():
            os.write(to, f"{line} was acknowledged and is another text\n".encode())
    for entry in entries.values():
        if not entry.head.what.startswith("win "):
            os.write(to, f"{entry.id} is half an entry\n".encode())
    if any(line.startswith("me ") for line in lines) and "ana@example.org" not in me.text():
        os.write(to, b"the file about her is gone or half\n")
    if any(line.startswith("look ") for line in lines) and last_look.last_or_none() is None:
        os.write(to, b"the last look is gone\n")
    me.check()
    store = HistoryStore(paths.evidence())
    gathered = read_clones.gather((clone,), store, lambda *_: None, branches=False)
    rows = sum(pq.ParquetFile(part).metadata.num_rows for one in gathered for part in store.parts(one.repository.key))
    if rows != COMMITS:
        os.write(to, f"{rows} commits are read, not {COMMITS}\n".encode())
    journal.create("win", "after", {"date": date(2026, 2, 21), "what": "win after", "axis": "speed"})


COMMITS = 20


def make_clone(folder: Path) -> Path:
    """A small clone with a known number of commits."""
    from clones import Clone

    clone = Clone.new(folder)
    tip: tuple[str, ...] = ()
    for n in range(COMMITS):
        author = f"Ana <ana@example.org> {1772452800 + 60 * n} +0100".encode()
        tip = (clone.commit_object({b"a.py": b"%d" % n}, tip, author=author),)
    clone.point(tip[0])
    return clone.path
