"""What the rules see in the manager's own words.

Parts there, parts missing, words to look at again.

A finding points at words and says why and what to try. There is no total, no grade and no verdict on a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

import msgspec

from podium.core.note import Note
from podium.text.own_words import let_in
from podium.text.reading import Reading, Span, inside, read
from podium.text.rules import TextKind, table_for

if TYPE_CHECKING:
    from podium.text.own_words import OwnWords
    from podium.text.rules import Rule, Table

# Words of one language only: what two of them share counts for neither.
_ENGLISH_WORDS = (
    "about and are at because been by can can't could did didn't does don't from have he her his how i'm"
    " i've if into is isn't it it's its my not of our she should than that the their them then there they"
    " this to we we're were what when where which who why with would you you're your"
)
_OTHER_WORDS = {
    "german": (
        "aber als auch auf aus bei beim damit das dass dein deine dem den der des dich dir du ein eine einem"
        " einen eines er es für haben hast ich ihr im ist jetzt kann mehr mich mir mit nach nicht noch oder"
        " schon seit sich sie sind um und uns unser unsere vom von weil wenn wer werden wie wir wird wo wurde"
        " zu zum zur"
    ),
    "french": (
        "au aux avec avez avons c'est ce ces cette comment d'une dans depuis des du elle est et faire fait il"
        " je l'équipe la le les leur mais ne notre nous ont où pas plus pour qu'est-ce qu'il quand que qui"
        " quoi sa se ses son sont sur ta te tes ton tu une votre vous été"
    ),
    "spanish": (
        "al como con cuando cómo de del desde el en entre era es esta este está hay hemos las le lo los muy"
        " más no nuestra nuestro para pero por que qué se sin sobre son su sus también te tu una y ya"
    ),
    "italian": (
        "abbiamo alla anche che ci come con cosa dal dalla dei della delle di gli hai ho i il le lo mi nel"
        " non nostro per perché più quando questa questo si sono ti tuo una è"
    ),
    "portuguese": (
        "ao as com como da das de desde do dos em esta este está foi isso já mais mas nossa nosso não nós o"
        " os para pela pelo por quando que se são tem uma você é"
    ),
    "dutch": (
        "aan als bij dat de deze die een en er hebben heeft het hoe ik je jij maar met naar niet nog om onze"
        " ook op te uit van voor wat wel wij wordt zijn"
    ),
    "swedish": (
        "att av den det du en ett från för han har hon hur inte jag kan med men ni och om oss på som så till"
        " vad var vi är"
    ),
    "danish": ("af at den det du en er et for fra har hvad hvor hvordan ikke jeg kan med men og om os på som til vi"),
    "polish": (
        "ale był była co czy dla do i jak jest już mamy na nasz nie od po przez się są tak tego ten to twoje w z za że"
    ),
}
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHERS = tuple(frozenset(words.split()) for words in _OTHER_WORDS.values())
_WORDED = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ACCENTED_WORD = re.compile(r"\b[a-z]*[à-öø-ÿąćęłńśźżőűčřšžěů][^\W\d_]*")
_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_A-Za-zÀ-ɏ]")
FEWEST_FOREIGN = 2
MOST_SIGNS = 20


class Finding(msgspec.Struct, frozen=True):
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


class Sentence(msgspec.Struct, frozen=True):
    """One sentence and the parts heard in it, each with its spans in the whole text."""

    span: Span
    line: int
    text: str
    parts: Mapping[str, tuple[Span, ...]]
    labels: frozenset[str]


class Linted(msgspec.Struct, frozen=True):
    """Everything seen in one text.

    Attributes:
        kind: win, update, feedback or message.
        reading: the text and what of it was read.
        sentences: her sentences in order.
        parts: every part heard anywhere in the text, with its spans.
        findings: in the order of the text.
        notes: what could not be read.
    """

    kind: TextKind
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


def lint(words: OwnWords, kind: TextKind) -> Linted:
    """Read her words by the table of their kind."""
    reading = read(let_in(words))
    table = table_for(kind)
    readable = tuple(span for span in reading.sentences if is_english(reading.seen[span.start : span.end]))
    hits = {label: sorted(label_hits) for label, label_hits in find_hits(table, reading, readable).items()}
    sentences = tuple(_sentence(table, reading, span, hits) for span in readable)
    parts = {rule.id: tuple(hits[rule.id]) for rule in table.rules if rule.role == "part" and hits[rule.id]}
    all_findings = dict.fromkeys((*_missing(table, reading, sentences, parts), *_flags(table, reading, hits)))
    findings = tuple(sorted(all_findings, key=lambda finding: finding.span.start))
    return Linted(kind, reading, sentences, parts, findings, _unread(words, reading, readable))


def is_english(sentence: str) -> bool:
    """Whether no other language has more of its own small words in the sentence than English has."""
    if len(_FOREIGN_LETTER.findall(sentence)) > len(_LATIN_LETTER.findall(sentence)):
        return False
    words = _WORDED.findall(sentence.casefold())
    english = sum(word in _ENGLISH for word in words)
    foreign_words = max(sum(word in language for word in words) for language in _OTHERS)
    if foreign_words >= FEWEST_FOREIGN and foreign_words > english:
        return False
    return bool(english) or _ACCENTED_WORD.search(sentence) is None


def is_read(words: OwnWords) -> bool:
    """Whether at least half of her sentences can be read; what is in another language lacks nothing."""
    reading = read(let_in(words))
    readable = sum(is_english(reading.seen[span.start : span.end]) for span in reading.sentences)
    return bool(reading.sentences) and 2 * readable >= len(reading.sentences)


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
            rule_hits = list(_matches(rule, reading, unit))
            for label in _labels(table, rule):
                hits[label] += rule_hits
    return hits


def _labels(table: Table, rule: Rule) -> Iterator[str]:
    """The rule's own name, and every rule it counts as, step by step."""
    yield rule.id
    while rule.counts_as:
        rule = table.rule(rule.counts_as)
        yield rule.id


def _is_wanted(rule: Rule, unit: Span, hits: Hits) -> bool:
    def is_heard(label: str) -> bool:
        return bool(inside(hits[label], unit))

    return (
        all(is_heard(label) for label in rule.needs)
        and (not rule.needs_two_of or _are_two_apart([inside(hits[label], unit) for label in rule.needs_two_of]))
        and not any(is_heard(label) for label in rule.unless)
        and not any(hits[label] for label in rule.unless_in_text)
    )


def _are_two_apart(signs: Sequence[Sequence[Span]]) -> bool:
    """Whether two different rules hit words that do not overlap."""
    return any(
        not first_span.touches(second_span)
        for first, second in combinations(signs, 2)
        for first_span, second_span in product(first[:MOST_SIGNS], second[:MOST_SIGNS])
    )


def _matches(rule: Rule, reading: Reading, unit: Span) -> Iterator[Span]:
    pattern = rule.pattern()
    if pattern is None:
        yield unit
        return
    piece = reading.seen[unit.start : unit.end]
    exception = rule.exception()
    excused = [Span(*match.span()) for match in exception.finditer(piece)] if exception else []
    speech = inside(reading.speech, unit)
    for match in pattern.finditer(piece):
        here = Span(*match.span())
        span = Span(unit.start + here.start, unit.start + here.end)
        is_reported = rule.role == "flag" and any(quotation.holds(span) for quotation in speech)
        if here.start < here.end and not is_reported and not any(here.touches(excuse) for excuse in excused):
            yield span


def _sentence(table: Table, reading: Reading, span: Span, hits: Hits) -> Sentence:
    within = {rule.id: tuple(inside(hits[rule.id], span)) for rule in table.rules}
    parts = {rule.id: within[rule.id] for rule in table.rules if rule.role == "part" and within[rule.id]}
    labels = frozenset(label for label, spans in within.items() if spans)
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
        concerned = [sentence for sentence in sentences if not frame.of or frame.of in sentence.labels]
        for part in frame.parts:
            rule = table.rule(part)
            if frame.asked == "sentence":
                for sentence in concerned:
                    if part not in sentence.parts:
                        yield _finding(rule, reading, sentence.span, "missing")
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
