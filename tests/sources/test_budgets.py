"""No file, whatever it unpacks to, costs more than its budget; what is beyond is counted, and the rest is read."""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from icalendar.prop import vRecur
from msgspec.structs import replace

from loopback import Clockwork
from podium.sources import StreamPage, budget, load, slack_export
from podium.sources.calendars import recurrence_rules, text

ROOM = 1 << 30
# Reads a source in a program of its own and prints its acts and what it counted as missing.
READ = """
import json, sys
from podium.sources import load
from podium.sources.http.client import HttpClient
acts, missing = 0, {}
for page in load(sys.argv[1]).read({"path": sys.argv[2]}, None, {}, HttpClient()):
    acts += len(page.events)
    for key, count in page.missing.items():
        missing[key] = missing.get(key, 0) + count
print(json.dumps([acts, missing]))
"""


def read(name: str, path: Path) -> list[StreamPage]:
    return list(load(name).read({"path": str(path)}, None, {}, Clockwork().wire()))


def acts(pages: list[StreamPage]) -> int:
    return sum(len(page.events) for page in pages)


def missing(pages: list[StreamPage]) -> dict[str, int]:
    return {key: count for page in pages for key, count in page.missing.items()}


def read_confined(name: str, path: Path) -> tuple[int, dict[str, int]]:
    """The source read where 1 GB beyond the libraries and 200 s of a processor end the program."""
    import json

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (ROOM, ROOM))
        resource.setrlimit(resource.RLIMIT_CPU, (200, 200))

    program = [sys.executable, "-c", READ, name, str(path)]
    ended = subprocess.run(program, capture_output=True, check=False, preexec_fn=confine)
    assert ended.returncode == 0, ended.stderr.decode()[-2_000:]
    count, counts = json.loads(ended.stdout)
    return count, counts


def table(rows: int, **columns: Any) -> pa.Table:
    when = pa.array(["2026-10-01T10:00:00+02:00"] * rows)
    return pa.table({"id": pa.array(range(rows)), "verb": pa.array(["met"] * rows), "when": when, **columns})


needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a program at its data limit")


@needs_limits
@pytest.mark.parametrize("column", ["who", "with", "about"])
def test_a_long_text_said_two_thousand_times_costs_its_length_once(tmp_path: Path, column: str) -> None:
    cell = "x" * 2_000_000
    indices = pa.array([0] * 2_000, pa.int32())
    cells: Any = pa.DictionaryArray.from_arrays(indices, pa.array([cell]))
    if column == "with":
        cells = pa.ListArray.from_arrays(pa.array(range(2_001), pa.int32()), cells)
    pq.write_table(table(2_000, **{column: cells}), tmp_path / "x.parquet")
    assert (tmp_path / "x.parquet").stat().st_size < 400_000
    assert read_confined("tables", tmp_path / "x.parquet") == (2_000, {})


@needs_limits
def test_an_archive_is_bounded_as_a_whole_and_in_each_member(tmp_path: Path) -> None:
    message = b'{"ts":"1790000000.1","user":"U1"}'
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as export:
        for day in range(10, 14):
            export.writestr(f"pay/2026-08-{day}.json", b"[" + b"{}," * 20_000_000 + b"{}]")
        export.writestr("pay/2026-08-20.json", b"[" + message + b"]")
    count, counts = read_confined(slack_export.SOURCE.name, tmp_path / "x.zip")
    assert count == 1, "the small file behind the large ones is read"
    assert counts == {"unread files: more than 6,000,000 values in one file": 4}


def test_a_group_of_rows_beyond_the_budget_is_left_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "FILE", replace(budget.FILE, bytes_at_once=1 << 20))
    with pq.ParquetWriter(tmp_path / "x.parquet", table(1, who=pa.array(["a"])).schema) as writer:
        writer.write_table(table(3, who=pa.array([letter * 2_000_000 for letter in "abc"])))
        writer.write_table(table(2, who=pa.array(["a@x.org", "b@x.org"])))
    pages = read("tables", tmp_path / "x.parquet")
    assert acts(pages) == 2
    assert missing(pages) == {"unread rows: more than 1 MB in one row group": 3}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".json", ".parquet"])
def test_rows_beyond_the_budget_are_counted_and_nothing_counts_as_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(budget, "FILE", replace(budget.FILE, records=4))
    path = tmp_path / f"x{suffix}"
    row = '{"id": %d, "verb": "met", "when": "2026-10-01T10:00:00+02:00"}'
    if suffix == ".parquet":
        pq.write_table(table(7), path)
    elif suffix == ".csv":
        path.write_text("id,verb,when\n" + "".join(f"{n},met,2026-10-01T10:00:00+02:00\n" for n in range(7)))
    else:
        rows = [row % n for n in range(7)]
        path.write_text("\n".join(rows) + "\n" if suffix == ".jsonl" else "[" + ",\n".join(rows) + "\n]\n")
    pages = read("tables", path)
    assert acts(pages) == 4
    counts = missing(pages)
    assert list(counts) == ["unread rows: more than 4 records"]
    assert 3 <= counts["unread rows: more than 4 records"] <= 4
    assert pages[-1].cursor is None
    assert not pages[-1].is_whole_stream


def test_work_ends_where_the_budget_ends_and_a_larger_file_has_more(tmp_path: Path) -> None:
    from podium.sources.records import Tally

    tally = Tally("rows")
    assert not budget.Spending(replace(budget.FILE, work_s=-1.0), tally, 0).has_room()
    small, large = (budget.Spending(budget.FILE, tally, size) for size in (1, 150 << 20))
    assert small.has_room()
    assert large.has_room()
    assert not small.has_room(bytes_out=budget.FILE.bytes_out + 1)
    assert small.limit == "more than 2,048 MB unpacked"
    assert not small.has_room(), "a limit that was met stays met"


def test_mails_with_more_nested_parts_than_the_budget_are_counted(tmp_path: Path) -> None:
    head = (
        b"From x Thu Jan  1 00:00:00 1970\nFrom: bo@x.org\nDate: Tue, 25 Aug 2026 13:38:41 -0400\nMessage-Id: <%d@x>\n"
    )
    parts = b"".join(b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(200))
    mails = [head % 1 + b"\ntext\n\n", head % 2 + b"Content-Type: multipart/mixed; boundary=0\n\n" + parts + b"\n"]
    (tmp_path / "x.mbox").write_bytes(b"".join([*mails, head % 3 + b"\ntext\n\n"]))
    pages = read("mbox", tmp_path / "x.mbox")
    assert acts(pages) == 2
    assert missing(pages) == {"unread mails: more than 100 nested parts": 1}


def test_a_calendar_event_with_dates_without_end_is_left_unread_and_its_neighbour_is_read() -> None:
    event = b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20260105T100000Z\r\nRRULE:FREQ=WEEKLY\r\n%sEND:VEVENT\r\n"
    dates = b"EXDATE:20260112T100000Z\r\n" * 60_000
    parts = text.cut(b"BEGIN:VCALENDAR\r\n" + event % (1, dates) + event % (2, b"") + b"END:VCALENDAR\r\n")
    assert list(parts.series) == ["2"]
    assert sum(parts.refused.values()) == 1
    assert next(iter(parts.refused)).startswith("unread events: ")


def test_dates_in_all_events_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MOST_DATE_LINES", 5)
    event = b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20260105T100000Z\r\n%sEND:VEVENT\r\n"
    dates = b"EXDATE:20260112T100000Z\r\n" * 3
    events = [event % (1, dates), event % (2, dates), event % (3, b"")]
    assert list(text.cut(b"BEGIN:VCALENDAR\r\n" + b"".join(events)).series) == ["1", "3"]


def test_rules_for_a_day_that_never_comes_are_known_without_a_search() -> None:
    for rule in ("BYMONTH=2;BYMONTHDAY=30", "BYMONTH=4,6,9;BYMONTHDAY=31", "BYMONTH=2;BYMONTHDAY=-30,31"):
        parsed = vRecur.from_ical(f"FREQ=YEARLY;{rule}")
        before = recurrence_rules._has_occurrence.cache_info().misses
        assert recurrence_rules.trouble(parsed, datetime(2026, 1, 5, 10, tzinfo=UTC)) == "rule that never happens"
        assert recurrence_rules._has_occurrence.cache_info().misses == before
    leap = vRecur.from_ical("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    assert recurrence_rules.trouble(leap, datetime(2026, 1, 5, 10, tzinfo=UTC)) is None
