"""Measure the kinds of work on labelled commits of repositories the weights never saw.

Usage: PYTHONPATH=src python bench/text/work_kind.py [../shared/data/text/t2_commits_val.csv]

The table needs the columns repo, label, subject, body, paths (separated by |) and n_files.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from podium.text.work_kind.classify import KINDS, Judged, Known, classify
from podium.text.work_kind.shares import Label, choose_to_label, shares

LEARNED = tuple(kind for kind in KINDS if kind != "incident")
WINDOW, WINDOWS, LABELS = 150, 60, 40

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Read the labelled commits."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def name_label(row: Row) -> Known:
    """Name a row's kind in podium's words."""
    return "fix" if row["label"] == "bugfix" else next(kind for kind in KINDS if kind == row["label"])


def judge_row(row: Row) -> Judged:
    """Judge one row as podium would judge the commit."""
    paths = [part for part in row["paths"].split("|") if part]
    return classify(f"{row['subject']}\n\n{row['body']}", paths, int(row["n_files"]))


def measure_f1(truth: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """F1 of each kind that occurs in the truth."""
    found = {}
    for kind in LEARNED:
        hits = sum(t == s == kind for t, s in zip(truth, said, strict=True))
        total = sum(t == kind for t in truth) + sum(s == kind for s in said)
        if kind in truth:
            found[kind] = 2 * hits / total
    return found


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean."""
    return sum(values) / len(values)


def print_f1(rows: Sequence[Row], judged: Sequence[Judged]) -> None:
    """Print macro-F1 with a forced choice, by kind and by repository."""
    truth = [name_label(row) for row in rows]
    said = [item.likeliest for item in judged]
    f1 = measure_f1(truth, said)
    print(f"macro-F1 {mean(list(f1.values())):.3f}   " + "  ".join(f"{k} {v:.3f}" for k, v in f1.items()))
    by_repo = defaultdict(list)
    for row, item in zip(rows, judged, strict=True):
        by_repo[row["repo"]].append((name_label(row), item.likeliest))
    for repo, pairs in sorted(by_repo.items()):
        own = measure_f1([t for t, _ in pairs], [s for _, s in pairs])
        right = mean([float(t == s) for t, s in pairs])
        print(f"  {repo:45} n {len(pairs):5}  macro-F1 {mean(list(own.values())):.3f}  accuracy {right:.3f}")


def print_coverage(rows: Sequence[Row], judged: Sequence[Judged]) -> None:
    """Print how many changes get a kind, by which layer, and how often it is right."""
    for how in ("structure", "paths", "weights", "abstained"):
        right = [float(j.likeliest == name_label(r)) for r, j in zip(rows, judged, strict=True) if j.how == how]
        if right:
            print(f"  {how:10} {len(right) / len(rows):6.1%} of changes, right {mean(right):.3f}")
    sure = [float(j.kind == name_label(r)) for r, j in zip(rows, judged, strict=True) if j.kind != "unclear"]
    print(f"at p >= 0.6: covers {len(sure) / len(rows):.1%}, right {mean(sure):.3f}")


def print_shares(rows: Sequence[Row], judged: Sequence[Judged]) -> dict[str, float]:
    """Print the error of shares over windows of one repository; returns how often each kind's interval holds the truth."""
    draw = random.Random(1)
    pools = defaultdict(list)
    for i, row in enumerate(rows):
        pools[row["repo"]].append(i)
    ways: dict[str, list[tuple[float, bool, float, float]]] = defaultdict(list)
    held_by_kind: dict[str, list[bool]] = defaultdict(list)
    for turn in range(2 * WINDOWS):
        repo = sorted(pools)[turn % len(pools)]
        pool = sorted(pools[repo], key=lambda i: rows[i]["date"])
        size = min(WINDOW, len(pool))
        first = draw.randrange(len(pool) - size + 1)
        # Half of the windows are drawn at random, half are changes that follow each other.
        window = draw.sample(pool, size) if turn < WINDOWS else pool[first : first + size]
        items, truth = [judged[i] for i in window], [name_label(rows[i]) for i in window]
        asked = choose_to_label(items, LABELS, seed=turn)
        labels = [Label(a.at, truth[a.at], a.is_random) for a in asked]
        counted = [truth[a.at] for a in asked if a.is_random]
        for way, given in (("no labels", None), (f"{LABELS} labels", labels)):
            for kind, share in shares(items, given).items():
                if kind in LEARNED and share.estimate is not None and share.low is not None and share.high is not None:
                    real = truth.count(kind) / len(truth)
                    held = share.low <= real <= share.high
                    if given is None:
                        held_by_kind[kind].append(held)
                    ways[way].append((abs(share.estimate - real), held, share.high - share.low, kind == "improvement"))
        for kind in LEARNED:
            error = abs(counted.count(kind) / len(counted) - truth.count(kind) / len(truth))
            ways["labels alone"].append((error, True, 0.0, kind == "improvement"))
    shares_held = {kind: mean([float(one) for one in holds]) for kind, holds in held_by_kind.items()}
    print("held without labels  " + "  ".join(f"{kind} {share:.1%}" for kind, share in shares_held.items()))
    for way, found in ways.items():
        errors = sorted(e for e, _, _, is_improvement in found if is_improvement)
        print(
            f"shares, {way:12} mean error {mean([e for e, *_ in found]):.4f}"
            f"  improvement p90 {errors[int(0.9 * len(errors))]:.3f}"
            f"  held {mean([float(h) for _, h, _, _ in found]):.1%}  width {mean([w for _, _, w, _ in found]):.3f}"
        )
    return shares_held


def run(path: Path) -> None:
    """Print everything."""
    rows = read_rows(path)
    judge_row(rows[0])
    start = time.process_time()
    judged = [judge_row(row) for row in rows]
    spent_s = time.process_time() - start
    print(f"{len(rows)} commits, {len({row['repo'] for row in rows})} repositories")
    print_f1(rows, judged)
    print_coverage(rows, judged)
    print_shares(rows, judged)
    print(f"CPU {spent_s / len(rows) * 10_000:.2f} s per 10,000 commits")


if __name__ == "__main__":
    run(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/text/t2_commits_val.csv"))
