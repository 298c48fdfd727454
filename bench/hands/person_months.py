"""How common each form of mark is in ordinary person-months of 2026: python -m bench.hands.person_months MIRRORS.

MIRRORS holds the histories as `owner+name/repo`; read are those of `labels.csv`. A person-month is four weeks in which one
address stands behind ten changes or more, those an agent wrote for it among them. Numbers only; nobody is named.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from podium.core.hands import hand_of, read_message

HERE = Path(__file__).parent
MONTH_S, LEAST = 28 * 86_400, 10
WORDS = (
    "log",
    "--no-merges",
    "--since=2026-01-01",
    "--until=2026-12-31",
    "--format=%an%x00%ae%x00%ct%x00%B%x01",
    "HEAD",
)
Month = tuple[str, str, int]


def changes(folder: Path) -> Iterator[tuple[str, str, int, str]]:
    """Author's name and address, time of landing and message of each change of 2026."""
    out = subprocess.run(["git", "-C", str(folder), *WORDS], capture_output=True, check=True).stdout
    for record in out.decode("utf-8", "replace").split("\x01"):
        if record.strip("\n"):
            name, address, at, message = record.lstrip("\n").split("\0", 3)
            yield name, address, int(at), message


def main(mirrors: Path) -> None:
    """Print the table."""
    with (HERE / "labels.csv").open(encoding="utf-8", newline="") as file:
        histories = sorted({row[0] for row in csv.reader(file)})
    size: Counter[Month] = Counter()
    by_form: dict[str, Counter[Month]] = defaultdict(Counter)
    for history in histories:
        for name, address, at, message in changes(mirrors / history / "repo"):
            hand, mark = hand_of(name, address, message)
            if hand == "by automation":
                continue
            form, who = f"with an agent: {mark}", address
            if hand == "by an agent":
                people = read_message(message).people
                if not people:
                    continue
                form, who = "by an agent for somebody", people[0][1]
            month = (history, who.lower(), at // MONTH_S)
            size[month] += 1
            if hand != "no mark":
                by_form[form][month] += 1
                by_form["any mark of an agent"][month] += 1
    ordinary = [month for month, count in size.items() if count >= LEAST]
    print(f"{len(ordinary)} person-months of {len({month[0] for month in ordinary})} histories")
    print("| form | one change or more | three or more | half of the changes or more |\n| --- | --- | --- | --- |")
    for form, months in sorted(by_form.items(), key=lambda item: -sum(item[1][month] > 0 for month in ordinary)):
        counts = [months[month] for month in ordinary]
        half = sum(2 * count >= size[month] for month, count in zip(ordinary, counts, strict=True))
        shares = (sum(count >= 1 for count in counts), sum(count >= 3 for count in counts), half)
        print(f"| {form} | " + " | ".join(f"{100 * share / len(ordinary):.1f} %" for share in shares) + " |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
