"""How well the gym's rules hear: per move and per rule, on the labelled set and on one written after the rules.

Run `python -m bench.gym` from the root of the repository; `--show` prints the development lines that were misheard.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from gym.labelled import Utterance, act_accuracy, counts, fresh, utterances
from podium.gym.hearing import hear, names


def table(rows: list[Utterance], title: str) -> None:
    """Precision and recall per move."""
    pairs = [(row.moves, names(hear(row.text))) for row in rows]
    question, sort = act_accuracy(pairs)
    print(f"\n{title}: {len(rows)} utterances; question or not {question:.2f}, open or closed {sort:.2f}")
    for move, row in sorted(counts(pairs).items()):
        precision = "  - " if row.precision is None else f"{row.precision:.2f}"
        recall = "  - " if row.recall is None else f"{row.recall:.2f}"
        print(
            f"  {move:<12} precision {precision}  recall {recall}  ({row.right} right, {row.wrong} wrong, {row.missed} missed)"
        )


def rules(rows: list[Utterance]) -> None:
    """Precision of every rule."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row in rows:
        for heard in hear(row.text):
            (right if heard.move in row.moves else wrong)[heard.rule] += 1
    print("\nEach rule, all utterances (right / heard):")
    for name in sorted(right.keys() | wrong.keys()):
        print(f"  {name:<26} {right[name]:>3} / {right[name] + wrong[name]}")


def main() -> None:
    """Print the tables."""
    rows = utterances()
    development = [row for row in rows if row.is_development]
    table(development, "development")
    table([row for row in rows if not row.is_development], "the other two thirds")
    table(list(fresh()), "written after the rules")
    if "--rules" in sys.argv:
        rules([*rows, *fresh()])
    if "--show" in sys.argv:
        for row in development:
            heard = names(hear(row.text))
            if heard != row.moves:
                print(f"{row.line}: missed {sorted(row.moves - heard)} wrong {sorted(heard - row.moves)}: {row.text}")


if __name__ == "__main__":
    main()
