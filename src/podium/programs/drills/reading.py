"""What is said about a drill's sentence: words quoted, part missing, one rewrite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import Misuse
from podium.programs.delegation.cards import LEVELS
from podium.text.lint import lint
from podium.text.own_words import OwnWords
from podium.text.rules import table_for

if TYPE_CHECKING:
    from podium.programs.drills.parts import Part
    from podium.text.lint import Finding

LONGEST = 2_000
HONEST = (
    "The rules hear words, not meaning: on sentences they were not tuned on they found 61 of 100 parts. "
    "If you said it in other words, go by your own ear."
)


class DrillFeedback(msgspec.Struct, frozen=True):
    """What was heard of one answer.

    Attributes:
        is_heard: whether the part is there, without words that break it.
        lines: feedback on the task, in print order.
    """

    is_heard: bool
    lines: tuple[str, ...]


def read(part: Part, answer: str) -> DrillFeedback:
    """Feedback on one answer.

    Raises:
        Misuse: nothing was said, or far too much. CannotRead: no text.
    """
    if not answer.strip():
        raise Misuse("nothing was said", next_step="type one sentence")
    if len(answer) > LONGEST:
        raise Misuse(f"a drill is one sentence; this has {len(answer):,} characters", next_step="say it shorter")
    return _level(part, answer) if part.level else _sentence(part, answer)


def _sentence(part: Part, answer: str) -> DrillFeedback:
    linted = lint(OwnWords.typed(answer, where="your sentence"), part.kind)
    rule = table_for(part.kind).rule(part.part)
    spans = linted.parts.get(part.part, ())
    broken = [finding for finding in linted.findings if finding.rule in part.avoid]
    lines = [f'{part.part}: heard in "{linted.reading.quote(span).strip(" ,;:")}"' for span in spans[:1]]
    if not spans:
        lines += [f'"{_short(answer)}"', f"  not heard: {part.part}. {rule.why}"]
    lines += [line for finding in broken for line in _pointed(finding)]
    if not spans or broken:
        lines += [f"  one way: {part.frame}", f"  for example: {part.model}"]
    if not spans:
        lines.append(f"  {HONEST}")
    return DrillFeedback(bool(spans) and not broken, tuple(lines))


def _pointed(finding: Finding) -> list[str]:
    return (
        [f'"{finding.quote}": {finding.why}', f"  try: {finding.offer}"]
        if finding.offer
        else [f'"{finding.quote}": {finding.why}']
    )


def _level(part: Part, answer: str) -> DrillFeedback:
    number = _number(answer)
    right = f"{part.level} {LEVELS[part.level - 1]}: {part.why}"
    if number == part.level:
        return DrillFeedback(is_heard=True, lines=(f"yes, {right}",))
    return DrillFeedback(is_heard=False, lines=(f"{number} is {LEVELS[number - 1]}; this is {right}",))


def _number(answer: str) -> int:
    word = answer.strip().lower().rstrip(".")
    if word in LEVELS:
        return LEVELS.index(word) + 1
    if word in {str(n) for n in range(1, len(LEVELS) + 1)}:
        return int(word)
    choices = ", ".join(f"{n} {name}" for n, name in enumerate(LEVELS, 1))
    raise Misuse("not a valid level", next_step=f"type one of {choices}")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 120 else plain[:119] + "…"
