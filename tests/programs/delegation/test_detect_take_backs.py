"""Take-backs: seen in her own traces after the hand-over, on the card's tickets and paths, and told once."""

from __future__ import annotations

from datetime import date

import pytest

from looking import about, look
from podium.journal import Journal
from podium.journal.kinds.delegation import KIND
from podium.programs.delegation import cards, detect_take_backs
from podium.programs.delegation.detect_take_backs import TakeBack

CARD = {
    "task": "Run the migration",
    "person": "zebulon",
    "level": 5,
    "started": date(2026, 3, 2),
    "tickets": ["LEDGER-4", "acme/web#7"],
    "paths": ["services/ledger/**", "other:tools/**"],
}
END = "\n2026-03-27 09:00+0100 bo wrote last z.py\n"


@pytest.fixture
def find(journal: Journal, weeks):
    """What a week shows of a card."""

    def read(text: str, **more: object) -> tuple[TakeBack, ...]:
        journal.create("delegation", "card", CARD | more)
        (card,) = cards.cards(journal)
        return detect_take_backs.find(look(weeks(text + END, file=about()), journal), card)

    return read


def what(found: tuple[TakeBack, ...]) -> list[tuple[str, str]]:
    return [(str(one.day), one.what) for one in found]


def test_a_commit_of_hers_that_names_a_ticket_is_one(find) -> None:
    found = find(
        "2026-03-10 10:00+0100 ana wrote c1 x.py says=LEDGER-4:_just_fix_it\n"
        "2026-03-11 10:00+0100 ana wrote c2 x.py says=LEDGER-41:_another_ticket\n"
        "2026-03-12 10:00+0100 bo  wrote c3 x.py says=LEDGER-4:_theirs\n"
    )
    assert what(found) == [("2026-03-10", "your commit names LEDGER-4")]
    assert found[0].where.startswith("web ")


def test_a_commit_of_hers_on_its_paths_is_one_and_elsewhere_none(find) -> None:
    found = find(
        "2026-03-10 10:00+0100 ana wrote c1 services/ledger/a.py\n"
        "2026-03-11 10:00+0100 ana wrote c2 services/other/a.py\n"
        "2026-03-12 10:00+0100 ana wrote c3 tools/a.py\n"
        "2026-03-13 10:00+0100 bo  wrote c4 services/ledger/a.py\n"
    )
    assert what(found) == [("2026-03-10", "you committed on it")]


def test_before_and_on_the_day_of_the_hand_over_and_after_its_end_nothing_counts(find) -> None:
    found = find(
        "2026-02-27 10:00+0100 ana wrote c1 services/ledger/a.py\n"
        "2026-03-02 16:00+0100 ana wrote c2 services/ledger/a.py\n"
        "2026-03-13 10:00+0100 ana wrote c3 services/ledger/a.py\n"
        "2026-03-17 10:00+0100 ana wrote c4 services/ledger/a.py\n",
        status="done",
        ended=date(2026, 3, 13),
    )
    assert what(found) == [("2026-03-13", "you committed on it")]


def test_a_ticket_that_came_back_to_her_name_is_one(find) -> None:
    found = find(
        "2026-03-09 10:00+0100 bo  assigned jira:acme:LEDGER-4 kind=issue of=ana\n"
        "2026-03-09 11:00+0100 ana assigned jira:acme:LEDGER-5 kind=issue of=ana\n"
        "2026-03-10 10:00+0100 ana assigned acme/web#7 kind=issue of=bo\n"
    )
    assert what(found) == [("2026-03-09", "a ticket of it was assigned to you")]


def test_a_change_closed_unmerged_beside_one_of_hers_is_one(find) -> None:
    found = find(
        "2026-03-05 10:00+0100 bo  opened github:acme/web#7 in=acme/web\n"
        "2026-03-09 10:00+0100 ana opened github:acme/web#9 in=acme/web\n"
        "2026-03-10 10:00+0100 bo  closed github:acme/web#7 in=acme/web\n"
    )
    assert what(found) == [("2026-03-10", "a change of it was closed unmerged and you opened one beside it")]
    assert found[0].where == "github:acme/web#7, github:acme/web#9"


CLOSED = "2026-03-10 10:00+0100 bo closed github:acme/web#7 in=acme/web\n"
BESIDE = "2026-03-09 10:00+0100 ana opened github:acme/web#9 in=acme/web\n"
OTHERWISE = {
    "it was merged": "2026-03-10 10:00+0100 chi merged github:acme/web#7 in=acme/web\n" + BESIDE,
    "she opened none": CLOSED,
    "hers is elsewhere": CLOSED + BESIDE.replace("acme/web", "acme/api"),
    "it was opened again": CLOSED + CLOSED.replace("closed", "reopened").replace("-10 ", "-11 ") + BESIDE,
}


@pytest.mark.parametrize("steps", OTHERWISE.values(), ids=OTHERWISE)
def test_otherwise_a_closed_change_is_no_take_back(find, steps: str) -> None:
    assert find("2026-03-05 10:00+0100 bo opened github:acme/web#7 in=acme/web\n" + steps) == ()


def test_one_commit_is_told_once_though_it_is_seen_twice(find) -> None:
    found = find("2026-03-10 10:00+0100 ana wrote c1 services/ledger/a.py services/ledger/b.py says=LEDGER-4\n")
    assert what(found) == [("2026-03-10", "your commit names LEDGER-4")]


def test_a_card_without_tickets_and_paths_shows_nothing(find) -> None:
    assert find("2026-03-10 10:00+0100 ana wrote c1 services/ledger/a.py\n", tickets=[], paths=[]) == ()


def test_hostile_tickets_and_paths_match_as_text_or_not_at_all(find) -> None:
    text = "2026-03-10 10:00+0100 ana wrote c1 services/ledger/a.py says=LEDGER-4\n"
    assert find(text, tickets=[".*", "(", "  "], paths=["*" * 5000, "[", "(a+)+$", "\\"]) == ()


def test_receipts_stand_on_the_card_once_and_hold_no_name(journal, find) -> None:
    found = find("2026-03-10 10:00+0100 ana wrote c1 services/ledger/a.py\n")
    for expected in (1, 0):
        (card,) = cards.cards(journal.fresh())
        assert len(detect_take_backs.record(journal.fresh(), card, found)) == expected
    (card,) = journal.fresh().entries(KIND)
    assert card.head.seen == (str(found[0]),)
    assert "zebulon" not in card.head.seen[0]


def test_a_look_reaches_back_to_the_oldest_card(journal, find) -> None:
    find("")
    some = cards.cards(journal)
    assert detect_take_backs.weeks_back(some, date(2026, 3, 4), most=104) == 4
    assert detect_take_backs.weeks_back(some, date(2026, 6, 1), most=104) == 15
    assert detect_take_backs.weeks_back(some, date(2036, 6, 1), most=104) == 104
    assert detect_take_backs.weeks_back((), date(2026, 6, 1), most=104) == 4
