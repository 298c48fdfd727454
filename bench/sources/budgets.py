"""What hostile and large files cost: `python -m bench.sources.budgets`. 1 when one is over its budget.

Each file is read in a program of its own. No file may use more than 1 GB beyond what podium itself takes, nor more than
30 seconds of a processor for each 50 MB it holds; 200,000 plain calendar events are read in 15 seconds.
"""

from __future__ import annotations

import json
import mailbox
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

READ = """
import json, resource, sys, time
from podium.core.errors import Stop
from podium.sources import load
from podium.sources.http.client import HttpClient
source = load(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began, acts, unread = time.process_time(), 0, 0
try:
    settings = {"path": sys.argv[2], "where": sys.argv[2], "me": "ada@example.org", "zone": "Europe/Berlin", "since": "2025-01-01"}
    for page in source.read(settings, None, {}, HttpClient()):
        acts += len(page.events)
        unread += sum(page.missing.values())
    ended = "read"
except Stop as stop:
    ended = stop.what[:60]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([acts, unread, time.process_time() - began, (peak - before) / 1024, ended]))
"""
MOST_MB, MOST_S_PER_50_MB = 1024.0, 30.0


@dataclass(frozen=True)
class Case:
    """One file: who reads it, how it is made, and its own limit in seconds where it has one."""

    name: str
    source: str
    make: Callable[[Path], Path]
    most_s: float | None = None


def plain_events(folder: Path) -> Path:
    """200,000 events without a rule, ten minutes apart."""
    from datetime import UTC, datetime, timedelta

    first, lines = datetime(2025, 1, 1, tzinfo=UTC), ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for n in range(200_000):
        start = first + timedelta(minutes=4 * n)
        lines += [
            "BEGIN:VEVENT",
            f"UID:e{n}@bench",
            "DTSTAMP:20250101T000000Z",
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
            f"DTEND:{start + timedelta(minutes=30):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:Meeting {n}",
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org",
            "END:VEVENT",
        ]
    return _written(folder / "plain.ics", "\r\n".join([*lines, "END:VCALENDAR", ""]))


def dates_left_out(folder: Path) -> Path:
    """One event with a million dates left out."""
    dates = "EXDATE:20260101T080000Z\r\n" * 1_000_000
    event = "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260101T080000Z\r\nRRULE:FREQ=DAILY\r\n" + dates + "END:VEVENT\r\n"
    return _written(folder / "exdates.ics", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n")


def impossible_days(folder: Path) -> Path:
    """3,000 rules for 30 February."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:f{n}\r\nDTSTART:20260101T080000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n"
        for n in range(3_000)
    )
    return _written(folder / "february.ics", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")


def long_texts(folder: Path) -> Path:
    """A text of 2 MB said two thousand times in a few KB."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = 2_000
    table = pa.table({"id": [str(n) for n in range(rows)], "title": ["x" * 2_000_000] * rows})
    pq.write_table(table, folder / "long.parquet", compression="zstd")
    return folder / "long.parquet"


def many_rows(folder: Path) -> Path:
    """Three million rows in one file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = 3_000_000
    table = pa.table({"id": pa.array(range(count), pa.int64()), "verb": pa.array(["opened"] * count)})
    pq.write_table(table, folder / "rows.parquet", row_group_size=100_000)
    return folder / "rows.parquet"


def unpacked(folder: Path) -> Path:
    """A Slack archive of a few hundred KB that unpacks to gigabytes."""
    with zipfile.ZipFile(folder / "slack.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("channels.json", json.dumps([{"id": "C1", "name": "ops"}]))
        for day in range(1, 29):
            archive.writestr(f"ops/2026-01-{day:02d}.json", "[" + " " * 120_000_000 + "]")
    return folder / "slack.zip"


def unclosed_quote(folder: Path) -> Path:
    """A table whose first quote is never closed."""
    return _written(folder / "open.csv", 'id,verb,when\n1,"opened' + ",x\n" * 10_000_000)


def nested_mails(folder: Path) -> Path:
    """200 mails of 1,200 parts within parts, and one good one."""
    box = mailbox.mbox(folder / "nested.mbox")
    for n in range(200):
        mail = EmailMessage()
        mail["From"], mail["Message-ID"], mail["Date"] = (
            "ada@example.org",
            f"<{n}@x>",
            "Thu, 01 Jan 2026 10:00:00 +0000",
        )
        body = "".join(f'Content-Type: multipart/mixed; boundary="b{k}"\n\n--b{k}\n' for k in range(1_200))
        mail.set_payload(body)
        box.add(mail)
    box.flush()
    return folder / "nested.mbox"


CASES = (
    Case("200,000 plain events", "ics", plain_events, 15.0),
    Case("a million dates left out", "ics", dates_left_out),
    Case("3,000 rules for 30 February", "ics", impossible_days),
    Case("2 MB said 2,000 times", "tables", long_texts),
    Case("3 million rows", "tables", many_rows),
    Case("an archive of gigabytes", "slack-export", unpacked),
    Case("a quote never closed", "tables", unclosed_quote),
    Case("parts within parts", "mbox", nested_mails),
)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def main() -> int:
    """Print a row for each file; 1 when one is over its budget."""
    print(f"{'file':<30} {'MB':>7} {'acts':>9} {'unread':>9} {'CPU s':>7} {'limit':>6} {'MB more':>8}  ended")
    is_within = True
    for case in CASES:
        with tempfile.TemporaryDirectory() as place:
            path = case.make(Path(place))
            size_mb = path.stat().st_size / (1 << 20)
            done = subprocess.run(
                [sys.executable, "-c", READ, case.source, str(path)], capture_output=True, text=True, check=False
            )
        if done.returncode:
            print(f"{case.name:<30} {size_mb:7.1f}  broke off: {done.stderr.strip()[-200:]}")
            is_within = False
            continue
        acts, unread, took_s, more_mb, ended = json.loads(done.stdout)
        limit_s = case.most_s or MOST_S_PER_50_MB * max(1, -(-int(size_mb) // 50))
        over = " OVER" if took_s > limit_s or more_mb > MOST_MB else ""
        is_within = is_within and not over
        print(
            f"{case.name:<30} {size_mb:7.1f} {acts:9,} {unread:9,} {took_s:7.1f} {limit_s:6.0f} {more_mb:8.0f}  {ended}{over}"
        )
    return 0 if is_within else 1


if __name__ == "__main__":
    sys.exit(main())
