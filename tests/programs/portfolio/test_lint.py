"""A remark names the line, says what the reader misses, and what would make it pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podium.journal import Journal
from podium.programs.portfolio import entries
from podium.programs.portfolio.lint import Remark, lint_file, story

Say = Callable[..., Journal]
GOOD = """+++
date = 2026-11-20
outcome = "{outcome}"
before = 5
after = 2
unit = "days to close the month"
axis = "speed"
for_whom = "finance"
worth = "{worth}"
credit = ["Bo"]
receipts = ["https://git.example.org/1"]
+++

# The story in three sentences

{story}

# What the traces say

- {traces} [wins/x.md]
"""


def text(
    outcome: str = "Finance closes the month in 2 days",
    worth: str = "invoices go out earlier",
    story: str = "It was slow.",
    traces: str = "x",
) -> str:
    return GOOD.format(outcome=outcome, worth=worth, story=story, traces=traces)


def remarks(journal: Journal) -> list[Remark]:
    return [r for e in entries(journal) for r in lint_file(e, journal.root)]


def test_a_whole_entry_passes(say: Say) -> None:
    assert remarks(say(portfolio__a=text())) == []


@pytest.mark.parametrize(
    ("without", "rule", "line"),
    [
        ("before = 5\n", "baseline", 4),
        ('unit = "days to close the month"\n', "unit", 1),
        ('credit = ["Bo"]\n', "credit", 1),
        ('receipts = ["https://git.example.org/1"]\n', "receipt", 1),
    ],
)
def test_a_missing_part_is_named_with_what_would_pass(say: Say, without: str, rule: str, line: int) -> None:
    found = remarks(say(portfolio__a=text(outcome="Finance closes the month sooner").replace(without, "")))
    assert [(r.rule, r.line) for r in found] == [(rule, line)]
    assert "write" in found[0].passes


def test_no_number_at_all_is_one_remark_on_the_outcome(say: Say) -> None:
    bare = text(outcome="Finance closes the month sooner")
    for gone in ("before = 5\n", "after = 2\n", 'unit = "days to close the month"\n'):
        bare = bare.replace(gone, "")
    assert [(r.rule, r.line) for r in remarks(say(portfolio__a=bare))] == [("number", 3)]


@pytest.mark.parametrize(
    ("outcome", "story", "silent"),
    [
        ("Finance closes the month in 2 days instead of 5", "It was slow.", "baseline"),
        ("The wait went from 40 to 12 minutes", "It was slow.", "baseline"),
        ("Waste is halved: 3 of 10 trays less", "It was slow.", "baseline"),
        ("Finance closes the month sooner", "Thanks to Bo, who cut two steps.", "credit"),
        ("Finance closes the month sooner", "Shown in https://git.example.org/2 and agreed.", "receipt"),
    ],
)
def test_what_the_sentences_say_themselves_is_not_missed(say: Say, outcome: str, story: str, silent: str) -> None:
    bare = text(outcome=outcome, story=story)
    for gone in ("before = 5\n", "after = 2\n", 'credit = ["Bo"]\n', 'receipts = ["https://git.example.org/1"]\n'):
        bare = bare.replace(gone, "")
    assert silent not in {r.rule for r in remarks(say(portfolio__a=bare))}


def test_what_words_may_hide_is_asked(say: Say) -> None:
    bare = text(outcome="Die Wartezeit sank auf ein Viertel")
    for gone in ("before = 5\n", "after = 2\n", 'credit = ["Bo"]\n'):
        bare = bare.replace(gone, "")
    found = remarks(say(portfolio__a=bare))
    assert {r.rule for r in found} == {"number", "credit"}
    assert all(r.is_question for r in found)


def test_so_what_is_asked_not_accused(say: Say) -> None:
    bare = text(outcome="The migration is done", worth="").replace('for_whom = "finance"\n', "")
    (found,) = [r for r in remarks(say(portfolio__a=bare)) if r.rule == "so-what"]
    assert found.is_question
    assert "so-what?:" in str(found)


def test_an_adjective_and_a_long_sentence_are_found_on_their_lines(say: Say) -> None:
    long = " ".join(["word"] * 30)
    found = remarks(say(portfolio__a=text(worth="hugely better", story=f"Short.\n\nWe {long}.")))
    assert [(r.rule, r.line, r.quote) for r in found if r.rule == "adjective"] == [("adjective", 9, "hugely")]
    assert [(r.rule, r.line) for r in found if r.rule == "long"] == [("long", 18)]
    assert "31 words" in next(r.why for r in found if r.rule == "long")


def test_thirty_words_pass(say: Say) -> None:
    assert remarks(say(portfolio__a=text(story=" ".join(["word"] * 30) + "."))) == []


def test_what_podium_wrote_itself_is_not_held_against_her(say: Say) -> None:
    assert remarks(say(portfolio__a=text(traces="significantly " + "word " * 60))) == []


def test_people_grown_need_no_number(say: Say) -> None:
    grown = text(outcome="Ana leads the reviews").replace('axis = "speed"', 'axis = "people"')
    for gone in ("before = 5\n", "after = 2\n", 'unit = "days to close the month"\n'):
        grown = grown.replace(gone, "")
    assert remarks(say(portfolio__a=grown)) == []


def test_the_example_year_has_remarks_on_its_draft_only(year: Journal) -> None:
    found = remarks(year)
    assert {r.file for r in found} == {"portfolio/2026-10-refund-draft.md"}
    assert {r.rule for r in found} == {"number", "credit", "receipt", "adjective", "long", "so-what"}


def test_the_story_ends_where_the_traces_begin() -> None:
    assert story("# The story\n\nMine.\n\n# What the traces say\n\n- not mine").split() == ["Mine."]
