"""How the tone rules do on public GitHub comments annotated for incivility; not in the wheel, prints totals only.

Usage: python bench/text/tone.py [FOLDER]   (default ../shared/data/text; reads t1_github_incivility_val.csv)

The comments are other people's. The linters take only the manager's own words, so this measures the patterns below
the authorship door, from a script that is not part of the program, and prints no comment.
"""

from __future__ import annotations

import csv
import sys
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
    table = table_for("message")
    seen: list[tuple[bool, set[str]]] = []
    with file.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            reading = read(row["text"])
            hits = find_hits(table, reading, reading.sentences)
            seen.append((row["label"] == "1", {rule for rule, spans in hits.items() if spans}))
    print(f"{len(seen)} comments, {sum(is_uncivil for is_uncivil, _ in seen)} annotated as uncivil")
    for tier, rules in TIERS.items():
        right = sum(is_uncivil and bool(said & set(rules)) for is_uncivil, said in seen)
        pointed = sum(bool(said & set(rules)) for _, said in seen)
        there = sum(is_uncivil for is_uncivil, _ in seen)
        precision, recall = right / max(pointed, 1), right / max(there, 1)
        f1 = 2 * right / max(pointed + there, 1)
        print(f"{tier:<20} precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}  ({pointed} pointed at)")


if __name__ == "__main__":
    main()
