"""A document as a Word file.

Real headings, lists and tables, so that she can go on editing it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from podium.core.errors import CannotReach
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
    Run,
    Table,
    plain,
    shares,
)
from podium.documents.to_pdf import to_png
from podium.system.extras import install_line

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

    from podium.documents.document import (
        Block,
        Document,
        Item,
        TextLine,
    )

_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_PAPER_CM = {"a4": (21.0, 29.7), "us-letter": (21.59, 27.94)}
_LONGEST_PROPERTY = 255
# Room above and below, in points.
# No more than the same page has in PDF, so that what fits there fits here.
_GAPS_PT = {"Title": (0, 4), "Subtitle": (0, 8), "Heading 1": (10, 3), "Heading 2": (7, 2), "Heading 3": (5, 2)}
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def docx(document: Document) -> bytes:
    """The whole file; the same document gives the same bytes.

    Raises:
        CannotReach: what writes it is not installed.
    """
    try:
        import docx as word
    except ImportError:
        raise CannotReach(
            "Word files need one more part", next_step=f"{install_line('docx')}, or write .html"
        ) from None

    word_file = word.Document()
    _set_up(word_file, document)
    pages = _Pages(word_file)
    if document.title:
        pages.add("Title").add_run(document.title)
    if document.subtitle:
        pages.add("Subtitle").add_run(document.subtitle)
    for block in document.blocks:
        _add(pages, block)
    buffer = io.BytesIO()
    word_file.save(buffer)
    return _same_bytes(buffer.getvalue())


class _Pages:
    """Where paragraphs are added; python-docx looks through all of them for each, which a long document feels."""

    def __init__(self, word_file: Word) -> None:
        """Remember the styles and the end of the body."""
        self.made = word_file
        whole: Any = word_file
        self._body, self._end = whole._body, word_file.element.body.sectPr
        self._styles = {str(style.name): style.style_id for style in word_file.styles}

    def add(self, style: str = "Normal") -> WordParagraph:
        """One more paragraph of a style, at the end."""
        from docx.text.paragraph import Paragraph as WordParagraph

        element = _element("w:p")
        if style != "Normal":
            element.style = self._styles[style]
        self._end.addprevious(element)
        return WordParagraph(element, self._body)


def _set_up(word_file: Word, document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = word_file.sections[0]
    width, height = _PAPER_CM[document.paper]
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = Cm(2.1)
    section.top_margin = section.bottom_margin = Cm(1.9)
    sizes = {"Normal": 10, "Title": 17, "Subtitle": 10, "Heading 1": 12, "Heading 2": 10.5, "Heading 3": 10}
    for name, size in sizes.items():
        style: Any = word_file.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A) if name != "Subtitle" else RGBColor(0x59, 0x59, 0x59)
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        # Bold where the other formats are; the rule under Word's own title and its wide gaps are left out.
        style.font.bold = True if name not in {"Normal", "Subtitle"} else None
        for rule in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            rule.getparent().remove(rule)
        for wide in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(wide)
        before, after = _GAPS_PT.get(name, (0, 4))
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    properties: Any = word_file.core_properties
    properties.title = document.title[:_LONGEST_PROPERTY]
    properties.author = document.author[:_LONGEST_PROPERTY]
    properties.comments, properties.language, properties.revision = "", document.language, 1
    day = document.made_on or date(1980, 1, 1)
    properties.created = properties.modified = datetime.combine(day, time())


def _add(pages: _Pages, block: Block) -> None:
    match block:
        case Heading(runs, level):
            _fill(pages.add(f"Heading {level}"), runs)
        case Paragraph(runs, is_small):
            _fill(pages.add(), runs, points=9.0 if is_small else None)
        case Listing(items):
            for item in items:
                _add_item(pages, item)
        case Quote(runs):
            _fill(pages.add("Quote"), runs)
        case Code(text):
            for code_line in text.split("\n"):
                paragraph = pages.add()
                paragraph.paragraph_format.space_after = 0
                _fill(paragraph, (Run(code_line, is_code=True),))
        case Table():
            _add_table(pages, block)
        case Picture():
            _add_picture(pages, block)
        case Rule():
            _add_rule(pages)
        case Lines(count):
            for _ in range(count):
                _add_rule(pages, between=True)
        case PageBreak():
            pages.add().paragraph_format.page_break_before = True


def _add_item(pages: _Pages, item: Item) -> None:
    from docx.shared import Cm, Pt

    # A number is written as text: Word's own would run on from one list to the next.
    if item.number is None:
        paragraph = pages.add("List Bullet" if item.depth == 0 else f"List Bullet {min(item.depth + 1, 3)}")
    else:
        paragraph = pages.add()
        paragraph.paragraph_format.left_indent = Cm(0.63 * (item.depth + 1))
        paragraph.paragraph_format.first_line_indent = Cm(-0.63)
        paragraph.add_run(f"{item.number}.\t")
    paragraph.paragraph_format.space_after = Pt(2)
    _fill(paragraph, item.runs)


def _add_table(pages: _Pages, table: Table) -> None:
    from docx.shared import Pt

    grid: Any = pages.made.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    for row, cells in zip(grid.rows, [table.head, *table.rows], strict=True):
        for cell, runs in zip(row.cells, cells, strict=True):
            look = cell.paragraphs[0].paragraph_format
            look.space_before = look.space_after = Pt(2)
            _fill(cell.paragraphs[0], runs, points=9.5)
    for cell in grid.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    _set_rules(grid)
    _set_widths(pages, grid, table)
    head = grid.rows[0]._tr.get_or_add_trPr()
    head.append(_element("w:tblHeader"))
    pages.add()


def _set_rules(grid: Any) -> None:
    """Thin lines between rows alone, as on paper."""
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = _element(f"w:{side}")
        is_row = side in {"bottom", "insideH"}
        for name, value in (("val", "single" if is_row else "nil"), ("sz", "4"), ("space", "0"), ("color", "BFBFBF")):
            edge.set(_name(f"w:{name}"), value)
        borders.append(edge)
    grid._tbl.tblPr.append(borders)


def _set_widths(pages: _Pages, grid: Any, table: Table) -> None:
    """Columns by their texts; Word would make them all alike."""
    from docx.shared import Cm

    longest = [max(len(plain(cell)) for cell in column) for column in zip(table.head, *table.rows, strict=True)]
    section = pages.made.sections[0]
    room = ((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / Cm(1)
    narrow = [0.0 if share else 0.7 + 0.19 * length for share, length in zip(shares(table), longest, strict=True)]
    unit = max(0.05, (room - sum(narrow)) / (sum(shares(table)) or 1))
    widths = [fixed or share * unit for fixed, share in zip(narrow, shares(table), strict=True)]
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _add_rule(pages: _Pages, *, between: bool = False) -> None:
    """A line; Word joins neighbours of one look, so lines to write on also stand between them."""
    from docx.shared import Mm

    borders = _element("w:pBdr")
    for side in ("w:bottom", "w:between") if between else ("w:bottom",):
        edge = _element(side)
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "A0A0A0")):
            edge.set(_name(f"w:{name}"), value)
        borders.append(edge)
    paragraph: Any = pages.add()
    if between:
        paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = Mm(7), 0
    paragraph._p.get_or_add_pPr().append(borders)


def _add_picture(pages: _Pages, picture: Picture) -> None:
    section = pages.made.sections[0]
    width: Any = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    shape: Any = pages.made.add_picture(io.BytesIO(to_png(picture.svg)), width=width)
    shape._inline.docPr.set("descr", picture.alt)


def _fill(paragraph: WordParagraph, runs: TextLine, *, points: float | None = None) -> None:
    for run in runs:
        if run.link:
            _add_link(paragraph, run, points)
        else:
            _look(paragraph.add_run(run.text), run, points)


def _look(word_run: Any, run: Run, points: float | None) -> None:
    from docx.shared import Pt

    # None keeps what the style says; False would switch a heading's bold off.
    word_run.bold, word_run.italic = run.is_bold or None, run.is_italic or None
    if run.is_code:
        word_run.font.name = "Consolas"
    if points is not None:
        word_run.font.size = Pt(points)


def _add_link(paragraph: Any, run: Run, points: float | None) -> None:
    from docx.shared import RGBColor
    from docx.text.run import Run as WordRun

    link = _element("w:hyperlink")
    link.set(_name("r:id"), paragraph.part.relate_to(run.link, _HYPERLINK, is_external=True))
    inner = _element("w:r")
    link.append(inner)
    paragraph._p.append(link)
    word_run = WordRun(inner, paragraph)
    word_run.text = run.text
    word_run.font.color.rgb, word_run.font.underline = RGBColor(0x0B, 0x57, 0xA4), True
    _look(word_run, run, points)


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _same_bytes(data: bytes) -> bytes:
    """The file without the hour it was packed at."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
