"""The labelled utterances: read, split, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("utterances") / "labelled.txt"


@dataclass(frozen=True)
class Utterance:
    """One line of the file.

    Attributes:
        moves: what a careful reader marks; empty for none.
        voice: who might say it. before: what the other said before; empty when not written.
    """

    moves: frozenset[str]
    voice: str
    text: str
    before: str
    line: int
    is_development: bool


def utterances() -> tuple[Utterance, ...]:
    """The set labelled before the rules; every third is development. Its writer wrote the rules, knowing all of it."""
    return _read(FILE)


def fresh() -> tuple[Utterance, ...]:
    """The set written after the rules were frozen, and never tuned on."""
    return _read(FILE.with_name("fresh.txt"))


def _read(file: Path) -> tuple[Utterance, ...]:
    rows: list[Utterance] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("//"):
            continue
        moves, voice, text, *before = (part.strip() for part in line.split(" | "))
        labelled = frozenset(moves.split()) - {"other"}
        rows.append(Utterance(labelled, voice, text, before[0] if before else "", number, len(rows) % 3 == 0))
    return tuple(rows)


@dataclass
class Counts:
    """How often a move was heard rightly, wrongly, and not."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Share of hearings that are right; None when nothing was heard."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Share of the labelled that was heard; None when none is labelled."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


def counts(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> dict[str, Counts]:
    """Per move, from pairs of (labelled, heard)."""
    table: dict[str, Counts] = {}
    for labelled, heard in pairs:
        for move in labelled | heard:
            row = table.setdefault(move, Counts())
            row.right += move in labelled and move in heard
            row.wrong += move in heard and move not in labelled
            row.missed += move in labelled and move not in heard
    return table


QUESTIONS = frozenset({"ask.open", "ask.closed"})


def act_accuracy(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> tuple[float, float]:
    """(question or not, share right; open or closed among the questions heard, share right)."""
    is_right: list[bool] = []
    is_same: list[bool] = []
    for labelled, heard in pairs:
        is_right.append(bool(labelled & QUESTIONS) == bool(heard & QUESTIONS))
        if labelled & QUESTIONS and heard & QUESTIONS:
            is_same.append(bool(labelled & heard & QUESTIONS))
    return sum(is_right) / len(is_right), sum(is_same) / len(is_same)
