"""One document as all formats see it.

Headings, paragraphs, lists, tables, pictures, and runs of harmless text.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal
from urllib.parse import quote, urlsplit

import msgspec

# Controls and code points that XML forbids; newlines and tabs are made spaces where a run is one line.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufff9-\ufffb]")
# Marks that reorder the text around them; shown by their number, because a reader must see what is written.
_REORDERS = re.compile("[\u061c\u202a-\u202e\u2066-\u2069]")
_SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST_LINK = 2_000
# Columns of a table, in characters: up to NARROW they never wrap, beyond WIDEST they grow no more.
NARROW, WIDEST = 14, 60


def harmless(text: str) -> str:
    """Text every format can hold: forbidden characters as U+FFFD, reordering marks shown as `[U+202E]`."""
    text = _REORDERS.sub(lambda control: f"[U+{ord(control[0]):04X}]", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _FORBIDDEN.sub("\ufffd", text)


def safe_link(address: str) -> str:
    """A web or mail address in plain ASCII, or nothing: a document never runs what it links to."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    has_place = bool(parts.netloc) if parts.scheme != "mailto" else bool(parts.path)
    if parts.scheme not in _SCHEMES or not has_place or len(address) > LONGEST_LINK:
        return ""
    return quote(address, safe="/:?#[]@!$&'*+,;=%~-._", errors="replace")


class Run(msgspec.Struct, frozen=True):
    """Some text on one line, with one look.

    Attributes:
        text: shown as it is; markup in it is text.
        link: where it leads; anything but a web or mail address is dropped.
    """

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        """Make text and link harmless, whoever made the run."""
        msgspec.structs.force_setattr(self, "text", re.sub(r"[\n\t\u2028\u2029]", " ", harmless(self.text)))
        msgspec.structs.force_setattr(self, "link", safe_link(self.link) if self.link else "")


TextLine = tuple[Run, ...]


def line(*pieces: str | Run) -> TextLine:
    """A line from texts and runs."""
    return tuple(piece if isinstance(piece, Run) else Run(piece) for piece in pieces)


def with_code(text: str) -> TextLine:
    """A line in which what stands between backticks is a command."""
    return tuple(Run(piece, is_code=bool(n % 2)) for n, piece in enumerate(text.split("`")) if piece)


def plain(runs: TextLine) -> str:
    """A line without looks and links."""
    return "".join(run.text for run in runs)


class Heading(msgspec.Struct, frozen=True):
    """A heading below the title; level 1 to 3."""

    runs: TextLine
    level: int = 1


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph; `is_small` for notes and receipts."""

    runs: TextLine
    is_small: bool = False


class Item(msgspec.Struct, frozen=True):
    """A line of a list; `number` None for a bullet; depth 0 to 3."""

    runs: TextLine
    number: int | None = None
    depth: int = 0


class Listing(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple[Item, ...]


class Quote(msgspec.Struct, frozen=True):
    """What somebody said."""

    runs: TextLine


class Code(msgspec.Struct, frozen=True):
    """Lines to be kept as they are."""

    text: str

    def __post_init__(self) -> None:
        """Make the text harmless; its lines stay."""
        msgspec.structs.force_setattr(self, "text", harmless(self.text).replace("\t", "    "))


class Table(msgspec.Struct, frozen=True):
    """A table with one row of headings; every row has as many cells as the head."""

    head: tuple[TextLine, ...]
    rows: tuple[tuple[TextLine, ...], ...]


def shares(table: Table) -> list[int]:
    """How wide each column is beside the others, by its longest text within reason; 0: as narrow as its text."""
    longest = [max(len(plain(cell)) for cell in column) for column in zip(table.head, *table.rows, strict=True)]
    if max(longest) <= NARROW:
        return [1] * len(longest)
    return [0 if length <= NARROW else min(WIDEST, length) for length in longest]


class Picture(msgspec.Struct, frozen=True):
    """A drawing podium made itself; `svg` is never text from outside.

    Attributes:
        name: file name without ending, for formats that keep pictures beside the text.
        alt: what it shows, in words.
    """

    svg: str
    alt: str
    name: str

    def __post_init__(self) -> None:
        """Make the words harmless."""
        msgspec.structs.force_setattr(self, "alt", re.sub(r"\s+", " ", harmless(self.alt)))


class Rule(msgspec.Struct, frozen=True):
    """A line across the page."""


class Lines(msgspec.Struct, frozen=True):
    """Empty lines to write on by hand."""

    count: int


class PageBreak(msgspec.Struct, frozen=True):
    """What follows starts on a new page where there are pages."""


Block = Heading | Paragraph | Listing | Quote | Code | Table | Picture | Rule | Lines | PageBreak


class Document(msgspec.Struct, frozen=True):
    """A document.

    Attributes:
        title: shown on top, and the file's title.
        subtitle: one line below it; empty for none.
        made_on: shown nowhere by itself; the date inside PDF and DOCX files, so that bytes repeat.
        author: the file's author; empty for none.
        paper: a4 or us-letter.
        language: the text's language, for readers that speak.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    made_on: date | None = None
    author: str = ""
    paper: Literal["a4", "us-letter"] = "a4"
    language: str = "en"

    def __post_init__(self) -> None:
        """Make the words of the head harmless."""
        for name in ("title", "subtitle", "author"):
            msgspec.structs.force_setattr(self, name, re.sub(r"\s+", " ", harmless(getattr(self, name))).strip())
