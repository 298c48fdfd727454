"""What keeps coming back is proposed once, in a group of five or more, and never when an item names it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from looking import about, look
from podium.journal import Journal
from podium.programs.reserve import ledger, recurring

TEAM = "".join(
    f"2026-03-2{n} 09:00+0100 {who} wrote t{n} {who}.py\n" for n, who in enumerate(("ana", "bo", "chi", "dee", "eli"))
)
# Five people in three weeks.
DAYS = (("02", "ana"), ("05", "bo"), ("11", "chi"), ("12", "dee"), ("18", "eli"))
INCIDENTS = "".join(f"2026-03-{day} 09:00+0100 {who} opened INC-{day} kind=incident in=queue\n" for day, who in DAYS)
FIXES = "".join(
    f"2026-03-{day} 09:00+0100 {who} wrote f{day} services/ledger/deep/a.py says=fix:_it\n"
    for day, who in (("01", "fay"), *DAYS)
)


@pytest.fixture
def find(journal: Journal, weeks):
    """What a text shows, with the proposals for the journal as it is."""

    def read(text: str):
        found = recurring.find(look(weeks(text, file=about()), journal))
        return found, recurring.propose(found, ledger.items(journal))

    return read


def test_a_class_that_came_three_times_without_an_item_is_proposed(find) -> None:
    _, (one,) = find(TEAM + INCIDENTS)
    assert one.says == "class queue came back in three weeks of 90 days; no runbook is linked"
    assert (one.sort, one.incident_class) == ("runbook", "queue")
    assert one.receipts == ("week of 2026-03-02", "week of 2026-03-09", "week of 2026-03-16")


def test_two_weeks_are_not_three(find) -> None:
    assert find(TEAM + INCIDENTS.replace("03-18", "03-13"))[1] == ()


def test_what_came_to_one_person_alone_is_not_told(find) -> None:
    ones = re.sub(r"\b(ana|chi|dee|eli|fay)\b(?= (opened|wrote))", "bo", INCIDENTS + FIXES)
    found, proposals = find(TEAM + ones)
    assert (found.recurring, proposals, found.why_none) == ((), (), "")


def test_what_came_to_her_alone_is_told_by_its_days(find) -> None:
    hers = re.sub(r"\b(bo|chi|dee|eli)\b(?= opened)", "ana", INCIDENTS)
    _, (one,) = find(TEAM + hers)
    assert one.says == "class queue came back five times in 90 days; no runbook is linked"
    assert one.receipts[0] == "INC-02"


def test_from_git_alone_a_folder_fixed_again_and_again_is_proposed(find) -> None:
    _, (one,) = find(TEAM + FIXES)
    assert one.says == "web:services/ledger was fixed or reverted again in three weeks of 90 days; no test is linked"
    assert one.sort == "incident-test"


def test_features_in_a_folder_are_no_fixes(find) -> None:
    assert find(TEAM + FIXES.replace("fix:", "feature:"))[1] == ()


def test_fixes_far_apart_do_not_come_back(find) -> None:
    apart = "".join(f"2026-0{m}-01 09:00+0100 bo wrote f{m} services/ledger/a.py says=fix:_it\n" for m in (1, 2, 3))
    assert find(apart + TEAM)[1] == ()


def test_four_people_are_no_group(find) -> None:
    found, proposals = find(re.sub(r"\b(eli|fay)\b", "dee", TEAM + INCIDENTS + FIXES))
    assert found.recurring == ()
    assert proposals == ()
    assert "team numbers need five people, fewer acted" in found.why_none


@pytest.mark.parametrize("status", ["proposed", "booked", "in-progress"])
def test_what_an_open_item_names_is_not_proposed(journal, find, status: str) -> None:
    journal.create("improvement", "x", {"what": "x", "sort": "runbook", "incident_class": "Queue", "status": status})
    assert find(TEAM + INCIDENTS)[1] == ()


def test_what_came_back_after_its_item_was_done_is_proposed_again(journal, find) -> None:
    fields = {"what": "x", "sort": "runbook", "incident_class": "queue", "status": "done"}
    journal.create("improvement", "late", fields | {"done_on": date(2026, 3, 6)})
    assert find(TEAM + INCIDENTS)[1] == (), "only once since"
    journal.write("improvement", "late", {"done_on": date(2026, 2, 1)})
    assert "its item was done before that" in find(TEAM + INCIDENTS)[1][0].says


def test_a_dropped_item_does_not_silence_its_class(journal, find) -> None:
    journal.create("improvement", "x", {"what": "x", "sort": "runbook", "incident_class": "queue", "status": "dropped"})
    assert "its item was dropped" in find(TEAM + INCIDENTS)[1][0].says


def test_proposals_are_written_once(journal, find) -> None:
    _, proposals = find(TEAM + INCIDENTS + FIXES)
    assert len(recurring.write(journal, proposals)) == 2
    assert recurring.write(journal.fresh(), proposals) == ()
    assert {item.head.status for item in ledger.items(journal.fresh())} == {"proposed"}
    assert find(TEAM + INCIDENTS + FIXES)[1] == ()
    assert journal.fresh().notes() == ()


def test_an_id_that_is_taken_gets_a_number(journal, find) -> None:
    journal.create("improvement", "runbook-for-queue", {"what": "another", "sort": "runbook"})
    assert recurring.write(journal, find(TEAM + INCIDENTS)[1]) == ("runbook-for-queue-2",)


def test_a_service_with_a_hostile_name_is_text(journal, find) -> None:
    hostile = "\"]]\\u0000[[x]]<script>'"
    _, proposals = find(TEAM + INCIDENTS.replace("in=queue", f"in={hostile}"))
    assert proposals[0].incident_class == hostile
    recurring.write(journal, proposals)
    (item,) = ledger.items(journal.fresh())
    assert item.head.incident_class == hostile


@pytest.mark.parametrize(
    ("path", "place"),
    [("a/b/c/d.py", "a/b"), ("a/b/c.py", "a/b"), ("src/a.c", "src/a.c"), ("Makefile", "Makefile")],
)
def test_a_place_is_two_folders_or_the_file_above_them(find, path: str, place: str) -> None:
    found, _ = find(TEAM + FIXES.replace("services/ledger/deep/a.py", path))
    assert [one.name for one in found.recurring] == [f"web:{place}"]


def test_the_days_of_finished_items_need_a_group_too(journal, weeks) -> None:
    whole = look(weeks(TEAM + INCIDENTS, file=about()), journal)
    days = recurring.days_of(whole)
    assert days is not None
    assert len(days["queue"]) == 3
    assert (
        recurring.days_of(look(weeks(INCIDENTS + "2026-03-20 09:00+0100 ana wrote a a.py\n", file=about()), journal))
        is None
    )
