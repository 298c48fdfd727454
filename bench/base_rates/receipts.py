"""Receipts of one signal, drawn from histories nobody looked at before, to be read by hand."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.base_rates.read import person_months

from podium.core.errors import Stop
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.signals import Signal
from podium.system import paths

# So many receipts are gathered of a history before any is drawn, and no more than this of one person's half year.
GATHERED = 40
OF_A_PERSON = 8
WEEKS = 26


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
    """Commit to the last day and the person it is a receipt of, person after person as drawn."""
    gathered: dict[str, tuple[str, str]] = {}
    for month, person, _ in person_months(path, rng):
        paths.told_teams().unlink(missing_ok=True)
        try:
            mirror = Mirror(Scope(paths=(path,), as_of=month, weeks=WEEKS, me=(person,)), now=datetime.now(UTC))
        except Stop:
            continue
        try:
            refs = sorted(row.ref for row in mirror.reader(signal).for_judging.rows if row.amount > 0)
        finally:
            mirror.close()
        for ref in rng.sample(refs, min(OF_A_PERSON, len(refs))):
            gathered.setdefault(ref.rpartition(":")[2], (str(month), person))
        if len(gathered) >= GATHERED:
            break
    return gathered
