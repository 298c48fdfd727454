"""What a linted text looks like on paper and as data.

Sentence by sentence, her words quoted, nobody rated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from podium.text.measure import held_out_tallies
from podium.text.rules import table_for

if TYPE_CHECKING:
    from podium.text.lint import Finding, Linted, Sentence
    from podium.text.reading import Span
    from podium.text.rules import Frame, Rule, Table

LONGEST_QUOTE = 160
UNSEEN = (
    "Irony, mockery, silence and tone of voice cannot be seen by rules; other people's sentences get worse figures."
)


class QuoteRecord(msgspec.Struct, frozen=True):
    """A part of a text: characters from and to, and what stands there."""

    span: list[int]
    quote: str


class FindingRecord(msgspec.Struct, frozen=True, rename={"offer": "try"}):
    """One thing found in a text, why it matters and what could be tried."""

    span: list[int]
    line: int
    rule: str
    strength: str
    quote: str
    why: str
    offer: str
    measured: str


class SentenceRecord(msgspec.Struct, frozen=True):
    """One sentence and its parts."""

    span: list[int]
    line: int
    text: str
    parts: dict[str, list[QuoteRecord]]


class LintRecord(msgspec.Struct, frozen=True):
    """The findings in a text, for scripts; spans in characters of the text."""

    kind: str
    sentences: list[SentenceRecord]
    frames: dict[str, dict[str, list[str]]]
    findings: list[FindingRecord]
    notes: list[str]


def tell(linted: Linted) -> Iterator[str]:
    """Lines for a reader."""
    table = table_for(linted.kind)
    for number, sentence in enumerate(linted.sentences, 1):
        yield f"{number}. {shorten(sentence.text)}  (line {sentence.line})"
        yield from _heard(table, linted, sentence)
        for finding in linted.findings:
            if sentence.span.start <= finding.span.start < sentence.span.end and not _is_of_text(table, finding):
                yield from _pointed_at(linted, finding)
        yield ""
    yield from _frames(table, linted)


def _heard(table: Table, linted: Linted, sentence: Sentence) -> Iterator[str]:
    if any(frame.of and frame.of not in sentence.labels for frame in table.frames):
        yield "   tells of no result yet (a plan, status, question or greeting); no slots are asked of it"
        return
    for part, spans in sentence.parts.items():
        if table.rule(part).collects:
            continue
        yield f"   {part:<12} {_quoted(linted, spans)}"


def _quoted(linted: Linted, spans: Iterable[Span]) -> str:
    return ", ".join(dict.fromkeys(f"\u201c{shorten(linted.reading.quote(span), 60)}\u201d" for span in spans))


def _pointed_at(linted: Linted, finding: Finding) -> Iterator[str]:
    rule = table_for(linted.kind).rule(finding.rule)
    if rule.role == "part":
        yield f"   missing: {finding.rule} \u2014 {finding.offer}"
        return
    quote = f"\u201c{shorten(finding.quote, 60)}\u201d " if rule.pattern() else ""
    yield f"   {finding.strength}: {quote}({finding.rule}) \u2014 {finding.why}"
    yield f"      try: {finding.offer}  [{_trust(rule, linted)}]"


def _trust(rule: Rule, linted: Linted) -> str:
    if rule.measured:
        return rule.measured
    tally = held_out_tallies(linted.kind).get(rule.id)
    if tally is None or not tally.right + tally.wrong:
        return "this rule has not been measured"
    return f"right {tally.right} of {tally.right + tally.wrong} times on podium's held-out sentences"


def _is_of_text(table: Table, finding: Finding) -> bool:
    return any(frame.asked == "text" and finding.rule in frame.parts for frame in table.frames)


def _frames(table: Table, linted: Linted) -> Iterator[str]:
    for frame in table.frames:
        there, missing = frame_parts(frame, linted)
        if not is_asked(frame, linted):
            continue
        if frame.asked == "no":
            unheard = f"; not heard: {', '.join(missing)}" if missing else ""
            yield f"{frame.name}: {', '.join(there) or 'none heard'}{unheard}"
            continue
        yield f"{frame.name}, the text as a whole: {', '.join(there) or 'nothing yet'}"
        for part in missing:
            yield f"   missing: {part} \u2014 {table.rule(part).offer}"


def is_asked(frame: Frame, linted: Linted) -> bool:
    """Whether a frame has anything to say about this text."""
    return not frame.of or frame.of in linted.labels


def frame_parts(frame: Frame, linted: Linted) -> tuple[list[str], list[str]]:
    """The parts of a frame heard in the text, and the others."""
    there = [part for part in frame.parts if part in linted.parts]
    return there, [part for part in frame.parts if part not in linted.parts]


def as_data(linted: Linted) -> LintRecord:
    """The same as plain data, spans in characters of the text."""
    table = table_for(linted.kind)
    return LintRecord(
        kind=linted.kind,
        sentences=[
            SentenceRecord(
                span=[labelled_sentence.span.start, labelled_sentence.span.end],
                line=labelled_sentence.line,
                text=labelled_sentence.text,
                parts={part: _spans(linted, spans) for part, spans in labelled_sentence.parts.items()},
            )
            for labelled_sentence in linted.sentences
        ],
        frames={
            frame.name: dict(zip(("there", "missing"), frame_parts(frame, linted), strict=True))
            for frame in table.frames
            if is_asked(frame, linted)
        },
        findings=[_finding(table, linted, finding) for finding in linted.findings],
        notes=[str(note) for note in linted.notes],
    )


def _finding(table: Table, linted: Linted, finding: Finding) -> FindingRecord:
    return FindingRecord(
        span=[finding.span.start, finding.span.end],
        line=finding.line,
        rule=finding.rule,
        strength=finding.strength,
        quote=finding.quote,
        why=finding.why,
        offer=finding.offer,
        measured=_trust(table.rule(finding.rule), linted),
    )


def _spans(linted: Linted, spans: Sequence[Span]) -> list[QuoteRecord]:
    return [QuoteRecord(span=[span.start, span.end], quote=linted.reading.quote(span)) for span in spans]


def shorten(text: str, most: int = LONGEST_QUOTE) -> str:
    """A quote that fits on the screen, its middle left out."""
    return text if len(text) <= most else f"{text[: most - 20]} \u2026 {text[-15:]}"
