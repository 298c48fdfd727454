"""What a reader would miss in an entry: the line it means, why, and what would make it pass.

It asks, never accuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.programs.portfolio import has_number
from podium.text.lint import lint as read_words
from podium.text.own_words import MOST_CHARACTERS, OwnWords
from podium.text.slots import slots, win_sentences

if TYPE_CHECKING:
    from podium.journal import Entry
    from podium.journal.kinds.portfolio_entry import PortfolioEntry
    from podium.text.slots import Slots

MOST_WORDS = 30
RULES = ("number", "unit", "baseline", "so-what", "adjective", "means", "credit", "receipt", "long")
# Both ends of a change in one sentence: two figures, or one and a word that sets it against the past.
_TWO_ENDS = re.compile(
    r"\d.*?(?:\bfrom\b|\bto\b|\bwas\b|\bwere\b|instead of|rather than|against|used to|before|down|up|->|→).*?\d"
    r"|(?:\bfrom\b|instead of|rather than|against|used to|used to take|it took|it was).{0,40}?\d.*?\d"
    r"|\b(?:halved|doubled|tripled|by (?:half|a third|a quarter))\b",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r"\bhttps?://\S|\b[A-Z]{2,10}-\d+\b")
_WORD = re.compile(r"\S*\w\S*")
_PROSE = ("outcome", "worth", "how", "my_part", "team_part", "differently")


class Remark(msgspec.Struct, frozen=True, order=True):
    """One thing to look at.

    Attributes:
        file, line: where; line 1 when the field is not written at all.
        rule: one of RULES.
        quote: the words it means; empty for what is not there.
        why: what a reader misses.
        passes: what would make it pass.
        is_question: podium may simply not have understood.
    """

    file: str
    line: int
    rule: str
    quote: str
    why: str
    passes: str
    is_question: bool

    def __str__(self) -> str:
        """The remark on one line, as compilers say it."""
        quote = f" “{self.quote}”" if self.quote else ""
        return f"{self.file}:{self.line} {self.rule}{'?' if self.is_question else ''}:{quote} {self.why} To pass: {self.passes}"


def lint(entry: Entry[PortfolioEntry], text: str) -> tuple[Remark, ...]:
    """All remarks on one entry; `text` is its file, for the lines."""
    lines = _Lines(entry, text)
    slots_filled = slots(_words(entry.head.outcome, entry.file))
    remarks = [*_numbers(entry, lines, slots_filled), *_parts(entry, lines, slots_filled), *_prose(entry, lines)]
    return tuple(sorted(set(remarks)))


def lint_file(entry: Entry[PortfolioEntry], root: Path) -> tuple[Remark, ...]:
    """As `lint`, reading the entry's file for its lines."""
    return lint(entry, (root / entry.file).read_text(encoding="utf-8-sig", errors="replace"))


class _Lines:
    """Where an entry's fields and sentences stand in its file."""

    def __init__(self, entry: Entry[PortfolioEntry], text: str) -> None:
        self._entry = entry
        self._lines = text.split("\n")

    def field(self, name: str) -> int:
        """The line of a field, or of its commented example; 1 when neither is written."""
        field_line = re.compile(rf"\s*(?:#\s*)?\"?{re.escape(name)}\"?\s*=")
        return next((n for n, line in enumerate(self._lines, 1) if field_line.match(line)), 1)

    def body(self, line: int) -> int:
        """The line of the file on which a line of the body stands."""
        fences = [n for n, line in enumerate(self._lines, 1) if line.rstrip() == "+++"]
        return (fences[1] if len(fences) > 1 else 0) + line

    def remark(
        self, name: str, rule: str, why: str, passes: str, *, quote: str = "", is_question: bool = False
    ) -> Remark:
        return Remark(self._entry.file, self.field(name), rule, quote, why, passes, is_question)


def _words(text: str, where: str) -> OwnWords:
    return OwnWords.typed(text[:MOST_CHARACTERS], where=where)


def _numbers(entry: Entry[PortfolioEntry], lines: _Lines, slots_filled: Slots) -> Iterator[Remark]:
    head = entry.head
    if has_number(head) or (head.axis == "people" and head.before is head.after is None):
        return
    has_any = head.before is not None or head.after is not None or bool(slots_filled.number)
    if not has_any:
        yield lines.remark(
            "outcome",
            "number",
            "Without a quantity the reader has to trust the words.",
            "write before, after and unit; if nobody counted, say in `how` who could count it now.",
            quote=head.outcome,
            is_question=bool(head.outcome.strip()),
        )
        return
    has_both = (head.before is not None and head.after is not None) or bool(_TWO_ENDS.search(head.outcome))
    if not has_both:
        side = "before" if head.before is None else "after"
        yield lines.remark(
            "after" if side == "before" else "before",
            "baseline",
            "One end of the change cannot be seen.",
            f"write {side} = the measure {side}wards." if side == "after" else "write before = where it stood.",
            is_question=bool(slots_filled.number),
        )
    if not head.unit.strip() and not slots_filled.unit:
        yield lines.remark(
            "unit",
            "unit",
            "A number without its unit can mean anything.",
            'write unit = "days to close the month".',
            is_question=bool(slots_filled.number),
        )


def _parts(entry: Entry[PortfolioEntry], lines: _Lines, slots_filled: Slots) -> Iterator[Remark]:
    head = entry.head
    if not head.worth.strip() and not head.for_whom.strip() and not slots_filled.beneficiary:
        yield lines.remark(
            "outcome",
            "so-what",
            "Who is better off by it, and why does the business care?",
            "write for_whom, or worth in one line.",
            quote=head.outcome,
            is_question=True,
        )
    prose = _words("\n\n".join(_texts(entry)), entry.file)
    if not any(name.strip() for name in head.credit) and not any(s.credit for _, s in win_sentences(prose)):
        yield lines.remark(
            "credit",
            "credit",
            "Who did the work?",
            'write credit = ["Bo"], by name.',
            is_question=True,
        )
    if not head.receipts and not _ADDRESS.search(prose.text):
        yield lines.remark(
            "receipts", "receipt", "Nothing shows it.", 'write receipts = ["https://..."], or the file of the win.'
        )


def _texts(entry: Entry[PortfolioEntry]) -> list[str]:
    """Everything she wrote in an entry, field by field and then her story."""
    return [text for text in (*(getattr(entry.head, name) for name in _PROSE), story(entry.body)) if text.strip()]


def _prose(entry: Entry[PortfolioEntry], lines: _Lines) -> Iterator[Remark]:
    """Adjectives and long sentences, wherever she wrote prose."""
    for name in _PROSE:
        text = getattr(entry.head, name)
        for _, rule, quote, why, passes in _flags(text, entry.file):
            yield lines.remark(name, rule, why, passes, quote=quote)
    for line, rule, quote, why, passes in _flags(story(entry.body), entry.file):
        yield Remark(entry.file, lines.body(line), rule, quote, why, passes, False)


def _flags(text: str, file: str) -> Iterator[tuple[int, str, str, str, str]]:
    if not text.strip():
        return
    linted = read_words(_words(text, file), "update")
    for finding in linted.findings:
        if finding.rule in {"adjective", "means"}:
            yield finding.line, finding.rule, finding.quote, finding.why, finding.offer
    for span in linted.reading.sentences:
        sentence = linted.reading.quote(span)
        count = len(_WORD.findall(sentence))
        if count > MOST_WORDS:
            excerpt = sentence if len(sentence) <= 60 else sentence[:57] + "..."
            why = f"{count} words in one sentence: the result drowns."
            yield (
                linted.reading.line(span),
                "long",
                excerpt,
                why,
                f"cut it into sentences of at most {MOST_WORDS} words.",
            )


def story(body: str) -> str:
    """What she wrote herself below the head: everything up to podium's own account of the traces, lines kept."""
    own_part = re.split(r"^#+[ \t]+What the traces say[ \t]*$", body, maxsplit=1, flags=re.MULTILINE)[0]
    return re.sub(r"^#[^\n]*$", "", own_part, flags=re.MULTILINE)
