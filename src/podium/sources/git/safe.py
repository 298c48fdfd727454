"""The one door to git: every call made so that nothing the repository holds can run.

A repository is somebody else's text. Its configuration may name programs (hooks, a file-system monitor, a pager,
an external diff, aliases, a transport), and git would start them. Each call here switches all of them off, forbids
every transport, fetches no promised object, takes no lock, asks no question, and ignores replacements and grafts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
from collections.abc import Collection, Generator
from contextvars import ContextVar
from pathlib import Path
from typing import IO, NamedTuple

from podium.core.errors import CannotReach, Refused
from podium.core.lines import lines_of

ANSWER_WITHIN_S = 300.0
# How long a git that reads a whole history may take.
READ_WITHIN_S = 3600.0
# Entries of git's own folder looked at before it is asked; loose objects beyond that are git's to open.
MOST_ENTRIES = 300_000

OFF = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.pager": "cat",
    "core.attributesFile": os.devnull,
    "core.sshCommand": "false",
    "core.askPass": "",
    "core.editor": "false",
    "core.alternateRefsCommand": "false",
    "core.quotePath": "true",
    "credential.helper": "",
    "diff.external": "",
    "diff.ignoreSubmodules": "none",
    "advice.graftFileDeprecated": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "mailmap.file": "",
    "protocol.allow": "never",
    "color.ui": "false",
    "core.deltaBaseCacheLimit": "24m",  # these three keep each git at a third of its memory and at its speed
    "core.packedGitWindowSize": "16m",
    "core.packedGitLimit": "64m",
}
KEPT = frozenset(
    {
        "GIT_CONFIG_GLOBAL",
        "GIT_EXEC_PATH",
        "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_TEST_ASSUME_DIFFERENT_OWNER",
    }
)
SET = {
    "GIT_ALLOW_PROTOCOL": "none",  # outranks a repository's own protocol.<name>.allow
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_FLUSH": "0",  # one write per full buffer, not one per commit
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    # Trees come and go by the thousand: keeping freed pieces at hand and in large pages is 15 % less work.
    "GLIBC_TUNABLES": "glibc.malloc.tcache_max=524288:glibc.malloc.hugetlb=1",
    "LC_ALL": "C",
    "LANGUAGE": "",
}


class Answer(NamedTuple):
    """What git said: its exit code, its output, and the first line of its complaint."""

    code: int
    out: bytes
    complaint: str


# A longer answer is read once and not kept in memory.
MOST_REMEMBERED_BYTES = 1 << 16
# While `once` holds in a thread: every question asked so far, and its answer.
_answers: ContextVar[dict[tuple[object, ...], Answer] | None] = ContextVar("answers", default=None)


class Running(NamedTuple):
    """A git at work, and the file its complaints go to."""

    process: subprocess.Popen[bytes]
    complaints: IO[bytes]
    deadline: threading.Timer


def refuse_devices(path: Path) -> None:
    """Stop before git opens a pipe, a device or a socket in its own folder: reading one would never end.

    Raises:
        CannotReach: there is one.
    """
    own = find_own(path)
    if own is None:
        return
    entry = own / "commondir"
    folders = [own]
    if entry.is_symlink() or entry.is_file():
        with contextlib.suppress(OSError, UnicodeDecodeError):
            folders.append((own / entry.read_text(encoding="utf-8").strip()).resolve())
    entries_looked_at = 0
    while folders and entries_looked_at < MOST_ENTRIES:
        try:
            with os.scandir(folders.pop()) as entries:
                for folder_entry in entries:
                    entries_looked_at += 1
                    if folder_entry.is_dir(follow_symlinks=False):
                        folders.append(Path(folder_entry.path))
                    elif not folder_entry.is_file(follow_symlinks=False):
                        refuse_device(Path(folder_entry.path))
        except OSError:
            continue


def find_own(path: Path) -> Path | None:
    """Git's folder of a place as `lstat` tells it, without asking git; None where there is none."""
    for place in (path, *path.parents):
        entry = place / ".git"
        refuse_device(entry)
        if entry.is_dir():
            return entry.resolve()
        if entry.is_file():
            with contextlib.suppress(OSError, UnicodeDecodeError):
                text = entry.read_text(encoding="utf-8")[:4096]
                return (place / text.removeprefix("gitdir:").strip()).resolve()
            return None
        refuse_device(place / "HEAD")
        if (place / "HEAD").is_file() and (place / "objects").is_dir():
            return place.resolve()
    return None


def refuse_device(place: Path) -> None:
    """Stop when a name leads to anything but a file or a folder.

    Raises:
        CannotReach: it does.
    """
    try:
        mode = place.stat().st_mode
    except OSError:
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise CannotReach(
            f"{place.name} in git's folder is a pipe, a socket or a device, and reading it would not end",
            where=str(place),
            next_step="remove it, then look again",
        )


def surroundings() -> dict[str, str]:
    """The environment git is given: the manager's own, without what could point git elsewhere."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in KEPT}
    return mine | SET


def spell(path: Path, *words: str) -> list[str]:
    """The whole command line for git in a folder, with every protection."""
    git = shutil.which("git")
    if git is None:
        raise CannotReach("git is not installed", next_step="install git, then look again")
    settings = [word for name, value in OFF.items() for word in ("-c", f"{name}={value}")]
    return [git, "--no-pager", "--no-optional-locks", "-C", str(path), *settings, *words]


@contextlib.contextmanager
def once() -> Generator[None]:
    """Let git answer the same question about the same folder once: a look takes its clones as it first found them."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def ask(path: Path, *words: str, stdin: bytes = b"", accept: Collection[int] = (0,)) -> Answer:
    """Ask git one question and wait for the answer; stops when git does not answer or says no."""
    answers, question = _answers.get(), (path, words, stdin, tuple(accept))
    if answers is None:
        return _ask(path, *words, stdin=stdin, accept=accept)
    answer = answers.get(question) or _ask(path, *words, stdin=stdin, accept=accept)
    if len(answer.out) <= MOST_REMEMBERED_BYTES:
        answers[question] = answer
    return answer


def _ask(path: Path, *words: str, stdin: bytes, accept: Collection[int]) -> Answer:
    command = spell(path, *words)
    try:
        finished = subprocess.run(
            command, input=stdin, capture_output=True, env=surroundings(), timeout=ANSWER_WITHIN_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise CannotReach(f"git {words[0]} did not answer in {ANSWER_WITHIN_S:.0f} s", where=str(path)) from None
    except OSError as error:
        raise CannotReach(f"git could not be started: {error.strerror}", where=str(path)) from None
    complaint = finished.stderr.decode("utf-8", "backslashreplace").strip()
    if finished.returncode not in accept:
        raise stop_for(path, complaint)
    return Answer(finished.returncode, finished.stdout, complaint)


def start(path: Path, *words: str, stdin: int | IO[bytes] = subprocess.PIPE) -> Running:
    """Set git to work, reading and writing pipes; the caller ends it with `finish` or `kill`."""
    complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
    process = subprocess.Popen(
        spell(path, *words), stdin=stdin, stdout=subprocess.PIPE, stderr=complaints, env=surroundings()
    )
    deadline = threading.Timer(READ_WITHIN_S, process.kill)
    deadline.daemon = True
    deadline.start()
    return Running(process, complaints, deadline)


def finish(path: Path, running: Running) -> None:
    """Wait for a git that has nothing left to do; stops when it failed."""
    code = running.process.wait()
    is_late = running.deadline.finished.is_set() and code == -signal.SIGKILL
    running.deadline.cancel()
    running.complaints.seek(0)
    complaints = running.complaints.read(20_000).decode("utf-8", "backslashreplace").strip()
    running.complaints.close()
    if is_late:
        raise CannotReach(f"git did not finish in {READ_WITHIN_S / 60:.0f} minutes and was stopped", where=str(path))
    if code:
        raise stop_for(path, complaints)


def kill(running: Running) -> None:
    """End a git at once, whatever it was doing."""
    running.deadline.cancel()
    running.process.kill()
    running.process.wait()
    for pipe in (running.process.stdin, running.process.stdout, running.complaints):
        if pipe is not None and not pipe.closed:
            try:
                pipe.close()
            except BrokenPipeError:
                continue


def stop_for(path: Path, complaint: str) -> CannotReach:
    """The reason to stop that fits what git said."""
    lines = [line for line in lines_of(complaint) if line.strip() and not line.startswith(("hint:", "warning:"))]
    reason = next((line for line in lines if line.startswith("fatal:")), lines[0] if lines else "it gave no reason")
    first = reason.removeprefix("fatal: ").removeprefix("error: ")
    if "dubious ownership" in complaint or "safe.directory" in complaint:
        allow = next((line.strip() for line in lines_of(complaint) if "--add safe.directory" in line), "")
        step = allow or f"git config --global --add safe.directory '{path}'"
        return Refused(f"git refused: {first}", where=str(path), next_step=f"if you trust it: {step}")
    if "safe.bareRepository" in complaint:
        return Refused(f"git refused: {first}", where=str(path))
    return CannotReach(f"git could not read it: {first}", where=str(path))
