"""How fast a calendar is read: ten years with 2,000 series, and whether time follows the occurrences asked for."""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from podium.core.time import Window
from podium.sources.calendars.read import Span, lens, pages
from podium.sources.calendars.text import cut

SERIES = 2_000
FIRST, LAST = 2016, 2026
SETTINGS = {"me": "ada@example.org", "zone": "Europe/Berlin"}


def calendar(series: int) -> bytes:
    """Weekly meetings from ten years ago without an end, each with a description nobody reads."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:s{n}@bench\r\nDTSTAMP:20160101T000000Z\r\nDTSTART;TZID=Europe/Berlin:201601{4 + n % 5:02d}T"
        f"{8 + n % 10:02d}0000\r\nDTEND;TZID=Europe/Berlin:201601{4 + n % 5:02d}T{8 + n % 10:02d}3000\r\nRRULE:FREQ=WEEKLY\r\n"
        f"SUMMARY:1:1 no {n}\r\nDESCRIPTION:{'a long text ' * 20}\r\nORGANIZER:mailto:ada@example.org\r\n"
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org\r\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:p{n}@example.org\r\nEND:VEVENT\r\n"
        for n in range(series)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


def measure(data: bytes, years: int) -> tuple[int, float, float]:
    """Events told, seconds to cut and parse nothing, seconds in all."""
    started = time.process_time()
    found = cut(data)
    cutting = time.process_time() - started
    end = int(datetime(LAST, 1, 1, tzinfo=UTC).timestamp())

    class Asked(Span):
        @property
        def window(self) -> Window:
            return Window(self.from_s, self.now_s)

    span = Asked(int(datetime(LAST - years, 1, 1, tzinfo=UTC).timestamp()), end)
    told = sum(len(batch) for batch, _ in pages(found, lens("ics", SETTINGS, found), span))
    assert not found.refused, found.refused
    return told, cutting, time.process_time() - started


def main() -> None:
    """Print the table; leave with 1 when time does not follow what was asked for."""
    rates: list[float] = []
    print(f"{SERIES} weekly series since {FIRST}; processor seconds; the ratios are what counts")
    print("series  years asked   events    cut s   all s   microseconds an event")
    data = calendar(SERIES)
    for series, years in ((SERIES, 1), (SERIES, 2), (SERIES, 5), (SERIES, 10), (SERIES // 2, 10)):
        told, cutting, took = measure(data if series == SERIES else calendar(series), years)
        rates.append(took / told * 1e6)
        print(f"{series:6d} {years:12d} {told:8d} {cutting:8.2f} {took:7.2f} {rates[-1]:12.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB; dearest event / cheapest event {max(rates) / min(rates):.2f}")
    here = Path(__file__).name
    if max(rates) / min(rates) > 3:
        print(f"{here}: time does not follow the occurrences asked for")
        sys.exit(1)


if __name__ == "__main__":
    main()
