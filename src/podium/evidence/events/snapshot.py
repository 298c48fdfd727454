"""The snapshot readers open: the acts that live, each person once, in the order of time."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from podium.core.arrow_stream import Chain
from podium.evidence import engine, parquet
from podium.evidence.events.columns import COLUMNS

if TYPE_CHECKING:
    import duckdb


GROUP_ROWS = 8_192
# Rows sorted at once: no sort ever holds more.
STRETCH = 30_000
_ENDS: Final = f"""SELECT DISTINCT at_s FROM (SELECT at_s, row_number() OVER (ORDER BY at_s) AS nth FROM events)
WHERE nth % {STRETCH} = 0 ORDER BY at_s"""


def _rows(alike: Mapping[str, str | None], *, has_links: bool, has_hidden: bool) -> tuple[str, list[str]]:
    """The SELECT of one stretch and its values; links are joined and hidden acts looked up only where there are any.

    Columns that are `alike` in all rows come after the sort: most of a forge's columns are, and sorting them is dear.
    """
    people = {"actor": "coalesce(a.same_as, e.actor)", "subject": "coalesce(s.same_as, e.subject)"} if has_links else {}
    joins = " LEFT JOIN links a ON a.person = e.actor LEFT JOIN links s ON s.person = e.subject" if has_links else ""
    kept_columns = {name: kind for name, kind in COLUMNS.items() if name != "deleted"} | {"connection": "VARCHAR"}
    same = {name: value for name, value in alike.items() if name not in {*people, "at_s", "event_id"}}
    named = ", ".join(
        f"cast({'null' if same[name] is None else '?'} AS {kind}) AS {name}" if name in same else name
        for name, kind in kept_columns.items()
    )
    own = ", ".join(f"{people.get(name, f'e.{name}')} AS {name}" for name in kept_columns if name not in same)
    values = [value for name in kept_columns if (value := same.get(name)) is not None]
    select = (
        f"SELECT {named} FROM (SELECT {own} FROM events e{joins} WHERE NOT e.deleted AND e.at_s > ? AND e.at_s <= ?"
        f"{' AND e.event_id NOT IN (SELECT event_id FROM hidden)' if has_hidden else ''} ORDER BY e.at_s, e.event_id)"
    )
    return select, values


def write_snapshot(db: duckdb.DuckDBPyConnection, alike: Mapping[str, str | None], fresh: Path) -> None:
    """Write the living rows of the view `events`, those not `hidden`, to a new file, stretch by stretch.

    Byte for byte the same for the same rows.
    """
    has_links, has_hidden = (
        bool(db.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()) for name in ("links", "hidden")
    )
    select, values = _rows(alike, has_links=has_links, has_hidden=has_hidden)
    edges = [-(2**62), *(row[0] for row in db.execute(_ENDS).fetchall()), 2**62]
    columns = db.sql(f"{select} LIMIT 0", params=[*values, 0, 0])
    stretches = Chain(columns, (db.sql(select, params=[*values, *pair]) for pair in pairwise(edges)))
    with db.cursor() as writer, parquet.handed_over(writer, "stretches", stretches):
        parquet.copy(writer, "FROM stretches", fresh, group_rows=GROUP_ROWS)


# The work type of what is done after an incident so that it does not come again.
FOLLOW_UP: Final = "incident_followup"


class IncidentAct(NamedTuple):
    """One act on an incident, or on what follows from one."""

    verb: str
    object_id: str
    at_s: int
    actor: str | None
    actor_kind: str
    subject: str | None
    ref_url: str
    container: str
    is_incident: bool
    is_follow_up: bool


def incident_acts(snapshot: Path, follow_up: str = FOLLOW_UP) -> list[IncidentAct]:
    """All acts on incidents, and those whose work type is the follow-up of one, but those never to be counted."""
    with engine.open_connection() as db:
        rows = db.execute(
            """SELECT verb, object_id, at_s, actor, actor_kind, subject, coalesce(ref_url, ''), coalesce(container, ''),
              coalesce(object_kind = 'incident', false), coalesce(work_type = ?, false)
            FROM read_parquet(?) WHERE (object_kind = 'incident' OR work_type = ?) AND scope IS DISTINCT FROM 'never'""",
            [follow_up, str(snapshot), follow_up],
        ).fetchall()
    return [IncidentAct(*row) for row in rows]
