"""The same look on a real Spark, standalone and by Spark Connect, over the folder podium writes; run with `make engines`."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines import filed, servers
from podium import app
from podium.app.session import Session
from podium.core.errors import Misuse
from podium.mirror.look import Scope
from podium.system import paths

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module", params=[False, True], ids=["standalone", "connect"])
def master(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a master with two workers, or of a Connect server on one."""
    with servers.cluster(connect=request.param) as (address, environment):
        before = dict(os.environ)
        os.environ |= {name: environment[name] for name in servers.FOR_THE_DRIVER if name in environment}
        yield address
        os.environ.clear()
        os.environ |= before


@pytest.mark.parametrize("of", ["made", "history"])
def test_a_look_on_spark_says_what_a_look_at_the_clone_says(tmp_path: Path, master: str, of: str) -> None:
    """Of a made-up team and of a real history; standalone by the flag, Connect by the file about her."""
    asked = filed.here(filed.clone(tmp_path, 12)) if of == "made" else filed.history()
    here = filed.facts(asked)
    app.engine.write(Session(), asked, f"duckdb:{tmp_path / 'store'}", "ana")
    there = filed.there(f"{master}#{tmp_path / 'store'}")
    if master.startswith("sc:"):
        paths.me_file().parent.mkdir(parents=True, exist_ok=True)
        paths.me_file().write_text(f'[engine]\naddress = "{there.engine}"\nmanager = "ana"\n')
        there = Scope(())
    assert filed.facts(there) == here


def test_a_look_at_a_real_history_is_the_same_on_postgresql_and_in_a_folder(tmp_path: Path) -> None:
    asked = filed.history()
    here = filed.facts(asked)
    with servers.postgres_server() as owner:
        for store in (f"duckdb:{tmp_path / 'store'}", owner):
            filled = app.engine.write(Session(), asked, store, "owner")
            print(f"{store.partition(':')[0]}: {filled.weeks} weeks, {filled.acts:,} acts")
            assert filed.facts(filed.there(store, "owner")) == here


def test_a_protobuf_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """OR-Tools asks for an older one than Spark Connect was made with; pip then installs what Spark refuses."""
    runtime = pytest.importorskip("google.protobuf.runtime_version", reason="protobuf is not installed")
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    monkeypatch.setattr(runtime, "MINOR", 0)
    for name in [name for name in sys.modules if name.startswith("pyspark.sql.connect")]:
        monkeypatch.delitem(sys.modules, name)
    with socket.create_server(("127.0.0.1", 0)) as door, pytest.raises(Misuse, match="newer protobuf"):
        app.look.look(Session(), filed.there(f"sc://127.0.0.1:{door.getsockname()[1]}"))
