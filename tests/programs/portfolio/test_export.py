"""Pages somebody else reads: the words as agreed, the promised length, her templates, hostile words as words."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from cli.golden import expect
from podium.core.errors import CannotRead, CannotTell, CannotWrite
from podium.documents import FORMATS, Picture, render
from podium.documents.to_pdf import pdf
from podium.journal import Journal, open_journal
from podium.programs.portfolio import entries, period
from podium.programs.portfolio.export import MOST_PAGES, PAGES, copy_templates, export, top
from podium.programs.portfolio.format_entry import quoted
from podium.programs.portfolio.timeline import draw

Say = Callable[..., Journal]
GOLDEN = Path(__file__).parent / "golden"
YEAR = period("2026")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_reads_as_agreed(page: str, year: Journal) -> None:
    """Golden text; PODIUM_GOLDEN=write renews it, and the diff is read by a person."""
    made = render(export(page, year, YEAR).document, "md").decode()  # type: ignore[arg-type]
    expect(f"{page}.md", made, GOLDEN)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_prints_tagged_with_fonts_and_in_its_length(page: str, year: Journal) -> None:
    from pypdf import PdfReader

    printed = pdf(export(page, year, YEAR).document)  # type: ignore[arg-type]
    assert printed.is_accessible
    assert printed.pages <= MOST_PAGES.get(page, 4)
    reader = PdfReader(io.BytesIO(printed.data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.metadata is not None
    assert "2026" in reader.metadata.title or "Ada" in reader.metadata.title  # type: ignore[operator]


def test_every_page_in_every_format_twice_the_same(year: Journal) -> None:
    for page in PAGES:
        document = export(page, year, YEAR).document
        for form in FORMATS:
            assert render(document, form) == render(document, form)


def test_drafts_and_confidential_entries_stay_out_and_are_said(year: Journal) -> None:
    made = export("quarter", year, YEAR)
    assert "Refunds" not in render(made.document, "md").decode()
    assert made.notes[0] == "1 draft of 2026 left out; see --drafts"
    year.write("portfolio-entry", "2026-07-checkout", {"is_confidential": True})
    again = export("quarter", year.fresh(), YEAR, is_with_drafts=True)
    text = render(again.document, "md").decode()
    assert "Refunds are significantly faster (draft)" in text
    assert "checkouts are paid" not in text
    assert again.notes == ("1 confidential entry left out",)


def test_the_brief_has_three_wins_of_five_lines_on_paper_too(year: Journal) -> None:
    from pypdf import PdfReader

    made = export("sync", year, YEAR)
    wins = render(made.document, "md").decode().split("\n## ")[1:]
    assert [win.count("\n- ") for win in wins] == [4, 4, 4]
    printed = PdfReader(io.BytesIO(render(made.document, "pdf"))).pages[0].extract_text().splitlines()
    starts = [n for n, words in enumerate(printed) if words[:3] in {"1. ", "2. ", "3. "}]
    assert [after - before for before, after in pairwise([*starts, len(printed)])] == [5, 5, 5]


def test_a_line_of_the_brief_that_would_wrap_is_said(year: Journal) -> None:
    year.write("portfolio-entry", "2026-07-checkout", {"worth": "orders that " * 12})
    notes = export("sync", year.fresh(), YEAR).notes
    assert notes[2:] == ("portfolio/2026-07-checkout.md: worth takes more than one line of the brief",)


def test_her_name_stands_under_the_title_and_in_the_file(year: Journal) -> None:
    from pypdf import PdfReader

    for page in ("quarter", "skip-level", "sync", "timeline"):
        made = export(page, year, YEAR, author="Ada *Example* {{ 7*7 }}").document  # type: ignore[arg-type]
        assert made.subtitle == "Ada *Example* {{ 7*7 }}"
        told = PdfReader(io.BytesIO(render(made, "pdf"))).metadata
        assert told is not None
        assert told.author == "Ada *Example* {{ 7*7 }}"
        assert export(page, year, YEAR).document.subtitle == ""  # type: ignore[arg-type]


def test_a_packet_keeps_to_the_third_person_and_says_what_does_not(year: Journal) -> None:
    year.write("portfolio-entry", "2026-07-checkout", {"how": "we took one redirect out"})
    year.write("promotion-case", "2026-senior", {"results": ["2026-07-checkout", "2026-04-search-stopped"]})
    made = export("packet", year.fresh(), YEAR)
    text = render(made.document, "md").decode()
    assert "The second redirect lost customers on phones." in text
    assert "I asked three customers" not in text
    assert made.notes[1:] == (
        "portfolio/2026-07-checkout.md: how says “I” or “we”; a packet is in the third person",
        "portfolio/2026-04-search-stopped.md: the story says “I” or “we” and was left out; a packet is in the third person",
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("we close in two days - head of finance", "“we close in two days” - head of finance"),
        ("top-notch - no - really - Bo", "“top-notch - no - really” - Bo"),
        ("no name given", "“no name given”"),
        ("“marked already” - Cy", "“marked already” - Cy"),
    ],
)
def test_what_others_said_stands_in_marks(said: str, shown: str) -> None:
    assert quoted(said) == shown


def test_she_picks(year: Journal) -> None:
    ready = [e for e in entries(year) if e.head.status == "ready"]
    assert [e.id for e in top(ready, 3, ["2026-02-new-hires", "2026-01-invoice-nights"])] == [
        "2026-02-new-hires",
        "2026-01-invoice-nights",
    ]
    with pytest.raises(CannotTell, match="nothing-like-it"):
        top(ready, 3, ["nothing-like-it"])
    assert all(e.head.before is not None for e in top(ready, 8, []))


def test_a_packet_with_gaps_is_refused_and_says_where(year: Journal, say: Say) -> None:
    year.write("portfolio-entry", "2026-07-checkout", {"worth": None})
    year.write("promotion-case", "2026-senior", {"scope": None})
    with pytest.raises(CannotTell) as stop:
        export("packet", year.fresh(), YEAR)
    assert "promotion-cases/2026-senior.md: no scope" in str(stop.value)
    assert "portfolio/2026-07-checkout.md: no worth" in str(stop.value)


def test_a_packet_without_a_case_says_what_to_type(say: Say) -> None:
    journal = say(portfolio__a='+++\ndate = 2026-11-20\noutcome = "x"\nstatus = "ready"\n+++\n')
    with pytest.raises(CannotTell, match="promotion-case"):
        export("packet", journal, YEAR)


def test_nothing_ready_says_what_to_do(say: Say) -> None:
    with pytest.raises(CannotTell, match="podium portfolio month 2026-12"):
        export("sync", say(), YEAR)


def test_a_page_longer_than_promised_is_refused(year: Journal) -> None:
    year.write("promotion-case", "2026-senior", {"growth_areas": ["word " * 400] * 12})
    with pytest.raises(CannotWrite, match="promised on 3"):
        export("packet", year.fresh(), YEAR)


def test_her_template_is_used_and_podiums_comes_back(year: Journal) -> None:
    made = copy_templates(year)
    assert [p.name for p in made] == ["quarter.md", "skip-level.md", "sync.md", "packet.md"]
    assert copy_templates(year) == []
    assert open_journal(year.root).notes() == ()
    made[2].write_text("# Mine: {{ wins[0].outcome }}\n")
    assert export("sync", year, YEAR).document.title == "Mine: Half of the ledger runs on managed storage"
    made[2].write_text("# {{ nothing }}\n")
    with pytest.raises(CannotRead, match=r"templates/sync\.md"):
        export("sync", year, YEAR)
    made[2].unlink()
    assert export("sync", year, YEAR).document.title == "Three wins, 2026"


def test_a_template_that_is_a_link_is_not_followed(year: Journal, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("# secret\n")
    (year.root / "templates").mkdir()
    (year.root / "templates" / "sync.md").symlink_to(tmp_path / "secret")
    assert export("sync", year, YEAR).document.title == "Three wins, 2026"


def test_hostile_entries_come_out_as_words_on_every_page(say: Say) -> None:
    evil = "<script>alert(1)</script> {{ 7*7 }} #panic(1) \u202eevil [x](javascript:alert(1)) | " + "w" * 150 + " 👩‍💻"
    head = f"date = 2026-11-20\noutcome = '{evil}'\nstatus = 'ready'\nbefore = 1\nafter = 2\nunit = '{evil}'\n"
    head += f"worth = '{evil}'\nfor_whom = '{evil}'\n"
    more = f"my_part = '{evil}'\ncredit = ['{evil}']\nreceipts = ['javascript:alert(1)', 'https://x.example/\">']\nquotes = ['{evil}']\n"
    journal = say(portfolio__a=f"+++\n{head}{more}+++\n\n# x\n\n{evil}\n")
    for page in ("quarter", "skip-level", "sync", "timeline"):
        document = export(page, journal, YEAR).document
        page_html = render(document, "html").decode()
        assert "<script" not in page_html
        assert 'javascript:alert(1)"' not in page_html
        assert "7*7" in page_html
        assert "49" not in render(document, "md").decode()
        assert render(document, "pdf").startswith(b"%PDF")
        assert len(render(document, "docx")) > 1000


def test_a_portfolio_of_ten_thousand_lines_is_printed(say: Say) -> None:
    files = {
        f"portfolio__e{n}": f'+++\ndate = 2026-{1 + n % 12:02}-{1 + n % 28:02}\noutcome = "Result {n}"\nstatus = "ready"\n+++\n\n# s\n\n'
        + "A line.\n\n" * 20
        for n in range(500)
    }
    document = export("quarter", say(**files), YEAR).document
    assert render(document, "md").decode().count("\n") > 10_000
    assert pdf(document).pages > 50


def test_the_picture_numbers_results_like_the_table_and_marks_empty_months(year: Journal) -> None:
    ready = [e for e in entries(year) if e.head.status == "ready"]
    svg = draw(ready, YEAR)
    assert svg.count("<circle") == len(ready) == 9
    assert svg.count(">none<") == 1, "August is a gap; what comes after the last result is none"
    for month in ("Jan", "Aug", "Dec"):
        assert f">{month}<" in svg
    picture = next(b for b in export("timeline", year, YEAR).document.blocks if isinstance(b, Picture))
    assert picture.alt.startswith("9 results")


def test_dots_of_one_day_do_not_hide_each_other(say: Say) -> None:
    import re

    head = '+++\ndate = 2026-12-31\noutcome = "x"\nstatus = "ready"\naxis = "cost"\n+++\n'
    journal = say(portfolio__a=head, portfolio__b=head, portfolio__c=head)
    places = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', draw(entries(journal), YEAR))
    assert len(set(places)) == 3
    assert all(float(x) <= 750 for x, _ in places)
