"""Which kind of work a change was, in her own words: one line of text for each answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from podium.core.errors import CannotRead
from podium.core.lines import lines_of
from podium.system import files
from podium.text.work_kind.classify import KINDS

_HEAD = """\
# Your answers to `podium work label`: commit, kind, and whether it was drawn at random (only those move a share).
# Kinds: feature, fix, incident, improvement, docs, chore; unclear moves nothing. Edit or delete lines as you like.
"""
_LINE = re.compile(r"([0-9a-f]{40}|[0-9a-f]{64})\s+(\w+)\s+(random|unsure)")


class Answer(NamedTuple):
    """One answer; `is_random` for a change drawn at random, else it was asked because podium was unsure."""

    kind: str
    is_random: bool


def read(file: Path) -> dict[str, Answer]:
    """Answers by commit hash; none when there is no file.

    Raises:
        CannotRead: a line that is no answer; names the line.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotRead(f"your labels cannot be read: {fault}", where=str(file)) from fault
    answer_by_commit = {}
    for number, line in enumerate(lines_of(text), 1):
        if not line.strip() or line.startswith("#"):
            continue
        shape = _LINE.fullmatch(line.strip())
        if shape is None or shape[2] not in (*KINDS, "unclear"):
            raise CannotRead(
                "Not a valid answer",
                where=f"{file}:{number}",
                next_step="write: commit hash, one of " + ", ".join(KINDS) + " or unclear, then random or unsure",
            )
        answer_by_commit[shape[1]] = Answer(shape[2], shape[3] == "random")
    return answer_by_commit


def write(file: Path, answers: Mapping[str, Answer]) -> None:
    """All answers, whole or not at all.

    Raises:
        CannotWrite: the file cannot be replaced; the old one is still there.
    """
    lines = [f"{name} {a.kind} {'random' if a.is_random else 'unsure'}\n" for name, a in sorted(answers.items())]
    files.write(file, _HEAD + "".join(lines))
