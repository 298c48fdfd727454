"""How well the rules do on labelled sentences.

Precision and recall, with the counts they rest on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.lines import lines_of
from podium.text.lint import lint
from podium.text.own_words import OwnWords
from podium.text.rules import TextKind, table_for

if TYPE_CHECKING:
    from podium.text.rules import Table

Part = Literal["development", "held_out"]
PARTS: tuple[Part, ...] = ("development", "held_out")
FEWEST = 5


class Labelled(msgspec.Struct, frozen=True):
    """One invented sentence, the labels that are true of it, and why."""

    kind: TextKind
    text: str
    has: frozenset[str]
    why: str


class Tally(msgspec.Struct, frozen=True):
    """How often one rule was right on one part of the labelled sentences."""

    kind: TextKind
    label: str
    right: int
    wrong: int
    overlooked: int

    @property
    def precision(self) -> float | None:
        """Right among all it pointed at; None when it pointed at nothing."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Found among all there were; None when there were none."""
        return self.right / (self.right + self.overlooked) if self.right + self.overlooked else None

    @property
    def is_thin(self) -> bool:
        """Fewer than five sentences carry the label: the figure is an anecdote."""
        return self.right + self.overlooked < FEWEST


def labelled(part: Part) -> tuple[Labelled, ...]:
    """The sentences of a part, as they lie in the package."""
    text = files("podium.text").joinpath("data", "lint", f"{part}.jsonl").read_text(encoding="utf-8")
    rows = (json.loads(line) for line in lines_of(text) if line.strip())
    return tuple(Labelled(row["kind"], row["text"], frozenset(row["has"]), row["why"]) for row in rows)


def seen_labels(labelled_text: Labelled) -> frozenset[str]:
    """What the rules say of a labelled sentence."""
    return lint(OwnWords.typed(labelled_text.text), labelled_text.kind).labels


def measure(rows: Iterable[Labelled]) -> tuple[Tally, ...]:
    """One tally per rule that is labelled anywhere, in the order of the tables."""
    rows = tuple(rows)
    judged = [(row, seen_labels(row)) for row in rows]
    tallies: list[Tally] = []
    kinds: dict[TextKind, None] = dict.fromkeys(row.kind for row in rows)
    for kind in kinds:
        of_kind = [(row, labels) for row, labels in judged if row.kind == kind]
        for label in _judged(table_for(kind)):
            right = sum(label in row.has and label in labels for row, labels in of_kind)
            wrong = sum(label not in row.has and label in labels for row, labels in of_kind)
            overlooked = sum(label in row.has and label not in labels for row, labels in of_kind)
            tallies.append(Tally(kind, label, right, wrong, overlooked))
    return tuple(tallies)


def _judged(table: Table) -> tuple[str, ...]:
    labels_used = {label for part in PARTS for row in labelled(part) if row.kind in table.kinds for label in row.has}
    return tuple(rule.id for rule in table.rules if rule.id in labels_used)


@cache
def held_out_tallies(kind: TextKind) -> dict[str, Tally]:
    """The held-out tally of each rule of a kind, so that a finding can say how far its rule is to be trusted."""
    table = table_for(kind)
    return {tally.label: tally for tally in measure(labelled("held_out")) if tally.kind in table.kinds}
