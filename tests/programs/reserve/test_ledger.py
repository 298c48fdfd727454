"""The ledger: booked against kept, and whether a finished item did what it was for."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.journal import Journal
from podium.programs.reserve import ledger

TODAY = date(2026, 6, 1)


def add(journal: Journal, name: str, **more: object) -> ledger.Item:
    journal.create("improvement", name, {"what": name, "sort": "runbook"} | more)
    return next(item for item in ledger.items(journal) if item.id == name)


def test_an_item_that_removes_nothing_named_says_so(journal) -> None:
    assert ledger.blanks(add(journal, "a").head) == ("names neither a class of incidents nor minutes of toil",)
    assert ledger.blanks(add(journal, "b", toil_minutes=30).head) == ()
    done = add(journal, "c", incident_class="queue-full", status="done").head
    assert len(ledger.blanks(done)) == 3


def test_booked_against_kept_of_the_last_weeks(journal) -> None:
    add(journal, "a", booked_on=date(2026, 5, 1), booked_days=4, kept_days=3)
    add(journal, "b", booked_on=date(2026, 5, 2), booked_days=2, status="dropped")
    add(journal, "old", booked_on=date(2026, 1, 2), booked_days=9, kept_days=9)
    add(journal, "never", booked_days=7)
    share = ledger.share(ledger.items(journal), TODAY, weeks=12, people=1)
    assert (share.booked, share.kept, share.unsaid, share.capacity) == (6, 3, 1, 60)
    assert share.words == "booked 6 of 60 days (10 %), kept 3 (5 %); 1 item does not say yet what was kept"


def test_without_a_head_count_there_is_no_share(journal) -> None:
    add(journal, "a", booked_on=date(2026, 5, 1), booked_days=4, kept_days=3)
    words = ledger.share(ledger.items(journal), TODAY, weeks=12, people=None).words
    assert "%" not in words
    assert "--people" in words
    assert "nothing was booked" in ledger.share((), TODAY, weeks=12, people=5).words


@pytest.mark.parametrize(
    ("came", "today", "expected"),
    [
        ({"queue-full": [date(2026, 4, 20)]}, TODAY, "came back"),
        ({"web:Queue-Full": [date(2026, 4, 20)]}, TODAY, "came back"),
        ({"queue-full": [date(2026, 3, 30), date(2026, 4, 1)]}, TODAY, "worked"),
        ({"other": [date(2026, 4, 20)]}, TODAY, "worked"),
        ({"queue-full": [date(2026, 6, 20)]}, date(2026, 7, 1), "worked"),
        ({}, date(2026, 5, 1), "too early"),
        (None, TODAY, "cannot tell"),
    ],
    ids=[
        "again",
        "spelt otherwise",
        "before it was done",
        "another class",
        "after sixty days",
        "not sixty days yet",
        "no look",
    ],
)
def test_a_class_has_to_stay_away_for_sixty_days(journal, came, today: date, expected: str) -> None:
    item = add(journal, "a", incident_class="queue-full", status="done", done_on=date(2026, 4, 1))
    assert ledger.outcome(item.head, today, came)[0] == expected


@pytest.mark.parametrize(
    ("after", "expected"), [(None, "cannot tell"), (45, "worked"), (46, "not halved"), (0, "worked")]
)
def test_toil_has_to_halve(journal, after: float | None, expected: str) -> None:
    item = add(journal, "a", toil_minutes=90, toil_minutes_after=after, status="done", done_on=date(2026, 4, 1))
    assert ledger.outcome(item.head, TODAY, {})[0] == expected


def test_an_item_done_on_no_day_cannot_be_told(journal) -> None:
    item = add(journal, "a", incident_class="x", status="done")
    assert ledger.outcome(item.head, TODAY, {})[0] == "cannot tell"
    assert msgspec.json.encode(ledger.as_data(item, TODAY, None))


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_same_class_is_symmetric_and_nothing_is_like_nothing(one: str, other: str) -> None:
    assert ledger.is_same(one, other) == ledger.is_same(other, one)
    assert not ledger.is_same("", other)


def test_every_day_of_the_window_counts_once(journal) -> None:
    add(journal, "edge", booked_on=TODAY - timedelta(weeks=12), booked_days=1)
    add(journal, "in", booked_on=TODAY - timedelta(weeks=12) + timedelta(days=1), booked_days=2)
    add(journal, "to come", booked_on=TODAY + timedelta(days=1), booked_days=4)
    assert ledger.share(ledger.items(journal), TODAY, weeks=12, people=None).booked == 2
