"""One document with every kind of block, hostile texts, and the words of a file of each format."""

from __future__ import annotations

import html as html_words
import io
import re
from datetime import date

from podium.documents import (
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
    line,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="30" height="9" fill="#345"/></svg>'
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% for x in y %}",
    "#panic(1) #let x = 1 $x^2$",
    "1. not a list",
    "- nor this",
    "# no heading",
    "a_b_c *d* `e` [f](javascript:alert(1))",
    "\u202egnihtyna",
    "a|b|c",
    "&lt;b&gt; &amp;",
    "=1+1",
    "שלום עולם",
    "👩‍💻 shipped 🚀",
    "x" * 300,
    "</style></p><img src=x onerror=alert(1)>",
    "back\\slash \\\\",
    "\x00\x07nul",
    '@import "x"; }',
    "]]> <?xml?>",
    "100 %\u2028done",
)


def everything() -> Document:
    return Document(
        "A year & more <b>",
        (
            Heading(line("First")),
            Paragraph(
                line(
                    "Some ",
                    Run("bold", is_bold=True),
                    " and ",
                    Run("so", is_italic=True),
                    " and ",
                    Run("x=1", is_code=True),
                )
            ),
            Paragraph((Run("the receipt", link="https://git.example.org/pay/pull/88?a=b_c"),), is_small=True),
            Listing((Item(line("one")), Item(line("deeper"), depth=1), Item(line("two")))),
            Listing((Item(line("three"), 3), Item(line("four"), 4))),
            Heading(line("Second"), 2),
            Quote(line("we close in two days")),
            Table((line("What"), line("How much")), ((line("a | b"), line("2 days")),)),
            Code("if x:\n    y = `1`"),
            Picture(SVG, "a bar", "bar"),
            Rule(),
            Lines(2),
            PageBreak(),
            Paragraph(line("last")),
        ),
        subtitle="November 2026",
        made_on=date(2026, 11, 22),
        author="Ada",
    )


def words_of_html(text: str) -> str:
    body = re.sub(r"<style>.*?</style>|<head>.*?</head>", "", text, flags=re.DOTALL)
    return html_words.unescape(re.sub(r"<[^>]*>", "", body))


def words_of_docx(data: bytes) -> str:
    from docx import Document as Word

    made = Word(io.BytesIO(data))
    texts = [paragraph.text for paragraph in made.paragraphs]
    texts += [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


def words_of_pdf(data: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
