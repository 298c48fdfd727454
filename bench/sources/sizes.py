"""What large files cost: ten years of a calendar, an edit, exceptions of a series, rows.

Run it alone on the machine: `python bench/sources/sizes.py [SERIES]`; 0 series leaves the ten years out. Processor seconds of
everything, the store included, each in a home of its own and after a small read, so that nothing is imported meanwhile; it
leaves with 1 when a limit is not kept.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SERIES, WEEKS, EDITED = 2_000, 203, 5
EXCEPTIONS, ROWS = 3_900, 50_000
FIRST = datetime(2017, 1, 2, tzinfo=UTC)
MOST = {"first": 40.0, "library": 1.5, "edit": 0.1, "exceptions": 1.0, "rows": 2.0}


def calendar(series: int, *, edited: int = 0) -> bytes:
    """Weekly talks, each for four years of the ten; the titles of the first `edited` are other ones."""
    begins = [FIRST + timedelta(weeks=(n * 7) % 300, days=n % 5, hours=8 + n % 9) for n in range(series)]
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:s{n}@bench\r\nDTSTAMP:20160101T000000Z\r\nDTSTART;TZID=Europe/Berlin:{at:%Y%m%dT%H%M%S}\r\n"
        f"DTEND;TZID=Europe/Berlin:{at + timedelta(minutes=30):%Y%m%dT%H%M%S}\r\nRRULE:FREQ=WEEKLY;COUNT={WEEKS}\r\n"
        f"SUMMARY:{'renamed' if n < edited else 'talk'} no {n}\r\nORGANIZER:mailto:ada@example.org\r\n"
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org\r\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:p{n}@example.org\r\nEND:VEVENT\r\n"
        for n, at in enumerate(begins)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


def exceptions(count: int) -> bytes:
    """A daily event of which every day stands elsewhere."""
    days = [FIRST + timedelta(days=n) for n in range(count)]
    core = f"DTSTART:{FIRST:%Y%m%d}T090000Z\r\nDTEND:{FIRST:%Y%m%d}T093000Z\r\nRRULE:FREQ=DAILY;COUNT={count}"
    bodies = [core] + [
        f"RECURRENCE-ID:{day:%Y%m%d}T090000Z\r\nDTSTART:{day:%Y%m%d}T110000Z\r\nDTEND:{day:%Y%m%d}T113000Z"
        for day in days
    ]
    events = "".join(f"BEGIN:VEVENT\r\nUID:one@bench\r\n{body}\r\nSUMMARY:standup\r\nEND:VEVENT\r\n" for body in bodies)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


def table(path: Path, rows: int) -> None:
    """Rows as an export of some tracker has them."""
    with path.open("w", newline="") as stream:
        pen = csv.writer(stream)
        pen.writerow(["event_id", "verb", "who", "when", "tz", "what", "type", "state"])
        for n in range(rows):
            at = FIRST + timedelta(minutes=17 * n)
            verb = ("opened", "reviewed", "closed")[n % 3]
            pen.writerow(
                [
                    f"e{n}",
                    verb,
                    f"p{n % 40}@example.org",
                    f"{at:%Y-%m-%dT%H:%M:%S}",
                    "Europe/Berlin",
                    f"PAY-{n // 3}",
                    "bug",
                    "",
                ]
            )


def seconds(work: Callable[[], object]) -> tuple[float, Any]:
    """Processor seconds of all threads, and what came of it."""
    began = time.process_time()
    answer = work()
    return time.process_time() - began, answer


def sync(name: str, source: str, settings: dict[str, str]) -> Callable[[], object]:
    """One sync into the store of a new home."""
    from podium.connections import sync as syncing
    from podium.evidence.people.me_file import read
    from podium.sources.http.client import Wire

    syncing.keep(syncing.Connection(name, source, settings))
    return lambda: syncing.run(syncing.connection(name), read(Path("none")), Wire(), None)


def library(data: bytes) -> int:
    """The same occurrences by the library alone."""
    import icalendar
    import recurring_ical_events

    whole = icalendar.Calendar.from_ical(data)
    return len(recurring_ical_events.of(whole).between(FIRST, datetime(2027, 6, 1, tzinfo=UTC)))


def ten_years(root: Path, series: int, told: dict[str, float]) -> None:
    """The first read, one after an edit, and the library alone."""
    file, data = root / "cal.ics", calendar(series)
    file.write_bytes(data)
    read = sync(
        "cal", "ics", {"where": str(file), "me": "ada@example.org", "zone": "Europe/Berlin", "since": "2016-01-01"}
    )
    told["first"], report = seconds(read)
    print(f"first read of {series} series: {told['first']:.1f} s; {report.events:,} acts")
    file.write_bytes(calendar(series, edited=EDITED))
    again, report = seconds(read)
    told["edit"] = again / told["first"]
    print(
        f"after {EDITED} titles changed: {again:.1f} s, {told['edit']:.2f} of the first; {report.changed:,} acts changed"
    )
    alone, count = seconds(lambda: library(data))
    told["library"] = told["first"] / alone
    print(f"the library alone: {alone:.1f} s for {count:,}; podium takes {told['library']:.2f} of it")


def one_series(root: Path, count: int) -> tuple[float, Any]:
    """A series of which every occurrence stands elsewhere."""
    file = root / "one.ics"
    file.write_bytes(exceptions(count))
    return seconds(sync("one", "ics", {"where": str(file), "me": "ada@example.org", "since": "2016-01-01"}))


def rows_of_a_table(root: Path, count: int) -> tuple[float, Any]:
    """A table of so many rows."""
    table(root / "rows.csv", count)
    return seconds(sync("rows", "tables", {"path": str(root / "rows.csv")}))


def main() -> None:
    """Print the table."""
    series = int(sys.argv[1]) if len(sys.argv) > 1 else SERIES
    told: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("warm", "cal", "one", "rows"):
            root = Path(folder, name)
            root.mkdir()
            os.environ["PODIUM_HOME"] = str(root)
            if name == "warm":
                one_series(root, 5)
                rows_of_a_table(root, 5)
            elif name == "cal" and series:
                ten_years(root, series, told)
            elif name == "one":
                told["exceptions"], report = one_series(root, EXCEPTIONS)
                print(f"{EXCEPTIONS} exceptions of one series: {told['exceptions']:.2f} s; {report.events:,} acts")
            elif name == "rows":
                told["rows"], report = rows_of_a_table(root, ROWS)
                print(f"{ROWS} rows: {told['rows']:.2f} s; {report.events:,} acts")
    failed = [f"{name} {told[name]:.2f} > {MOST[name]}" for name in told if told[name] > MOST[name]]
    print("; ".join(failed) or "every limit is kept")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
