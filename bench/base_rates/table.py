"""From looks to rates: how often a flag is up, what clear rests on, whether gates are seen, and what lasts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from podium import traps
from podium.traps import Line
from podium.traps.base_rates import LEAST_MONTHS
from podium.traps.lines import LEAST_COUNTED

SIZES = ((5, 9), (10, 19), (20, 10_000))
UP = {"amber", "red"}
RAISED = {"watch", "in it"}
TOUCH_AT, SOLE_AT = 0.6, 0.4
# Receipts read by hand: how many bear the sentence, of how many (docs/why/base-rates.md lists the draws and what did not).
HAND_READ = {
    "absence": (32, 33),
    "gate": (29, 30),
    "own-writing": (29, 30),
    "reactive": (3, 30),
    "repeat-fixes": (11, 27),
    "reverts": (25, 26),
    "take-back": (111, 120),
}
Look = dict[str, Any]


def rows_of(file: Path) -> list[Look]:
    """Every look that came to an answer."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = [row for row in rows if "traps" in row["now"]]
    for row in kept:
        for look in (row["now"], row.get("next", {})):
            if "traps" in look:
                _redraw(look)
    return kept


def _redraw(look: Look) -> None:
    """Hold the numbers read against the lines as they are now, where a line is one number against one share."""
    for name, flag in flags_of(look).items():
        lines = traps.named(name)[1]
        line = lines.all_of[0] if lines is not None and len(lines.all_of) == 1 else None
        if not isinstance(line, Line) or line.signal.fold.unit != "share" or flag["level"] is None:
            continue
        read = flag["lines"][0]
        amber = next((share for most, share in line.by_team if look["team"] <= most), line.amber)
        if read["value"] is not None and amber is not None:
            is_up = read["value"] >= amber and read["hits"] >= line.least_counted
            flag["level"] = "amber" if is_up else "quiet"


def flags_of(look: Look) -> dict[str, Any]:
    """Flag name to how it came out, over both traps."""
    return {name: flag for trap in look["traps"].values() for name, flag in trap["flags"].items()}


def groups() -> Iterable[tuple[str, Callable[[Look], bool]]]:
    """Everybody, the most active, and both by team size."""
    yield "everybody", lambda row: True
    yield "most active", lambda row: row["busiest"]
    for low, high in SIZES:
        label = f"{low} to {high}" if high < 1000 else f"{low} and more"
        yield f"everybody, {label}", lambda row, low=low, high=high: low <= row["now"]["team"] <= high
        yield (
            f"most active, {label}",
            lambda row, low=low, high=high: row["busiest"] and low <= row["now"]["team"] <= high,
        )


def rates(rows: Sequence[Look]) -> dict[str, dict[str, tuple[int, int, int]]]:
    """Group to flag to (up in the month itself, told, months)."""
    found: dict[str, dict[str, tuple[int, int, int]]] = {}
    for label, belongs in groups():
        chosen = [flags_of(row["now"]) for row in rows if belongs(row)]
        names = sorted({name for flags in chosen for name in flags})
        found[label] = {
            name: (
                sum(f[name]["level"] in UP for f in chosen),
                sum(f[name]["level"] is not None for f in chosen),
                len(chosen),
            )
            for name in names
        }
    return found


def print_tables(file: Path) -> None:
    """The tables of the docs."""
    rows = rows_of(file)
    people = {(row["history"], row["person"]) for row in rows}
    print(f"{len(rows)} person-months of {len(people)} people, {len({row['history'] for row in rows})} histories\n")
    table = rates(rows)
    labels = list(table)
    print("| flag | " + " | ".join(labels) + " |\n|---|" + "---|" * len(labels))
    for name in table["everybody"]:
        cells = [f"{table[g][name][0]} of {table[g][name][2]}" if name in table[g] else "-" for g in labels]
        if any(table[g].get(name, (0, 0, 0))[1] for g in labels):
            print(f"| {name} (told {table['everybody'][name][1]}) | " + " | ".join(cells) + " |")
    for trap in ("code-refuge", "firefighting"):
        _print_verdicts(trap, rows)
    _print_clear(rows)
    _print_gates(rows)
    _print_agreement(rows)
    _print_norms(rows)


def _print_verdicts(trap: str, rows: Sequence[Look]) -> None:
    for label, chosen in (("everybody", rows), ("most active", [r for r in rows if r["busiest"]])):
        counts: dict[str, int] = defaultdict(int)
        for row in chosen:
            counts[row["now"]["traps"][trap]["verdict"]] += 1
        print(
            f"\n{trap}, {label}: " + ", ".join(f"{v} {100 * n / len(chosen):.0f} %" for v, n in sorted(counts.items()))
        )


def _print_clear(rows: Sequence[Look]) -> None:
    """CLEAR that rests on fewer than two flags that could have risen."""
    clear = [trap for row in rows for trap in row["now"]["traps"].values() if trap["verdict"] == "clear"]
    empty = [trap for trap in clear if sum(_could_rise(name, f) for name, f in trap["flags"].items()) < 2]
    print(f"\nclear: {len(clear)} verdicts, {len(empty)} of them on fewer than two flags that could have risen")


def _could_rise(name: str, flag: dict[str, Any]) -> bool:
    """Whether a flag is quiet, counts for the verdict, and rests on a number that enough rows were behind."""
    known = traps.named(name)[1]
    if known is None or known.context_only or flag["level"] != "quiet":
        return False
    return any(line["level"] is not None and line["n"] >= LEAST_COUNTED for line in flag["lines"])


def _print_gates(rows: Sequence[Look]) -> None:
    """Gates that passed both lines over the 26 weeks before, in a month that passes them or is too thin to tell."""
    passing = standing = seen = 0
    for row in rows:
        now, past = (_passes(row["now"]["gate"], at) for at in (0, 1))
        passing += now is True
        is_standing = past is True and now is not False
        standing += is_standing
        seen += is_standing and flags_of(row["now"])["gate"]["level"] in UP
    print(f"\ngates: {passing} months pass both lines; {standing} stood for half a year, {seen} of those are raised")


def _passes(gate: dict[str, Any], at: int) -> bool | None:
    """Whether both lines are passed, in the window (0) or in the 26 weeks before (1); None where it cannot be told."""
    touch, sole, fair = gate["touch"][at], gate["sole-gate"][at], gate["eligible"][at]
    if touch is None or sole is None:
        return None if (touch is None or touch >= TOUCH_AT) and (sole is None or sole >= SOLE_AT) else False
    return bool(touch >= TOUCH_AT and sole >= (max(SOLE_AT, 2.5 / fair) if fair else SOLE_AT))


def _print_agreement(rows: Sequence[Look]) -> None:
    """Whether a trap that is raised is raised again 28 days later; apart where nothing could be told then."""
    for trap in ("code-refuge", "firefighting"):
        raised = [r for r in rows if r["now"]["traps"][trap]["verdict"] in RAISED and "traps" in r.get("next", {})]
        later = [r["next"]["traps"][trap]["verdict"] for r in raised]
        again, untold = sum(v in RAISED for v in later), sum(v == "not enough evidence" for v in later)
        share = f" ({100 * again / len(raised):.0f} %)" if raised else ""
        print(
            f"\n{trap}: raised in {len(raised)} months; 28 days later raised again in {again}{share}, "
            f"not to be told in {untold}, clear in {len(raised) - again - untold}"
        )


def _print_norms(rows: Sequence[Look]) -> None:
    """Percentiles of each share, for the most active and for everybody."""
    print("\n| signal | group | n | p50 | p75 | p80 | p90 | p95 |\n|---|---|---|---|---|---|---|---|")
    for signal, by_group in _values(rows).items():
        for label, values in by_group.items():
            if values:
                points = [float(np.quantile(values, q)) if values else 0.0 for q in (0.5, 0.75, 0.8, 0.9, 0.95)]
                print(f"| {signal} | {label} | {len(values)} | " + " | ".join(f"{p:.2f}" for p in points) + " |")


def _values(rows: Sequence[Look]) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        values = {
            line["signal"]: line["value"]
            for flag in flags_of(row["now"]).values()
            for line in flag["lines"]
            if line["value"] is not None and line["signal"] != "absence"
        }
        for label, belongs in groups():
            if belongs(row):
                for signal, value in values.items():
                    found[signal][label].append(value)
    return dict(sorted(found.items()))


def ship(file: Path, to: Path) -> None:
    """The numbers podium carries: for each group and flag how many months of how many it was up."""
    rows = rows_of(file)
    told = {
        "made": str(datetime.now(UTC).date()),
        "months": len(rows),
        "people": len({(row["history"], row["person"]) for row in rows}),
        "histories": len({row["history"] for row in rows}),
        "up": {
            group: {name: [up, months] for name, (up, told, months) in flags.items() if told}
            for group, flags in rates(rows).items()
        },
        "p90": {
            signal: {
                label: round(float(np.quantile(values, 0.9)), 2)
                for label, values in by_group.items()
                if len(values) >= LEAST_MONTHS
            }
            for signal, by_group in _values(rows).items()
        },
        "hand_read": HAND_READ,
    }
    to.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
