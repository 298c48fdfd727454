"""DevLake: its domain tables in a real PostgreSQL, read by a user who could not write."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from loopback import Clockwork
from podium.core.errors import Misuse
from podium.sources import devlake
from podium.sources.secret import Secret

TABLES = """
CREATE TABLE accounts (id text, email text);
CREATE TABLE pull_requests (id text, base_repo_id text, author_id text, type text, url text, title text,
  created_date timestamp, merged_date timestamp, updated_at timestamp);
CREATE TABLE pull_request_comments (id text, pull_request_id text, account_id text, type text, status text, body text,
  created_date timestamp, updated_at timestamp);
CREATE TABLE issues (id text, original_project text, creator_id text, assignee_id text, type text, epic_key text,
  url text, created_date timestamp, resolution_date timestamp, updated_at timestamp);
INSERT INTO accounts VALUES ('github:1', 'ada@example.org'), ('github:2', '');
INSERT INTO pull_requests VALUES ('pr1', 'pay', 'github:2', 'bug', 'https://forge.example/1', 'never kept',
  '2026-09-01 10:00', '2026-09-02 11:00', '2026-09-02 11:00');
INSERT INTO pull_request_comments VALUES
  ('c1', 'pr1', 'github:1', 'REVIEW', 'APPROVED', 'a secret word', '2026-09-02 10:00', '2026-09-02 10:00'),
  ('c2', 'pr1', 'github:1', 'NORMAL', '', 'a secret word', '2026-09-02 10:05', '2026-09-02 10:05');
INSERT INTO issues VALUES ('i1', 'PAY', 'github:1', NULL, 'BUG', 'PAY-1', '', '2026-09-01 10:00', NULL, '2026-09-01 10:00');
"""


def _program(name: str) -> str:
    found = shutil.which(name) or next(iter(sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))), "")
    if not found:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    return found


@pytest.fixture(scope="module")
def lake() -> Iterator[str]:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    initdb, server = _program("initdb"), _program("postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="lake"))
    # PostgreSQL refuses to run as root.
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    os.chown(folder, user, -1)
    data = str(folder / "data")
    subprocess.run(
        [initdb, "-D", data, "-U", "reader", "-A", "trust"],
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
    child = subprocess.Popen(words, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    address = f"postgresql://reader@127.0.0.1:{port}/postgres"
    try:
        for _ in range(100):
            try:
                with psycopg.connect(address) as link:
                    link.execute(TABLES)
                break
            except psycopg.OperationalError:
                Clockwork().sleep(0)
                subprocess.run(["sleep", "0.1"], check=True)
        yield address
    finally:
        child.terminate()
        child.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.server
def test_the_domain_tables_are_told_as_acts(lake: str) -> None:
    pages = list(devlake.read({"address": lake}, Secret("x"), {}, Clockwork().wire()))
    told = [event for page in pages for event in page.events]
    assert [(e.verb, e.actor, e.state, e.work_type) for e in told] == [
        ("opened", "devlake:github:2", None, "bug"), ("merged", None, None, "bug"),
        ("reviewed", "devlake:github:1", "approved", None), ("commented", "devlake:github:1", None, None),
        ("opened", "devlake:github:1", None, "bug"),
    ]  # fmt: skip
    assert "secret word" not in repr(pages)
    assert "never kept" not in repr(pages)
    assert any(("devlake:github:1", "email:ada@example.org") in page.bridges for page in pages)
    assert [page.stream for page in pages if page.notes] == ["incidents"], "a table that is not there is named"


@pytest.mark.server
def test_the_next_read_begins_a_day_before_the_newest_row(lake: str) -> None:
    cursors = {
        page.stream: page.cursor
        for page in devlake.read({"address": lake}, Secret("x"), {}, Clockwork().wire())
        if page.cursor
    }
    late = {stream: {"high": 1_788_700_000} for stream in cursors}
    told = [e for p in devlake.read({"address": lake}, Secret("x"), late, Clockwork().wire()) for e in p.events]
    assert told == []


@pytest.mark.server
def test_the_connection_cannot_write(lake: str) -> None:
    import psycopg

    link, _ = devlake._connect(lake, None)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        link.cursor().execute("DELETE FROM issues")
    link.close()


def test_a_password_in_the_address_is_refused() -> None:
    with pytest.raises(Misuse):
        list(devlake.read({"address": "postgresql://u:p@h/lake"}, None, {}, Clockwork().wire()))
