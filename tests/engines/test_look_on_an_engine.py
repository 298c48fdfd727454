"""`podium look --engine`: the same verdicts as at home, her own rows alone, no secret left lying, and what to do next."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

import payload
import subject
from engines import filed, servers
from podium import app
from podium.app import last_look
from podium.app.session import Session
from podium.core.errors import CannotReach, CannotRead, Misuse, Refused, Stop
from podium.mirror import for_engines
from podium.system import paths

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
WEEKS, SECRET = 12, "a-secret-nobody-may-find"
TABLES = ("acts", "people", "knows", "about", "results")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL whose owner needs no password and whose other roles need theirs."""
    with servers.postgres_server(with_passwords=True) as address:
        owner = psycopg.connect(address, autocommit=True)
        for role in ("ana", "bo", "nosy"):
            owner.execute(f"create role {role} login password '{SECRET}'")
        yield address
        owner.close()


@dataclass(frozen=True)
class FilledStore:
    """A clone, the store that was filled from it, what filling said, and what a look at the clone says."""

    clone: Path
    store: Path
    home: Path
    wrote: for_engines.Filled
    here: object


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> FilledStore:
    """FilledStore once for the tests of this file."""
    root = tmp_path_factory.mktemp("filled")
    with subject.kept_home(root / "podium") as home:
        clone, store = filed.clone(root, WEEKS), root / "store"
        here = filed.facts(filed.here(clone))
        wrote = app.engine.write(Session(), filed.here(clone), f"duckdb:{store}", "ana")
        return FilledStore(clone, store, home, wrote, here)


@pytest.fixture
def filled(kept: FilledStore, tmp_path: Path) -> FilledStore:
    """The same with a store and a home of the test's own: in the home lies the key of what stands in the store."""
    store = Path(shutil.copytree(kept.store, tmp_path / "store"))
    return replace(kept, store=store, home=subject.moved_in(kept.home, Path(os.environ["PODIUM_HOME"])))


def as_role(server: str, role: str) -> str:
    """The address as a role types it."""
    return server.replace("owner@", f"{role}@")


def test_a_look_says_what_a_look_at_the_clone_says(
    filled: FilledStore, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On DuckDB and on PostgreSQL; on the latter her role is let at her own rows, whatever she asks."""
    monkeypatch.setenv("PODIUM_SECRET_ENGINE", SECRET)
    here = filled.here
    assert (filled.wrote.weeks, filled.wrote.changed, filled.wrote.asked_anew) == (WEEKS, WEEKS, WEEKS)
    assert filed.facts(filed.there(f"duckdb:{filled.store}")) == here
    app.engine.write(Session(), filed.here(filled.clone), server, "ana")
    owner = psycopg.connect(server, autocommit=True)
    for table in TABLES:
        _file_for_bo_too(owner, table)
    owner.execute("grant usage on schema podium to ana")
    with pytest.raises(Refused, match=r"may not read.*GRANT SELECT"):
        filed.facts(filed.there(as_role(server, "ana")))
    owner.execute(f"grant select on {', '.join(f'podium.{table}' for table in TABLES)} to ana")
    assert filed.facts(filed.there(as_role(server, "ana"))) == here
    _sees_only_her_rows(server)
    _keeps_no_secret(Path(app.last_look.file()).parent)
    with pytest.raises(CannotRead, match=r"sees no evidence of bo"):
        app.engine.engine_links.open_engine(as_role(server, "ana"), "bo")
    app.asker.admit(filed.there(as_role(server, "ana"), "ana"), None)
    with pytest.raises(Misuse, match="nobody's mirror but your own"):
        app.asker.admit(filed.there(as_role(server, "ana"), "bo"), None)
    owner.close()


def _file_for_bo_too(owner: psycopg.Connection, table: str) -> None:
    asked = "select column_name from information_schema.columns where table_schema = 'podium' and table_name = %s"
    names = ", ".join(f'"{name}"' for (name,) in owner.execute(asked, [table]).fetchall() if name != "manager")
    owner.execute(f"insert into podium.{table} (manager, {names}) select 'bo', {names} from podium.{table}")


def _sees_only_her_rows(server: str) -> None:
    owner = psycopg.connect(server, autocommit=True)
    both = [("ana",), ("bo",)]
    assert owner.execute("select distinct manager from podium.acts order by 1").fetchall() == both
    owner.close()
    link = psycopg.connect(as_role(server, "ana"), password=SECRET, autocommit=True)
    for table in TABLES:
        assert link.execute(f"select distinct manager from podium.{table}").fetchall() == [("ana",)], table
        assert link.execute(f"select count(*) from podium.{table} where manager = 'bo'").fetchall() == [(0,)]
        for change in (f"delete from podium.{table}", f"update podium.{table} set manager = 'ana'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                link.execute(change)
    for attempt in ("set row_security = off; select count(*) from podium.acts", "set role bo", "set role owner"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute(attempt)
    link.close()
    nosy = psycopg.connect(as_role(server, "nosy"), password=SECRET, autocommit=True)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        nosy.execute("select count(*) from podium.acts")
    nosy.close()


def _keeps_no_secret(home: Path) -> None:
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_a_new_day_costs_a_day(filled: FilledStore, tmp_path: Path) -> None:
    """The week of the new change is written and asked anew; of everything else not a byte is read or written."""
    after, folder, first = filed.clone(tmp_path / "after", WEEKS, days_more=1), filled.store, filled.wrote
    contents = {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("week=*/*.parquet"))}
    day = app.engine.write(Session(), filed.here(after), f"duckdb:{folder}", "ana")
    written = {path for path in folder.rglob("week=*/*.parquet") if contents.get(path) != path.stat().st_mtime_ns}
    assert (day.changed, day.asked_anew) == (1, 1)
    assert len(written) == 2, "the acts and the answers of one week"
    # Some questions look two weeks further back, so three weeks are read, and the tables without weeks.
    weeks = sorted(folder.rglob("acts/manager=ana/week=*/*.parquet"), key=lambda path: path.parent.name)
    tables = [path for name in ("people", "knows", "about") for path in (folder / name).rglob("*.parquet")]
    assert day.bytes_read is not None
    assert first.bytes_read is not None
    assert day.bytes_read <= sum(path.stat().st_size for path in [*weeks[-3:], *tables]) < first.bytes_read / 2
    again = app.engine.write(Session(), filed.here(after), f"duckdb:{folder}", "ana")
    assert (again.changed, again.asked_anew, again.acts) == (0, 0, 0)


def test_the_file_about_her_names_the_engine_once_for_all(filled: FilledStore) -> None:
    """Without paths the engine is asked that stands there, under the name that stands there; a path is looked at as ever."""
    clone, folder, here = filled.clone, f"duckdb:{filled.store}", filled.here
    paths.me_file().write_text(f'[engine]\naddress = "{folder}"\nmanager = "ana"\n')
    Path(last_look.file()).unlink()
    assert json.loads(payload.says("look", "--json")) == json.loads(msgspec.json.encode(here))
    assert last_look.last().engine == folder
    assert json.loads(payload.says("why", "sole-gate", "--json"))["lines"]
    assert filed.facts(filed.here(clone)) == here
    assert last_look.last().engine == ""
    payload.says("look")
    assert last_look.last().engine == folder


@pytest.mark.parametrize(
    ("address", "manager", "fault", "says"),
    [
        ("mysql://x/y", "ana", Misuse, "write it as postgresql://"),
        ("postgresql://ana:hidden@host/db", "ana", Misuse, "--secret"),
        ("sc://host:15002/;token=hidden", "ana", Misuse, "--secret"),
        ("postgresql:///db", "ana", Misuse, "names no host"),
        ("postgresql://ana@127.0.0.1:1/db", "", CannotReach, "check host, port and database"),
        ("spark://127.0.0.1:1#/lake", "ana", CannotReach, "check host and port"),
        ("sc://127.0.0.1:1", "ana", CannotReach, "check host and port"),
        ("duckdb:/nowhere/at/all", "ana", CannotRead, "podium export --store"),
        ("postgresql://ana@host/db#no;schema", "ana", Misuse, "#schema"),
        ("duckdb:/tmp", "../up", Misuse, "--manager NAME"),
    ],
)
def test_a_fault_says_what_to_do_next(address: str, manager: str, fault: type[Stop], says: str) -> None:
    if address.startswith(("spark", "sc://127")):
        pytest.importorskip("pyspark", reason="pyspark is not installed")
    with pytest.raises(fault) as stopped:
        app.look.look(Session(), filed.there(address, manager))
    assert says in str(stopped.value)
    assert "hidden" not in str(stopped.value)


def test_what_is_not_installed_is_one_line_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    monkeypatch.setitem(__import__("sys").modules, "pyspark.errors", None)
    for address, extra in (("postgresql://ana@host/db", "postgresql"), ("spark://host:7077", "spark")):
        with pytest.raises(Misuse) as stopped:
            app.look.look(Session(), filed.there(address))
        assert stopped.value.next_step == f"pip install 'podium[{extra}]'"


def test_without_tables_or_rights_she_is_told_what_to_ask_for(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODIUM_SECRET_ENGINE", SECRET)
    with pytest.raises(CannotRead, match=r"no tables of podium in the schema elsewhere"):
        app.look.look(Session(), filed.there(f"{as_role(server, 'bo')}#elsewhere", "bo"))
    monkeypatch.setenv("PODIUM_SECRET_ENGINE", "wrong")
    with pytest.raises(Refused, match=r"did not let you in.*--secret"):
        app.look.look(Session(), filed.there(as_role(server, "bo"), "bo"))
    monkeypatch.setenv("PODIUM_SECRET_ENGINE", SECRET)
    with pytest.raises(Refused, match=r"may not make tables"):
        app.engine.engine_links.open_store(f"{as_role(server, 'bo')}#mine")
