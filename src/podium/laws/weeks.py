"""Evidence written by hand: a week in a test's docstring becomes kept commits and events."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium.core.arrow_stream import as_stream
from podium.core.commits import table_of
from podium.core.time import DAY_S, Window
from podium.evidence import parquet
from podium.evidence.events.columns import Veil, table, veiled
from podium.evidence.people.book import Book
from podium.evidence.people.me_file import Me, MeFile
from podium.evidence.views.query import Clone, Evidence, SourceActs
from podium.journal import facts, open_journal
from podium.signals import read, window_of
from podium.sources.notation import event_of, parse
from podium.text.work_kind.classify import KINDS

if TYPE_CHECKING:
    from podium.core.event import Event
    from podium.core.journal_facts import Witness
    from podium.core.measure import Measure
    from podium.signals import Signal
    from podium.sources.notation import NotationLine

KEY = b"a key for tests only"
# `wrote` and `landed` are commits; all other verbs are events of other sources.
#   2026-03-02 10:00+0100 bo wrote c1 src/a.py src/b.py by=ana reviewed=chi,dee says=fix:_the_door
#   2026-03-02 11:00+0100 ana landed m1 of=c1
#   2026-03-02 12:00+0100 chi wrote c2 src/a.py waited=30      # landed thirty days after it was written
COMMITS = {"wrote", "landed"}


def hash_of(ref: str) -> str:
    """A stable fake commit hash that starts with the word used in the notation, so that receipts read well."""
    digest = hashlib.sha1(ref.encode(), usedforsecurity=False).hexdigest()
    return f"{digest}"


def identity(who: str) -> str:
    """`bo` as git would have recorded him."""
    return "GitHub <noreply@github.com>" if who == "github" else f"{who} <{who}@example.org>"


def _day_s(text: str) -> int:
    return int(datetime.fromisoformat(f"{text}T00:00:00+00:00").timestamp())


def people_of(lines: Sequence[NotationLine]) -> set[str]:
    """Everybody who wrote, landed, approved or did anything else."""
    named = {who for line in lines for key in ("by", "reviewed") for who in line.words.get(key, "").split(",")}
    return {who for who in {line.who for line in lines} | named if who.isalpha() and who != "github"}


def _first_commit(who: str) -> dict[str, object]:
    """A commit of long ago that touched nothing: it enters no number, and says that somebody is not new."""
    at = int(datetime(2010, 1, 4, tzinfo=UTC).timestamp())
    return {
        "hash": hash_of(f"the first of {who}"),
        "parents": [],
        "author": identity(who),
        "committer": identity(who),
        "author_at": at,
        "committer_at": at,
        "author_offset": 0,
        "committer_offset": 0,
        "message": "begin",
        "paths": [],
    }


class MadeEvidence(Evidence):
    """Evidence of people nobody is: a test of the views may see all of their rows."""

    def every_row(self, select: str, window: Window) -> list[tuple[Any, ...]]:
        """Every row of a SELECT, without the door's rule."""
        return self._run(select, window, "t")

    def view_table(self, view: str, window: Window) -> Any:
        """Every row of a view as an Arrow table another engine can hold; needs pyarrow, as tests of engines do."""
        select = f"select * from {view}"  # noqa: S608 - a view's own name
        self._run(select, window, "t")
        import duckdb  # noqa: F401 # pyright: ignore[reportUnusedImport] - gives a connection the words of Arrow

        return self._db.sql(select).to_arrow_table()


class Week:
    """Evidence from notation, and the questions one asks of it."""

    def __init__(
        self,
        text: str,
        folder: Path,
        *,
        me: str = "ana",
        file: MeFile | None = None,
        journal: Mapping[str, str] | None = None,
        witness: Witness | None = None,
        calendar: tuple[tuple[str, str], ...] | None = None,
        remote: str = "",
        are_new: bool = False,
    ) -> None:
        """`are_new`: without it, everybody named has been there for years.

        `journal` is what stands in her journal's files, by file name; `witness` is what was already read of it.

        `calendar` says from and to which day a calendar of hers was read; when not given, all the days of the text.
        """
        self.folder, self.are_new = folder, are_new
        folder.mkdir(parents=True, exist_ok=True)
        self.lines, notes = parse(textwrap.dedent(text))
        if notes:
            raise ValueError(str(notes[0]))
        self.me = me
        self.file = file or MeFile(me=Me(emails=(f"{me}@example.org",), aliases=(me,), hours="Mon-Fri 09:00-18:00"))
        self.journal = journal
        self.witness = witness
        self.calendar, self.remote = calendar, remote
        self.refs: dict[str, str] = {}
        self.evidence = self.build()

    def build(self, *, as_of_s: int | None = None) -> MadeEvidence:
        commits = [line for line in self.lines if line.verb in COMMITS]
        events = [event_of(line) for line in self.lines if line.verb not in COMMITS]
        if not self.are_new:
            events += self._first_events()
        last = max((int(line.at.timestamp()) for line in self.lines), default=0)
        self.as_of_s = as_of_s or (last // DAY_S + 1) * DAY_S
        path, head = self.folder / "commits.parquet", self._write(commits, self.folder / "commits.parquet")
        tracked = tuple(sorted({p for line in commits for p in line.rest}))
        snapshot = self.folder / "events.parquet"
        parquet.write(as_stream(table([events], Veil(KEY, lambda _: True))), snapshot)
        return MadeEvidence(
            [Clone("web", (path,), head, {}, tracked, self.remote)],
            self.file,
            Book(self.file),
            as_of_s=self.as_of_s,
            classify=self._kinds,
            acts=SourceActs(snapshot, lambda key: veiled(KEY, key), self._covered()),
            witness=self._witness(),
            ask_lines=self._lines,
        )

    def _first_events(self) -> list[Event]:
        """A remark of almost three years ago of everybody else seen in another source: it lies before every window."""
        others = sorted(
            {line.who for line in self.lines if line.verb not in COMMITS} - {self.me, f"email:{self.me}@example.org"}
        )
        last = max((line.at for line in self.lines), default=datetime(2026, 1, 5, tzinfo=UTC))
        at = (last - timedelta(days=1080)).strftime("%Y-%m-%d")
        lines, _ = parse("".join(f"{at} 12:00 {who} commented begin-{n} kind=issue\n" for n, who in enumerate(others)))
        return [event_of(line) for line in lines]

    def _covered(self) -> tuple[tuple[int, int], ...]:
        if self.calendar is None:
            first = min((int(line.at.timestamp()) for line in self.lines), default=0)
            return ((first // DAY_S * DAY_S, self.as_of_s),)
        return tuple((_day_s(first), _day_s(last)) for first, last in self.calendar)

    def _witness(self) -> Witness | None:
        if self.journal is None:
            return self.witness
        root = self.folder / "journal"
        for name, text in {"journal.toml": "format = 1\n", **self.journal}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        opened = open_journal(root)
        if opened.notes():
            raise ValueError(str(opened.notes()[0]))
        return facts.read(opened, datetime.fromtimestamp(self.as_of_s - DAY_S, UTC).date())

    def _write(self, lines: Sequence[NotationLine], path: Path) -> str:
        rows = []
        before = ""
        for line in lines:
            name = hash_of(line.ref)
            self.refs[name] = line.ref
            trailers = "".join(f"\nReviewed-by: {identity(w)}" for w in line.words.get("reviewed", "").split(",") if w)
            subject = line.words.get("says", line.ref).replace("_", " ").replace("\\n", "\n")
            parents = [before] if before else []
            if line.verb == "landed":
                parents = [before or hash_of("root"), hash_of(line.words.get("of", "nobody"))]
                subject = line.words.get("says", f"Merge_pull_request_#1_from_{line.ref}").replace("_", " ")
            at = int(line.at.timestamp())
            rows.append(
                {
                    "hash": name,
                    "parents": parents,
                    "author": identity(line.who),
                    "committer": identity(line.words.get("by", line.who)),
                    "author_at": at,
                    "committer_at": at + int(line.words.get("waited", "0")) * DAY_S,
                    "author_offset": line.offset_min,
                    "committer_offset": line.offset_min,
                    "message": f"{subject}\n{trailers}",
                    "paths": list(line.rest),
                }
            )
            before = name
        rows += [] if self.are_new else [_first_commit(who) for who in sorted(people_of(self.lines))]
        parquet.write(as_stream(table_of(rows)), path)
        return before

    def _kinds(self, rows: Sequence[tuple[str, str, list[str], int]]) -> dict[str, tuple[str | float, ...]]:
        """The kind is the word before the colon, so that a test says which kind it means."""
        matches = {name: re.match(r"(\w+):", message) for name, message, _, _ in rows}
        kinds = {name: kind[1] if kind else "feature" for name, kind in matches.items()}
        return {name: (kind, 0.9, *(float(kind == k) for k in KINDS)) for name, kind in kinds.items()}

    def _lines(self, wanted: Sequence[tuple[str, str, str, int]]) -> dict[tuple[str, str], dict[str, int]]:
        """Each change deletes ten lines of the change before it on the same file, or as many as `deletes=` says."""
        lines_by_change: dict[tuple[str, str], dict[str, int]] = {}
        for _, commit, path, _ in wanted:
            touching = [line for line in self.lines if line.verb == "wrote" and path in line.rest]
            at = [hash_of(line.ref) for line in touching].index(commit)
            lines = int(touching[at].words.get("deletes", "10"))
            lines_by_change[commit, path] = {hash_of(touching[at - 1].ref): lines} if at and lines else {}
        return lines_by_change

    def window(self, days: int = 28) -> Window:
        return Window.ending(self.as_of_s, days=days)

    def read(self, signal: Signal, *, days: int = 28) -> Measure:
        return read(signal, self.evidence, self.window(days))

    def rows(self, select: str, window: Window | None = None) -> list[tuple[Any, ...]]:
        """Every row of a SELECT, behind the door: what the views hold, whoever and however few are in it."""
        return self.evidence.every_row(select, window or self.window())

    def receipts(self, signal: Signal, *, days: int = 28) -> dict[str, float]:
        """Every row of a SELECT, by the word the notation used, whoever and however few are behind it.

        The rule of the door is tested in `test_door.py`; these rows are behind it.
        """
        asked_window = window_of(signal, self.window(days))
        lead = Window(asked_window.start_s - signal.looks_back * DAY_S, asked_window.end_s)
        rows = self.rows(signal.rows, lead)
        counted = [row for row in rows if None not in row and (not signal.looks_back or row[0] >= asked_window.start_s)]
        return {self.refs.get(str(ref), str(ref)): amount for _, ref, amount in counted}
