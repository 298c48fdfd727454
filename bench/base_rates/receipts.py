"""Receipts of one signal, drawn from histories nobody looked at before, to be read by hand."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bench.base_rates.read import is_person
from bench.histories.history import read_history

from podium.core.errors import Stop
from podium.core.time import WEEK_S
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.signals import Signal
from podium.system import paths

# So many receipts are gathered of a history before any is drawn, and no more than this of one person's year.
GATHERED = 24
OF_A_PERSON = 8
WEEKS = 52
YEARS = 8
PEOPLE_EACH = 3
# A history that gives less than this after so many looks is left out: it would take a day.
LOOKS, LEAST_OF_LOOKS = 6, 5


def draw_receipts(
    histories: Sequence[tuple[str, Path]],
    signal: Signal,
    to: Path,
    *,
    read_before: Sequence[Path],
    seed: int,
    each: int,
    wanted: int,
) -> None:
    """Write `each` receipts of each of the first `wanted` histories that have as many and were not read before."""
    written = _histories_in(to)
    known = {name for file in read_before for name in _histories_in(file)} | written
    with to.open("a", encoding="utf-8") as out:
        for name, path in histories:
            if name in known:
                continue
            if len(written) == wanted:
                return
            rng = random.Random(f"{seed} {signal.name} {name}")
            gathered = _gather(path, signal, rng)
            print(f"{name}: {len(gathered)} receipts gathered", file=sys.stderr, flush=True)
            if len(gathered) < each:
                continue
            for commit in sorted(rng.sample(sorted(gathered), each)):
                month, person = gathered[commit]
                row = {"history": name, "commit": commit, "until": month, "person": person}
                out.write(json.dumps(row) + "\n")
            out.flush()
            written.add(name)


def _histories_in(file: Path) -> set[str]:
    return {json.loads(line)["history"] for line in file.read_text().splitlines()} if file.exists() else set()


def _gather(path: Path, signal: Signal, rng: random.Random) -> dict[str, tuple[str, str]]:
    """Commit to the last day and the person it is a receipt of; years as drawn, in each the three most active."""
    gathered: dict[str, tuple[str, str]] = {}
    for nth, (day, person) in enumerate(_people(path, rng)):
        if len(gathered) >= GATHERED or (nth == LOOKS and len(gathered) < LEAST_OF_LOOKS):
            break
        paths.told_teams().unlink(missing_ok=True)
        try:
            mirror = Mirror(Scope(paths=(path,), as_of=day, weeks=WEEKS, me=(person,)), now=datetime.now(UTC))
        except Stop:
            continue
        try:
            refs = sorted(row.ref for row in mirror.reader(signal).for_judging.rows if row.amount > 0)
        finally:
            mirror.close()
        for ref in rng.sample(refs, min(OF_A_PERSON, len(refs))):
            gathered.setdefault(ref.rpartition(":")[2], (str(day), person))
    return gathered


def _people(path: Path, rng: random.Random) -> Iterator[tuple[date, str]]:
    commits = [c for c in read_history(path) if not c.is_merge and is_person(c.author)]
    last = commits[0].landed_s
    ends = [last - nth * WEEKS * WEEK_S for nth in range(YEARS)]
    rng.shuffle(ends)
    for end in ends:
        counts = Counter(c.author for c in commits if end - WEEKS * WEEK_S <= c.landed_s < end)
        for person, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:PEOPLE_EACH]:
            yield datetime.fromtimestamp(end, UTC).date(), person
