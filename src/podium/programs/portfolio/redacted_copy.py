"""A copy she can take along.

Names, links, code names and marked figures shown one by one, then left out.
"""

from __future__ import annotations

import io
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium.core.errors import CannotRead, CannotTell, OurFault
from podium.documents import (
    Heading,
    Item,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    render,
)
from podium.documents.document import plain
from podium.programs.portfolio import Period, entries, number, period
from podium.programs.portfolio.export import whole

if TYPE_CHECKING:
    from podium.documents import (
        Block,
        Document,
        TextLine,
    )
    from podium.journal import Entry, Journal
    from podium.journal.kinds.portfolio_entry import PortfolioEntry

_LINK = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s<>\"']+|\bwww\.[^\s<>\"']+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_COMMIT = re.compile(r"[\w.-]+@[0-9a-f]{7,64}\b")
_TICKET = re.compile(r"\b[A-Z][A-Z0-9]{1,15}-\d{1,7}\b|(?<!\w)#\d+\b")
_CAPITALISED = re.compile(r"(?<=[\w,;:)\]”’'\"] )[A-ZÀ-ÖØ-Þ][\w’'-]*\w")
_ORDINARY = frozenset(
    {
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "KPI",
        "API",
        "SLA",
        "SLO",
        "CEO",
        "CTO",
        "CFO",
        "HR",
        "QA",
        "CI",
        "PDF",
        "UK",
        "EU",
        "US",
    }
    | {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"}
    | {"December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Q1", "Q2", "Q3", "Q4"}
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]")
_AROUND = 40
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_README = """This is a copy of an impact portfolio, {name}.

portfolio.md    plain text (Markdown), opens in any editor
portfolio.pdf   the same, to read and print
timeline.svg    the picture that portfolio.md shows

Names, links, code names and figures that belong to an employer were replaced by its author.
No program is needed to read it.
"""


class WordToDecide(msgspec.Struct, frozen=True):
    """Something that perhaps must not leave.

    Attributes:
        text: as it stands.
        sort: name, link, address, code name, figure, or perhaps a name.
        instead: what podium would write; she may choose another.
        count: how often it stands in the copy.
        around: the words around its first place.
    """

    text: str
    sort: str
    instead: str
    count: int
    around: str

    @property
    def times(self) -> str:
        """`once`, `4 times`."""
        return "once" if self.count == 1 else f"{self.count} times"


class Decided(msgspec.Struct, frozen=True):
    """Her decisions: what is replaced by what, and what may stay."""

    instead: Mapping[str, str]
    stays: frozenset[str]


def ready(journal: Journal, when: str | None) -> tuple[list[Entry[PortfolioEntry]], Period]:
    """What may be carried of a month, quarter or year, or of everything; and the time it covers.

    Raises:
        CannotTell: no entry is ready. Misuse: `when` is no period.
    """
    within = period(when) if when else None
    ready_entries = [e for e in entries(journal, within) if e.head.status == "ready" and not e.head.is_confidential]
    if not ready_entries:
        raise CannotTell("no entry is ready to be carried", next_step="podium portfolio month")
    first, last = ready_entries[0].head.date, ready_entries[-1].head.date
    name = str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return ready_entries, within or Period(first.replace(month=1, day=1), last.replace(month=12, day=31), name)


def copy(ready: Sequence[Entry[PortfolioEntry]], within: Period) -> Document:
    """Everything of the period as a document, not yet redacted, invisible characters taken out."""
    document = whole(ready, within)
    return _mapped(document, lambda text: _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def find(journal: Journal, ready: Sequence[Entry[PortfolioEntry]], document: Document) -> tuple[WordToDecide, ...]:
    """Everything to decide, longest first within its sort; what does not occur is left out."""
    texts = [*_texts(document)]
    joined = "\n".join(texts)
    wanted: dict[str, tuple[str, str]] = {}
    for sort, instead, terms in _terms(journal, ready, joined):
        for term in terms:
            wanted.setdefault(term, (sort, instead))
    letters = iter(f"{chr(65 + n % 26)}{n // 26 or ''}" for n in range(100_000))
    words_to_decide: list[WordToDecide] = []
    for term, (sort, instead) in wanted.items():
        places = [*_pattern(term).finditer(joined)]
        if places:
            replacement = f"[colleague {next(letters)}]" if sort == "name" else instead
            words_to_decide.append(WordToDecide(term, sort, replacement, len(places), _around(joined, places[0])))
    return tuple(words_to_decide)


def redact(document: Document, decided: Decided) -> Document:
    """The document without what she decided to leave out; longer words first, so that no part shines through.

    Raises:
        OurFault: something is still there.
    """
    words = sorted(decided.instead, key=lambda word: (-len(word), word))
    by_key = {_key(word): decided.instead[word] for word in words}
    if not words:
        return document
    pattern = re.compile("|".join(_pattern(word).pattern for word in words), re.IGNORECASE)
    redacted = _mapped(document, lambda text: pattern.sub(lambda hit: by_key.get(_key(hit[0]), "[left out]"), text))
    harmless = {_key(new) for new in decided.instead.values()}
    for word in words:
        if not any(_pattern(word).search(new) for new in harmless) and any(
            _pattern(word).search(t) for t in _texts(redacted)
        ):
            raise OurFault(f"a word to be left out is still there: {word!r}")
    return redacted


def read_list(text: str, where: str) -> Decided:
    """A redaction list: `[redact]` with what is replaced by what, `keep` with what may stay.

    Raises:
        CannotRead: it is no such list.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise CannotRead(f"the redaction list is not valid TOML: {wrong}", where=where) from None
    instead, stays = table.get("redact", {}), table.get("keep", [])
    if (
        not isinstance(instead, dict)
        or not isinstance(stays, list)
        or not all(isinstance(w, str) for w in [*instead.values(), *stays])
    ):
        raise CannotRead(
            "the redaction list has another form",
            where=where,
            next_step='write keep = ["word"] and [redact] with "Bo" = "a colleague"',
        )
    if any(not word.strip() for word in [*instead, *stays]):
        raise CannotRead("the redaction list holds an empty word", where=where)
    return Decided({str(word): str(new) for word, new in instead.items()}, frozenset(stays))


def list_text(words_to_decide: Sequence[WordToDecide]) -> str:
    """A redaction list as podium would propose it, to be edited; what it doubts is kept."""
    from podium.journal.template import as_toml

    keep = [f.text for f in words_to_decide if f.sort == "perhaps a name"]
    lines = [
        "# What `podium portfolio carry --yes` leaves out, and what may stay. Move a line to change it.",
        f"keep = {as_toml(keep)}",
        "",
        "[redact]",
    ]
    lines += [
        f"{as_toml(f.text)} = {as_toml(f.instead)}  # {f.sort}, {f.times}: ... {f.around} ..."
        for f in words_to_decide
        if f.sort != "perhaps a name"
    ]
    return "\n".join(lines) + "\n"


def demand_all(words_to_decide: Sequence[WordToDecide], decided: Decided) -> None:
    """Stop when a list leaves something undecided: nothing is guessed.

    Raises:
        CannotTell: with every word that is in neither half of the list.
    """
    decided_words = {_key(word) for word in (*decided.instead, *decided.stays)}
    open_words = [f.text for f in words_to_decide if _key(f.text) not in decided_words]
    if open_words:
        raise CannotTell(
            f"the list says nothing about: {', '.join(open_words)}",
            next_step="add each under [redact] or to keep = [...], or run it without --yes to be asked",
        )


def pack(document: Document, within: Period) -> bytes:
    """One archive of Markdown, PDF and picture; the same document gives the same bytes."""
    files = {"README.txt": _README.format(name=within.name).encode(), "portfolio.md": render(document, "md")}
    files["portfolio.pdf"] = render(document, "pdf")
    files |= {f"{block.name}.svg": block.svg.encode() for block in document.blocks if isinstance(block, Picture)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, _ZIP_DAY), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# -- finding


def _terms(journal: Journal, ready: Sequence[Entry[PortfolioEntry]], text: str) -> Iterator[tuple[str, str, list[str]]]:
    marked = [word for e in ready for word in e.head.keep_inside if word.strip()]
    yield "figure", "[figure]", [*marked, *_as_shown(marked)]
    yield "link", "[link]", _once(_LINK.findall(text))
    yield "address", "[address]", _once(_MAIL.findall(text))
    yield "code name", "[change]", _once(_COMMIT.findall(text))
    yield "code name", "[ticket]", _once(_TICKET.findall(text))
    yield "name", "", _names(journal, ready)
    yield "code name", "[project]", _once(e.id for e in journal.entries("initiative"))
    yield "perhaps a name", "[name]", [w for w in _once(_CAPITALISED.findall(text)) if w not in _ORDINARY]


def _names(journal: Journal, ready: Sequence[Entry[PortfolioEntry]]) -> list[str]:
    """Everybody the journal names: credit, people, stakeholders, steps taken; whole names, then their parts."""
    names = [n for e in ready for n in e.head.credit] + [n for e in journal.entries("win") for n in e.head.credit]
    names += [e.head.name for e in journal.entries("growth")]
    names += [e.id for kind in ("person", "stakeholder") for e in journal.entries(kind)]
    whole_names = _once(" ".join(name.split()) for name in names)
    parts = [part for name in whole_names for part in name.split() if len(part) > 1 and len(name.split()) > 1]
    return _once([*sorted(whole_names, key=lambda n: (-len(n), n)), *parts])


def _as_shown(marked: Sequence[str]) -> Iterator[str]:
    """A marked number as the document writes it: 1500 as 1,500."""
    for word in marked:
        try:
            yield number(float(word.replace(",", "")))
        except (ValueError, OverflowError):
            continue


def _once(words: Iterable[str]) -> list[str]:
    """Each word once, whatever its case, without a sentence's last dot."""
    first_spelling: dict[str, str] = {}
    for word in words:
        bare = word.rstrip(".,;:)]'\"”’") if "://" in word or "@" in word else word
        if bare.strip():
            first_spelling.setdefault(_key(bare), unicodedata.normalize("NFC", bare))
    return list(first_spelling.values())


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def _pattern(word: str) -> re.Pattern[str]:
    """The word as a whole word, in any case; a possessive counts."""
    words = r"\s+".join(re.escape(part) for part in unicodedata.normalize("NFC", word).split())
    before = r"(?<![^\W_])" if word[:1].isalnum() else ""
    after = r"(?![^\W_])" if word[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{after}", re.IGNORECASE)


def _around(text: str, hit: re.Match[str]) -> str:
    return " ".join(text[max(0, hit.start() - _AROUND) : hit.end() + _AROUND].split())


# -- walking through a document


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.subtitle)
    for block in document.blocks:
        match block:
            case Heading(runs) | Paragraph(runs) | Quote(runs):
                yield plain(runs)
            case Listing(items):
                yield from (plain(item.runs) for item in items)
            case Table(head, rows):
                yield from (plain(cell) for row in (head, *rows) for cell in row)
            case Picture(_, alt, _):
                yield alt
            case _:
                continue


def _mapped(document: Document, change: Callable[[str], str]) -> Document:
    """Every line as one run of changed text: no term can hide between two runs or behind a link."""

    def changed(runs: TextLine) -> TextLine:
        return (Run(change(plain(runs))),)

    blocks: list[Block] = []
    for block in document.blocks:
        match block:
            case Heading(runs) | Paragraph(runs) | Quote(runs):
                blocks.append(replace(block, runs=changed(runs)))
            case Listing(items):
                blocks.append(Listing(tuple(Item(changed(i.runs), i.number, i.depth) for i in items)))
            case Table(head, rows):
                blocks.append(Table(tuple(map(changed, head)), tuple(tuple(map(changed, row)) for row in rows)))
            case _:
                blocks.append(block)
    return replace(document, title=change(document.title), subtitle=change(document.subtitle), blocks=tuple(blocks))
