"""How often each flag is up in ordinary months: `python -m bench.base_rates draw|read|receipts|doubtful|table`.

`draw` prints the histories in the order of the seed. `read CLONES ROWS` looks as podium looks, at drawn people in drawn
months of every clone in the folder CLONES (OWNER+NAME/repo), and once more 28 days later; it adds one line a look to
ROWS, a month of every history and then the next of each, and goes on where it stopped. `receipts CLONES FILE OLD...` draws
the receipts of take-back read by hand, twenty of each of six histories of a second list that are in no file OLD. `table ROWS` prints the
tables of docs/why/base-rates.md, and with `--ship FILE` writes the numbers podium carries. `doubtful CLONES ROWS` says how
much of an own share hangs on names that may be automation.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.base_rates.doubtful import print_hanging
from bench.base_rates.read import read_all
from bench.base_rates.receipts import draw_receipts
from bench.base_rates.table import print_tables, ship

SEED = 20261129
# Of the list, histories with more commits than this are left out: a year of them takes as long as ten others.
LARGEST = 15_000
LIST, SECOND_LIST = (Path(__file__).with_name(name) for name in ("histories.txt", "receipts.txt"))
RECEIPTS_SEED = 20261130
LARGEST_READ = 25_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the one step that is named."""
    parser = argparse.ArgumentParser(prog="python -m bench.base_rates", description=__doc__)
    parser.add_argument("step", choices=("draw", "read", "receipts", "doubtful", "table"))
    parser.add_argument("places", nargs="*", type=Path)
    parser.add_argument("--ship", type=Path)
    parser.add_argument("--most", type=int, default=89, help="histories to read")
    parser.add_argument("--once-each", action="store_true", help="only people of whom no month was read yet")
    parser.add_argument("--months", type=int, default=8, help="months of each history")
    asked = parser.parse_args(arguments)
    if asked.step == "draw":
        print(f"seed {SEED}, for receipts {RECEIPTS_SEED}")
        print("\n".join(drawn()))
        print("\n".join(drawn(SECOND_LIST, RECEIPTS_SEED)))
    elif asked.step == "read":
        clones, rows = asked.places
        stored = stored_in(clones, drawn())
        read_all(stored[: asked.most], rows, seed=SEED, months_each=asked.months, is_once_each=asked.once_each)
    elif asked.step == "receipts":
        clones, to, *read_before = asked.places
        stored = stored_in(clones, drawn(SECOND_LIST, RECEIPTS_SEED), most=LARGEST_READ)
        draw_receipts(stored, to, read_before=read_before, seed=RECEIPTS_SEED, each=20, wanted=6)
    elif asked.step == "doubtful":
        print_hanging(*asked.places)
    else:
        print_tables(asked.places[0])
        if asked.ship:
            ship(asked.places[0], asked.ship)
    return 0


def commits_of(clone: Path) -> int:
    """How many commits the main branch of a clone holds."""
    answer = subprocess.run(["git", "-C", str(clone), "rev-list", "--count", "HEAD"], capture_output=True, check=True)
    return int(answer.stdout)


def stored_in(clones: Path, names: Sequence[str], *, most: int = LARGEST) -> list[tuple[str, Path]]:
    """The named histories that are there and not too large, in the same order."""
    folders = [(name, clones / name.replace("/", "+") / "repo") for name in names]
    return [(name, folder) for name, folder in folders if folder.is_dir() and commits_of(folder) <= most]


def drawn(list_file: Path = LIST, seed: int = SEED) -> list[str]:
    """A list in the order of its seed."""
    lines = list_file.read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    random.Random(seed).shuffle(names)
    return names


if __name__ == "__main__":
    sys.exit(main())
