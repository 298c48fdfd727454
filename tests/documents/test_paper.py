"""On paper and in Word: fonts, tags, bookmarks, edges, and how long a document may be."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from msgspec.structs import replace

from papers import everything, words_of_docx, words_of_html, words_of_pdf
from podium.core.errors import Misuse
from podium.documents import Code, Document, Heading, Item, Lines, Listing, Paragraph, Quote, Run, Table, line
from podium.documents.from_markdown import read_markdown
from podium.documents.to_docx import docx
from podium.documents.to_html import html
from podium.documents.to_markdown import markdown
from podium.documents.to_pdf import MOST_GIVEN, pdf


def test_a_pdf_has_its_fonts_bookmarks_title_and_tags() -> None:
    from pypdf import PdfReader

    printed = pdf(everything())
    reader = PdfReader(io.BytesIO(printed.data))
    assert printed.pages == len(reader.pages) == 2
    assert printed.is_accessible
    assert reader.metadata is not None
    assert reader.metadata.title == "A year & more <b>"
    assert flat(reader.outline) == ["First", "Second"]
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert {"/H1", "/H2", "/L", "/Table", "/P"} <= tags(root["/StructTreeRoot"])
    pages: Any = reader.pages
    for page in pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner)


def flat(outline: list[Any]) -> list[str]:
    return [each for one in outline for each in (flat(one) if isinstance(one, list) else [one.title])]


def tags(element: Any, depth: int = 0) -> set[str]:
    found = {str(element.get("/S", ""))}
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        inner = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(inner, dict) and depth < 12:
            found |= tags(inner, depth + 1)
    return found


def test_nothing_runs_over_the_edge_of_the_paper() -> None:
    import pypdfium2

    long = "w" * 400
    made = Document(
        "Wide " + long,
        (
            Heading(line(long)),
            Paragraph(line("a ", long)),
            Listing((Item(line(long)), Item(line(long), depth=3))),
            Table((line("n"), line(long), line("x")), ((line(long), line("1"), line(long)),)),
            Code(long),
            Quote(line(long)),
            Paragraph((Run(long, is_code=True), Run(long, link=f"https://x.example/{long}"))),
        ),
    )
    paper = pypdfium2.PdfDocument(pdf(made).data)
    for page in paper:
        width, _ = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, _, right, _ = text.get_charbox(at)
            assert right == left or (left >= 50 and right <= width - 50)


def test_us_letter_is_letter() -> None:
    from pypdf import PdfReader

    page = PdfReader(io.BytesIO(pdf(replace(everything(), paper="us-letter")).data)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)


def test_a_letter_without_a_glyph_is_said_and_printed_all_the_same() -> None:
    printed = pdf(Document("t", (Paragraph(line("\U000f0000 private")),)))
    assert not printed.is_accessible
    assert "no glyph" in printed.remarks[0]
    assert "private" in words_of_pdf(printed.data)


def test_lines_to_write_on_are_far_enough_apart_for_a_pen() -> None:
    import pypdfium2

    made = Document("Sheet", (Heading(line("Before")), Lines(3), Heading(line("After")), Paragraph(line("end"))))
    text = pypdfium2.PdfDocument(pdf(made).data)[0].get_textpage()
    tops = [text.get_charbox(text.get_text_range().index(word))[3] for word in ("Before", "After")]
    assert tops[0] - tops[1] > 3 * 8 * 72 / 25.4
    assert html(made).count('class="write"') == 3
    xml = zipfile.ZipFile(io.BytesIO(docx(made))).read("word/document.xml").decode()
    assert xml.count("w:between") == 3


def test_word_has_headings_lists_a_table_head_and_words_for_the_picture() -> None:
    from docx import Document as Word

    data = docx(everything())
    made = Word(io.BytesIO(data))
    styles = [p.style.name for p in made.paragraphs if p.style]
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet", "List Bullet 2"} <= set(styles)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "w:tblHeader" in xml
    assert 'descr="a bar"' in xml
    assert made.core_properties.title == "A year & more <b>"


def test_ten_thousand_lines_come_out_in_every_format() -> None:
    blocks = [
        Listing(tuple(Item(line(f"line {n} <b>{{{{x}}}}")) for n in range(start, start + 100)))
        for start in range(0, 10_000, 100)
    ]
    made = Document("Long", tuple(blocks))
    assert "line 9999 <b>{{x}}" in words_of_html(html(made))
    assert markdown(made).count("\n- ") == 10_000
    assert words_of_docx(docx(made)).count("line ") == 10_000
    printed = pdf(made)
    assert printed.pages > 100
    assert "line 9999 <b>{{x}}" in words_of_pdf(printed.data)


def test_a_thousand_hostile_lines_are_pages_of_letters() -> None:
    evil = f"<b>{{{{x}}}} #panic(1) \u202e {'w' * 150} \U0001f469\u200d\U0001f4bb"
    printed = pdf(Document("Long", tuple(Paragraph(line(f"{n} {evil}")) for n in range(1_000))))
    assert 40 < printed.pages < 90


def test_what_is_longer_than_a_book_is_refused_before_it_is_laid_out() -> None:
    made = Document("Long", (Code("x" * MOST_GIVEN),))
    with pytest.raises(Misuse, match="too long for paper"):
        pdf(made)
    assert len(html(made)) > MOST_GIVEN


@pytest.mark.parametrize("text", ["# T\n\n### c\n", "# T\n\n#### d\n\n## b\n\n#### e\n", "### c\n\n# a\n"])
def test_headings_that_skip_a_level_are_printed(text: str) -> None:
    assert pdf(read_markdown(text, title="T")).is_accessible
