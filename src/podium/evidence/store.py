"""Evidence that can be asked: views without a person column, limited to the window of the question.

| view  | columns | what it holds |
| ----- | ------- | ------------- |
| mine  | at_s, end_s, day_no, week_no, wmin, off_hours, night_no, away, on_call, verb, ref, path, on_me, on_others, clock, repo, n_paths, kind, with_agent, with_count, state, work_type, dur_s, source, object_kind | her own acts; local columns are null where no clock can be trusted |
| ours  | at_s, end_s, week_no, verb, ref, path, by_me, on_me, on_others, clock, repo, n_paths, on_main, kind, state, work_type, dur_s, source, object_kind, link, lag_days, is_farewell, on_call (hers only), p, odds_<kind>, label, is_random | acts of all people in the team, hers marked, nobody else's told apart |
| crowd | week_no, verb, stranger, by_me, path, acts, first_s | counts per unnamed person, redrawn for each question; empty below five people |
| written | what, ref, at_s, age_days, amount, state | what she wrote in her journal, as countable facts; `ref` is the file, no person stands in it |

`clock` is `wrote` or `landed`; verbs are those of `core.trace`, and `touched` (one row per path), `arrived` (a change at
its landing, by its author), `seen` (whoever wrote or landed, merges included) and `knows` (crowd only: all of history,
one row per path and person); `answered` is a request for her review, `dur_s` her working seconds until she answered. Times are epoch seconds and local integers: no SELECT does date arithmetic.
"""  # noqa: E501 - a table

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from podium.core.time import DAY_S, Window, day_date, day_no
from podium.core.witness import Fact, Witness
from podium.evidence import acts, clock, knows
from podium.evidence.kinds import COLUMNS, Row
from podium.evidence.labels import Answer
from podium.evidence.links import Links
from podium.evidence.me_file import MeFile
from podium.evidence.people import Book, split

# Absence is judged over two years with thirteen-week blocks; baselines need 26 weeks before the window.
HORIZON_DAYS = 3 * 365
GROUP = 5

Classify = Callable[[Sequence[tuple[str, str, list[str], int]]], Mapping[str, Row]]


@dataclass(frozen=True, slots=True)
class Clone:
    """One repository as it was kept.

    Attributes:
        name: folder name, for receipts.
        parts: the Parquet files that hold its commits.
        head: hash of the newest commit of the line that is judged; empty for a repository without commits.
        mailmap: spellings that .mailmap changes.
        tracked: paths of the newest state, so that deleted files are nobody's knowledge.
        remote: host and path of origin, so that a code host's changes are known as this clone's; empty when unknown.
    """

    name: str
    parts: tuple[Path, ...]
    head: str
    mailmap: Mapping[str, str]
    tracked: tuple[str, ...] = ()
    remote: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The acts of connected sources, as they were kept.

    Attributes:
        snapshot: Parquet with the columns of `event_columns`.
        person: identity key to the veiled key the snapshot uses.
    """

    snapshot: Path
    person: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Span:
    """What was read: counts, and first and last day as epoch seconds."""

    commits: int
    first_s: int
    last_s: int


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
        kept: Kept | None = None,
        witness: Witness | None = None,
        labels: Mapping[str, Answer] | None = None,
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
            classify: kinds of work for (hash, message, paths, n_paths); none leaves every kind unclear.
        """
        import duckdb

        self._db = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
        self._db.execute("set TimeZone = 'UTC'")
        self.as_of_s, self.me, self.book = as_of_s, me, book
        self.clones = tuple(clones)
        self._labels = labels or {}
        self._recent_s = as_of_s - recent_days * DAY_S
        self._source(HORIZON_DAYS)
        self._people()
        self._acts()
        self._declare()
        self._events(kept)
        self.yardstick = self._clocks()
        self._kinds(classify)
        self._written(witness, kept)
        self._views()
        self._strangers: str | None = None
        self._knows_built = False

    # -- building ----------------------------------------------------------------------------------------------

    def _source(self, horizon_days: int) -> None:
        """`everything` is a view on the kept files, `commits` the horizon with each hash once."""
        selects = [
            f"select *, {_quote(c.name)} as repo, {n} as clone from read_parquet([{', '.join(_quote(str(p)) for p in c.parts)}])"
            for n, c in enumerate(self.clones)
            if c.parts
        ]
        rows = " union all by name ".join(selects) or _EMPTY
        self._db.execute(f"create temp view everything as {rows}")
        once = "qualify row_number() over (partition by hash order by clone) = 1" if len(selects) > 1 else ""
        low = self.as_of_s - horizon_days * DAY_S
        self._db.execute(
            f"""create temp table commits as
            select hash, parents, author, committer, author_at, author_offset, committer_at, committer_offset, repo,
                   split_part(message, chr(10), 1) as subject, cast(len(paths) as integer) as n_paths,
                   case when committer_at >= {self._recent_s} then message else '' end as message,
                   case when committer_at >= {self._recent_s} and len(paths) <= 200 then paths else [] end as paths
            from everything where committer_at < {self.as_of_s} and committer_at >= {low} {once}"""
        )
        self._db.execute("create temp table mainline (hash varchar)")
        self._fill("mainline", ["hash"], [[h] for h in self._first_parents()])
        self._db.execute("alter table commits add column on_main boolean default false")
        self._db.execute("update commits set on_main = true where hash in (select hash from mainline)")

    def _first_parents(self) -> list[str]:
        first = dict(self._db.execute("select hash, parents[1] from commits").fetchall())
        seen: dict[str, None] = {}
        for clone in self.clones:
            step: str | None = clone.head
            if step not in first:
                # The newest commits may lie at or after as-of: start from the newest one that is seen.
                step = self._newest_seen(clone)
            while step and step in first and step not in seen:
                seen[step] = None
                step = first[step]
        return list(seen)

    def _newest_seen(self, clone: Clone) -> str | None:
        if not clone.head or not clone.parts:
            return None
        row = self._db.execute(
            "with recursive line(hash, at_s, parent, depth) as ("
            " select hash, committer_at, parents[1], 0 from everything where hash = $head"
            " union all select e.hash, e.committer_at, e.parents[1], l.depth + 1 from line l"
            " join everything e on e.hash = l.parent where l.at_s >= $as_of and l.depth < 100000)"
            " select hash from line where at_s < $as_of order by depth limit 1",
            {"head": clone.head, "as_of": self.as_of_s},
        ).fetchall()
        return row[0][0] if row else None

    def _people(self) -> None:
        spellings = self._db.execute(
            "select author, min(clone) from everything group by 1 union select committer, min(clone) from everything"
            " group by 1 order by 1, 2"
        ).fetchall()
        trailer = self._db.execute(
            "select distinct trim(t) from (select unnest(regexp_extract_all(message,"
            " '(?im)^(?:reviewed|acked|approved|signed-off)-by:[ \\t]*([^\\n]*<[^<>\\n]*>)', 1)) as t from commits"
            " where message <> '') order by 1"
        ).fetchall()
        rows: dict[str, list[Any]] = {}
        for identity, number in [*spellings, *((t[0], -1) for t in trailer)]:
            if identity in rows:
                continue
            mailmap = self.clones[number].mailmap if number >= 0 else self._all_mailmaps()
            found = self.book.meet(identity, mailmap)
            rows[identity] = [identity, found.number, int(found.is_me), found.kind, found.number]
        everybody = {s.number: s for s in self.book.everybody()}
        for row in rows.values():
            row[4] = int(everybody[row[4]].in_team)
        self._db.execute(
            "create temp table who (identity varchar, person integer, by_me integer, kind varchar, in_team integer)"
        )
        self._fill("who", ["identity", "person", "by_me", "kind", "in_team"], list(rows.values()))

    def _all_mailmaps(self) -> Mapping[str, str]:
        return {spelling: to for clone in self.clones for spelling, to in clone.mailmap.items()}

    def _acts(self) -> None:
        for statement in (acts.WEEK, acts.MACROS, acts.TABLE, acts.PEOPLE, acts.TIPS, acts.TRAILERS, *acts.ACTS):
            self._db.execute(statement)

    def _clocks(self) -> clock.Yardstick:
        me = self.me.me
        rows = self._db.execute(
            "select act, at_s, offset_min, clock = 'wrote' and source = 'git' from acts where by_me = 1"
            " and verb not in ('touched', 'arrived', 'seen') order by act"
        ).fetchall()
        mine = [(name, clock.Act(at, offset, bool(is_own))) for name, at, offset, is_own in rows]
        yard = clock.yardstick(me, [act for _, act in mine])
        names = ["act", "day_no", "week_no", "wmin", "off_hours", "night_no", "away", "on_call"]
        self._db.execute(f"create temp table my_clock (act varchar, {' integer, '.join(names[1:])} integer)")
        self._fill("my_clock", names, [[name, *clock.read(act, me, yard)] for name, act in mine])
        for statement in acts.DUTY:
            self._db.execute(statement)
        return yard

    def _declare(self) -> None:
        """Leave from her own file as acts of hers, one for each day."""
        from datetime import UTC, datetime

        last = datetime.fromtimestamp(self.as_of_s, UTC).date()
        first = datetime.fromtimestamp(self.as_of_s - HORIZON_DAYS * DAY_S, UTC).date()
        days = clock.days_of(self.me.me.leave, first=first, last=last)
        self._fill_leave(days, "me")

    def _fill_leave(self, days: Sequence[int], source: str) -> None:
        known = {row[0] for row in self._db.execute("select act from acts where verb = 'away'").fetchall()}
        names = ["act", "verb", "ref", "at_s", "offset_min", "person", "by_me", "in_team", "actor", "clock", "source"]
        number = self.book.me.number
        self._fill(
            "acts",
            names,
            [
                [f"away:{d}", "away", f"leave:{day_date(d)}", d * DAY_S, 0, number, 1, 1, "human", "declared", source]
                for d in days
                if f"away:{d}" not in known
            ],
        )

    def _events(self, kept: Kept | None) -> None:
        """The acts of the other sources; a key that is hers or of somebody listed becomes that person."""
        if kept is None:
            return
        self._db.execute(f"create temp view events as select * from read_parquet({_quote(str(kept.snapshot))})")
        keys = self._db.execute(
            "select distinct actor from events where actor is not null union select distinct subject from events"
            " where subject is not null order by 1"
        ).fetchall()
        owners = {kept.person(key): somebody for somebody in self.book.everybody() for key in self.book.keys(somebody)}
        rows = []
        for (key,) in keys:
            found = owners.get(key) or self.book.stranger(key)
            rows.append([key, found.number, int(found.is_me), found.kind, int(found.in_team)])
        self._db.execute(
            "create temp table whom (key varchar, person integer, by_me integer, kind varchar, in_team integer)"
        )
        self._fill("whom", ["key", "person", "by_me", "kind", "in_team"], rows)
        self._db.execute(acts.EVENTS, {"as_of": self.as_of_s, "low": self.as_of_s - HORIZON_DAYS * DAY_S})
        self._leave_days()
        self._answers()
        told = self._db.execute("select distinct lower(repo) from acts where source <> 'git' and object_kind = 'change'")
        projects = {row[0] for row in told.fetchall() if row[0]}
        hosted = [[c.name] for c in self.clones if any(f"{c.remote}/".lower().endswith(f"/{p}/") for p in projects)]
        self._db.execute("create temp table hosted (name varchar)")
        self._fill("hosted", ["name"], hosted)
        self._db.execute(acts.SUPERSEDE)

    def _leave_days(self) -> None:
        """Leave from a calendar, one act for each of its days, as the declared ones are."""
        spans = self._db.execute(
            "select at_s, end_s, coalesce(offset_min, 0) from acts where verb = 'away' and by_me = 1 and end_s is not null"
        ).fetchall()
        days = sorted({
            day
            for at_s, end_s, offset in spans
            if end_s - at_s <= 400 * DAY_S
            for day in range(day_no(at_s, offset), day_no(end_s - 1, offset) + 1)
        })  # fmt: skip
        self._fill_leave(days, "calendar")

    def _answers(self) -> None:
        """How long each request for her review waited, in her working time."""
        rows = self._db.execute(
            "select r.act, r.ref, r.at_s, min(a.at_s) from acts r join acts a on a.ref = r.ref and a.by_me = 1"
            " and a.at_s >= r.at_s and a.verb in ('reviewed', 'commented', 'merged')"
            " where r.verb = 'requested' and r.on_me = 1 and r.object_kind = 'change' group by r.act, r.ref, r.at_s order by r.act"
        ).fetchall()
        me = self.me.me
        number = self.book.me.number
        self._fill(
            "acts",
            ["act", "verb", "ref", "at_s", "person", "by_me", "in_team", "actor", "clock", "source", "dur_s", "object_kind"],
            [
                [f"answered:{act}", "answered", ref, at, number, 1, 1, "human", "wrote", "derived", waited, "change"]
                for act, ref, at, until in rows
                for waited in [clock.working_s(at, until, me)]
            ],
        )

    def _kinds(self, classify: Classify | None) -> None:
        odds = ", ".join(f"{column} double" for column in COLUMNS[1:])
        self._db.execute(f"create temp table kinds (hash varchar, kind varchar, {odds}, label varchar, is_random integer)")
        if classify is not None:
            rows = self._db.execute(
                "select l.hash, l.message, c.paths, c.n_paths from landed l join commits c on c.hash = l.hash"
                " where l.n_parents < 2 and l.message <> '' and l.author_kind = 'human' order by l.hash"
            ).fetchall()
            given = self._labels
            said = ((name, row, given.get(name)) for name, row in sorted(classify(rows).items()))
            self._fill(
                "kinds",
                ["hash", *COLUMNS, "label", "is_random"],
                [[name, *row, a.kind if a else None, int(a.is_random) if a else None] for name, row, a in said],
            )

    def _written(self, witness: Witness | None, kept: Kept | None) -> None:
        self._db.execute(
            "create temp table facts (what varchar, ref varchar, at_s bigint, age_days integer, amount double, state varchar)"
        )
        self._db.execute("create temp table links (hash varchar, link varchar, lag_days integer, is_farewell integer)")
        if witness is None:
            return
        self._fill("facts", Fact._fields, witness.facts)
        if kept is not None:
            self._talks(witness, kept)
        if witness.anchors:
            links = Links(witness.anchors)
            rows = self._db.execute(
                "select hash, subject, paths, repo, cast(floor(committer_at / 86400.0) as integer) from commits"
                f" where committer_at >= {self._recent_s} order by hash"
            ).fetchall()
            found = [[name, *links.of(subject, paths, repo, day)] for name, subject, paths, repo, day in rows]
            self._fill("links", ["hash", "link", "lag_days", "is_farewell"], found)

    def _talks(self, witness: Witness, kept: Kept) -> None:
        """Meetings of eight people at most with somebody on her map are talks, beside those she wrote down."""
        self._db.execute("create temp table mapped (key varchar, ref varchar, state varchar)")
        self._fill("mapped", ["key", "ref", "state"], [[kept.person(k.key), k.ref, k.state] for k in witness.known])
        self._db.execute(
            "insert into facts select distinct 'contact', m.ref, e.at_s,"
            f" cast(({self.as_of_s} - 1 - e.at_s) // {DAY_S} as integer), 1.0, m.state"
            " from (select at_s, unnest(with_keys) as key from events where verb = 'met' and with_count <= 7"
            f" and at_s < {self.as_of_s}) e join mapped m on m.key = e.key"
        )

    def _views(self) -> None:
        for name in ("start_s", "end_s", "group_size"):
            self._db.execute(f"set variable {name} = 0")
        for view in (acts.VIEWS[0], acts.VIEWS[1], acts.VIEWS[2]):
            self._db.execute(view)

    def _fill(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        import pyarrow as pa

        columns = list(zip(*rows, strict=True))
        self._db.register("incoming", pa.table(dict(zip(names, map(list, columns), strict=True))))
        self._db.execute(f"insert into {table} ({', '.join(names)}) select {', '.join(names)} from incoming")
        self._db.unregister("incoming")

    # -- asking ------------------------------------------------------------------------------------------------

    def ask(self, select: str, window: Window, *, question: str) -> list[tuple[Any, ...]]:
        """Run one SELECT over the three views, limited to the window; rows in a stable order.

        Strangers are numbered anew for each question, so that two answers cannot be laid side by side.
        """
        self._draw(question)
        if "'knows'" in select and not self._knows_built:
            self._db.execute("create temp table tracked (path varchar)")
            self._fill("tracked", ["path"], [[path] for path in sorted({p for c in self.clones for p in c.tracked})])
            knows.build(self._db, as_of_s=self.as_of_s)
            self._knows_built = True
            self._strangers = None
            self._draw(question)
        self._db.execute(f"set variable start_s = {window.start_s}")
        self._db.execute(f"set variable end_s = {window.end_s}")
        size = self._db.execute(
            "select count(distinct person) from acts where actor = 'human' and in_team = 1"
            f" and at_s >= {window.start_s} and at_s < {window.end_s} and verb in ('authored', 'merged', 'committed')"
        ).fetchall()
        self._db.execute(f"set variable group_size = {size[0][0] if size else 0}")
        return sorted(self._db.execute(select).fetchall(), key=_order)

    def group_size(self, window: Window) -> int:
        """How many people of the team wrote or landed something in the window; herself included."""
        row = self._db.execute(
            "select count(distinct person) from acts where actor = 'human' and in_team = 1 and at_s >= ? and at_s < ?"
            " and verb in ('authored', 'merged', 'committed')",
            [window.start_s, window.end_s],
        ).fetchall()
        return int(row[0][0]) if row else 0

    def _draw(self, question: str) -> None:
        if self._strangers == question:
            return
        numbers = [s.number for s in self.book.everybody()]
        drawn = sorted(numbers, key=lambda n: hashlib.sha256(f"{question}:{n}".encode()).digest())
        self._db.execute("create or replace temp table strangers (person integer, stranger integer)")
        self._fill("strangers", ["person", "stranger"], [[n, place] for place, n in enumerate(drawn)])
        self._db.execute(acts.VIEWS[3] if not self._knows_built else f"{acts.VIEWS[3]} union all {knows.VIEW}")
        self._strangers = question

    # -- what was read -----------------------------------------------------------------------------------------

    def span(self) -> Span:
        """All commits seen before as-of, with the first and last instant."""
        row = self._db.execute(
            f"select count(distinct hash), min(committer_at), max(committer_at) from everything where committer_at < {self.as_of_s}"
        ).fetchall()
        return Span(row[0][0] or 0, row[0][1] or 0, row[0][2] or 0) if row else Span(0, 0, 0)

    def count(self, table: str, where: str = "true") -> int:
        """Rows of one of the build tables, for coverage."""
        row = self._db.execute(f"select count(*) from {table} where {where}").fetchall()
        return int(row[0][0]) if row else 0

    def events(self, refs: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What a receipt shows of the commits named, as far as they are hers: written, landed or approved by her."""
        self._db.execute("create or replace temp table wanted (hash varchar)")
        self._fill("wanted", ["hash"], [[h] for h in sorted(set(refs))])
        found = self._db.execute(
            "select l.hash, l.subject, l.author_at, l.author_offset, l.committer_at, l.committer_offset,"
            " l.by_web and l.n_parents < 2 as has_hosts_clock, l.author_me, l.committer_me, l.repo, c.author, c.committer"
            " from landed l join wanted w on w.hash = l.hash join commits c on c.hash = l.hash"
            " where l.author_me = 1 or l.committer_me = 1 or l.hash in (select ref from acts where by_me = 1"
            " and verb in ('merged', 'committed', 'reviewed')) order by l.hash"
        )
        names = [column[0] for column in found.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}

    def changes(self, window: Window) -> list[tuple[Any, ...]]:
        """The team's changes of a window with what was judged: hash, subject, repository, kind, certainty, odds."""
        columns = ", ".join(f"k.{c}" for c in COLUMNS)
        return self._db.execute(
            f"select a.ref, l.subject, a.repo, {columns} from acts a join kinds k on k.hash = a.ref join landed l on l.hash = a.ref"
            " where a.verb = 'authored' and a.actor = 'human' and a.in_team = 1 and a.at_s >= ? and a.at_s < ? order by a.ref",
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
    rows = duckdb.execute(
        "select author from read_parquet($files) group by 1 union select committer from read_parquet($files) group by 1",
        {"files": [str(p) for p in parts]},
    ).fetchall()
    return sorted(row[0] for row in rows)


def newest(clones: Sequence[Clone], *, before_s: int) -> int | None:
    """The instant of the newest commit before another instant, epoch seconds; None without commits."""
    import duckdb

    files = [str(part) for clone in clones for part in clone.parts]
    if not files:
        return None
    row = duckdb.execute(
        "select max(committer_at) from read_parquet($files) where committer_at < $before",
        {"files": files, "before": before_s},
    ).fetchall()
    return int(row[0][0]) if row and row[0][0] is not None else None


def _order(row: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, value) for value in row)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_EMPTY = (
    "select '' as hash, cast([] as varchar[]) as parents, '' as author, '' as committer, 0::bigint as author_at,"
    " 0 as author_offset, 0::bigint as committer_at, 0 as committer_offset, '' as message, cast([] as varchar[]) as paths,"
    " '' as repo, 0 as clone where false"
)

__all__ = ["GROUP", "HORIZON_DAYS", "Clone", "Evidence", "Kept", "Span", "identities", "newest"]
