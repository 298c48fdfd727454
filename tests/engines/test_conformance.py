"""Every SELECT of every signal answers alike on every engine podium names: row for row, nothing for nothing.

Run with `make engines`, which installs what these need. The tables hold a made-up half year, drawn rows with every word the
SELECTs ask for and gaps in every column that may have one, and nothing at all. `make engines EVENTS=1e6` draws a million acts
more; `make engines HISTORY=CLONE` adds all of a real history.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from engines import servers
from engines.evidence_tables import (
    Tables,
    asked,
    busy_tables,
    differences,
    drawn_tables,
    on_duckdb,
    tables_of_history,
)
from engines.servers import Ask

pytestmark = pytest.mark.engines
ENGINES: tuple[Callable[[], AbstractContextManager[Ask]], ...] = (
    servers.postgresql,
    servers.clickhouse,
    servers.spark_standalone,
    servers.spark_connect,
)
# A manager's own acts are some of the team's; she writes far less than all of them commit.
SHARES = {"ours": 1, "mine": 5, "crowd": 5, "written": 200, "splits": 2000}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Tables]:
    """Tables by name."""
    busy = busy_tables(tmp_path_factory.mktemp("busy"))

    @cache
    def case(name: str) -> Tables:
        if name == "drawn":
            return drawn_tables(busy, dict.fromkeys(busy, 3000), seed=1)
        if name == "many":
            events = int(float(servers.named("EVENTS", "1e6")))
            return drawn_tables(busy, {view: events // share for view, share in SHARES.items()}, seed=2)
        if name == "history":
            return tables_of_history(Path(servers.named("HISTORY", "CLONE")))
        return busy if name == "busy" else {view: table.slice(0, 0) for view, table in busy.items()}

    return case


@pytest.fixture(scope="module", params=ENGINES, ids=lambda engine: engine.__name__)
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """One engine, started for all cases."""
    with request.param() as asking:
        yield asking


@pytest.mark.parametrize("case", ["busy", "drawn", "nothing", "many", "history"])
def test_every_signal_answers_as_podium_does(ask: Ask, cases: Callable[[str], Tables], case: str) -> None:
    tables, wrong, empty, rows = cases(case), dict[str, list[str]](), 0, 0
    seconds, reference_s = 0.0, 0.0
    ask(tables, "select 1 as filled")
    for name, select in asked().items():
        began = time.perf_counter()
        expected = on_duckdb(tables, select)
        reference_s += time.perf_counter() - began
        empty += not expected.num_rows
        rows += expected.num_rows
        began = time.perf_counter()
        try:
            answer = ask(tables, select)
        except Exception as fault:  # noqa: BLE001 - whatever an engine raises is its answer here
            wrong[name] = [str(fault)[:300]]
            continue
        seconds += time.perf_counter() - began
        if found := differences(expected, answer):
            wrong[name] = [f"{answer.num_rows} rows for {expected.num_rows}, {len(found)} differ", *found[:4]]
    print(
        f"{case}: {len(asked())} SELECTs over {tables['ours'].num_rows:,} acts, {rows:,} rows compared,"
        f" {empty} SELECTs without a row, {len(wrong)} differ; {seconds:.1f} s, DuckDB beside it {reference_s:.1f} s"
    )
    assert wrong == {}
    assert case not in {"drawn", "many"} or empty < len(asked()) // 4, "too many SELECTs find nothing to answer"


def test_rows_are_told_apart() -> None:
    """The comparison itself sees a 0 in the place of nothing, a lost row, a doubled one and a word that is no number."""

    def rows(*numbers: object) -> pa.Table:
        return pa.table({"a": numbers, "b": ["x"] * len(numbers)})

    assert differences(rows(1, None), rows(None, 1.0)) == []
    assert len(differences(rows(None, 1), rows(0, 1))) == 2
    assert len(differences(rows(1, 1), rows(1))) == 1
    assert len(differences(rows(1), rows(1, 1))) == 1
    assert len(differences(rows(1), rows("1"))) == 1
    assert len(differences(rows(), rows(None))) == 1
