"""What the rules see in the manager's own words.

Parts there, parts missing, words to look at again.

A finding points at words and says why and what to try. There is no total, no grade and no verdict on a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from podium.core.note import Note
from podium.text.own_words import OwnWords, let_in
from podium.text.reading import Reading, Span, inside, read
from podium.text.rules import Kind, Rule, Table, table_for

_ENGLISH = re.compile(
    r"\b(?:the|a|an|and|or|of|to|in|is|are|was|it|that|this|for|on|with|you|i|we|he|she|they|not|do|did|have|has|be|"
    r"at|by|from|what|how|why|can|my|your|our)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Attributes:
        span: where, in characters of the text.
        line: the 1-based line it starts on.
        rule: the rule's name in its table.
        strength: strong, look again, or missing.
        quote: her own words at the span.
        why: why the rule exists.
        offer: what to try.
    """

    span: Span
    line: int
    rule: str
    strength: str
    quote: str
    why: str
    offer: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the parts heard in it, each with its spans in the whole text."""

    span: Span
    line: int
    text: str
    parts: Mapping[str, tuple[Span, ...]]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Linted:
    """Everything seen in one text.

    Attributes:
        kind: win, update, feedback or message.
        reading: the text and what of it was read.
        sentences: her sentences in order.
        parts: every part heard anywhere in the text, with its spans.
        findings: in the order of the text.
        notes: what could not be read.
    """

    kind: Kind
    reading: Reading
    sentences: tuple[Sentence, ...]
    parts: Mapping[str, tuple[Span, ...]]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]

    @property
    def labels(self) -> frozenset[str]:
        """The names of all rules with a hit anywhere."""
        return frozenset(label for sentence in self.sentences for label in sentence.labels)


Hits = dict[str, list[Span]]


def lint(words: OwnWords, kind: Kind) -> Linted:
    """Read her words by the table of their kind."""
    reading = read(let_in(words))
    table = table_for(kind)
    readable = tuple(span for span in reading.sentences if is_english(reading.seen[span.start : span.end]))
    hits = {label: sorted(found) for label, found in find_hits(table, reading, readable).items()}
    sentences = tuple(_sentence(table, reading, span, hits) for span in readable)
    parts = {rule.id: tuple(hits[rule.id]) for rule in table.rules if rule.role == "part" and hits[rule.id]}
    found = dict.fromkeys((*_missing(table, reading, sentences, parts), *_flags(table, reading, hits)))
    findings = tuple(sorted(found, key=lambda one: one.span.start))
    return Linted(kind, reading, sentences, parts, findings, _unread(words, reading, readable))


def is_english(sentence: str) -> bool:
    """False for a longer sentence without one common English word: the rules would only guess there."""
    return len(_WORD.findall(sentence)) < _FEWEST_WORDS or _ENGLISH.search(sentence) is not None


def find_hits(table: Table, reading: Reading, sentences: tuple[Span, ...]) -> Hits:
    """Where each rule of a table hits; below the authorship door, so for `lint` and the benches only."""
    hits: Hits = defaultdict(list)
    for rule in table.rules:
        hits[rule.id].sort()  # those that already count as this one came in another order
        if rule.collects:
            continue
        units = (Span(sentences[0].start, sentences[-1].end),) if rule.scope == "text" and sentences else sentences
        for unit in units:
            if not _is_wanted(rule, unit, hits):
                continue
            for span in _matches(rule, reading, unit):
                hits[rule.id].append(span)
                if rule.counts_as:
                    hits[rule.counts_as].append(span)
    return hits


def _is_wanted(rule: Rule, unit: Span, hits: Hits) -> bool:
    def is_heard(other: str) -> bool:
        return bool(inside(hits[other], unit))

    return (
        all(is_heard(other) for other in rule.needs)
        and not any(is_heard(other) for other in rule.unless)
        and not any(hits[other] for other in rule.unless_in_text)
    )


def _matches(rule: Rule, reading: Reading, unit: Span) -> Iterator[Span]:
    pattern = rule.pattern()
    if pattern is None:
        yield unit
        return
    piece = reading.seen[unit.start : unit.end]
    exception = rule.exception()
    excused = [Span(*found.span()) for found in exception.finditer(piece)] if exception else []
    speech = inside(reading.speech, unit)
    for found in pattern.finditer(piece):
        here = Span(*found.span())
        span = Span(unit.start + here.start, unit.start + here.end)
        is_reported = rule.role == "flag" and any(one.holds(span) for one in speech)
        if here.start < here.end and not is_reported and not any(here.touches(other) for other in excused):
            yield span


def _sentence(table: Table, reading: Reading, span: Span, hits: Hits) -> Sentence:
    within = {rule.id: tuple(inside(hits[rule.id], span)) for rule in table.rules}
    parts = {rule.id: within[rule.id] for rule in table.rules if rule.role == "part" and within[rule.id]}
    labels = frozenset(label for label, found in within.items() if found)
    return Sentence(span, reading.line(span), reading.quote(span), parts, labels)


def _flags(table: Table, reading: Reading, hits: Hits) -> Iterator[Finding]:
    for rule in table.rules:
        if rule.role == "flag":
            for span in hits[rule.id]:
                yield _finding(rule, reading, span, rule.strength)


def _missing(
    table: Table, reading: Reading, sentences: tuple[Sentence, ...], parts: Mapping[str, tuple[Span, ...]]
) -> Iterator[Finding]:
    for frame in table.frames:
        concerned = [one for one in sentences if not frame.of or frame.of in one.labels]
        for part in frame.parts:
            rule = table.rule(part)
            if frame.asked == "sentence":
                for one in concerned:
                    if part not in one.parts:
                        yield _finding(rule, reading, one.span, "missing")
            elif frame.asked == "text" and concerned and part not in parts:
                whole = Span(concerned[0].span.start, concerned[-1].span.end)
                yield _finding(rule, reading, whole, "missing")


def _finding(rule: Rule, reading: Reading, span: Span, strength: str) -> Finding:
    return Finding(span, reading.line(span), rule.id, strength, reading.quote(span), rule.why, rule.offer)


def _unread(words: OwnWords, reading: Reading, readable: tuple[Span, ...]) -> tuple[Note, ...]:
    if not reading.sentences:
        what = "there is no sentence of yours to read: only quotes, code, markup or nothing"
        return (Note(words.where, 0, 0, "", what, "write the draft itself"),)
    return tuple(
        Note(words.where, reading.line(span), 0, "", "this sentence does not look English, so no rule was applied")
        for span in sorted({*reading.sentences} - {*readable})
    )
