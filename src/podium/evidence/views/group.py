"""The door: rows of others leave the evidence only through it, after the rule of five."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from podium.core.errors import OurFault
from podium.core.group import GROUP, NEEDS, Band, coarse
from podium.core.hidden_fields import repr_without
from podium.core.time import DAY_S, Window, week_no
from podium.evidence.people import disclosure_log
from podium.evidence.views.behind import apart, at_least, count_behind
from podium.evidence.views.build import HORIZON_DAYS

if TYPE_CHECKING:
    from podium.evidence.people.book import Book
    from podium.evidence.people.disclosure_log import ToldGroup
    from podium.evidence.views.acts_here import Acts, Filter, Rows
    from podium.evidence.views.statements import Shown

# Rows that must each have five people behind them: all of them, those with an amount, those with and those without one.
Sides = Literal["all", "with", "each"]
FEW = f"{NEEDS}, fewer are behind this one"
# What an initiative of hers picks out; its paths and tickets may fit one person's work.
_PICKED = re.compile(r"\b(?:link|lag_days|is_farewell)\b")
_WORD = re.compile(r"'\w+'")
_SEAL = object()


class GroupAnswer(msgspec.Struct, frozen=True):
    """What a question about a group answered, after the rule; nothing but the door can make one.

    Attributes:
        why_none: why nothing may be told, in a sentence; empty when there is an answer.
        own: the rows that are acts of hers, whole.
        is_of_one: besides hers the acts upon others' work are those of one person, so that a share of them tells theirs.
        for_judging: every row, exact; signals compute with them, no surface sees them (a house test).
    """

    why_none: str = ""
    own: tuple[tuple[Any, ...], ...] = ()
    is_of_one: bool = False
    for_judging: tuple[tuple[Any, ...], ...] = ()
    seal: object = None

    def __post_init__(self) -> None:
        """Refuse an answer that has not been through the rule."""
        if self.seal is not _SEAL:
            raise OurFault("an answer about a group is made by the door alone")

    def __repr__(self) -> str:
        """Without the rows: other people are in them."""
        return repr_without(self, "for_judging", "seal")

    @property
    def size(self) -> Band:
        """How many rows, in a band."""
        return Band.of(len(self.for_judging))

    def shares_by_week(self, first_s: int, weeks: int) -> tuple[dict[str, float], ...]:
        """Of rows (moment, kind, ...): the share of each kind in each week, in twentieths; empty without rows."""
        counts: list[dict[str, int]] = [{} for _ in range(weeks)]
        for moment, kind, *_ in self.for_judging:
            place = (moment - first_s) // (7 * DAY_S)
            if 0 <= place < weeks:
                counts[place][kind] = counts[place].get(kind, 0) + 1
        return tuple({kind: coarse(n / sum(week.values())) for kind, n in sorted(week.items())} for week in counts)

    def paces(self, weeks: float, usual: GroupAnswer, usual_weeks: float) -> dict[str, tuple[float | None, Band]]:
        """Of rows (what, ref): each sort's pace as a share of the usual one, and the usual number in a band."""
        now, before = _counts(self.for_judging), _counts(usual.for_judging)
        return {
            what: (
                coarse(now.get(what, 0) / weeks / (before[what] / usual_weeks)) if before.get(what) else None,
                Band.of(before.get(what, 0)),
            )
            for what in sorted({*now, *before})
        }

    def weeks(self) -> set[int]:
        """Of rows (moment, ...): the weeks in which there is one."""
        return {week_no(row[0]) for row in self.for_judging}

    def share_of_weeks(self, weeks: int, place: Callable[[int], tuple[int, int]]) -> dict[tuple[int, int], float]:
        """Of rows (moment,): in what share of the weeks something lies at each place of the week."""
        seen: dict[tuple[int, int], set[int]] = {}
        for (moment,) in self.for_judging:
            seen.setdefault(place(moment), set()).add(week_no(moment))
        return {at: len(of) / weeks for at, of in seen.items()}


class Place(msgspec.Struct, frozen=True):
    """Somewhere that something keeps happening.

    Attributes:
        moments: when, each; of a group one for each week. refs: what to look up, of a group none.
        is_group: people did it, five at least; else it was a machine, or her.
    """

    name: str
    moments: tuple[int, ...]
    refs: tuple[str, ...]
    is_group: bool


class ActCount(NamedTuple):
    """How often one person did one thing in a window.

    Attributes:
        in_team, by_me, are_upon_others: 1 or 0.
    """

    person: int
    verb: str
    in_team: int
    by_me: int
    are_upon_others: int
    times: int


class Behind(msgspec.Struct, frozen=True):
    """How many people are behind some rows, counted up to five; `is_nobodys` when nobody but a machine and her is."""

    count: int
    is_nobodys: bool


def _counts(rows: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    refs: dict[str, set[str]] = {}
    for what, ref in rows:
        refs.setdefault(str(what), set()).add(str(ref))
    return {what: len(of) for what, of in refs.items()}


# Whether a row (moment, ref, amount) is of a sort that must have five people behind it.
IsOfSort = Callable[[tuple[Any, ...]], bool]


def _is_any(_row: tuple[Any, ...]) -> bool:
    return True


def _has_amount(row: tuple[Any, ...]) -> bool:
    return bool(row[2])


def _has_none(row: tuple[Any, ...]) -> bool:
    return not row[2]


class Door:
    """Decides for every answer about others whether it may be told."""

    def __init__(self, acts: Acts, book: Book, as_of_s: int, *, has_picks: bool) -> None:
        """Stand before the acts of one look; without picks no question can pick by an initiative."""
        self._acts, self._book, self._has_picks = acts, book, has_picks
        self._earlier: tuple[ToldGroup, ...] = ()
        self._now: ToldGroup | None = None
        self._keys: dict[int, str] = {}
        self._new = acts.newcomers(as_of_s)
        self._ever = Window(as_of_s - HORIZON_DAYS * DAY_S, as_of_s)
        self._sizes: dict[Window, int] = {}
        self._act_counts: dict[Window, tuple[ActCount, ...]] = {}

    def remember(self, earlier: Sequence[ToldGroup], now: ToldGroup, keys: dict[int, str]) -> None:
        """What was told lately, what would be told now, and the key each person is remembered by."""
        self._earlier, self._now, self._keys = tuple(earlier), now, keys

    def stand_before(self, acts: Acts) -> None:
        """Ask the same acts on another connection from now on."""
        _ = self._only_in
        self._acts = acts

    # -- the rule ----------------------------------------------------------------------------------------------

    def withheld(self, window: Window) -> str:
        """Why nothing about others may be told of a window, whatever is asked; empty when it may.

        A list of fewer than five singles somebody out, and so does the difference between two nearly equal groups.
        """
        acted = self._acted(window)
        listed = {s.number for s in self._book.everybody() if s.in_team}
        if self._book.is_listed_team and at_least(acted & listed - self._new, self._only_in) < GROUP:
            return f"{NEEDS}, fewer of your list acted"
        keys = {self._keys.get(number, "") for number in acted}
        if self._now is not None and disclosure_log.is_nearly_told(self._now, self._earlier, keys):
            return f"a group that differs by fewer than five people was looked at within {disclosure_log.DAYS} days"
        return ""

    def why_few(self, window: Window) -> str:
        """The same, and whether five acted at all."""
        few = f"{NEEDS}, fewer acted" if self.group_size(window) < GROUP else ""
        return self.withheld(window) or few

    def answer(
        self, ask: Callable[[Window], Rows], select: str, window: Window, sides: Sides, *, with_own: bool
    ) -> GroupAnswer:
        """Put one question through the rule."""
        why = self.why_few(window)
        is_picked = self.is_picked(select)
        if not why and is_picked and self._now and disclosure_log.is_nearly_picked(self._now, self._earlier):
            why = (
                f"other paths or tickets, of fewer than five people, were asked about within {disclosure_log.DAYS} days"
            )
        if not why and is_picked:
            why = self._acts.why_no_picks
        if why:
            return GroupAnswer(why, seal=_SEAL)
        rows = ask(window)
        if not rows and not is_picked:
            return GroupAnswer(seal=_SEAL)
        names = list(self._acts.columns())
        place = names.index("ref") if "ref" in names else None
        sorts = {"all": (_is_any,), "with": (_has_amount,), "each": (_has_amount, _has_none)}
        for sort in sorts[sides if is_picked else "all"]:
            of_sort = rows if sort is _is_any else [row for row in rows if sort(row)]
            if of_sort and place is not None:
                refs = (str(row[place]) for row in of_sort)
                if self._acts.are_by_five(refs, select, window, self._new):
                    continue
            behind = self._behind(ask, window, sort, of_sort)
            # What only machines did, and nothing at all, is nobody's. A pick of hers without a hit tells who did nothing,
            # unless it fits what five people did before.
            is_nobodys = behind.is_nobodys and (not is_picked or self._behind(ask, self._ever, sort).count >= GROUP)
            if behind.count < GROUP and not is_nobodys:
                return GroupAnswer(FEW, seal=_SEAL)
        is_of_one = "on_others" in select and place is not None and self._is_of_one(select, window)
        own = self._own(ask, window, rows) if with_own else ()
        return GroupAnswer("", own, is_of_one, tuple(rows), seal=_SEAL)

    def is_picked(self, select: str) -> bool:
        """Whether a question picks by an initiative of hers."""
        return self._has_picks and bool(_PICKED.search(select))

    def _is_of_one(self, select: str, window: Window) -> bool:
        """Whether one person besides her did what was done to others' work, of the verbs a SELECT names."""
        verbs = {word.strip("'") for word in _WORD.findall(select)}
        others = {
            of_verb.person
            for of_verb in self._act_counts_in(window)
            if of_verb.verb in verbs and of_verb.are_upon_others and of_verb.in_team and not of_verb.by_me
        }
        return len(others) == 1

    def _own(self, ask: Callable[[Window], Rows], window: Window, rows: Rows) -> tuple[tuple[Any, ...], ...]:
        """The rows that are there too when her acts alone are seen."""
        with self.shown("hers"):
            hers = {row[1] for row in ask(window) if len(row) > 1}
        return tuple(row for row in rows if len(row) > 1 and row[1] in hers)

    def group_size(self, window: Window) -> int:
        """How many people of the team wrote or landed something in the window; herself included."""
        if window not in self._sizes:
            people = {
                of_verb.person
                for of_verb in self._act_counts_in(window)
                if of_verb.in_team and of_verb.verb in ("arrived", "merged", "committed")
            }
            self._sizes[window] = at_least(people - self._new, self._only_in)
        return self._sizes[window]

    def _behind(
        self, ask: Callable[[Window], Rows], window: Window, sort: IsOfSort, rows: Rows | None = None
    ) -> Behind:
        """Who is behind the rows of a sort: they alone have some, or taking them out would change these rows."""

        def of(which: Shown, people: Sequence[int]) -> Rows:
            with self.shown(which, people):
                return ask(window) if sort is _is_any else [row for row in ask(window) if sort(row)]

        usual = of("everybody", ()) if rows is None else rows
        nobodys = of("only", ())

        def is_behind(people: Sequence[int]) -> bool:
            return of("only", people) != nobodys or of("without", people) != usual

        me = self._book.me.number
        others = [person for person in self._active_in(window) if person != me] if usual != nobodys else []
        count = 0
        for some in apart(others, self._only_in):
            if count < GROUP:
                count = max(count, count_behind(some, is_behind))
        # Those who are new and few are no part of five, but what they alone did is theirs.
        is_nobodys = not count and not (self._new and is_behind(sorted(self._new)))
        return Behind(count if count >= GROUP else count + is_behind([me]), is_nobodys)

    @cached_property
    def refs_of_hers(self) -> Set[str]:
        """Refs of acts that are hers, or are done to her."""
        return {row[0] for row in self._acts.rows("select distinct ref from acts where by_me = 1 or on_me = 1")}

    def places(self, ask: Callable[[Window], Rows], window: Window) -> tuple[tuple[Place, ...], str]:
        """Of rows (place, ref, moment): each place that five people are behind, or nobody but a machine and her."""
        why = self.why_few(window)
        if why:
            return (), why
        rows = ask(window)
        places = []
        for name in sorted({str(row[0]) for row in rows}):
            of_place = [row for row in rows if row[0] == name]
            behind = self._behind(ask, window, _at(name), of_place)
            first: dict[str, int] = {}
            for _, ref, moment in of_place:
                first[str(ref)] = min(moment, first.get(str(ref), moment))
            if behind.is_nobodys:
                places.append(Place(name, tuple(sorted(first.values())), tuple(sorted(first)), is_group=False))
            elif behind.count >= GROUP:
                weeks = {week_no(moment): moment for moment in sorted(first.values(), reverse=True)}
                moments = tuple(sorted(int(at) for at in weeks.values()))
                places.append(
                    Place(name, tuple(at - (at - 4 * DAY_S) % (7 * DAY_S) for at in moments), (), is_group=True)
                )
        return tuple(places), ""

    @contextmanager
    def shown(self, which: Shown, people: Sequence[int] = ()) -> Generator[None]:
        """Let the views see her own acts, or all but (or only) some people's, for as long as a question lasts."""
        self._acts.show(which, people)
        try:
            yield
        finally:
            self._acts.show("everybody")

    # -- who there is ------------------------------------------------------------------------------------------

    def _act_counts_in(self, window: Window) -> tuple[ActCount, ...]:
        """What people did in a window, counted; asked once for each window."""
        if window not in self._act_counts:
            upon_others = "case when on_others = 1 and not is_superseded then 1 else 0 end"
            rows = self._acts.rows(
                f"select person, verb, in_team, by_me, {upon_others}, count(*) from acts where actor = 'human' and person is not null"
                f" and at_s >= {window.start_s} and at_s < {window.end_s}"
                f" group by person, verb, in_team, by_me, {upon_others}",
                window,
            )
            self._act_counts[window] = tuple(map(ActCount._make, rows))
        return self._act_counts[window]

    def _acted(self, window: Window) -> set[int]:
        return {of_verb.person for of_verb in self._act_counts_in(window)}

    def _active_in(self, window: Window) -> list[int]:
        """Those who may be behind an answer and count toward five, the busiest first."""
        counts: Counter[int] = Counter()
        for of_verb in self._act_counts_in(window):
            if of_verb.in_team:
                counts[of_verb.person] += of_verb.times
        return [person for person in sorted(counts, key=lambda p: (-counts[p], p)) if person not in self._new]

    @cached_property
    def _only_in(self) -> dict[int, str]:
        """The source of everybody who was seen in one source alone."""
        return self._acts.only_in()

    def people_by(self, what: Filter, window: Window) -> dict[str, set[int]]:
        """Others of the team by what she filters by, for the memory of what was told.

        That is each repository, what lies off the trunk, each path and ticket of hers, or each answer of hers about a
        kind of work (commit and kind).
        """
        people_by_value: dict[str, set[int]] = {}
        for part, person in self._acts.people_by(what, window):
            people_by_value.setdefault(part or "", set()).add(person)
        return people_by_value


def _at(place: str) -> IsOfSort:
    return lambda row: bool(row[0] == place)
