"""What a SELECT may ask: the views and its own CTEs, nothing beneath them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from podium.core.errors import Misuse

if TYPE_CHECKING:
    import duckdb

VIEWS = frozenset({"mine", "ours", "crowd", "splits", "written"})
_NEXT = "ask one SELECT over " + ", ".join(sorted(VIEWS))


def check(db: duckdb.DuckDBPyConnection, select: str, *, question: str) -> None:
    """Let one SELECT over the views pass; the engine's own parser says what it reads.

    Raises:
        Misuse: it reads a table under the views, a file, a function that makes a table, or is no single SELECT.
    """
    rows = db.execute("select json_serialize_sql(?)", [select]).fetchall()
    parsed = json.loads(rows[0][0])
    statements = parsed.get("statements", [])
    if parsed.get("error") or len(statements) != 1:
        raise Misuse(f"{question!r} is no single SELECT", next_step=_NEXT)
    for name in _read(statements[0]["node"], frozenset()):
        raise Misuse(f"{question!r} asks for {name}, which is not for asking", next_step=_NEXT)


def _read(node: Any, scope: frozenset[str]) -> Iterator[str]:
    """Everything read that is neither a view nor a CTE in whose scope the reading stands."""
    if isinstance(node, list):
        for child in node:
            yield from _read(child, scope)
    if not isinstance(node, dict):
        return
    for cte in (node.get("cte_map") or {}).get("map", []):
        name, is_recursive = str(cte["key"]).casefold(), "RECURSIVE_CTE_NODE" in json.dumps(cte["value"])
        yield from _read(cte["value"], scope | {name} if is_recursive else scope)
        scope |= {name}
    kind = node.get("type")
    if kind == "BASE_TABLE":
        name = str(node.get("table_name", "")).casefold()
        is_plain = not (node.get("schema_name") or node.get("catalog_name"))
        if not is_plain or name not in VIEWS | scope:
            yield name
    elif kind == "TABLE_FUNCTION" or (kind == "SHOW_REF" and node.get("table_name")):
        yield "a table function"
    for key, value in node.items():
        if key != "cte_map":
            yield from _read(value, scope)
