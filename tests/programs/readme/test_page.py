"""Her README: read whatever she writes, drafted from answers and receipts, checked, published, compared, asked about."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from podium.core.errors import CannotTell, CannotWrite, Misuse
from podium.evidence.people.me_file import Me, MeFile
from podium.journal import Journal, open_journal
from podium.programs.readme import draft, publish, pulse, versions
from podium.programs.readme.check import MOST_WORDS, check, hinders
from podium.programs.readme.page import Readme, parse
from podium.programs.readme.parts import in_order, of_heading
from podium.programs.readme.prefill import Offer, offers
from podium.programs.readme.questions import QUESTIONS
from podium.programs.readme.versions import Version

TODAY = date(2026, 11, 22)
PROMISES = (
    "no merges after 18:00; reviews within one business day; 1:1s weekly, I don't move them; I don't gate deploys; "
    "feedback within two days"
)
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% x %}",
    "# not a heading",
    "- no list",
    "\u202egnihtyna",
    "x" * 300,
    "a|b",
    "<!-- unclosed",
    "--> closed",
    "👩‍💻🚀",
    "#panic(1) $x$",
    "``` fence",
    "\x00\x07 nul",
    "שלום",
    "[a](javascript:alert(1))",
)


def answered(**more: str) -> str:
    said = {q.key: q.example or q.usual for q in QUESTIONS} | {"promises": PROMISES} | more
    return draft.write(draft.settle(said, {}))


@pytest.fixture
def journal(tmp_path) -> Journal:
    (tmp_path / "journal.toml").write_text("format = 1\n")
    return open_journal(tmp_path)


def test_the_thirteen_parts_stand_in_the_draft_and_nothing_hinders_it() -> None:
    page = parse(answered())
    assert set(page.sections) == {part.name for part in in_order()}
    assert len(page.sections) == 13
    assert hinders(page) == check(page) == ()


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("What this is not", "not"),
        ("My role", "job"),
        ("Availability", "hours"),
        ("One-on-ones", "one-on-ones"),
        ("My quirks", "bugs"),
        ("Do I still write code?", "code"),
        ("How I make decisions", "decide"),
        ("Your turn", "turn"),
        ("How to give me feedback", "feedback"),
    ],
)
def test_headings_of_her_own_are_known(heading: str, name: str) -> None:
    found = of_heading(heading)
    assert found is not None
    assert found.name == name


def test_every_sentence_of_the_draft_has_a_receipt_and_what_nobody_said_stays_open() -> None:
    known = {"hours": Offer("hours", "I work Mon-Fri 09:00-18:00.", "hours you declared (`podium me`)")}
    lines = draft.write(draft.settle({"job": "I clear the way."}, known)).splitlines()
    said = [
        n
        for n, line in enumerate(lines)
        if line and line[0] not in "#<" and not line.startswith(("     ", "Not published"))
    ]
    assert len(said) == 5  # job, hours, and podium's own default for three
    assert all(lines[n + 1].startswith("<!-- receipt: ") for n in said)
    assert lines[lines.index("I work Mon-Fri 09:00-18:00.") + 1] == "<!-- receipt: hours you declared (`podium me`) -->"
    assert sum(line.startswith("<!-- to answer") for line in lines) == len(QUESTIONS) - 7


def test_an_answer_to_no_question_and_a_promise_nobody_can_check_are_refused() -> None:
    with pytest.raises(Misuse, match="no question 'jub'"):
        draft.settle({"jub": "x"}, {})
    with pytest.raises(Misuse, match="cannot check the promise 'I am kind'") as refused:
        answered(promises="I am kind")
    assert "no merges after 18:00" in refused.value.next_step


def test_an_unknown_promise_in_the_text_is_a_note_with_its_line_and_the_known_ones() -> None:
    page = parse("## Hours\n\n- Promise: no merges after 18:00; never late\n")
    assert [claim.words for claim in page.claims] == ["no merges after 18:00"]
    (note,) = page.notes
    assert (note.line, note.what) == (3, "podium cannot check 'never late'")
    assert "reviews within one business day" in note.instead


@pytest.mark.parametrize(
    "words",
    ["- Promise: **no merges after 18:00**.", "I promise: no merges after 18h", "* promise: No merges after 18:00"],
)
def test_promises_are_read_as_people_write_them(words: str) -> None:
    assert [claim.form.name for claim in parse(words).claims] == ["merges-by-clock"]


def test_what_is_commented_out_is_not_promised() -> None:
    assert parse("<!--\n- Promise: no merges after 18:00\n-->").claims == ()


def test_check_names_what_is_missing_long_one_way_and_boastful() -> None:
    text = answered(
        stop="-",
        of_you="You must be on time. You need to ask. You should listen. " * 4,
        job="I am known for my world-class results.",
    )
    text = text.replace("## Call me out\n\n\\-", "## Call me out\n\n")
    found = {(note.field, note.line) for note in check(parse(text))}
    assert "stop" in {field for field, _ in found}
    assert "one-way" in {field for field, _ in found}
    assert {line for field, line in found if field == "boast"} == {
        text.splitlines().index("I am known for my world-class results.") + 1
    }
    long = check(parse(answered(job="word " * 500)))
    assert any(note.field == "length" and "a page holds 500" in note.what for note in long)


def test_a_page_that_asks_nothing_and_gives_feedback_one_way_is_told() -> None:
    found = [
        note.what
        for note in check(parse(answered(turn="The end.", feedback_want="I hear it.", feedback_give="In private.")))
    ]
    assert "the reader is not asked anything" in found


def test_what_hinders_keeps_it_from_being_published() -> None:
    with pytest.raises(Misuse, match=r"not ready, \d+ things to correct"):
        publish.refuse_unready(parse("# Me\n\n## My job\n\nNice.\n"))


def version(text: str, number: int = 1, day: date = TODAY, before: tuple[Version, ...] = ()) -> Version:
    return Version(number, day, parse(publish.body(parse(text), number, day, before)))


def test_a_version_has_number_and_date_and_says_what_changed() -> None:
    first = version(answered())
    now = parse(answered(one_on_ones="Weekly, 25 minutes.", promises="no merges after 17:00"))
    body = publish.body(now, 2, TODAY, (first,))
    assert body.count("## Version and date") == 1
    assert "Version 2, 22 November 2026. Since version 1: Changed:" in body
    assert "Promised anew: no merges after 17:00." in body
    assert "<!--" not in body
    assert "receipt" not in body
    assert publish.body(now, 2, TODAY, (first,)) == body


def test_changes_are_told_by_part_and_sentence() -> None:
    first, now = version(answered()), parse(answered(one_on_ones="Weekly, 25 minutes, your agenda."))
    (change,) = versions.changes(first.page, now)
    assert (change.heading, change.gone, change.new) == (
        "1:1s",
        ("Weekly, 30 minutes, your agenda.",),
        ("Weekly, 25 minutes, your agenda.",),
    )
    assert versions.changes(first.page, parse(answered())) == ()


def test_the_version_somebody_read_is_found_by_number_or_day() -> None:
    both = (version(answered(), 1, date(2026, 1, 5)), version(answered(), 2, date(2026, 6, 1)))
    assert versions.version_read(both, "v1").number == 1
    assert versions.version_read(both, "2026-05-31").number == 1
    assert versions.version_read(both, "2026-06-01").number == 2
    for wrong in ("v3", "2025-01-01", "yesterday"):
        with pytest.raises(Misuse):
            versions.version_read(both, wrong)


def full_page() -> Readme:
    page = parse(answered())
    spare = (MOST_WORDS - page.words) // 12
    return parse(answered(job="We keep the invoices moving so that nobody has to wait overnight. " * spare))


@pytest.mark.parametrize("make", [lambda: parse(answered()), full_page], ids=["short", "five hundred words"])
def test_the_pdf_is_one_page_on_both_papers_with_its_fonts_and_its_words(make) -> None:
    page = make()
    assert page.words <= MOST_WORDS
    files = publish.files(publish.document(publish.body(page, 1, TODAY, ()), 1, TODAY))
    assert sorted(files) == ["a4.pdf", "html", "md", "us-letter.pdf"]
    for paper in ("a4.pdf", "us-letter.pdf"):
        reader = PdfReader(io.BytesIO(files[paper]))
        assert len(reader.pages) == 1
        said = " ".join(reader.pages[0].extract_text().split())
        assert "version 1, 22 November 2026" in said
        assert "Your turn" in said
        fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
        assert all(
            "FontFile" in str(font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object())
            for font in fonts
        )
    html = files["html"].decode()
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_more_than_a_page_is_refused() -> None:
    made = publish.document("# Me\n\n" + "## My job\n\nWords and words.\n\n" * 200, 1, TODAY)
    with pytest.raises(CannotWrite, match="one is meant"):
        publish.one_page(made)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_stay_text_and_open_no_part(text: str) -> None:
    page = parse(answered(job=text, stop=f"Say it: {text}"))
    assert set(page.sections) == {part.name for part in in_order()}
    files = publish.files(publish.document(publish.body(page, 1, TODAY, ()), 1, TODAY), papers=("a4",))
    html = files["html"].decode()
    assert "<script" not in html
    assert 'href="javascript' not in html


@given(st.text(max_size=400))
def test_any_text_is_a_page(text: str) -> None:
    page = parse(text)
    check(page, today=TODAY)
    assert len(page.text.split("\n")) == len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@given(st.text(max_size=120))
def test_any_answer_can_be_drafted_and_read_again(text: str) -> None:
    page = parse(draft.write(draft.settle({"job": text}, {})))
    assert [part.name for part in in_order() if part.name not in page.sections] == []


def test_what_is_declared_is_offered_with_its_receipt(journal: Journal) -> None:
    for name, days in (("zoe", 7), ("yan", 7), ("xiu", 14)):
        journal.create("person", name, {"rhythm_days": days})
    found = offers(
        (), journal.fresh(), MeFile(me=Me(name="Ana Lee", hours="Mon-Fri 09:00-18:00", zone="Europe/Berlin"))
    )
    assert {key: offer.text for key, offer in found.items()} == {
        "name": "Ana",
        "hours": "I work Mon-Fri 09:00-18:00, Europe/Berlin.",
        "one_on_ones": "We have a 1:1 every week.",
    }
    assert found["one_on_ones"].receipt == "rhythm_days = 7 for 2 of 3 reports in people/"
    assert "zoe" not in str(found)


def test_slips_are_added_up_from_five_on_and_forgotten() -> None:
    with pytest.raises(CannotTell, match="4 slips"):
        pulse.add_up(["1 2 3 4 5"] * 4)
    for wrong in ("1 2 3 4", "1 2 3 4 6", "a b c d e", "0 1 1 1 1", "٣ 1 1 1 1"):
        with pytest.raises(Misuse):
            pulse.add_up([wrong])
    counts = pulse.add_up(["1 2 3 4 5", "1,2,3,4,5", "2 2 2 2 2", "5 5 5 5 5", "", "4 4 4 4 4"])
    assert counts["hours"] == [2, 1, 0, 1, 1]
    assert {sum(each) for each in counts.values()} == {5}


@given(st.lists(st.lists(st.integers(1, 5), min_size=5, max_size=5), min_size=5, max_size=30))
def test_the_order_of_slips_changes_nothing(sheets: list[list[int]]) -> None:
    lines = [" ".join(map(str, sheet)) for sheet in sheets]
    assert pulse.add_up(lines) == pulse.add_up(lines[::-1])


def test_a_pulse_of_fewer_than_five_written_by_hand_is_a_mistake(journal: Journal, tmp_path) -> None:
    rows = "\n".join(f"{name} = [0, 0, 1, 1, 1]" for name in ("hours", "urgent", "disagree", "decided", "judged"))
    (tmp_path / "pulses.toml").write_text(f'[[pulse]]\nid = "x"\ndate = 2026-11-22\nasked = "before"\n{rows}\n')
    assert any("fewer than five" in note.what for note in journal.fresh().notes())


def test_the_form_has_five_questions_twice_and_asks_no_name() -> None:
    made = pulse.form()
    from podium.documents import render

    text = render(made, "md").decode()
    assert all(text.count(asks) == 2 for asks in pulse.ASKS.values())
    assert "No name" in text
