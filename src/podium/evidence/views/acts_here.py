"""What the door has to know of the acts behind an answer, asked on this machine."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

from podium.core.group import GROUP
from podium.core.time import DAY_S
from podium.evidence.views import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    import duckdb

    from podium.core.time import Window
    from podium.evidence.views.statements import Shown

Rows = list[tuple[Any, ...]]
# Somebody first seen so lately, with so few acts, may have been made up to fill a group.
NEW_DAYS, NEW_ACTS = 28, GROUP
# What she filters by: its name, the table it needs, and a condition.
Filter = Literal["repo", "branches", "pick", "label"]
_FILTERS: dict[Filter, tuple[str, str, str]] = {
    "repo": ("a.repo", "", "true"),
    "branches": ("'branches'", "", "a.on_main = 0"),
    "pick": ("p.pick", "join picks p on p.hash = a.ref", "true"),
    "label": (
        "k.hash || ' ' || k.label",
        "join kinds k on k.hash = a.ref",
        "k.label is not null and a.verb = 'arrived'",
    ),
}


class Acts(Protocol):
    """The acts of one look, wherever they lie.

    Attributes:
        why_no_picks: why a question that picks by an initiative of hers cannot be asked there; empty when it can.
    """

    why_no_picks: str

    def rows(self, select: str, window: Window | None = None) -> Rows:
        """The rows of one SELECT over `acts` that every engine reads alike; it asks for acts of the window alone."""
        ...

    def columns(self) -> Sequence[str]:
        """The columns of the answer that was read last."""
        ...

    def show(self, which: Shown, people: Sequence[int] = ()) -> None:
        """Let the views see everybody's acts, her own, or all but (or only) some people's."""
        ...

    def only_in(self) -> dict[int, str]:
        """The source of everybody who was seen in one source alone."""
        ...

    def newcomers(self, as_of_s: int) -> set[int]:
        """Those first seen so lately, with so few acts, that they may have been made up."""
        ...

    def people_by(self, what: Filter, window: Window) -> Rows:
        """Others of the team by what she filters by: (part, person)."""
        ...

    def are_by_five(self, refs: Iterable[str], select: str, window: Window, new: Set[int]) -> bool:
        """Whether five people or more wrote the commits that the rows of a SELECT are, those who are new left out."""
        ...


class ActsHere:
    """The acts of one look in this machine's own engine."""

    why_no_picks = ""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        """Stand before the tables of one look."""
        self._db = db
        self.now_shown = statements.show("everybody")

    def on(self, db: duckdb.DuckDBPyConnection) -> ActsHere:
        """The same acts on another connection; what was counted once is not counted again."""
        other = ActsHere(db)
        other._author_of = self._author_of
        return other

    def rows(self, select: str, window: Window | None = None) -> Rows:
        """The rows of one SELECT."""
        return self._db.execute(select).fetchall()

    def columns(self) -> Sequence[str]:
        """The columns of the answer that was read last."""
        return [column[0] for column in self._db.description or ()]

    def show(self, which: Shown, people: Sequence[int] = ()) -> None:
        """Let the views see everybody's acts, her own, or all but (or only) some people's."""
        self.now_shown = statements.show(which, people)

    def only_in(self) -> dict[int, str]:
        """The source of everybody who was seen in one source alone."""
        rows = self.rows(
            "select person, min(source) from acts where actor = 'human' and by_me = 0 and person is not null"
            " group by person having count(distinct source) = 1"
        )
        return dict(rows)

    def newcomers(self, as_of_s: int) -> set[int]:
        """Those first seen so lately, with so few acts, that they may have been made up."""
        rows = self.rows(
            "select person from acts where actor = 'human' and by_me = 0 and person is not null group by person"
            f" having min(at_s) >= {as_of_s - NEW_DAYS * DAY_S} and count(distinct ref) < {NEW_ACTS}"
        )
        newcomers = {row[0] for row in rows}
        if newcomers:
            # The acts reach back three years; whoever wrote before is not new.
            rows = self.rows(f"select distinct person from who where first_s < {as_of_s - NEW_DAYS * DAY_S}")
            newcomers -= {row[0] for row in rows}
        return newcomers

    def people_by(self, what: Filter, window: Window) -> Rows:
        """Others of the team by what she filters by: (part, person)."""
        name, source, where = _FILTERS[what]
        return self.rows(
            f"select distinct {name}, a.person from acts a {source} where a.actor = 'human' and a.in_team = 1"
            f" and a.by_me = 0 and a.person is not null and a.at_s >= {window.start_s} and a.at_s < {window.end_s} and {where}"
        )

    def are_by_five(self, refs: Iterable[str], select: str, window: Window, new: Set[int]) -> bool:
        """Whether five people or more wrote the commits that some rows are: all of them are behind the rows."""
        seen: set[int] = set()
        for ref in refs:
            author = self._author_of.get(ref)
            if author is not None and author not in new:
                seen.add(author)
                if len(seen) >= GROUP:
                    return True
        return False

    @cached_property
    def _author_of(self) -> dict[str, int]:
        """Who of the team wrote each commit."""
        return dict(self.rows("select hash, author from landed where author_kind = 'human' and author_in = 1"))
