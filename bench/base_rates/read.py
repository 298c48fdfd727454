"""Ordinary person-months of public histories, read by podium's own mirror."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.histories.history import Commit, read_history

from podium import traps
from podium.core.automation import is_doubtful, kind_of
from podium.core.errors import Stop
from podium.core.time import DAY_S
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.signals.eligible import ELIGIBLE
from podium.signals.sole_gate import SOLE_GATE
from podium.signals.touch import TOUCH
from podium.system import paths
from podium.traps import BASELINE_DAYS, Drawn, Judged, Raised

DAYS = 28
MONTHS_EACH = 8
OTHERS_EACH = 3
MOST_RECEIPTS = 12
YEARS = 8
LEAST_PEOPLE = 5
LEAST_CHANGES = 40
LEAST_OWN = 10
LOOKED_AT = ("code-refuge", "firefighting")
RAISED = {"watch", "in it"}


def read_all(
    histories: Sequence[tuple[str, Path]],
    rows: Path,
    *,
    seed: int,
    months_each: int = MONTHS_EACH,
    is_once_each: bool = False,
) -> None:
    """Add a line for each person and month that is not in the file yet: a month of every history, then the next of each.

    With `is_once_each` only people of whom no month is in the file yet.
    """
    known = {_key(json.loads(line)) for line in rows.read_text().splitlines()} if rows.exists() else set()
    people = {(history, person) for history, _, person in known}
    drawn = [(name, path, _by_month(person_months(path, random.Random(f"{seed} {name}")))) for name, path in histories]
    print(
        f"{sum(bool(months) for _, _, months in drawn)} histories with months to look at", file=sys.stderr, flush=True
    )
    with rows.open("a", encoding="utf-8") as out:
        for nth in range(months_each):
            for name, path, months in drawn:
                for month, person, is_busiest in months[nth] if nth < len(months) else ():
                    if (name, str(month), person) in known or (is_once_each and (name, person) in people):
                        continue
                    people.add((name, person))
                    row = {"history": name, "month": str(month), "person": person, "busiest": is_busiest}
                    row["now"] = _look(path, month, person)
                    if any(trap["verdict"] in RAISED for trap in row["now"].get("traps", {}).values()):
                        row["next"] = _look(path, month + timedelta(days=DAYS), person)
                    out.write(json.dumps(row) + "\n")
                    out.flush()
            print(f"month {nth + 1} of every history", file=sys.stderr, flush=True)


def _by_month(drawn: Iterator[tuple[date, str, bool]]) -> list[list[tuple[date, str, bool]]]:
    months: dict[date, list[tuple[date, str, bool]]] = {}
    for drawn_month in drawn:
        months.setdefault(drawn_month[0], []).append(drawn_month)
    return list(months.values())


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["history"], row["month"], row["person"]


def person_months(path: Path, rng: random.Random) -> Iterator[tuple[date, str, bool]]:
    """Drawn months in which a team was at work: its most active person and three not drawn before, as git spells them."""
    commits = [commit for commit in read_history(path) if not commit.is_merge and is_person(commit.author)]
    last = commits[0].landed_s // DAY_S - 2 * DAYS
    starts = list(range(last - YEARS * 365, last, DAYS))
    rng.shuffle(starts)
    taken = 0
    drawn: set[str] = set()
    for end in starts:
        month = [c for c in commits if (end - DAYS) * DAY_S <= c.landed_s < end * DAY_S]
        counts = Counter(c.author_name for c in month)
        if len(counts) < LEAST_PEOPLE or len(month) < LEAST_CHANGES:
            continue
        spelling = _spellings(month)
        busiest = min(counts, key=lambda name: (-counts[name], name))
        others = sorted(name for name in counts if counts[name] >= LEAST_OWN and name != busiest and name not in drawn)
        day = datetime.fromtimestamp((end - 1) * DAY_S, UTC).date()
        yield day, spelling[busiest], True
        chosen = rng.sample(others, min(OTHERS_EACH, len(others)))
        drawn |= {busiest, *chosen}
        for name in chosen:
            yield day, spelling[name], False
        taken += 1
        if taken == MONTHS_EACH:
            return


def is_person(identity: str) -> bool:
    """Whether a spelling is neither automation nor may be."""
    name, _, address = identity.rpartition(" <")
    return kind_of(name, address.rstrip(">"))[0] == "human" and not is_doubtful(name, address.rstrip(">"))


def _spellings(commits: Sequence[Commit]) -> dict[str, str]:
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for commit in commits:
        spelled[commit.author_name][commit.author] += 1
    return {name: min(counts, key=lambda s: (-counts[s], s)) for name, counts in spelled.items()}


def _look(path: Path, day: date, person: str) -> dict[str, Any]:
    # Each look stands for another manager's first one: nobody was told of these people before.
    paths.told_teams().unlink(missing_ok=True)
    try:
        mirror = Mirror(Scope(paths=(path,), as_of=day, me=(person,)), now=datetime.now(UTC))
    except Stop as stop:
        return {"stop": str(stop)}
    try:
        judged = [traps.judge(trap, mirror.reader) for trap in traps.every() if trap.name in LOOKED_AT]
        past = mirror.reader.over(mirror.window.before(days=BASELINE_DAYS))
        return {
            "team": mirror.reader.group_size(),
            "traps": {j.trap.name: _judged(j) for j in judged},
            "gate": {
                signal.name: [mirror.reader(signal).for_judging.value, past(signal).for_judging.value]
                for signal in (TOUCH, SOLE_GATE, ELIGIBLE)
            },
        }
    finally:
        mirror.close()


def _judged(judged: Judged) -> dict[str, Any]:
    return {"verdict": judged.verdict, "flags": {r.flag.name: _raised(r) for r in judged.raised}}


def _raised(raised: Raised) -> dict[str, Any]:
    return {"level": raised.level, "settled": raised.is_settled, "lines": [_line(d) for d in raised.drawn]}


def _line(drawn: Drawn) -> dict[str, Any]:
    """The exact number behind a line, and rows that a person can open."""
    exact = drawn.measure.for_judging
    return {
        "signal": drawn.measure.signal,
        "level": drawn.level,
        "value": exact.value,
        "n": exact.n,
        "hits": round(sum(row.amount for row in exact.rows)),
        "reading": drawn.measure.reading,
        "details": dict(drawn.measure.details),
        "certain": drawn.is_certain,
        "words": drawn.words,
        "receipts": [row.ref for row in exact.rows if row.amount > 0][:MOST_RECEIPTS],
    }
