"""Run the expectations over the clones named: `python -m bench.histories --expect FILE PATH...`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.histories import placebo
from bench.histories.compare import Verdict, compare
from bench.histories.expectations import TITLES, History, Row, read_expectations
from bench.histories.history import Weeks, git, is_held, is_shallow, weekly
from bench.histories.rows import Value, absence_row, before_after_row, hours_row

from podium.core.errors import CannotRead, Misuse, Stop
from podium.statistics.absence_test import is_year_end

# More than the eight that count, so that a fixture also shows where the cut falls.
KEPT_PEOPLE = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every row with its verdict; 0 when all pass, 1 when one fails, else the reason to stop."""
    parser = _arguments()
    asked = parser.parse_args(arguments)
    if asked.placebo:
        return tell_placebo(asked.paths, seed=asked.seed, each=asked.each)
    if asked.expect is None:
        parser.error("--expect FILE or --placebo")
    try:
        histories, rows = read_expectations(asked.expect)
        clones = match_clones(histories, asked.paths)
        failed = run(rows, clones, fixtures=asked.fixtures)
    except Stop as stop:
        print(f"cannot go on: {stop}", file=sys.stderr)
        return stop.code
    return 1 if failed else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.histories", description=__doc__)
    parser.add_argument("--expect", type=Path, help="the file of expectations (TOML)")
    parser.add_argument("--placebo", action="store_true", help="how often the absence test accuses strangers instead")
    parser.add_argument("--seed", type=int, default=20261129, help="of the placebo people and their leave")
    parser.add_argument("--each", type=int, default=8, help="placebo people for each history, team and kind of leave")
    parser.add_argument("--fixtures", type=Path, help="also write the weekly counts of every absence row here")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a clone, or id=PATH")
    return parser


def tell_placebo(paths: Sequence[str], *, seed: int, each: int) -> int:
    """Print the rows of docs/why/absence-test.md for these clones; 2 when there are fewer than two."""
    clones = [Path(text).expanduser() for text in paths]
    if len(clones) < 2:
        print("the presence of one history is laid over another: name at least two clones", file=sys.stderr)
        return 2
    print(placebo.table(clones, seed=seed, each=each))
    changed, asked = placebo.crossings(clones)
    print(f"the reading of the busiest person changed in {changed} of {asked} shifts of the last day by a week")
    return 0


def match_clones(histories: Sequence[History], paths: Sequence[str]) -> dict[str, Path]:
    """Say which clone is which history: by `id=PATH`, by the commit it holds, or by its path."""
    clones: dict[str, Path] = {}
    for text in paths:
        name, _, rest = text.partition("=")
        is_named = bool(rest) and any(history.name == name for history in histories)
        path = Path(rest if is_named else text).expanduser()
        _check_clone(path)
        found = [h.name for h in histories if (h.name == name if is_named else _is_clone_of(h, path))]
        if not found:
            print(f"nothing is expected of {path}; say which history it is with id=PATH", file=sys.stderr)
        clones |= dict.fromkeys(found, path)
    if not clones:
        known = ", ".join(h.name for h in histories)
        raise Misuse("nothing is expected of any of these clones", next_step=f"id=PATH with one of {known}")
    return clones


def _check_clone(path: Path) -> None:
    if not path.is_dir():
        raise Misuse("there is no such folder", where=str(path), next_step="name a clone")
    git(path, "rev-parse", "--git-dir")
    if is_shallow(path):
        step = "git fetch --unshallow"
        raise CannotRead("the clone is shallow: its older commits are missing", where=str(path), next_step=step)


def _is_clone_of(history: History, path: Path) -> bool:
    return is_held(path, history.holds) if history.holds else history.name in str(path.resolve())


def run(rows: Sequence[Row], clones: Mapping[str, Path], *, fixtures: Path | None) -> int:
    """Compute and print all rows whose clone is there; how many failed."""
    failed = passed = 0
    missing: list[str] = []
    for table, title in TITLES.items():
        of_table = [row for row in rows if row.table == table]
        missing += [f"{row.history}, {row.label}" for row in of_table if row.history not in clones]
        here = [row for row in of_table if row.history in clones]
        if here:
            print(f"\n{title}: computed (expected)")
        for row in here:
            start = time.perf_counter()
            verdicts = compare(row, compute(row, clones[row.history]))
            is_pass = all(verdict.is_pass for verdict in verdicts)
            _print_row(row, verdicts, time.perf_counter() - start)
            passed, failed = passed + is_pass, failed + (not is_pass)
            if fixtures is not None and table == "absence":
                write_fixture(fixtures, row, weekly(clones[row.history], row.who, *row.dates_s))
    print(f"\n{passed} rows pass, {failed} fail, {len(missing)} without their clone")
    for name in missing:
        print(f"  not looked at: {name}")
    return failed


def compute(row: Row, path: Path) -> Mapping[str, list[Value] | Value]:
    """The row of its table, from the clone."""
    if row.table == "absence":
        return absence_row(path, row.who, *row.dates_s)
    return {"before_after": before_after_row, "hours": hours_row}[row.table](path, row.who, *row.dates_s)


def _print_row(row: Row, verdicts: Sequence[Verdict], seconds: float) -> None:
    word = "FAIL" if any(not v.is_pass for v in verdicts) else "explained" if any(v.why for v in verdicts) else "pass"
    print(f"  {word:<9} {row.history}, {row.label} ({seconds:.1f} s)")
    print("            " + "; ".join(f"{v.field} {v.computed} ({v.expected})" for v in verdicts))
    for verdict in verdicts:
        if verdict.why:
            print(f"            {'!' if not verdict.is_pass else '~'} {verdict.field}: {verdict.why}")


def write_fixture(folder: Path, row: Row, weeks: Weeks) -> None:
    """Weekly counts without anybody's name, small enough to keep beside the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = _kept_people(weeks)
    told = {
        "about": f"{row.history}, {row.label}: weekly counts derived from a public history; numbers only",
        "expected": {name: value[0] for name, value in row.expected.items()},
        "tolerance": row.tolerance,
        "explained": {name: _explanation(pair) for name, pair in row.explained.items()},
        "first_week": weeks.first_week,
        "present": "".join("01"[here] for here in weeks.present),
        "others": _packed(weeks.others),
        "total": _packed(weeks.total),
        "bundle": [_packed(weeks.bundle[k]) for k in kept],
        "bundle_present": ["".join("01"[here] for here in weeks.bundle_present[k]) for k in kept],
    }
    name = f"{row.history}-{row.label}".lower()
    file = folder / ("".join(c if c.isalnum() else "-" for c in name).replace("--", "-") + ".json")
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _explanation(pair: tuple[tuple[str | int, ...], str]) -> dict[str, str | int]:
    """An explained value as the expectations write it."""
    return {"computed": pair[0][0], "why": pair[1]}


def _packed(counts: Sequence[int]) -> str:
    return " ".join(str(n) for n in counts)


def _kept_people(weeks: Weeks) -> list[int]:
    """The most active people who can be a placebo, by what they landed."""
    used = [w for w in range(len(weeks.total)) if not is_year_end(weeks.first_week + w)]

    def is_seen_enough(k: int) -> bool:
        there = sum(weeks.bundle_present[k][w] for w in used)
        return min(there, len(used) - there) >= 8

    able = [k for k in range(len(weeks.bundle)) if is_seen_enough(k)]
    return sorted(able, key=lambda k: -sum(weeks.bundle[k][w] for w in used))[:KEPT_PEOPLE]


if __name__ == "__main__":
    sys.exit(main())
