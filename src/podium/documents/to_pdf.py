"""A document as PDF: typst lays it out from data, fonts inside, headings tagged and marked."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from podium.core.errors import CannotReach, Misuse, OurFault
from podium.core.plain import Json
from podium.documents.document import (
    Code,
    Heading,
    Lines,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
    shares,
)
from podium.system.extras import install_line

if TYPE_CHECKING:
    from podium.core.plain import Json
    from podium.documents.document import (
        Block,
        Document,
        Run,
        TextLine,
    )

# About 900 pages, 12 s and 1.4 GB; ten thousand lines of 250 hostile letters fit.
MOST_GIVEN = 5_000_000
_NO_GLYPH = "could not be displayed"
_PICTURE = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'


class Printed(msgspec.Struct, frozen=True):
    """A PDF.

    Attributes:
        pages: how many.
        is_accessible: whether it is a valid PDF/UA-1; without it, it is tagged all the same.
        remarks: what a reader may not see as written, such as a letter no font on this machine has.
    """

    data: bytes
    pages: int
    is_accessible: bool
    remarks: tuple[str, ...]


def pdf(document: Document) -> Printed:
    """Lay the document out on pages; PDF/UA-1 where every letter has a glyph.

    Raises:
        Misuse: it would be more than some 900 pages.
        OurFault: typst refused what podium gave it.
    """
    typst = _typst()
    document_json = json.dumps(as_data(document), ensure_ascii=False)
    if len(document_json) > MOST_GIVEN:
        raise Misuse(
            "this is too long for paper: more than 900 pages", next_step="write a .md or .html file, or fewer months"
        )
    stamp = document.made_on or datetime(1980, 1, 1, tzinfo=UTC).date()
    when = datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="podium-press-") as folder:
        layout = Path(folder) / "page.typ"
        layout.write_bytes(files("podium.documents").joinpath("page.typ").read_bytes())
        layout_inputs = {"document": document_json}
        compiler = typst.Compiler(str(layout), root=folder, sys_inputs=layout_inputs)
        remarks: tuple[str, ...] = ()
        data: Any
        try:
            data = compiler.compile(pdf_standards="ua-1", timestamp=when)
        except typst.TypstError as refused:
            if document.title and _NO_GLYPH not in str(refused):
                raise OurFault(f"typst could not lay out the page: {refused}") from refused
            remarks = _remarks(str(refused))
            data = compiler.compile(timestamp=when)
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
    return Printed(bytes(data), int(pages), not remarks, remarks)


def _typst() -> Any:
    """The typesetter, which is installed only where something is printed.

    Raises:
        CannotReach: it is not installed.
    """
    try:
        import typst
    except ImportError:
        raise CannotReach(
            "PDF and pictures need one more part", next_step=f"{install_line('pdf')}, or write .html"
        ) from None
    return typst


def count_pages(document: Document) -> int:
    """How many pages it takes."""
    return pdf(document).pages


def to_png(svg: str, *, dots_per_inch: int = 200) -> bytes:
    """A drawing of podium's own as PNG, for formats that hold no SVG."""
    typst = _typst()
    with tempfile.TemporaryDirectory(prefix="podium-press-") as folder:
        layout = Path(folder) / "picture.typ"
        layout.write_text(_PICTURE)
        pages: Any = typst.compile(str(layout), root=folder, format="png", ppi=dots_per_inch, sys_inputs={"svg": svg})
    return bytes(pages[0] if isinstance(pages, list) else pages)


def as_data(document: Document) -> Json:
    """The document as the layout reads it."""
    day = document.made_on
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "paper": document.paper,
        "language": document.language,
        "made_on": [day.year, day.month, day.day] if day else None,
        "blocks": [_block(block) for block in _stepwise(document.blocks)],
    }


def _stepwise(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings go down one level at a time, as tagged pages must, however you wrote them."""
    deepest = 0
    for block in blocks:
        if isinstance(block, Heading):
            deepest = min(block.level, deepest + 1)
            yield replace(block, level=deepest)
        else:
            yield block


def _block(block: Block) -> Json:
    match block:
        case Heading(runs, level):
            return {"kind": "heading", "level": level, "runs": _runs(runs)}
        case Paragraph(runs, is_small):
            return {"kind": "paragraph", "small": is_small, "runs": _runs(runs)}
        case Listing(items):
            rows = [{"runs": _runs(i.runs), "number": i.number, "depth": i.depth} for i in items]
            return {"kind": "listing", "items": rows}
        case Quote(runs):
            return {"kind": "quote", "runs": _runs(runs)}
        case Code(text):
            return {"kind": "code", "text": text}
        case Table(head, rows):
            cells = [_runs(cell) for row in rows for cell in row]
            return {"kind": "table", "head": [_runs(c) for c in head], "cells": cells, "widths": shares(block)}
        case Picture(svg, alt, _):
            return {"kind": "picture", "svg": svg, "alt": alt}
        case Rule():
            return {"kind": "rule"}
        case Lines(count):
            return {"kind": "lines", "count": count}
        case PageBreak():
            return {"kind": "page-break"}


def _runs(runs: TextLine) -> list[Json]:
    return [_run(run) for run in runs]


def _run(run: Run) -> Json:
    return {
        "text": run.text,
        "bold": run.is_bold,
        "italic": run.is_italic,
        "code": run.is_code,
        "link": run.link,
    }


def _remarks(refused: str) -> tuple[str, ...]:
    if _NO_GLYPH in refused:
        return ("a letter has no glyph in any font of this machine and may show as a box; the text itself is there",)
    return ("a document without a title cannot be a fully accessible PDF",)
