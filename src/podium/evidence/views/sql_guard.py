"""What a SELECT may ask: the views and its own CTEs, nothing beneath them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import Misuse
from podium.evidence import engine

if TYPE_CHECKING:
    import duckdb

VIEWS = frozenset({"mine", "ours", "crowd", "splits", "written"})
_NEXT = "ask one SELECT over " + ", ".join(sorted(VIEWS))
# SELECTs that passed: what one reads stands in its own text, whatever evidence it is put to.
_allowed: set[str] = set()


def check(db: duckdb.DuckDBPyConnection, select: str, *, question: str) -> None:
    """Let one SELECT over the views pass; the engine's own parser says what it reads.

    Raises:
        Misuse: it reads a table under the views, a file, a function that makes a table, or is no single SELECT.
    """
    if select in _allowed:
        return
    (why,) = _why_not(db, [select])
    if why:
        raise Misuse(f"{question!r} {why}", next_step=_NEXT)
    _allowed.add(select)


def check_together(selects: Iterable[str]) -> None:
    """Look at many SELECTs at once before they are asked; one that asks for too much is refused when it is."""
    unknown = sorted(set(selects) - _allowed)
    if unknown:
        with engine.open_connection() as db:
            reasons = _why_not(db, unknown)
        _allowed.update(select for select, why in zip(unknown, reasons, strict=True) if not why)


def _why_not(db: duckdb.DuckDBPyConnection, selects: list[str]) -> list[str]:
    """For each SELECT why it may not be asked; empty when it may."""
    rows = db.execute("select json_serialize_sql(unnest(?::varchar[]))", [selects]).fetchall()
    return [_why_not_tree(msgspec.json.decode(row[0])) for row in rows]


def _why_not_tree(parsed: dict[str, Any]) -> str:
    statements = parsed.get("statements", [])
    if parsed.get("error") or len(statements) != 1:
        return "is no single SELECT"
    name = next(_read(statements[0]["node"], frozenset()), None)
    return "" if name is None else f"asks for {name}, which is not for asking"


def _read(node: Any, scope: frozenset[str]) -> Iterator[str]:
    """Everything read that is neither a view nor a CTE in whose scope the reading stands."""
    if isinstance(node, list):
        for child in node:
            if isinstance(child, (dict, list)):
                yield from _read(child, scope)
    if not isinstance(node, dict):
        return
    for cte in (node.get("cte_map") or {}).get("map", []):
        name, is_recursive = str(cte["key"]).casefold(), b"RECURSIVE_CTE_NODE" in msgspec.json.encode(cte["value"])
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
        if key != "cte_map" and isinstance(value, (dict, list)):
            yield from _read(value, scope)
