"""The copy that leaves: everything is shown, nothing is guessed, and what was to stay out cannot be found in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotRead, CannotTell
from podium.documents import Block, Document, Heading, Item, Listing, Paragraph, Quote, Run, Table, line, render
from podium.journal import Journal
from podium.programs.portfolio import Period, entries, period
from podium.programs.portfolio.redacted_copy import (
    Decided,
    WordToDecide,
    copy,
    demand_all,
    find,
    list_text,
    pack,
    read_list,
    redact,
)

Say = Callable[..., Journal]
YEAR = period("2026")


def proposed(journal: Journal, within: Period = YEAR) -> tuple[Document, tuple[WordToDecide, ...]]:
    ready = [e for e in entries(journal) if e.head.status == "ready"]
    document = copy(ready, within)
    return document, find(journal, ready, document)


def all_of(found: Sequence[WordToDecide]) -> Decided:
    return Decided({f.text: f.instead for f in found}, frozenset())


def words_of(archive: bytes) -> str:
    from pypdf import PdfReader

    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        pages = PdfReader(io.BytesIO(packed.read("portfolio.pdf")))
        text = "\n".join(page.extract_text() for page in pages.pages) + str(dict(pages.metadata or {}))
        others = "\n".join(packed.read(name).decode() for name in packed.namelist() if not name.endswith(".pdf"))
        return text + re.sub(r"<(?!timeline)[^>]*>", " ", others)


def test_names_links_projects_and_marked_figures_are_proposed(year: Journal) -> None:
    _, found = proposed(year)
    by_sort: dict[str, list[str]] = {}
    for each in found:
        by_sort.setdefault(each.sort, []).append(each.text)
        assert each.count >= 1
        assert each.text.casefold() in each.around.casefold()
    assert by_sort["name"] == ["Ana", "Eli", "Bo", "Cy", "Di"]
    assert by_sort["figure"] == ["1.1M EUR", "0.7M USD"]
    assert by_sort["code name"] == ["alerts", "checkout", "ledger"]
    assert len(by_sort["link"]) == 9


def test_what_was_to_leave_out_is_in_no_file_of_the_archive(year: Journal) -> None:
    document, found = proposed(year)
    archive = pack(redact(document, all_of(found)), YEAR)
    text = words_of(archive)
    for each in found:
        assert not re.search(rf"(?<!\w){re.escape(each.text)}(?!\w)", text, re.IGNORECASE), each
    assert "example.org" not in text
    assert "41" in text


def test_the_archive_opens_without_podium_and_repeats(year: Journal) -> None:
    document, found = proposed(year)
    made = redact(document, all_of(found))
    assert pack(made, YEAR) == pack(made, YEAR)
    with zipfile.ZipFile(io.BytesIO(pack(made, YEAR))) as packed:
        assert packed.namelist() == ["README.txt", "portfolio.md", "portfolio.pdf", "timeline.svg"]
        assert "](<timeline.svg>)" in packed.read("portfolio.md").decode()


def test_a_colleague_keeps_one_letter_throughout(year: Journal) -> None:
    document, found = proposed(year)
    text = render(redact(document, all_of(found)), "md").decode()
    letter = {f.text: f.instead for f in found}["Cy"]
    assert text.count(letter.replace("[", "\\[").replace("]", "\\]")) == {f.text: f.count for f in found}["Cy"]


def test_the_list_says_everything_and_reads_back(year: Journal) -> None:
    document, found = proposed(year)
    decided = read_list(list_text(found), "list.toml")
    demand_all(found, decided)
    assert redact(document, decided) == redact(document, all_of(found))


def test_a_word_the_list_does_not_know_stops_it(year: Journal) -> None:
    _, found = proposed(year)
    with pytest.raises(CannotTell, match="Bo"):
        demand_all(found, Decided({f.text: "x" for f in found if f.text != "Bo"}, frozenset()))
    demand_all(found, Decided({f.text: "x" for f in found if f.text != "Bo"}, frozenset({"bo"})))


@pytest.mark.parametrize(
    "text", ["redact = 3", "keep = [1]", "[redact]\nBo = 3", "x =", '[redact]\n" " = "x"', 'keep = "Bo"']
)
def test_a_wrong_list_is_one_clear_line(text: str) -> None:
    with pytest.raises(CannotRead, match="list"):
        read_list(text, "list.toml")


def test_names_podium_does_not_know_are_asked_about(say: Say) -> None:
    head = '+++\ndate = 2026-11-20\noutcome = "We asked Zelda and Project Falcon about USD"\nstatus = "ready"\n+++\n'
    _, found = proposed(say(portfolio__a=head))
    assert [(f.text, f.sort) for f in found] == [
        ("Zelda", "perhaps a name"),
        ("Project", "perhaps a name"),
        ("Falcon", "perhaps a name"),
    ]
    assert read_list(list_text(found), "x").stays == {"Zelda", "Project", "Falcon"}


def test_a_name_in_parts_in_other_case_with_marks_inside_is_still_the_name(say: Say) -> None:
    said = "MARÍA\\u200b-JOSÉ LÓPEZ, María-José López's and López did it"
    head = f'+++\ndate = 2026-11-20\noutcome = "{said}"\nstatus = "ready"\ncredit = ["María-José  López"]\n+++\n'
    document, found = proposed(say(portfolio__a=head))
    text = render(redact(document, all_of(found)), "md").decode().casefold()
    assert "lópez" not in text
    assert "maría" not in text


def test_a_short_name_leaves_longer_words_alone() -> None:
    document = Document("t", (Paragraph(line("Bo about a robot, bo's and BO.")),))
    made = redact(document, Decided({"Bo": "X"}, frozenset()))
    assert made.blocks == (Paragraph(line("X about a robot, X's and X.")),)


def test_a_marked_number_is_left_out_as_the_page_writes_it(say: Say) -> None:
    head = '+++\ndate = 2026-11-20\noutcome = "x"\nbefore = 1500\nafter = 20\nunit = "USD"\nkeep_inside = ["1500"]\nstatus = "ready"\n+++\n'
    document, found = proposed(say(portfolio__a=head))
    text = render(redact(document, all_of(found)), "md").decode()
    assert "1,500" not in text
    assert "20 USD" in text


WORDS = st.text(st.sampled_from("abÄé1 -'.*_[]|<>$€"), min_size=1, max_size=6).filter(
    lambda w: bool(w.strip()) and w == w.strip()
)


@given(
    st.lists(WORDS, min_size=1, max_size=4, unique_by=str.casefold),
    st.lists(st.text(max_size=30), min_size=1, max_size=6),
)
def test_nothing_redacted_survives_anywhere(words: list[str], texts: list[str]) -> None:
    texts = [f"{text} {words[n % len(words)]} {text}" for n, text in enumerate(texts)]
    blocks: tuple[Block, ...] = (
        Heading(line(texts[0])),
        *(Paragraph((Run(t, link="https://x.example"), Run("!"))) for t in texts),
        Listing(tuple(Item(line(t)) for t in texts)),
        Quote(line(texts[-1])),
        Table((line(texts[0]),), ((line(texts[-1]),),)),
    )
    made = redact(Document(texts[0], blocks), Decided(dict.fromkeys(words, "\u25a0"), frozenset()))
    shown = render(made, "html").decode()
    assert "https://x.example" not in shown
    assert "\u25a0" in shown
