"""A DevLake-shaped PostgreSQL of a million issues and pull requests: the first sync, one after 1,000 changes, one after none.

    python -m bench.sources.lake [CHANGES AND ISSUES]

Starts a PostgreSQL of its own on loopback and stops it. Each sync is a program of its own: processor seconds of podium alone,
seconds of wall time, most memory. What `podium doctor` says of the coverage stands at the end. It leaves with 1 when a sync
leaves one row unread, or when the 1,000 changes are not all that is new.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

TESTS = Path(__file__).parents[2] / "tests"
CHANGED = 1_000
# DevLake's own columns, those podium never reads too, so that a row is as wide as there.
TABLES = """
create table accounts (id varchar(255) primary key, email text, full_name text, user_name text, created_at timestamp, updated_at timestamp);
create table pull_requests (id varchar(255) primary key, base_repo_id text, head_repo_id text, status text, title text, description text,
  url text, author_name text, author_id text, pull_request_key int, type text, component text, merge_commit_sha text, additions int,
  deletions int, merged_by_id text, created_date timestamp(3), merged_date timestamp(3), closed_date timestamp(3),
  created_at timestamp(3), updated_at timestamp(3));
create table pull_request_comments (id varchar(255) primary key, pull_request_id varchar(255), body text, account_id text, type text,
  status text, created_date timestamp(3), created_at timestamp(3), updated_at timestamp(3));
create table issues (id varchar(255) primary key, issue_key text, title text, description text, epic_key text, type text, status text,
  url text, original_project text, creator_id text, assignee_id text, created_date timestamp(3), resolution_date timestamp(3),
  created_at timestamp(3), updated_at timestamp(3));
create table incidents (id varchar(255) primary key, original_project text, creator_id text, assignee_id text, url text,
  created_date timestamp(3), resolution_date timestamp(3), created_at timestamp(3), updated_at timestamp(3));
create table issue_changelogs (id varchar(255) primary key, issue_id varchar(255), author_id text, field_name text, from_value text,
  to_value text, original_to_value text, created_date timestamp(3), created_at timestamp(3), updated_at timestamp(3));
"""
# Half are pull requests, half issues, over 690 days up to yesterday; `of` is the number of each, `at` the moment of row i.
_AT = "date_trunc('second', now()::timestamp - interval '1 day' - interval '690 days' * (1 - i / {of}.0))"
FILL = (
    """insert into accounts select 'github:GithubAccount:1:' || i, 'p' || i || '@example.org', 'P ' || i, 'p' || i, now(), now()
     from generate_series(0, 1999) i""",
    """insert into pull_requests select 'github:GithubPullRequest:1:' || i, 'github:GithubRepo:1:' || i % 40, null,
     case when i % 5 < 4 then 'MERGED' else 'OPEN' end, 'Change ' || i, repeat('words of a description ', 12),
     'https://github.example/acme/r' || i % 40 || '/pull/' || i, 'p' || i % 2000, 'github:GithubAccount:1:' || i % 2000, i,
     case when i % 4 = 0 then 'bug' end, null, md5(i::text), 10, 3,
     case when i % 5 < 4 then 'github:GithubAccount:1:' || (i + 7) % 2000 end, at, case when i % 5 < 4 then at + interval '9 hours' end,
     null, at, at + interval '9 hours' from (select i, {at} as at from generate_series(1, {of}) i) t""",
    """insert into pull_request_comments select 'github:GithubPrComment:1:' || i, 'github:GithubPullRequest:1:' || i,
     repeat('words of a comment ', 8), 'github:GithubAccount:1:' || (i + 11) % 2000, case when i % 3 = 0 then 'REVIEW' else 'NORMAL' end,
     case when i % 3 = 0 then 'APPROVED' end, at + interval '4 hours', at, at + interval '4 hours'
     from (select i, {at} as at from generate_series(1, {of}) i) t""",
    """insert into issues select 'jira:JiraIssue:1:' || i, 'PAY-' || i, 'Ticket ' || i, repeat('words of a ticket ', 12),
     case when i % 3 = 0 then 'PAY-' || i % 500 end, case i % 3 when 0 then 'BUG' when 1 then 'REQUIREMENT' else 'INCIDENT' end,
     case when i % 4 < 3 then 'DONE' else 'TODO' end, 'https://jira.example/browse/PAY-' || i, 'PAY', 'github:GithubAccount:1:' || i % 2000,
     'github:GithubAccount:1:' || (i + 3) % 2000, at, case when i % 4 < 3 then at + interval '20 hours' end, at, at + interval '20 hours'
     from (select i, {at} as at from generate_series(1, {of}) i) t""",
    """insert into issue_changelogs select 'jira:JiraIssueChangelogs:1:' || i, 'jira:JiraIssue:1:' || i,
     'github:GithubAccount:1:' || (i + 3) % 2000, case when i % 2 = 0 then 'status' else 'assignee' end,
     case when i % 2 = 0 then 'TODO' end, case when i % 2 = 0 then 'IN_PROGRESS' end, 'github:GithubAccount:1:' || (i + 3) % 2000,
     at + interval '5 hours', at, at + interval '5 hours' from (select i, {at} as at from generate_series(1, {of}) i) t""",
    """insert into incidents select 'pd:Incident:1:' || i, 'PAY', null, 'github:GithubAccount:1:' || i % 2000, '', at,
     at + interval '2 hours', at, at + interval '2 hours' from (select i, {at} as at from generate_series(1, {of}, 100) i) t""",
)
# Changes nobody had landed and tickets nobody had closed.
CHANGE = (
    """update pull_requests set merged_date = now(), status = 'MERGED', updated_at = now()
     where id in (select id from pull_requests where merged_date is null order by id limit %s)""",
    """update issues set resolution_date = now(), status = 'DONE', updated_at = now()
     where id in (select id from issues where resolution_date is null order by id limit %s)""",
)
SYNC = """
import json, resource, sys, time
from podium.connections import sync
from podium.evidence.people.me_file import MeFile
from podium.sources.http.client import HttpClient
began, used = time.perf_counter(), time.process_time()
report = sync.run(sync.connection("devlake"), MeFile(), HttpClient(), None)
print(json.dumps({
    "acts": report.events, "fresh": report.fresh, "changed": report.changed, "wall": time.perf_counter() - began,
    "cpu": time.process_time() - used, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "unread": sum(report.batch.missing.values()), "read": sum(intake.read for intake in report.batch.intake.values()),
}))
"""
DOCTOR = "import sys; sys.argv = ['podium', 'doctor', 'devlake']; from podium.cli.main import run; run()"


def main() -> None:
    """Fill, sync, change, sync again, twice."""
    sys.path.insert(0, str(TESTS))
    from engines.servers import postgres_server

    items = int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as home, postgres_server() as address:
        os.environ |= {"PODIUM_HOME": home, "PODIUM_KEYRING": "off", "PODIUM_SECRET_DEVLAKE": "x"}
        with psycopg.connect(address, autocommit=True) as owner:
            fill(owner, items // 2)
            reader = address.replace("owner@", "reader@")
            Path(home, "sources.toml").write_text(f'[devlake]\nsource = "devlake"\naddress = "{reader}"\n')
            first = sync("first sync")
            for statement in CHANGE:
                owner.execute(statement, [CHANGED // 2])
            second = sync(f"after {CHANGED:,} rows changed")
            third = sync("after nothing changed")
        print(subprocess.run([sys.executable, "-c", DOCTOR], capture_output=True, text=True, check=False).stdout)
    print(f"processor time of the second is {second['cpu'] / first['cpu']:.3f} of the first")
    is_whole = not any(one["unread"] for one in (first, second, third))
    sys.exit(0 if is_whole and (second["fresh"], third["fresh"]) == (CHANGED, 0) else 1)


def fill(owner: Any, of: int) -> None:
    """Make the tables, so many rows of each, and a role that may read them and nothing else."""
    for statement in TABLES.split(";"):
        owner.execute(statement)
    for statement in FILL:
        owner.execute(statement.replace("{at}", _AT).replace("{of}", str(of)))
    owner.execute("create role reader login; grant select on all tables in schema public to reader; analyze")
    counts = [(name, owner.execute(f"select count(*) from {name}").fetchone()[0]) for name in names()]
    held = owner.execute("select pg_database_size(current_database())").fetchone()[0]
    print(", ".join(f"{name} {count:,}" for name, count in counts), f"; {held / 1e6:,.0f} MB", flush=True)


def names() -> list[str]:
    """The tables."""
    return [part.split()[2] for part in TABLES.split(";") if part.strip()]


def sync(what: str) -> dict[str, float]:
    """One sync in a program of its own."""
    ended = subprocess.run([sys.executable, "-c", SYNC], check=True, capture_output=True, text=True)
    # DuckDB draws how far it is where it takes a program for somebody at a prompt.
    told: dict[str, float] = json.loads(ended.stdout.strip().rpartition("\n")[2])
    print(
        f"{what}: {told['read']:,} rows read, {told['acts']:,} acts, {told['fresh']:,} new, {told['changed']:,} changed,"
        f" {told['unread']} unread; {told['cpu']:.1f} s of processor time, {told['wall']:.1f} s, most memory {told['mb']:.0f} MB",
        flush=True,
    )
    return told


if __name__ == "__main__":
    main()
