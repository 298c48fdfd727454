"""Pages she can hand over: one document, written as Markdown, HTML, PDF or DOCX."""

from __future__ import annotations

from typing import Literal, get_args

from podium.core.errors import Misuse
from podium.documents.document import (
    Block,
    Code,
    Document,
    Heading,
    Item,
    Lines,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
    TextLine,
    line,
    with_code,
)

__all__ = [
    "FORMATS",
    "Block",
    "Code",
    "Document",
    "Format",
    "Heading",
    "Item",
    "Lines",
    "Listing",
    "PageBreak",
    "Paragraph",
    "Picture",
    "Quote",
    "Rule",
    "Run",
    "Table",
    "TextLine",
    "line",
    "render",
    "with_code",
]

Format = Literal["md", "html", "pdf", "docx"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(document: Document, form: Format) -> bytes:
    """The document as a file of a format; the same document gives the same bytes.

    Raises:
        Misuse: a format podium does not write.
    """
    if form == "md":
        from podium.documents.to_markdown import markdown

        return markdown(document).encode()
    if form == "html":
        from podium.documents.to_html import html

        return html(document).encode()
    if form == "pdf":
        from podium.documents.to_pdf import pdf

        return pdf(document).data
    if form == "docx":
        from podium.documents.to_docx import docx

        return docx(document)
    raise Misuse(f"podium writes no {form!r}", next_step="write one of: " + ", ".join(FORMATS))
