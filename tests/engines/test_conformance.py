"""Every SELECT of every signal answers alike on every engine podium names: row for row, nothing for nothing.

Run with `make engines`, which installs what these need. The tables hold a made-up half year, drawn rows with every word the
SELECTs ask for and gaps in every column that may have one, and nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from engines import servers
from engines.evidence_tables import Tables, asked, busy_tables, drawn_tables, in_order, on_duckdb
from engines.servers import Ask

pytestmark = pytest.mark.engines
ENGINES: tuple[Callable[[], AbstractContextManager[Ask]], ...] = (
    servers.postgresql,
    servers.clickhouse,
    servers.spark_standalone,
    servers.spark_connect,
)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tables]:
    """Tables by name."""
    busy = busy_tables(tmp_path_factory.mktemp("busy"))
    return {
        "busy": busy,
        "drawn": drawn_tables(busy, 3000, seed=1),
        "nothing": {name: table.slice(0, 0) for name, table in busy.items()},
    }


@pytest.fixture(scope="module", params=ENGINES, ids=lambda engine: engine.__name__)
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """One engine, started for all cases."""
    with request.param() as asking:
        yield asking


@pytest.mark.parametrize("case", ["busy", "drawn", "nothing"])
def test_every_signal_answers_as_podium_does(ask: Ask, cases: dict[str, Tables], case: str) -> None:
    tables, wrong, empty = cases[case], {}, 0
    for name, select in asked().items():
        expected = on_duckdb(tables, select)
        empty += not expected
        try:
            answer = ask(tables, select)
        except Exception as fault:  # noqa: BLE001 - whatever an engine raises is its answer here
            wrong[name] = str(fault)[:300]
            continue
        if answer != expected:
            only = (
                [row for row in answer if row not in expected][:2],
                [row for row in expected if row not in answer][:2],
            )
            wrong[name] = f"{len(answer)} rows for {len(expected)}; only there {only[0]}, only here {only[1]}"
    print(f"{case}: {len(asked())} SELECTs, {empty} without a row, {len(wrong)} differ")
    assert wrong == {}
    assert case != "drawn" or empty < len(asked()) // 4, "too many SELECTs find nothing to answer"


def test_rows_are_told_apart() -> None:
    """The comparison itself sees a 0 in the place of nothing, a lost row and a doubled one."""
    assert in_order([(1, "a", None)]) != in_order([(1, "a", 0)])
    assert in_order([(1, "a", 1), (1, "a", 1)]) != in_order([(1, "a", 1)])
