"""The history itself: which commits there are, and what each of them records.

One `git rev-list` names the commits. Several `git diff-tree` compare their trees, which is where the time goes; each
takes the next piece of the list as soon as it has room, so none waits for another. Trees are compared without looking
for renames and without reading a file. A merge touches nothing of its own, as `git log` shows it (decision 0006).
"""

from __future__ import annotations

import queue
import secrets
import sys
import threading
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from enum import Enum
from importlib import import_module
from typing import IO, TYPE_CHECKING

from podium.core.errors import CannotReach
from podium.core.lines import lines_of
from podium.sources.git import safe
from podium.sources.git.objects import read_objects

if TYPE_CHECKING:
    from podium.core.arrow import Table
    from podium.sources.git.objects import Recorded
    from podium.sources.git.repository import Repository

Progress = Callable[[int], None]
PLAIN = ("--stdin", "-z", "--no-abbrev", "--no-notes", "--no-color", "--date=raw", "--encoding=UTF-8")
COMPARE = (
    "diff-tree",
    *PLAIN,
    "-r",
    "--root",
    "--always",
    "--name-only",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",
)
LIST = (  # for a clone without trees; the empty glob keeps git from reading HEAD when it is handed no commit
    "log",
    *PLAIN,
    "-s",
    "--no-walk=unsorted",
    "--no-show-signature",
    "--no-mailmap",  # a bare clone keeps it in a tree that is not there
    "--glob=refs/podium/none/*",
)
FIELDS = "%x00%H%x00%P%x00%an <%ae>%x00%ad%x00%cn <%ce>%x00%cd%x00%B%x00"
PIECE = 2048
PIECES_A_GIT = 3  # in a very large history; a git remembers every commit it has seen; a new one begins with nothing
# Below this size of the pack index, a few million objects, nothing has to be spared: 8 % less work.
ROOMY_INDEX_BYTES = 96 << 20
ROOMY = ("-c", "core.packedGitWindowSize=1g", "-c", "core.packedGitLimit=8g")
ROOMY_PIECES_A_GIT = 16
BLOCK_BYTES = 2 << 20
PIPE_BYTES = 1 << 20
WAITING_BATCHES = 2


def list_commits(repository: Repository, tips: Iterable[str], known_tips: Iterable[str] = ()) -> list[str]:
    """The hashes reachable from some commits and not from others; none may be missing from the repository."""
    stdin = spell_range(tips, known_tips)
    if not stdin or stdin.startswith(b"^"):
        return []
    return safe.ask(repository.path, "rev-list", "--stdin", stdin=stdin).out.decode("ascii").split()


def find_present(repository: Repository, hashes: Collection[str]) -> set[str]:
    """Those of some commits that the repository still holds."""
    if not hashes:
        return set()
    stdin = "".join(f"{commit}\n" for commit in hashes).encode()
    lines = safe.ask(repository.path, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=stdin).out
    return {line.split()[0] for line in lines_of(lines.decode()) if line.endswith(" commit")}


def spell_range(tips: Iterable[str], known_tips: Iterable[str]) -> bytes:
    """A range of commits as `rev-list --stdin` takes it."""
    return "".join([f"{tip}\n" for tip in set(tips)] + [f"^{tip}\n" for tip in set(known_tips)]).encode()


def count(repository: Repository, known_tips: Collection[str] = ()) -> int:
    """How many commits a reading of what is new would bring; one question to git."""
    stdin = spell_range(repository.tips.values(), known_tips)
    return int(safe.ask(repository.path, "rev-list", "--count", "--stdin", stdin=stdin).out) if repository.tips else 0


def count_behind(repository: Repository) -> int:
    """How many commits the default branch of origin had at the last fetch that HEAD lacks."""
    head = repository.tips.get("HEAD")
    fetched = [tip for ref, tip in repository.tips.items() if ref.startswith("refs/remotes/origin/")]
    if head is None or not fetched or set(fetched) == {head}:
        return 0
    question = spell_range(fetched, [head])
    return int(safe.ask(repository.path, "rev-list", "--count", "--stdin", stdin=question).out)


def read(
    repository: Repository,
    *,
    tips: Mapping[str, str],
    known_tips: Collection[str] = (),
    shards: int = 2,
    progress: Progress | None = None,
) -> Generator[Table]:
    """Read the commits reachable from `tips` and not from `known`, in batches of a few thousand.

    `known` must still be in the repository. The order of the batches is not defined.
    """
    if not tips:
        return
    lister = safe.start(repository.path, "rev-list", "--stdin")
    names = lister.process.stdout
    if lister.process.stdin is None or names is None:
        raise CannotReach("git gave no pipe", where=str(repository.path))
    try:
        with suppress(BrokenPipeError), lister.process.stdin as git_stdin:
            git_stdin.write(spell_range(tips.values(), known_tips))
        yield from compare(repository, names, shards, progress)
        safe.finish(repository.path, lister)
    finally:
        safe.kill(lister)


def compare(repository: Repository, names: IO[bytes], shards: int, progress: Progress | None) -> Iterator[Table]:
    """Read the commits a stream names with several gits at once."""
    line = (64 if repository.object_format == "sha256" else 40) + 1
    reading = Reading(repository, names, line)
    try:
        reading.begin(shards)
        yield from reading.gather(progress)
    finally:
        reading.end()


class Ending(Enum):
    """How a worker stopped: with nothing left to read, or before that."""

    DONE = "done"
    EARLY = "early"


class Reading:
    """Several gits comparing trees, the threads that feed them, and the threads that read what they print."""

    def __init__(self, repository: Repository, names: IO[bytes], line: int) -> None:
        self.repository = repository
        self.names = names
        self.piece = PIECE * line
        self.lock = threading.Lock()
        self.batches: queue.Queue[Table | Ending] = queue.Queue(WAITING_BATCHES)
        self.gits: list[safe.Running] = []
        self.threads: list[threading.Thread] = []
        self.workers: list[Future[None]] = []
        self.is_over = False  # nobody listens any more
        self.is_listed = False  # every commit has been handed out
        self.shards = 0
        self.nonce = secrets.token_hex(16)
        self.is_roomy = weigh_index(repository) < ROOMY_INDEX_BYTES

    def begin(self, shards: int) -> None:
        """Start the gits first: they work while Python imports what it needs."""
        self.shards = shards
        pool = ThreadPoolExecutor(shards, "git")
        self.workers = [pool.submit(self.work, self.start_git()) for _ in range(shards)]
        pool.shutdown(wait=False)

    def start_git(self) -> safe.Running:
        """Start one git, and a thread that hands it commits."""
        words = words_for(self.repository, self.nonce)
        git = safe.start(self.repository.path, *(ROOMY if self.is_roomy else ()), *words)
        self.gits.append(git)
        widen(git.process.stdout)
        feeder = threading.Thread(target=self.feed, args=(git,), daemon=True)
        self.threads.append(feeder)
        feeder.start()
        return git

    def feed(self, git: safe.Running) -> None:
        """Hand one git the next piece of the list whenever it has room, until it has had its share."""
        stdin = git.process.stdin
        if stdin is None:
            return
        with suppress(BrokenPipeError, ValueError), stdin:
            for _ in range(ROOMY_PIECES_A_GIT if self.is_roomy else PIECES_A_GIT):
                with self.lock:
                    piece = b"" if self.is_over else self.names.read(self.piece)
                    self.is_listed = not piece
                if not piece:
                    break
                stdin.write(piece)
                stdin.flush()

    def work(self, git: safe.Running) -> None:
        """Turn what one git prints into batches, then what the next one prints, until all is read."""
        ending = Ending.EARLY
        try:
            while True:
                for block in cut(git.process.stdout, self.nonce.encode()):
                    self.put(self.read_block(block))
                if self.is_over:
                    break
                safe.finish(self.repository.path, git)
                safe.kill(git)
                if self.is_listed:
                    ending = Ending.DONE
                    break
                git = self.start_git()
        finally:
            self.put(ending)

    def read_block(self, block: bytes) -> Table:
        """One block of whole records as a batch."""
        from podium.sources.git.records import read_block

        has_paths = not self.repository.is_without_trees
        return read_block(block, self.nonce.encode(), self.repository.boundary, self.look_up, has_paths=has_paths)

    def look_up(self, hashes: Sequence[str]) -> Mapping[str, Recorded]:
        """The few commits that need their object read whole."""
        return look_up(self.repository, hashes)

    def put(self, item: Table | Ending) -> None:
        """Pass an item on, unless nobody is listening any more."""
        while not self.is_over:
            with suppress(queue.Full):
                self.batches.put(item, timeout=1)
                return

    def gather(self, progress: Progress | None) -> Iterator[Table]:
        """Batches from all gits until the last has finished."""
        import_module("podium.sources.git.records")  # heavy; loaded while the gits begin their work
        commits_read, gits_running = 0, self.shards
        while gits_running:
            item = self.batches.get()
            if item is Ending.EARLY:
                break
            if item is Ending.DONE:
                gits_running -= 1
                continue
            commits_read += len(item)
            if progress:
                progress(commits_read)
            yield item
        for worker in wait(self.workers, return_when=FIRST_EXCEPTION).done:
            worker.result()  # stops here with whatever stopped the worker

    def end(self) -> None:
        """Leave no process and no thread behind."""
        self.is_over = True
        for git in self.gits:
            git.process.kill()
        for thread in self.threads:
            thread.join(timeout=10)
        wait(self.workers, timeout=10)
        for git in self.gits:
            safe.kill(git)


def words_for(repository: Repository, nonce: str) -> tuple[str, ...]:
    """What git is told so that it prints every commit it is handed, each after a word drawn for this reading."""
    return (*(LIST if repository.is_without_trees else COMPARE), f"--format={nonce}{FIELDS}")


def look_up(repository: Repository, hashes: Sequence[str]) -> Mapping[str, Recorded]:
    """Some commits as their objects hold them."""
    stdin = "".join(f"{commit}\n" for commit in hashes).encode()
    return read_objects(safe.ask(repository.path, "cat-file", "--batch", stdin=stdin).out)


def weigh_index(repository: Repository) -> int:
    """Bytes of the pack indexes git maps into memory; borrowed objects are not weighed."""
    with suppress(OSError):
        return sum(file.stat().st_size for file in (repository.git_dir / "objects" / "pack").glob("*.idx"))
    return 0


def cut(stream: IO[bytes] | None, nonce: bytes) -> Iterator[bytes]:
    """A stream as blocks that each hold whole records."""
    if stream is None:
        return
    rest = b""
    while fresh := stream.read(BLOCK_BYTES):
        rest += fresh
        last = rest.rfind(nonce)
        if last > 0:
            yield rest[:last]
            rest = rest[last:]
    if rest:
        yield rest


def widen(pipe: IO[bytes] | None) -> None:
    """Let git run ahead of the reader by a megabyte where the system allows it."""
    if sys.platform == "linux" and pipe is not None:
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
