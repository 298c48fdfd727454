"""Evidence that can be asked: views without a person column, limited to one window.

`podium.evidence.views.meaning` says what each view and column holds; `docs/reference/views.md` is made from it.
Times are epoch seconds and local integers: no SELECT does date arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium.core.errors import Misuse
from podium.core.group import GROUP, Band, coarse
from podium.core.measure import counted
from podium.core.time import DAY_S, Window
from podium.evidence import engine
from podium.evidence.commits import authors_by_file, rewrites
from podium.evidence.commits.work_kinds import COLUMNS
from podium.evidence.export import copy as shared_copy
from podium.evidence.views import hand_splits, other_book, sql_guard, statements
from podium.evidence.views.acts_here import ActsHere
from podium.evidence.views.build import HORIZON_DAYS, Build
from podium.evidence.views.group import Door
from podium.evidence.views.inputs import Clone, ShownCommit, SourceActs, Span

if TYPE_CHECKING:
    from podium.core.event import ZoneFrom
    from podium.core.journal_facts import Witness
    from podium.evidence.commits.labels import Answer
    from podium.evidence.commits.rewrites import AskLines
    from podium.evidence.engines.about import About
    from podium.evidence.engines.written import Store, Written
    from podium.evidence.people.book import Book
    from podium.evidence.people.disclosure_log import ToldGroup
    from podium.evidence.people.me_file import MeFile
    from podium.evidence.views.acts_here import Acts, Filter
    from podium.evidence.views.group import GroupAnswer, Place, Sides
    from podium.evidence.views.inputs import Classify
    from podium.evidence.views.other_book import Unchanged

# A doubtful name is worth a sentence where more of her share than this hangs on it.
_NOTABLE = 0.05


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
        acts: SourceActs | None = None,
        witness: Witness | None = None,
        labels: Mapping[str, Answer] | None = None,
        ask_lines: AskLines | None = None,
        meanwhile: Callable[[Build], None] | None = None,
        like: Build | None = None,
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
            meanwhile: told as soon as everybody in the clones is known.
            like: what was built of the same clones to the same day; what no person changes is taken from there.
            classify: kinds of work for (hash, message, paths, n_paths); none leaves every kind unclear.
        """
        self._build = Build(clones, me, book, as_of_s=as_of_s, recent_days=recent_days, labels=labels or {}, like=like)
        self._db = self._build.db
        self.as_of_s, self.me, self.book, self.clones = as_of_s, me, book, tuple(clones)
        self.yardstick = self._build.run(classify, acts, witness, meanwhile)
        self._kept, self._ask_lines = acts, ask_lines
        self._confirmed: list[tuple[int, int]] = []
        has_picks = witness is not None and bool(witness.anchors)
        self._variables = self._build.variables
        self._acts_here = ActsHere(self._db)
        self._read_by: Acts = self._acts_here
        self._door = Door(self._read_by, book, as_of_s, has_picks=has_picks)
        self._strangers: str | None = None
        self._knows_built = self._shows_splits = False

    # -- asking ------------------------------------------------------------------------------------------------

    def ask(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        """Run one SELECT over her own part of the views, limited to the window; rows in a stable order.

        `ours` and `crowd` hold her own acts alone here.

        Raises:
            Misuse: it asks for more than the views.
        """
        with self._door.shown("hers"):
            return self._run(select, window, question)

    def ask_hers(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        """Run one SELECT whose rows are each about a thing of hers, with what others did to it.

        The column `mine`, else `ref`, names something she did, or that was done to her.

        Raises:
            Misuse: it asks for more than the views, or a row is about nothing of hers.
        """
        rows = self._run(select, window, question)
        names = list(self._read_by.columns())
        place = names.index("mine") if "mine" in names else names.index("ref")
        hers = self._door.refs_of_hers
        if any(row[place] not in hers for row in rows):
            raise Misuse(f"{question!r} asks for what others did apart from you", next_step="ask about the group")
        return rows

    def ask_group(
        self, select: str, window: Window, *, question: str, sides: Sides = "all", with_own: bool = True
    ) -> GroupAnswer:
        """Run one SELECT about the group; an answer only where five people are behind its rows.

        Strangers are numbered anew for each question, so that two answers cannot be laid side by side.

        Args:
            select: the SELECT, `(moment, ref, amount)` where it picks by an initiative of hers.
            window: what it is limited to.
            question: its name.
            sides: which rows must have five people behind them where she picks them herself by paths or tickets.
            with_own: which rows are hers is found out too, by asking once more.

        Raises:
            Misuse: it asks for more than the views.
        """
        ask = partial(self._run, select, question=question)
        return self._door.answer(ask, select, window, sides, with_own=with_own)

    def ask_places(self, select: str, window: Window, *, question: str) -> tuple[tuple[Place, ...], str]:
        """Run one SELECT of (place, ref, moment); each place told by itself, and why none can be told.

        Raises:
            Misuse: it asks for more than the views.
        """
        return self._door.places(lambda over: self._run(select, over, question), window)

    @contextmanager
    def beside(self) -> Generator[Evidence]:
        """The same evidence for another thread, which asks nothing that has to be read first (`is_ready`)."""
        other = copy(self)
        other._door = copy(self._door)
        other._db = self._build.room.open_connection()
        try:
            other._variables = engine.Variables(other._db)
            self._build.show_views(other._db, other._variables)
            other._acts_here = other._read_by = self._acts_here.on(other._db)
            other._door.stand_before(other._acts_here)
            other._strangers, other._shows_splits = None, False
            yield other
        finally:
            other._db.close()

    def unchanged_since(self, first: Evidence) -> Unchanged | None:
        """When evidence of the same clones with another book of people says the same as this; None for never."""
        return other_book.compare(first._build, self._build)

    def picks(self, select: str) -> bool:
        """Whether a SELECT picks by an initiative of hers, so that all of the past stands behind its answer."""
        return self._door.is_picked(select)

    @staticmethod
    def is_ready(select: str) -> bool:
        """Whether a SELECT asks nothing that is read when it is first asked for."""
        return "'rewrote'" not in select and "'knows'" not in select

    def _run(self, select: str, window: Window, question: str) -> list[tuple[Any, ...]]:
        sql_guard.check(self._db, select, question=question)
        if "'knows'" in select:
            self._know_files()
        asks_crowd = "crowd" in select.casefold()
        if asks_crowd:
            self._draw(question)
        if "splits" in select.casefold():
            self._show_splits()
        if "'rewrote'" in select:
            self._confirm(window)
        values = {
            "start_s": window.start_s,
            "end_s": window.end_s,
            "group_size": self.group_size(window) if asks_crowd else 0,
            "approvals_told": int("approved" in select and self._is_told_of_approvals(window)),
            "splits_told": int("splits" in select and not self.withheld(window)),
        }
        self._variables.set({name: str(value) for name, value in values.items()} | self._acts_here.now_shown)
        return _in_order(self._db.execute(select).fetchall())

    def _know_files(self) -> None:
        """Build who has ever changed which file, once."""
        if self._knows_built:
            return
        self._db.execute("create temp table tracked (path varchar)")
        self._build.fill("tracked", ["path"], [[path] for path in sorted({p for c in self.clones for p in c.tracked})])
        authors_by_file.build(self._db, as_of_s=self.as_of_s)
        self._db.execute(statements.SHOWN_KNOWS)
        self._knows_built = True
        self._strangers = None

    def write_for_engines(self, store: Store, manager: str, about: About, keys: Mapping[int, str]) -> Written:
        """Write what the views stand on where another engine reads it; people as numbers made of keys."""
        from podium.evidence.engines import written

        self._know_files()
        return written.write(store, manager, self._build, about, keys)

    def _is_told_of_approvals(self, window: Window) -> bool:
        """Whether five authors or more stand behind the agent-written changes she approved in the window."""
        row = self._db.execute(
            "select count(distinct subject) from acts where verb = 'approved' and at_s >= ? and at_s < ?",
            [window.start_s, window.end_s],
        ).fetchall()
        return bool(row) and row[0][0] >= GROUP

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
        return self._door.group_size(window)

    def remember(self, earlier: Sequence[ToldGroup], now: ToldGroup, keys: dict[int, str]) -> None:
        """What she was told lately, what this look would tell, and the key each person is remembered by."""
        self._door.remember(earlier, now, keys)

    def withheld(self, window: Window) -> str:
        """Why nothing about others may be told of a window, in a sentence; empty when it may."""
        return self._door.withheld(window)

    def hold_back_labels(self, commits: Iterable[str]) -> None:
        """Let answers about some commits' kinds of work count no more in this look."""
        commits_held = list(commits)
        for table, name in (("kinds", "hash"), ("our_acts", "ref")):
            self._db.execute(
                f"update {table} set label = null, is_random = null where {name} in (select unnest($commits))",
                {"commits": commits_held},
            )

    def people_by(self, what: Filter, window: Window) -> dict[str, set[int]]:
        """People of the team by what she filters by, as numbers, for the memory of what was told."""
        return self._door.people_by(what, window)

    def _draw(self, question: str) -> None:
        if self._strangers == question:
            return
        if self._strangers is None:
            self._db.execute("create or replace temp table everybody (person integer)")
            engine.fill(self._db, "everybody", ["person"], [[s.number] for s in self.book.everybody()])
        self._db.execute(
            "create or replace temp table strangers as select person, cast(row_number() over"
            " (order by sha256($question || ':' || person)) - 1 as integer) as stranger from everybody",
            {"question": question},
        )
        self._db.execute(
            f"{statements.CROWD} union all {authors_by_file.VIEW}" if self._knows_built else statements.CROWD
        )
        self._strangers = question

    def _show_splits(self) -> None:
        if not self._shows_splits:
            self._db.execute(hand_splits.VIEW if self._build.has_agent_marks else hand_splits.NO_SPLITS)
            self._shows_splits = True

    def why_few(self, window: Window) -> str:
        """Why no number about the team may be told of a window, in a sentence; empty when one may."""
        return self._door.why_few(window)

    # -- what was read -----------------------------------------------------------------------------------------

    def span(self) -> Span:
        """All commits seen before as-of, in a band, with the first and last day."""
        each = "*" if len(self.clones) == 1 else "distinct hash"  # only of two clones can both hold a commit
        row = self._db.execute(
            f"select count({each}), min(committer_at), max(committer_at) from everything where committer_at < {self.as_of_s}"
        ).fetchall()
        commits, first_s, last_s = row[0] if row else (0, 0, 0)
        return Span(Band.of(commits or 0), (first_s or 0) // DAY_S * DAY_S, (last_s or 0) // DAY_S * DAY_S)

    def has_traces_of(self, spellings: Sequence[str]) -> bool:
        """Whether anything the views can show hangs on some spellings: an act, or a message that names an address."""
        return other_book.has_traces_of(self._db, spellings)

    def unsure_names(self) -> list[str]:
        """Files of people on her map for whom several attendees of her calendar fit."""
        select = "select ref from unsure_names order by ref"
        return [ref for (ref,) in self._db.execute(select).fetchall()] if self._build.has_guesses else []

    def newest_of(self, repository: str) -> int | None:
        """The day of the newest commit of a repository before as-of, its first second; None without any."""
        rows = self._db.execute(
            f"select max(committer_at) from everything where repo = ? and committer_at < {self.as_of_s}", [repository]
        ).fetchall()
        return rows[0][0] // DAY_S * DAY_S if rows and rows[0][0] is not None else None

    def size(self, table: str, where: str) -> Band:
        """How many rows one of the build tables has, in a band, for coverage."""
        row = self._db.execute(f"select count(*) from {table} where {where}").fetchall()
        return Band.of(int(row[0][0]) if row else 0)

    def events(self, refs: Iterable[str]) -> dict[str, ShownCommit]:
        """What a receipt shows of the commits named, as far as they are hers: written, landed or approved by her."""
        self._db.execute("create or replace temp table wanted (hash varchar)")
        self._build.fill("wanted", ["hash"], [[h] for h in sorted(set(refs))])
        cursor = self._db.execute(
            "select l.hash, l.subject, l.author_at, l.author_offset, l.committer_at, l.committer_offset,"
            " l.by_web and l.n_parents < 2 as has_hosts_clock, l.author_me, l.committer_me, l.hand, l.repo, c.author, c.committer"
            " from landed l join wanted w on w.hash = l.hash join commits c on c.hash = l.hash"
            " where l.author_me = 1 or l.committer_me = 1 or l.hash in (select ref from acts where by_me = 1"
            " and verb in ('merged', 'committed', 'reviewed')) order by l.hash"
        )
        return {row[0]: ShownCommit(*row) for row in cursor.fetchall()}

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
        shared_copy.write(self._build, root, secret, branches=branches, connected=connected, acts=self._kept)

    def file_of(self, ref: str) -> str:
        """The file of her journal behind a row whose question saw only a number; else the row's own ref."""
        return self._build.files.get(ref, ref)

    def own_share_beside(self, doubtful: Iterable[int], window: Window) -> dict[int, tuple[float, float]]:
        """Her share of what landed with somebody doubtful counted among the people, and without, in twentieths.

        Only where the two differ by more than five points; none below five people.
        """
        if self._door.why_few(window):
            return {}
        rows = self._db.execute(
            "select person, max(by_me), count(distinct ref), max(case when actor = 'human' and in_team = 1 then 1 else 0 end)"
            " from acts where verb = 'arrived' and at_s >= ? and at_s < ? group by person",
            [window.start_s, window.end_s],
        ).fetchall()
        landed = {person: count for person, _, count, _ in rows}
        own = sum(count for _, by_me, count, _ in rows if by_me)
        counted_people = {person for person, _, _, is_counted in rows if is_counted}
        shares: dict[int, tuple[float, float]] = {}
        for person in doubtful:
            rest = sum(landed[other] for other in counted_people - {person})
            if own and rest and person in landed:
                beside, alone = own / (rest + landed[person]), own / rest
                if alone - beside > _NOTABLE:
                    shares[person] = coarse(beside), coarse(alone)
        return shares

    def changes(self, window: Window) -> list[tuple[Any, ...]]:
        """The team's changes of a window with what was judged: hash, subject, repository, kind, certainty, odds.

        None below five people.
        """
        if self._door.why_few(window):
            return []
        columns = ", ".join(f"k.{c}" for c in COLUMNS)
        return self._db.execute(
            f"select a.ref, l.subject, a.repo, {columns} from acts a join kinds k on k.hash = a.ref join landed l on l.hash = a.ref"
            " where a.verb = 'arrived' and a.actor = 'human' and a.in_team = 1 and a.at_s >= ? and a.at_s < ? order by a.ref",
            [window.start_s, window.end_s],
        ).fetchall()

    def columns(self) -> dict[str, list[str]]:
        """The columns of each view that may be asked."""
        self._draw("columns")
        self._show_splits()
        return {
            view: [str(row[0]) for row in self._db.execute(f"describe {view}").fetchall()]
            for view in sorted(sql_guard.VIEWS)
        }

    def close(self) -> None:
        """Let the engine go."""
        self._build.room.close()


def _in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows sorted, a gap before every value."""
    try:
        return sorted(rows)
    except TypeError:  # a gap met a value
        return sorted(rows, key=_order)


def _order(row: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, value) for value in row)


__all__ = ["HORIZON_DAYS", "Clone", "Evidence", "SourceActs", "Span"]
