"""One document, four formats: the same words in each, and nothing in it ever runs."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers import HOSTILE, everything, words_of_docx, words_of_html, words_of_pdf
from podium.core.errors import CannotRead, Misuse
from podium.documents import FORMATS, Code, Document, Heading, Item, Listing, Paragraph, Run, Table, line, render
from podium.documents.document import plain
from podium.documents.from_markdown import read_markdown
from podium.documents.template import document, fill, link
from podium.documents.to_docx import docx
from podium.documents.to_html import html
from podium.documents.to_markdown import escape, markdown
from podium.documents.to_pdf import pdf
from searching import examples


def test_every_format_twice_gives_the_same_bytes() -> None:
    for form in FORMATS:
        assert render(everything(), form) == render(everything(), form)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(Misuse, match="md, html, pdf, docx"):
        render(everything(), "odt")  # type: ignore[arg-type]


def test_markdown_golden() -> None:
    assert markdown(everything()) == GOLDEN


def test_markdown_reads_back_as_the_same_document() -> None:
    again = read_markdown(markdown(everything()))
    assert again.title == "A year & more <b>"
    assert [plain(b.runs) for b in again.blocks if isinstance(b, Heading)] == ["First", "Second"]
    table = next(b for b in again.blocks if isinstance(b, Table))
    assert plain(table.rows[0][0]) == "a | b"
    assert Listing((Item(line("one")), Item(line("deeper"), depth=1), Item(line("two")))) in again.blocks
    assert Listing((Item(line("three"), 3), Item(line("four"), 4))) in again.blocks
    assert Code("if x:\n    y = `1`") in again.blocks


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_markdown_and_html(text: str) -> None:
    shown = plain(line(text))
    made = Document(text, (Heading(line(text)), Paragraph(line(text)), Table((line(text),), ((line(text),),))))
    page = html(made)
    assert words_of_html(page).count(shown) == 5, page
    assert re.findall(r"<(script|img|iframe|object)\b", page) == []
    for block in read_markdown(f"{escape(text)}\n").blocks:
        assert isinstance(block, Paragraph)
        assert plain(block.runs) == " ".join(shown.split())
        assert not any(run.link or run.is_bold or run.is_code for run in block.runs)


def test_hostile_text_is_text_on_paper_and_in_word() -> None:
    blocks = tuple(Paragraph(line(f"begin {text} end")) for text in HOSTILE)
    made = Document("Hostile #panic(1)", (*blocks, *(Listing((Item(line(text)),)) for text in HOSTILE)))
    word = words_of_docx(docx(made))
    for text in HOSTILE:
        assert plain(line(text)) in word
    printed = pdf(made)
    paper = words_of_pdf(printed.data).replace("\u200b", "")
    for text in ("<script>alert(1)</script>", "{{ 7*7 }}{% for x in y %}", "#let x = 1", "[U+202E]gnihtyna", "=1+1"):
        assert text in paper
    assert "/JavaScript" not in printed.data.decode("latin-1")


@given(st.text(max_size=60))
def test_any_text_survives_markdown(text: str) -> None:
    shown = " ".join(plain(line(text)).split())
    blocks = read_markdown(markdown(Document("t", (Paragraph(line("", text, "")), Paragraph(line("end")))))).blocks
    assert " ".join(plain(b.runs) for b in blocks if isinstance(b, Paragraph)).split() == f"{shown} end".split()
    assert len(blocks) == 1 + bool(shown)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_text_in_pieces_survives_markdown(pieces: list[str]) -> None:
    runs = line(*pieces)
    blocks = read_markdown(markdown(Document("t", (Paragraph((*runs, Run("!"))),)))).blocks
    assert [type(b) for b in blocks] == [Paragraph]
    assert "".join(plain(blocks[0].runs).split()) == "".join(f"{plain(runs)}!".split())  # type: ignore[union-attr]


@settings(max_examples=examples(15), deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_printed(text: str) -> None:
    made = Document(text, (Heading(line(text)), Paragraph(line(text)), Code(text)))
    assert pdf(made).data.startswith(b"%PDF")
    assert zipfile.ZipFile(io.BytesIO(docx(made))).testzip() is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        " vbscript:x",
        "//evil.example",
        "http://[",
        "",
        "x" * 9,
        "https://" + "a" * 3000,
    ],
)
def test_only_web_and_mail_addresses_are_links(address: str) -> None:
    assert Run("here", link=address).link == ""


def test_a_link_cannot_leave_its_quotes() -> None:
    run = Run("here", link='https://x.example/"><script>>alert(1)')
    assert not {'"', "<", ">", " "} & set(run.link)


def test_a_narrow_column_stays_narrow_and_many_of_them_fit() -> None:
    head = (line("No."), line("Outcome"), *(line(f"Column {n}") for n in range(12)))
    row = (line("1"), line("a result that takes a whole line of words"), *(line("x") for _ in range(12)))
    made = Document("t", (Table(head, (row,)),))
    assert html(made).count('class="narrow"') == 26
    assert zipfile.ZipFile(io.BytesIO(docx(made))).testzip() is None
    assert pdf(made).pages == 1


def test_html_loads_and_runs_nothing() -> None:
    page = html(everything())
    assert "default-src 'none'" in page
    assert re.findall(r'(?:src|href)="(?!data:image/svg|https://git\.example\.org)', page) == []
    assert "<h1" in page
    assert "<h2" in page


def test_deep_nesting_is_cut_not_followed() -> None:
    made = read_markdown("\n".join(f"{'  ' * n}- {n}" for n in range(200)) + "\n\n" + "> " * 500 + "deep")
    assert pdf(made).data.startswith(b"%PDF")
    assert max(i.depth for b in made.blocks if isinstance(b, Listing) for i in b.items) <= 3


def test_html_and_pictures_in_markdown_are_words() -> None:
    made = read_markdown("# T\n\n<script>x</script> ![a chart](http://x.example/t.png)\n\n[go](javascript:x)")
    assert "&lt;script&gt;" in html(made)
    assert "<img" not in html(made)
    assert "href" not in html(made)


# -- templates


def test_what_fills_a_blank_is_never_template_or_markup() -> None:
    made = document(
        "# {{ title }}\n\n{% for x in rows %}\n- {{ x }}\n{% endfor %}\n",
        {
            "title": "*T* {{ 7*7 }}",
            "rows": ["{{ 7*7 }}", "{% endfor %}", "1. a\n# b", "<b>x</b>"],
        },
        where="t.md",
    )
    assert made.title == "*T* {{ 7*7 }}"
    listing = made.blocks[0]
    assert isinstance(listing, Listing)
    assert [plain(item.runs) for item in listing.items] == ["{{ 7*7 }}", "{% endfor %}", "1. a # b", "<b>x</b>"]


def test_a_link_of_podiums_own_is_a_link_and_its_words_are_words() -> None:
    made = document(
        "{{ it }} {{ bad }} {{ it | upper }}",
        {
            "it": link("a *b*", "https://x.example/y_z_"),
            "bad": link("no", "javascript:x"),
        },
        where="t.md",
    )
    paragraph = made.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert [(r.text, r.link) for r in paragraph.runs if r.link] == [("a *b*", "https://x.example/y_z_")]
    assert "no" in plain(paragraph.runs)


@pytest.mark.parametrize(
    ("value", "mid", "start"),
    [
        ("from 5 to 2 days", "from 5 to 2 days.", "From 5 to 2 days."),
        ("done.", "done.", "Done."),
        ("iOS ships", "iOS ships.", "iOS ships."),
        ("5 days", "5 days.", "5 days."),
        ("really?", "really?", "Really?"),
        ("", "", ""),
        ("ärger", "ärger.", "Ärger."),
    ],
)
def test_a_text_becomes_a_sentence(value: str, mid: str, start: str) -> None:
    assert fill("{{ x | sentence }}|{{ x | sentence(start=false) }}", {"x": value}, where="t.md") == f"{start}|{mid}"


def test_a_sentence_is_no_way_around_the_escape() -> None:
    assert fill("{{ x | sentence }}", {"x": "<b>*a*</b> {{ y }}"}, where="t.md") == "\\<b>\\*a\\*\\</b> \\{{ y }}."


def test_a_first_line_in_italics_is_the_subtitle() -> None:
    made = document("# T\n\n*{{ who }}*\n\nText\n", {"who": "Ada *x*"}, where="t.md")
    assert (made.subtitle, len(made.blocks)) == ("Ada *x*", 1)
    assert document("# T\n\n*so* and so\n", {}, where="t.md").subtitle == ""
    assert document("# T\n\n- a\n", {}, where="t.md").subtitle == ""


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("a\n{{ nothing }}", "nothing"),
        ("a\n{% for %}", "t.md:2"),
        ("{{ ''.__class__.__mro__ }}", "t.md"),
        ("{{ '{x.__class__.__init__.__globals__}'.format(x=x) }}", "t.md"),
        ("{% for i in range(10**9) %}{% endfor %}", "t.md"),
        ("{{ 1/0 }}", "t.md"),
        ("{{ x | tojson | safe }}", "t.md"),
    ],
)
def test_a_wrong_template_is_one_clear_line(template: str, found: str) -> None:
    with pytest.raises(CannotRead) as stop:
        fill(template, {"x": {}}, where="t.md")
    assert found in str(stop.value)


GOLDEN = """\
# A year & more \\<b>

*November 2026*

## First

Some **bold** and *so* and `x=1`

[the receipt](<https://git.example.org/pay/pull/88?a=b_c>)

- one
    - deeper
- two

3. three
4. four

### Second

> we close in two days

| What | How much |
|---|---|
| a \\| b | 2 days |

```
if x:
    y = `1`
```

![a bar](<bar.svg>)

---

---

---

last
"""
