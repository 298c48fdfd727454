"""Evidence that can be asked.

Views without a person column, limited to the window of the question.

| view  | columns | what it holds |
| ----- | ------- | ------------- |
| mine  | at_s, end_s, day_no, week_no, wmin, off_hours, night_no, away, on_call, verb, ref, path, on_me, on_others, clock, repo, n_paths, kind, with_agent, with_count, state, work_type, dur_s, source, object_kind, is_timed | her own acts; local columns are null where no clock can be trusted |
| ours  | at_s, end_s, week_no, verb, ref, path, by_me, on_me, on_others, clock, repo, n_paths, on_main, is_told, on_duty, kind, state, work_type, dur_s, source, object_kind, is_timed, link, lag_days, is_farewell, on_call (hers only), p, odds_<kind>, label, is_random | acts of all people in the team, hers marked, nobody else's told apart; incidents opened, handed out and closed by a machine, and tickets opened and closed by somebody the tracker does not name |
| crowd | week_no, verb, stranger, by_me, path, acts, first_s | counts per unnamed person, redrawn for each question; empty below five people |
| written | what, ref, at_s, age_days, amount, state | what she wrote in her journal, as countable facts; `ref` is the file, no person stands in it |

`clock` is `wrote`, `landed`, or `nobody` (a landing by auto-merge, a queue or on the web at +0000, a bare day, a time
without a zone: no hour of hers); `is_timed` is 0 where only the day is known; `on_main` is 1 for what landed on the
trunk, `is_told` for a commit of a stretch in which a code host tells of the same changes, `on_duty` for an act on an incident by
somebody whose turn it was; verbs are those of `core.trace`, and `touched` (one row per path), `arrived` (a change at
its landing, by its author), `seen` (whoever wrote or landed, merges included) and `knows` (crowd only: all of history,
one row per path and person); `rewrote` is a file in which a change of hers deleted at least three lines that somebody else wrote in the 14 days before
(`state` is confirmed, or unknown where git cannot tell); `answered` is a request for her review, `dur_s` her working seconds until she answered;
`workday` is a day of her declared hours a calendar covers, `dur_s` the seconds in meetings, `end_s - at_s` those not on leave. Times are epoch seconds and local integers: no SELECT does date arithmetic.
"""  # noqa: E501 - a table

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium.core.measure import counted
from podium.core.time import DAY_S, Window
from podium.evidence.commits import authors_by_file, rewrites
from podium.evidence.commits.work_kinds import COLUMNS
from podium.evidence.export import copy
from podium.evidence.people import disclosure_log
from podium.evidence.people.book import split
from podium.evidence.views import sql_guard, statements
from podium.evidence.views.build import HORIZON_DAYS, Build
from podium.evidence.views.inputs import Clone, Kept, Span

if TYPE_CHECKING:
    from podium.core.event import ZoneFrom
    from podium.core.journal_facts import Witness
    from podium.evidence.commits.labels import Answer
    from podium.evidence.commits.rewrites import AskLines
    from podium.evidence.people.book import Book
    from podium.evidence.people.me_file import MeFile
    from podium.evidence.views.inputs import Classify

GROUP = 5


class Evidence:
    """The kept histories of some clones, as one person's mirror may see them."""

    def __init__(
        self,
        clones: Sequence[Clone],
        me: MeFile,
        book: Book,
        *,
        as_of_s: int,
        recent_days: int = 30 * 7,
        classify: Classify | None = None,
        acts: Kept | None = None,
        witness: Witness | None = None,
        labels: Mapping[str, Answer] | None = None,
        ask_lines: AskLines | None = None,
    ) -> None:
        """Open the evidence.

        Args:
            clones: what to look at.
            me: her file.
            book: the book of people, already holding who she is.
            as_of_s: nothing at or after this instant is seen.
            recent_days: how far back single changes are read in full (messages, paths).
            kept: the snapshot of the connected sources; none when nothing is connected.
            labels: kinds of work she answered herself, by commit hash.
            witness: what she wrote in her journal; none when there is no journal.
            ask_lines: whose fresh lines a change deleted; none leaves that unknown.
            classify: kinds of work for (hash, message, paths, n_paths); none leaves every kind unclear.
        """
        self._build = Build(clones, me, book, as_of_s=as_of_s, recent_days=recent_days, labels=labels or {})
        self._db = self._build.db
        self.as_of_s, self.me, self.book, self.clones = as_of_s, me, book, tuple(clones)
        self.yardstick = self._build.run(classify, acts, witness)
        self._kept = acts
        self._ask_lines = ask_lines
        self._confirmed: list[tuple[int, int]] = []
        self._told: tuple[Set[int], ...] = ()
        self._checked: set[str] = set()
        self._sizes: dict[tuple[int, int], int] = {}
        self._strangers: str | None = None
        self._knows_built = False

    # -- asking ------------------------------------------------------------------------------------------------

    def ask(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        """Run one SELECT over the three views, limited to the window; rows in a stable order.

        Strangers are numbered anew for each question, so that two answers cannot be laid side by side.

        Raises:
            Misuse: it asks for more than the views.
        """
        if select not in self._checked:
            sql_guard.check(self._db, select, question=question)
            self._checked.add(select)
        self._draw(question)
        if "'knows'" in select and not self._knows_built:
            self._db.execute("create temp table tracked (path varchar)")
            self._build.fill(
                "tracked", ["path"], [[path] for path in sorted({p for c in self.clones for p in c.tracked})]
            )
            authors_by_file.build(self._db, as_of_s=self.as_of_s)
            self._knows_built = True
            self._strangers = None
            self._draw(question)
        if "'rewrote'" in select:
            self._confirm(window)
        self._db.execute(f"set variable start_s = {window.start_s}")
        self._db.execute(f"set variable end_s = {window.end_s}")
        self._db.execute(f"set variable group_size = {self.group_size(window)}")
        return sorted(self._db.execute(select).fetchall(), key=_order)

    def _confirm(self, window: Window) -> None:
        """Ask git about the lines of her changes in a window, each stretch of time once."""
        at = max(window.start_s, self.as_of_s - HORIZON_DAYS * DAY_S)
        for start, end in [*sorted(self._confirmed), (window.end_s, window.end_s)]:
            if at < min(start, window.end_s):
                rewrites.confirm(self._build, Window(at, min(start, window.end_s)), self._ask_lines)
                self._confirmed.append((at, min(start, window.end_s)))
            at = max(at, end)

    def rewrites(self, refs: Iterable[str]) -> dict[str, str]:
        """What each of her changes deleted of somebody else's fresh lines, in words; files and days, no people."""
        self._db.execute("create or replace temp table wanted (hash varchar)")
        self._build.fill("wanted", ["hash"], [[h] for h in sorted(set(refs))])
        rows = self._db.execute(
            "select a.ref, a.path, a.with_count, a.dur_s from acts a join wanted w on w.hash = a.ref"
            " where a.verb = 'rewrote' and a.state = 'confirmed' order by a.ref, a.path"
        ).fetchall()
        words: dict[str, list[str]] = {}
        for ref, path, lines, age_s in rows:
            words.setdefault(ref, []).append(
                f"{counted(lines, 'line')} of {path}, {counted(age_s // DAY_S, 'day')} old"
            )
        return {ref: "; ".join(rewritten_pieces) for ref, rewritten_pieces in words.items()}

    def group_size(self, window: Window) -> int:
        """How many people of the team wrote or landed something in the window; herself included."""
        key = (window.start_s, window.end_s)
        if key not in self._sizes:
            row = self._db.execute(
                "select count(distinct person) from acts where actor = 'human' and in_team = 1 and at_s >= ? and at_s < ?"
                " and verb in ('arrived', 'merged', 'committed')",
                key,
            ).fetchall()
            self._sizes[key] = int(row[0][0]) if row else 0
        return self._sizes[key]

    def remember(self, groups: Sequence[Set[int]]) -> None:
        """Groups, by number in the book, whose numbers she was told lately."""
        self._told = tuple(groups)

    def withheld(self, window: Window) -> str:
        """Why nothing about others may be told of a window, in a sentence; empty when it may.

        A list of fewer than five singles somebody out, and so does the difference between two nearly equal groups.
        """
        acted = self._acted(window)
        group = {s.number for s in self.book.everybody() if s.in_team}
        if self.book.is_listed_team and len(acted & group) < GROUP:
            return f"team numbers need five people, {len(acted & group)} of your list acted"
        if disclosure_log.nearly_the_same(group, self._told, acted):
            return f"a group that differs by fewer than five people was looked at within {disclosure_log.DAYS} days"
        return ""

    def _acted(self, window: Window) -> set[int]:
        rows = self._db.execute(
            "select distinct person from acts where actor = 'human' and at_s >= ? and at_s < ?",
            [window.start_s, window.end_s],
        ).fetchall()
        return {row[0] for row in rows}

    def _draw(self, question: str) -> None:
        if self._strangers == question:
            return
        if self._strangers is None:
            self._db.execute("create or replace temp table everybody (person integer)")
            self._build.fill("everybody", ["person"], [[s.number] for s in self.book.everybody()])
        self._db.execute(
            "create or replace temp table strangers as select person, cast(row_number() over"
            " (order by sha256($question || ':' || person)) - 1 as integer) as stranger from everybody",
            {"question": question},
        )
        self._db.execute(
            statements.VIEWS[3] if not self._knows_built else f"{statements.VIEWS[3]} union all {authors_by_file.VIEW}"
        )
        self._strangers = question

    # -- what was read -----------------------------------------------------------------------------------------

    def span(self) -> Span:
        """All commits seen before as-of, with the first and last instant."""
        row = self._db.execute(
            f"select count(distinct hash), min(committer_at), max(committer_at) from everything where committer_at < {self.as_of_s}"
        ).fetchall()
        return Span(row[0][0] or 0, row[0][1] or 0, row[0][2] or 0) if row else Span(0, 0, 0)

    def unsure_names(self) -> list[str]:
        """Files of people on her map for whom several attendees of her calendar fit."""
        if not self._db.execute("select 1 from duckdb_tables() where table_name = 'unsure_names'").fetchall():
            return []
        return [ref for (ref,) in self._db.execute("select ref from unsure_names order by ref").fetchall()]

    def newest_of(self, repository: str) -> int | None:
        """The instant of the newest commit of a repository before as-of; None without any."""
        rows = self._db.execute(
            f"select max(committer_at) from everything where repo = ? and committer_at < {self.as_of_s}", [repository]
        ).fetchall()
        return rows[0][0] if rows else None

    def count(self, table: str, where: str = "true") -> int:
        """Rows of one of the build tables, for coverage."""
        row = self._db.execute(f"select count(*) from {table} where {where}").fetchall()
        return int(row[0][0]) if row else 0

    def events(self, refs: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What a receipt shows of the commits named, as far as they are hers: written, landed or approved by her."""
        self._db.execute("create or replace temp table wanted (hash varchar)")
        self._build.fill("wanted", ["hash"], [[h] for h in sorted(set(refs))])
        cursor = self._db.execute(
            "select l.hash, l.subject, l.author_at, l.author_offset, l.committer_at, l.committer_offset,"
            " l.by_web and l.n_parents < 2 as has_hosts_clock, l.author_me, l.committer_me, l.repo, c.author, c.committer"
            " from landed l join wanted w on w.hash = l.hash join commits c on c.hash = l.hash"
            " where l.author_me = 1 or l.committer_me = 1 or l.hash in (select ref from acts where by_me = 1"
            " and verb in ('merged', 'committed', 'reviewed')) order by l.hash"
        )
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}

    def clocks(self, refs: Iterable[str]) -> dict[tuple[str, int], tuple[int, ZoneFrom]]:
        """(ref, instant) of her own acts -> the offset it is read with and how that is known.

        `none` says that only the day is hers, not the hour; acts whose day is not known either are left out.
        """
        self._db.execute("create or replace temp table wanted (hash varchar)")
        self._build.fill("wanted", ["hash"], [[h] for h in sorted(set(refs))])
        rows = self._db.execute(
            "select a.ref, a.at_s, coalesce(m.offset_min, a.offset_min) as known, m.zone_from from acts a"
            " join my_clock m on m.act = a.act join wanted w on w.hash = a.ref where known between -840 and 840 order by a.act"
        ).fetchall()
        return {(ref, at_s): (offset, how) for ref, at_s, offset, how in rows}

    def disguise(self, root: Path, secret: bytes, *, branches: Sequence[str], connected: Sequence[str]) -> None:
        """Write a copy that may be shared into an empty folder."""
        copy.write(self._build, root, secret, branches=branches, connected=connected, acts=self._kept)

    def file_of(self, ref: str) -> str:
        """The file of her journal behind a row whose question saw only a number; else the row's own ref."""
        return self._build.files.get(ref, ref)

    def changes(self, window: Window) -> list[tuple[Any, ...]]:
        """The team's changes of a window with what was judged: hash, subject, repository, kind, certainty, odds.

        None below five people.
        """
        if self.withheld(window) or self.group_size(window) < GROUP:
            return []
        columns = ", ".join(f"k.{c}" for c in COLUMNS)
        return self._db.execute(
            f"select a.ref, l.subject, a.repo, {columns} from acts a join kinds k on k.hash = a.ref join landed l on l.hash = a.ref"
            " where a.verb = 'arrived' and a.actor = 'human' and a.in_team = 1 and a.at_s >= ? and a.at_s < ? order by a.ref",
            [window.start_s, window.end_s],
        ).fetchall()

    def alias(self, identity: str) -> str:
        """Why a spelling counts as hers; empty for everybody else."""
        return self.book.me.reasons.get(identity, "") if split(identity)[1] or identity else ""

    def close(self) -> None:
        """Let the engine go."""
        self._db.close()


def identities(parts: Sequence[Path]) -> list[str]:
    """Every spelling of an author or committer in the kept files."""
    import duckdb

    if not parts:
        return []
    # A connection of its own: the shared one may be at work for another thread.
    rows = (
        duckdb.connect()
        .execute(
            "select author from read_parquet($files) group by 1 union select committer from read_parquet($files) group by 1",
            {"files": [str(p) for p in parts]},
        )
        .fetchall()
    )
    return sorted(row[0] for row in rows)


def newest(clones: Sequence[Clone], *, before_s: int) -> int | None:
    """The instant of the newest commit before another instant, epoch seconds; None without commits."""
    import duckdb

    files = [str(part) for clone in clones for part in clone.parts]
    if not files:
        return None
    row = (
        duckdb.connect()
        .execute(
            "select max(committer_at) from read_parquet($files) where committer_at < $before",
            {"files": files, "before": before_s},
        )
        .fetchall()
    )
    return int(row[0][0]) if row and row[0][0] is not None else None


def _order(row: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, value) for value in row)


__all__ = ["GROUP", "HORIZON_DAYS", "Clone", "Evidence", "Kept", "Span", "identities", "newest"]
