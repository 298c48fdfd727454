"""Promises: every form reads what it says it reads, keeps the laws of the signals, and counts what it should."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from podium.evidence.people.me_file import Me, MeFile, Span
from podium.laws import of_signals as laws
from podium.programs.readme import claims
from podium.programs.readme.claims import Form
from podium.signals import Signal

WRITTEN = [(form, words) for form in claims.every() for words in form.written]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> laws.Shelf:
    return laws.Shelf(tmp_path_factory.mktemp("laws"))


def asked(words: str) -> Signal:
    found = [signal for form in claims.every() if (signal := form.read(words))]
    assert len(found) == 1, words
    return found[0]


def test_there_are_at_least_ten() -> None:
    assert len(claims.every()) >= 10


@pytest.mark.parametrize(("form", "words"), WRITTEN, ids=lambda part: part if isinstance(part, str) else "")
def test_each_wording_is_read_by_its_form_alone(form: Form, words: str) -> None:
    assert [each.name for each in claims.every() if each.read(words)] == [form.name]


@pytest.mark.parametrize("law", [*laws.STATIC, *laws.LIVE], ids=lambda law: law.__name__)
@pytest.mark.parametrize("form", claims.every(), ids=lambda form: form.name)
def test_each_promise_keeps_the_laws_of_the_signals(form: Form, law: Callable[..., None], shelf: laws.Shelf) -> None:
    law(asked(form.written[0]), shelf)


def test_merges_after_an_hour_count_by_day_and_an_evening_ends_at_five(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 09:10+0100 bo  wrote c2 a.py
    2026-03-02 17:59+0100 ana landed m1 of=c1
    2026-03-03 18:00+0100 ana landed m2 of=c2     # at the hour is too late
    2026-03-04 01:30+0100 ana landed m3 of=c2     # so is the night
    2026-03-05 05:00+0100 ana landed m4 of=c2     # the morning is not
    2026-03-06 12:00+0100 ana landed m5 of=c2
    2026-03-06 19:00+0100 ana landed m6 of=c1     # one late merge breaks the day, and is its receipt
    """
    assert week.receipts(asked("no merges after 18:00")) == {"m1": 1, "m2": 0, "m3": 0, "m4": 1, "m6": 0}
    early = week.receipts(asked("no merges before 9h"))
    assert {ref for ref, kept in early.items() if not kept} == {"m3", "m4"}
    assert len(early) == 5


def test_commits_without_a_clock_are_seen_and_not_judged(week):
    """
    2026-03-02 20:00      ana wrote c1 a.py
    2026-03-03 10:00+0100 ana wrote c2 a.py
    """
    signal = asked("no commits after 19:00")
    assert week.receipts(signal) == {"c2": 1}
    rows = week.evidence.ask(signal.rows, week.window(), question=signal.name)
    assert [row[2] for row in rows] == [None, 1]


def test_a_weekend_is_broken_by_one_commit(week):
    """
    2026-03-06 23:59+0100 ana wrote c1 a.py
    2026-03-09 09:00+0100 ana wrote c2 a.py
    2026-03-14 11:00+0100 ana wrote c3 a.py       # Saturday
    2026-03-15 11:00+0100 ana wrote c4 a.py
    """
    assert week.receipts(asked("no work on weekends")) == {"c1": 1, "c3": 0}


def test_leave_is_kept_by_doing_nothing(weeks):
    leave = (Span(date(2026, 3, 9), date(2026, 3, 10)),)
    made = weeks(
        "2026-03-02 10:00+0100 ana wrote c1 a.py\n2026-03-10 10:00+0100 ana wrote c2 a.py\n2026-03-11 09:00+0100 bo wrote c3 b.py",
        file=MeFile(me=Me(emails=("ana@example.org",), leave=leave)),
    )
    found = made.receipts(asked("no work on leave"))
    assert found["c2"] == 0
    assert sum(found.values()) == len(found) - 1 == 1


def test_deploys_and_approvals_beside_her(weeks):
    lines = [
        f"2026-03-02 1{n}:00+0100 {who} wrote w{n} a.py" for n, who in enumerate(["ana", "bo", "chi", "dee", "eli"])
    ]
    lines += [
        "2026-03-03 09:00+0100 bo wrote c1 a.py by=ana",
        "2026-03-03 10:00+0100 bo wrote c2 a.py by=chi",
        "2026-03-03 11:00+0100 bo wrote c3 a.py by=ana reviewed=dee",
        "2026-03-03 12:00+0100 bo released v1",
        "2026-03-04 12:00+0100 ana released v2",
    ]
    made = weeks("\n".join(lines))
    assert made.receipts(asked("I don't gate deploys")) == {"c1": 0, "c2": 1, "c3": 0, "v1": 1, "v2": 0}
    assert made.receipts(asked("I am not the only approver")) == {"c1": 0, "c2": 1, "c3": 1}


def test_no_code_zones_are_kept_without_a_commit_inside(week):
    """
    2026-03-03 09:00+0100 ana met zone#1 until=12:00 type=no_code
    2026-03-04 09:00+0100 ana met zone#2 until=12:00 type=no_code
    2026-03-04 10:00+0100 ana wrote c1 a.py
    """
    assert week.receipts(asked("no-code zones kept")) == {"zone#1": 1, "zone#2": 0}


def test_meetings_end_by_their_plan(week):
    """
    2026-03-03 15:00+0100 ana met m#1 with=bo until=17:00
    2026-03-04 16:30+0100 ana met m#2 with=bo until=17:30
    2026-03-05 16:30+0100 ana met zone until=18:30 type=no_code      # alone
    """
    assert week.receipts(asked("meetings end by 17:00")) == {"m#1": 1, "m#2": 0}


def test_a_moved_one_on_one_breaks_the_promise(week):
    """
    2026-03-03 15:00+0100 ana met talk#1 with=bo until=15:30 type=one_on_one
    2026-03-10 15:00+0100 ana moved talk#2 with=bo until=15:30 type=one_on_one
    """
    assert week.receipts(asked("1:1s weekly, I don't move them")) == {"talk#1": 1, "talk#2": 0}
