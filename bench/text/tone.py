"""How the tone rules do on public comments annotated for tone; not in the wheel, prints totals only.

Usage: python bench/text/tone.py [FOLDER] [REVIEWS.csv]   (default ../shared/data/text; reads t1_github_incivility_val.csv)

REVIEWS.csv has the columns text and label (1 for toxic); of it the half whose hash is odd is read, the half held back.

The comments are other people's. The linters take only the manager's own words, so this measures the patterns below
the authorship door, from a script that is not part of the program, and prints no comment.
"""

from __future__ import annotations

import csv
import sys
from hashlib import sha256
from pathlib import Path

from podium.text.lint import find_hits
from podium.text.reading import read
from podium.text.rules import table_for

TIERS = {
    "strong": ("strong",),
    "look-again": ("look-again",),
    "blame": ("blame",),
    "at-you": ("at-you",),
    "exasperation": ("exasperation",),
    "missing": ("missing",),
    "strong, look-again": ("strong", "look-again"),
    "strong, look again": ("strong", "look-again", "blame", "at-you", "exasperation"),
    "all three tiers": ("strong", "look-again", "blame", "at-you", "exasperation", "missing"),
}


def main() -> None:
    """Print precision, recall and F1 per tier."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared" / "data" / "text")
    file = folder / "t1_github_incivility_val.csv"
    if not file.is_file():
        sys.exit(f"{file} is not there; name the folder that holds it")
    csv.field_size_limit(10_000_000)
    measure("GitHub", comments(file))
    if len(sys.argv) > 2:
        reviews = comments(Path(sys.argv[2]))
        measure("code reviews", [row for row in reviews if sha256(row[0].encode()).digest()[-1] % 2])


def comments(file: Path) -> list[tuple[str, bool]]:
    """The texts of a file, and whether each was annotated as harsh."""
    with file.open(encoding="utf-8", newline="") as handle:
        return [(row["text"], row["label"] == "1") for row in csv.DictReader(handle)]


def measure(name: str, rows: list[tuple[str, bool]]) -> None:
    """One line per tier."""
    table = table_for("message")
    seen: list[tuple[bool, set[str]]] = []
    for text, is_harsh in rows:
        reading = read(text)
        hits = find_hits(table, reading, reading.sentences)
        seen.append((is_harsh, {rule for rule, spans in hits.items() if spans}))
    print(f"{name}: {len(seen)} comments, {sum(is_harsh for is_harsh, _ in seen)} annotated as harsh")
    for tier, rules in TIERS.items():
        right = sum(is_harsh and bool(said & set(rules)) for is_harsh, said in seen)
        pointed = sum(bool(said & set(rules)) for _, said in seen)
        there = sum(is_harsh for is_harsh, _ in seen)
        precision, recall = right / max(pointed, 1), right / max(there, 1)
        f1 = 2 * right / max(pointed + there, 1)
        print(f"{tier:<20} precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}  ({pointed} pointed at)")


if __name__ == "__main__":
    main()
