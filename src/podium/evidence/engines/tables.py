"""The tables that hold one manager's evidence on an engine, and the SELECTs that fill them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from podium.core.arrow import Table, from_values, from_words
from podium.core.time import DAY_S
from podium.evidence.views.acts_here import ActsHere
from podium.evidence.views.statements import WEEK_NO

if TYPE_CHECKING:
    from podium.core.arrow import Column
    from podium.evidence.views.build import Build

# What the views read of an act, its own columns first; `team_week_no` is the week by the clock it was recorded with.
_OF_ACT = (
    "act", "verb", "ref", "path", "at_s", "end_s", "person", "about", "subject", "by_me", "in_team", "actor", "on_me",
    "on_others", "clock", "repo", "n_paths", "on_main", "hand", "state", "work_type", "with_count", "dur_s", "source",
    "object_kind", "is_superseded", "is_timed", "is_echo", "is_told", "on_duty",
)  # fmt: skip
_OF_CLOCK = ("day_no", "week_no", "wmin", "off_hours", "night_no", "away", "on_call")
_OF_KIND = (
    "kind", "p", "odds_feature", "odds_fix", "odds_incident", "odds_improvement", "odds_docs", "odds_chore", "label",
    "is_random",
)  # fmt: skip
# A person is a number made of a key, so that somebody new renumbers nobody.
_NUMBERED = {"person": "w.number as person", "about": "o.number as about", "subject": "s.number as subject"}
WEEK_OF: Final = f"cast(floor((floor(a.at_s / {DAY_S}.0) - 4) / 7.0) as integer)"

ACTS: Final = f"""
select {", ".join(_NUMBERED.get(name, f"a.{name}") for name in _OF_ACT)}, {", ".join(f"m.{name}" for name in _OF_CLOCK)},
       coalesce(m.offset_min, a.offset_min) as offset_min, m.zone_from, m.act is not null as has_clock,
       {WEEK_NO} as team_week_no, {", ".join(f"k.{name}" for name in _OF_KIND)},
       a.verb = 'arrived' and a.ref in (select hash from taken_back) as is_taken_back, {WEEK_OF} as week
from acts a left join my_clock m on m.act = a.act left join kinds k on k.hash = a.ref
left join numbered w on w.person = a.person left join numbered o on o.person = a.about
left join numbered s on s.person = a.subject
where a.at_s is not null
order by week, a.at_s, a.act
"""

# Who has ever changed which file; the newest state of the files decides, so it is one table and not one a week.
KNOWS: Final = """
select w.number as person, k.by_me, k.path, k.acts, k.first_s
from knows k join numbered w on w.person = k.person order by k.path, w.number
"""

_TEXTS = {
    "act", "verb", "ref", "path", "actor", "clock", "repo", "hand", "state", "work_type", "source", "object_kind",
    "zone_from", "kind", "label",
}  # fmt: skip
_BIG = {"at_s", "end_s", "dur_s", "person", "about", "subject"}
_FLAGS = {"is_superseded", "is_echo", "has_clock", "is_taken_back"}


def _type_of(name: str) -> str:
    if name in _TEXTS:
        return "string"
    if name in _FLAGS:
        return "bool"
    if name == "p" or name.startswith("odds_"):
        return "double"
    return "int64" if name in _BIG else "int32"


ACT_COLUMNS: Final = (
    *_OF_ACT, *_OF_CLOCK, "offset_min", "zone_from", "has_clock", "team_week_no", *_OF_KIND, "is_taken_back",
)  # fmt: skip
# The columns of each table beside `manager`, and `week` where it has weeks.
COLUMNS: Final[dict[str, dict[str, str]]] = {
    "acts": {name: _type_of(name) for name in ACT_COLUMNS},
    "results": {"signal": "string", "unit": "string", "value": "double", "size": "string", "why_none": "string"},
    "people": {
        "number": "int64", "key": "string", "kind": "string", "is_me": "int32", "in_team": "int32", "is_new": "int32",
        "only_in": "string", "is_seen": "int32",
    },
    "knows": {"person": "int64", "by_me": "int32", "path": "string", "acts": "int64", "first_s": "int64"},
    "about": {"facts": "string"},
}  # fmt: skip
WITH_WEEKS: Final = frozenset({"acts", "results"})


# Kind -> NumPy's name of it, and the engine's.
_DTYPES: Final = {"string": "", "bool": "bool", "double": "float64", "int32": "int32", "int64": "int64"}
_ENGINE_TYPES: Final = {
    "string": "varchar",
    "bool": "boolean",
    "double": "double",
    "int32": "integer",
    "int64": "bigint",
}


class TableRows(msgspec.Struct, frozen=True):
    """Rows of one table, each value of the kind of its column.

    Attributes:
        kinds: name to kind of each column.
    """

    kinds: Mapping[str, str]
    rows: Sequence[Sequence[Any]]

    def columns(self) -> Table:
        """The rows, column by column."""
        columns = list(zip(*self.rows, strict=True)) or [() for _ in self.kinds]
        named = zip(self.kinds.items(), columns, strict=True)
        return Table({name: _column(values, _DTYPES[kind]) for (name, kind), values in named})


def _column(values: Sequence[Any], dtype: str) -> Column:
    if all(value is None for value in values):
        return from_values(values, dtype)
    return from_values(values, dtype) if dtype else from_words(values)


def cast_columns(table: str) -> str:
    """The columns of a table as a SELECT names them, each of its own kind."""
    return ", ".join(f"cast({name} as {_ENGINE_TYPES[kind]}) as {name}" for name, kind in COLUMNS[table].items())


def number_of(key: str) -> int:
    """A number for a key, the same in every writing; below 2 to the 53rd, so that no engine rounds it."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:13], 16)


def number_people(build: Build, keys: Mapping[int, str], as_of_s: int) -> list[list[object]]:
    """Fill `numbered`, and everybody as a number and a key that is no name with what the door has to know of each."""
    acts = ActsHere(build.db)
    newcomers, only_in = acts.newcomers(as_of_s), acts.only_in()
    build.db.execute("create or replace temp table numbered (person integer, number bigint)")
    build.fill("numbered", ["person", "number"], [[number, number_of(key)] for number, key in sorted(keys.items())])
    rows: list[list[object]] = [
        [
            number_of(keys[somebody.number]),
            keys[somebody.number],
            somebody.kind,
            int(somebody.is_me),
            int(somebody.in_team),
            int(somebody.number in newcomers),
            only_in.get(somebody.number),
            int(bool(somebody.reasons)),
        ]
        for somebody in build.book.everybody()
    ]
    return sorted(rows, key=lambda row: str(row[1]))
