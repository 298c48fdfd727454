"""How well podium's own rules do on the labelled sentences it ships."""

from __future__ import annotations

from podium.text.measure import PARTS, Labelled, Part, Tally, labelled, measure, seen_labels

__all__ = ["PARTS", "Labelled", "Part", "Tally", "labelled"]


def tallies() -> dict[Part, tuple[Tally, ...]]:
    """How often each rule was right, on the development part and on the held-out part."""
    return {part: measure(labelled(part)) for part in PARTS}


def misses() -> list[tuple[Labelled, frozenset[str]]]:
    """Development sentences that are judged wrongly, each with what the rules say of it."""
    judged = {(tally.kind, tally.label) for rows in tallies().values() for tally in rows}
    rows: list[tuple[Labelled, frozenset[str]]] = []
    for sentence in labelled("development"):
        labels = frozenset(label for label in seen_labels(sentence) if (sentence.kind, label) in judged)
        if labels != sentence.has:
            rows.append((sentence, labels))
    return rows
