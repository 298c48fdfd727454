"""How well the rules hear questions and reflections on AnnoMI, a public set of expert-coded counselling talks.

Run `python -m bench.gym.annomi AnnoMI-full.csv` with the file of the repository uccollab/AnnoMI. Its licence is not stated,
so neither its text nor anything trained on it is in podium.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from podium.gym.hearing import LONGEST, hear, names


def kappa(labelled: list[bool], heard: list[bool]) -> float:
    """Agreement beyond chance."""
    n = len(labelled)
    same = sum(a == b for a, b in zip(labelled, heard, strict=True)) / n
    share_a, share_b = sum(labelled) / n, sum(heard) / n
    chance = share_a * share_b + (1 - share_a) * (1 - share_b)
    return (same - chance) / (1 - chance)


def main(file: Path) -> None:
    """Print agreement for each sort of move both know."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["interlocutor"] == "therapist":
                rows.setdefault((row["transcript_id"], row["utterance_id"]), row)
    heard = [names(hear(row["utterance_text"][:LONGEST])) for row in rows.values()]
    sorts = {
        "question": ([bool({"ask.open", "ask.closed"} & h) for h in heard], ("open", "closed")),
        "open question": (["ask.open" in h for h in heard], ("open",)),
        "closed question": (["ask.closed" in h for h in heard], ("closed",)),
    }
    print(f"{len(rows)} utterances")
    for name, (found, subtypes) in sorts.items():
        print(f"{name}: kappa {kappa([row['question_subtype'] in subtypes for row in rows.values()], found):.2f}")
    reflected = [row["main_therapist_behaviour"] == "reflection" for row in rows.values()]
    print(f"reflection: kappa {kappa(reflected, ['reflect' in h for h in heard]):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
