"""DevLake: its domain tables in a real PostgreSQL and a real MariaDB, read by a user who may only read those."""

from __future__ import annotations

import importlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from loopback import Clockwork
from payload import five_people, number
from payload import read as connect
from podium.core.errors import Misuse, Refused
from podium.core.event import Event
from podium.sources import StreamPage, devlake
from podium.sources.secrets import Secret
from podium.system import paths

NAMES = ("accounts", "pull_requests", "pull_request_comments", "issues", "issue_changelogs")
TABLES = """
CREATE TABLE accounts (id varchar(99), email varchar(99));
CREATE TABLE pull_requests (id varchar(99), base_repo_id text, author_id text, type text, url text, title text,
  created_date WHEN, merged_date WHEN, updated_at WHEN);
CREATE TABLE pull_request_comments (id varchar(99), pull_request_id text, account_id text, type text, status text, body text,
  created_date WHEN, updated_at WHEN);
CREATE TABLE issues (id varchar(99), original_project text, creator_id text, assignee_id text, type text, epic_key text,
  url text, created_date WHEN, resolution_date WHEN, updated_at WHEN);
CREATE TABLE issue_changelogs (id varchar(99), issue_id text, author_id text, field_name text, original_to_value text,
  from_value text, to_value text, created_date WHEN, updated_at WHEN);
INSERT INTO accounts VALUES ('github:1', 'ada@example.org'), ('github:2', '');
INSERT INTO pull_requests VALUES
  ('pr1', 'pay', 'github:2', 'bug', 'https://forge.example/1', 'never kept', '2026-09-01 10:00', '2026-09-02 11:00', '2026-09-02 11:00'),
  ('pr2', 'pay', '', '', '', 'never kept', '0001-01-01 00:00', NULL, '2026-09-02 12:00');
INSERT INTO pull_request_comments VALUES
  ('c1', 'pr1', 'github:1', 'REVIEW', 'APPROVED', 'a secret word', '2026-09-02 10:00', '2026-09-02 10:00'),
  ('c2', 'pr1', 'github:1', 'NORMAL', '', 'a secret word', '2026-09-02 10:05', '2026-09-02 10:05');
INSERT INTO issues VALUES ('i1', 'PAY', 'github:1', NULL, 'BUG', 'PAY-1', '', '2026-09-01 10:00', NULL, '2026-09-01 10:00');
INSERT INTO issue_changelogs VALUES
  ('l1', 'i1', 'github:2', 'assignee', 'github:1', '', '', '2026-09-01 11:00', '2026-09-01 11:00'),
  ('l2', 'i1', 'github:1', 'status', 'Doing', 'TODO', 'IN_PROGRESS', '2026-09-01 12:00', '2026-09-01 12:00'),
  ('l3', 'i1', 'github:1', 'status', 'Done', 'IN_PROGRESS', 'DONE', '2026-09-01 13:00', '2026-09-01 13:00'),
  ('l4', 'i1', 'github:1', 'status', 'Doing', 'DONE', 'IN_PROGRESS', '2026-09-01 14:00', '2026-09-01 14:00'),
  ('l5', 'i1', 'github:1', 'summary', 'a secret word', '', 'a secret word', '2026-09-01 15:00', '2026-09-01 15:00');
"""
TOLD = [
    ("opened", "devlake:github:2", None, "bug"),
    ("merged", None, None, "bug"),
    ("reviewed", "devlake:github:1", "approved", None),
    ("commented", "devlake:github:1", None, None),
    ("opened", "devlake:github:1", None, "bug"),
    ("assigned", "devlake:github:2", None, "bug"),
    ("started", "devlake:github:1", None, "bug"),
    ("reopened", "devlake:github:1", None, "bug"),
]


@dataclass(frozen=True)
class Lake:
    """A running database: where podium reads it, and how its owner changes it."""

    address: str
    run: Callable[[str], None]


def _program(name: str, package: str) -> str:
    places = [*Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), Path("/usr/sbin") / name]
    found = shutil.which(name) or next((str(place) for place in sorted(places) if place.exists()), "")
    if not found:
        pytest.skip(f"{name} is not here (Debian: apt install {package})")
    return found


@contextmanager
def _folder() -> Iterator[tuple[Path, int, int]]:
    """A folder of its own, a user who is not root (no database starts as root), and a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="lake"))
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    os.chown(folder, user, -1)
    yield folder, user, port
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    words: list[str], user: int, folder: Path, come_up: Callable[[], Any], fault: type[Exception]
) -> Iterator[Any]:
    child = subprocess.Popen(words, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        for _ in range(300):
            try:
                link = come_up()
                break
            except fault:
                assert child.poll() is None, "the database ended at once"
                time.sleep(0.1)
        else:
            raise AssertionError("the database did not come up")
        with closing(link):
            yield link
    finally:
        child.terminate()
        child.wait(20)


@contextmanager
def postgresql() -> Iterator[Lake]:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    initdb, server = _program("initdb", "postgresql"), _program("postgres", "postgresql")
    with _folder() as (folder, user, port):
        data = str(folder / "data")
        subprocess.run(
            [initdb, "-D", data, "-U", "owner", "-A", "trust", "--locale=C", "-E", "SQL_ASCII"],
            check=True,
            user=user,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        words = [
            server,
            "-D",
            data,
            "-p",
            str(port),
            "-k",
            str(folder),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
        ]
        address = f"postgresql://owner@127.0.0.1:{port}/postgres"
        with _running(
            words,
            user,
            folder,
            lambda: psycopg.connect(address, autocommit=True, client_encoding="UTF8"),
            psycopg.OperationalError,
        ) as link:
            link.execute(TABLES.replace("WHEN", "timestamp(3)"))
            link.execute("CREATE ROLE reader LOGIN PASSWORD 'x'")
            for name in NAMES:
                link.execute(f"GRANT SELECT ON {name} TO reader")
            yield Lake(f"postgresql://reader@127.0.0.1:{port}/postgres", link.execute)


@contextmanager
def mariadb() -> Iterator[Lake]:
    pymysql: Any = pytest.importorskip("pymysql", reason="pymysql is not installed")
    install, server = _program("mariadb-install-db", "mariadb-server"), _program("mariadbd", "mariadb-server")
    with _folder() as (folder, user, port):
        data = str(folder / "data")
        how = ["--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run([install, *how], check=True, user=user, stdout=subprocess.DEVNULL, cwd=folder)
        words = [
            server,
            "--no-defaults",
            f"--datadir={data}",
            f"--port={port}",
            "--bind-address=127.0.0.1",
            f"--socket={folder / 'sock'}",
            f"--pid-file={folder / 'pid'}",
            "--sql-mode=",
            "--innodb-flush-log-at-trx-commit=0",
        ]

        def come_up() -> Any:
            return pymysql.connect(host="127.0.0.1", port=port, user="root", password="", autocommit=True)

        with _running(words, user, folder, come_up, pymysql.OperationalError) as link:

            def run(text: str) -> None:
                with link.cursor() as asked:
                    for one in filter(str.strip, text.split(";")):
                        asked.execute(one)

            run("CREATE DATABASE lake; USE lake")
            run(TABLES.replace("WHEN", "datetime(3)"))
            run("UPDATE pull_requests SET created_date = '0000-00-00' WHERE id = 'pr2'")
            run("CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'x'; CREATE USER reader@localhost IDENTIFIED BY 'x'")
            for name in NAMES:
                run(
                    f"GRANT SELECT ON lake.{name} TO reader@'127.0.0.1'; GRANT SELECT ON lake.{name} TO reader@localhost"
                )
            yield Lake(f"mysql://reader@127.0.0.1:{port}/lake", run)


@pytest.fixture(scope="module", params=[postgresql, mariadb], ids=["postgresql", "mariadb"])
def lake(request: pytest.FixtureRequest) -> Iterator[Lake]:
    with request.param() as running:
        yield running


def read(lake: Lake, cursors: dict[str, Any] | None = None) -> list[StreamPage]:
    return list(devlake.read({"address": lake.address}, Secret("x"), cursors or {}, Clockwork().wire()))


def acts(pages: list[StreamPage]) -> list[Event]:
    return [event for page in pages for event in page.events]


@pytest.mark.server
def test_the_domain_tables_are_told_as_acts(lake: Lake) -> None:
    pages = read(lake)
    told = acts(pages)
    assert [(e.verb, e.actor, e.state, e.work_type) for e in told] == TOLD
    assert [e.subject for e in told if e.verb == "assigned"] == ["devlake:github:1"]
    assert "secret word" not in repr(pages)
    assert "never kept" not in repr(pages)
    assert any(("devlake:github:1", "email:ada@example.org") in page.bridges for page in pages)
    assert [page.stream for page in pages if page.notes] == ["incidents"], "a table that is not there is named"
    assert [(p.stream, p.missing) for p in pages if "opened.time" in p.missing] == [("changes", {"opened.time": 1})]


@pytest.mark.server
def test_who_landed_a_change_is_told_where_the_lake_keeps_it(lake: Lake) -> None:
    lake.run("ALTER TABLE pull_requests ADD COLUMN merged_by_id varchar(99)")
    try:
        lake.run("UPDATE pull_requests SET merged_by_id = 'github:1' WHERE id = 'pr1'")
        assert [e.actor for e in acts(read(lake)) if e.verb == "merged"] == ["devlake:github:1"]
    finally:
        lake.run("ALTER TABLE pull_requests DROP COLUMN merged_by_id")


@pytest.mark.server
def test_tickets_become_the_reactive_share_though_nobody_is_named_who_closed_them(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty closed in June: six bugs and an incident; an open bug and one closed in spring say nothing of it."""
    monkeypatch.setenv("PODIUM_SECRET_DEVLAKE", "x")
    paths.me_file().parent.mkdir(parents=True, exist_ok=True)
    paths.me_file().write_text('[me]\nemails = ["ana@example.org"]\n')
    closed = [
        (f"z{n}", "BUG" if n < 6 else "INCIDENT" if n == 6 else "REQUIREMENT", f"'2026-06-{n + 1:02d} 10:00'")
        for n in range(20)
    ]
    tickets = [*closed, ("z20", "BUG", "NULL"), ("z21", "BUG", "'2026-03-01 10:00'")]
    rows = (
        f"('{i}', 'PAY', 'github:2', NULL, '{kind}', '', '', '2026-02-01 10:00', {done}, '2026-06-26 10:00')"
        for i, kind, done in tickets
    )
    lake.run(f"INSERT INTO issues VALUES {', '.join(rows)}")
    try:
        connect("devlake", lake.address, since="2026-01-01")
    finally:
        lake.run("DELETE FROM issues WHERE id LIKE 'z%'")
    assert number("reactive-tickets", five_people(tmp_path / "git")) == ("35 %", "20 to 40")


@pytest.mark.server
def test_the_next_read_begins_a_day_before_the_newest_row(lake: Lake) -> None:
    late = {stream: {"high": 1_788_700_000} for stream in ("changes", "landings", "reviews", "issues", "edits")}
    assert acts(read(lake, late)) == []
    cursors = {page.stream: page.cursor for page in read(lake) if page.cursor}
    again = acts(read(lake, cursors))
    assert {e.event_id for e in again} <= {e.event_id for e in acts(read(lake))}
    assert "merged" in {e.verb for e in again}


@pytest.mark.server
def test_more_rows_than_fit_in_a_batch_come_once_each(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devlake, "BATCH", 1)
    pages = read(lake)
    assert [(e.verb, e.actor, e.state, e.work_type) for e in acts(pages)] == TOLD
    assert len(pages) > len(TOLD)


@pytest.mark.server
def test_the_connection_cannot_write(lake: Lake) -> None:
    opened = devlake._connect(
        lake.address.replace("reader", "owner" if "postgres" in lake.address else "root"), Secret("")
    )
    with closing(opened.link):
        link: Any = opened.link
        answer = link.cursor()
        with pytest.raises(opened.faults, match=r"(?i)read.?only"):
            answer.execute("DELETE FROM issues")


@pytest.mark.server
def test_a_wrong_password_and_a_closed_door_are_refused_with_a_next_step(lake: Lake) -> None:
    where = lake.address if "mysql" in lake.address else lake.address.replace("reader", "nobody-known")
    with pytest.raises(Refused, match="did not let podium in"):
        list(devlake.read({"address": where}, Secret("wrong"), {}, Clockwork().wire()))
    shut = lake.address.rpartition(":")[0] + ":1/lake"
    with pytest.raises(Refused, match="host, port, user and password"):
        list(devlake.read({"address": shut}, Secret("x"), {}, Clockwork().wire()))


@pytest.mark.parametrize("bad", ["postgresql://u:p@h/lake", "mysql://u:p@h/lake", "sqlite:///x", "h/lake", ""])
def test_an_address_with_a_password_or_of_another_kind_is_refused(bad: str) -> None:
    with pytest.raises(Misuse):
        list(devlake.read({"address": bad}, None, {}, Clockwork().wire()))


def test_without_a_driver_it_says_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def absent(name: str) -> Any:
        if name.startswith("pymysql"):
            raise ImportError(name)
        return real(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(devlake.CannotReach, match=r"podium\[devlake\]"):
        list(devlake.read({"address": "mysql://u@h/lake"}, None, {}, Clockwork().wire()))


HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07",
    "'; DROP TABLE accounts; --",
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    "../../etc/passwd",
    "%s%n%(x)s{0}",
    "a" * 1_000_000,
)


@pytest.mark.server
def test_rows_of_hostile_words_are_acts_or_counted_and_do_nothing(lake: Lake) -> None:
    quoted = [text.replace("'", "''").replace(";", ",") for text in HOSTILE]
    try:
        for n, text in enumerate(quoted):
            short = text[:90]
            lake.run(
                f"INSERT INTO pull_requests VALUES ('{short[:80]}{n}', '{text}', '{short}', '{text}', 'javascript:{text}', '{text}', "
                "'2026-09-01 10:00', '2026-09-02 11:00', '2026-09-02 11:00')"
            )
            lake.run(
                f"INSERT INTO issue_changelogs VALUES ('x{n}', 'i1', '{short}', '{text[:60000]}', '{text[:60000]}', '{text[:60000]}', "
                f"'{text[:60000]}', '2026-09-01 11:00', '2026-09-01 11:00')"
            )
        pages = read(lake)
        found = acts(pages)
        assert [e.verb for e in found if e.actor == "devlake:github:1"], "the honest rows are read"
        assert not [e.ref_url for e in found if e.ref_url.startswith("javascript")]
        assert max(len(e.container) for e in found) <= 200
        assert max(len(e.event_id) for e in found) < 10_000
    finally:
        lake.run("DELETE FROM pull_requests WHERE updated_at = '2026-09-02 11:00' AND id <> 'pr1'")
        lake.run("DELETE FROM issue_changelogs WHERE id LIKE 'x%'")


@pytest.mark.server
def test_a_date_no_calendar_has_costs_its_own_row_alone(lake: Lake) -> None:
    far = "infinity" if lake.address.startswith("postgresql") else "9999-12-31 23:59:59"
    try:
        lake.run(
            f"INSERT INTO pull_requests VALUES ('odd', 'pay', '', '', '', '', '{far}', '{far}', '2026-09-02 10:30')"
        )
        pages = read(lake)
        assert [(e.verb, e.actor, e.state, e.work_type) for e in acts(pages) if e.object_id != "devlake:odd"] == TOLD
        assert [page.stream for page in pages if page.notes] == ["incidents"], "no table is taken for missing"
    finally:
        lake.run("DELETE FROM pull_requests WHERE id = 'odd'")


@pytest.mark.server
def test_a_table_without_an_end_is_left_and_said(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devlake, "MOST_ROWS", 2_000)
    digits = "(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6)"
    from_digits = ", ".join(f"{digits} d{n}" for n in range(5))
    whole = "concat(d0.d, d1.d, d2.d, d3.d, d4.d)"
    try:
        lake.run(
            f"INSERT INTO issues SELECT concat('e', {whole}), 'PAY', '', NULL, 'BUG', '', '', '2026-09-01 10:00', NULL, "
            f"'2026-09-01 10:00' FROM {from_digits}"
        )
        pages = read(lake)
        missing = {key: count for page in pages for key, count in page.missing.items()}
        assert any("more than 2,000 rows" in key for key in missing), missing
        assert len([e for e in acts(pages) if e.verb == "opened" and e.object_kind == "issue"]) <= 2_000 + devlake.BATCH
        assert [page.stream for page in pages if page.notes] == ["incidents"]
    finally:
        lake.run("DELETE FROM issues WHERE id LIKE 'e%'")
