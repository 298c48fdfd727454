"""How long a journal takes to read: grows with its files, and after one edit only that file is read again.

Run: `python bench/journal/reading.py [FILES ...]`; the default is 2,500 5,000 10,000 20,000 files.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from podium.journal import open_journal

OLD_NS = 1_700_000_000_000_000_000
KINDS = {
    "wins": 'date = 2026-01-{day:02}\nwhat = "Closed month {n} in 2 days"\nbefore = 5\nafter = 2\nunit = "days"\n',
    "feedback": 'person = "p"\nevent = 2026-02-{day:02}\nsituation = "review {n}"\nbehaviour = "asked"\n',
    "one-on-ones": 'person = "p"\nplanned = 2026-03-{day:02}\nminutes = 25\nagenda_theirs = 3\nagenda_mine = 1\n',
    "decisions": 'title = "Question {n}"\ndate = 2026-04-{day:02}\nbecause = "simpler to run"\n',
}


def fill(root: Path, files: int) -> None:
    """A journal of that many files, spread over four kinds, one in a hundred with a mistake."""
    (root / "journal.toml").write_text("format = 1\n")
    (root / "people").mkdir()
    (root / "people" / "p.md").write_text("+++\n+++\n")
    places = list(KINDS)
    for place in places:
        (root / place).mkdir()
    for n in range(files):
        place = places[n % len(places)]
        head = KINDS[place].format(n=n, day=n % 28 + 1) + ("minutes = 'x'\ndate = 1\n" if n % 100 == 99 else "")
        (root / place / f"e{n:06}.md").write_text(f"+++\n# as it was\n{head}+++\n\n{'A line of notes. ' * 20}\n")
    for path in root.rglob("*.md"):
        os.utime(path, ns=(OLD_NS, OLD_NS))


def timed(root: Path, cache: Path) -> tuple[float, int, int]:
    """Seconds for a full check, files read, mistakes."""
    began = time.perf_counter()
    journal = open_journal(root, cache_root=cache)
    mistakes = len(journal.notes())
    return time.perf_counter() - began, journal.parsed, mistakes


def main() -> None:
    """Print one row per size."""
    sizes = [int(each) for each in sys.argv[1:]] or [2_500, 5_000, 10_000, 20_000]
    print("| files | first run, s | µs a file | second run, s | after one edit, s | files read then | mistakes |")
    print("|---|---|---|---|---|---|---|")
    for files in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root, cache = Path(folder) / "journal", Path(folder) / "cache"
            root.mkdir()
            fill(root, files)
            first, parsed, mistakes = timed(root, cache)
            assert parsed == files + 1
            second, untouched, _ = timed(root, cache)
            assert untouched == 0
            edited = root / "wins" / "e000000.md"
            edited.write_text(edited.read_text() + "one more line\n")
            third, read, _ = timed(root, cache)
            each = f"{first / files * 1e6:.0f}"
            print(f"| {files:,} | {first:.2f} | {each} | {second:.2f} | {third:.2f} | {read} | {mistakes:,} |")


if __name__ == "__main__":
    main()
