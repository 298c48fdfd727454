"""Evidence that lies on an engine: the same questions, asked there."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from podium.core.arrow_stream import as_stream
from podium.core.errors import CannotTell
from podium.core.group import GROUP, Band
from podium.core.journal_facts import NAMED_FOR_PEOPLE, Fact
from podium.core.time import DAY_S, Window, week_no
from podium.evidence import parquet
from podium.evidence.engines import about as about_it
from podium.evidence.engines import views
from podium.evidence.engines.numbered import NumberedBook
from podium.evidence.engines.tables import COLUMNS, TableRows
from podium.evidence.engines.views import Shape
from podium.evidence.views import sql_guard, talks
from podium.evidence.views.group import Door
from podium.evidence.views.inputs import Span
from podium.evidence.views.query import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set
    from pathlib import Path

    from podium.core.event import ZoneFrom
    from podium.core.journal_facts import Witness
    from podium.evidence.engines.engine import Engine
    from podium.evidence.views.acts_here import Filter, Rows
    from podium.evidence.views.inputs import ShownCommit
    from podium.evidence.views.statements import Shown

_ANY = 2**31 - 1
_WHY_NO_PICKS = "your initiatives are in your journal, and an engine is not told of them"
_BY = {"repo": "repo", "branches": "'branches'", "label": "concat(ref, ' ', label)"}
_WHERE = {"repo": "1 = 1", "branches": "on_main = 0", "label": "label is not null and verb = 'arrived'"}


def _nobody(_as_of_s: int) -> Witness | None:
    """Where there is no journal."""
    return None


class ActsThere:
    """What the door has to know of the acts behind an answer, asked of the engine."""

    why_no_picks = _WHY_NO_PICKS

    def __init__(self, engine: Engine, book: NumberedBook) -> None:
        """Ask an engine about the people of a book."""
        self._engine, self._book = engine, book
        self.which: Shown = "everybody"
        self.picked: Sequence[int] = ()
        self.asked_columns: Sequence[str] = ()
        self.shapes: dict[tuple[str, Window], str] = {}

    def rows(self, select: str, window: Window | None = None) -> Rows:
        """The rows of one SELECT over her evidence, of a window the weeks it touches."""
        return self._engine.rows(f"with acts as (select * from {self.acts(window)} t) {select}")

    def acts(self, window: Window | None) -> str:
        """What stands after FROM for her acts of the weeks a window touches."""
        if window is None:
            return self._engine.acts(-_ANY, _ANY)
        first, last = (max(-_ANY, min(_ANY, week_no(at))) for at in (window.start_s, window.end_s - 1))
        return self._engine.acts(first, last)

    def columns(self) -> Sequence[str]:
        """The columns of the answer that was read last."""
        return self.asked_columns

    def show(self, which: Shown, people: Sequence[int] = ()) -> None:
        """Let the views see everybody's acts, her own, or all but (or only) some people's."""
        self.which, self.picked = which, tuple(people)

    def only_in(self) -> dict[int, str]:
        """The source of everybody who was seen in one source alone."""
        return self._book.only_in

    def newcomers(self, as_of_s: int) -> set[int]:
        """Those who may have been made up, as of the day the evidence was written."""
        return self._book.new

    def people_by(self, what: Filter, window: Window) -> Rows:
        """Others of the team by what she filters by: (part, person)."""
        if what == "pick":
            return []
        return self.rows(
            f"select distinct {_BY[what]} as part, person from acts where actor = 'human' and in_team = 1 and by_me = 0"
            f" and person is not null and at_s >= {window.start_s} and at_s < {window.end_s} and {_WHERE[what]}",
            window,
        )

    def are_by_five(self, refs: Iterable[str], select: str, window: Window, new: Set[int]) -> bool:
        """Counted there: who wrote which commit does not leave the engine."""
        asked = self.shapes[select, window]
        outside = f" and a.person not in ({', '.join(map(str, sorted(new)))})" if new else ""
        rows = self._engine.rows(
            f"select count(distinct a.person) as people from ({asked}) r join {self.acts(window)} a"
            f" on a.ref = concat(r.ref, '') where a.verb = 'arrived' and a.actor = 'human' and a.in_team = 1{outside}"
        )
        return bool(rows[0][0] >= GROUP)


class EngineEvidence(Evidence):
    """One manager's evidence on an engine.

    Her own acts may come to her machine; of others there come the rows signals count with, which carry no person.
    """

    def __init__(self, engine: Engine, witness_at: Callable[[int], Witness | None] = _nobody) -> None:
        """Read what is said beside the numbers; the acts stay where they are.

        Raises:
            CannotRead: it was written by another podium.
        """
        import duckdb

        self.engine = self._engine = engine
        self.about = about_it.parse(str(engine.rows(f"select facts from {engine.table('about')} t")[0][0]))
        people = engine.rows(
            f"select number, key, kind, is_me, in_team, is_new, only_in, is_seen from {engine.table('people')} t"
        )
        self.as_of_s, self.clones = self.about.as_of_s, ()
        self.me, self.yardstick = self.about.file, self.about.yardstick
        self.book = NumberedBook(self.me, people, is_listed=self.about.is_listed)
        self._acts = self._read_by = ActsThere(engine, self.book)
        self._witness, self._files = witness_at(self.as_of_s), dict[str, str]()
        self._door = Door(self._acts, self.book, self.as_of_s, has_picks=bool(self._witness and self._witness.anchors))
        self._unlabelled = tuple[str, ...]()
        self._db = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})

    # -- asking ------------------------------------------------------------------------------------------------

    def _run(self, select: str, window: Window, question: str) -> list[tuple[Any, ...]]:
        sql_guard.check(self._db, select, question=question)
        shape = self._shape(select, window, question)
        if "written" in select.casefold():
            answer = self._with_journal.execute(views.whole(select, shape, "her_acts", "her_acts", facts="facts"))
            self._acts.asked_columns = [column[0] for column in answer.description or ()]
            rows = answer.fetchall()
        else:
            text = self._text(select, shape)
            self._acts.shapes[select, window] = text
            rows = self._engine.rows(text)
            self._acts.asked_columns = list(self._engine.columns)
        return sorted(rows, key=_order)

    def _text(self, select: str, shape: Shape) -> str:
        return views.whole(select, shape, self._acts.acts(shape.window), self._engine.table("knows"))

    def _shape(self, select: str, window: Window, question: str) -> Shape:
        strangers: Sequence[tuple[int, int]] = ()
        if "crowd" in select.casefold() and self.group_size(window) >= GROUP:
            strangers = self._drawn(question)
        return Shape(
            window,
            self._acts.which,
            self._acts.picked,
            strangers,
            "approved" in select and self._is_told_of_approvals(window),
            "splits" in select and not self.withheld(window),
            self._unlabelled,
        )

    def _drawn(self, question: str) -> list[tuple[int, int]]:
        """Strangers numbered anew for each question, as the evidence on this machine numbers them."""
        numbers = sorted(
            (somebody.number for somebody in self.book.everybody()),
            key=lambda number: hashlib.sha256(f"{question}:{number}".encode()).hexdigest(),
        )
        return [(number, place) for place, number in enumerate(numbers)]

    def _is_told_of_approvals(self, window: Window) -> bool:
        rows = self._acts.rows(
            "select count(distinct subject) as authors from acts where verb = 'approved'"
            f" and at_s >= {window.start_s} and at_s < {window.end_s}",
            window,
        )
        return bool(rows[0][0] >= GROUP)

    @cached_property
    def _with_journal(self) -> Any:
        """Her own acts beside what she wrote in her journal, in this process alone."""
        everything = self._engine.acts(-_ANY, _ANY)
        rows = self._engine.rows(f"select * from {everything} t where by_me = 1")
        names = list(self._engine.columns)
        self._put("her_acts", names, rows)
        self._db.execute(
            "create temp table facts (what varchar, ref varchar, at_s bigint, age_days integer, amount double, state varchar)"
        )
        if self.about.connected:
            self._db.execute("create temp view acts as select * from her_acts")
            talks.add_skip_levels(self._db, self.as_of_s)
        for number, fact in enumerate(self._witness.facts if self._witness else (), 1):
            plain = f"{fact.what} {number}" if fact.what in NAMED_FOR_PEOPLE else fact.ref
            if plain != fact.ref:
                self._files[plain] = fact.ref
            self._db.execute(
                f"insert into facts values ({', '.join('?' * len(Fact._fields))})", fact._replace(ref=plain)
            )
        return self._db

    def _put(self, table: str, names: Sequence[str], rows: Rows) -> None:
        kinds = COLUMNS["acts"] | {"week": "int32", "manager": "string"}
        acts = TableRows({name: kinds[name] for name in names}, rows).columns()
        with parquet.handed_over(self._db, "incoming", as_stream(acts)):
            self._db.execute(f"create temp table {table} as select * from incoming")

    # -- what was read -----------------------------------------------------------------------------------------

    def hold_back_labels(self, commits: Iterable[str]) -> None:
        """Let answers about some commits' kinds of work count no more in this look."""
        self._unlabelled = (*self._unlabelled, *sorted(commits))

    def span(self) -> Span:
        """All commits seen when the evidence was written, in a band, with the first and last day."""
        return Span(Band.of(self.about.commits), self.about.first_s, self.about.last_s)

    def unsure_names(self) -> list[str]:
        """None: names do not lie on an engine."""
        return []

    def newest_of(self, repository: str) -> int | None:
        """Not known of each repository; the day of the evidence is said instead."""
        return None

    def size(self, table: str, where: str) -> Band:
        """Nothing: what could not be seen was said when the evidence was written."""
        return Band.of(0)

    def rewrites(self, refs: Iterable[str]) -> dict[str, str]:
        """None: which lines were whose does not lie on an engine."""
        return {}

    def events(self, refs: Iterable[str]) -> dict[str, ShownCommit]:
        """None: subjects and addresses do not lie on an engine; a receipt names the commit and its day."""
        return {}

    def clocks(self, refs: Iterable[str]) -> dict[tuple[str, int], tuple[int, ZoneFrom]]:
        """(ref, instant) of her own acts -> the offset it is read with and how that is known."""
        wanted = set(refs)
        rows = self._with_journal.execute(
            "select ref, at_s, offset_min, zone_from from her_acts where has_clock and offset_min between -840 and 840 order by act"
        ).fetchall()
        return {(ref, at_s): (offset, how) for ref, at_s, offset, how in rows if ref in wanted}

    def disguise(self, root: Path, secret: bytes, *, branches: Sequence[str], connected: Sequence[str]) -> None:
        """Not from an engine.

        Raises:
            CannotTell: always.
        """
        raise CannotTell(
            "A copy is made from clones, not from an engine", next_step="podium export --metadata FOLDER PATH..."
        )

    def file_of(self, ref: str) -> str:
        """The file of her journal behind a row whose question saw only a number; else the row's own ref."""
        return self._files.get(ref, ref)

    def own_share_beside(self, doubtful: Iterable[int], window: Window) -> dict[int, tuple[float, float]]:
        """None: spellings do not lie on an engine, so none is doubtful."""
        return {}

    def changes(self, window: Window) -> list[tuple[Any, ...]]:
        """None: there are no subjects to judge on an engine."""
        return []

    def columns(self) -> dict[str, list[str]]:
        """The columns of each view that may be asked."""
        window, columns = Window(self.as_of_s - DAY_S, self.as_of_s), dict[str, list[str]]()
        for view in sorted(sql_guard.VIEWS):
            self._run(f"select * from {view}", window, "columns")
            columns[view] = list(self._acts.columns())
        return columns

    def every_row(self, select: str, window: Window, question: str = "t") -> Rows:
        """Every row of a SELECT, without the door's rule, for those who compare engines."""
        return self._run(select, window, question)

    def close(self) -> None:
        """Let the engine go."""
        self._engine.close()
        self._db.close()


def open_there(engine: Engine, witness_at: Callable[[int], Witness | None] = _nobody) -> EngineEvidence:
    """The evidence on an engine; an engine whose evidence cannot be read is let go.

    Args:
        engine: where it lies.
        witness_at: what her journal says up to an instant.

    Raises:
        CannotRead: it was written by another podium.
    """
    try:
        return EngineEvidence(engine, witness_at)
    except BaseException:
        engine.close()
        raise


def _order(row: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, value) for value in row)
