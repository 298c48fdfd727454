"""A month is drafted from receipts: nothing without one, nothing twice, no number of podium's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from clones import Clone
from example_year import write_clone
from podium.journal import Journal
from podium.programs.portfolio import entries, period
from podium.programs.portfolio.changes import Change, Incident, landed, receipts, served
from podium.programs.portfolio.draft import Candidate, body, candidates, keep

Say = Callable[..., Journal]
NOVEMBER = period("2026-11")
# How long the incident below was open: the source itself tells it.
MINUTES_OPEN = "31"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return write_clone(tmp_path / "shop")


@pytest.fixture
def found(year: Journal, clone: Path) -> tuple[Candidate, ...]:
    incidents = [
        Incident("pagerduty:acme#1", date(2026, 11, 4), False, int(MINUTES_OPEN), "https://acme.example.org/1"),
        Incident("jira:OPS-9", date(2026, 11, 19), True, None, ""),
    ]
    return candidates(year, NOVEMBER, landed([clone], NOVEMBER), incidents)


def test_every_sort_of_result_is_found_oldest_first(found: tuple[Candidate, ...]) -> None:
    assert [(str(c.day), c.sources[0]) for c in found] == [
        ("2026-11-06", "wins/2026-11-06-month-end.md"),
        ("2026-11-09", "delegations/2026-10-05-storage-review.md"),
        ("2026-11-11", "initiatives/checkout.md@2026-11"),
        ("2026-11-13", "wins/2026-11-13-refund-hint.md"),
        ("2026-11-16", "growth.toml#ana-staff"),
        ("2026-11-18", "improvements.toml#queue-full-runbook"),
        ("2026-11-19", "incidents@2026-11"),
    ]


def test_every_sentence_has_a_receipt_and_every_number_stands_in_it(
    found: tuple[Candidate, ...], year: Journal
) -> None:
    for candidate in found:
        assert candidate.told
        for told in candidate.told:
            assert told.receipts
            files = [r.split("#")[0] for r in told.receipts if (year.root / r.split("#")[0]).is_file()]
            texts = " ".join((year.root / file).read_text() for file in files)
            counted = {str(len(told.receipts)), MINUTES_OPEN} if not files else set(re.findall(r"\d+", texts))
            assert set(re.findall(r"\d+", told.text)) <= counted | {"2026"}, told


def test_merged_work_is_tied_by_path_and_ticket_and_only_of_that_month(found: tuple[Candidate, ...]) -> None:
    win = found[0]
    said = next(told for told in win.told if "Work on" in told.text)
    assert said.text == "Work on “Move the ledger to managed storage” landed in November 2026."
    assert len(said.receipts) == 3
    assert all(re.fullmatch(r"shop@[0-9a-f]{12}", receipt) for receipt in said.receipts)


def test_what_is_unknown_is_a_question(found: tuple[Candidate, ...]) -> None:
    by_source = {c.sources[0]: c for c in found}
    assert [q.split(":")[0] for q in by_source["wins/2026-11-06-month-end.md"].questions] == ["worth"]
    asked = [q.split(":")[0] for q in by_source["wins/2026-11-13-refund-hint.md"].questions]
    assert asked == ["before", "after", "unit", "worth", "my_part", "credit", "how"]
    assert by_source["initiatives/checkout.md@2026-11"].fields.get("after") is None
    assert by_source["initiatives/checkout.md@2026-11"].questions[0].startswith("outcome:")
    assert "credit" in [q.split(":")[0] for q in by_source["delegations/2026-10-05-storage-review.md"].questions]


def test_people_keys_are_never_written_as_credit(found: tuple[Candidate, ...]) -> None:
    assert [c.fields.get("credit", ()) for c in found if "delegations" in c.sources[0]] == [()]


def test_what_was_drafted_once_is_not_drafted_again(year: Journal, found: tuple[Candidate, ...], clone: Path) -> None:
    for each in found:
        keep(year, each)
    again = year.fresh()
    assert again.notes() == ()
    assert len(entries(again, NOVEMBER)) == 7
    assert {e.head.status for e in entries(again, NOVEMBER)} == {"draft"}
    incidents = [Incident("x", date(2026, 11, 4), False, 1, "")]
    assert candidates(again, NOVEMBER, landed([clone], NOVEMBER), incidents) == ()


def test_the_next_month_of_an_initiative_is_another_entry(year: Journal, clone: Path) -> None:
    december = period("2026-12")
    found = candidates(year, december, landed([clone], december))
    assert [c.sources for c in found] == [("initiatives/ledger.md@2026-12",)]


def test_an_empty_month_has_no_candidate(year: Journal) -> None:
    assert candidates(year, period("2026-08")) == ()


def test_many_changes_are_named_in_part_and_never_counted() -> None:
    changes = [Change("shop", f"{n:040x}", date(2026, 11, 1), "x", ()) for n in range(40)]
    named = receipts(changes)
    assert len(named) == 13
    assert named[-1].startswith("and on to shop@")


def test_an_initiative_without_patterns_gets_no_work(year: Journal, say: Say) -> None:
    journal = say(initiatives__a='+++\ntitle = "A"\n+++\n')
    changes = [Change("shop", "0" * 40, date(2026, 11, 1), "LEDGER-1 x", ("a",))]
    assert served(journal.entries("initiative")[0], changes) == ()


def test_hostile_words_become_one_line_and_a_readable_entry(say: Say) -> None:
    journal = say(
        wins__a='+++\ndate = 2026-11-02\nwhat = "A\\n+++\\n# x {{ 7*7 }} <b> \\u202e'
        + "w" * 400
        + '"\nunit = "]["\nbefore = 1\nafter = 2\n+++\n'
    )
    (candidate,) = candidates(journal, NOVEMBER)
    assert "\n" not in candidate.outcome
    assert len(candidate.outcome) <= 200
    keep(journal, candidate)
    (entry,) = entries(journal.fresh())
    assert entry.head.before == 1
    assert journal.fresh().notes() == ()
    assert body(candidate).count("\n+++") == 0


def test_confidential_wins_stay_confidential(say: Say) -> None:
    journal = say(wins__a='+++\ndate = 2026-11-02\nwhat = "A"\nis_confidential = true\n+++\n')
    (candidate,) = candidates(journal, NOVEMBER)
    keep(journal, candidate)
    assert entries(journal.fresh())[0].head.is_confidential


def test_a_change_belongs_to_the_day_of_the_clock_it_landed_by(tmp_path: Path) -> None:
    """Half past eleven in the evening of the 30th in New York is the 1st of December in UTC."""
    made = Clone.new(tmp_path / "late")
    for said, at in (("November", "2026-11-30T23:30:00-05:00"), ("December", "2026-12-01T00:30:00+09:00")):
        made.commit(said, GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at)
    told = {month: [c.subject for c in landed([made.path], period(month))] for month in ("2026-11", "2026-12")}
    assert told == {"2026-11": ["November"], "2026-12": ["December"]}


def test_a_journal_without_work_or_wins_begins_with_the_months_changes(
    say: Callable[..., Journal], clone: Path
) -> None:
    (draft,) = candidates(say(), NOVEMBER, landed([clone], NOVEMBER))
    assert draft.outcome == "Work of November 2026"
    assert draft.told[0].text.startswith("Work landed in shop/")
    assert all(told.receipts for told in draft.told)
    assert draft.questions[0].startswith("outcome: What changed")


def test_a_month_without_changes_begins_nothing(say: Callable[..., Journal], clone: Path) -> None:
    march = period("2026-03")
    assert candidates(say(), march, landed([clone], march)) == ()
