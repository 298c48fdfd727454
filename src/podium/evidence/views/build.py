"""From kept traces to the tables the views stand on, built once for each look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium.core.journal_facts import NAMED_FOR_PEOPLE, Fact
from podium.core.time import DAY_S, day_date, day_no, zone
from podium.evidence import engine, parquet
from podium.evidence.commits import authors_by_file, hands, rewrites
from podium.evidence.commits.initiatives import Links
from podium.evidence.commits.reverts import Revert, standing
from podium.evidence.commits.work_kinds import COLUMNS
from podium.evidence.views import clock, hand_splits, hosted, people_here, statements, talks, workdays
from podium.evidence.views.home_zone import HomeClock

if TYPE_CHECKING:
    import duckdb

    from podium.core.event import ZoneFrom
    from podium.core.journal_facts import Witness
    from podium.core.time import Window
    from podium.evidence.commits.labels import Answer
    from podium.evidence.people.book import Book
    from podium.evidence.people.me_file import MeFile
    from podium.evidence.views.inputs import Classify, Clone, SourceActs

# Absence is judged over two years with thirteen-week blocks; baselines need 26 weeks before the window.
HORIZON_DAYS = 3 * 365
BROKEN_COMMITS = ("what podium keeps of your clones", "delete that folder; the next look reads them again")
BROKEN_ACTS = ("what podium keeps of your sources", "delete that file, then `podium sync` writes it again")


class Build:
    """One engine in memory, and the tables of one look in it."""

    def __init__(
        self,
        clones: Sequence[Clone],
        me: MeFile,
        book: Book,
        *,
        as_of_s: int,
        recent_days: int,
        labels: Mapping[str, Answer],
        like: Build | None = None,
    ) -> None:
        self.room = engine.Room()
        self.db = self.room.open_connection()
        self.variables = engine.Variables(self.db)
        self.as_of_s, self.me, self.book = as_of_s, me, book
        self.clones = tuple(clones)
        self._labels, self.like = labels, like
        self.has_guesses = self.has_reverts = self.has_agent_marks = False
        # What her clock says of each act, and whose each key of a source is: what another book of people may change.
        self.clock_rows: frozenset[tuple[object, ...]] = frozenset()
        self.whom: frozenset[tuple[str, bool]] = frozenset()
        # What the sources tell of, (verb, object kind): a statement about anything else would find nothing.
        self._event_kinds: frozenset[tuple[str, str]] = frozenset()
        self.files: dict[str, str] = {}
        self.spellings: list[tuple[str, int, int | None]] = []
        self.recent_s = as_of_s - recent_days * DAY_S

    def run(
        self,
        classify: Classify | None,
        acts: SourceActs | None,
        witness: Witness | None,
        meanwhile: Callable[[Build], None] | None = None,
    ) -> clock.Yardstick:
        """Build every table and view; what late means for her comes out on the way."""
        with parquet.reading(self._kept_in(), *BROKEN_COMMITS):
            self._source(HORIZON_DAYS)
            people_here.fill(self)
        self.has_agent_marks = hands.fill(self)
        if meanwhile is not None:
            meanwhile(self)
        self._acts()
        self._declare()
        if acts is not None:
            with parquet.reading(acts.snapshot, *BROKEN_ACTS):
                self._events(acts)
        yard = self._clocks(has_events=acts is not None)
        self._workdays(acts, yard.home)
        self._kinds(classify)
        self._written(witness, acts)
        self._views()
        return yard

    def _kept_in(self) -> Path:
        return next((part.parent.parent for clone in self.clones for part in clone.parts), Path())

    def _source(self, horizon_days: int) -> None:
        """`everything` is a view on the kept files, `commits` the horizon with each hash once."""
        selects = [
            f"select *, {_quote(c.name)} as repo, {n} as clone from read_parquet([{', '.join(_quote(str(p)) for p in c.parts)}])"
            for n, c in enumerate(self.clones)
            if c.parts
        ]
        rows = " union all by name ".join(selects) or statements.NO_COMMITS
        self.db.execute(f"create temp view everything as {rows}")
        if self.like is not None:
            self.db.execute(f"create temp view commits as select * from {self.like.room.name}.commits")
            return
        once = "qualify row_number() over (partition by hash order by clone) = 1" if len(selects) > 1 else ""
        low = self.as_of_s - horizon_days * DAY_S
        self.db.execute(
            f"""create table commits as
            select hash, parents, author, committer, author_at, author_offset, committer_at, committer_offset, repo,
                   split_part(message, chr(10), 1) as subject, cast(len(paths) as integer) as n_paths,
                   case when committer_at >= {self.recent_s} then message else '' end as message,
                   case when committer_at >= {self.recent_s} and len(paths) <= {authors_by_file.MOST_PATHS} then paths else [] end as paths
            from everything where committer_at < {self.as_of_s} and committer_at >= {low} {once}"""
        )
        self._mark_mainline()

    def _mark_mainline(self) -> None:
        """Say of each commit whether it is on the first-parent line; the engine is handed whichever are fewer."""
        first = dict(self.db.execute("select hash, parents[1] from commits").fetchall())
        on_main = self._first_parents(first)
        off_main = [commit for commit in first if commit not in on_main]
        are_most_on = len(off_main) < len(on_main)
        self.db.execute(f"alter table commits add column on_main boolean default {are_most_on}")
        if fewer := [[commit] for commit in (off_main if are_most_on else on_main)]:
            self.db.execute("create temp table fewer (hash varchar)")
            self.fill("fewer", ["hash"], fewer)
            self.db.execute("update commits set on_main = not on_main where hash in (select hash from fewer)")

    def _first_parents(self, first: Mapping[str, str | None]) -> dict[str, None]:
        first_parents: dict[str, None] = {}
        for clone in self.clones:
            step: str | None = clone.head
            if step not in first:
                # The newest commits may lie at or after as-of: start from the newest one that is seen.
                step = self._newest_seen(clone)
            while step and step in first and step not in first_parents:
                first_parents[step] = None
                step = first[step]
        return first_parents

    def _newest_seen(self, clone: Clone) -> str | None:
        if not clone.head or not clone.parts:
            return None
        # One scan, then steps in memory: a recursive query would scan the files at every step.
        later = dict(
            self.db.execute(
                "select hash, parents[1] from everything where committer_at >= $as_of", {"as_of": self.as_of_s}
            ).fetchall()
        )
        step: str | None = clone.head
        while step in later:
            step = later[step]
        return step

    @cached_property
    def mailmaps(self) -> Mapping[str, str]:
        """What the clones' own maps make of a spelling that stands in a message."""
        return {spelling: to for clone in self.clones for spelling, to in clone.mailmap.items()}

    def _acts(self) -> None:
        for statement in (statements.TABLE, statements.PEOPLE, statements.OWN_ACTS):
            self.db.execute(statement)
        if self.db.execute(statements.HAS_MERGES).fetchone():
            self.db.execute(statements.MERGED)
        if self.db.execute(statements.TRAILERS).fetchall() != [(0,)]:
            self.db.execute(statements.REVIEWED)
        self.db.execute("create temp table standing_reverts (hash varchar)")
        reverts = [Revert(*row) for row in self.db.execute(statements.REVERTS).fetchall()]
        if standing_reverts := [[commit] for commit in standing(reverts)]:
            self.fill("standing_reverts", ["hash"], standing_reverts)
            self.db.execute(statements.REVERTED)
        self.has_reverts = bool(standing_reverts)
        self.db.execute(statements.TOUCHED)

    def _clocks(self, *, has_events: bool) -> clock.Yardstick:
        me = self.me.me
        rows = self.db.execute(
            "select act, at_s, offset_min, clock = 'wrote' and source = 'git', clock <> 'nobody', clock = 'landed',"
            " zone_from, clock = 'declared', source = 'git', verb = 'prompted'"
            " from acts where by_me = 1 and verb not in ('touched', 'arrived', 'seen', 'approved') order by act"
        ).fetchall()
        mine = [
            (
                name,
                clock.Act(at, offset, bool(own), bool(timed), bool(lands), how, bool(is_day), bool(is_in_git)),
                bool(is_prompt),
            )
            for name, at, offset, own, timed, lands, how, is_day, is_in_git, is_prompt in rows
        ]
        # When she asks an agent is measured by her hours, so it must not make them.
        hers = [act for _, act, is_prompt in mine if not is_prompt]
        elsewhere = self._told_zones() if has_events else {}
        home = HomeClock(me.zone, elsewhere, clock.commits_of(hers))
        yard = clock.yardstick(me, hers, home)
        names = ["day_no", "week_no", "wmin", "off_hours", "night_no", "away", "on_call", "offset_min"]
        self.db.execute(
            f"create temp table my_clock (act varchar, {' integer, '.join(names)} integer, zone_from varchar)"
        )
        clock_rows = [[name, *clock.read(act, me, yard)] for name, act, _ in mine]
        self.fill("my_clock", ["act", *names, "zone_from"], clock_rows)
        self.clock_rows = frozenset(map(tuple, clock_rows))
        for verb, statement in statements.DUTY.items():
            if self.has_events(verb):
                self.db.execute(statement)
        if self.has_events("requested", of="change"):
            self._answers(home)
        return yard

    def _workdays(self, acts: SourceActs | None, home: HomeClock) -> None:
        """Her working days where hours are declared and a calendar covers them, with the seconds in meetings."""
        if acts is None or not self.me.me.hours:
            return
        names = [
            "act",
            "verb",
            "ref",
            "at_s",
            "end_s",
            "person",
            "by_me",
            "in_team",
            "actor",
            "clock",
            "source",
            "dur_s",
        ]
        first_day = (self.as_of_s - HORIZON_DAYS * DAY_S) // DAY_S
        days = workdays.of(self.db, self.me.me, home, acts.calendar, first_day=first_day, until_s=self.as_of_s)
        number = self.book.me.number
        rows = [
            [
                f"workday:{d.day}",
                "workday",
                f"day:{d.day}",
                d.start_s,
                d.start_s + d.free_s,
                number,
                1,
                1,
                "human",
                "declared",
                "derived",
                d.met_s,
            ]
            for d in days
        ]
        self.fill("acts", names, rows)

    def _told_zones(self) -> dict[ZoneFrom, str]:
        """The zone most of her own acts name: by an account's profile, and by her calendar."""
        rows = self.db.execute(
            "select e.tz_from, e.tz from events e join whom w on w.key = e.actor where w.by_me = 1 and e.tz is not null"
            " and e.tz_from in ('profile', 'calendar') and e.at_s < $as_of group by all order by count(*), e.tz desc",
            {"as_of": self.as_of_s},
        ).fetchall()
        return {how: tz for how, tz in rows if zone(tz)}

    def _declare(self) -> None:
        """Leave from her own file as acts of hers, one for each day."""
        last = datetime.fromtimestamp(self.as_of_s, UTC).date()
        first = datetime.fromtimestamp(self.as_of_s - HORIZON_DAYS * DAY_S, UTC).date()
        days = clock.days_of(self.me.me.leave, first=first, last=last)
        self._fill_leave(days, "me")
        self._fill_days("on_call", "rota", clock.days_of(self.me.me.rota, first=first, last=last), "me")

    def _fill_leave(self, days: Sequence[int], source: str) -> None:
        self._fill_days("away", "leave", days, source)

    def _fill_days(self, verb: str, what: str, days: Sequence[int], source: str) -> None:
        """Declared days as acts of hers, one for each."""
        if not days:
            return
        known_acts = {row[0] for row in self.db.execute(f"select act from acts where verb = '{verb}'").fetchall()}
        names = ["act", "verb", "ref", "at_s", "offset_min", "person", "by_me", "in_team", "actor", "clock", "source"]
        number = self.book.me.number
        self.fill(
            "acts",
            names,
            [
                [f"{verb}:{d}", verb, f"{what}:{day_date(d)}", d * DAY_S, 0, number, 1, 1, "human", "declared", source]
                for d in days
                if f"{verb}:{d}" not in known_acts
            ],
        )

    def _events(self, acts: SourceActs) -> None:
        """The acts of the other sources; a key that is hers or of somebody listed becomes that person."""
        self.db.execute(f"create temp view events as select * from read_parquet({_quote(str(acts.snapshot))})")
        keys = self.db.execute(
            "select distinct actor from events where actor is not null union select distinct subject from events"
            " where subject is not null order by 1"
        ).fetchall()
        keys_by_number = self.book.keys_by_number()
        owners = {acts.person(key): who for who in self.book.everybody() for key in keys_by_number[who.number]}
        rows = []
        for (key,) in keys:
            somebody = owners.get(key) or self.book.stranger(key)
            rows.append([key, somebody.number, int(somebody.is_me), somebody.kind, int(somebody.in_team)])
        self.db.execute(
            "create temp table whom (key varchar, person integer, by_me integer, kind varchar, in_team integer)"
        )
        self.fill("whom", ["key", "person", "by_me", "kind", "in_team"], rows)
        self.whom = frozenset((str(key), bool(is_me)) for key, _, is_me, _, _ in rows)
        self.db.execute(statements.EVENTS, {"as_of": self.as_of_s, "low": self.as_of_s - HORIZON_DAYS * DAY_S})
        kinds = self.db.execute("select distinct verb, object_kind from acts where source <> 'git'").fetchall()
        self._event_kinds = frozenset(kinds)
        if self.has_events("merged"):
            self.db.execute(statements.UNATTENDED)
        if self.has_events("on_call"):
            self.db.execute(statements.ON_DUTY)
        if self.has_events("away"):
            self._leave_days()
        if any(kind == "change" for _, kind in kinds):
            hosted.mark(self)

    def has_events(self, verb: str, *, of: str = "") -> bool:
        """Whether the sources tell of a verb, of one kind of object where that is named."""
        return any(verb == known and of in ("", kind) for known, kind in self._event_kinds)

    def _leave_days(self) -> None:
        """Leave from a calendar, one act for each of its days, as the declared ones are."""
        spans = self.db.execute(
            "select at_s, end_s, coalesce(offset_min, 0) from acts where verb = 'away' and by_me = 1 and end_s is not null"
        ).fetchall()
        days = sorted(
            {
                day
                for at_s, end_s, offset in spans
                if end_s - at_s <= 400 * DAY_S
                for day in range(day_no(at_s, offset), day_no(end_s - 1, offset) + 1)
            }
        )
        self._fill_leave(days, "calendar")

    def _answers(self, home: HomeClock) -> None:
        """How long each request for her review waited, in her working time; nothing where no clock of hers is known."""
        rows = self.db.execute(
            "select r.act, r.ref, r.at_s, min(a.at_s), arg_min_null(case when a.zone_from = 'recorded' then a.offset_min end, a.at_s)"
            " from acts r join acts a on a.ref = r.ref and a.by_me = 1"
            " and a.at_s >= r.at_s and a.verb in ('reviewed', 'commented', 'merged')"
            " where r.verb = 'requested' and r.on_me = 1 and r.object_kind = 'change' group by r.act, r.ref, r.at_s order by r.act"
        ).fetchall()
        me = self.me.me
        number = self.book.me.number
        names = [
            "act",
            "verb",
            "ref",
            "at_s",
            "person",
            "by_me",
            "in_team",
            "actor",
            "clock",
            "source",
            "dur_s",
            "object_kind",
        ]
        answers = [
            [f"answered:{act}", "answered", ref, at, number, 1, 1, "human", "wrote", "derived", waited, "change"]
            for act, ref, at, until, recorded in rows
            for waited in [clock.working_s(at, clock.Act(until, recorded, is_own_machine=False), me, home)]
        ]
        self.fill("acts", names, answers)

    def _kinds(self, classify: Classify | None) -> None:
        odds = ", ".join(f"{column} double" for column in COLUMNS[1:])
        self.db.execute(f"create table kinds (hash varchar, kind varchar, {odds}, label varchar, is_random integer)")
        if classify is not None:
            rows = self.db.execute(
                "select l.hash, l.message, c.paths, c.n_paths from landed l join commits c on c.hash = l.hash"
                " where c.n_paths is not null and l.n_parents < 2 and l.message <> '' and l.author_kind = 'human' order by l.hash"
            ).fetchall()
            labels = self._labels
            kinds = sorted(classify(rows).items())
            labelled = ((name, row, labels.get(name)) for name, row in kinds)
            self.fill(
                "kinds",
                ["hash", *COLUMNS, "label", "is_random"],
                [[name, *row, a.kind if a else None, int(a.is_random) if a else None] for name, row, a in labelled],
            )
            if any(kind in rewrites.MENDING for _, (kind, *_) in kinds):
                rewrites.mark_upkeep(self)

    def _written(self, witness: Witness | None, acts: SourceActs | None) -> None:
        self.db.execute(
            "create table facts (what varchar, ref varchar, at_s bigint, age_days integer, amount double, state varchar)"
        )
        self.db.execute(statements.LINKS)
        if self.has_events("met"):
            talks.add_skip_levels(self.db, self.as_of_s)
        if witness is None:
            return
        self.fill("facts", Fact._fields, [self._unnamed(fact, n) for n, fact in enumerate(witness.facts, 1)])
        if acts is not None:
            talks.add(self, witness, acts)
            self.has_guesses = True
        if witness.anchors:
            links = Links(witness.anchors)
            rows = self.db.execute(
                "select hash, subject, paths, repo, cast(floor(committer_at / 86400.0) as integer) from commits"
                f" where committer_at >= {self.recent_s} order by hash"
            ).fetchall()
            link_rows = [[name, *links.of(subject, paths, repo, day)] for name, subject, paths, repo, day in rows]
            self.fill("links", ["hash", "link", "lag_days", "is_farewell"], link_rows)
            picks = [[name, pick] for name, *change, _ in rows for pick in links.picks(*change)]
            self.fill("picks", ["hash", "pick"], picks)

    def _unnamed(self, fact: Fact, number: int) -> Fact:
        if fact.what not in NAMED_FOR_PEOPLE:
            return fact
        plain = f"{fact.what} {number}"
        self.files[plain] = fact.ref
        return fact._replace(ref=plain)

    def _views(self) -> None:
        for table, select in statements.JOINED.items():
            self.db.execute(f"create table {table} as {select}")
        hand_splits.build(self.db, has_reverts=self.has_reverts)
        self.show_views(self.db, self.variables)

    @staticmethod
    def show_views(db: duckdb.DuckDBPyConnection, variables: engine.Variables) -> None:
        """The views on a connection, each of which sees what its own variables let it see."""
        variables.set(dict.fromkeys(statements.VARIABLES, "0") | statements.show("everybody"))
        for view in (statements.MINE, statements.OURS, statements.WRITTEN):
            db.execute(view)

    def show_rewrites(self, window: Window) -> None:
        """Let the views see the acts `rewrote` of a window, which come after all others."""
        for table, select in statements.JOINED.items():
            self.db.execute(
                f"insert into {table} {select} and a.verb = 'rewrote' and a.at_s >= ? and a.at_s < ?",
                [window.start_s, window.end_s],
            )

    def fill(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to a table, the columns they name."""
        if rows:
            engine.fill(self.db, table, names, rows)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
