"""The kind of work a change was.

Feature, fix, incident, improvement, docs or chore, or unclear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from podium.text.work_kind.features import read_marks
from podium.text.work_kind.judged import KINDS, LEAST_SURE, How, Judged, KnownKind, Odds, WorkKind, judge, spread
from podium.text.work_kind.paths import look_at
from podium.text.work_kind.structure import find_rule, hear_structure, unwrap_relanding
from podium.text.work_kind.weights import load_table, score

if TYPE_CHECKING:
    from podium.text.work_kind.structure import StatedKind

__all__ = [
    "KINDS",
    "LEAST_SURE",
    "How",
    "Judged",
    "KnownKind",
    "Odds",
    "WorkKind",
    "classify",
]

_LONGEST_MESSAGE: Final = 20_000
_LONGEST_SUBJECT: Final = 1_000
_MOST_PATHS: Final = 1_000
_TRAILER: Final = re.compile(r"(?m)^[A-Za-z][A-Za-z-]*-by:.*$")
_RULES: Final = {
    "bump": "a dependency bump: its subject and only manifests, locks or settings",
    "release": "a release: its subject and only manifests, locks or a change log",
    "all-test": "every path is a test",
    "all-ci": "every path is a pipeline",
    "all-docs": "every path is documentation",
    "all-lock": "every path is a lock file",
}


def classify(message: str, paths: Sequence[str], n_paths: int, *, author_is_bot: bool = False) -> Judged:
    """Judge one change by structure, then paths, then learned weights: the first that knows wins."""
    subject, _, body = message[:_LONGEST_MESSAGE].lstrip().partition("\n")
    subject = subject[:_LONGEST_SUBJECT].strip()
    kinds = {look_at(path).kind for path in paths[:_MOST_PATHS]}
    structure = hear_structure(subject, body, kinds, author_is_bot=author_is_bot)
    if structure:
        return judge(_lean_to(structure), "structure", structure.why)
    subject = unwrap_relanding(subject)
    table = load_table()
    rule = find_rule(subject, kinds)
    if rule and rule in table.rules:
        return judge(table.rules[rule], "paths" if rule.startswith("all-") else "structure", _RULES[rule])
    marks = read_marks(subject, _TRAILER.sub("", body[:4000]), paths, n_paths)
    return judge(score(marks, table), "weights", "words and paths, by the shipped weights")


def _lean_to(structure: StatedKind) -> Odds:
    rest = (1 - structure.p) / (len(KINDS) - 1)
    return spread({kind: structure.p if kind == structure.kind else rest for kind in KINDS})
