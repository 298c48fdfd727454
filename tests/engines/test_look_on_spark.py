"""The same look on a real Spark, standalone and by Spark Connect, over the folder podium writes; run with `make engines`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines import filed, servers
from podium import app
from podium.app.session import Session

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module", params=[False, True], ids=["standalone", "connect"])
def master(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a master with two workers, or of a Connect server on one."""
    with servers.cluster(connect=request.param) as (address, environment):
        before = dict(os.environ)
        os.environ |= {name: environment[name] for name in ("SPARK_HOME", "SPARK_LOCAL_IP", "PYSPARK_PYTHON")}
        os.environ |= {name: environment[name] for name in ("JAVA_HOME",) if name in environment}
        yield address
        os.environ.clear()
        os.environ |= before


def test_a_look_on_spark_says_what_a_look_at_the_clone_says(tmp_path: Path, master: str) -> None:
    clone = filed.clone(tmp_path, 12)
    here = filed.facts(filed.here(clone))
    app.engine.write(Session(), filed.here(clone), f"duckdb:{tmp_path / 'store'}", "ana")
    assert filed.facts(filed.there(f"{master}#{tmp_path / 'store'}")) == here
